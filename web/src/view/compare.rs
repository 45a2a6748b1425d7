//! Both kernels side by side: call by call, with the first difference.

use std::rc::Rc;

use ringside_core::compare::{CallVerdict, Comparison, Difference};
use yew::prelude::*;

use super::words;
use crate::i18n::{Lang, Text};
use crate::source::Loaded;

/// What the model made of a program, what a real kernel made of it, and how
/// they compare.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The model's.
    pub model: Rc<Loaded>,
    /// The real kernel's.
    pub real: Rc<Loaded>,
    /// The comparison.
    pub comparison: Comparison,
}

impl Pair {
    /// Compares the two.
    #[must_use]
    pub fn new(model: Rc<Loaded>, real: Rc<Loaded>) -> Pair {
        let comparison = ringside_core::compare::compare(&model.trace, &real.trace);
        Pair { model, real, comparison }
    }

    /// The verdict in a line.
    #[must_use]
    pub fn verdict(&self, lang: Lang) -> String {
        let release = &self.real.trace.header.kernel.release;
        match self.comparison.first() {
            Some(first) => {
                let aspect = lang.pick(first.aspect.title());
                lang.fill(Text::Differs, &[release, &(first.line + 1), &aspect])
            }
            None if self.comparison.paths => {
                let coverage = self.comparison.coverage();
                lang.fill(Text::Agrees, &[release, &coverage.model, &coverage.real])
            }
            None => lang.fill(Text::AgreesInResults, &[release]),
        }
    }
}

/// The verdict, with its sign.
pub fn verdict(pair: &Pair, lang: Lang) -> Html {
    let agrees = pair.comparison.agrees();
    let (sign, class) = if agrees { ("✓", "agrees") } else { ("✗", "differs") };
    html! { <p class={classes!("verdict", class)}>{format!("{sign} {}", pair.verdict(lang))}</p> }
}

/// What the panel needs.
#[derive(Properties, Clone)]
pub struct Props {
    /// The two traces.
    pub pair: Rc<Pair>,
    /// Is the real one on stage?
    pub shows_real: bool,
    /// The line of the call that runs on stage.
    pub line: Option<u32>,
    /// The language.
    pub lang: Lang,
    /// This trace (the real one?) on stage, after this many events.
    pub on_show: Callback<(bool, usize)>,
    /// Back to one kernel.
    pub on_close: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.pair, &other.pair)
            && (self.shows_real, self.line, self.lang) == (other.shows_real, other.line, other.lang)
    }
}

/// The panel.
#[component]
pub fn Compare(props: &Props) -> Html {
    let Props { pair, shows_real, lang, on_close, .. } = props;
    let release = &pair.real.trace.header.kernel.release;
    let linux = lang.fill(Text::OnReal, &[release]);
    let sides = [(false, lang.t(Text::Model).to_owned()), (true, linux.clone())];
    let switch = sides.into_iter().map(|(real, name)| {
        let chosen = real == *shows_real;
        let show = show(props, real);
        html! {
            <button type="button" class={classes!("choice", chosen.then_some("chosen"))}
                aria-pressed={chosen.to_string()} onclick={show}>{name}</button>
        }
    });
    html! {
        <section class="compare">
            <div class="head">
                <h2>{lang.t(Text::Compare)}</h2>
                <button type="button" class="plain" onclick={on_close.reform(|_: MouseEvent| ())}>{lang.t(Text::Close)}</button>
            </div>
            { verdict(pair, *lang) }
            if let Some(first) = pair.comparison.first() {
                { difference(props, first, &linux) }
            }
            <div class="choices" role="group" aria-label={lang.t(Text::OnStage)}>
                <span class="aside">{lang.t(Text::OnStage)}</span>{ for switch }
            </div>
            <table class="calls">
                <thead><tr>
                    <th></th><th>{lang.t(Text::Program)}</th><th>{lang.t(Text::Model)}</th><th>{linux.clone()}</th>
                    <th>{lang.t(Text::Functions)}</th><th></th>
                </tr></thead>
                <tbody>{ for pair.comparison.calls.iter().map(|call| row(props, call)) }</tbody>
            </table>
            { missing(pair, *lang) }
        </section>
    }
}

