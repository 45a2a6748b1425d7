//! The page tables' room: the walk from an address to a frame.

use ringside_core::trace::{Arch, Walk};
use yew::prelude::*;

use super::room::{Mood, characters, shorten};
use crate::i18n::{Lang, Text};
use crate::scene::{Page, WalkNow};
use crate::view::dom::{block, label, n};
use crate::view::geometry::Rect;

/// What the room needs.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// Where it is.
    pub rect: Rect,
    /// The language.
    pub lang: Lang,
    /// On a phone?
    pub narrow: bool,
    /// Whose tables.
    pub arch: Arch,
    /// The newest translation.
    pub walk: Option<WalkNow>,
    /// Pages that got a frame, the newest last.
    pub pages: Vec<Page>,
    /// Is the task here?
    pub mood: Mood,
    /// Is an address translated, or a page mapped, right now?
    pub now: bool,
}

/// Where the walk starts, and what its levels are called.
fn levels(arch: Arch, taken: u8) -> (&'static str, &'static [&'static str]) {
    match (arch, taken) {
        (Arch::X86_64, 5..) => ("CR3", &["PGD", "P4D", "PUD", "PMD", "PTE"]),
        (Arch::X86_64, _) => ("CR3", &["PGD", "PUD", "PMD", "PTE"]),
        (Arch::I386, 3..) => ("CR3", &["PGD", "PMD", "PTE"]),
        (Arch::I386, _) => ("CR3", &["PGD", "PTE"]),
        (Arch::Arm64, _) => ("TTBR0", &["PGD", "PUD", "PMD", "PTE"]),
    }
}

/// The room.
#[component]
pub fn Tables(props: &Props) -> Html {
    let Props { rect, lang, narrow, .. } = props;
    let title = lang.pick(ringside_core::trace::Place::PageTables.title());
    let pad = if *narrow { 7 } else { 12 };
    let mood = if props.now { Mood::Here } else { props.mood };
    let below = if *narrow { 104 } else { 112 };
    let room = (rect.h - below) / 15;
    let pages = props.pages.iter().rev().take(room.max(0) as usize).enumerate().map(|(at, page)| {
        let most = characters(rect.w - 2 * pad + 4);
        let words = shorten(&page_words(*lang, page, *narrow), most);
        html! {
            <text class={classes!("code", page.mapping.shared.then_some("is-shared"))} x={n(rect.x + pad)}
                y={n(rect.y + below + 11 + 15 * at as i32)}>{words}</text>
        }
    });
    html! {
        <g class={classes!("room", "in-kernel", "tables", mood.class(), props.now.then_some("walking"))}>
            { block("", *rect, 3) }
            { label("title", rect.x + pad - 2, rect.y + if *narrow { 15 } else { 18 }, title) }
            { walk(props, pad) }
            { for pages }
        </g>
    }
}

fn page_words(lang: Lang, page: &Page, narrow: bool) -> String {
    let to = format!("{:#x} → {:#x}", page.page, page.frame);
    if narrow {
        return to;
    }
    let rights = page.mapping;
    let who = lang.t(if rights.user { Text::User } else { Text::KernelOnly });
    let what = lang.t(if rights.writable { Text::Write } else { Text::ReadOnly });
    let shared = if rights.shared { lang.t(Text::Shared) } else { "" };
    format!("{to}  {who} {what} {shared}").trim_end().to_owned()
}

fn walk(props: &Props, pad: i32) -> Html {
    let Props { rect, lang, narrow, arch, .. } = props;
    let x = rect.x + pad;
    let Some(walk) = props.walk else {
        let (start, names) = levels(*arch, 4);
        return html! { <>{ boxes(props, x, start, names, 0, None) }</> };
    };
    let (start, names) = levels(*arch, walk.levels);
    let failed = match walk.outcome {
        Walk::Mapped => None,
        Walk::NonCanonical => Some(0),
        Walk::NotPresent | Walk::Protection => Some(usize::from(walk.levels.max(1)) - 1),
    };
    let (words, class) = match walk.outcome {
        Walk::Mapped => (lang.fill(Text::Frame, &[&format_args!("{:#x}", walk.frame)]), "good"),
        Walk::NotPresent => (lang.t(Text::NoFrame).to_owned(), "bad"),
        Walk::Protection => (lang.t(Text::NoRight).to_owned(), "bad"),
        Walk::NonCanonical => (lang.t(Text::NotAnAddress).to_owned(), "bad"),
    };
    let sign = if class == "good" { "→" } else { "✕" };
    let most = characters(rect.w - 2 * pad);
    html! {
        <>
            { label("code", x, rect.y + if *narrow { 32 } else { 38 }, shorten(&format!("{:#x}", walk.address), most)) }
            { boxes(props, x, start, names, usize::from(walk.levels), failed) }
            <text class={classes!("code", "outcome", class)} x={n(x)} y={n(rect.y + if *narrow { 88 } else { 94 })}>
                {format!("{sign} {words}")}
            </text>
        </>
    }
}

fn boxes(
    props: &Props,
    x: i32,
    start: &'static str,
    names: &[&'static str],
    taken: usize,
    failed: Option<usize>,
) -> Html {
    let Props { rect, narrow, .. } = props;
    let y = rect.y + if *narrow { 46 } else { 50 };
    let gap = if *narrow { 2 } else { 7 };
    let lead = if *narrow { 0 } else { 44 };
    let room = rect.w - (x - rect.x) * 2 - lead;
    let count = names.len() as i32;
    let width = ((room - (count - 1) * gap) / count).min(52);
    let boxes = names.iter().enumerate().map(|(at, name)| {
        let class = match failed {
            Some(failed) if failed == at => "level failed",
            _ if at < taken => "level taken",
            _ => "level",
        };
        let left = x + lead + at as i32 * (width + gap);
        let joint = (at > 0 || lead > 0).then(|| {
            html! {
                <path d={format!("M{} {}h{gap}", left - gap, y + 12)} />
            }
        });
        html! {
            <g class={class}>
                { joint }
                <rect x={n(left)} y={n(y)} width={n(width)} height="24" rx="2" />
                { label("", left + width / 2, y + 16, *name) }
            </g>
        }
    });
    html! {
        <g class="levels">
            if lead > 0 {
                { label("code", x, y + 16, start) }
            }
            { for boxes }
        </g>
    }
}
