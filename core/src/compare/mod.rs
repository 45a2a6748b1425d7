//! Agreement: two traces of the same program, and the first difference.
//!
//! 1. *Results*: what each call returned and left in the program's memory.
//! 2. *Crossings and copies*: doors in order, faults, copies by direction and
//!    length.
//! 3. *Path*: every function that the model enters appears in the real trace,
//!    nested and ordered the same way, unless no tracer can see it. The model
//!    may leave out, never invent or reorder.
//! 4. *Coverage*: how much of the real path the model has; reported, not
//!    judged.
//!
//! What is the machine's own is masked by one table, [`masks::MASKS`].

mod boundary;
pub mod calls;
pub mod coverage;
pub mod elided;
pub mod masks;
mod path;
mod results;
pub mod stated;
mod tree;

use calls::CallRecord;
use coverage::Coverage;

use crate::trace::Trace;

/// In which respect two traces differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Aspect {
    /// One ran calls that the other did not run.
    Calls,
    /// A call's result, or what it left in memory.
    Result,
    /// Signals that were taken.
    Signal,
    /// The doors that were passed, faults included.
    Door,
    /// The copies across the boundary.
    Copy,
    /// The functions on the way.
    Path,
}

impl Aspect {
    /// What the aspect is called: English, Chinese.
    #[must_use]
    pub fn title(self) -> (&'static str, &'static str) {
        match self {
            Aspect::Calls => ("calls", "调用"),
            Aspect::Result => ("result", "结果"),
            Aspect::Signal => ("signals", "信号"),
            Aspect::Door => ("crossings", "穿越"),
            Aspect::Copy => ("copies", "拷贝"),
            Aspect::Path => ("path", "路径"),
        }
    }
}

/// A difference: what each side has, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// In what.
    pub aspect: Aspect,
    /// Line of the program, from 0.
    pub line: u32,
    /// What the first trace (the model's) has.
    pub model: String,
    /// What the second trace (the real one's) has.
    pub real: String,
    /// Event of the first trace to look at.
    pub model_event: usize,
    /// Event of the second trace to look at.
    pub real_event: usize,
}

/// What came out for a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallVerdict {
    /// Line of the program, from 0.
    pub line: u32,
    /// The first difference, if there is one.
    pub difference: Option<Difference>,
    /// How much of the real path the model has.
    pub coverage: Coverage,
}

/// What came out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// Each call that both ran, in the program's order.
    pub calls: Vec<CallVerdict>,
    /// Both ran the same calls?
    pub missing: Option<Difference>,
    /// Did both traces have functions, so that paths could be compared?
    pub paths: bool,
}

impl Comparison {
    /// Do the traces agree?
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.first().is_none()
    }

    /// The first difference.
    #[must_use]
    pub fn first(&self) -> Option<&Difference> {
        self.calls.iter().find_map(|call| call.difference.as_ref()).or(self.missing.as_ref())
    }

    /// Coverage of all calls together.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.calls.iter().fold(Coverage::default(), |sum, call| sum.and(&call.coverage))
    }
}

/// Compares the model's trace with a real one of the same program.
#[must_use]
pub fn compare(model: &Trace, real: &Trace) -> Comparison {
    let paths = model.header.functions && real.header.functions;
    let (ours, theirs) = (calls::collect(model), calls::collect(real));
    let masks = masks::of_program(&model.header.program);
    let mut verdicts = Vec::new();
    let mut missing = None;
    for our in &ours {
        let Some(their) = call_at(&theirs, our.line) else {
            missing.get_or_insert_with(|| absent(our, "ran", "did not run"));
            continue;
        };
        let mask = masks.get(&our.line).copied();
        let sides = Sides { model, real, our, their };
        let difference = results::differ(&sides, mask)
            .or_else(|| boundary::signals(&sides))
            .or_else(|| if paths { boundary::doors(&sides) } else { None })
            .or_else(|| if paths { boundary::copies(&sides, mask) } else { None })
            .or_else(|| if paths { path::differ(&sides) } else { None });
        let coverage = if paths { coverage::measure(&sides) } else { Coverage::default() };
        verdicts.push(CallVerdict { line: our.line, difference, coverage });
    }
    if let Some(their) = theirs.iter().find(|their| call_at(&ours, their.line).is_none()) {
        missing.get_or_insert_with(|| absent(their, "did not run", "ran"));
    }
    Comparison { calls: verdicts, missing, paths }
}

/// The call of a line, among calls in the program's order.
fn call_at(calls: &[CallRecord], line: u32) -> Option<&CallRecord> {
    calls.get(calls.partition_point(|call| call.line < line)).filter(|call| call.line == line)
}

/// A call in both traces.
struct Sides<'t> {
    model: &'t Trace,
    real: &'t Trace,
    our: &'t CallRecord,
    their: &'t CallRecord,
}

impl Sides<'_> {
    fn difference(&self, aspect: Aspect, model: String, real: String) -> Difference {
        self.difference_at(aspect, model, real, self.our.begin, self.their.begin)
    }

    fn difference_at(
        &self,
        aspect: Aspect,
        model: String,
        real: String,
        model_event: usize,
        real_event: usize,
    ) -> Difference {
        Difference { aspect, line: self.our.line, model, real, model_event, real_event }
    }
}

fn absent(call: &CallRecord, model: &str, real: &str) -> Difference {
    Difference {
        aspect: Aspect::Calls,
        line: call.line,
        model: model.to_owned(),
        real: real.to_owned(),
        model_event: call.begin,
        real_event: 0,
    }
}
