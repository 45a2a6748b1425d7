//! A lab for a command that needs one: the one that is running, or its own.

use super::Failure;
use super::output::{Screen, WARN, paint};
use crate::kernels::On;
use crate::lab::broker::{Broker, is_shared, socket};
use crate::lab::{Lab, LabConfig};

/// Boots a lab if the command runs programs on one and none is running. It ends
/// with what is returned.
pub fn lab_at_hand(on: On, kernel: &str, screen: &mut Screen) -> Result<Option<Broker>, Failure> {
    if on != On::Lab || is_shared(kernel) {
        return Ok(None);
    }
    boot(kernel, screen).map(Some)
}

/// Boots a lab and shares it with everyone of us on this machine.
pub fn boot(kernel: &str, screen: &mut Screen) -> Result<Broker, Failure> {
    let socket = socket(kernel)?;
    screen.remark(format_args!("booting Linux {kernel} in a virtual machine …"));
    let lab = Lab::boot(&LabConfig { kernel: kernel.to_owned(), ..LabConfig::default() })?;
    let hello = lab.hello();
    let how = match lab.kvm() {
        Some(true) => "KVM",
        _ => "software emulation",
    };
    let (release, seconds) = (&hello.release, lab.boot_time().as_secs_f64());
    screen.remark(format_args!("Linux {release} is connected after {seconds:.1} s ({how})"));
    for trouble in &hello.troubles {
        screen.remark(format_args!("{}: {trouble}", paint(WARN, "lab")));
    }
    Ok(Broker::start(lab, &socket)?)
}
