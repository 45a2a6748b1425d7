//! The text frames, see [`super`].

use ringside_core::program::Diagnostic;
use serde::{Deserialize, Serialize};

use crate::kernels::{Available, KERNELS, On, RunError};

/// The subprotocol that page and server agree on.
pub const SUBPROTOCOL: &str = "ringside.v1";

/// What a page asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    Run(RunCommand),
    Watch,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunCommand {
    pub program: String,
    pub on: On,
    #[serde(default = "default_kernel")]
    pub kernel: String,
    #[serde(default = "yes")]
    pub functions: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WatchCommand {
    watch: bool,
}

fn default_kernel() -> String {
    KERNELS[0].to_owned()
}

fn yes() -> bool {
    true
}

impl Command {
    /// Understands a text frame, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<Command, Failure> {
        let not_understood = |why: serde_json::Error| Failure::new("request", why.to_string());
        let value: serde_json::Value = serde_json::from_str(text).map_err(not_understood)?;
        if value.get("watch").is_some() {
            let WatchCommand { watch } = serde_json::from_value(value).map_err(not_understood)?;
            return if watch {
                Ok(Command::Watch)
            } else {
                Err(Failure::new("request", "`watch` can only be true: close the socket instead"))
            };
        }
        let command: RunCommand = serde_json::from_value(value).map_err(not_understood)?;
        if !KERNELS.contains(&command.kernel.as_str()) {
            let known = KERNELS.join(", ");
            let why = format!("unknown kernel `{}`; there are {known}", command.kernel);
            return Err(Failure::new("request", why));
        }
        Ok(Command::Run(command))
    }
}

/// What a server says about itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hello {
    /// Of this program.
    pub version: String,
    /// May this token run programs?
    pub run: bool,
    /// What there is.
    pub kernels: Vec<Available>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Begin {
    pub run: u64,
    pub on: On,
    pub missed: u64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Done {
    pub run: u64,
    pub events: u64,
    pub bytes: u64,
    pub milliseconds: u64,
}

/// What went wrong.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    pub kind: &'static str,
    pub message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Mistake>,
}

/// A mistake of the program.
#[derive(Clone, Debug, Serialize)]
pub struct Mistake {
    pub line: u32,
    pub column: u32,
    pub end: u32,
    pub message: String,
    pub expected: Vec<String>,
}

impl Failure {
    pub fn new(kind: &'static str, message: impl Into<String>) -> Failure {
        Failure { kind, message: message.into(), diagnostics: Vec::new() }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Failure {
        let (kind, message) = (error.kind(), error.to_string());
        let diagnostics = match error {
            RunError::Program(diagnostics) => diagnostics.into_iter().map(Mistake::from).collect(),
            _ => Vec::new(),
        };
        Failure { kind, message, diagnostics }
    }
}

impl From<Diagnostic> for Mistake {
    fn from(diagnostic: Diagnostic) -> Mistake {
        let Diagnostic { span, message, expected, .. } = diagnostic;
        Mistake { line: span.line, column: span.column, end: span.end, message, expected }
    }
}

/// A text frame that the server sends.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    Hello(Hello),
    Begin(Begin),
    Done(Done),
    Error(Failure),
}

impl Said {
    pub fn to_text(&self) -> String {
        // Only maps with odd keys cannot be written, and there are none.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_understood() {
        let Ok(Command::Run(run)) = Command::parse(r#"{"program": "getpid()", "on": "lab"}"#)
        else {
            panic!("a plain run must be understood");
        };
        assert_eq!((run.on, run.kernel.as_str(), run.functions), (On::Lab, "6.1", true));
        assert_eq!(Command::parse(r#"{"watch": true}"#).unwrap(), Command::Watch);
        for bad in [
            "",
            "[]",
            "7",
            "{",
            r#"{"watch": false}"#,
            r#"{"watch": true, "program": ""}"#,
            r#"{"program": "x"}"#,
            r#"{"program": "x", "on": "mars"}"#,
            r#"{"program": "x", "on": "lab", "kernel": "2.6"}"#,
            r#"{"program": "x", "on": "lab", "allow_any": true}"#,
            r#"{"program": 7, "on": "lab"}"#,
        ] {
            assert_eq!(Command::parse(bad).unwrap_err().kind, "request", "{bad}");
        }
    }

    #[test]
    fn answers_have_one_member() {
        let text = Said::Error(Failure::new("busy", "later")).to_text();
        assert_eq!(text, r#"{"error":{"kind":"busy","message":"later"}}"#);
    }
}
