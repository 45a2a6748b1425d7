//! Both memories, face to face: bytes are strips that are seen being copied.

use std::rc::Rc;

use ringside_core::trace::{Direction, Kind};
use yew::prelude::*;

use super::Props as Stage;
use super::room::{characters, columns, shorten};
use crate::i18n::{Lang, Text};
use crate::scene::{Allocated, Cell, Strip, strips};
use crate::view::dom::{block, label, n};
use crate::view::geometry::{Geometry, Rect};
use crate::view::words;

/// A strip and what to call it.
#[derive(Clone, PartialEq, Debug)]
pub struct Labelled {
    /// The bytes.
    pub strip: Strip,
    /// The buffer's name, if it has one.
    pub name: Option<String>,
}

/// What both memories show.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Show {
    /// Bytes in user memory.
    pub user: Option<Labelled>,
    /// Bytes in kernel memory.
    pub kernel: Option<Labelled>,
    /// Are they copied right now? Then which way, and which copy it is.
    pub copying: Option<(Direction, u32)>,
    /// Kernel memory in use.
    pub objects: Vec<Allocated>,
    /// Queues: name, depth, dropped.
    pub queues: Vec<(String, u32, u32)>,
    /// Frames that user space and the kernel share: page and frame.
    pub shared: Option<(u64, u32)>,
}

/// What both memories show in this picture.
#[must_use]
pub fn show(stage: &Stage) -> Show {
    let (trace, scene) = (&stage.loaded.trace, &stage.scene);
    let mut show = Show { objects: scene.objects.clone(), ..Show::default() };
    show.queues = scene
        .queues
        .iter()
        .map(|queue| (trace.text(queue.name).to_owned(), queue.depth, queue.dropped))
        .collect();
    let shared = scene.pages.iter().rfind(|page| page.mapping.shared && page.task == scene.running);
    show.shared = shared.map(|page| (page.page, page.frame));
    let Some(number) = scene.now().call.and_then(|call| call.copy) else { return show };
    let Some(copy) = trace.copies.get(number as usize) else { return show };
    let (room, hex_room) = stage.geometry.cells;
    let (user, kernel) = strips(trace, copy, room, hex_room);
    show.user = Some(Labelled { name: stage.loaded.name_of(user.address), strip: user });
    show.kernel = Some(Labelled { strip: kernel, name: None });
    let now = stage.event().map(|event| event.kind) == Some(Kind::Copy { copy: number });
    show.copying = now.then_some((copy.direction, number));
    show
}

/// Where the cells of a memory begin, top to bottom.
fn strip_y(rect: Rect, narrow: bool) -> i32 {
    rect.y + if narrow { 30 } else { 44 }
}

/// How far bytes travel: from the kernel's strip up to the program's.
#[must_use]
pub fn lane(geometry: &Geometry) -> i32 {
    strip_y(geometry.kernel_memory, geometry.narrow)
        - strip_y(geometry.user_memory, geometry.narrow)
}

/// What the memories need.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The layout.
    pub geometry: Rc<Geometry>,
    /// The language.
    pub lang: Lang,
    /// What to show.
    pub show: Show,
}

/// Both memories.
#[component]
pub fn Memory(props: &Props) -> Html {
    let Props { geometry, lang, show } = props;
    let (above, below) = (geometry.user_memory, geometry.kernel_memory);
    let titles = if geometry.narrow {
        (Text::UserMemoryShort, Text::KernelMemoryShort)
    } else {
        (Text::UserMemory, Text::KernelMemory)
    };
    let to_user = show.copying.map(|(direction, _)| direction == Direction::ToUser);
    let below_text = below_lines(props);
    let first = strip_y(below, geometry.narrow) + 52;
    let fit = ((below.bottom() - 4 - first) / 15 + 1).max(0) as usize;
    let lines = below_text.into_iter().take(fit).enumerate().map(|(at, line)| {
        let most = characters(below.w - 16);
        html! {
            { label("note", below.x + 10, first + 15 * at as i32, shorten(&line, most)) }
        }
    });
    html! {
        <>
            { frame(above, "in-user", lang.t(titles.0), show.user.is_some(), geometry.narrow) }
            { frame(below, "in-kernel", lang.t(titles.1), show.kernel.is_some(), geometry.narrow) }
            { for lines }
            { shared(props) }
            // The source first, so that arriving bytes are drawn over it.
            { cells(props, above, "in-user", show.user.as_ref(), to_user == Some(true)) }
            { cells(props, below, "in-kernel", show.kernel.as_ref(), to_user == Some(false)) }
        </>
    }
}

