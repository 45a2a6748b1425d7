//! Who may: a random number that is in the link.

use std::fmt;
use std::hint::black_box;
use std::io;

use rustix::rand::{GetRandomFlags, getrandom};

const BYTES: usize = 20;

/// 160 random bits, as hexadecimal digits.
#[derive(Clone)]
pub struct Token([u8; BYTES * 2]);

impl Token {
    /// A new one, from the operating system.
    ///
    /// # Errors
    /// If it has none.
    pub fn new() -> io::Result<Token> {
        let mut random = [0; BYTES];
        let mut filled = 0;
        while filled < BYTES {
            filled += getrandom(&mut random[filled..], GetRandomFlags::empty())?;
        }
        let mut digits = [0; BYTES * 2];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(random) {
            for (digit, value) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
                *digit = b"0123456789abcdef"[usize::from(value)];
            }
        }
        Ok(Token(digits))
    }

    /// The digits, for the link.
    #[must_use]
    pub fn reveal(&self) -> &str {
        // They are ASCII, see `new`.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Compares in a time that tells nothing about where they differ.
    #[must_use]
    pub fn matches(&self, given: &str) -> bool {
        let Ok(given) = <&[u8; BYTES * 2]>::try_from(given.as_bytes()) else {
            return false;
        };
        let differences = self.0.iter().zip(given).fold(0, |all, (a, b)| black_box(all | (a ^ b)));
        black_box(differences) == 0
    }
}

/// Does not show it: what is printed ends up in logs.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_itself_matches() {
        let token = Token::new().unwrap();
        let digits = token.reveal().to_owned();
        assert_eq!(digits.len(), 40);
        assert!(token.matches(&digits));
        assert_ne!(digits, Token::new().unwrap().reveal());
        for at in 0..digits.len() {
            let mut other = digits.clone().into_bytes();
            other[at] ^= 1;
            assert!(!token.matches(str::from_utf8(&other).unwrap()));
        }
        for other in ["", &digits[1..], &format!("{digits}0"), &digits.to_uppercase()] {
            assert!(!token.matches(other) || *other == digits, "{other}");
        }
        assert!(!format!("{token:?}").contains(&digits));
    }
}
