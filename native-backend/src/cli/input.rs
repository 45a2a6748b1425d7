//! Reading what was named on the command line.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Failure;

/// A longer program is not read: neither we nor anyone else wrote it.
const MOST: u64 = 64 << 20;

/// A program's name, for messages, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
}

/// Reads a program; `-` is the standard input.
pub fn program(path: &Path) -> Result<Source, Failure> {
    let name = name(path);
    let bytes = bytes(path)?;
    match text(bytes) {
        Ok(text) => Ok(Source { name, text }),
        Err(why) => Err(Failure::NotText { name, why }),
    }
}

/// The name to use in messages.
pub fn name(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads a file; `-` is the standard input.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |source| Failure::File { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    if is_stdin(path) {
        io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
    } else {
        File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(failed)?;
    }
    Ok(bytes)
}

/// A program is text, or says where it is not.
fn text(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() as u64 > MOST {
        return Err(format!("{} bytes are too many for a program (64 MiB at most)", bytes.len()));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(format!("{}: a NUL byte: this is not a program's text", place(&bytes, at)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let place = place(error.as_bytes(), at);
        format!("{place}: not UTF-8: this is not a program's text")
    })
}

fn place(bytes: &[u8], at: usize) -> String {
    let before = &bytes[..at];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    format!("line {line}, column {column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_named_with_its_place() {
        assert_eq!(text(b"getpid()\n".to_vec()).unwrap(), "getpid()\n");
        assert!(text(b"a\nbc\0".to_vec()).unwrap_err().starts_with("line 2, column 3: a NUL"));
        let wrong = "\u{4fe1}\u{606f}".bytes().chain([0xff]).collect();
        assert!(text(wrong).unwrap_err().starts_with("line 1, column 3: not UTF-8"));
    }
}
