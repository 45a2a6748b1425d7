//! `ringside doctor`

use super::args::DoctorArgs;
use super::output::{BAD, DIM, GOOD, STRONG, Screen, WARN, paint};
use super::{Exit, Failure};
use crate::doctor::{Area, State, examine};

/// Prints what was found. What is missing is a finding, not a failure of ours:
/// the exit code is 0.
pub fn doctor(args: &DoctorArgs, screen: &mut Screen) -> Result<Exit, Failure> {
    let findings = examine();
    if args.json {
        let text = serde_json::to_string_pretty(&findings).map_err(std::io::Error::from)?;
        screen.line(text)?;
        return Ok(Exit::Fine);
    }
    let mut area = None;
    for finding in &findings {
        if area != Some(finding.area) {
            let gap = if area.is_none() { "" } else { "\n" };
            area = Some(finding.area);
            screen.line(format_args!("{gap}{}", paint(STRONG, title(finding.area))))?;
        }
        let mark = match finding.state {
            State::Good => paint(GOOD, "ok     "),
            State::Optional => paint(WARN, "without"),
            State::Missing => paint(BAD, "missing"),
        };
        screen.line(format_args!("  {mark}  {}: {}", finding.what, finding.detail))?;
        if let Some(remedy) = &finding.remedy {
            screen.line(format_args!("           {}", paint(DIM, remedy)))?;
        }
    }
    Ok(Exit::Fine)
}

fn title(area: Area) -> &'static str {
    match area {
        Area::Host => "This machine's kernel (ringside run --on here)",
        Area::Lab => "The lab (ringside lab, ringside run --on lab)",
        Area::Page => "Building the page",
        Area::Build => "Building the backend and the module",
    }
}
