//! The stage: the cross-section with the wall in the middle.

mod figure;
mod ground;
mod memory;
mod room;
mod tables;
mod wall;

use std::rc::Rc;

use ringside_core::trace::{Arch, Event, Kind, Place, Ring};
use yew::prelude::*;

use self::figure::Figure;
use self::ground::Ground;
use self::memory::Memory;
use self::room::{Mood, Room};
use self::tables::Tables;
use self::wall::Wall;
use super::dom::{block, label as text, polyline, use_style};
use super::geometry::{Geometry, Rect};
use crate::i18n::{Lang, Text};
use crate::scene::{Frame, Scene, Spot};
use crate::source::Loaded;

/// What the stage shows.
#[derive(Properties, Clone)]
pub struct Props {
    /// The trace.
    pub loaded: Rc<Loaded>,
    /// The picture.
    pub scene: Rc<Scene>,
    /// The layout.
    pub geometry: Rc<Geometry>,
    /// The language.
    pub lang: Lang,
    /// Milliseconds that motion takes, 0 for none.
    pub motion: u32,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.loaded, &other.loaded)
            && Rc::ptr_eq(&self.scene, &other.scene)
            && Rc::ptr_eq(&self.geometry, &other.geometry)
            && (self.lang, self.motion) == (other.lang, other.motion)
    }
}

impl Props {
    /// The event that has just happened.
    fn event(&self) -> Option<&Event> {
        self.loaded.trace.events.get(self.scene.position.checked_sub(1)?)
    }

    fn name(&self, frame: &Frame) -> String {
        self.loaded.trace.function_name(frame.function).to_owned()
    }
}

/// What the rings are called on this architecture.
#[must_use]
pub fn ring_name(arch: Arch, ring: Ring) -> Text {
    match (arch, ring) {
        (Arch::Arm64, Ring::User) => Text::El0,
        (Arch::Arm64, Ring::Kernel) => Text::El1,
        (_, Ring::User) => Text::Ring3,
        (_, Ring::Kernel) => Text::Ring0,
    }
}

/// Where user addresses end and kernel addresses begin.
fn limits(arch: Arch) -> (&'static str, &'static str) {
    match arch {
        Arch::X86_64 => ("0 … 0x7fffffffefff", "0xffff800000000000 …"),
        Arch::I386 => ("0 … 0xbfffffff", "0xc0000000 …"),
        Arch::Arm64 => ("0 … 0x0000ffffffffffff", "0xffff000000000000 …"),
    }
}

/// The stage.
#[component]
pub fn Stage(props: &Props) -> Html {
    let Props { loaded, scene, geometry, lang, motion } = props;
    let root = use_node_ref();
    let lane = memory::lane(geometry);
    use_style(root.clone(), [("--step", format!("{motion}ms")), ("--lane", format!("{lane}px"))]);
    let (width, height) = geometry.size;
    let view = format!("0 0 {width} {height}");
    let arch = loaded.trace.header.kernel.arch;
    let (user_end, kernel_start) = limits(arch);
    let label = |rect: Rect, y: i32, class: &'static str, words: String, limit: &'static str| {
        html! {
            <g class={class}>
                { text("band-name", 16.min(rect.w / 40), y, words) }
                { text("limit", rect.w - 16.min(rect.w / 40), y, limit) }
            </g>
        }
    };
    let ring_words =
        |band: Text, ring: Ring| format!("{} · {}", lang.t(band), lang.t(ring_name(arch, ring)));
    let band = |rect: Rect, class: &'static str| block(class, rect, 0);
    let summary = lang.fill(
        Text::StageNow,
        &[
            &task_name(loaded, usize::from(scene.running.0)),
            &spot_name(*lang, scene.now().spot),
            &lang.t(ring_name(arch, scene.ring())),
        ],
    );
    html! {
        <div ref={root} id="stage" class={classes!("stage", geometry.narrow.then_some("narrow"))}>
        <svg viewBox={view.clone()} role="img" aria-label={lang.t(Text::Stage)}
            preserveAspectRatio="xMidYMid meet">
            <desc>{summary}</desc>
            <defs>
                <pattern id="p-user" width="10" height="10" patternUnits="userSpaceOnUse">
                    <circle class="dot" cx="5" cy="5" r="0.9" />
                </pattern>
                <pattern id="p-kernel" width="8" height="8" patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)">
                    <path class="hatch" d="M0 0V8" />
                </pattern>
                <pattern id="p-wall" width="32" height="16" patternUnits="userSpaceOnUse">
                    <path class="brick" d="M0 .5H32M0 8.5H32M8 0V8M24 8V16" />
                </pattern>
                <pattern id="p-ground" width="6" height="6" patternUnits="userSpaceOnUse">
                    <path class="grain" d="M0 3H6" />
                </pattern>
            </defs>
            { band(geometry.user, "band user") }
            { band(geometry.user, "tint user") }
            { band(geometry.kernel, "band kernel") }
            { band(geometry.kernel, "tint kernel") }
            { band(geometry.hardware, "band ground") }
            { band(geometry.hardware, "tint ground") }
            { label(geometry.user, 18, "user", ring_words(Text::UserSpace, Ring::User), user_end) }
            { label(geometry.kernel, geometry.kernel.bottom() - 8, "kernel",
                ring_words(Text::Kernel, Ring::Kernel), kernel_start) }
            <Wall geometry={geometry.clone()} lang={*lang} now={wall::now(props)} />
            { threads(props) }
            { rooms(props) }
            <Tables rect={geometry.room(Place::PageTables)} lang={*lang} narrow={geometry.narrow}
                arch={arch} walk={scene.walk} pages={scene.pages.clone()}
                mood={mood(props, Place::PageTables)} now={is_walk(props.event())} />
            <Memory geometry={geometry.clone()} lang={*lang} show={memory::show(props)} />
            <Ground geometry={geometry.clone()} lang={*lang} show={ground::show(props)} />
        </svg>
        // Who walks has a drawing of their own: each frame of a walk is laid out anew.
        <svg class="moving" viewBox={view} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
            { figures(props) }
        </svg>
        </div>
    }
}

