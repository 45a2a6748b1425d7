//! A real kernel, run by the backend that serves this page, over a WebSocket.
//! The protocol is described in the backend's `server` module.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use ringside_core::program::Diagnostic;
use ringside_core::program::ast::Span;
use ringside_core::trace::{Trace, codec};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BinaryType, CloseEvent, Event, MessageEvent, WebSocket};

use super::json::{Json, quoted};

/// The protocol's name.
const PROTOCOL: &str = "ringside.v1";

/// How a run ended.
#[derive(Debug)]
pub enum Answer {
    /// With a trace.
    Trace(Box<Trace>),
    /// The program is wrong.
    Program(Vec<Diagnostic>),
    /// It was refused, or failed: why.
    Refused(String),
    /// The connection ended: why.
    Closed(String),
}

/// A run that is under way. It ends when this is dropped.
#[derive(Debug)]
pub struct Run {
    socket: WebSocket,
    _listeners: [EventListener; 2],
}

impl Drop for Run {
    fn drop(&mut self) {
        // Closing a socket that is closed is not an error.
        let _ = self.socket.close();
    }
}

/// What is being received.
struct Receiver {
    request: Option<(String, String)>,
    bytes: Vec<u8>,
}

/// Runs a program on a kernel of the backend; the answer comes once.
///
/// # Errors
/// If no connection can be opened.
pub fn run(
    token: &str,
    on: &str,
    program: &str,
    answer: impl Fn(Answer) + 'static,
) -> Result<Run, String> {
    let location = gloo::utils::window().location();
    let scheme = if location.protocol().as_deref() == Ok("https:") { "wss" } else { "ws" };
    let url = format!("{scheme}://{}/api/run", location.host().unwrap_or_default());
    let protocols = Array::of2(&PROTOCOL.into(), &format!("token.{token}").into());
    let socket = WebSocket::new_with_str_sequence(&url, &protocols).map_err(|e| message(&e))?;
    socket.set_binary_type(BinaryType::Arraybuffer);

    let answer = Rc::new(RefCell::new(Some(answer)));
    let receiver = Rc::new(RefCell::new(Receiver {
        request: Some((on.to_owned(), program.to_owned())),
        bytes: Vec::new(),
    }));
    let on_message = {
        let (answer, socket) = (answer.clone(), socket.clone());
        move |event: &Event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let said = receiver.borrow_mut().take(&event.data(), &socket);
            // The answer may drop this run, so nothing is borrowed any more.
            if let Some((said, answer)) = said.and_then(|said| Some((said, answer.take()?))) {
                answer(said);
            }
        }
    };
    let on_close = move |event: &Event| {
        let close = event.dyn_ref::<CloseEvent>();
        let why = close.map(|close| format!("{} {}", close.code(), close.reason()));
        if let Some(answer) = answer.take() {
            answer(Answer::Closed(why.unwrap_or_default().trim().to_owned()));
        }
    };
    Ok(Run {
        _listeners: [
            EventListener::new(&socket, "message", on_message),
            EventListener::new(&socket, "close", on_close),
        ],
        socket,
    })
}

impl Receiver {
    /// Takes a frame in; an answer is the end of the run.
    fn take(&mut self, data: &JsValue, socket: &WebSocket) -> Option<Answer> {
        if let Some(buffer) = data.dyn_ref::<ArrayBuffer>() {
            self.bytes.extend(Uint8Array::new(buffer).to_vec());
            return None;
        }
        let said = Json::parse(&data.as_string()?)?;
        if let Some(hello) = said.get("hello") {
            return self.hello(&hello, socket);
        }
        if said.get("done").is_some() {
            return Some(match codec::decode(&self.bytes) {
                Ok(trace) => Answer::Trace(Box::new(trace)),
                Err(error) => Answer::Refused(error.to_string()),
            });
        }
        let error = said.get("error")?;
        let diagnostics = error.get("diagnostics").map(|list| list.items()).unwrap_or_default();
        let diagnostics: Vec<Diagnostic> = diagnostics.iter().map(diagnostic).collect();
        if diagnostics.is_empty() {
            Some(Answer::Refused(error.text("message").unwrap_or_default()))
        } else {
            Some(Answer::Program(diagnostics))
        }
    }

    fn hello(&mut self, hello: &Json, socket: &WebSocket) -> Option<Answer> {
        let (on, program) = self.request.take()?;
        let kernels = hello.get("kernels").map(|list| list.items()).unwrap_or_default();
        let kernel = kernels.iter().find(|one| one.text("on").as_deref() == Some(on.as_str()));
        // Without one of that kind, the server itself says what is wrong.
        let version = kernel.and_then(|kernel| kernel.text("kernel"));
        let version = version.filter(|_| on == "lab");
        let version = version.map(|version| format!(",\"kernel\":{}", quoted(&version)));
        let request = format!(
            "{{\"program\":{},\"on\":{}{}}}",
            quoted(&program),
            quoted(&on),
            version.unwrap_or_default(),
        );
        socket.send_with_str(&request).err().map(|error| Answer::Closed(message(&error)))
    }
}

fn diagnostic(said: &Json) -> Diagnostic {
    let number = |name: &str| said.number(name).unwrap_or(1);
    let expected = said.get("expected").map(|list| list.items()).unwrap_or_default();
    Diagnostic {
        span: Span { line: number("line"), column: number("column"), end: number("end") },
        message: said.text("message").unwrap_or_default(),
        expected: expected.iter().filter_map(Json::as_text).collect(),
        source: String::new(),
        source_column: 1,
    }
}

fn message(error: &JsValue) -> String {
    let error = error.dyn_ref::<js_sys::Error>();
    error.map(|error| String::from(error.message())).unwrap_or_default()
}
