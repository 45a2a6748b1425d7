//! The transport: to and fro in the trace.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dom::percent;
use crate::i18n::{Lang, Text};
use crate::player::{Action, Player, SPEEDS};
use crate::source::Loaded;

/// What the transport needs.
#[derive(Properties, Clone)]
pub struct Props {
    /// The trace.
    pub loaded: Rc<Loaded>,
    /// Where in it.
    pub player: Player,
    /// The language.
    pub lang: Lang,
    /// What the viewer asks for.
    pub on: Callback<Action>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.loaded, &other.loaded)
            && (self.player, self.lang) == (other.player, other.lang)
            && self.on == other.on
    }
}

const FIRST: &str = "M4 4v12M16 4L7 10l9 6Z";
const PREVIOUS_CALL: &str = "M10 5L4 10l6 5ZM16 5l-6 5l6 5Z";
const PREVIOUS: &str = "M13 5L6 10l7 5Z";
const PLAY: &str = "M6 4l10 6l-10 6Z";
const PAUSE: &str = "M7 4v12M13 4v12";
const NEXT: &str = "M7 5l7 5l-7 5Z";
const NEXT_CALL: &str = "M10 5l6 5l-6 5ZM4 5l6 5l-6 5Z";
const LAST: &str = "M16 4v12M4 4l9 6l-9 6Z";

/// The transport.
#[component]
pub fn Transport(props: &Props) -> Html {
    let Props { loaded, player, lang, on } = props;
    let index = &loaded.index;
    let button = |text: Text, key: &'static str, icon: &'static str, action: Action| {
        let label = format!("{} ({key})", lang.t(text));
        let class = if text == Text::Play || text == Text::Pause { "key play" } else { "key" };
        html! {
            <button type="button" {class} title={label.clone()} aria-label={label}
                onclick={on.reform(move |_: MouseEvent| action)}>
                <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d={icon} /></svg>
            </button>
        }
    };
    let (play, icon) = if player.playing { (Text::Pause, PAUSE) } else { (Text::Play, PLAY) };
    let calls = index.calls.len();
    let call = index.call_at(player.position).map_or(0, |call| call + 1);
    let seek = on.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        // A slider's value is a whole number from 0 to the trace's length.
        Action::Seek(input.and_then(|input| input.value().parse().ok()).unwrap_or(0))
    });
    let speeds = (1..=SPEEDS).map(|speed| {
        let chosen = player.speed == speed;
        let name = Player { speed, ..*player }.speed_name();
        html! {
            <button type="button" class={classes!("speed", chosen.then_some("chosen"))}
                aria-pressed={chosen.to_string()} title={format!("{} ({speed})", lang.t(Text::Speed))}
                onclick={on.reform(move |_: MouseEvent| Action::Speed(speed))}>{name}</button>
        }
    });
    html! {
        <div class="transport" role="toolbar" aria-label={lang.t(Text::Play)}>
            <div class="buttons">
                { button(Text::First, "Home", FIRST, Action::First) }
                { button(Text::PreviousCall, "Shift+←", PREVIOUS_CALL, Action::PreviousCall) }
                { button(Text::PreviousEvent, "←", PREVIOUS, Action::PreviousEvent) }
                { button(play, lang.t(Text::KeySpace), icon, Action::Toggle) }
                { button(Text::NextEvent, "→", NEXT, Action::NextEvent) }
                { button(Text::NextCall, "Shift+→", NEXT_CALL, Action::NextCall) }
                { button(Text::Last, "End", LAST, Action::Last) }
            </div>
            <p class="where">
                <span>{lang.fill(Text::CallOf, &[&call, &calls])}</span>
                <span>{lang.fill(Text::EventOf, &[&player.position, &index.len])}</span>
            </p>
            <div class="track">
            <Ticks loaded={loaded.clone()} />
            <input class="scrub" type="range" min="0" max={index.len.to_string()} step="1"
                value={player.position.to_string()} aria-label={lang.t(Text::Position)} oninput={seek} />
            </div>
            <div class="speeds" role="group" aria-label={lang.t(Text::Speed)}>{ for speeds }</div>
        </div>
    }
}

#[derive(Properties, Clone, PartialEq)]
struct TicksProps {
    loaded: Rc<Loaded>,
}

/// More marks than this cannot be told apart.
const MOST_TICKS: usize = 300;

/// Marks behind the slider: where calls begin, where bytes are copied.
#[component]
fn Ticks(props: &TicksProps) -> Html {
    let index = &props.loaded.index;
    let x = |at: usize| percent(at, index.len);
    let thin = |list: &[usize]| -> Vec<usize> {
        list.iter().copied().step_by(list.len() / MOST_TICKS + 1).collect()
    };
    html! {
        <svg class="ticks" aria-hidden="true" width="100%" height="24">
            { for thin(&index.calls).into_iter().map(|at| html! {
                <rect class="call" x={x(at)} y="3" width="1" height="18" />
            }) }
            { for thin(&index.copies).into_iter().map(|at| html! {
                <rect class="copy" x={x(at)} y="18" width="2" height="5" />
            }) }
        </svg>
    }
}
