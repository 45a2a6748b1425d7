//! What the call has cost until now.

use ringside_core::trace::Clock;
use yew::prelude::*;

use super::words;
use crate::i18n::{Lang, Text};
use crate::scene::Totals as Count;

/// What the totals need.
#[derive(Clone, PartialEq, Debug)]
pub struct Props {
    /// The numbers.
    pub totals: Count,
    /// What their time means.
    pub clock: Clock,
    /// Events that the trace lost.
    pub lost: u64,
    /// The language.
    pub lang: Lang,
}

/// The totals.
pub fn totals(props: &Props) -> Html {
    let Props { totals, clock, lost, lang } = props;
    let (time, about) = words::clock(*clock);
    let copies = |count: u32, bytes: u64| match count {
        0 => "0".to_owned(),
        1 => format!("1 × {bytes} B"),
        _ => format!("{count} × = {bytes} B"),
    };
    let rows = [
        (Text::Crossings, totals.crossings.to_string()),
        (Text::CopiesIn, copies(totals.copies_in, totals.bytes_in)),
        (Text::CopiesOut, copies(totals.copies_out, totals.bytes_out)),
        (Text::Faults, totals.faults.to_string()),
        (time, words::time(totals.time)),
    ];
    html! {
        <section class="totals">
            <h2>{lang.t(Text::ThisCall)}</h2>
            <dl class="facts">
                { for rows.into_iter().map(|(name, value)| html! {
                    <div class={(value == "0").then_some("none")}><dt>{lang.t(name)}</dt><dd>{value}</dd></div>
                }) }
            </dl>
            if let Some(about) = about {
                <p class="aside">{lang.t(about)}</p>
            }
            if *lost > 0 {
                <p class="lost">{lang.fill(Text::LostSoFar, &[lost])}</p>
            }
        </section>
    }
}
