//! Measures the built page in Chromium: what it weighs, when it can be used, how fast its model is
//! and how evenly it plays. Numbers only; they are as good as the machine is quiet.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use ringside_backend::kernels::Real;
use ringside_tests::browser::{Browser, Page, dist, missing};
use serde_json::{Value, json};

/// How often what varies is measured; the median is told.
const ROUNDS: usize = 5;
/// How long frames are watched.
const WATCHED: Duration = Duration::from_secs(4);

/// Notes when the editor is there and the browser has time again.
const INTERACTIVE: &str = "new MutationObserver((_, observer) => {
    if (!document.querySelector('#program')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark('interactive')));
}).observe(document, {childList: true, subtree: true});";

const FRAMES: &str = "window.frames_seen = []; window.watching = true; let last = 0;
    requestAnimationFrame(function frame(now) {
        if (last) window.frames_seen.push(now - last);
        last = now;
        if (window.watching) requestAnimationFrame(frame);
    });";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    if let Some(what) = missing() {
        bail!(what);
    }
    let browser = Browser::start(Arc::new(Real::default())).await?;
    let page = browser.page();
    // In a task of its own, a failure does not leave the browser behind.
    let measured = tokio::spawn(async move { measure(&page).await }).await;
    browser.stop().await?;
    for (what, value, budget) in measured?? {
        writeln!(std::io::stdout(), "{what:<56}{value:>28}   {budget}")?;
    }
    Ok(())
}

type Row = (String, String, &'static str);

async fn measure(page: &Page) -> anyhow::Result<Vec<Row>> {
    let mut rows = vec![(String::new(), String::new(), "budget")];
    weight(page, &mut rows).await?;
    model(page, &mut rows).await?;
    slowly(page, &mut rows).await;
    frames(page, &mut rows).await;
    Ok(rows)
}

/// What is loaded until the page can be used, as our server sends it and as small as brotli gets.
async fn weight(page: &Page, rows: &mut Vec<Row>) -> anyhow::Result<()> {
    page.open("").await;
    let loaded = page
        .js("return ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))
                 .map(entry => [new URL(entry.name).pathname, entry.encodedBodySize])")
        .await;
    let (mut sent, mut least) = (0, 0);
    for file in loaded.as_array().context("a list of files")? {
        let path = file[0].as_str().context("a path")?.trim_start_matches('/');
        let size = file[1].as_u64().unwrap_or_default();
        let path = if path.is_empty() { "index.html" } else { path };
        let best = brotli(&dist().join(path));
        sent += size;
        least += best.unwrap_or(size);
        rows.push((path.to_owned(), bytes(size, best), ""));
    }
    rows.push(("page, as sent (brotli 11)".to_owned(), bytes(sent, Some(least)), "≤ 250 KB"));
    Ok(())
}

fn bytes(sent: u64, best: Option<u64>) -> String {
    let kilobytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1000.0);
    let best = best.map_or_else(|| "no brotli".to_owned(), kilobytes);
    format!("{} ({best}) KB", kilobytes(sent))
}

/// A file's size in brotli's best, if the tool is there.
fn brotli(file: &Path) -> Option<u64> {
    let mut command = Command::new("brotli");
    let output = command.args(["-q", "11", "-c"]).arg(file).stderr(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout.len() as u64)
}

/// Events of the model in a second.
async fn model(page: &Page, rows: &mut Vec<Row>) -> anyhow::Result<()> {
    const TWICE: &str = "read(fd, &buf, 10)\\nlseek(fd, 0, SEEK_SET)\\n";
    let program = format!(
        "'fd = openat(AT_FDCWD, \"/proc/ringside/hello\", O_RDONLY)\\n' + '{TWICE}'.repeat(1400)"
    );
    page.put_program(&program).await;
    let mut took = Vec::new();
    for _ in 0..ROUNDS {
        page.js("performance.clearMeasures(); document.querySelector('.primary').click()").await;
        let one = "performance.getEntriesByName('ringside.model', 'measure')";
        page.until(&format!("{one}.length")).await;
        took.push(number(page, &format!("{one}[0].duration")).await);
    }
    let events = number(page, "+document.querySelector('.scrub').max").await;
    let rate = events / median(took).max(0.001) / 1000.0;
    rows.push((
        format!("model, run of {events} events"),
        format!("{rate:.1} M events/s"),
        "≥ 10 M events/s",
    ));
    Ok(())
}

/// On a slow telephone far away.
async fn slowly(page: &Page, rows: &mut Vec<Row>) {
    let network = json!({"offline": false, "latency": 150, "downloadThroughput": 200_000,
        "uploadThroughput": 200_000});
    page.chromium("Network.enable", json!({})).await;
    page.chromium("Network.setCacheDisabled", json!({"cacheDisabled": true})).await;
    page.chromium("Network.emulateNetworkConditions", network).await;
    page.chromium("Emulation.setCPUThrottlingRate", json!({"rate": 4})).await;
    let source = json!({ "source": INTERACTIVE });
    page.chromium("Page.addScriptToEvaluateOnNewDocument", source).await;
    let (mut picture, mut interactive) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        page.open("").await;
        let paint = "performance.getEntriesByName('first-contentful-paint')[0]";
        let usable = "performance.getEntriesByName('interactive')[0]";
        page.until(&format!("{paint} && {usable}")).await;
        picture.push(number(page, &format!("{paint}.startTime")).await);
        interactive.push(number(page, &format!("{usable}.startTime")).await);
    }
    let conditions = "4× slower, 1.6 Mbit/s, 150 ms";
    let seconds = |times: Vec<f64>| format!("{:.2} s", median(times) / 1000.0);
    rows.push((format!("first picture, {conditions}"), seconds(picture), "≤ 1.0 s"));
    rows.push((format!("interactive, {conditions}"), seconds(interactive), "≤ 2.5 s"));
}

