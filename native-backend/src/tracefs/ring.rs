//! The ring buffer's pages, as `trace_pipe_raw` gives them.
//!
//! A page is a time, a length, and events: each a word with its length and the
//! time since the one before, then its data. See the kernel's
//! `kernel/trace/ring_buffer.c`.

/// Bit of a page's length: records were lost before it.
const MISSED: u64 = 1 << 31;
/// Bit of a page's length: how many were lost is stored behind the data.
const MISSED_STORED: u64 = 1 << 30;
const LENGTH: u64 = (1 << 27) - 1;

const PADDING: u32 = 29;
const TIME_EXTEND: u32 = 30;
const TIME_STAMP: u32 = 31;

/// The word size of the kernel's `local_t` in a page's header.
const WORD: usize = size_of::<usize>();

/// Calls `event` with each event's time and data, and returns how many were
/// lost before this page (at least 1 if the kernel does not say).
pub fn page(page: &[u8], mut event: impl FnMut(u64, &[u8])) -> u64 {
    let head = 8 + WORD;
    let Some(mut time) = u64_at(page, 0) else { return 0 };
    let page_time = time;
    let Some(commit) = word_at(page, 8) else { return 0 };
    let end = (head + (commit & LENGTH) as usize).min(page.len());
    let mut at = head;
    while at < end {
        let Some(word) = u32_at(page, at) else { break };
        let (kind, delta) = (word & 31, u64::from(word >> 5));
        let array = u32_at(page, at + 4).unwrap_or(0);
        match kind {
            PADDING if delta == 0 => break,
            PADDING => {
                time = time.wrapping_add(delta);
                at = at.saturating_add(4).saturating_add(array as usize);
            }
            TIME_EXTEND => {
                time = time.wrapping_add((u64::from(array) << 27) + delta);
                at += 8;
            }
            TIME_STAMP => {
                // 59 bits; the upper five are the page's
                time = ((u64::from(array) << 27) + delta) | (page_time & (0x1f << 59));
                at += 8;
            }
            _ => {
                time = time.wrapping_add(delta);
                let (from, to) = match kind {
                    0 => (at + 8, at.saturating_add(4).saturating_add(array as usize)),
                    words => (at + 4, at + 4 + words as usize * 4),
                };
                let Some(data) = page.get(from..to.min(end)) else { break };
                event(time, data);
                at = to.min(end).next_multiple_of(4);
            }
        }
    }
    match commit & (MISSED | MISSED_STORED) {
        0 => 0,
        flags if flags & MISSED_STORED != 0 => word_at(page, end).unwrap_or(1).max(1),
        _ => 1,
    }
}

fn u32_at(page: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(page.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(page: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_ne_bytes(page.get(at..at + 8)?.try_into().ok()?))
}

fn word_at(page: &[u8], at: usize) -> Option<u64> {
    if WORD == 8 { u64_at(page, at) } else { u32_at(page, at).map(u64::from) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(time: u64, flags: u64, body: &[u32]) -> Vec<u8> {
        let mut page = time.to_ne_bytes().to_vec();
        page.extend_from_slice(&((body.len() as u64 * 4) | flags).to_ne_bytes());
        page.extend(body.iter().flat_map(|w| w.to_ne_bytes()));
        page.extend_from_slice(&17u64.to_ne_bytes());
        page.resize(4096, 0);
        page
    }

    fn events(bytes: &[u8]) -> (Vec<(u64, Vec<u8>)>, u64) {
        let mut out = Vec::new();
        let lost = page(bytes, |time, data| out.push((time, data.to_vec())));
        (out, lost)
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn times_add_up_and_lengths_are_words() {
        let body = [
            2 | 5 << 5, // 2 words, 5 later
            0xaaaa_aaaa,
            0xbbbb_bbbb,
            TIME_EXTEND | 3 << 5, // (1 << 27) + 3 later
            1,
            10 << 5, // length in the next word: 8 - 4 bytes of data
            8,
            0xcccc_cccc,
            PADDING, // rest of the page
        ];
        let (got, lost) = events(&made(100, 0, &body));
        assert_eq!(lost, 0);
        assert_eq!(got.len(), 2);
        assert_eq!(got[0], (105, [0xaa, 0xaa, 0xaa, 0xaa, 0xbb, 0xbb, 0xbb, 0xbb].to_vec()));
        assert_eq!(got[1], (105 + (1 << 27) + 3 + 10, vec![0xcc; 4]));
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn losses_are_counted() {
        let body = [1 | 1 << 5, 0];
        assert_eq!(events(&made(0, MISSED, &body)).1, 1);
        assert_eq!(events(&made(0, MISSED | MISSED_STORED, &body)).1, 17);
    }

    #[test]
    fn garbage_ends_the_page() {
        for length in [0, 7, 15, 16, 17, 20, 64] {
            events(&vec![0xff; length]);
        }
        let mut state = 1u64;
        for _ in 0..2000 {
            let bytes: Vec<u8> = (0..200)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (state >> 56) as u8
                })
                .collect();
            events(&bytes);
        }
    }
}