/// Puts the same call of the other trace on stage.
fn show(props: &Props, real: bool) -> Callback<MouseEvent> {
    let side = if real { &props.pair.real } else { &props.pair.model };
    let position = props.line.and_then(|line| side.begins(line)).unwrap_or(0);
    props.on_show.reform(move |_: MouseEvent| (real, position))
}

fn result_of(side: &Loaded, line: u32) -> String {
    let mut ends = side.results.first(usize::MAX).filter(|&(at, _)| at == line);
    let outcome = ends.next().and_then(|(_, outcome)| side.trace.outcomes.get(outcome as usize));
    outcome.map_or_else(|| "?".to_owned(), words::short_result)
}

fn row(props: &Props, call: &CallVerdict) -> Html {
    let Props { pair, shows_real, line, lang, on_show, .. } = props;
    let side = if *shows_real { &pair.real } else { &pair.model };
    let position = side.begins(call.line).unwrap_or(0);
    let real = *shows_real;
    let go = on_show.reform(move |_: MouseEvent| (real, position));
    let first = pair.comparison.first().is_some_and(|first| first.line == call.line);
    let (sign, class) = match &call.difference {
        None => ("✓".to_owned(), "agrees"),
        Some(found) => (format!("✗ {}", lang.pick(found.aspect.title())), "differs"),
    };
    let functions = match pair.comparison.paths {
        true => format!("{}/{}", call.coverage.model, call.coverage.real),
        false => "–".to_owned(),
    };
    let text = pair.model.call_text(call.line).to_owned();
    html! {
        <tr class={classes!((*line == Some(call.line)).then_some("current"), first.then_some("first-difference"))}>
            <td class="aside">{call.line + 1}</td>
            <td><button type="button" class="code call-line" onclick={go} title={text.clone()}>{text}</button></td>
            <td class="code">{result_of(&pair.model, call.line)}</td>
            <td class="code">{result_of(&pair.real, call.line)}</td>
            <td>{functions}</td>
            <td class={class}>{sign}</td>
        </tr>
    }
}

fn difference(props: &Props, first: &Difference, linux: &str) -> Html {
    let Props { lang, on_show, .. } = props;
    let sides = [
        (false, lang.t(Text::Model).to_owned(), &first.model, first.model_event),
        (true, linux.to_owned(), &first.real, first.real_event),
    ];
    let aspect = lang.pick(first.aspect.title());
    html! {
        <div class="difference">
            <p><b>{lang.t(Text::FirstDifference)}</b>{format!(" · {} · {aspect}", lang.fill(Text::InLine, &[&(first.line + 1)]))}</p>
            <dl>
                { for sides.into_iter().map(|(real, name, has, event)| html! {
                    <div>
                        <dt><button type="button" class="plain"
                            onclick={on_show.reform(move |_: MouseEvent| (real, event + 1))}>{name}</button></dt>
                        <dd class="code">{has.clone()}</dd>
                    </div>
                }) }
            </dl>
        </div>
    }
}

/// What the model leaves out.
fn missing(pair: &Pair, lang: Lang) -> Html {
    const SHOWN: usize = 24;
    let coverage = pair.comparison.coverage();
    if coverage.missing.is_empty() {
        return html! {};
    }
    let mut names = coverage.missing.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if coverage.missing.len() > SHOWN {
        names.push_str(", …");
    }
    html! {
        <>
            <h3>{lang.t(Text::LeftOut)}</h3>
            <p class="code left-out">{names}</p>
            if coverage.elided > 0 {
                <p class="aside">{lang.fill(Text::Elided, &[&coverage.elided])}</p>
            }
        </>
    }
}
