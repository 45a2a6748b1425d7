//! The page on which programs are run and watched.

use std::rc::Rc;

use yew::prelude::*;

use super::effects;
use super::elsewhere::{use_elsewhere, use_recordings};
use super::keys::Wish;
use super::link::Link;
use super::panels::{ProgramPanel, TabsProps, tabs};
use super::run::{Stand, on_model};
use super::state::{Change, Panel, State, Where};
use crate::i18n::Text;
use crate::player::Action;
use crate::scene::Scene;
use crate::source::Loaded;
use crate::source::examples::EXAMPLES;
use crate::view::compare::{Compare, Pair};
use crate::view::describe::describe;
use crate::view::dom::use_media;
use crate::view::geometry::Geometry;
use crate::view::help::Help;
use crate::view::inspector::{Props as Said, inspector};
use crate::view::stage::Stage;
use crate::view::timeline::Timeline;
use crate::view::topbar::{self, top_bar};
use crate::view::transport::Transport;

/// The state of a page that is opened with this link.
fn open(link: &Link) -> State {
    let named = |name: &str| EXAMPLES.iter().position(|example| example.name == name);
    let example = link.example.as_deref().and_then(named);
    let (text, example) = match (&link.text, example) {
        (Some(text), None) => (text.clone(), None),
        (_, example) => {
            let example = example.unwrap_or(0);
            (EXAMPLES[example].program(), Some(example))
        }
    };
    let text: Rc<str> = text.into();
    let lab = link.on.as_deref().filter(|on| ["lab", "here"].contains(on));
    let state = State {
        lang: effects::opening_lang(link),
        theme: effects::opening_theme(),
        text: text.clone(),
        example,
        on: if lab.is_some() { Where::Lab } else { Where::Model },
        lab: lab.unwrap_or("lab").into(),
        token: link.token.as_deref().map(Rc::from),
        ..State::default()
    };
    let lang = state.lang;
    let change = on_model(&text, lang, link.at.map_or(Stand::Telling, Stand::At));
    let state = Rc::new(state);
    let state = match change {
        // A link to a wrong program still has something to look at.
        Change::Failed(_) => {
            let first = EXAMPLES[0].program().into();
            state.reduce(on_model(&first, lang, Stand::Telling)).reduce(change)
        }
        change => state.reduce(change),
    };
    Rc::unwrap_or_clone(state)
}

/// The link to what the page shows.
fn link(state: &State) -> Link {
    let own = || Some(state.text.to_string()).filter(|_| state.is_current());
    let example = state.example.and_then(|at| EXAMPLES.get(at));
    Link {
        example: example.map(|example| example.name.to_owned()),
        text: if example.is_some() { None } else { own() },
        at: Some(state.player.position),
        lang: Some(state.lang),
        token: None,
        on: (state.on == Where::Lab).then(|| state.lab.to_string()),
    }
}

