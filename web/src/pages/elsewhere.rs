//! Traces that do not come at once: from the lab, from recordings.

use std::rc::Rc;

use ringside_core::trace::Trace;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::run::{Stand, mistakes};
use super::state::{Change, Failure};
use crate::i18n::{Lang, Text};
use crate::source::lab::{self, Answer};
use crate::source::recording::{self, Recording};
use crate::source::{Loaded, tidy};

/// What is wanted from elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// This program, run by the backend, with this right, on this kernel.
    Run {
        /// The right to.
        token: Rc<str>,
        /// Which kernel.
        on: Rc<str>,
        /// The program.
        program: Rc<str>,
    },
    /// This recording.
    Recording(Recording),
}

fn arrived(trace: Trace, text: Rc<str>) -> Change {
    let loaded = Rc::new(Loaded::new(trace, text));
    let position = Stand::Telling.position(&loaded);
    Change::Trace { loaded, real: true, position }
}

fn failed(why: String) -> Change {
    Change::Failed(Failure::Other(why))
}

/// Gets what is wanted, and reports when it is there. One at a time: what was
/// wanted before is given up.
#[hook]
pub fn use_elsewhere(lang: Lang, on: Callback<Change>) -> Callback<Wanted> {
    let running = use_mut_ref(|| Option::<lab::Run>::None);
    use_callback((lang, on), move |wanted: Wanted, (lang, on)| {
        let (lang, on) = (*lang, on.clone());
        *running.borrow_mut() = None;
        on.emit(Change::Busy);
        match wanted {
            Wanted::Recording(recording) => spawn_local(async move {
                on.emit(match recording::open(&recording).await {
                    Ok(trace) => {
                        let text = tidy(&trace.header.program);
                        arrived(trace, text.into())
                    }
                    Err(why) => failed(lang.fill(Text::LoadFailed, &[&recording.file, &why])),
                });
            }),
            Wanted::Run { token, on: kernel, program } => {
                let (report, text) = (on.clone(), program.clone());
                let run = lab::run(&token, &kernel, &program, move |answer| {
                    report.emit(match answer {
                        Answer::Trace(trace) => arrived(*trace, text.clone()),
                        Answer::Program(wrong) => {
                            Change::Failed(Failure::Program(mistakes(&wrong, lang)))
                        }
                        Answer::Refused(why) => failed(lang.fill(Text::LabRefused, &[&why])),
                        Answer::Closed(why) => failed(lang.fill(Text::LabClosed, &[&why])),
                    });
                });
                match run {
                    Ok(run) => *running.borrow_mut() = Some(run),
                    Err(why) => on.emit(failed(lang.fill(Text::LabClosed, &[&why]))),
                }
            }
        }
    })
}

/// Finds out once which recordings there are.
#[hook]
pub fn use_recordings(on: Callback<Change>) {
    use_effect_with((), move |()| {
        spawn_local(async move {
            on.emit(Change::Recordings(Rc::new(recording::list().await)));
        });
    });
}
