//! Smaller programs that may show the same difference.

use ringside_core::trace::{Kind, Trace};

use crate::corpus::on_the_model;

/// Programs with some of the lines left out, the smallest first: a half, a
/// quarter, …, one line. All of them can be read and come to an end.
#[must_use]
pub fn shrink(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut smaller = Vec::new();
    let mut cut = lines.len() / 2;
    while cut > 0 {
        for start in (0..lines.len()).step_by(cut) {
            let end = (start + cut).min(lines.len());
            let kept = [&lines[..start], &lines[end..]].concat();
            let program = kept.join("\n") + "\n";
            if on_the_model(&program).is_ok_and(|(_, trace)| ends(&trace)) {
                smaller.push(program);
            }
        }
        cut /= 2;
    }
    smaller
}

/// Did every call that began return?
fn ends(trace: &Trace) -> bool {
    let (mut begun, mut ended) = (0, 0);
    for event in &trace.events {
        match event.kind {
            Kind::CallBegin { .. } => begun += 1,
            Kind::CallEnd { .. } => ended += 1,
            _ => {}
        }
    }
    begun == ended
}
