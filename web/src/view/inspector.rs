//! The inspector: what happens now, in words.

use yew::prelude::*;

use super::describe::{Description, Fact};
use crate::i18n::{Lang, Text};

/// What the inspector needs.
#[derive(Clone, PartialEq, Debug)]
pub struct Props {
    /// The event in words.
    pub said: Description,
    /// The language.
    pub lang: Lang,
    /// Do not read each event aloud: they come too fast.
    pub quiet: bool,
}

/// The inspector.
pub fn inspector(props: &Props) -> Html {
    let Props { said, lang, quiet } = props;
    html! {
        <section class={classes!("inspector", said.bad.then_some("bad"))} aria-live={if *quiet { "off" } else { "polite" }}>
            <h2>{lang.t(Text::Now)}<span class="kind">{&said.kind}</span></h2>
            <p class={classes!("subject", said.code.then_some("code"))}>{&said.title}</p>
            if let Some(file) = said.file {
                <p class="file code">{file}</p>
            }
            { for said.words.iter().map(|words| html! { <p class="words">{words}</p> }) }
            { facts(&said.facts, "facts") }
            if !said.registers.is_empty() {
                <h3>{lang.t(Text::Registers)}</h3>
                { facts(&said.registers, "facts registers") }
            }
            if !said.bytes.is_empty() {
                <pre class="bytes code">
                    { for said.bytes.iter().map(|(hex, text)| html! {
                        <><span>{format!("{hex:<24}")}</span><span class="ascii">{text}</span>{"\n"}</>
                    }) }
                </pre>
            }
        </section>
    }
}

fn facts(facts: &[Fact], class: &'static str) -> Html {
    if facts.is_empty() {
        return html! {};
    }
    html! {
        <dl class={class}>
            { for facts.iter().map(|fact| html! {
                <div><dt>{&fact.name}</dt><dd class="code">{&fact.value}</dd></div>
            }) }
        </dl>
    }
}
