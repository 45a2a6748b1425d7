//! Just enough of Rust's grammar to check what a file mentions: which paths its code uses, which
//! words it contains. Comments do not count, and code for tests only (`#[cfg(test)]`) does not
//! either, so rules can be about what is shipped.

/// A piece of a source file, with the line on which it begins.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Token {
    line: usize,
    kind: Kind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Kind {
    Word(String),
    /// The inside of a string or byte string, as written.
    Text(String),
    Mark(char),
}

/// A path or a word that a file mentions, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// Line in the file, from 1.
    pub line: usize,
    /// `std::io::Read`, or a single word.
    pub what: String,
}

/// Every path in the code, `use` trees written out: `use std::{fs, io::Read}` mentions `std::fs` and
/// `std::io::Read`. A renamed import (`use std as s`) mentions `std as s`, a glob `std::*`, a macro
/// `println!`.
#[must_use]
pub fn paths(source: &str) -> Vec<Mention> {
    let tokens = without_tests(tokens(source));
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at].kind {
            Kind::Word(_) => at = path(&tokens, at, "", &mut found),
            _ => at += 1,
        }
    }
    found
}

/// Every word of the code and of its strings; strings are cut where a name in Rust or C would end.
#[must_use]
pub fn words(source: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    for token in without_tests(tokens(source)) {
        match token.kind {
            Kind::Word(word) => found.push(Mention { line: token.line, what: word }),
            Kind::Text(text) => {
                found.extend(
                    text.split(|c: char| !is_word(c))
                        .filter(|word| !word.is_empty())
                        .map(|word| Mention { line: token.line, what: word.into() }),
                );
            }
            Kind::Mark(_) => {}
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric()
}

/// Reads one path from `at` on, and the tree in braces that it may end in; returns where it ends.
fn path(tokens: &[Token], mut at: usize, before: &str, found: &mut Vec<Mention>) -> usize {
    let line = tokens[at].line;
    let mut name = before.to_owned();
    loop {
        match tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Word(word)) => name += word,
            Some(Kind::Mark('*')) if name.ends_with("::") => name.push('*'),
            Some(Kind::Mark('{')) if name.ends_with("::") => {
                return tree(tokens, at + 1, &name, found);
            }
            _ => break,
        }
        at += 1;
        if !is_colons(tokens, at) {
            break;
        }
        name += "::";
        at += 2;
    }
    // `std as s` would hide what is behind it.
    if let [Token { kind: Kind::Word(keyword), .. }, Token { kind: Kind::Word(alias), .. }, ..] =
        &tokens[at..]
        && keyword == "as"
    {
        found.push(Mention { line, what: name.clone() });
        name = format!("{name} as {alias}");
        at += 2;
    }
    let mark =
        |at: usize, mark: char| tokens.get(at).is_some_and(|token| token.kind == Kind::Mark(mark));
    if mark(at, '!') && !mark(at + 1, '=') {
        name.push('!');
    }
    found.push(Mention { line, what: name });
    at
}

/// The inside of `{…}` in a `use`, up to its closing brace; returns the place after it.
fn tree(tokens: &[Token], mut at: usize, before: &str, found: &mut Vec<Mention>) -> usize {
    while let Some(token) = tokens.get(at) {
        match &token.kind {
            Kind::Mark('}') => return at + 1,
            Kind::Word(word) if word == "self" => {
                let what = before.trim_end_matches(':').to_owned();
                found.push(Mention { line: token.line, what });
                at += 1;
            }
            Kind::Word(_) | Kind::Mark('*') => at = path(tokens, at, before, found),
            _ => at += 1,
        }
    }
    at
}

fn is_colons(tokens: &[Token], at: usize) -> bool {
    let colon = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Mark(':'));
    colon(at) && colon(at + 1)
}

/// Drops the items behind `#[cfg(test)]`: up to their closing brace, or the semicolon before one.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    let is_cfg_test = |at: usize| {
        let expected = ["#", "[", "cfg", "(", "test", ")", "]"];
        tokens.len() >= at + expected.len()
            && expected.iter().zip(&tokens[at..]).all(|(wanted, token)| match &token.kind {
                Kind::Word(word) => word == wanted,
                Kind::Mark(mark) => wanted.len() == 1 && wanted.starts_with(*mark),
                Kind::Text(_) => false,
            })
    };
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !is_cfg_test(at) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += 7;
        let mut depth = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token.kind {
                Kind::Mark('{' | '(' | '[') => depth += 1,
                Kind::Mark(')' | ']') => depth -= 1,
                Kind::Mark('}') => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                Kind::Mark(';') if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

/// Cuts a file into words, strings and marks; comments, numbers' suffixes and spaces vanish.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let begin = at;
        let kind = match chars[at..] {
            ['/', '/', ..] => {
                at = end_of(&chars, at, |rest| rest[0] == '\n');
                None
            }
            ['/', '*', ..] => {
                at = block_comment(&chars, at);
                None
            }
            ['r', '"' | '#', ..] | ['b', 'r', '"' | '#', ..]
                if raw_string(&chars, at).is_some() =>
            {
                let (inside, end) = raw_string(&chars, at).unwrap_or_default();
                at = end;
                Some(Kind::Text(inside))
            }
            ['"', ..] => {
                at = quoted(&chars, at + 1);
                Some(Kind::Text(
                    chars[begin + 1..at.saturating_sub(1).max(begin + 1)].iter().collect(),
                ))
            }
            ['\'', '\\', ..] => {
                at = (at + 3..chars.len())
                    .find(|&at| chars[at] == '\'')
                    .map_or(chars.len(), |at| at + 1);
                None
            }
            ['\'', _, '\'', ..] => {
                at += 3;
                None
            }
            [c, ..] if is_word(c) => {
                at = end_of(&chars, at, |rest| !is_word(rest[0]));
                let word: String = chars[begin..at].iter().collect();
                // The b of b"…" belongs to the string; a number is not a word.
                (!word.starts_with(|c: char| c.is_ascii_digit())).then_some(Kind::Word(word))
            }
            [c, ..] => {
                at += 1;
                (!c.is_whitespace()).then_some(Kind::Mark(c))
            }
            [] => break,
        };
        if let Some(kind) = kind {
            found.push(Token { line, kind });
        }
        line += chars[begin..at].iter().filter(|c| **c == '\n').count();
    }
    found
}

