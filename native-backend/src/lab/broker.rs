//! Shares a running lab: whoever may use our runtime directory can run
//! programs on it, one at a time, with the same messages that the guest takes.

use std::{
    env,
    fs::{self, DirBuilder},
    io,
    os::unix::{
        fs::{DirBuilderExt, MetadataExt},
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use rustix::process::getuid;

use super::{
    Lab, LabError,
    wire::{self, MAX_REPLY, MAX_REQUEST, Reply, Request, RunOptions, WireError},
};

/// How many may be connected at once.
const CLIENTS: usize = 32;

/// The socket of the shared lab with this kernel.
pub fn socket(kernel: &str) -> Result<PathBuf, LabError> {
    Ok(runtime_directory()?.join(format!("lab-{kernel}.sock")))
}

/// Is a lab with this kernel running and shared?
#[must_use]
pub fn is_shared(kernel: &str) -> bool {
    socket(kernel).is_ok_and(|path| is_listening(&path))
}

/// Does someone listen at this socket?
#[must_use]
pub fn is_listening(socket: &Path) -> bool {
    UnixStream::connect(socket).is_ok()
}

/// `$XDG_RUNTIME_DIR/ringside`, or `/tmp/ringside-UID`; for us alone.
pub fn runtime_directory() -> Result<PathBuf, LabError> {
    let path = match env::var_os("XDG_RUNTIME_DIR") {
        Some(base) if Path::new(&base).is_absolute() => PathBuf::from(base).join("ringside"),
        _ => env::temp_dir().join(format!("ringside-{}", getuid().as_raw())),
    };
    private_directory(&path)?;
    Ok(path)
}

/// Makes the directory, or checks that it is a real one and ours alone: in /tmp
/// anyone may have made it before us.
fn private_directory(path: &Path) -> Result<(), LabError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    let metadata = fs::symlink_metadata(path)?;
    let why = if !metadata.is_dir() {
        "it is not a directory".to_owned()
    } else if metadata.uid() != getuid().as_raw() {
        format!("it belongs to user {}", metadata.uid())
    } else if metadata.mode() & 0o077 != 0 {
        format!("its mode is {:o}", metadata.mode() & 0o7777)
    } else {
        return Ok(());
    };
    Err(LabError::UnsafeDirectory { path: path.to_owned(), why })
}

/// A shared lab; ends, with the lab, when it is dropped.
#[derive(Debug)]
pub struct Broker {
    path: PathBuf,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    lab: Mutex<Option<Lab>>,
    ended: Mutex<bool>,
    end: Condvar,
    clients: AtomicUsize,
}

impl Broker {
    /// Shares `lab` at `path` (see [`socket`]).
    pub fn start(lab: Lab, path: &Path) -> Result<Self, LabError> {
        let listener = listen(path)?;
        let shared = Arc::new(Shared {
            lab: Mutex::new(Some(lab)),
            ended: Mutex::new(false),
            end: Condvar::new(),
            clients: AtomicUsize::new(0),
        });
        let broker = Self { path: path.to_owned(), shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                if *lock(&shared.ended) {
                    break;
                }
                match stream {
                    Ok(stream) => admit(&shared, stream),
                    // out of descriptors, perhaps: not a reason to spin
                    Err(_) => thread::sleep(Duration::from_millis(100)),
                }
            }
        });
        Ok(broker)
    }

    /// Where the lab is shared.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits until someone shuts the lab down.
    pub fn wait(&self) {
        let mut ended = lock(&self.shared.ended);
        while !*ended {
            ended = self.shared.end.wait(ended).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        // Our path goes first: after it, someone else's socket may be there.
        let _ = fs::remove_file(&self.path);
        self.shared.finish();
    }
}

/// Takes the place of a socket that nobody listens at any more.
fn listen(path: &Path) -> Result<UnixListener, LabError> {
    match UnixListener::bind(path) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            if is_listening(path) {
                return Err(LabError::AlreadyRunning(path.to_owned()));
            }
            fs::remove_file(path)?;
            Ok(UnixListener::bind(path)?)
        }
        bound => Ok(bound?),
    }
}

