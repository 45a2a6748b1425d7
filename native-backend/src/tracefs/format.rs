//! Where an event's fields lie, as `events/*/format` says.

use std::path::Path;

use super::Unavailable;
use super::files;

/// A field of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Field {
    offset: usize,
    size: usize,
    signed: bool,
}

impl Field {
    /// The number in it; 0 in a record that is too short.
    #[inline]
    pub fn get(self, data: &[u8]) -> u64 {
        let Some(bytes) = data.get(self.offset..self.offset + self.size) else { return 0 };
        match (bytes, self.signed) {
            ([b], false) => u64::from(*b),
            ([b], true) => i64::from(*b as i8) as u64,
            ([a, b], false) => u64::from(u16::from_ne_bytes([*a, *b])),
            ([a, b], true) => i64::from(i16::from_ne_bytes([*a, *b])) as u64,
            ([a, b, c, d], false) => u64::from(u32::from_ne_bytes([*a, *b, *c, *d])),
            ([a, b, c, d], true) => i64::from(i32::from_ne_bytes([*a, *b, *c, *d])) as u64,
            ([a, b, c, d, e, f, g, h], _) => u64::from_ne_bytes([*a, *b, *c, *d, *e, *f, *g, *h]),
            _ => 0,
        }
    }

    /// The string of a `__data_loc` field.
    pub fn text(self, data: &[u8]) -> &[u8] {
        let location = self.get(data) as usize;
        let (offset, length) = (location & 0xffff, location >> 16 & 0xffff);
        let bytes = data.get(offset..offset + length).unwrap_or(&[]);
        bytes.split(|b| *b == 0).next().unwrap_or(&[])
    }
}

/// An event's layout.
#[derive(Clone, Debug, Default)]
pub struct Format {
    /// The number that begins its records.
    pub id: u16,
    fields: Vec<(String, Field)>,
}

impl Format {
    /// Of `events/SYSTEM/NAME` below `dir`.
    pub fn read(dir: &Path, event: &str) -> Result<Format, Unavailable> {
        let path = dir.join("events").join(event).join("format");
        Ok(Format::parse(&files::read(&path)?))
    }

    fn parse(text: &str) -> Format {
        let mut format = Format::default();
        for line in text.lines() {
            let line = line.trim();
            if let Some(id) = line.strip_prefix("ID:") {
                format.id = id.trim().parse().unwrap_or(0);
            } else if let Some(field) = line.strip_prefix("field:") {
                format.fields.extend(parse_field(field));
            }
        }
        format
    }

    /// A field; one that the kernel lacks reads as 0.
    pub fn field(&self, name: &str) -> Field {
        self.fields.iter().find(|(n, _)| n == name).map_or_else(Field::default, |(_, f)| *f)
    }
}

/// `unsigned long func;    offset:8;    size:8;    signed:0;`
fn parse_field(text: &str) -> Option<(String, Field)> {
    let mut parts = text.split(';').map(str::trim);
    let declaration = parts.next()?;
    let name = declaration.split('[').next()?;
    // "__data_loc char[] channel", "char comm[16]"
    let name = if declaration.ends_with(']') { name } else { declaration };
    let name = name.split_whitespace().next_back()?.trim_start_matches('*').to_owned();
    let mut field = Field::default();
    for part in parts {
        let Some((key, value)) = part.split_once(':') else { continue };
        match key {
            "offset" => field.offset = value.parse().ok()?,
            "size" => field.size = value.parse().ok()?,
            "signed" => field.signed = value == "1",
            _ => {}
        }
    }
    Some((name, field))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "name: ringside_callback
ID: 1340
format:
\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

\tfield:__data_loc char[] channel;\toffset:8;\tsize:4;\tsigned:1;
\tfield:char comm[16];\toffset:12;\tsize:16;\tsigned:1;
\tfield:unsigned long user;\toffset:32;\tsize:8;\tsigned:0;
";

    #[test]
    fn fields_are_found_by_name() {
        let format = Format::parse(TEXT);
        assert_eq!(format.id, 1340);
        let mut record = vec![0u8; 48];
        record[4..8].copy_from_slice(&(-7i32).to_ne_bytes());
        record[8..12].copy_from_slice(&((5u32 << 16) | 40).to_ne_bytes());
        record[32..40].copy_from_slice(&0xdead_beef_u64.to_ne_bytes());
        record[40..45].copy_from_slice(b"proc\0");
        assert_eq!(format.field("common_pid").get(&record) as i64, -7);
        assert_eq!(format.field("user").get(&record), 0xdead_beef);
        assert_eq!(format.field("channel").text(&record), b"proc");
        assert_eq!(format.field("comm"), Field { offset: 12, size: 16, signed: true });
        assert_eq!(format.field("nothing").get(&record), 0);
    }

    #[test]
    fn a_short_record_reads_as_zero() {
        let format = Format::parse(TEXT);
        assert_eq!(format.field("user").get(&[1, 2, 3]), 0);
        assert_eq!(format.field("channel").text(&[0xff; 12]), b"");
    }
}
