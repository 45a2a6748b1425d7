//! Hardware, the ground on which everything stands.

use std::rc::Rc;

use ringside_core::trace::{Arch, Door, Kind, Place, Ring};
use yew::prelude::*;

use super::{Props as Stage, ring_name, task_name};
use crate::i18n::{Lang, Text};
use crate::view::dom::{block, label, n};
use crate::view::geometry::Geometry;

/// What the hardware does.
#[derive(Clone, PartialEq, Debug)]
pub struct Show {
    /// Which CPU.
    pub cpu: u8,
    /// Its architecture.
    pub arch: Arch,
    /// Its ring.
    pub ring: Ring,
    /// In whose context.
    pub task: String,
    /// Does something happen in it?
    pub busy: bool,
    /// Does the MMU translate?
    pub mmu: bool,
    /// Does an interrupt come in?
    pub interrupt: bool,
}

/// What the hardware does in this picture.
#[must_use]
pub fn show(stage: &Stage) -> Show {
    let event = stage.event();
    let kind = event.map(|event| event.kind);
    Show {
        cpu: stage.scene.cpu,
        arch: stage.loaded.trace.header.kernel.arch,
        ring: stage.scene.ring(),
        task: task_name(&stage.loaded, usize::from(stage.scene.running.0)),
        busy: event.is_some_and(|event| event.place == Place::Hardware),
        mmu: matches!(kind, Some(Kind::Walk { .. })),
        interrupt: matches!(
            kind,
            Some(Kind::Cross { door: Door::Interrupt, to: Ring::Kernel, .. })
        ),
    }
}

/// What the ground needs.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The layout.
    pub geometry: Rc<Geometry>,
    /// The language.
    pub lang: Lang,
    /// What happens.
    pub show: Show,
}

/// The ground.
#[component]
pub fn Ground(props: &Props) -> Html {
    let Props { geometry, lang, show } = props;
    let cpu = geometry.room(Place::Hardware);
    let middle = cpu.y + cpu.h / 2 + 4;
    let (ring, mode, pattern) = match show.ring {
        Ring::User => ("in-user", Text::UserMode, "url(#p-user)"),
        Ring::Kernel => ("in-kernel", Text::KernelMode, "url(#p-kernel)"),
    };
    let devices = [Text::Mmu, Text::Timer, Text::Device].into_iter().zip(geometry.devices);
    let devices = devices.enumerate().map(|(at, (name, rect))| {
        let busy = [show.mmu, show.interrupt, false][at];
        html! {
            <g class={classes!("unit", busy.then_some("busy"))}>
                { block("", rect, 3) }
                { label("", rect.middle(), rect.y + rect.h / 2 + 4, lang.t(name)) }
            </g>
        }
    });
    let ring_words = format!("{} · {}", lang.t(ring_name(show.arch, show.ring)), lang.t(mode));
    let swatch = cpu.x + if geometry.narrow { 60 } else { 62 };
    html! {
        <g class="ground-units">
            if !geometry.narrow {
                <text class="band-name ground" x="16" y={n(middle)}>{lang.t(Text::HardwareGround)}</text>
            }
            <g class={classes!("unit", "cpu", ring, show.busy.then_some("busy"))}>
                { block("", cpu, 3) }
                { label("name", cpu.x + 10, middle, lang.fill(Text::Cpu, &[&show.cpu])) }
                <rect class="swatch" x={n(swatch)} y={n(middle - 11)} width="14" height="14" />
                <rect x={n(swatch)} y={n(middle - 11)} width="14" height="14" fill={pattern} class="swatch-pattern" />
                { label("ring", swatch + 20, middle, ring_words) }
                { label("context", cpu.right() - 10, middle, lang.fill(Text::InTask, &[&show.task])) }
            </g>
            { for devices }
        </g>
    }
}
