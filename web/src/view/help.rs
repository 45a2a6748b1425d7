//! The keys.

use yew::prelude::*;

use crate::i18n::{Lang, Text};

/// What the overlay needs.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// It shall close.
    pub on_close: Callback<()>,
}

/// The overlay with all keys.
#[component]
pub fn Help(props: &Props) -> Html {
    let Props { lang, on_close } = props;
    use_effect_with((), |()| super::dom::focus("help-close"));
    let keys: [(&[&str], Text); 10] = [
        (&[lang.t(Text::KeySpace)], Text::KeyPlay),
        (&["←", "→"], Text::KeyEvent),
        (&["Shift ←", "Shift →"], Text::KeyCall),
        (&["[", "]"], Text::KeyCopy),
        (&["Home", "End"], Text::KeyEnds),
        (&["1", "…", "5"], Text::KeySpeed),
        (&["Ctrl Enter"], Text::KeyRun),
        (&["c"], Text::Compare),
        (&["?"], Text::KeyHelp),
        (&["Esc"], Text::KeyClose),
    ];
    let close = on_close.reform(|_: MouseEvent| ());
    html! {
        <div class="veil" onclick={close.clone()}>
            <div class="help" role="dialog" aria-label={lang.t(Text::Keys)}
                onclick={|event: MouseEvent| event.stop_propagation()}>
                <h2>{lang.t(Text::Keys)}</h2>
                <dl>
                    { for keys.iter().map(|(names, text)| html! {
                        <div>
                            <dt>{ for names.iter().map(|name| html! { <kbd>{*name}</kbd> }) }</dt>
                            <dd>{lang.t(*text)}</dd>
                        </div>
                    }) }
                </dl>
                <button id="help-close" type="button" class="plain" onclick={close}>{lang.t(Text::Close)}</button>
            </div>
        </div>
    }
}