/// The page.
#[component]
pub fn Explore() -> Html {
    let state = use_reducer(|| open(&effects::opening_link()));
    let dispatch = state.dispatcher();
    let lang = state.lang;
    let go = dispatch.clone();
    let on_play = use_callback((), move |action: Action, &()| go.dispatch(Change::Play(action)));
    effects::use_lang(lang);
    effects::use_theme(state.theme);
    effects::use_clock(state.player, on_play.clone());
    effects::use_address(link(&state), state.player.playing);
    let go = dispatch.clone();
    let on_link = use_callback((), move |link: Link, &()| {
        go.dispatch(Change::Whole(Box::new(open(&link))));
    });
    effects::use_navigation(on_link);
    let go = dispatch.clone();
    let on_key = use_callback((state.help, state.compare), move |wish: Wish, open| {
        let (help, compare) = *open;
        go.dispatch(match wish {
            Wish::Play(action) => Change::Play(action),
            Wish::Help => Change::Help(!help),
            Wish::Compare => Change::Compare(!compare),
            Wish::Close if help => Change::Help(false),
            Wish::Close => Change::Compare(false),
        });
    });
    effects::use_keys(on_key);

    let narrow = use_media("(max-width: 699px)");
    let still = use_media("(prefers-reduced-motion: reduce)");
    let geometry =
        use_memo(narrow, |&narrow| if narrow { Geometry::narrow() } else { Geometry::wide() });
    let change = |make: fn() -> Change| {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(make()))
    };
    let go = dispatch.clone();
    let on_change = use_callback((), move |change: Change, &()| go.dispatch(change));
    let on_wanted = use_elsewhere(lang, on_change.clone());
    use_recordings(on_change.clone());
    let sides = state.model.clone().zip(state.real.clone());
    let pair =
        use_memo(sides, |sides| sides.clone().map(|(model, real)| Rc::new(Pair::new(model, real))));
    let pair = (*pair).clone();
    let Some(loaded) = state.loaded().cloned() else {
        // The first example runs (a test says so), so there is always a trace.
        return html! {
            <div class="app">
                <ProgramPanel state={(*state).clone()} on={on_change} {on_wanted} pair={None} totals={None} />
            </div>
        };
    };
    let scene = Rc::new(loaded.scene(state.player.position));
    let said = describe(&loaded, &scene, lang);
    let panel = match state.panel {
        Panel::Program => "shows-program",
        Panel::Now => "shows-now",
        Panel::Stack => "shows-stack",
    };
    let compare = pair.clone().filter(|_| state.compare);
    let on_show = on_change.reform(|(real, position): (bool, usize)| Change::Show(real, position));
    let line = scene.now().call.map(|call| call.line);
    let motion = if still { 0 } else { state.player.motion_ms() };
    let bar = topbar::Props {
        lang,
        theme: state.theme,
        on_lang: on_change.reform(Change::Lang),
        on_theme: on_change.reform(Change::Theme),
        on_help: change(|| Change::Help(true)),
    };
    let totals = scene.now().call.map(|call| call.totals).unwrap_or_default();
    html! {
        <div class={classes!("app", panel, compare.as_ref().map(|_| "compares"))}>
            { top_bar(&bar) }
            <main>
                <ProgramPanel state={(*state).clone()} on={on_change.clone()} {on_wanted} pair={pair.clone()}
                    totals={Some((totals, loaded.trace.header.clock, scene.lost))} />
                <div class="centre">
                    <Stage loaded={loaded.clone()} scene={scene.clone()} geometry={geometry} {lang} {motion} />
                </div>
                { tabs(&TabsProps { lang, panel: state.panel, on: on_change.reform(Change::Panel) }) }
                <aside class="panel now-panel">
                    if let Some(pair) = &compare {
                        <Compare pair={pair.clone()} shows_real={state.shows_real} {line} {lang}
                            on_show={on_show.clone()} on_close={change(|| Change::Compare(false))} />
                    }
                    { inspector(&Said { said, lang, quiet: state.player.playing }) }
                </aside>
            </main>
            <footer class="bottom">
                <Transport loaded={loaded.clone()} player={state.player} {lang} on={on_play.clone()} />
                <div class="panel stack-panel">
                    { timelines(&state, &scene, compare.as_deref(), &on_play, &on_show) }
                </div>
            </footer>
            if state.help {
                <Help {lang} on_close={change(|| Change::Help(false))} />
            }
        </div>
    }
}

/// The call stack over time: of the trace on stage, or of both.
fn timelines(
    state: &State,
    scene: &Scene,
    pair: Option<&Pair>,
    on_play: &Callback<Action>,
    on_show: &Callback<(bool, usize)>,
) -> Html {
    let (lang, position) = (state.lang, state.player.position);
    let depth = scene.now().stack.len();
    let own = |loaded: &Rc<Loaded>| {
        html! { <Timeline loaded={loaded.clone()} {position} {depth} {lang} on={on_play.clone()} /> }
    };
    let Some(pair) = pair else { return state.loaded().map(own).unwrap_or_default() };
    let line = scene.now().call.map(|call| call.line);
    let release = &pair.real.trace.header.kernel.release;
    let sides = [
        (false, &pair.model, lang.t(Text::Model).to_owned()),
        (true, &pair.real, lang.fill(Text::OnReal, &[release])),
    ];
    let timelines = sides.into_iter().map(|(real, loaded, name)| {
        let timeline = if real == state.shows_real {
            own(loaded)
        } else {
            // The other one shows the same call, and comes on stage when it is clicked.
            let position = line.and_then(|line| loaded.begins(line)).unwrap_or(0);
            let on_show = on_show.clone();
            let on = Callback::from(move |action: Action| {
                if let Action::Seek(position) = action {
                    on_show.emit((real, position));
                }
            });
            html! { <Timeline loaded={loaded.clone()} {position} depth={0} {lang} {on} /> }
        };
        html! { <><span class="pair-name">{name}</span>{timeline}</> }
    });
    html! { <>{ for timelines }</> }
}
