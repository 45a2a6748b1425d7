//! Recordings: traces that lie beside the page as files.
//!
//! `recordings/index.json` lists them:
//! `[{"file": "…", "name": "…", "release": "…", "machine": "…", "date": "…"}]`, as
//! `ringside record` writes it.

use js_sys::{ArrayBuffer, Uint8Array};
use ringside_core::trace::{Trace, codec};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::examples::EXAMPLES;
use super::json::Json;

/// A recording that can be opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recording {
    /// Its file, beside the index.
    pub file: String,
    /// Its title in English, with kernel, machine and date.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

const FOLDER: &str = "recordings/";

async fn get(file: &str) -> Result<Response, String> {
    let url = format!("{FOLDER}{file}");
    let response = JsFuture::from(gloo::utils::window().fetch_with_str(&url)).await;
    let response = response.map_err(|error| why(&error))?;
    let response: Response = response.dyn_into().map_err(|error| why(&error))?;
    if response.ok() { Ok(response) } else { Err(format!("HTTP {}", response.status())) }
}

/// All recordings. A page without a list has none.
pub async fn list() -> Vec<Recording> {
    let Ok(response) = get("index.json").await else { return Vec::new() };
    let Ok(text) = response.text() else { return Vec::new() };
    let text = JsFuture::from(text).await.ok().and_then(|text| text.as_string());
    let list = text.and_then(|text| Json::parse(&text));
    list.map(|list| list.items().iter().filter_map(recording).collect()).unwrap_or_default()
}

fn recording(entry: &Json) -> Option<Recording> {
    let file = entry.text("file").filter(|file| is_name(file))?;
    let name = entry.text("name").unwrap_or_else(|| file.clone());
    let example = EXAMPLES.iter().find(|example| example.stem() == name);
    let (en, zh) = example.map_or((name.as_str(), name.as_str()), |e| (e.en, e.zh));
    let about = ["release", "machine", "date"].map(|key| entry.text(key).unwrap_or_default());
    let [release, machine, date] = about;
    let label = |title: &str| format!("{title} · Linux {release} · {machine} · {date}");
    Some(Recording { en: label(en), zh: label(zh), file })
}

/// A file in the folder, not a way out of it.
fn is_name(file: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !file.is_empty() && !file.starts_with('.') && file.chars().all(plain)
}

/// Opens a recording.
///
/// # Errors
/// If it cannot be fetched or is not a trace: why.
pub async fn open(recording: &Recording) -> Result<Trace, String> {
    let response = get(&recording.file).await?;
    let buffer = response.array_buffer().map_err(|error| why(&error))?;
    let buffer = JsFuture::from(buffer).await.map_err(|error| why(&error))?;
    let buffer: ArrayBuffer = buffer.dyn_into().map_err(|error| why(&error))?;
    codec::decode(&Uint8Array::new(&buffer).to_vec()).map_err(|error| error.to_string())
}

fn why(error: &JsValue) -> String {
    let error = error.dyn_ref::<js_sys::Error>();
    error.map(|error| String::from(error.message())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_stay_in_the_folder() {
        assert!(is_name("two-bites-6.1.ringside"));
        for bad in ["", "..", "../x", "a/b", "https:x", ".hidden", "a b", "%2e%2e"] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
