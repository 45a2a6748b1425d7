//! Running a program on the model, and going to and fro in what it did.

use ringside_tests::browser::{Page, test};
use thirtyfour::Key;

use crate::kernels;

const PROGRAM: &str = "fd = openat(AT_FDCWD, \"/proc/ringside/hello\", O_RDONLY)\n\
    read(fd, &buf, 4) = 4\n\
    read(fd, 0x1000, 4) = 7\n\
    close(fd)";

#[tokio::test(flavor = "multi_thread")]
async fn the_page_opens_with_a_picture() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        let now = page.now().await;
        assert!(0 < now.position && now.position < now.length, "{}", now.place);
        assert!(now.line.is_some() && now.inspector.contains("Copy to user space"), "{now:?}");
        for part in ["vfs_read", "_copy_to_user", "USER SPACE", "KERNEL"] {
            assert!(now.picture.contains(part), "no {part} in the picture");
        }
        page.press(Key::End).await;
        let end = page.at(now.length).await;
        let right = ["3✓", "10✓", "8✓", "0✓", "0✓", "0✓", "EFAULT✓", "0✓"];
        assert_eq!(end.results, right);
        page.is_well().await;
    })
    .await;
}

/// A position is the same picture, line and words, however one came to it.
#[tokio::test(flavor = "multi_thread")]
async fn a_typed_program_is_stepped_through_by_keys_and_buttons() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        page.type_program(PROGRAM).await;
        page.until("document.querySelector('.aside').innerText.includes('the run before')").await;
        page.press_with(Key::Control, Key::Enter).await;
        // It plays from its beginning.
        page.until("+document.querySelector('.scrub').value >= 2").await;
        page.press(Key::Escape).await;
        page.press(Key::Home).await;
        let start = page.at(0).await;
        assert_eq!((start.line, start.results.len()), (None, 0));
        assert!(start.place.contains("call 0 of 4"), "{}", start.place);

        let mut seen = vec![start];
        for position in 1..=12 {
            page.press(Key::Right).await;
            seen.push(page.at(position).await);
        }
        assert_eq!(seen[1].line, Some(0));
        for pair in seen.windows(2) {
            assert_ne!(pair[0].inspector, pair[1].inspector);
        }
        for earlier in seen.iter().rev().skip(1) {
            page.press(Key::Left).await;
            assert_eq!(page.at(earlier.position).await, *earlier);
        }

        let mut calls = Vec::new();
        for line in 0..4 {
            page.press_with(Key::Shift, Key::Right).await;
            let script = format!("{CURRENT} === {line}");
            page.until(&script).await;
            let now = page.now().await;
            assert_eq!(now.results.len() as u64, line, "{:?}", now.results);
            calls.push(now);
        }
        assert_eq!(calls[3].results, ["3", "4✓", "EFAULT✗"]);
        for earlier in calls.iter().rev().skip(1) {
            page.button("Previous call").await;
            assert_eq!(page.at(earlier.position).await, *earlier);
        }
        page.button("Next call").await;
        assert_eq!(page.at(calls[1].position).await, calls[1]);
        page.button("Previous event").await;
        page.at(calls[1].position - 1).await;
        page.button("Next event").await;
        assert_eq!(page.at(calls[1].position).await, calls[1]);
        page.button("To the beginning").await;
        assert_eq!(page.at(0).await, seen[0]);
        page.button("To the end").await;
        let end = page.at(seen[0].length).await;
        assert_eq!(end.results, ["3", "4✓", "EFAULT✗", "0"]);
        page.is_well().await;
    })
    .await;
}

const CURRENT: &str = "[...document.querySelectorAll('.line')]\
    .findIndex(line => line.classList.contains('current'))";

#[tokio::test(flavor = "multi_thread")]
async fn a_program_plays_and_pauses_and_a_line_is_gone_to() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        page.press('5').await;
        page.button("Run").await;
        let playing = "!!document.querySelector('button.play[aria-label^=Pause]')";
        page.until(playing).await;
        page.until("+document.querySelector('.scrub').value > 10").await;
        page.button("Pause").await;
        page.until(&format!("!{playing}")).await;
        // The second line of the text is the first call.
        page.click(".line:nth-child(4) .number").await;
        page.until(&format!("{CURRENT} === 3")).await;
        assert_eq!(page.now().await.results, ["3✓", "10✓"]);
        // At 33 events a second the whole run takes a moment.
        page.button("Play").await;
        page.until(
            "document.querySelector('.scrub').value === document.querySelector('.scrub').max",
        )
        .await;
        page.until(&format!("!{playing}")).await;
        page.is_well().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_pointer_is_a_fault_inside_the_kernel_and_then_an_error() {
    test(kernels(), async |page: Page, _| {
        page.open("").await;
        page.choose("Examples", "Bad pointers").await;
        page.until("document.querySelector('#program').value.includes('read(fd, NULL, 4)')").await;
        // In the menu, too, Left and Right are steps; Home would be another example.
        let opened = page.now().await.position;
        page.press(Key::Left).await;
        page.at(opened - 1).await;
        page.press(Key::Escape).await;
        page.press(Key::Home).await;
        page.at(0).await;
        let length = page.now().await.length;
        let mut said = Vec::new();
        for position in 1..=length {
            page.press(Key::Right).await;
            let now = page.at(position).await;
            said.push(now.inspector);
            if now.results.len() == 2 {
                break;
            }
        }
        let of = |words: &str| said.iter().position(|said| said.contains(words));
        let fault = of("A fault inside the kernel").expect("a fault");
        assert!(said[fault].contains("ring 0 already"), "{}", said[fault]);
        let last = said.last().expect("steps");
        assert!(last.contains("-1 EFAULT") && last.contains("Bad address"), "{last}");
        let now = page.now().await;
        assert_eq!((now.line, now.results), (Some(2), vec!["3✓".to_owned(), "EFAULT✓".to_owned()]));
        page.is_well().await;
    })
    .await;
}
