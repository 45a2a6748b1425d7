//! The boundary: a wall with three doors, and a hatch for copied bytes.

use std::rc::Rc;

use ringside_core::trace::{Direction, Door, Kind, Ring};
use yew::prelude::*;

use super::Props as Stage;
use crate::i18n::{Lang, Text};
use crate::view::dom::{block, label};
use crate::view::geometry::{Geometry, Rect, door_number};

/// What a door is called.
#[must_use]
pub fn door_name(door: Door) -> Text {
    match door {
        Door::Syscall | Door::Int80 | Door::Sysenter => Text::DoorSyscall,
        Door::Interrupt => Text::DoorInterrupt,
        Door::Fault => Text::DoorFault,
        Door::Signal => Text::DoorSignal,
    }
}

/// What happens at the wall.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Now {
    /// The door that is crossed now, and to which ring; inside the kernel when
    /// both are the kernel's.
    pub crossing: Option<(Door, Ring, Ring)>,
    /// Doors by which the task came in.
    pub inside: [bool; 3],
    /// The copy that happens now: direction, done, wanted.
    pub copy: Option<(Direction, u32, u32)>,
}

/// What happens at the wall in this picture.
#[must_use]
pub fn now(stage: &Stage) -> Now {
    let mut now = Now::default();
    for &door in &stage.scene.now().doors {
        now.inside[door_number(door)] = true;
    }
    match stage.event().map(|event| event.kind) {
        Some(Kind::Cross { door, from, to, .. }) => now.crossing = Some((door, from, to)),
        Some(Kind::Copy { copy }) => {
            let copy = stage.loaded.trace.copies.get(copy as usize);
            now.copy = copy.map(|copy| (copy.direction, copy.done, copy.wanted));
        }
        _ => {}
    }
    now
}

/// What the wall needs.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The layout.
    pub geometry: Rc<Geometry>,
    /// The language.
    pub lang: Lang,
    /// What happens.
    pub now: Now,
}

/// The wall.
#[component]
pub fn Wall(props: &Props) -> Html {
    let Props { geometry, lang, now } = props;
    let wall = geometry.wall;
    let doors = [Door::Syscall, Door::Interrupt, Door::Fault].into_iter().enumerate();
    html! {
        <g class="wall">
            { block("stone", wall, 0) }
            { block("bricks", wall, 0) }
            { for doors.map(|(at, door)| self::door(props, at, door)) }
            { hatch(geometry, *lang, now.copy) }
        </g>
    }
}

fn door(props: &Props, at: usize, door: Door) -> Html {
    let Props { geometry, lang, now } = props;
    let rect = geometry.doors[at];
    let crossing = now.crossing.filter(|&(door, ..)| door_number(door) == at);
    let name = lang.t(crossing.map_or(door_name(door), |(door, ..)| door_name(door)));
    let (class, arrow) = match crossing {
        Some((_, Ring::Kernel, Ring::Kernel)) => ("inside-fault", "△"),
        Some((_, _, Ring::Kernel)) => ("crossed", "▼"),
        Some((_, _, Ring::User)) => ("crossed out", "▲"),
        None if now.inside[at] => ("used", "▽"),
        None => ("shut", ["", "⌁", "△"][at]),
    };
    let aside = if geometry.narrow { 0 } else { 8 };
    let middle = rect.middle() + if crossing.is_some() { -aside } else { aside / 2 };
    let name = if arrow.is_empty() || geometry.narrow {
        name.to_owned()
    } else {
        format!("{arrow} {name}")
    };
    html! {
        <g class={classes!("door", class)}>
            { block("opening", rect, 0) }
            <path class="posts" d={format!("M{} {}V{}M{} {1}V{2}",
                rect.x, rect.y, rect.bottom(), rect.right())} />
            { label("", middle, rect.y + rect.h / 2 + 4, name) }
        </g>
    }
}

fn hatch(geometry: &Geometry, lang: Lang, copy: Option<(Direction, u32, u32)>) -> Html {
    let memory = geometry.kernel_memory;
    let rect = Rect::new(memory.x, geometry.wall.y, memory.w, geometry.wall.h);
    let (class, words) = match copy {
        None => ("shut", lang.t(Text::CopyLane).to_owned()),
        Some((direction, done, wanted)) => {
            let arrow = if direction == Direction::ToUser { "▲" } else { "▼" };
            let words = if geometry.narrow {
                format!("{done}/{wanted}")
            } else {
                lang.fill(Text::BytesOf, &[&done, &wanted])
            };
            let class = if done < wanted { "open short" } else { "open" };
            (class, format!("{arrow} {words}"))
        }
    };
    html! {
        <g class={classes!("hatch-door", class)}>
            { block("opening", rect, 0) }
            { label("", rect.middle(), rect.y + rect.h / 2 + 4, words) }
        </g>
    }
}
