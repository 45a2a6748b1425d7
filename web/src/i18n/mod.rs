//! What the page says, in English and Chinese.

mod table;

pub use table::Text;

/// A language of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// The tag for the `lang` attribute.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh-Hans",
        }
    }

    /// The short name in links.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// The language that a tag (`zh-CN`, `en-GB`) stands for.
    #[must_use]
    pub fn of(tag: &str) -> Option<Lang> {
        match tag.get(..2)? {
            "en" => Some(Lang::En),
            "zh" => Some(Lang::Zh),
            _ => None,
        }
    }

    /// The one of an English and a Chinese text.
    #[must_use]
    pub fn pick<T>(self, (en, zh): (T, T)) -> T {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// A text of the page.
    #[must_use]
    pub fn t(self, text: Text) -> &'static str {
        self.pick(text.both())
    }

    /// A text of the page with its `{}`s replaced in order.
    #[must_use]
    pub fn fill(self, text: Text, values: &[&dyn std::fmt::Display]) -> String {
        let mut parts = self.t(text).split("{}");
        let mut out = parts.next().unwrap_or_default().to_owned();
        let mut values = values.iter();
        for part in parts {
            if let Some(value) = values.next() {
                out.push_str(&value.to_string());
            }
            out.push_str(part);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_missing_in_a_language() {
        for &text in Text::ALL {
            let (en, zh) = text.both();
            assert!(!en.trim().is_empty() && !zh.trim().is_empty(), "{text:?}");
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{text:?}");
            assert!(en.is_ascii() || !en.chars().any(is_chinese), "{text:?} is not English: {en}");
            let same = text.is_same_in_all();
            assert_eq!(zh.chars().any(is_chinese), !same, "{text:?} is not Chinese: {zh}");
            assert_eq!(en == zh, same, "{text:?}");
        }
    }

    #[test]
    fn what_the_core_says_is_in_both_languages() {
        for function in ringside_core::trace::functions() {
            let chinese = function.zh.chars().any(is_chinese);
            assert_eq!(function.en.is_empty(), !chinese, "{}", function.name);
        }
    }

    fn is_chinese(c: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
    }

    #[test]
    fn filling_takes_values_in_order() {
        assert_eq!(Lang::En.fill(Text::CallOf, &[&2, &7]), "call 2 of 7");
        assert_eq!(Lang::En.fill(Text::CallOf, &[]), "call  of ");
    }
}
