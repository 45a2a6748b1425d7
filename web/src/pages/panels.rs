//! The panel with the program, and the tabs of small screens.

use std::rc::Rc;

use ringside_core::trace::Clock;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::elsewhere::Wanted;
use super::run::{Stand, on_model};
use super::state::{Change, Failure, Panel, State, Where};
use crate::i18n::{Lang, Text};
use crate::player::Action;
use crate::scene::Totals as Count;
use crate::source::Loaded;
use crate::source::examples::EXAMPLES;
use crate::source::recording::Recording;
use crate::view;
use crate::view::beside::{Beside, beside_line};
use crate::view::compare::{Pair, verdict};
use crate::view::editor::Editor;
use crate::view::topbar::{MenuProps, menu};

/// What the panel needs.
#[derive(Properties, Clone)]
pub struct Props {
    /// The page's state.
    pub state: State,
    /// What happens.
    pub on: Callback<Change>,
    /// Something is wanted from elsewhere.
    pub on_wanted: Callback<Wanted>,
    /// Both kernels' traces, if there are both.
    pub pair: Option<Rc<Pair>>,
    /// The call's totals, their clock, and what was lost.
    pub totals: Option<(Count, Clock, u64)>,
}

impl PartialEq for Props {
    fn eq(&self, _: &Props) -> bool {
        false
    }
}

/// The panel with the program: what, where, and what it cost.
#[component]
pub fn ProgramPanel(props: &Props) -> Html {
    let Props { state, on, on_wanted, pair, totals } = props;
    let lang = state.lang;
    let current = state.is_current();
    let loaded = state.loaded().filter(|_| current).cloned();
    let ended = loaded.as_ref().map(|loaded| loaded.results.ended(state.player.position));
    let key = loaded.as_ref().map(|loaded| Rc::as_ptr(loaded) as usize);
    let beside = use_memo((key, ended, lang), |_| {
        loaded.as_ref().zip(ended).map(|(loaded, ended)| besides(loaded, ended)).unwrap_or_default()
    });
    let line = loaded.as_ref().and_then(|loaded| {
        let scene = loaded.scene(state.player.position);
        scene.now().call.map(|call| call.line as usize)
    });
    let run = {
        let (on, on_wanted, state) = (on.clone(), on_wanted.clone(), state.clone());
        Callback::from(move |()| match (state.on, &state.token) {
            (Where::Lab, Some(token)) => {
                let (on, program) = (state.lab.clone(), state.text.clone());
                on_wanted.emit(Wanted::Run { token: token.clone(), on, program });
            }
            (Where::Lab, None) => {
                on.emit(Change::Failed(Failure::Other(lang.t(Text::LabNeedsLink).to_owned())));
            }
            _ => {
                let change = on_model(&state.text, lang, Stand::Start);
                let runs = matches!(change, Change::Trace { .. });
                on.emit(change);
                if runs {
                    on.emit(Change::Play(Action::Toggle));
                }
            }
        })
    };
    let on_key = {
        let run = run.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                run.emit(());
            }
        })
    };
    let example = {
        let on = on.clone();
        Callback::from(move |at: usize| {
            if let Some(example) = EXAMPLES.get(at) {
                let text: Rc<str> = example.program().into();
                on.emit(Change::Example(at, text.clone()));
                on.emit(on_model(&text, lang, Stand::Telling));
            }
        })
    };
    let examples = MenuProps {
        label: lang.t(Text::Examples),
        entries: EXAMPLES.iter().map(|one| lang.pick((one.en, one.zh)).to_owned()).collect(),
        chosen: state.example,
        none: lang.t(Text::OwnProgram),
        on: example,
    };
    let choice = RunOnProps {
        lang,
        on: state.on,
        busy: state.busy,
        on_where: on.reform(Change::On),
        on_run: run.reform(|_: MouseEvent| ()),
        has_token: state.token.is_some(),
        recordings: state.recordings.clone(),
        on_recording: on_wanted.reform(Wanted::Recording),
    };
    let to_line = {
        let (on, loaded) = (on.clone(), state.loaded().cloned());
        Callback::from(move |line: usize| {
            let begins = loaded.as_ref().and_then(|loaded| loaded.begins(line as u32));
            if let Some(position) = begins {
                on.emit(Change::Play(Action::Seek(position)));
            }
        })
    };
    html! {
        <section class="panel program-panel" onkeydown={on_key}>
            <div class="head">
                <h2>{lang.t(Text::Program)}</h2>
                { menu(&examples) }
            </div>
            <Editor text={state.text.clone()} {beside} current={line} mistakes={state.mistakes.clone()}
                {lang} on_text={on.reform(Change::Text)} on_line={to_line} />
            <p id="program-help" class="unseen">{lang.t(Text::ProgramHelp)}</p>
            if let Some(message) = &state.message {
                <p class="message" role="alert">{message}</p>
            }
            if !current && state.loaded().is_some() {
                <p class="aside">{lang.t(Text::StillEarlier)}</p>
            }
            { run_on(&choice) }
            if let Some(pair) = pair {
                <div class="run">
                    <button type="button" class="plain" onclick={on.reform(|_: MouseEvent| Change::Compare(true))}>
                        {lang.t(Text::Compare)}
                    </button>
                    { verdict(pair, lang) }
                </div>
            }
            if let Some((totals, clock, lost)) = *totals {
                { view::totals::totals(&view::totals::Props { totals, clock, lost, lang }) }
            }
        </section>
    }
}

