//! The few things that need the browser itself.

use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{CssStyleDeclaration, HtmlElement, SvgElement};
use yew::prelude::*;

use super::geometry::Rect;

/// A number as an attribute.
#[must_use]
pub fn n(number: i32) -> AttrValue {
    AttrValue::from(number.to_string())
}

/// A rectangle of the drawing, with rounded corners of this radius.
pub fn block(class: &'static str, rect: Rect, radius: i32) -> Html {
    html! {
        <rect class={class} x={n(rect.x)} y={n(rect.y)} width={n(rect.w)} height={n(rect.h)} rx={n(radius)} />
    }
}

/// A text of the drawing.
pub fn label(class: &'static str, x: i32, y: i32, words: impl Into<AttrValue>) -> Html {
    let words: AttrValue = words.into();
    html! { <text class={class} x={n(x)} y={n(y)}>{words}</text> }
}

/// The style object of an HTML or SVG element.
fn style(node: &NodeRef) -> Option<CssStyleDeclaration> {
    let node = node.get()?;
    let html = node.dyn_ref::<HtmlElement>().map(HtmlElement::style);
    html.or_else(|| node.dyn_ref::<SvgElement>().map(SvgElement::style))
}

/// Sets style properties of a node when they change. Attributes would need
/// `style-src 'unsafe-inline'`; this does not.
#[hook]
pub fn use_style<const N: usize>(node: NodeRef, properties: [(&'static str, String); N]) {
    use_effect_with(properties, move |properties| {
        if let Some(style) = style(&node) {
            for (name, value) in properties {
                // A value that the browser does not understand changes nothing.
                let _ = style.set_property(name, value);
            }
        }
    });
}

/// Does a media query hold now?
#[must_use]
pub fn media(query: &str) -> bool {
    gloo::utils::window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Does a media query hold? Renders again when that changes.
#[hook]
pub fn use_media(query: &'static str) -> bool {
    let holds = use_state_eq(|| if cfg!(target_arch = "wasm32") { media(query) } else { false });
    {
        let holds = holds.clone();
        use_effect_with((), move |()| {
            let list = gloo::utils::window().match_media(query).ok().flatten();
            let listener = list.map(|list| {
                gloo::events::EventListener::new(&list, "change", move |_| {
                    holds.set(media(query));
                })
            });
            move || drop(listener)
        });
    }
    *holds
}

/// Sets an attribute of `<html>`, or removes it.
pub fn root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = gloo::utils::document().document_element() {
        match value {
            Some(value) => root.set_attribute(name, value).unwrap_throw(),
            None => root.remove_attribute(name).unwrap_throw(),
        }
    }
}

/// Puts the focus on the element with this id.
pub fn focus(id: &str) {
    let element = gloo::utils::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Focus cannot fail for an element of this document.
        let _ = element.focus();
    }
}

/// The path data of a polyline with rounded corners.
#[must_use]
pub fn polyline(points: &[(i32, i32)], origin: (i32, i32)) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for (at, &(x, y)) in points.iter().enumerate() {
        let (x, y) = (x - origin.0, y - origin.1);
        let corner = points.get(at + 1).filter(|_| at > 0).zip(points.get(at.wrapping_sub(1)));
        match corner {
            None => {
                let _ = write!(out, "{}{x} {y}", if at == 0 { "M" } else { "L" });
            }
            Some((&after, &before)) => {
                let toward = |to: (i32, i32)| {
                    let (dx, dy) = (to.0 - origin.0 - x, to.1 - origin.1 - y);
                    let far = 5.min(dx.abs().max(dy.abs()) / 2);
                    (x + dx.signum() * far, y + dy.signum() * far)
                };
                let (near, far) = (toward(before), toward(after));
                let _ = write!(out, "L{} {}Q{x} {y} {} {}", near.0, near.1, far.0, far.1);
            }
        }
    }
    out
}

/// Where the browser keeps small texts. Private windows may keep nothing; the
/// page works without.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Store {
    /// For the next visit.
    Local,
    /// For this tab.
    Session,
}

impl Store {
    fn open(self) -> Option<web_sys::Storage> {
        let window = gloo::utils::window();
        match self {
            Store::Local => window.local_storage(),
            Store::Session => window.session_storage(),
        }
        .ok()
        .flatten()
    }

    /// What was kept under this name.
    #[must_use]
    pub fn get(self, name: &str) -> Option<String> {
        self.open()?.get_item(name).ok().flatten()
    }

    /// Keeps a text under this name.
    pub fn set(self, name: &str, text: &str) {
        if let Some(store) = self.open() {
            // A full store keeps what it had.
            let _ = store.set_item(name, text);
        }
    }
}

/// `part` of `whole` in percent, to three places.
#[must_use]
pub fn percent(part: usize, whole: usize) -> String {
    let thousandths = part as u128 * 100_000 / whole.max(1) as u128;
    let thousandths = u32::try_from(thousandths).unwrap_or(u32::MAX);
    format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_have_three_places() {
        assert_eq!(percent(1, 3), "33.333%");
        assert_eq!(percent(0, 0), "0.000%");
        assert_eq!(percent(7, 7), "100.000%");
    }

    #[test]
    fn corners_are_rounded_and_ends_are_not() {
        assert_eq!(polyline(&[(0, 0), (20, 0), (20, 30)], (0, 0)), "M0 0L15 0Q20 0 20 5L20 30");
        assert_eq!(polyline(&[], (0, 0)), "");
    }
}
