//! Numbers and strings.

use super::cursor::{Cursor, Fault};
use crate::program::ast::{Base, Expr};

type Result<T> = std::result::Result<T, Fault>;

/// `10`, `-1`, `0x1000`, `0666`; the cursor stands at a digit or at `-`.
pub(super) fn number(c: &mut Cursor<'_>) -> Result<(i128, Base)> {
    let from = c.at;
    let negative = c.eat("-");
    let (radix, base) = match (c.peek(), c.peek_at(1), c.peek_at(2)) {
        (Some(b'0'), Some(b'x' | b'X'), Some(digit)) if digit.is_ascii_hexdigit() => {
            c.at += 2;
            (16, Base::Hex)
        }
        (Some(b'0'), Some(b'0'..=b'9'), _) => {
            c.at += 1;
            (8, Base::Octal)
        }
        (Some(b'0'..=b'9'), ..) => (10, Base::Decimal),
        _ => return Err(c.unexpected(&["a number"])),
    };
    let digits_at = c.at;
    let digits =
        c.take_while(|b| if radix == 16 { b.is_ascii_hexdigit() } else { b.is_ascii_digit() });
    let mut value: i128 = 0;
    for (i, digit) in digits.bytes().enumerate() {
        let Some(digit) = char::from(digit).to_digit(radix) else {
            return Err(Fault {
                from: digits_at + i,
                to: digits_at + i + 1,
                message: format!("found the digit `{}` in an octal number", char::from(digit)),
                expected: vec!["digits from 0 to 7"],
            });
        };
        value = value * i128::from(radix) + i128::from(digit);
        if value > i128::from(u64::MAX) {
            return Err(c.fault(from, "this number does not fit into 64 bits"));
        }
    }
    if negative && value > 1 << 63 {
        return Err(c.fault(from, "this number does not fit into 64 bits"));
    }
    Ok((if negative { -value } else { value }, base))
}

/// A string with C's escapes; the cursor stands at the opening quote.
pub(super) fn string(c: &mut Cursor<'_>) -> Result<Expr> {
    let from = c.at;
    let source = c.text.as_bytes();
    c.at += 1;
    let mut bytes = Vec::new();
    let mut escapes = 0_usize;
    loop {
        match source.get(c.at) {
            None => {
                return Err(Fault {
                    from,
                    to: from + 1,
                    message: "this string does not end on its line".to_owned(),
                    expected: vec!["a closing `\"`"],
                });
            }
            Some(b'"') => break,
            Some(b'\\') => {
                let (byte, hex) = escape(c)?;
                bytes.push(byte);
                escapes += usize::from(hex);
            }
            Some(0) => return Err(c.fault(c.at, "found a NUL character in a string; write `\\0`")),
            Some(&byte) => {
                bytes.push(byte);
                c.at += 1;
            }
        }
    }
    c.at += 1;
    let hex = !bytes.is_empty() && escapes == bytes.len();
    Ok(Expr::Text { bytes, cut: c.eat("..."), hex })
}

/// One escape; says whether it is of the form `\x..`.
fn escape(c: &mut Cursor<'_>) -> Result<(u8, bool)> {
    let from = c.at;
    c.at += 1;
    let letter = c.peek();
    c.at += usize::from(letter.is_some_and(|b| b.is_ascii()));
    let byte = match letter {
        Some(b'n') => b'\n',
        Some(b't') => b'\t',
        Some(b'r') => b'\r',
        Some(b'v') => 0x0b,
        Some(b'f') => 0x0c,
        Some(b'a') => 0x07,
        Some(b'b') => 0x08,
        Some(b'e') => 0x1b,
        Some(b @ (b'\\' | b'"' | b'\'' | b'?')) => b,
        Some(b'x') => {
            let mut value = 0;
            let mut digits = 0;
            while digits < 2
                && let Some(digit) = c.peek().and_then(|b| char::from(b).to_digit(16))
            {
                value = value * 16 + digit as u8;
                digits += 1;
                c.at += 1;
            }
            if digits == 0 {
                return Err(c.fault(from, "`\\x` needs one or two hexadecimal digits"));
            }
            return Ok((value, digits == 2));
        }
        Some(b @ b'0'..=b'7') => {
            let mut value = u32::from(b - b'0');
            let mut digits = 1;
            while digits < 3
                && let Some(digit) = c.peek().and_then(|b| char::from(b).to_digit(8))
            {
                value = value * 8 + digit;
                digits += 1;
                c.at += 1;
            }
            match u8::try_from(value) {
                Ok(byte) => byte,
                Err(_) => {
                    return Err(
                        c.fault(from, "this escape is more than a byte: the largest is `\\377`")
                    );
                }
            }
        }
        _ => {
            let mut fault = c.fault(from, "found an escape that C does not know");
            fault.expected =
                vec![r#"one of \n \t \r \v \f \a \b \e \\ \" \' \?"#, r"\x..", r"\..."];
            return Err(fault);
        }
    };
    Ok((byte, false))
}
