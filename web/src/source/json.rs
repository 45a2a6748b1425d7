//! JSON from outside, read through the browser's own parser. Whatever is
//! missing or of another kind is simply not there.

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::JsValue;

/// A value of a JSON text.
#[derive(Clone, Debug)]
pub struct Json(JsValue);

impl Json {
    /// Reads a text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Json> {
        JSON::parse(text).ok().map(Json)
    }

    /// A member of an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Json> {
        let value = Reflect::get(&self.0, &JsValue::from_str(name)).ok()?;
        (!value.is_undefined() && !value.is_null()).then_some(Json(value))
    }

    /// A member that is a string.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.0.as_string()
    }

    /// A member that is a number from 0 up.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u32> {
        // A number outside of u32 saturates, which no message of ours has.
        self.get(name)?.0.as_f64().map(|number| number as u32)
    }

    /// A member that is true.
    #[must_use]
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.0.as_bool() == Some(true))
    }

    /// The items of an array.
    #[must_use]
    pub fn items(&self) -> Vec<Json> {
        if Array::is_array(&self.0) {
            Array::from(&self.0).iter().map(Json).collect()
        } else {
            Vec::new()
        }
    }

    /// The string itself.
    #[must_use]
    pub fn as_text(&self) -> Option<String> {
        self.0.as_string()
    }
}

/// A text as a JSON string, quotes included.
#[must_use]
pub fn quoted(text: &str) -> String {
    let quoted = JSON::stringify(&JsValue::from_str(text)).ok();
    quoted.map_or_else(|| "\"\"".to_owned(), String::from)
}