fn frame(rect: Rect, class: &'static str, title: &'static str, used: bool, narrow: bool) -> Html {
    let mood = if used { "on-stack" } else { "quiet" };
    let (dx, dy) = if narrow { (7, 15) } else { (10, 18) };
    html! {
        <g class={classes!("room", "memory", class, mood)}>
            { block("", rect, 3) }
            { label("title", rect.x + dx, rect.y + dy, title) }
        </g>
    }
}

/// What stands under the kernel's strip.
fn below_lines(props: &Props) -> Vec<String> {
    let Props { lang, show, .. } = props;
    let queues = show.queues.iter().map(|(name, depth, dropped)| {
        let mut line = lang.fill(Text::QueueHolds, &[name, depth]);
        if *dropped > 0 {
            line.push_str(" · ");
            line.push_str(&lang.fill(Text::QueueDropped, &[dropped]));
        }
        line
    });
    let objects: Vec<String> = show
        .objects
        .iter()
        .rev()
        .map(|object| format!("{} {} B", lang.t(words::object(object.object)), object.size))
        .collect();
    let most = characters(props.geometry.kernel_memory.w - 16);
    let mut line = String::new();
    for object in objects {
        if line.is_empty() {
            line = object;
        } else if columns(&line) + columns(&object) + 3 <= most {
            line = format!("{line} · {object}");
        }
    }
    queues.chain((!line.is_empty()).then_some(line)).collect()
}

/// One frame seen through two windows: a line that ties both memories.
fn shared(props: &Props) -> Html {
    let Props { geometry, lang, show } = props;
    let Some((page, frame)) = show.shared else { return html! {} };
    let (above, below) = (geometry.user_memory, geometry.kernel_memory);
    let x = above.right() - 14;
    let words = lang.fill(Text::Frame, &[&format_args!("{frame:#x}")]);
    html! {
        <g class="shared">
            <path d={format!("M{x} {}V{}", above.bottom() - 16, below.y + 16)} />
            <rect x={n(x - 5)} y={n(above.bottom() - 22)} width="10" height="10" />
            <rect x={n(x - 5)} y={n(below.y + 10)} width="10" height="10" />
            { label("", x - 10, below.y + 19, format!("{} {words}", lang.t(Text::Shared))) }
            <title>{format!("{page:#x}")}</title>
        </g>
    }
}

fn cells(
    props: &Props,
    rect: Rect,
    class: &'static str,
    labelled: Option<&Labelled>,
    arriving: bool,
) -> Html {
    let Some(Labelled { strip, name }) = labelled else { return html! {} };
    let Props { geometry, lang, show } = props;
    let pad = if geometry.narrow { 7 } else { 12 };
    let y = strip_y(rect, geometry.narrow);
    let width = geometry.cell + if strip.hex { 7 } else { 0 };
    let height = 22;
    let cells = strip.cells.iter().enumerate().map(|(at, cell)| {
        let x = rect.x + pad + at as i32 * width;
        let kind = match cell {
            Cell::Byte(_) => "byte",
            Cell::Copied(_) if arriving => "byte copied fly",
            Cell::Copied(_) => "byte copied",
            Cell::Missing => "missing",
            Cell::Unread => "unread",
        };
        html! {
            <g class={kind}>
                <rect x={n(x)} y={n(y)} width={n(width)} height={n(height)} />
                { label("", x + width / 2, y + 15, cell.label(strip.hex)) }
            </g>
        }
    });
    // A new copy gets new elements, so that its motion starts anew.
    let key = show.copying.map_or(-1, |(_, copy)| i64::from(copy));
    let direction = match show.copying {
        Some((Direction::ToUser, _)) => "up",
        Some((Direction::ToKernel, _)) => "down",
        None => "",
    };
    let address = if strip.address == 0 { String::new() } else { format!("{:#x}", strip.address) };
    let more = (strip.more > 0).then(|| match geometry.narrow {
        true => format!("+{}", strip.more),
        false => lang.fill(Text::More, &[&strip.more]),
    });
    let address = if geometry.narrow && name.is_some() { String::new() } else { address };
    let words: Vec<String> =
        name.clone().into_iter().chain([address]).chain(more).filter(|w| !w.is_empty()).collect();
    let most = characters(rect.w - pad);
    html! {
        <g key={key.to_string()} class={classes!("strip", class, direction)}>
            { for cells }
            { label("address", rect.x + pad, y + height + 14, shorten(&words.join(" · "), most)) }
        </g>
    }
}
