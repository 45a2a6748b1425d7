//! The page, as a test sees and handles it.

#![expect(clippy::expect_used, clippy::panic, reason = "a test's helpers fail as the test does")]

use std::time::{Duration, Instant};

use serde_json::Value;
use thirtyfour::action_chain::ActionChain;
use thirtyfour::components::SelectElement;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, Key, WebDriver, WebElement};

/// Longer than anything takes; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(15);

/// What the page shows, without what is only on its way: the styles and classes of motion.
const NOW: &str = r#"
    const one = selector => document.querySelector(selector);
    const lines = [...document.querySelectorAll('.line')];
    const stage = one('.stage').cloneNode(true);
    for (const node of stage.querySelectorAll('*')) {
        node.removeAttribute('style');
        node.classList.remove('walk-a', 'walk-b');
    }
    return {
        position: +one('.scrub').value,
        length: +one('.scrub').max,
        where: one('.where').innerText,
        line: lines.findIndex(line => line.classList.contains('current')),
        results: lines.map(line => line.querySelector('.beside').innerText).filter(text => text),
        inspector: one('.inspector').innerText,
        picture: stage.outerHTML,
    };
"#;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Now {
    /// Events that have happened.
    pub position: u64,
    /// Events of the trace.
    pub length: u64,
    /// Both, in words.
    pub place: String,
    /// The line that runs, from 0.
    pub line: Option<u64>,
    /// What stands beside the lines.
    pub results: Vec<String>,
    /// What happens, in words.
    pub inspector: String,
    /// The drawing.
    pub picture: String,
}

/// An open page.
#[derive(Clone, Debug)]
pub struct Page {
    driver: WebDriver,
    home: String,
}

impl Page {
    pub(super) fn new(driver: WebDriver, home: String) -> Page {
        Page { driver, home }
    }

    pub(super) async fn quit(self) -> WebDriverResult<()> {
        self.driver.quit().await
    }

    /// The browser itself.
    #[must_use]
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Opens the page with this fragment, and waits until it can be used.
    pub async fn open(&self, fragment: &str) {
        self.go(&format!("{}/{fragment}", self.home)).await;
    }

    /// Opens a link to the page, and waits until it can be used.
    pub async fn go(&self, link: &str) {
        // From page to page only the fragment may change, which loads nothing.
        self.driver.goto("about:blank").await.expect("leaves the page");
        self.driver.goto(link).await.expect("opens the page");
        self.ready().await;
    }

    /// Waits until the page can be used.
    pub async fn ready(&self) {
        self.until("!!document.querySelector('#program') && !!document.querySelector('.scrub')")
            .await;
    }

    /// Runs a script.
    pub async fn js(&self, script: &str) -> Value {
        let ran = self.driver.execute(script, Vec::new()).await;
        ran.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    /// The value of an expression, as text.
    pub async fn text(&self, expression: &str) -> String {
        let value = self.js(&format!("return String({expression})")).await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an expression is true.
    pub async fn until(&self, condition: &str) {
        let script = format!("return !!({condition})");
        let begin = Instant::now();
        while self.js(&script).await != Value::Bool(true) {
            if begin.elapsed() > PATIENCE {
                let text = self.text("document.body.innerText").await;
                panic!("waited in vain for {condition}; the page says:\n{text}");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What the page shows now.
    pub async fn now(&self) -> Now {
        let now = self.js(NOW).await;
        let text = |name: &str| now[name].as_str().unwrap_or_default().to_owned();
        let number = |name: &str| now[name].as_u64().unwrap_or_default();
        let results = now["results"].as_array().into_iter().flatten();
        Now {
            position: number("position"),
            length: number("length"),
            place: text("where"),
            line: now["line"].as_u64(),
            results: results.filter_map(|result| Some(result.as_str()?.to_owned())).collect(),
            inspector: text("inspector"),
            picture: text("picture"),
        }
    }

    /// Waits for a position, and what the page shows there.
    pub async fn at(&self, position: u64) -> Now {
        self.until(&format!("+document.querySelector('.scrub').value === {position}")).await;
        self.now().await
    }

    fn keyboard(&self) -> ActionChain {
        self.driver.action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO))
    }

    /// Presses a key.
    pub async fn press(&self, key: impl Into<char>) {
        let key = key.into();
        self.keyboard().key_down(key).key_up(key).perform().await.expect("a key is pressed");
    }

    /// Presses a key while another is held.
    pub async fn press_with(&self, held: Key, key: impl Into<char>) {
        let key = key.into();
        let held = char::from(held);
        let keys = self.keyboard().key_down(held).key_down(key).key_up(key).key_up(held);
        keys.perform().await.expect("keys are pressed");
    }

    /// The element of a selector; there must be one.
    pub async fn find(&self, css: &str) -> WebElement {
        let found = self.driver.find(By::Css(css)).await;
        found.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Clicks an element.
    pub async fn click(&self, css: &str) {
        self.click_on(By::Css(css), css).await;
    }

    /// Clicks the button with this text, or with a label that begins so.
    pub async fn button(&self, name: &str) {
        let path =
            format!("//button[normalize-space(.)='{name}' or starts-with(@aria-label,'{name} (')]");
        self.click_on(By::XPath(path.as_str()), name).await;
    }

    async fn click_on(&self, by: By, name: &str) {
        let clicked = async {
            let element = self.driver.find(by).await?;
            // As far as it takes for all of it to be seen, as a visitor would.
            let script = "arguments[0].scrollIntoView({block: 'nearest'})";
            self.driver.execute(script, vec![element.to_json()?]).await?;
            element.click().await
        };
        clicked.await.unwrap_or_else(|error| panic!("{name} cannot be clicked: {error}"));
    }

    /// Chooses an entry of a menu.
    pub async fn choose(&self, menu: &str, entry: &str) {
        let select = self.find(&format!("select[aria-label='{menu}']")).await;
        let select = SelectElement::new(&select).await.expect("a menu is a select element");
        select
            .select_by_visible_text(entry)
            .await
            .unwrap_or_else(|error| panic!("{entry}: {error}"));
    }

    /// Types a program in place of the one that is there.
    pub async fn type_program(&self, program: &str) {
        let editor = self.find("#program").await;
        editor.click().await.expect("the editor can be clicked");
        self.press_with(Key::Control, 'a').await;
        editor.send_keys(program).await.expect("the editor takes text");
    }

    /// Puts a text into the editor that nobody can type; `script` is its value.
    pub async fn put_program(&self, script: &str) {
        let put = format!(
            "const field = document.querySelector('#program'); field.value = {script};
             field.dispatchEvent(new InputEvent('input', {{bubbles: true}}));"
        );
        self.js(&put).await;
    }

    /// A command of Chromium's own protocol.
    pub async fn chromium(&self, method: &str, parameters: Value) -> Value {
        let done = self.driver.cdp().send_raw(method, parameters).await;
        done.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Fails if the page stopped, or the browser has complained about it since the last look.
    pub async fn is_well(&self) {
        let stopped = self.text("document.querySelector('#crash').innerText").await;
        assert_eq!(stopped, "", "the page says that it stopped");
        let said = self.driver.get_log("browser").await.expect("the browser keeps a log");
        let bad = |level: &str| matches!(level, "SEVERE" | "WARNING");
        let said: Vec<_> = said
            .into_iter()
            .filter(|entry| bad(&entry.level) || entry.message.contains("panic"))
            .map(|entry| entry.message)
            .collect();
        assert_eq!(said, [""; 0], "the browser complains");
    }
}
