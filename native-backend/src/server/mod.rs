//! The server: the built page, and a WebSocket by which the page runs programs.
//!
//! # Protocol
//!
//! `GET /api/run`, a WebSocket. The page opens it with two subprotocols,
//!
//! ```js
//! new WebSocket(`ws://${location.host}/api/run`, ["ringside.v1", `token.${token}`])
//! ```
//!
//! and the server answers with `ringside.v1`. The token travels there because
//! it is the one header that a page can set on a WebSocket: in the URL it
//! would end up in histories and logs. The page gets it from the link that the
//! server prints, `http://127.0.0.1:8080/#token=…&on=lab`; what follows `#` is
//! never sent. A link with `&watch=1` carries a second token, which can watch
//! and not run.
//!
//! Text frames are JSON, one object with one member that says what it is;
//! binary frames are pieces of a trace ([`codec`](ringside_core::trace::codec)),
//! cut anywhere: put together they are a `.ringside` file.
//!
//! | from | frame | |
//! |---|---|---|
//! | server | `{"hello": {"version", "run", "kernels": [{"on", "kernel", "release", "label"}]}}` | once, first; `run` says whether this token may run |
//! | page | `{"program": "…", "on": "lab", "kernel": "6.1", "functions": true}` | run this; the last two may be left out |
//! | page | `{"watch": true}` | show me what others run, from now on |
//! | server | `{"begin": {"run", "on", "missed"}}` | a trace begins; `missed` counts runs that a watcher saw nothing of |
//! | server | binary … | |
//! | server | `{"done": {"run", "events", "bytes", "milliseconds"}}` | it is complete |
//! | server | `{"error": {"kind", "message", "diagnostics"}}` | instead of, or after `begin`; the socket stays open |
//!
//! `kind` is `request` (not understood), `program` (then `diagnostics` is a
//! list of `{"line", "column", "end", "message", "expected"}`, counted from 1),
//! `refused` (it does what it may not), `unavailable`, `busy`, `rate`, `time`,
//! `forbidden` or `failed`.
//!
//! Requests of one socket run one after the other; over all sockets one
//! program runs at a time and a few wait. Whoever reads slowly never holds up
//! a run: a watcher who is still behind when the next run begins gets
//! a [lost section](ringside_core::trace::codec::lost_section) for the events
//! left out, which decodes to a note, then the end, then the next run.
//!
//! `GET /api/status` with `Authorization: Bearer TOKEN` says what `hello` says.
//!
//! # Trust
//!
//! A program that runs here can do harm, so: loopback unless told otherwise; a
//! token of 160 random bits, compared in constant time; `Host` must be ours
//! (no DNS rebinding) and `Origin`, if there is one, too (no cross-site
//! WebSocket); limits on message size, rate, time, waiting runs and sockets; a
//! strict content security policy.

mod app;
mod connection;
mod gate;
mod page;
mod policy;
mod protocol;
mod rate;
mod run;
mod tape;
mod token;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::kernels::Kernels;
use app::App;
pub use protocol::{Hello, SUBPROTOCOL};
pub use token::Token;

/// How long the end waits for those who are connected.
const LEAVE: Duration = Duration::from_secs(2);

/// How to serve.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on.
    pub listen: IpAddr,
    /// Port, 0 for any that is free.
    pub port: u16,
    /// Where the built page is.
    pub dist: PathBuf,
    /// Origins besides our own that may use us, `http://name:port`.
    pub origins: Vec<String>,
    /// Allow calls that are not on the list of harmless ones.
    pub allow_any: bool,
    /// Limits.
    pub limits: Limits,
}

/// What one server puts up with.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Longest message from a page, in bytes.
    pub message: usize,
    /// Runs in a minute, of all pages together.
    pub runs_per_minute: usize,
    /// How long a program may run.
    pub run: Duration,
    /// How much longer preparing and ending its run may take.
    pub margin: Duration,
    /// How many runs may wait for their turn.
    pub waiting: usize,
    /// How many sockets may be open.
    pub sockets: usize,
    /// How long a reader may take for one frame before it is given up.
    pub send: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            message: 1 << 20,
            runs_per_minute: 120,
            run: Duration::from_secs(10),
            margin: Duration::from_secs(70),
            waiting: 16,
            sockets: 1200,
            send: Duration::from_secs(20),
        }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8080,
            dist: PathBuf::from("dist"),
            origins: Vec::new(),
            allow_any: false,
            limits: Limits::default(),
        }
    }
}

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    run: Token,
    watch: Token,
    stop: watch::Sender<bool>,
    task: JoinHandle<io::Result<()>>,
    /// Places of sockets: when all are free, none is open.
    open: (Arc<Semaphore>, usize),
}

/// Starts a server; it ends with [`Server::stop`].
///
/// # Errors
/// If the address cannot be listened on, an origin is not one, or the system
/// has no random numbers.
pub async fn start(config: Config, kernels: Arc<dyn Kernels>) -> io::Result<Server> {
    let listener = TcpListener::bind((config.listen, config.port)).await?;
    let address = listener.local_addr()?;
    let (run, watch) = (Token::new()?, Token::new()?);
    let (stop, stopped) = watch::channel(false);
    let gate = gate::Gate::new(address, &config.origins)?;
    let tokens = (run.clone(), watch.clone());
    let sockets = config.limits.sockets;
    let app = App::new(config, gate, kernels, tokens, stopped.clone());
    let open = (Arc::clone(&app.sockets), sockets);
    let router = app::router(app);
    let task = tokio::spawn(async move {
        let over = async move {
            let mut stopped = stopped;
            // An error means that the server itself is gone: stop as well.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        axum::serve(listener, router).with_graceful_shutdown(over).await
    });
    Ok(Server { address, run, watch, stop, task, open })
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The token with which programs can be run.
    #[must_use]
    pub fn token(&self) -> &Token {
        &self.run
    }

    /// The token with which one can only watch.
    #[must_use]
    pub fn watch_token(&self) -> &Token {
        &self.watch
    }

    /// The link that opens the page with the right to run programs.
    #[must_use]
    pub fn link(&self, on: &str) -> String {
        format!("http://{}/#token={}&on={on}", self.host(), self.run.reveal())
    }

    /// The link for those who only watch.
    #[must_use]
    pub fn watch_link(&self) -> String {
        format!("http://{}/#token={}&watch=1", self.host(), self.watch.reveal())
    }

    fn host(&self) -> SocketAddr {
        let mut host = self.address;
        if host.ip().is_unspecified() {
            host.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        host
    }

    /// Takes no more connections, closes the sockets and waits for what is
    /// being answered.
    ///
    /// # Errors
    /// If serving had failed.
    pub async fn stop(self) -> io::Result<()> {
        self.stop.send_replace(true);
        let (places, count) = &self.open;
        let all = u32::try_from(*count).unwrap_or(u32::MAX);
        // Those who do not take their leave in time are left.
        let _ = timeout(LEAVE, places.acquire_many(all)).await;
        match timeout(LEAVE, self.task).await {
            Ok(ended) => ended.map_err(io::Error::other)?,
            Err(_) => Ok(()),
        }
    }
}
