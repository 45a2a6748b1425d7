//! Texts that are no programs.

use ringside_tests::browser::{Page, test};
use thirtyfour::Key;

use crate::kernels;

/// Texts as a script's string, and where their first mistake is.
const WRONG: [(&str, &str); 7] = [
    (r"'nonsense'", "line 1, column"),
    (r"'getpid()\n\0'", "line 2, column 1"),
    (r"'getpid()\nread(3, \0, 1)'", "line 2, column 9"),
    (r"'getpid()\n\nfrobnicate(1)'", "line 3, column 1"),
    (r"'read(3, , 10)'", "line 1, column 9"),
    (r"'getpid()\nread(fd, &buf, 1)'", "line 2, column 6"),
    (r"'read(3, \x22中文'", "line 1, column"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_program_is_told_where_it_is_wrong() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        page.press(Key::Home).await;
        for (text, place) in WRONG {
            page.put_program(text).await;
            page.button("Run").await;
            page.until("!!document.querySelector('#program-wrong .mistake')").await;
            let said = page.text("document.querySelector('#program-wrong').innerText").await;
            assert!(said.starts_with(place), "{text}: {said}");
            assert!(
                said.lines().next().unwrap_or_default().len() > place.len() + 8,
                "{text}: {said}"
            );
            // The run before is still there and can be stepped through.
            let before = page.now().await;
            page.button("Next event").await;
            let after = page.at(before.position + 1).await;
            assert_ne!(before.inspector, after.inspector);
        }
        page.type_program("getpid()").await;
        page.until("!document.querySelector('#program-wrong .mistake')").await;
        page.press_with(Key::Control, Key::Enter).await;
        page.until("document.querySelector('.where').innerText.includes('of 1')").await;
        page.is_well().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_without_end_is_not_taken_over() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        let before = page.text("document.querySelector('#program').value").await;
        page.put_program("'a'.repeat(10 << 20)").await;
        page.until("!!document.querySelector('.message')").await;
        let said = page.text("document.querySelector('.message').innerText").await;
        assert!(said.contains("at most 64 KB"), "{said}");
        assert_eq!(page.text("document.querySelector('#program').value").await, before);
        // One that is just short enough has its mistake at its beginning.
        page.put_program("'a'.repeat(64 << 10)").await;
        page.button("Run").await;
        page.until("!!document.querySelector('#program-wrong .mistake')").await;
        let said = page.text("document.querySelector('#program-wrong').innerText").await;
        assert!(said.starts_with("line 1, column") && said.len() < 400, "{said}");
        page.choose("Examples", "Refused").await;
        page.press(Key::Escape).await;
        page.press(Key::End).await;
        page.until("document.querySelectorAll('.line .result').length > 2").await;
        page.is_well().await;
    })
    .await;
}
