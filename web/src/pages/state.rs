//! What the page holds, and how it changes.

use std::rc::Rc;

use yew::Reducible;

use crate::i18n::{Lang, Text};
use crate::player::{Action, Player};
use crate::source::recording::Recording;
use crate::source::{Loaded, model, tidy};
use crate::view::editor::{LONGEST, Mistake};
use crate::view::topbar::Theme;

/// Where programs run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Where {
    /// In the page.
    #[default]
    Model,
    /// On the lab machine.
    Lab,
    /// They have run already.
    Recording,
}

/// The panel that is open where not all fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Panel {
    /// The program.
    Program,
    /// What happens now.
    #[default]
    Now,
    /// The call stack.
    Stack,
}

/// Why there is no new trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The program is wrong.
    Program(Vec<Mistake>),
    /// Something else, in words.
    Other(String),
}

/// What the page holds.
#[derive(Clone)]
pub struct State {
    /// Language.
    pub lang: Lang,
    /// Theme.
    pub theme: Theme,
    /// The text in the editor.
    pub text: Rc<str>,
    /// The example that it is, if it is one.
    pub example: Option<usize>,
    /// Where to run.
    pub on: Where,
    /// What the model made of the program that ran last.
    pub model: Option<Rc<Loaded>>,
    /// What a real kernel made of it.
    pub real: Option<Rc<Loaded>>,
    /// Is the real one on stage?
    pub shows_real: bool,
    /// Where in the trace on stage.
    pub player: Player,
    /// What is wrong with the text.
    pub mistakes: Rc<Vec<Mistake>>,
    /// Something to tell.
    pub message: Option<String>,
    /// Is a run under way?
    pub busy: bool,
    /// Are the keys shown?
    pub help: bool,
    /// Are both kernels shown?
    pub compare: bool,
    /// The open panel.
    pub panel: Panel,
    /// The right to run programs on the backend.
    pub token: Option<Rc<str>>,
    /// Which of the backend's kernels is meant by the lab.
    pub lab: Rc<str>,
    /// Recordings that can be opened.
    pub recordings: Rc<Vec<Recording>>,
}

impl Default for State {
    fn default() -> State {
        State {
            lang: Lang::default(),
            theme: Theme::default(),
            text: "".into(),
            example: None,
            on: Where::default(),
            model: None,
            real: None,
            shows_real: false,
            player: Player::default(),
            mistakes: Rc::default(),
            message: None,
            busy: false,
            help: false,
            compare: false,
            panel: Panel::default(),
            token: None,
            lab: "lab".into(),
            recordings: Rc::default(),
        }
    }
}

/// What can happen to the page.
pub enum Change {
    /// Another language.
    Lang(Lang),
    /// Another theme.
    Theme(Theme),
    /// The text was edited.
    Text(String),
    /// An example was opened.
    Example(usize, Rc<str>),
    /// Run elsewhere from now on.
    On(Where),
    /// A run has begun.
    Busy,
    /// A trace has come.
    Trace {
        /// The trace.
        loaded: Rc<Loaded>,
        /// From a real kernel?
        real: bool,
        /// Where to stand in it.
        position: usize,
    },
    /// None has come.
    Failed(Failure),
    /// A trace on stage (the real one?), at a position.
    Show(bool, usize),
    /// The player.
    Play(Action),
    /// The keys.
    Help(bool),
    /// Both kernels.
    Compare(bool),
    /// A panel.
    Panel(Panel),
    /// The recordings that there are.
    Recordings(Rc<Vec<Recording>>),
    /// Everything: another link was followed.
    Whole(Box<State>),
}

impl State {
    /// The trace on stage.
    #[must_use]
    pub fn loaded(&self) -> Option<&Rc<Loaded>> {
        let (first, second) = match self.shows_real {
            true => (&self.real, &self.model),
            false => (&self.model, &self.real),
        };
        first.as_ref().or(second.as_ref())
    }

    /// Is the trace on stage one of the text in the editor?
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.loaded().is_some_and(|loaded| loaded.text == self.text)
    }

    fn keep_other(&self, loaded: &Loaded, other: Option<&Rc<Loaded>>) -> Option<Rc<Loaded>> {
        other.filter(|other| same(&other.text, &loaded.text)).cloned()
    }
}

/// The same program, however its results are aligned.
fn same(one: &str, other: &str) -> bool {
    tidy(one).trim_end() == tidy(other).trim_end()
}

impl Reducible for State {
    type Action = Change;

    fn reduce(self: Rc<State>, change: Change) -> Rc<State> {
        let mut state = Rc::unwrap_or_clone(self);
        match change {
            Change::Lang(lang) => state.lang = lang,
            Change::Theme(theme) => state.theme = theme,
            Change::Text(text) if text.len() > LONGEST => {
                state.message = Some(state.lang.fill(Text::TooLong, &[&(LONGEST / 1024)]));
            }
            Change::Text(text) => {
                state.text = text.into();
                state.mistakes = Rc::default();
                state.message = None;
                state.example = None;
            }
            Change::Example(example, text) => {
                state.text = text;
                state.example = Some(example);
                state.mistakes = Rc::default();
                state.message = None;
            }
            Change::On(on) => {
                state.on = on;
                state.message = None;
                if state.real.is_some() {
                    state.shows_real = on != Where::Model;
                }
            }
            Change::Busy => {
                state.busy = true;
                state.message = None;
            }
            Change::Trace { loaded, real, position } => {
                state.busy = false;
                state.mistakes = Rc::default();
                state.message = None;
                state.shows_real = real;
                if state.on == Where::Recording {
                    state.text = loaded.text.clone();
                    state.example = None;
                }
                state.player = Player { position, playing: false, ..state.player };
                if real {
                    // With the model's own run beside it, the two can be compared.
                    let model = state.keep_other(&loaded, state.model.as_ref());
                    let run =
                        || Some(Loaded::new(model::run(&loaded.text).ok()?, loaded.text.clone()));
                    state.model = model.or_else(|| run().map(Rc::new));
                    state.real = Some(loaded);
                } else {
                    state.real = state.keep_other(&loaded, state.real.as_ref());
                    state.model = Some(loaded);
                }
                state.compare &= state.model.is_some() && state.real.is_some();
            }
            Change::Failed(failure) => {
                state.busy = false;
                match failure {
                    Failure::Program(mistakes) => state.mistakes = Rc::new(mistakes),
                    Failure::Other(message) => state.message = Some(message),
                }
            }
            Change::Play(action) => {
                if let Some(loaded) = state.loaded().cloned() {
                    state.player = state.player.reduce(&loaded.index, action);
                }
            }
            Change::Help(help) => state.help = help,
            Change::Compare(true) if state.model.is_none() || state.real.is_none() => {
                state.message = Some(state.lang.t(Text::CompareNeeds).to_owned());
            }
            Change::Compare(compare) => state.compare = compare,
            Change::Show(real, position) => {
                state.shows_real = real;
                let len = state.loaded().map_or(0, |loaded| loaded.index.len);
                let position = position.min(len);
                state.player = Player { position, playing: false, ..state.player };
            }
            Change::Panel(panel) => state.panel = panel,
            Change::Recordings(recordings) => state.recordings = recordings,
            Change::Whole(whole) => {
                let recordings = std::mem::take(&mut state.recordings);
                state = State { recordings, ..*whole };
            }
        }
        Rc::new(state)
    }
}
