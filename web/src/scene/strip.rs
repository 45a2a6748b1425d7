//! Bytes of a copy as strips of cells: what both memories show.

use ringside_core::trace::{Copy, Direction, Trace};

/// One cell of a strip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// A byte that is there.
    Byte(u8),
    /// A byte that arrived in this copy.
    Copied(u8),
    /// Asked for and not copied: it did not arrive.
    Missing,
    /// Asked for and not copied: it is there, but nobody read it.
    Unread,
}

/// Bytes in one memory, as many as there is room for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Strip {
    /// Address of the first cell.
    pub address: u64,
    /// The cells.
    pub cells: Vec<Cell>,
    /// How many more there are than cells.
    pub more: u32,
    /// Are the bytes better shown as hexadecimal than as text?
    pub hex: bool,
}

/// The strips in user and kernel memory after a copy, each with at most `room`
/// cells of text or `hex_room` cells of hexadecimal.
#[must_use]
pub fn strips(trace: &Trace, copy: &Copy, room: usize, hex_room: usize) -> (Strip, Strip) {
    let bytes = trace.copied_bytes(copy);
    let bytes = &bytes[..bytes.len().min(copy.done as usize)];
    let hex = !bytes.iter().take(room).all(|&b| is_text(b)) || copy.done == 0;
    let room = if hex { hex_room } else { room };
    let total = copy.wanted.max(copy.done);
    let shown = room.min(total as usize);
    let cells = |arrived: bool| -> Vec<Cell> {
        (0..shown)
            .map(|at| match bytes.get(at) {
                Some(&byte) if arrived => Cell::Copied(byte),
                Some(&byte) => Cell::Byte(byte),
                None if arrived => Cell::Missing,
                None => Cell::Unread,
            })
            .collect()
    };
    let more = total - shown as u32;
    let to_user = copy.direction == Direction::ToUser;
    (
        Strip { address: copy.user, cells: cells(to_user), more, hex },
        Strip { address: copy.kernel, cells: cells(!to_user), more, hex },
    )
}

/// Can the byte be shown as a character?
fn is_text(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t')
}

impl Cell {
    /// What the cell says.
    #[must_use]
    pub fn label(self, hex: bool) -> String {
        match self {
            Cell::Missing => "×".to_owned(),
            Cell::Unread => String::new(),
            Cell::Byte(byte) | Cell::Copied(byte) if hex => format!("{byte:02x}"),
            Cell::Byte(b' ') | Cell::Copied(b' ') => "␣".to_owned(),
            Cell::Byte(b'\n') | Cell::Copied(b'\n') => "↵".to_owned(),
            Cell::Byte(b'\t') | Cell::Copied(b'\t') => "→".to_owned(),
            Cell::Byte(byte) | Cell::Copied(byte) => char::from(byte).to_string(),
        }
    }
}
