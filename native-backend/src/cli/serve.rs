//! `ringside serve` and `ringside lab`

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use super::args::{LabArgs, ListenArgs, ServeArgs};
use super::lab_at_hand::boot;
use super::output::{DIM, STRONG, Screen, WARN, paint};
use super::{Exit, Failure};
use crate::kernels::{Kernels, On, Real};
use crate::lab::broker::Broker;
use crate::server::{self, Config};

pub fn lab(args: &LabArgs, screen: &mut Screen) -> Result<Exit, Failure> {
    let lab = boot(&args.kernel, screen)?;
    listen(&args.listen, Some(lab), screen)
}

pub fn serve(args: &ServeArgs, screen: &mut Screen) -> Result<Exit, Failure> {
    let lab = match &args.lab {
        Some(kernel) => Some(boot(kernel, screen)?),
        None => None,
    };
    listen(&args.listen, lab, screen)
}

fn listen(args: &ListenArgs, lab: Option<Broker>, screen: &mut Screen) -> Result<Exit, Failure> {
    let config = Config {
        listen: args.listen,
        port: args.port,
        dist: args.dist.clone(),
        origins: args.allow_origin.clone(),
        allow_any: args.allow_any,
        ..Config::default()
    };
    let kernels = Real { here: args.here };
    let on = if lab.is_some() || has_lab(&kernels) { On::Lab } else { On::Model };
    let runtime = Runtime::new()?;
    let ended = runtime.block_on(async {
        let address = format!("{}:{}", args.listen, args.port);
        let server = server::start(config, Arc::new(kernels))
            .await
            .map_err(|source| Failure::Serve { address, source })?;
        screen.line(format_args!("open   {}", paint(STRONG, server.link(on.name()))))?;
        screen.line(format_args!("watch  {}", server.watch_link()))?;
        warn(args, screen);
        screen.remark(paint(DIM, "Ctrl-C ends it"));
        screen.flush()?;
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        screen.remark("ending …");
        Ok(server.stop().await?)
    });
    // A run in progress must not hold up the end.
    runtime.shutdown_timeout(Duration::from_millis(200));
    drop(lab);
    ended.map(|()| Exit::Fine)
}

fn has_lab(kernels: &Real) -> bool {
    kernels.available().iter().any(|available| available.on == On::Lab)
}

fn warn(args: &ListenArgs, screen: &mut Screen) {
    let warning = paint(WARN, "careful");
    if !args.dist.join("index.html").exists() {
        let dist = args.dist.display();
        screen.remark(format_args!("{warning}: there is no page in {dist}: run `make page`"));
    }
    if !args.listen.is_loopback() {
        let why = "others on the network can reach this server, and the links are not encrypted";
        screen.remark(format_args!("{warning}: {why}"));
    }
    if args.allow_any && args.here {
        let why = "whoever has the link can run any call on this machine, with your rights";
        screen.remark(format_args!("{warning}: {why}"));
    }
}
