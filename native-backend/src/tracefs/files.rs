//! Reading and writing tracefs's files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Unavailable;

/// Where tracefs is.
pub fn find() -> Result<PathBuf, Unavailable> {
    let mut result = Unavailable::NotMounted;
    for place in ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"] {
        let place = Path::new(place);
        match fs::metadata(place.join("trace_clock")) {
            Ok(_) => return Ok(place.to_owned()),
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
                result = Unavailable::NotPermitted
            }
            Err(_) => {}
        }
    }
    Err(result)
}

/// A file's content.
pub fn read(path: &Path) -> Result<String, Unavailable> {
    fs::read_to_string(path).map_err(|error| failed(path, error))
}

/// Writes to a file, which most of tracefs's take as a command.
pub fn write(path: &Path, text: &str) -> Result<(), Unavailable> {
    fs::write(path, text).map_err(|error| failed(path, error))
}

/// Adds to a file's list.
pub fn append(path: &Path, text: &str) -> Result<(), Unavailable> {
    fs::OpenOptions::new()
        .append(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| failed(path, error))
}

/// Adds to a list of functions, which takes effect when the file is closed. A
/// name that this kernel does not have is left out.
pub fn append_each<T: AsRef<str>>(
    path: &Path,
    names: impl IntoIterator<Item = T>,
) -> Result<(), Unavailable> {
    let mut file =
        fs::OpenOptions::new().append(true).open(path).map_err(|error| failed(path, error))?;
    for name in names {
        let _ = file.write_all(format!("{}\n", name.as_ref()).as_bytes());
    }
    Ok(())
}

fn failed(path: &Path, error: io::Error) -> Unavailable {
    if error.kind() == io::ErrorKind::PermissionDenied {
        Unavailable::NotPermitted
    } else {
        Unavailable::File { path: path.display().to_string(), error }
    }
}

/// The choice in square brackets: `local [global] mono`.
pub fn chosen(text: &str) -> Option<&str> {
    let start = text.find('[')? + 1;
    text[start..].split(']').next()
}
