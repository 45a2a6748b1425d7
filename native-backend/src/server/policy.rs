//! What the browser is told to refuse.
//!
//! The page's own start is a script within `index.html` that the build writes;
//! it is allowed by its hash, which is taken from the file, so that nothing
//! else that might get into the page runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Headers that are always the same.
const ALWAYS: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

#[derive(Debug)]
pub struct Policy {
    index: PathBuf,
    known: Mutex<Option<(Option<SystemTime>, HeaderValue)>>,
}

impl Policy {
    pub fn new(dist: &Path) -> Policy {
        Policy { index: dist.join("index.html"), known: Mutex::new(None) }
    }

    /// Adds the headers to an answer for this path.
    pub fn apply(&self, path: &str, headers: &mut HeaderMap) {
        for (name, value) in ALWAYS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert(CONTENT_SECURITY_POLICY, self.content());
        let cache = if path.starts_with("/api/") {
            "no-store"
        } else if is_hashed(path) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    }

    /// The policy for the page as it is now: a rebuilt one has other hashes.
    fn content(&self) -> HeaderValue {
        let changed = fs::metadata(&self.index).and_then(|data| data.modified()).ok();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some((when, value)) if *when == changed => value.clone(),
            _ => {
                let page = fs::read_to_string(&self.index).unwrap_or_default();
                let text = content_security_policy(&page);
                let nothing = HeaderValue::from_static("default-src 'none'");
                let value = HeaderValue::try_from(text).unwrap_or(nothing);
                *known = Some((changed, value.clone()));
                value
            }
        }
    }
}

/// The policy for a page with this source.
///
/// `blob:` workers: the emulator of the tab kernel keeps its clock in one.
/// `'wasm-unsafe-eval'`: WebAssembly, and nothing else, may be compiled.
fn content_security_policy(page: &str) -> String {
    let scripts = hashes(page, "script");
    let styles = hashes(page, "style");
    [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' 'wasm-unsafe-eval'{scripts}"),
        format!("style-src 'self'{styles}"),
        "img-src 'self' data:".to_owned(),
        "font-src 'self'".to_owned(),
        "connect-src 'self'".to_owned(),
        "worker-src 'self' blob:".to_owned(),
        "manifest-src 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}

/// ` 'sha256-…'` for the content of each such element that has any.
fn hashes(page: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let mut all = String::new();
    let mut rest = page;
    while let Some(at) = rest.find(&open) {
        rest = &rest[at + open.len()..];
        let is_it = rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace());
        let Some(content) = rest.find('>').map(|at| &rest[at + 1..]).filter(|_| is_it) else {
            continue;
        };
        let Some(end) = content.find(&close) else {
            break;
        };
        if end > 0 {
            let hash = STANDARD.encode(Sha256::digest(&content[..end]));
            all.push_str(&format!(" 'sha256-{hash}'"));
        }
        rest = &content[end..];
    }
    all
}

/// Does the name hold the hash of its content, as the build names files?
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(['-', '.', '_'])
        .any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_own_script_is_allowed_by_its_hash() {
        let page = "<script type=\"module\">alert(1)</script><scripted>x</scripted>\
                    <script src=\"/a.js\"></script><style>p{}</style>";
        let policy = content_security_policy(page);
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(
            policy.contains(&format!("script-src 'self' 'wasm-unsafe-eval' {hash};")),
            "{policy}"
        );
        assert_eq!(policy.matches("sha256-").count(), 2);
        assert!(!policy.contains("unsafe-inline"));
    }

    #[test]
    fn pages_cut_short_have_a_policy_too() {
        for page in [
            "",
            "<script",
            "<script>",
            "<script>x",
            "<style>\u{4fe1}</script>",
            "<script></script>",
        ] {
            assert!(!content_security_policy(page).contains("sha256"), "{page}");
        }
    }

    #[test]
    fn hashed_names_never_change() {
        assert!(is_hashed("/ringside-web-1f0c2a9b3d4e5f60_bg.wasm"));
        assert!(is_hashed("/snippets/main-1f0c2a9b3d4e5f60.css"));
        assert!(!is_hashed("/index.html"));
        assert!(!is_hashed("/lessons/en/first-crossing.json"));
    }
}