fn end_of(chars: &[char], from: usize, ends: impl Fn(&[char]) -> bool) -> usize {
    (from..chars.len()).find(|&at| ends(&chars[at..])).unwrap_or(chars.len())
}

/// Block comments nest in Rust.
fn block_comment(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0);
    while at < chars.len() {
        match chars[at..] {
            ['/', '*', ..] => (at, depth) = (at + 2, depth + 1),
            ['*', '/', ..] => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// From behind an opening quote to behind the closing one.
fn quoted(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// The inside of `r"…"`, `r#"…"#`, `br"…"`, and where it ends; not a raw identifier such as `r#type`.
fn raw_string(chars: &[char], from: usize) -> Option<(String, usize)> {
    let prefix = chars[from..].iter().take_while(|c| matches!(c, 'b' | 'r')).count();
    let hashes = chars[from + prefix..].iter().take_while(|c| **c == '#').count();
    let begin = from + prefix + hashes;
    if chars.get(begin) != Some(&'"') {
        return None;
    }
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let end = end_of(chars, begin + 1, |rest| rest.starts_with(&closing));
    Some((chars[begin + 1..end].iter().collect(), (end + closing.len()).min(chars.len())))
}

#[cfg(test)]
mod tests {
    use super::{paths, words};

    fn path_list(source: &str) -> Vec<String> {
        paths(source).into_iter().map(|mention| mention.what).collect()
    }

    #[test]
    fn use_trees_are_written_out() {
        let found = path_list("use std::{fs, io::{self, Read as R, prelude::*}, r#fmt};");
        for wanted in ["std::fs", "std::io", "std::io::Read as R", "std::io::prelude::*"] {
            assert!(found.iter().any(|path| path == wanted), "{wanted} in {found:?}");
        }
    }

    #[test]
    fn paths_in_expressions_and_across_lines_count() {
        let found = path_list("let x = ::std::\n  env :: var(\"A\").map(std::fs::read);");
        assert_eq!(found.iter().filter(|path| path.starts_with("std::")).count(), 2, "{found:?}");
    }

    #[test]
    fn macros_are_told_from_functions() {
        let found = path_list("print(x); std::println!(\"{x}\"); if x != y {}");
        assert_eq!(found, ["print", "x", "std::println!", "if", "x", "y"]);
    }

    #[test]
    fn comments_strings_and_tests_are_no_code() {
        let source = r##"
            //! std::fs in a comment
            /* std::net /* nested std::net */ std::net */
            const A: &str = "std::env \" std::env"; const B: &str = r#"std::thread "quoted" "#;
            const C: char = '"'; fn lifetime<'a>(x: &'a str) -> &'a str { x }
            #[cfg(test)]
            mod tests { use std::process; fn f() { { } } }
            #[cfg(test)]
            use std::os;
            use std::fmt;
        "##;
        let std: Vec<_> =
            path_list(source).into_iter().filter(|path| path.starts_with("std")).collect();
        assert_eq!(std, ["std::fmt"]);
    }

    #[test]
    fn lines_are_counted_from_one() {
        let found = paths("\n/* two\nlines */ use std::fs;");
        let fs = found.iter().find(|mention| mention.what == "std::fs").unwrap();
        assert_eq!(fs.line, 3);
    }

    #[test]
    fn words_are_found_in_code_and_strings_but_not_in_comments() {
        let found: Vec<_> = words("fn vfs_read() {} // ksys_read\nlet a = \"calls do_sys-open\";")
            .into_iter()
            .collect();
        let has = |word: &str| found.iter().any(|mention| mention.what == word);
        assert!(has("vfs_read") && has("do_sys") && has("open") && !has("ksys_read"), "{found:?}");
    }

    #[test]
    fn unfinished_input_ends() {
        for source in ["\"", "r#\"", "/*", "'\\", "use std::{", "#[cfg(test)]", "b\"\\", "std::"] {
            let _ = (paths(source), words(source));
        }
    }
}
