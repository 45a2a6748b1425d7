//! The call stack over time: the current call, one lane for each level.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::dom::{n, percent, use_style};
use crate::i18n::{Lang, Text};
use crate::player::Action;
use crate::scene::{Lanes, Mark, MarkKind, Span, SpanWhat, lanes};
use crate::source::Loaded;

/// What the timeline needs.
#[derive(Properties, Clone)]
pub struct Props {
    /// The trace.
    pub loaded: Rc<Loaded>,
    /// Where in it.
    pub position: usize,
    /// How deep the call stack is there.
    pub depth: usize,
    /// The language.
    pub lang: Lang,
    /// What the viewer asks for.
    pub on: Callback<Action>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.loaded, &other.loaded)
            && (self.position, self.lang) == (other.position, other.lang)
            && self.on == other.on
    }
}

/// Height of a lane.
const LANE: i32 = 15;

/// The timeline.
#[component]
pub fn Timeline(props: &Props) -> Html {
    let Props { loaded, position, depth, lang, on } = props;
    let call = loaded.index.call_at(*position);
    let (from, to) =
        call.map_or((0, loaded.index.len.min(1)), |call| loaded.index.call_range(call));
    let node = use_node_ref();
    let to = to.max(from + 1);
    let at = percent(position.saturating_sub(from), to - from);
    use_style(node.clone(), [("transform", format!("translateX({at})"))]);
    let frame = use_node_ref();
    {
        let frame = frame.clone();
        use_effect_with(*depth as i32, move |depth| {
            // A deep stack scrolls: what runs stays in sight.
            if let Some(frame) = frame.cast::<Element>() {
                let below = (depth + 3) * LANE + 8 - frame.client_height();
                frame.set_scroll_top(below.max(0));
            }
        });
    }
    let drawn = use_memo((from, to, loaded.trace.events.as_ptr() as usize), |_| {
        lanes(&loaded.scene(from), &loaded.trace.events, from, to)
    });
    let seek = {
        let on = on.clone();
        Callback::from(move |event: MouseEvent| {
            // Whatever was hit, the lanes are what it lies in.
            let hit = event.target_dyn_into::<Element>();
            let lanes = hit.and_then(|hit| hit.closest(".lanes").ok().flatten());
            let Some(target) = lanes.and_then(|lanes| lanes.dyn_into::<HtmlElement>().ok()) else {
                return;
            };
            let rect = target.get_bounding_client_rect();
            let part = (f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0);
            let far = part.clamp(0.0, 1.0) * (to - from) as f64;
            on.emit(Action::Seek(from + far as usize));
        })
    };
    html! {
        <div ref={frame} class="timeline" tabindex="0" aria-label={lang.t(Text::CallStack)} role="group">
            <div class="lanes" onclick={seek}>
                <Drawing loaded={loaded.clone()} lanes={drawn} {from} {to} />
                <div class="playhead" ref={node}></div>
            </div>
        </div>
    }
}

#[derive(Properties, Clone)]
struct DrawingProps {
    loaded: Rc<Loaded>,
    lanes: Rc<Lanes>,
    from: usize,
    to: usize,
}

impl PartialEq for DrawingProps {
    fn eq(&self, other: &DrawingProps) -> bool {
        Rc::ptr_eq(&self.lanes, &other.lanes) && Rc::ptr_eq(&self.loaded, &other.loaded)
    }
}

#[component]
fn Drawing(props: &DrawingProps) -> Html {
    let DrawingProps { loaded, lanes, from, to } = props;
    let x = |at: usize| percent(at.saturating_sub(*from), to - from);
    let span = |span: &Span| {
        let (name, class) = match span.what {
            SpanWhat::Call(line) => (loaded.call_text(line).to_owned(), "call"),
            SpanWhat::Function(function) => {
                let copies = function.get().is_some_and(|function| {
                    function.place == ringside_core::trace::Place::Usercopy
                });
                let class = if copies { "function copies" } else { "function" };
                (loaded.trace.function_name(function).to_owned(), class)
            }
        };
        let width = percent(span.to - span.from, to - from);
        html! {
            <svg x={x(span.from)} y={n(i32::from(span.lane) * LANE)}
                {width} height={n(LANE - 1)} class={class}>
                <title>{&name}</title>
                <rect width="100%" height="100%" />
                <text x="4" y="11">{name.clone()}</text>
            </svg>
        }
    };
    let mark = |mark: &Mark| {
        let (sign, class) = match mark.kind {
            MarkKind::In(_) => ("▼", "in"),
            MarkKind::Out => ("▲", "out"),
            MarkKind::Copy => ("", "copy"),
            MarkKind::Fault => ("△", "fault"),
            MarkKind::Block => ("‖", "block"),
            MarkKind::Signal => ("!", "fault"),
        };
        let step = percent(1, (to - from).min(300));
        let lane = match mark.kind {
            MarkKind::In(_) | MarkKind::Out => 1,
            _ => i32::from(mark.lane) + 1,
        };
        html! {
            <svg x={x(mark.at)} y={n(lane * LANE)} width={step}
                height={n(LANE - 1)} class={classes!("mark", class)}>
                if mark.kind == MarkKind::Copy {
                    <rect width="100%" height="100%" />
                }
                <text x="3" y="11">{sign}</text>
            </svg>
        }
    };
    let height = (i32::from(lanes.count) + 1) * LANE;
    html! {
        <svg class="drawing" width="100%" height={n(height)}>
            { for lanes.spans.iter().rev().map(span) }
            { for lanes.marks.iter().map(mark) }
        </svg>
    }
}
