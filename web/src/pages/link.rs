//! What a link to the page says, behind its `#`.

use crate::i18n::Lang;

/// What a link says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Link {
    /// An example, by its name.
    pub example: Option<String>,
    /// A program's text.
    pub text: Option<String>,
    /// Position in its trace.
    pub at: Option<usize>,
    /// Language.
    pub lang: Option<Lang>,
    /// The right to run programs in the lab.
    pub token: Option<String>,
    /// Where to run.
    pub on: Option<String>,
}

/// Longer programs are not put into links.
pub const LONGEST: usize = 4000;

impl Link {
    /// Reads what follows `#`. What it does not understand it leaves out.
    #[must_use]
    pub fn parse(fragment: &str) -> Link {
        let mut link = Link::default();
        for pair in fragment.trim_start_matches('#').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value);
            if value.is_empty() {
                continue;
            }
            match key {
                "example" => link.example = Some(value),
                "program" => link.text = Some(value),
                "at" => link.at = value.parse().ok(),
                "lang" => link.lang = Lang::of(&value),
                "token" => link.token = Some(value),
                "on" => link.on = Some(value),
                _ => {}
            }
        }
        link
    }

    /// What follows `#`. The token is never part of it: whoever copies the
    /// link from the address bar does not give it away.
    #[must_use]
    pub fn fragment(&self) -> String {
        let text = self.text.as_deref().filter(|text| text.len() <= LONGEST);
        let pairs = [
            ("example", self.example.clone()),
            ("program", text.map(str::to_owned)),
            ("at", self.at.map(|at| at.to_string())),
            ("lang", self.lang.map(|lang| lang.short().to_owned())),
            ("on", self.on.clone()),
        ];
        let pairs = pairs.into_iter().filter_map(|(key, value)| Some((key, value?)));
        let pairs: Vec<String> = pairs.map(|(k, v)| format!("{k}={}", encode(&v))).collect();
        format!("#{}", pairs.join("&"))
    }
}

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b',' | b'(' | b')' => {
                out.push(char::from(byte));
            }
            _ => {
                const DIGITS: [char; 16] = [
                    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
                ];
                out.push('%');
                out.push(DIGITS[usize::from(byte >> 4)]);
                out.push(DIGITS[usize::from(byte & 15)]);
            }
        }
    }
    out
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(value) if byte == b'%' => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_comes_back_as_it_was_without_its_token() {
        let link = Link {
            example: Some("two-bites".into()),
            text: Some("read(3, \"ä%&=#\", 1)\n# 中文".into()),
            at: Some(12),
            lang: Some(Lang::Zh),
            token: None,
            on: Some("lab".into()),
        };
        assert_eq!(Link::parse(&link.fragment()), link);
        let secret = Link { token: Some("s3cr3t".into()), ..link.clone() };
        assert_eq!(secret.fragment(), link.fragment());
        assert_eq!(Link::parse("#token=abc&on=lab").token.as_deref(), Some("abc"));
    }

    #[test]
    fn nonsense_is_left_out() {
        for nonsense in ["", "#", "#&&==&=", "#at=x", "#lang=x", "#program=%", "#a=%zz", "#é=中"]
        {
            let link = Link::parse(nonsense);
            assert_eq!(link.at, None);
            assert_eq!(link.example, None);
        }
        assert_eq!(Link::parse("#program=%ff%").text.as_deref(), Some("\u{fffd}%"));
    }
}