/// What stands beside each line after this many calls have ended.
fn besides(loaded: &Loaded, ended: usize) -> Vec<Option<Beside>> {
    let mut out = vec![None; loaded.lines.len()];
    for (line, outcome) in loaded.results.first(ended) {
        let outcome = loaded.trace.outcomes.get(outcome as usize);
        if let (Some(place), Some(outcome)) = (out.get_mut(line as usize), outcome) {
            *place = Some(beside_line(&loaded.lines[line as usize], outcome));
        }
    }
    out
}

/// What the choice of a kernel needs.
struct RunOnProps {
    lang: Lang,
    on: Where,
    busy: bool,
    on_where: Callback<Where>,
    on_run: Callback<MouseEvent>,
    has_token: bool,
    recordings: Rc<Vec<Recording>>,
    on_recording: Callback<Recording>,
}

fn run_on(props: &RunOnProps) -> Html {
    let RunOnProps { lang, on, busy, on_where, on_run, .. } = props;
    let choices =
        [(Where::Model, Text::Model), (Where::Lab, Text::Lab), (Where::Recording, Text::Recording)];
    let about = match on {
        Where::Model => Text::ModelIs,
        Where::Lab if props.has_token => Text::LabIs,
        Where::Lab => Text::LabNeedsLink,
        Where::Recording if props.recordings.is_empty() => Text::NoRecordings,
        Where::Recording => Text::RecordingIs,
    };
    let run = match on {
        Where::Recording if props.recordings.is_empty() => html! {},
        Where::Recording => {
            let (on, list) = (props.on_recording.clone(), props.recordings.clone());
            let titles = list.iter().map(|one| lang.pick((&one.en, &one.zh)).clone());
            menu(&MenuProps {
                label: lang.t(Text::Recordings),
                entries: titles.collect(),
                chosen: None,
                none: lang.t(Text::ChooseRecording),
                on: Callback::from(move |at: usize| {
                    if let Some(recording) = list.get(at) {
                        on.emit(recording.clone());
                    }
                }),
            })
        }
        _ => html! {
            <button type="button" class="primary" onclick={on_run.clone()}
                disabled={*busy || (*on == Where::Lab && !props.has_token)}>
                {lang.t(if *busy { Text::Running } else { Text::Run })}
            </button>
        },
    };
    html! {
        <section class="run-on">
            <h2>{lang.t(Text::RunOn)}</h2>
            <div class="choices" role="group" aria-label={lang.t(Text::RunOn)}>
                { for choices.into_iter().map(|(one, name)| html! {
                    <button type="button" class={classes!("choice", (one == *on).then_some("chosen"))}
                        aria-pressed={(one == *on).to_string()}
                        onclick={on_where.reform(move |_: MouseEvent| one)}>{lang.t(name)}</button>
                }) }
            </div>
            <div class="run">
                { run }
                <p class="aside">{lang.t(about)}</p>
            </div>
        </section>
    }
}

/// What the tabs need.
#[derive(Clone, PartialEq, Debug)]
pub struct TabsProps {
    /// The language.
    pub lang: Lang,
    /// The open panel.
    pub panel: Panel,
    /// Another one.
    pub on: Callback<Panel>,
}

/// The tabs of small screens.
pub fn tabs(props: &TabsProps) -> Html {
    let TabsProps { lang, panel, on } = props;
    let tabs = [
        (Panel::Now, Text::PanelNow),
        (Panel::Program, Text::PanelProgram),
        (Panel::Stack, Text::PanelStack),
    ];
    html! {
        <nav class="tabs" aria-label={lang.t(Text::Panels)}>
            { for tabs.into_iter().map(|(one, name)| html! {
                <button type="button" class={classes!("tab", (one == *panel).then_some("chosen"))}
                    aria-pressed={(one == *panel).to_string()}
                    onclick={on.reform(move |_: MouseEvent| one)}>{lang.t(name)}</button>
            }) }
        </nav>
    }
}
