//! A room: outlined and talking when it is on the way, quiet when it is not.

use yew::prelude::*;

use crate::view::dom::{block, label};
use crate::view::geometry::Rect;

/// How much attention a room asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mood {
    /// Nothing happens here.
    Quiet,
    /// A function that runs here waits for one that it called.
    OnStack,
    /// The task is here.
    Here,
}

impl Mood {
    /// The style class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Mood::Quiet => "quiet",
            Mood::OnStack => "on-stack",
            Mood::Here => "here",
        }
    }
}

/// What a room shows.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// Where it is.
    pub rect: Rect,
    /// What it is called.
    pub title: &'static str,
    /// How much attention it asks for.
    pub mood: Mood,
    /// In user space?
    pub user: bool,
    /// Functions that were entered, or the program's call.
    pub words: Vec<String>,
    /// What the call returned.
    pub result: Option<String>,
    /// Words in one line with arrows, for wide rooms.
    pub one_line: bool,
}

/// Width of a character of small monospace text.
const CHARACTER: f32 = 6.95;

/// How many columns a text takes: East Asian characters are wide.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}

/// Shortens a name in its middle, so that both ends can be recognised.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    let count = text.chars().count();
    let wide = columns(text);
    if wide <= most {
        return text.to_owned();
    }
    let most = most * count / wide;
    let tail = (most.saturating_sub(1)) * 2 / 5;
    let head = most.saturating_sub(tail + 1);
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}

/// How many characters of small monospace text fit.
#[must_use]
pub fn characters(width: i32) -> usize {
    (width.max(0) as f32 / CHARACTER) as usize
}

/// A room.
#[component]
pub fn Room(props: &Props) -> Html {
    let Props { rect, title, mood, user, words, result, one_line } = props;
    let pad = if rect.w < 140 { 7 } else { 10 };
    let tight = rect.h < 48;
    let large = *user && rect.w > 200;
    let most = characters(rect.w - 2 * pad + 3) * if large { 11 } else { 13 } / 13;
    let first = rect.y
        + if tight {
            27
        } else if large {
            38
        } else {
            34
        };
    let step = if large { 17 } else { 14 };
    let lines: Vec<String> = if *one_line {
        let joined = words.join(" → ");
        vec![shorten(&joined, most)]
    } else if *user && !tight {
        wrap(words.first().map_or("", String::as_str), most, 3)
    } else {
        // On phones the figure stands beside the name.
        let room = if tight && *mood == Mood::Here { most.saturating_sub(3) } else { most };
        words.iter().map(|word| shorten(word, room)).collect()
    };
    let count = lines.len();
    let first = if *one_line && !tight { first + 4 } else { first };
    let texts = lines.into_iter().enumerate().map(|(at, line)| {
        let newest = at + 1 == count && *mood == Mood::Here;
        let class = if newest { "code newest" } else { "code" };
        label(class, rect.x + pad, first + step * at as i32, line)
    });
    html! {
        <g class={classes!("room", if *user { "in-user" } else { "in-kernel" }, mood.class(),
            large.then_some("large"))}>
            <title>{words.join("\n")}</title>
            { block("", *rect, 3) }
            { label("title", rect.x + pad, rect.y + if tight { 13 } else { 17 }, *title) }
            { for texts }
            if let Some(result) = result {
                { label("code result", rect.x + pad, rect.bottom() - if tight { 6 } else { 10 }, shorten(result, most)) }
            }
        </g>
    }
}

/// Breaks a line of code into at most `lines` pieces of `most` characters,
/// after a comma or a space where there is one.
#[must_use]
pub fn wrap(text: &str, most: usize, lines: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest: Vec<char> = text.chars().collect();
    while !rest.is_empty() && out.len() < lines {
        if rest.len() <= most || out.len() + 1 == lines {
            out.push(shorten(&rest.iter().collect::<String>(), most));
            break;
        }
        let cut =
            rest[..most].iter().rposition(|&c| c == ' ' || c == ',').map_or(most, |at| at + 1);
        out.push(rest.drain(..cut).collect::<String>().trim_end().to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(shorten("short", 10), "short");
        let short = shorten("a_very_long_function_name_to_show", 12);
        assert_eq!(short.chars().count(), 12);
        assert!(short.starts_with("a_very") && short.ends_with("show"), "{short}");
        assert_eq!(shorten("日本語の名前です", 16), "日本語の名前です");
        assert_eq!(shorten("日本語の名前です", 8).chars().count(), 4);
        assert_eq!(shorten("abc", 0), "…");
    }

    #[test]
    fn calls_break_after_commas() {
        assert_eq!(wrap("read(fd, &buf, 10)", 40, 3), ["read(fd, &buf, 10)"]);
        assert_eq!(wrap("aaaa, bbbb, cccc", 7, 3), ["aaaa,", "bbbb,", "cccc"]);
        assert_eq!(wrap("", 7, 3), Vec::<String>::new());
        assert_eq!(wrap("abcdefghijkl", 4, 2), ["abcd", "ef…l"]);
    }
}
