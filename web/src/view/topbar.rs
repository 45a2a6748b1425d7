//! The bar on top: name, language, theme, keys.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::i18n::{Lang, Text};

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The value of `<html data-theme>`, and what is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of that name.
    #[must_use]
    pub fn of(name: &str) -> Theme {
        match name {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        }
    }

    fn next(self) -> Theme {
        match self {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        }
    }

    fn text(self) -> Text {
        match self {
            Theme::Auto => Text::ThemeAuto,
            Theme::Light => Text::ThemeLight,
            Theme::Dark => Text::ThemeDark,
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Theme::Auto => "◐",
            Theme::Light => "○",
            Theme::Dark => "●",
        }
    }
}

/// What the bar needs.
#[derive(Clone, PartialEq, Debug)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// Another language.
    pub on_lang: Callback<Lang>,
    /// Another theme.
    pub on_theme: Callback<Theme>,
    /// The keys.
    pub on_help: Callback<()>,
}

/// The bar.
pub fn top_bar(props: &Props) -> Html {
    let Props { lang, theme, on_lang, on_theme, on_help } = props;
    let next = theme.next();
    let theme_words = format!("{}: {}", lang.t(Text::Theme), lang.t(theme.text()));
    let languages = [(Lang::En, "EN"), (Lang::Zh, "中文")].into_iter().map(|(one, name)| {
        let chosen = one == *lang;
        html! {
            <button type="button" class={classes!("link", chosen.then_some("chosen"))} lang={one.tag()}
                aria-pressed={chosen.to_string()} onclick={on_lang.reform(move |_: MouseEvent| one)}>{name}</button>
        }
    });
    html! {
        <header class="topbar">
            <h1>{lang.t(Text::Ringside)}</h1>
            <p class="tagline">{lang.t(Text::Tagline)}</p>
            <div class="settings">
                <div role="group" aria-label={lang.t(Text::Language)}>{ for languages }</div>
                <button type="button" class="link" title={theme_words.clone()} aria-label={theme_words}
                    onclick={on_theme.reform(move |_: MouseEvent| next)}>{theme.icon()}</button>
                <button type="button" class="link" title={lang.t(Text::Keys)} aria-label={lang.t(Text::Keys)}
                    onclick={on_help.reform(|_: MouseEvent| ())}>{"?"}</button>
            </div>
        </header>
    }
}

/// A menu of texts.
#[derive(Clone, PartialEq, Debug)]
pub struct MenuProps {
    /// Its name.
    pub label: &'static str,
    /// The entries.
    pub entries: Vec<String>,
    /// Which one is chosen, if one is.
    pub chosen: Option<usize>,
    /// What it says when none is.
    pub none: &'static str,
    /// One was chosen.
    pub on: Callback<usize>,
}

/// A menu of texts.
pub fn menu(props: &MenuProps) -> Html {
    let MenuProps { label, entries, chosen, none, on } = props;
    let change = on.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        // The entry that stands for none is before the others.
        select.map_or(0, |select| select.selected_index().max(1) as usize - 1)
    });
    html! {
        <select class="menu" aria-label={*label} onchange={change}>
            <option selected={chosen.is_none()} disabled=true>{*none}</option>
            { for entries.iter().enumerate().map(|(at, entry)| html! {
                <option selected={*chosen == Some(at)}>{entry}</option>
            }) }
        </select>
    }
}
