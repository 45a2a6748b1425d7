//! Numbers and strings as bytes.

use super::DecodeError;

/// Appends an unsigned number: seven bits a byte, lowest first.
#[inline]
pub fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed number, small ones in either direction short.
#[inline]
pub fn put_signed(out: &mut Vec<u8>, value: i64) {
    put(out, zigzag(value));
}

/// Appends a length and that many bytes.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

#[inline]
fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

#[inline]
fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// Reads from bytes that came from outside.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    base: u64,
}

impl<'a> Reader<'a> {
    /// `base` is where the bytes begin in the file, for messages.
    pub fn new(bytes: &'a [u8], base: u64) -> Reader<'a> {
        Reader { bytes, position: 0, base }
    }

    pub fn position(&self) -> usize {
        self.position
    }

    pub fn remaining(&self) -> usize {
        self.bytes.len() - self.position
    }

    #[cold]
    pub fn invalid(&self, what: &'static str) -> DecodeError {
        DecodeError::Invalid { what, at: self.base + self.position as u64 }
    }

    #[inline]
    pub fn byte(&mut self) -> Result<u8, DecodeError> {
        let Some(&byte) = self.bytes.get(self.position) else {
            return Err(self.invalid("a section ends too early"));
        };
        self.position += 1;
        Ok(byte)
    }

    #[inline]
    pub fn unsigned(&mut self) -> Result<u64, DecodeError> {
        let first = self.byte()?;
        if first < 0x80 { Ok(u64::from(first)) } else { self.unsigned_long(first) }
    }

    fn unsigned_long(&mut self, first: u8) -> Result<u64, DecodeError> {
        let mut value = u64::from(first & 0x7f);
        let mut shift = 7;
        loop {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                return Err(self.invalid("a number has more than 64 bits"));
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
            shift += 7;
        }
    }

    #[inline]
    pub fn signed(&mut self) -> Result<i64, DecodeError> {
        self.unsigned().map(unzigzag)
    }

    /// A number that must fit a smaller type.
    #[inline]
    pub fn number<T: TryFrom<u64>>(&mut self) -> Result<T, DecodeError> {
        let value = self.unsigned()?;
        T::try_from(value).map_err(|_| self.invalid("a number is too large for its field"))
    }

    /// How many entries follow, each of at least `least` bytes: more than the
    /// section can hold is refused, so that a count never decides how much
    /// memory is taken.
    pub fn count(&mut self, least: usize) -> Result<usize, DecodeError> {
        let count: usize = self.number()?;
        if count > self.remaining() / least.max(1) {
            return Err(self.invalid("a count is larger than its section"));
        }
        Ok(count)
    }

    pub fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.count(1)?;
        let start = self.position;
        self.position += length;
        Ok(self.bytes.get(start..self.position).unwrap_or(&[]))
    }

    pub fn text(&mut self) -> Result<&'a str, DecodeError> {
        let bytes = self.bytes()?;
        core::str::from_utf8(bytes).map_err(|_| self.invalid("a text is not UTF-8"))
    }

    pub fn flag(&mut self) -> Result<bool, DecodeError> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.invalid("a flag is neither 0 nor 1")),
        }
    }

    /// The section must be used up.
    pub fn finish(&self) -> Result<(), DecodeError> {
        if self.remaining() == 0 { Ok(()) } else { Err(self.invalid("a section is too long")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for shift in 0..64 {
            for value in [(1u64 << shift) - 1, 1 << shift, !0 >> shift] {
                let mut out = Vec::new();
                put(&mut out, value);
                put_signed(&mut out, value as i64);
                let mut reader = Reader::new(&out, 0);
                assert_eq!(reader.unsigned(), Ok(value));
                assert_eq!(reader.signed(), Ok(value as i64));
                assert_eq!(reader.finish(), Ok(()));
            }
        }
    }

    #[test]
    fn overlong_numbers_and_counts_are_refused() {
        assert!(Reader::new(&[0xff; 11], 0).unsigned().is_err());
        assert!(Reader::new(&[0x80], 0).unsigned().is_err());
        assert!(Reader::new(&[5, 1, 2, 3, 4], 0).count(1).is_err());
        assert_eq!(Reader::new(&[4, 1, 2, 3, 4], 0).count(1), Ok(4));
    }
}
