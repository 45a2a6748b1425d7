//! The parts of a program's line, for their colours.

use crate::source::stated_result;

/// What a part is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Anything else.
    Plain,
    /// The call's name.
    Name,
    /// A string.
    Text,
    /// A comment.
    Comment,
    /// The result that the line states.
    Result,
}

impl Part {
    /// The style class.
    #[must_use]
    pub fn class(self) -> Option<&'static str> {
        match self {
            Part::Plain => None,
            Part::Name => Some("s-name"),
            Part::Text => Some("s-text"),
            Part::Comment => Some("s-comment"),
            Part::Result => Some("s-result"),
        }
    }
}

/// Longer lines are not coloured.
const LONGEST: usize = 2000;

/// The parts of a line, in order; together they are the line.
#[must_use]
pub fn parts(line: &str) -> Vec<(Part, &str)> {
    if line.len() > LONGEST {
        return vec![(Part::Plain, line)];
    }
    let comment = comment_start(line);
    let (code, comment) = line.split_at(comment);
    let (call, result) = code.split_at(stated_result(code).unwrap_or(code.len()));
    let mut out = Vec::new();
    let name_end = call.find('(').unwrap_or(0);
    let name_start = call[..name_end]
        .char_indices()
        .rev()
        .find(|&(_, c)| !(c.is_ascii_alphanumeric() || c == '_'))
        .map_or(0, |(at, c)| at + c.len_utf8());
    out.push((Part::Plain, &call[..name_start]));
    out.push((Part::Name, &call[name_start..name_end]));
    strings(&call[name_end..], &mut out);
    out.push((Part::Result, result));
    out.push((Part::Comment, comment));
    out.retain(|(_, text)| !text.is_empty());
    out
}

fn strings<'a>(text: &'a str, out: &mut Vec<(Part, &'a str)>) {
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        let mut escaped = false;
        let end = rest[start + 1..].find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let end = end.map_or(rest.len(), |end| start + end + 2);
        out.push((Part::Plain, &rest[..start]));
        out.push((Part::Text, &rest[start..end]));
        rest = &rest[end..];
    }
    out.push((Part::Plain, rest));
}

fn comment_start(line: &str) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '#' if !quoted => return at,
            _ => {}
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[(Part, &str)]) {
        let parts = parts(line);
        assert_eq!(parts, expected);
        assert_eq!(parts.iter().map(|(_, text)| *text).collect::<String>(), line);
    }

    #[test]
    fn parts_of_lines() {
        check("# all of it", &[(Part::Comment, "# all of it")]);
        check("", &[]);
        check(
            "fd = open(\"a#\\\"b\", 0) = 3 # ok",
            &[
                (Part::Plain, "fd = "),
                (Part::Name, "open"),
                (Part::Plain, "("),
                (Part::Text, "\"a#\\\"b\""),
                (Part::Plain, ", 0) "),
                (Part::Result, "= 3 "),
                (Part::Comment, "# ok"),
            ],
        );
        check(
            "write(1, \"open",
            &[(Part::Name, "write"), (Part::Plain, "(1, "), (Part::Text, "\"open")],
        );
    }

    #[test]
    fn nothing_is_lost_whatever_the_line() {
        for line in ["\\", "\"\\", "é(\"中文\") = ☃", "((((", "= = =", "\u{0}(\u{0}"] {
            let joined: String = parts(line).iter().map(|(_, text)| *text).collect();
            assert_eq!(joined, line);
        }
    }
}