/// Frames, still four times slower.
async fn frames(page: &Page, rows: &mut Vec<Row>) {
    for (what, speed) in
        [("standing still", None), ("playing at 1×", Some('2')), ("playing at 23×", Some('5'))]
    {
        page.open("").await;
        if let Some(speed) = speed {
            page.press(speed).await;
            page.press(' ').await;
            page.until("!!document.querySelector('button.play[aria-label^=Pause]')").await;
        }
        let before = (position(page).await, cpu(page).await);
        page.js(FRAMES).await;
        tokio::time::sleep(WATCHED).await;
        let seen = page.js("window.watching = false; return window.frames_seen").await;
        let mut seen: Vec<f64> =
            seen.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        seen.sort_by(f64::total_cmp);
        let at =
            |part: f64| seen.get((seen.len() as f64 * part) as usize).copied().unwrap_or_default();
        let value = format!("{:.1} / {:.1} ms", at(0.5), at(0.99));
        rows.push((format!("frames p50 / p99, 4× slower, {what}"), value, "≤ 16.7 ms"));
        if speed.is_some() {
            let (steps, after) = (position(page).await - before.0, cpu(page).await);
            let parts = before.1.iter().zip(after).map(|(before, after)| {
                format!("{:.1}", (after - before) * 1000.0 / steps.max(1.0))
            });
            let value = format!("{} ms", parts.collect::<Vec<_>>().join(" / "));
            rows.push((format!("a step: all / script / style / layout, {what}"), value, ""));
        }
    }
}

async fn position(page: &Page) -> f64 {
    number(page, "+document.querySelector('.scrub').value").await
}

/// Seconds that the page's thread has had the processor, in all and for script, style and layout;
/// other programs are not in it.
async fn cpu(page: &Page) -> [f64; 4] {
    page.chromium("Performance.enable", json!({"timeDomain": "threadTicks"})).await;
    let metrics = page.chromium("Performance.getMetrics", json!({})).await;
    ["TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration"].map(|name| {
        let mut metrics = metrics["metrics"].as_array().into_iter().flatten();
        let spent = metrics.find(|metric| metric["name"] == name);
        spent.and_then(|spent| spent["value"].as_f64()).unwrap_or(f64::NAN)
    })
}

async fn number(page: &Page, expression: &str) -> f64 {
    page.js(&format!("return {expression}")).await.as_f64().unwrap_or(f64::NAN)
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(f64::NAN)
}