fn is_walk(event: Option<&Event>) -> bool {
    event.is_some_and(|event| {
        matches!(event.kind, Kind::Walk { .. } | Kind::Map { .. } | Kind::Unmap { .. })
    })
}

fn task_name(loaded: &Loaded, task: usize) -> String {
    let names = &loaded.trace.header.tasks;
    names.get(task).cloned().unwrap_or_else(|| "A".to_owned())
}

/// What a spot is called.
#[must_use]
pub fn spot_name(lang: Lang, spot: Spot) -> &'static str {
    match spot {
        Spot::Room(place) => lang.pick(place.title()),
        Spot::Door(door) => lang.t(wall::door_name(door)),
    }
}

fn mood(props: &Props, place: Place) -> Mood {
    let task = props.scene.now();
    if task.spot == Spot::Room(place) {
        Mood::Here
    } else if task.stack.iter().any(|frame| frame.place == place) {
        Mood::OnStack
    } else {
        Mood::Quiet
    }
}

fn rooms(props: &Props) -> Html {
    let drawn_apart = [Place::PageTables, Place::Hardware];
    let rooms = Place::ALL.iter().filter(|place| !drawn_apart.contains(place)).map(|&place| {
        let rect = props.geometry.room(place);
        let title = props.lang.pick(place.title());
        let (words, result) = match place {
            Place::Program => program_words(props),
            _ => (function_names(props, place), None),
        };
        html! {
            <Room key={place.id()} {rect} {title} mood={mood(props, place)}
                user={matches!(place, Place::Program | Place::Libc)} {words} {result}
                one_line={place == Place::Module} />
        }
    });
    html! { <g>{ for rooms }</g> }
}

/// Names of the functions on the stack in this room, the newest last.
fn function_names(props: &Props, place: Place) -> Vec<String> {
    let stack = &props.scene.now().stack;
    let here: Vec<&Frame> = stack.iter().filter(|frame| frame.place == place).collect();
    let lines = if place == Place::Module { 1 + here.len() } else { props.geometry.lines };
    let skip = here.len().saturating_sub(lines);
    here[skip..].iter().map(|frame| props.name(frame)).collect()
}

fn program_words(props: &Props) -> (Vec<String>, Option<String>) {
    let Some(call) = props.scene.now().call else {
        return (vec![props.lang.t(Text::BeforeFirst).to_owned()], None);
    };
    let result = call.outcome.and_then(|outcome| {
        let outcome = props.loaded.trace.outcomes.get(outcome as usize)?;
        Some(format!("= {}", super::words::result(outcome)))
    });
    (vec![props.loaded.call_text(call.line).to_owned()], result)
}

/// The way that the running task has come, room by room, down its stack.
fn threads(props: &Props) -> Html {
    let task = props.scene.now();
    let doors = task.doors.first().map(|&door| Spot::Door(door));
    let mut spots: Vec<Spot> = doors.into_iter().collect();
    for frame in &task.stack {
        let spot = Spot::Room(frame.place);
        if spots.last() != Some(&spot) {
            spots.push(spot);
        }
    }
    let from_user = doors.map(|door| props.geometry.thread(Spot::Room(Place::Program), door));
    let inside = spots.windows(2).map(|pair| props.geometry.thread(pair[0], pair[1]));
    let lines = from_user.into_iter().chain(inside).map(|points| {
        html! { <path d={polyline(&points, (0, 0))} /> }
    });
    html! { <g class="thread">{ for lines }</g> }
}

fn figures(props: &Props) -> Html {
    let figures = props.scene.tasks.iter().enumerate().map(|(at, task)| {
        let running = at == usize::from(props.scene.running.0);
        let before = &props.scene.tasks[..at];
        let others = before.iter().filter(|other| other.spot == task.spot).count();
        html! {
            <Figure key={at} geometry={props.geometry.clone()} {others}
                letter={task_name(&props.loaded, at)} spot={task.spot} ring={task.ring}
                {running} sleeps={task.sleeps.map(|_| props.lang.t(Text::Asleep))}
                position={props.scene.position} />
        }
    });
    html! { <g>{ for figures }</g> }
}
