//! A lab to compare with: boots a VM with a real kernel, runs programs there and
//! on the model, and says where the two differ.

use ringside_backend::lab::{Lab, LabConfig, LabError, RunOptions};
use ringside_core::compare::{Comparison, compare, stated};
use ringside_core::kernel::{Config, run};
use ringside_core::program::compile;
use ringside_core::trace::{Trace, codec};

/// A VM with a real kernel.
pub struct Reference {
    lab: Lab,
}

/// What came of a program.
pub struct Verdict {
    /// The model's trace.
    pub model: Trace,
    /// The real one.
    pub real: Trace,
    /// Both beside each other.
    pub comparison: Comparison,
}

impl Reference {
    /// Boots the lab's kernel of this version.
    ///
    /// # Errors
    /// If a part is missing or the VM does not come up.
    pub fn boot(kernel: &str) -> Result<Reference, LabError> {
        let config = LabConfig { kernel: kernel.to_owned(), ..LabConfig::default() };
        Ok(Reference { lab: Lab::boot(&config)? })
    }

    /// The real kernel's trace of a program.
    ///
    /// # Errors
    /// If the lab fails or sends what is no trace.
    pub fn trace(&mut self, program: &str) -> Result<Trace, String> {
        let bytes =
            self.lab.run(program, &RunOptions::default()).map_err(|error| error.to_string())?;
        codec::decode(&bytes).map_err(|error| error.to_string())
    }

    /// Runs a program on both.
    ///
    /// # Errors
    /// If one of them cannot run it.
    pub fn judge(&mut self, program: &str, config: &Config) -> Result<Verdict, String> {
        let plan = compile(program).map_err(|mistakes| format!("{mistakes:?}"))?;
        let model = run(&plan, config);
        let real = self.trace(program)?;
        let comparison = compare(&model, &real);
        Ok(Verdict { model, real, comparison })
    }

    /// Why the kernels do not agree on a program, or a stated result is not met;
    /// nothing if all is well.
    pub fn complaint(&mut self, program: &str) -> Option<String> {
        let verdict = match self.judge(program, &Config::default()) {
            Ok(verdict) => verdict,
            Err(error) => return Some(error),
        };
        if !verdict.comparison.paths {
            return Some("the real trace has no functions to compare with".to_owned());
        }
        if let Some(difference) = verdict.comparison.first() {
            return Some(describe(program, difference));
        }
        let plan = compile(program).ok()?;
        let unmet = stated::unmet(&plan, &verdict.real);
        unmet.first().map(|first| format!("on the real kernel: {first:?}"))
    }
}

/// A difference as a person reads it.
#[must_use]
pub fn describe(program: &str, difference: &ringside_core::compare::Difference) -> String {
    let line = difference.line as usize;
    format!(
        "line {}: {}\n  {}\n  model: {}\n  real:  {}",
        line + 1,
        difference.aspect.title().0,
        program.lines().nth(line).unwrap_or_default(),
        difference.model,
        difference.real
    )
}
