//! What the page does to the browser and hears from it: keys, time, storage,
//! the address bar.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::{Interval, Timeout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::keys::{Focus, Wish, wish};
use super::link::Link;
use crate::i18n::{Lang, Text};
use crate::player::{Action, Player};
use crate::view::dom::{Store, root_attribute};
use crate::view::topbar::Theme;

const THEME: &str = "ringside.theme";
const LANG: &str = "ringside.lang";
const TOKEN: &str = "ringside.token";

/// The link that the page was opened with. Its token moves from the address
/// bar to the session, where a reload finds it and a copied link does not.
#[must_use]
pub fn opening_link() -> Link {
    let fragment = gloo::utils::window().location().hash().unwrap_or_default();
    let mut link = Link::parse(&fragment);
    match &link.token {
        // A browser that stores nothing keeps the token until the next reload.
        Some(token) => Store::Session.set(TOKEN, token),
        None => link.token = Store::Session.get(TOKEN),
    }
    link
}

/// The language to begin with.
#[must_use]
pub fn opening_lang(link: &Link) -> Lang {
    let stored = || Store::Local.get(LANG).and_then(|lang| Lang::of(&lang));
    let browser = || gloo::utils::window().navigator().language().and_then(|tag| Lang::of(&tag));
    link.lang.or_else(stored).or_else(browser).unwrap_or_default()
}

/// The theme to begin with.
#[must_use]
pub fn opening_theme() -> Theme {
    Store::Local.get(THEME).map(|name| Theme::of(&name)).unwrap_or_default()
}

/// Keeps the language: on the page, in its title, for the next visit.
#[hook]
pub fn use_lang(lang: Lang) {
    use_effect_with(lang, |lang| {
        root_attribute("lang", Some(lang.tag()));
        let title = format!("{} · {}", lang.t(Text::Ringside), lang.t(Text::Tagline));
        gloo::utils::document().set_title(&title);
        Store::Local.set(LANG, lang.short());
    });
}

/// Keeps the theme: on the page and for the next visit.
#[hook]
pub fn use_theme(theme: Theme) {
    use_effect_with(theme, |theme| {
        root_attribute("data-theme", (*theme != Theme::Auto).then_some(theme.name()));
        Store::Local.set(THEME, theme.name());
    });
}

/// Keeps the address bar up to date, once nothing has changed for a moment:
/// browsers do not like it more often. A new program is a new page in the
/// browser's history, a new position is not.
#[hook]
pub fn use_address(link: Link, moving: bool) {
    use_effect_with((link, moving), move |(link, moving)| {
        let link = link.clone();
        let timeout = (!moving).then(|| {
            Timeout::new(250, move || {
                let window = gloo::utils::window();
                let shown = Link::parse(&window.location().hash().unwrap_or_default());
                let named = shown.example.is_some() || shown.text.is_some();
                let fragment = link.fragment();
                let Ok(history) = window.history() else { return };
                // A browser that refuses keeps the old address, no more.
                let _ = match named && shown.example != link.example {
                    true => history.push_state_with_url(&JsValue::NULL, "", Some(&fragment)),
                    false => history.replace_state_with_url(&JsValue::NULL, "", Some(&fragment)),
                };
            })
        });
        move || drop(timeout)
    });
}

/// Hears when the address was changed: by the back button or by hand.
#[hook]
pub fn use_navigation(on: Callback<Link>) {
    use_effect_with(on, |on| {
        let on = on.clone();
        let listener = EventListener::new(&gloo::utils::window(), "popstate", move |_| {
            on.emit(opening_link());
        });
        move || drop(listener)
    });
}

/// Steps while the player plays.
#[hook]
pub fn use_clock(player: Player, on: Callback<Action>) {
    use_effect_with((player.playing, player.step_ms(), on), |(playing, step, on)| {
        let on = on.clone();
        let interval = playing.then(|| Interval::new(*step, move || on.emit(Action::Tick)));
        move || drop(interval)
    });
}

fn focus(event: &KeyboardEvent) -> Focus {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(element) = element else { return Focus::Page };
    match element.tag_name().as_str() {
        "TEXTAREA" => Focus::Field,
        "SELECT" => Focus::Menu,
        "INPUT" if element.get_attribute("type").as_deref() == Some("range") => Focus::Slider,
        "INPUT" => Focus::Field,
        "BUTTON" | "A" | "SUMMARY" => Focus::Button,
        _ => Focus::Page,
    }
}

/// Hears the keys.
#[hook]
pub fn use_keys(on: Callback<Wish>) {
    use_effect_with(on, |on| {
        let on = on.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let window = gloo::utils::window();
        let listener = EventListener::new_with_options(&window, "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
            let focus = focus(event);
            if let Some(wish) = wish(&event.key(), event.shift_key(), modified, focus) {
                if wish == Wish::Close && matches!(focus, Focus::Field | Focus::Menu) {
                    blur(event);
                }
                event.prevent_default();
                on.emit(wish);
            }
        });
        move || drop(listener)
    });
}

fn blur(event: &KeyboardEvent) {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // Losing the focus cannot fail for an element that has it.
        let _ = element.blur();
    }
}
