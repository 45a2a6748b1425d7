//! The page for those who have no mouse, or a small screen.

use ringside_tests::browser::{Page, test};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::kernels;

/// What can be operated, in the order of the page.
const OPERATED: &str = "[...document.querySelectorAll('button, select, textarea, input, a[href], [tabindex]')]\
     .filter(one => !one.disabled && one.tabIndex >= 0 && one.getClientRects().length)";

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_reached_by_tab_and_seen_to_be() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        let all = page.js(&format!("return {OPERATED}.length")).await.as_u64().unwrap_or_default();
        assert!(all > 15, "{all}");
        let mut reached = Vec::new();
        for _ in 0..all {
            page.press(Key::Tab).await;
            let here = page
                .js(&format!(
                    "const here = document.activeElement;
                     const mark = [here, here.parentElement].map(one => getComputedStyle(one));
                     return [{OPERATED}.indexOf(here), here.outerHTML.slice(0, 120),
                         mark.some(style => style.outlineStyle !== 'none'
                             && parseFloat(style.outlineWidth) >= 1)];"
                ))
                .await;
            assert_eq!(here[2], Value::Bool(true), "the focus is not seen on {}", here[1]);
            reached.push(here[0].as_u64());
        }
        reached.sort_unstable();
        assert_eq!(reached, (0..all).map(Some).collect::<Vec<_>>());
        page.is_well().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_are_told_and_put_away() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        let open = "!!document.querySelector('[role=dialog]')";
        page.press('?').await;
        page.until(open).await;
        page.until("document.querySelector('[role=dialog]').contains(document.activeElement)")
            .await;
        page.press(Key::Escape).await;
        page.until(&format!("!({open})")).await;
        // In the editor, keys are text.
        page.type_program("# what? c 5").await;
        page.until("document.querySelector('#program').value === '# what? c 5'").await;
        assert_eq!(page.text(open).await, "false");
        page.press(Key::Escape).await;
        page.until("document.activeElement.id !== 'program'").await;
        page.is_well().await;
    })
    .await;
}

/// How far the page reaches over a screen's right edge, and what does.
const OVER: &str = "const wide = document.documentElement.clientWidth;
    const over = [...document.body.querySelectorAll('*')]
        .filter(one => one.getBoundingClientRect().right > wide + 1)
        .map(one => `${one.tagName}.${one.getAttribute('class')}`);
    return [document.scrollingElement.scrollWidth - wide, over.slice(0, 5).join()];";

/// How far the page's end stays under the bar at the bottom.
const UNDER: &str = "scrollTo(0, document.scrollingElement.scrollHeight);
    const bar = document.querySelector('.transport').getBoundingClientRect().top;
    const last = [...document.querySelectorAll('.panel')].filter(one => one.getClientRects().length)
        .flatMap(panel => [...panel.querySelectorAll('p, pre, dl, button, svg')])
        .map(one => one.getBoundingClientRect().bottom);
    return Math.max(...last) - bar;";

async fn fits(page: &Page, what: &str) {
    page.until("innerWidth === 360").await;
    let over = page.js(OVER).await;
    assert!(over[0].as_i64() <= Some(0), "{what}: {over}");
    let under = page.js(UNDER).await.as_f64().unwrap_or(f64::MAX);
    assert!(under <= 0.0, "{what}: {under} px of the end cannot be seen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_telephone_shows_all_of_it() {
    test(kernels(), async |page: Page, _| {
        let screen = json!({"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": false});
        page.chromium("Emulation.setDeviceMetricsOverride", screen).await;
        for (lang, tabs, run) in [
            ("en", ["Now", "Program", "Call stack"], "Run"),
            ("zh", ["此刻", "程序", "调用栈"], "运行"),
        ] {
            page.open(&format!("#lang={lang}&example=bad-pointers&at=30")).await;
            for tab in tabs {
                page.button(tab).await;
                page.until(&format!("document.querySelector('.tab.chosen').innerText === '{tab}'"))
                    .await;
                fits(&page, &format!("{lang}, {tab}")).await;
            }
            page.button(tabs[1]).await;
            page.put_program("'nonsense'.repeat(99)").await;
            page.button(run).await;
            page.until("!!document.querySelector('#program-wrong .mistake')").await;
            fits(&page, &format!("{lang}, a mistake")).await;
            page.press(Key::Escape).await;
            page.press('?').await;
            page.until("!!document.querySelector('[role=dialog]')").await;
            fits(&page, &format!("{lang}, keys")).await;
        }
        page.is_well().await;
    })
    .await;
}
