//! What stays and what changes: language, theme, the address.

use ringside_tests::browser::{Page, test};
use thirtyfour::Key;

use crate::kernels;

const TEXTS: [(&str, &str, &str); 6] = [
    (".program-panel h2", "Program", "程序"),
    (".run-on h2", "Run it on", "运行于"),
    ("button.primary", "Run", "运行"),
    (".inspector h2", "Now", "此刻"),
    (".tagline", "a ringside seat at the user/kernel boundary", "用户态与内核态边界的前排座位"),
    (".stage .band-name", "USER SPACE · ring 3", "用户空间 · 环 3"),
];

async fn says(page: &Page, english: bool) {
    let lang = if english { "en" } else { "zh-Hans" };
    page.until(&format!("document.documentElement.lang === '{lang}'")).await;
    for (css, en, zh) in TEXTS {
        let wanted = if english { en } else { zh };
        let said = page.text(&format!("document.querySelector('{css}').textContent")).await;
        assert!(said.starts_with(wanted), "{css}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn languages_change_all_texts_and_are_kept() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        says(&page, true).await;
        page.button("中文").await;
        says(&page, false).await;
        let title = page.text("document.title").await;
        assert!(title.contains("前排座位"), "{title}");
        let labels = page
            .text("[...document.querySelectorAll('.buttons button')].map(b => b.ariaLabel).join()")
            .await;
        assert!(labels.contains("下一个事件") && !labels.contains("Next"), "{labels}");
        page.put_program("'nonsense'").await;
        page.button("运行").await;
        page.until("document.querySelector('#program-wrong').innerText.startsWith('第 1 行第')")
            .await;
        // The next visit is in the same language.
        page.open("").await;
        says(&page, false).await;
        page.button("EN").await;
        says(&page, true).await;
        page.is_well().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn themes_change_the_colours_and_are_kept() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        const GROUND: &str = "getComputedStyle(document.documentElement).backgroundColor";
        let theme = |name: &str| format!("document.documentElement.dataset.theme === '{name}'");
        let switch = "button[aria-label^='Theme']";
        page.click(switch).await;
        page.until(&theme("light")).await;
        let light = page.text(GROUND).await;
        page.click(switch).await;
        page.until(&theme("dark")).await;
        assert_ne!(page.text(GROUND).await, light);
        page.open("").await;
        page.until(&theme("dark")).await;
        page.click(switch).await;
        page.until("!document.documentElement.dataset.theme").await;
        page.is_well().await;
    })
    .await;
}

async fn reload(page: &Page) {
    page.js("window.old = true").await;
    page.driver().refresh().await.expect("reloads");
    page.until("!window.old").await;
    page.ready().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_and_the_way_back_keep_program_and_position() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        page.press(Key::Home).await;
        for _ in 0..7 {
            page.press(Key::Right).await;
        }
        let first = page.at(7).await;
        let address = |at: u64| format!("location.hash.includes('at={at}&')");
        page.until(&address(7)).await;
        reload(&page).await;
        assert_eq!(page.now().await, first);

        page.choose("Examples", "Bad pointers").await;
        page.until("location.hash.includes('example=bad-pointers')").await;
        page.driver().back().await.expect("goes back");
        page.until("document.querySelector('#program').value.includes('two bites')").await;
        assert_eq!(page.at(7).await, first);
        // A step there is no new page: the way forward is still open.
        page.press(Key::Right).await;
        page.until(&address(8)).await;
        page.driver().forward().await.expect("goes forward");
        page.until("document.querySelector('#program').value.includes('bad pointers')").await;

        let own =
            "# mine: ä 中文 % & = +\nfd = openat(AT_FDCWD, \"/proc/ringside/hello\", O_RDONLY)";
        page.put_program(&format!("{own:?}")).await;
        page.button("Run").await;
        page.button("To the beginning").await;
        page.press(Key::Right).await;
        page.press(Key::Right).await;
        let third = page.at(2).await;
        page.until(&address(2)).await;
        page.until("location.hash.includes('program=')").await;
        reload(&page).await;
        assert_eq!(page.text("document.querySelector('#program').value").await, own);
        assert_eq!(page.now().await, third);
        page.is_well().await;
    })
    .await;
}
