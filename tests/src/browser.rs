//! Chromium, without a window, at the page that our own server serves.

mod driver;
mod page;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use ringside_backend::kernels::Kernels;
use ringside_backend::server::{self, Config, Server};
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

use driver::{Driver, Profile};
pub use page::{Now, Page};

/// Where `make page` puts the page.
#[must_use]
pub fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist")
}

/// What is missing for a browser to show the page, if something is.
#[must_use]
pub fn missing() -> Option<String> {
    if !dist().join("index.html").exists() {
        return Some("the page is not built (make page)".to_owned());
    }
    let program = [("chromedriver", driver::chromedriver()), ("Chromium", driver::chromium())];
    let missing = program.into_iter().find(|(_, found)| found.is_none());
    missing.map(|(name, _)| format!("there is no {name} (make setup-browser)"))
}

/// A browser with a profile of its own, and the server of its page.
#[derive(Debug)]
pub struct Browser {
    page: Page,
    server: Server,
    driver: Driver,
    // Removed when the browser, above, has ended.
    _profile: Profile,
}

impl Browser {
    /// Starts a server with these kernels, and a browser; no page is open yet.
    ///
    /// # Errors
    /// If one of the two does not start.
    pub async fn start(kernels: Arc<dyn Kernels>) -> anyhow::Result<Browser> {
        let config = Config { port: 0, dist: dist(), ..Config::default() };
        let server = server::start(config, kernels).await?;
        let profile = Profile::new()?;
        let driver = Driver::start().await?;

        let mut wishes = DesiredCapabilities::chrome();
        let chromium = driver::chromium().context("no Chromium")?;
        wishes.set_binary(&chromium.to_string_lossy())?;
        for argument in driver::arguments(&profile) {
            wishes.add_arg(&argument)?;
        }
        wishes.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let session = WebDriver::new(driver.url(), wishes).await?;
        let page = Page::new(session, format!("http://{}", server.address()));
        Ok(Browser { page, server, driver, _profile: profile })
    }

    /// Its page.
    #[must_use]
    pub fn page(&self) -> Page {
        self.page.clone()
    }

    /// The server's link with which programs can be run on `on`.
    #[must_use]
    pub fn link(&self, on: &str) -> String {
        self.server.link(on)
    }

    /// Ends the browser and the server.
    ///
    /// # Errors
    /// If one of them had ended by itself.
    pub async fn stop(self) -> anyhow::Result<()> {
        let quit = self.page.quit().await;
        self.driver.stop().await?;
        self.server.stop().await?;
        Ok(quit?)
    }
}

/// Runs a test in a browser of its own. However the test ends, both are gone afterwards.
///
/// The test gets the page, and the link that opens it with the right to run programs in the lab.
pub async fn test<F, T>(kernels: Arc<dyn Kernels>, body: F)
where
    F: FnOnce(Page, String) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    if let Some(what) = missing() {
        return crate::skip(&what);
    }
    #[expect(clippy::expect_used, reason = "a test cannot go on without it")]
    let browser = Browser::start(kernels).await.expect("browser and server start");
    let (page, link) = (browser.page(), browser.link("lab"));
    // In a task of its own, a panic does not skip what follows.
    let ended = tokio::spawn(body(page, link)).await;
    let stopped = browser.stop().await;
    match ended {
        Ok(()) => assert!(stopped.is_ok(), "{stopped:?}"),
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}
