//! The built page's files.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::path::Path;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tower_http::compression::Compression;
use tower_http::services::ServeDir;

/// Files of the folder: `x.br` in place of `x` where it exists and the browser
/// takes it, else compressed as they go.
pub fn service(dist: &Path) -> Compression<ServeDir<Missing>> {
    let built = dist.join("index.html").exists();
    Compression::new(ServeDir::new(dist).precompressed_br().fallback(Missing { built }))
}

/// What is said where there is no file.
#[derive(Clone, Copy, Debug)]
pub struct Missing {
    built: bool,
}

impl tower_service::Service<Request<Body>> for Missing {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        let why = if self.built {
            "there is no such file\n"
        } else {
            "the page is not built: run `make page`, or give its folder with --dist\n"
        };
        ready(Ok((StatusCode::NOT_FOUND, why).into_response()))
    }
}