fn admit(shared: &Arc<Shared>, mut stream: UnixStream) {
    if shared.clients.fetch_add(1, Ordering::Relaxed) >= CLIENTS {
        shared.clients.fetch_sub(1, Ordering::Relaxed);
        let full = Reply::Failed(format!("the lab has {CLIENTS} users already"));
        let _ = wire::send(&mut stream, &full, MAX_REPLY);
        return;
    }
    let shared = Arc::clone(shared);
    thread::spawn(move || {
        if let Err(error) = shared.serve(stream) {
            tracing::debug!("lab's client: {error}");
        }
        shared.clients.fetch_sub(1, Ordering::Relaxed);
    });
}

impl Shared {
    fn serve(&self, mut client: UnixStream) -> Result<(), WireError> {
        let hello = match &*lock(&self.lab) {
            Some(lab) => Reply::Ready(lab.hello().clone()),
            None => Reply::Failed(LabError::Gone.to_string()),
        };
        wire::send(&mut client, &hello, MAX_REPLY)?;
        while let Some(request) = wire::receive::<Request>(&mut client, MAX_REQUEST)? {
            let reply = match request {
                Request::Ping => Reply::Pong,
                Request::Run { program, options } => match self.run(&program, &options) {
                    Ok(trace) => Reply::Trace(trace),
                    Err(error) => Reply::Failed(error.to_string()),
                },
                Request::Shutdown => {
                    self.finish();
                    return Ok(());
                }
            };
            wire::send(&mut client, &reply, MAX_REPLY)?;
        }
        Ok(())
    }

    /// Waits for its turn. A lab that died is booted again for the next one who
    /// asks: the one whose program killed it has been told so.
    fn run(&self, program: &str, options: &RunOptions) -> Result<Vec<u8>, LabError> {
        let mut guard = lock(&self.lab);
        let lab = guard.as_mut().ok_or(LabError::Gone)?;
        if lab.is_dead()
            && let Some(config) = lab.config().cloned()
        {
            *lab = Lab::boot(&config)?;
        }
        lab.run(program, options)
    }

    fn finish(&self) {
        if let Some(lab) = lock(&self.lab).take() {
            let _ = lab.shutdown();
        }
        *lock(&self.ended) = true;
        self.end.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::time::Instant;

    #[test]
    fn only_a_directory_of_our_own_will_do() {
        let base = env::temp_dir().join(format!("ringside-test-{}", std::process::id()));
        fs::create_dir(&base).unwrap();
        let fresh = base.join("fresh");
        private_directory(&fresh).unwrap();
        private_directory(&fresh).unwrap();
        assert_eq!(fs::metadata(&fresh).unwrap().mode() & 0o777, 0o700);

        let link = base.join("link");
        symlink(&fresh, &link).unwrap();
        let open = base.join("open");
        fs::create_dir(&open).unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).unwrap();
        for bad in [link, open] {
            assert!(
                matches!(private_directory(&bad), Err(LabError::UnsafeDirectory { .. })),
                "{}",
                bad.display()
            );
        }
        fs::remove_dir_all(&base).unwrap();
    }

    #[test]
    fn a_socket_that_nobody_listens_at_is_replaced() {
        let path = env::temp_dir().join(format!("ringside-test-{}.sock", std::process::id()));
        drop(UnixListener::bind(&path).unwrap());
        assert!(path.exists());
        // A process that another test is just forking has the socket until it
        // becomes what it is to be.
        let patience = Instant::now() + Duration::from_secs(10);
        while is_listening(&path) && Instant::now() < patience {
            thread::yield_now();
        }
        let listener = listen(&path).unwrap();
        assert!(matches!(listen(&path), Err(LabError::AlreadyRunning(_))));
        drop(listener);
        fs::remove_file(&path).unwrap();
    }
}
