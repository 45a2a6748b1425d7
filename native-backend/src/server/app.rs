//! What the server's parts share, and which request goes where.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use tokio::sync::{Mutex, Semaphore, watch};
use tokio::task::spawn_blocking;

use super::gate::Gate;
use super::policy::Policy;
use super::protocol::{Hello, SUBPROTOCOL};
use super::run::Runs;
use super::token::Token;
use super::{Config, connection, page};
use crate::kernels::{Available, Kernels};

/// How long it is believed which kernels there are.
const FRESH: Duration = Duration::from_secs(3);

pub struct App {
    pub config: Config,
    pub kernels: Arc<dyn Kernels>,
    pub runs: Runs,
    pub stopped: watch::Receiver<bool>,
    pub sockets: Arc<Semaphore>,
    gate: Gate,
    policy: Policy,
    run: Token,
    watch: Token,
    available: Mutex<Option<(Instant, Vec<Available>)>>,
}

/// What a token allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rights {
    Run,
    Watch,
}

impl App {
    pub fn new(
        config: Config,
        gate: Gate,
        kernels: Arc<dyn Kernels>,
        (run, watch): (Token, Token),
        stopped: watch::Receiver<bool>,
    ) -> Arc<App> {
        Arc::new(App {
            runs: Runs::new(config.limits.clone(), config.allow_any),
            sockets: Arc::new(Semaphore::new(config.limits.sockets)),
            policy: Policy::new(&config.dist),
            available: Mutex::new(None),
            config,
            kernels,
            stopped,
            gate,
            run,
            watch,
        })
    }

    /// What the server says about itself. Asking the lab takes time, and a
    /// whole class connects at once: one asks, the others take its answer.
    pub async fn hello(&self, rights: Rights) -> Hello {
        let mut available = self.available.lock().await;
        let kernels = match &*available {
            Some((when, kernels)) if when.elapsed() < FRESH => kernels.clone(),
            _ => {
                let kernels = Arc::clone(&self.kernels);
                let asked = spawn_blocking(move || kernels.available()).await.unwrap_or_default();
                *available = Some((Instant::now(), asked.clone()));
                asked
            }
        };
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Hello { version, run: rights == Rights::Run, kernels }
    }

    fn rights(&self, token: Option<&str>) -> Option<Rights> {
        let token = token?;
        // Both are compared, whichever it is.
        match (self.run.matches(token), self.watch.matches(token)) {
            (true, _) => Some(Rights::Run),
            (_, true) => Some(Rights::Watch),
            _ => None,
        }
    }
}

pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/api/run", get(run))
        .route("/api/status", get(status))
        .fallback_service(page::service(&app.config.dist))
        .layer(from_fn_with_state(Arc::clone(&app), guard))
        .with_state(app)
}

/// Before everything: is the request ours? After it: what the browser must know.
async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = match app.gate.check(request.headers(), request.uri()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => (StatusCode::FORBIDDEN, format!("{refusal}\n")).into_response(),
    };
    app.policy.apply(&path, response.headers_mut());
    response
}

async fn run(State(app): State<Arc<App>>, headers: HeaderMap, ws: WebSocketUpgrade) -> Response {
    let offered: Vec<_> = headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(',').map(str::trim))
        .collect();
    if !offered.contains(&SUBPROTOCOL) {
        let why = format!("ask for the subprotocol {SUBPROTOCOL}\n");
        return (StatusCode::BAD_REQUEST, why).into_response();
    }
    let Some(rights) = app.rights(offered.iter().find_map(|name| name.strip_prefix("token.")))
    else {
        return unauthorized();
    };
    let Ok(permit) = Arc::clone(&app.sockets).try_acquire_owned() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "too many are connected\n").into_response();
    };
    // What is a little too long is read and then refused in words: closing on
    // unread bytes would reset the connection, and the words would be lost.
    let most = app.config.limits.message.saturating_mul(4);
    ws.protocols([SUBPROTOCOL])
        .max_message_size(most)
        .max_frame_size(most)
        .on_upgrade(move |socket| connection::serve(app, socket, rights, permit))
}

async fn status(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let token = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    match app.rights(token.and_then(|value| value.strip_prefix("Bearer "))) {
        Some(rights) => Json(app.hello(rights).await).into_response(),
        None => unauthorized(),
    }
}

fn unauthorized() -> Response {
    let why = "open the link that `ringside` printed: its token is missing or wrong\n";
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")], why).into_response()
}
