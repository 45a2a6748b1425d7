//! What can be said on the command line.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use crate::kernels::{KERNELS, On, Request};

/// Runs programs of system calls on the model kernel and on real ones, and says where they differ
#[derive(Debug, Parser)]
#[command(
    name = "ringside",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "A PROGRAM is a file of calls in strace's notation, or a log of strace; - is the \
                  standard input.\n\n\
                  Exit codes: 0 all is well, 1 kernels differ or a stated result is not met, \
                  2 wrong usage or input, 3 something needed is not there (no lab, no QEMU)."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Run(RunArgs),
    Diff(DiffArgs),
    Lab(LabArgs),
    Serve(ServeArgs),
    Doctor(DoctorArgs),
    Record(RecordArgs),
    Export(ExportArgs),
}

/// Which kernel, and how long.
#[derive(Clone, Debug, Args)]
pub struct KernelArgs {
    /// The version of the model or the lab
    #[arg(long, value_name = "VERSION", default_value = KERNELS[0], value_parser = PossibleValuesParser::new(KERNELS))]
    pub kernel: String,
    /// Run calls that are not on the list of harmless ones
    #[arg(long)]
    pub allow_any: bool,
    /// Stop a program after so long
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub time_limit: u32,
}

impl KernelArgs {
    /// The request for this program.
    #[must_use]
    pub fn request(&self, program: &str, on: On, functions: bool) -> Request {
        Request {
            program: program.to_owned(),
            on,
            kernel: self.kernel.clone(),
            functions,
            limit: Duration::from_secs(self.time_limit.into()),
            allow_any: self.allow_any,
        }
    }
}

/// Run programs and print their calls with results, as strace does
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringside run hello.prog                       on the model\n  \
    ringside run hello.prog --functions           with the kernel's functions and copies\n  \
    ringside run --on lab --kernel 6.12 *.prog    on a real Linux 6.12 (start one: ringside lab)\n  \
    echo 'getpid()' | ringside run - --json       as JSON\n\n\
    A result that a program states (`read(fd, &buf, 10) = 10`) is checked; if one is not met, both \
    values are shown and the exit code is 1.")]
pub struct RunArgs {
    /// Files of programs, or -
    #[arg(required = true, value_name = "PROGRAM")]
    pub programs: Vec<PathBuf>,
    /// Where to run: the model, the lab's real kernel, or the kernel of this machine
    #[arg(long, value_enum, default_value_t)]
    pub on: On,
    #[command(flatten)]
    pub kernel: KernelArgs,
    /// Print the whole trace as JSON
    #[arg(long, conflicts_with_all = ["functions", "check"])]
    pub json: bool,
    /// Print what the kernel does within each call: functions, crossings, copies
    #[arg(long, short)]
    pub functions: bool,
    /// Print only what is not as the program states it
    #[arg(long, conflicts_with = "functions")]
    pub check: bool,
}

/// Run programs on the model and on a real kernel and say where they first differ
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringside diff hello.prog\n  \
    ringside diff --on here tests/programs/*.prog\n\n\
    Compared are results, crossings, copies and the path through the kernel's functions; coverage \
    says how much of the real path the model has. What is the machine's own (process IDs, \
    addresses, /proc/cpuinfo) is masked.")]
pub struct DiffArgs {
    /// Files of programs, or -
    #[arg(required = true, value_name = "PROGRAM")]
    pub programs: Vec<PathBuf>,
    /// The real kernel: the lab's, or that of this machine
    #[arg(long, value_enum, default_value = "lab")]
    pub on: On,
    #[command(flatten)]
    pub kernel: KernelArgs,
    /// Print the verdicts as JSON
    #[arg(long)]
    pub json: bool,
    /// Events to show before and after the first difference
    #[arg(long, value_name = "EVENTS", default_value_t = 4)]
    pub context: usize,
}

/// Where to listen, and for whom.
#[derive(Clone, Debug, Args)]
pub struct ListenArgs {
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The address; others than loopback open the machine to its network
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub listen: IpAddr,
    /// The folder of the built page
    #[arg(long, default_value = "dist")]
    pub dist: PathBuf,
    /// Let pages of this origin use the server too (http://name:port; may be repeated)
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<String>,
    /// Run calls that are not on the list of harmless ones
    #[arg(long)]
    pub allow_any: bool,
    /// Offer the kernel of this machine too
    #[arg(long)]
    pub here: bool,
}

/// Boot a real Linux in a virtual machine, with our module inside, and serve the page with it
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringside lab\n  \
    ringside lab --kernel 6.12 --port 8081\n\n\
    Prints the link to open. While it runs, `ringside run --on lab` and `ringside diff` use it. \
    Ctrl-C ends it.")]
pub struct LabArgs {
    /// The version of the kernel
    #[arg(long, value_name = "VERSION", default_value = KERNELS[0], value_parser = PossibleValuesParser::new(KERNELS))]
    pub kernel: String,
    #[command(flatten)]
    pub listen: ListenArgs,
}

/// Serve the page, and run programs for it
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringside serve                     the page, the model, and each lab that runs\n  \
    ringside serve --lab               boot a lab as well\n  \
    ringside serve --here --allow-any  run anything on this machine: only for machines to lose\n\n\
    Prints a link that may run programs and a link that may only watch.")]
pub struct ServeArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
    /// Boot a lab with this kernel first
    #[arg(long, value_name = "VERSION", num_args = 0..=1, default_missing_value = KERNELS[0], value_parser = PossibleValuesParser::new(KERNELS))]
    pub lab: Option<String>,
}

/// Examine this machine: what works here, and what would make the rest work
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Print the findings as JSON
    #[arg(long)]
    pub json: bool,
}

/// Run programs and keep their traces
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    ringside record tests/programs/*.prog --on lab --out static/recordings\n\n\
    Writes NAME.ringside for each program and index.json, which lists them.")]
pub struct RecordArgs {
    /// Files of programs, or -
    #[arg(required = true, value_name = "PROGRAM")]
    pub programs: Vec<PathBuf>,
    /// Where to run
    #[arg(long, value_enum, default_value = "lab")]
    pub on: On,
    #[command(flatten)]
    pub kernel: KernelArgs,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Print a recorded trace in a form for people and their tools
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    ringside export read.ringside --json | jq '.events[] | select(.event == \"copy\")'")]
pub struct ExportArgs {
    /// A .ringside file, or -
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// As JSON, one event a line
    #[arg(long, required_unless_present = "functions")]
    pub json: bool,
    /// As the tree of the kernel's functions
    #[arg(long, short, conflicts_with = "json")]
    pub functions: bool,
}
