//! chromedriver, and with what Chromium is started.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Longer than starting takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// chromedriver: `$CHROMEDRIVER`, or from the path.
pub fn chromedriver() -> Option<PathBuf> {
    found("CHROMEDRIVER", &["chromedriver"])
}

/// Chromium: `$CHROMIUM`, or from the path.
pub fn chromium() -> Option<PathBuf> {
    found("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])
}

fn found(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Some(PathBuf::from(path)).filter(|path| path.exists());
    }
    let path = std::env::var_os("PATH")?;
    let all = names
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |directory| directory.join(name)));
    all.into_iter().find(|path| path.is_file())
}

/// A folder for a browser's profile, removed at the end.
#[derive(Debug)]
pub struct Profile(PathBuf);

impl Profile {
    /// Makes one.
    pub fn new() -> std::io::Result<Profile> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ringside-browser-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path)?;
        Ok(Profile(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // What is left of a temporary folder is the system's to remove.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Chromium's arguments.
pub fn arguments(profile: &Profile) -> Vec<String> {
    let mut arguments = [
        "--headless=new",
        "--window-size=1280,900",
        "--accept-lang=en",
        "--no-first-run",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", profile.path().display()));
    // Chromium has no sandbox for root.
    if std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
        arguments.push("--no-sandbox".to_owned());
    }
    arguments
}

/// A chromedriver that runs.
#[derive(Debug)]
pub struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// Starts one on a port that is free.
    pub async fn start() -> anyhow::Result<Driver> {
        let program = chromedriver().context("no chromedriver")?;
        let mut child = Command::new(program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let output = child.stdout.take().context("chromedriver has no output")?;
        let mut lines = BufReader::new(output).lines();
        let said = async {
            while let Some(line) = lines.next_line().await? {
                let port = line.split("successfully on port ").nth(1);
                if let Some(port) = port.and_then(|port| port.trim_end_matches('.').parse().ok()) {
                    return Ok(port);
                }
            }
            bail!("chromedriver ended at once")
        };
        let port = timeout(PATIENCE, said).await.context("chromedriver says no port")??;
        // It may say more, and must not stop for want of a reader.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Driver { child, port })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends it.
    pub async fn stop(mut self) -> std::io::Result<()> {
        self.child.kill().await
    }
}
