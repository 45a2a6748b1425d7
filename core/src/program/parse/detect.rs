//! Is a text a written program or a log of strace?

use super::cursor::Cursor;
use super::line::log_prefix;
use crate::program::ast::Origin;

/// What a line gives away.
#[derive(PartialEq)]
enum Sign {
    /// Only strace prints this.
    Log,
    /// strace prints this, but a program may state it as well.
    LikeLog,
    /// Only a written program has this.
    Written,
    Nothing,
}

pub(super) fn origin(text: &str) -> Origin {
    let mut written = false;
    let mut like_log = false;
    for line in super::split(text) {
        match sign(line) {
            Sign::Log => return Origin::Strace,
            Sign::LikeLog => like_log = true,
            Sign::Written => written = true,
            Sign::Nothing => {}
        }
    }
    if like_log && !written { Origin::Strace } else { Origin::Written }
}

fn sign(line: &str) -> Sign {
    let line = line.trim_end();
    let mut c = Cursor::new(line, 1, true);
    let (task, time) = log_prefix(&mut c);
    let rest = c.rest();
    let pid =
        task.is_some_and(|t| t.starts_with("pid ") || t.starts_with(|d: char| d.is_ascii_digit()));
    c.blanks();
    let name = c.identifier();
    let calls = name.is_some() && c.peek() == Some(b'(');
    let resumed = rest.starts_with("<... ") && rest.contains(" resumed>");
    if resumed
        || ((pid || time.is_some())
            && (calls || rest.starts_with("+++ ") || rest.starts_with("--- ")))
    {
        return Sign::Log;
    }
    let end = line.rfind(" <").map_or("", |at| &line[at + 2..]);
    let duration = end.len() > 2
        && end.ends_with('>')
        && end[..end.len() - 1].bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if calls && (end == "unfinished ...>" || duration) {
        return Sign::Log;
    }
    if name.is_some() && binds(&mut c) || rest.contains("(&") || rest.contains(", &") {
        return Sign::Written;
    }
    let like_log = rest.starts_with("+++ ")
        || (calls && (name == Some("execve") || rest.contains("\"...") || rest.contains(" /* ")));
    if like_log { Sign::LikeLog } else { Sign::Nothing }
}

/// Behind a name: `= call(`.
fn binds(c: &mut Cursor<'_>) -> bool {
    c.blanks();
    c.eat("=") && {
        c.blanks();
        c.identifier().is_some() && c.peek() == Some(b'(')
    }
}
