//! The tree of a program, as it was written.

/// A program: its lines in order, comments and blank lines included, so that
/// printing gives the text back.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Program {
    /// All lines.
    pub lines: Vec<Line>,
    /// Where the text comes from.
    pub origin: Origin,
}

/// Where a program's text comes from. It decides what an unknown object means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Origin {
    /// Written for Ringside: an unknown call is a mistake of the writer.
    #[default]
    Written,
    /// A log of strace: what the model does not know, it takes as recorded.
    Strace,
}

/// Where something is in the text, for messages. Lines and columns count from
/// 1; columns count characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span {
    /// Line, from 1.
    pub line: u32,
    /// First column, from 1.
    pub column: u32,
    /// Column after the last.
    pub end: u32,
}

/// One line.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Which task: `[A]` or strace's `[pid 123]` / `123`, without brackets.
    pub task: Option<String>,
    /// strace's `-t`/`-tt`/`-ttt`/`-r` column, as written.
    pub time: Option<String>,
    /// What the line says.
    pub item: Item,
    /// A comment behind it, without `#`.
    pub comment: Option<String>,
}

/// What a line says.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// Nothing (a blank line, or only a comment).
    Nothing,
    /// A call.
    Call(Call),
    /// `--- SIGSEGV {si_signo=SIGSEGV, …} ---`
    Signal {
        /// `SIGSEGV`
        name: String,
        /// What stands between the braces.
        info: Vec<(String, Expr)>,
        /// Where.
        span: Span,
    },
    /// `+++ exited with 0 +++`, `+++ killed by SIGSEGV +++`: the text between.
    Exit(String),
    /// A line of a log that is none of these (`strace: Process 7 attached`, the
    /// traced program's own output), whole, as it was.
    Other(String),
}

/// A call: `fd = openat(AT_FDCWD, "/proc/x", O_RDONLY) = 3 <0.000012>`.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// The name that the result is bound to.
    pub bind: Option<String>,
    /// The call's name.
    pub name: String,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The result that the line states.
    pub result: Option<Stated>,
    /// strace's `-T`: `<0.000012>`, as written without brackets.
    pub duration: Option<String>,
    /// The log ends before the call does: `read(0,  <unfinished ...>`.
    pub unfinished: bool,
    /// Where the name is.
    pub span: Span,
}

/// An argument and where it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Argument {
    /// The value.
    pub value: Expr,
    /// Where.
    pub span: Span,
}

/// A stated result: `= -1 EFAULT (Bad address)`, `= 0x7f12…`, `= ?`.
#[derive(Clone, PartialEq, Debug)]
pub struct Stated {
    /// The value: a number, or nothing for `?`.
    pub value: Option<i64>,
    /// How the number was written.
    pub base: Base,
    /// `EFAULT`
    pub errno: Option<String>,
    /// strace's `-y`: what a returned descriptor refers to, without `<` and `>`.
    pub path: Option<String>,
    /// What follows in parentheses (`Bad address`, `Timeout`, `flags O_RDWR`,
    /// `[{fd=3, revents=POLLIN}]`), as written.
    pub note: Option<String>,
    /// Where.
    pub span: Span,
}

/// How a number was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Base {
    /// `42`
    #[default]
    Decimal,
    /// `0x2a`
    Hex,
    /// `0666`
    Octal,
}

/// A value, as written.
#[derive(Clone, PartialEq, Debug)]
pub enum Expr {
    /// `10`, `-1`, `0x1000`, `0666`.
    Number(i128, Base),
    /// A symbol or a bound name: `O_RDONLY`, `NULL`, `fd`.
    Name(String),
    /// `O_RDWR|O_CLOEXEC|0x4`.
    Or(Vec<Expr>),
    /// `"text"`, or `"text"...` if strace cut it.
    Text {
        /// The bytes.
        bytes: Vec<u8>,
        /// Was it cut?
        cut: bool,
        /// Was every byte written as `\\x..` (strace's `-x`)?
        hex: bool,
    },
    /// `&buf`, `&buf[4096]`.
    Buffer {
        /// Its name.
        name: String,
        /// Its size, where stated.
        size: Option<u64>,
    },
    /// `&buf+8`, `p+4096`, `p-1`.
    Offset {
        /// From what.
        base: Box<Expr>,
        /// How far.
        by: i64,
    },
    /// `3</proc/x>`: strace's `-y`.
    Decorated(Box<Expr>, String),
    /// `{fd=3, events=POLLIN}`; an unnamed member has an empty name.
    Struct(Vec<(String, Expr)>),
    /// `[a, b]`; a set of one signal, `[INT]`, looks the same.
    Array(Vec<Expr>),
    /// A signal set as strace prints it: `[INT TERM]`, `~[RTMIN RT_1]`.
    SignalSet {
        /// `~`: all but these.
        not: bool,
        /// Without `SIG`.
        names: Vec<String>,
    },
    /// An argument with a name, as in clone: `flags=SIGCHLD`.
    Field(String, Box<Expr>),
    /// A value with strace's remark on it: `0x7ffd /* 23 vars */`,
    /// `0x3 /* PROT_READ|PROT_WRITE */`.
    Noted(Box<Expr>, String),
    /// `3ms`, `10us`: a number and its unit.
    Quantity(u64, String),
    /// `makedev(0x1, 0x3)`, `_IOC(…)`.
    Macro(String, Vec<Expr>),
    /// What before and after a call differ in: `{…} => {…}`.
    Becomes(Box<Expr>, Box<Expr>),
    /// Something else that strace prints, kept as it was:
    /// `00:00:00:00`, `8192*1024`, `...`.
    Verbatim(String),
}
