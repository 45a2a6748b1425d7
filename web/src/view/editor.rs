//! The program: line numbers, the text with its colours, and beside each line
//! what it returned. The text is edited in a transparent field on top.

use std::rc::Rc;

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::beside::Beside;
use super::syntax;
use crate::i18n::{Lang, Text};

/// The longest program that the editor takes, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// A mistake in the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// Line, from 0.
    pub line: usize,
    /// Columns, from 0, in characters: first, and after the last.
    pub columns: (usize, usize),
    /// Where, in words.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

/// What the editor needs.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The text.
    pub text: Rc<str>,
    /// Beside each line, if it was run as it stands here.
    pub beside: Rc<Vec<Option<Beside>>>,
    /// The line of the call that runs.
    pub current: Option<usize>,
    /// What is wrong with it.
    pub mistakes: Rc<Vec<Mistake>>,
    /// The language.
    pub lang: Lang,
    /// New text.
    pub on_text: Callback<String>,
    /// A line was chosen by its number.
    pub on_line: Callback<usize>,
}

/// The editor.
#[component]
pub fn Editor(props: &Props) -> Html {
    let Props { text, beside, current, mistakes, lang, on_text, on_line } = props;
    let field = use_node_ref();
    let on_input = {
        let (on_text, text) = (on_text.clone(), text.clone());
        Callback::from(move |event: InputEvent| {
            let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() else { return };
            let new = area.value();
            if new.len() > LONGEST {
                // Keep what was there; the owner says why.
                area.set_value(&text);
            }
            on_text.emit(new);
        })
    };
    let last = text.matches('\n').count();
    let lines = text.split('\n').enumerate().map(|(at, line)| {
        let wrong = mistakes.iter().any(|mistake| mistake.line == at);
        let numbered = at < last || !line.is_empty();
        html! {
            <Line key={at} {at} text={line.to_owned()} {numbered} {wrong} current={*current == Some(at)}
                beside={beside.get(at).cloned().flatten()} lang={*lang} on={on_line.clone()} />
        }
    });
    let lines: Vec<Html> = lines.collect();
    html! {
        <div class="editor">
            <div class="sheet">
                <div class="lines" aria-hidden="true">{ for lines }</div>
                <textarea ref={field} id="program" value={text.to_string()} oninput={on_input}
                    aria-label={lang.t(Text::Program)} aria-describedby="program-help program-wrong"
                    spellcheck="false" autocomplete="off" autocapitalize="off" wrap="soft" />
            </div>
            <div id="program-wrong" role="status">
                { for mistakes.iter().take(3).map(|mistake| wrong(mistake, text)) }
            </div>
        </div>
    }
}

#[derive(Properties, Clone, PartialEq)]
struct LineProps {
    at: usize,
    text: String,
    numbered: bool,
    wrong: bool,
    current: bool,
    beside: Option<Beside>,
    lang: Lang,
    on: Callback<usize>,
}

/// A line; one that has not changed is not drawn again.
#[component]
fn Line(props: &LineProps) -> Html {
    let at = props.at;
    let classes =
        classes!("line", props.current.then_some("current"), props.wrong.then_some("wrong"));
    html! {
        <div class={classes}>
            <span class="number" onclick={props.on.reform(move |_: MouseEvent| at)}>
                {props.numbered.then_some(at + 1)}
            </span>
            <span class="source">{ source(&props.text) }{"\u{200b}"}</span>
            <span class="beside">{ props.beside.as_ref().map(|b| self::beside(b, props.lang)) }</span>
        </div>
    }
}

fn source(line: &str) -> Html {
    html! {
        <>{ for syntax::parts(line).into_iter().map(|(part, text)| html! {
            <span class={part.class()}>{text.to_owned()}</span>
        }) }</>
    }
}

fn beside(beside: &Beside, lang: Lang) -> Html {
    let (mark, class, says) = match beside.stated {
        Some(true) => ("✓", "right", Some(Text::Expected)),
        Some(false) => ("✗", "not-right", Some(Text::Unexpected)),
        None => ("", "", None),
    };
    let says = says.map_or("", |says| lang.t(says));
    html! {
        <span class={classes!("result", beside.error.then_some("errno"))} title={format!("{} {says}", beside.title)}>
            {&beside.result}<b class={class}>{mark}</b>
        </span>
    }
}

fn wrong(mistake: &Mistake, text: &str) -> Html {
    const SHOWN: usize = 36;
    let line = text.split('\n').nth(mistake.line).unwrap_or_default();
    let from = mistake.columns.0.saturating_sub(SHOWN / 2);
    let shown: String = line
        .chars()
        .skip(from)
        .take(SHOWN)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    let width = (mistake.columns.1.saturating_sub(mistake.columns.0)).clamp(1, SHOWN / 2);
    let caret = format!("{}{}", " ".repeat(mistake.columns.0 - from), "^".repeat(width));
    html! {
        <div class="mistake">
            <p><b>{&mistake.place}</b>{" "}{&mistake.message}</p>
            <pre class="code">{shown}{"\n"}<span class="caret">{caret}</span></pre>
        </div>
    }
}
