//! Writes the archive that the kernel unpacks into its first root filesystem
//! ("newc", Documentation/driver-api/early-userspace/buffer-format.rst).

const DIRECTORY: u32 = 0o040_000;
const REGULAR: u32 = 0o100_000;

/// An archive in the making.
#[derive(Debug, Default)]
pub struct Archive {
    bytes: Vec<u8>,
    entries: u32,
}

impl Archive {
    /// An empty archive.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a directory; its parents must have been added before.
    pub fn directory(&mut self, path: &str, permissions: u32) {
        self.entry(path, DIRECTORY | permissions, &[]);
    }

    /// Adds a file; its directory must have been added before.
    pub fn file(&mut self, path: &str, permissions: u32, content: &[u8]) {
        self.entry(path, REGULAR | permissions, content);
    }

    /// The finished archive.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.entry("TRAILER!!!", 0, &[]);
        self.bytes
    }

    /// Names are relative to the root; everything belongs to root and to the
    /// time 0, so that equal contents make equal archives.
    fn entry(&mut self, path: &str, mode: u32, content: &[u8]) {
        self.entries += 1;
        let name = path.trim_start_matches('/');
        let links = if mode & DIRECTORY != 0 { 2 } else { 1 };
        let fields = [
            self.entries,            // inode
            mode,                    // type and permissions
            0,                       // owner
            0,                       // group
            links,                   // links
            0,                       // time
            content.len() as u32,    // size
            0,                       // device, major
            0,                       // device, minor
            0,                       // for device nodes, major
            0,                       // for device nodes, minor
            (name.len() + 1) as u32, // name, with its zero byte
            0,                       // checksum: none
        ];
        self.bytes.extend(b"070701");
        for field in fields {
            self.bytes.extend(format!("{field:08x}").as_bytes());
        }
        self.bytes.extend(name.as_bytes());
        self.bytes.push(0);
        self.pad();
        self.bytes.extend(content);
        self.pad();
    }

    /// Names' ends and contents' ends are multiples of four bytes.
    fn pad(&mut self) {
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut archive = Archive::new();
        archive.directory("/etc", 0o755);
        archive.file("/etc/odd", 0o640, b"12345");
        archive.file("/init", 0o755, b"");
        archive.finish()
    }

    #[test]
    fn layout_is_newc() {
        let bytes = sample();
        assert_eq!(bytes.len() % 4, 0);
        let head = [
            "070701",
            "00000001",
            "000041ed",
            "00000000",
            "00000000",
            "00000002",
            "00000000",
            "00000000",
            "00000000",
            "00000000",
            "00000000",
            "00000000",
            "00000004",
            "00000000",
            "etc\0\0\0",
            "070701",
        ]
        .concat();
        assert_eq!(&bytes[..head.len()], head.as_bytes());
    }

    /// Reads as the kernel's init/initramfs.c does.
    fn unpack(mut bytes: &[u8]) -> Vec<(String, u32, Vec<u8>)> {
        let mut files = Vec::new();
        loop {
            let (head, rest) = bytes.split_at(110);
            assert!(head.starts_with(b"070701"));
            let field = |n: usize| {
                let digits = std::str::from_utf8(&head[6 + 8 * n..][..8]).unwrap();
                u32::from_str_radix(digits, 16).unwrap()
            };
            let name = &rest[..field(11) as usize];
            let content = (110 + name.len()).next_multiple_of(4);
            let end = content + field(6) as usize;
            let name = std::str::from_utf8(name).unwrap().strip_suffix('\0').unwrap();
            if name == "TRAILER!!!" {
                assert_eq!(bytes.len(), end.next_multiple_of(4));
                return files;
            }
            files.push((name.to_owned(), field(1), bytes[content..end].to_vec()));
            bytes = &bytes[end.next_multiple_of(4)..];
        }
    }

    #[test]
    fn what_goes_in_comes_out() {
        assert_eq!(
            unpack(&sample()),
            [
                ("etc".to_owned(), 0o040_755, vec![]),
                ("etc/odd".to_owned(), 0o100_640, b"12345".to_vec()),
                ("init".to_owned(), 0o100_755, vec![]),
            ]
        );
    }
}
