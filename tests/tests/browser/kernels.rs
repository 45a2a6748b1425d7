//! Real kernels in the page: recorded, and in the lab.

use std::sync::{Arc, Mutex};

use ringside_backend::kernels::{Available, Kernels, On, Request, RunError, compile};
use ringside_backend::lab::{Lab, LabConfig, LabError, RunOptions};
use ringside_core::trace::Trace;
use ringside_core::trace::codec::decode;
use ringside_tests::browser::{Page, dist, missing, test};
use ringside_tests::skip;
use serde_json::Value;
use thirtyfour::Key;

#[tokio::test(flavor = "multi_thread")]
async fn recordings_play_beside_the_model() {
    let list = std::fs::read_to_string(dist().join("recordings/index.json")).unwrap_or_default();
    let list: Value = serde_json::from_str(&list).unwrap_or_default();
    let list = list.as_array().cloned().unwrap_or_default();
    if list.is_empty() {
        return skip("the page has no recordings (make recordings page)");
    }
    test(crate::kernels(), async move |page: Page, _| {
        page.open("").await;
        page.button("Recording").await;
        page.until("!!document.querySelector('select[aria-label=Recordings]')").await;
        let titles = "[...document.querySelectorAll('select[aria-label=Recordings] option')]\
            .slice(1).map(option => option.innerText)";
        let titles = page.js(&format!("return {titles}")).await;
        let titles = titles.as_array().cloned().unwrap_or_default();
        assert_eq!(titles.len(), list.len(), "{titles:?}");
        let recorded = titles.iter().filter_map(Value::as_str).zip(&list);
        for (title, recording) in recorded {
            let release = recording["release"].as_str().unwrap_or_default();
            assert!(title.contains(release), "{title}");
            page.choose("Recordings", title).await;
            page.until(&format!(
                "document.querySelector('.scrub').max === '{}'",
                recording["events"]
            ))
            .await;
            let verdict = verdict(&page).await;
            assert!(
                verdict.starts_with(&format!("✓ agrees with Linux {release}: ")),
                "{title}: {verdict}"
            );
        }
        beside(&page).await;
        page.is_well().await;
    })
    .await;
}

async fn verdict(page: &Page) -> String {
    page.until("!!document.querySelector('.verdict')").await;
    page.text("document.querySelector('.verdict').innerText").await
}

/// Both kernels are compared, and either comes on stage.
async fn beside(page: &Page) {
    page.press(Key::Escape).await;
    page.press('c').await;
    page.until("!!document.querySelector('.compare .calls')").await;
    let rows = page
        .js("return [...document.querySelectorAll('.calls tbody tr')]
                 .map(row => [...row.cells].slice(2).map(cell => cell.innerText.trim()))")
        .await;
    let rows = rows.as_array().expect("rows");
    assert!(rows.len() > 2, "{rows:?}");
    for row in rows {
        assert!(row[0] == row[1] && row[3] == "✓", "{row}");
    }
    page.until("document.querySelectorAll('.timeline').length === 2").await;
    page.click(".compare .choice:first-of-type").await;
    page.press(Key::End).await;
    let modelled = at_the_end(page).await;
    page.click(".compare .choice:not(.chosen)").await;
    page.press(Key::End).await;
    let real = at_the_end(page).await;
    assert_eq!(real.results, modelled.results);
    assert_ne!(real.length, modelled.length, "these are the same trace");
    page.press(Key::Escape).await;
    page.until("!document.querySelector('.compare')").await;
}

async fn at_the_end(page: &Page) -> ringside_tests::browser::Now {
    page.until("document.querySelector('.scrub').value === document.querySelector('.scrub').max")
        .await;
    page.now().await
}

/// A lab of this test's own.
struct Own(Mutex<Lab>);

impl Kernels for Own {
    fn available(&self) -> Vec<Available> {
        let release = self.0.lock().expect("the lab").hello().release.clone();
        let (kernel, label) = ("6.1".to_owned(), release.clone());
        vec![Available { on: On::Lab, kernel, release, label }]
    }

    fn run(&self, request: &Request) -> Result<Trace, RunError> {
        compile(&request.program)?;
        let trace =
            self.0.lock().expect("the lab").run(&request.program, &RunOptions::default())?;
        Ok(decode(&trace)?)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lab_runs_the_program_of_the_page() {
    if let Some(what) = missing() {
        return skip(&what);
    }
    let boot = tokio::task::spawn_blocking(|| Lab::boot(&LabConfig::default()));
    let lab = match boot.await.expect("booting ends") {
        Err(LabError::Missing { what, .. }) => return skip(&format!("the lab needs {what}")),
        lab => lab.expect("the lab boots"),
    };
    let release = lab.hello().release.clone();
    let lab = Arc::new(Own(Mutex::new(lab)));
    test(lab.clone(), async move |page: Page, link: String| {
        page.go(&link).await;
        page.until("document.querySelector('.choices .chosen').innerText === 'Lab'").await;
        page.until("!location.hash.includes('token')").await;
        page.press(Key::End).await;
        let modelled = at_the_end(&page).await;
        page.button("Run").await;
        let verdict = verdict(&page).await;
        assert!(verdict.starts_with(&format!("✓ agrees with Linux {release}: ")), "{verdict}");
        page.press(Key::End).await;
        let real = at_the_end(&page).await;
        assert_eq!(real.results, modelled.results);
        beside(&page).await;

        // A mistake is found there as well, and the lab goes on.
        page.put_program("'getpid()\\nfrobnicate()'").await;
        page.button("Run").await;
        page.until("!!document.querySelector('#program-wrong .mistake')").await;
        let said = page.text("document.querySelector('#program-wrong').innerText").await;
        assert!(said.starts_with("line 2, column 1"), "{said}");
        page.put_program("'getpid()\\ngetpid()'").await;
        page.button("Run").await;
        page.until("document.querySelector('.where').innerText.includes('of 2')").await;
        page.is_well().await;
    })
    .await;
}
