//! A task: a small marked figure that walks the rooms.

use std::rc::Rc;

use ringside_core::trace::Ring;
use yew::prelude::*;

use crate::scene::Spot;
use crate::view::dom::{polyline, use_style};
use crate::view::geometry::Geometry;

/// What the figure needs.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The layout.
    pub geometry: Rc<Geometry>,
    /// How many others stand in the same place.
    pub others: usize,
    /// Its name.
    pub letter: String,
    /// Where it stands.
    pub spot: Spot,
    /// With which privilege it runs.
    pub ring: Ring,
    /// Does the CPU run it?
    pub running: bool,
    /// The word for its sleep, if it sleeps.
    pub sleeps: Option<&'static str>,
    /// Position in the trace.
    pub position: usize,
}

#[derive(Clone, PartialEq)]
struct Step {
    spot: Spot,
    at: (i32, i32),
    position: usize,
    walk: String,
    parity: bool,
}

/// Head and body, standing around the origin.
const LARGE: &str =
    "M0-17a6 6 0 0 1 3.6 10.8C9-4.5 11.5 2 11.5 14.5h-23C-11.5 2-9-4.5-3.6-6.2A6 6 0 0 1 0-17Z";
const SMALL: &str =
    "M0-12.5a4.6 4.6 0 0 1 2.8 8.3C7-2.8 9 2.4 9 12h-18C-9 2.4-7-2.8-2.8-4.2A4.6 4.6 0 0 1 0-12.5Z";

/// A figure.
#[component]
pub fn Figure(props: &Props) -> Html {
    let node = use_node_ref();
    let at = props.geometry.stand(props.spot, props.others);
    let last = use_mut_ref(|| Step {
        spot: props.spot,
        at,
        position: props.position,
        walk: String::new(),
        parity: false,
    });
    let step = {
        let mut step = last.borrow_mut();
        if step.spot != props.spot {
            // A seek from afar puts the figure there; a step lets it walk.
            let near = step.position.abs_diff(props.position) <= 1;
            step.walk = if near {
                polyline(&props.geometry.way((step.spot, step.at), (props.spot, at)), at)
            } else {
                String::new()
            };
            step.parity = !step.parity;
            step.spot = props.spot;
        } else if step.position.abs_diff(props.position) > 1 {
            step.walk.clear();
        }
        step.at = at;
        step.position = props.position;
        step.clone()
    };
    let path =
        if step.walk.is_empty() { "none".to_owned() } else { format!("path(\"{}\")", step.walk) };
    use_style(node.clone(), [("offset-path", path)]);
    let walk = (!step.walk.is_empty()).then_some(if step.parity { "walk-a" } else { "walk-b" });
    let ring = match props.ring {
        Ring::User => "in-user",
        Ring::Kernel => "in-kernel",
    };
    let narrow = props.geometry.narrow;
    let letter: String = props.letter.chars().take(2).collect();
    html! {
        <g class={classes!("figure", ring, props.running.then_some("running"),
            props.sleeps.map(|_| "asleep"))} transform={format!("translate({} {})", at.0, at.1)}>
            <g ref={node} class={classes!("walker", walk)}>
                <path class="body" d={if narrow { SMALL } else { LARGE }} />
                <text y={if narrow { "9.5" } else { "11" }}>{letter}</text>
                if let Some(word) = props.sleeps {
                    <text class="sleep" x="-14" y="6">{word}</text>
                }
            </g>
        </g>
    }
}
