//! Which languages there are, and which of them somebody asks for.

use unic_langid::LanguageIdentifier;

/// A language in which people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    /// American English, which is answered where nobody asks for another one.
    #[default]
    English,
    /// Vietnamese.
    Vietnamese,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Vietnamese];

    /// Its BCP 47 tag: `en`, `vi`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Vietnamese => "vi",
        }
    }

    /// The language of a BCP 47 tag, whatever its region: `vi-VN` is Vietnamese. `None` for others.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The language that the header `Accept-Language` (RFC 9110, 12.5.4) asks for before all others that
    /// there are; `None` if it asks for none of them.
    pub fn accepted(header: &str) -> Option<Self> {
        let ranges = header.split(',').filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = match parameters.trim().strip_prefix("q=") {
                Some(weight) => weight.trim().parse().ok()?,
                None => 1.0_f32,
            };
            let language = if tag.trim() == "*" { Some(Self::default()) } else { Self::of_tag(tag) };
            language.filter(|_| weight > 0.0 && weight <= 1.0).map(|language| (language, weight))
        });
        // Of equal weights the first one counts.
        let best = ranges.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(language, _)| language)
    }

    pub(crate) fn id(self) -> LanguageIdentifier {
        self.tag().parse().expect("the tag of a language is one of BCP 47")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Vietnamese};

    #[test]
    fn the_header_names_the_language_by_weight_then_by_order() {
        let cases = [
            ("vi", Some(Vietnamese)),
            ("vi-VN,vi;q=0.9,en;q=0.8", Some(Vietnamese)),
            ("en-US, vi;q=0.5", Some(English)),
            ("fr, vi;q=0.4, en;q=0.6", Some(English)),
            ("fr, vi ; q=0.4", Some(Vietnamese)),
            ("VI", Some(Vietnamese)),
            ("fr-CA, *;q=0.1", Some(English)),
            ("vi;q=0, en;q=0.1", Some(English)),
        ];
        for (header, language) in cases {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }

    #[test]
    fn what_asks_for_no_language_that_there_is_asks_for_nothing() {
        for header in ["", "fr", "vi;q=0", "vi;q=much", "vietnamese", ";;,,", "vi;q=NaN", "vi;q=7"] {
            assert_eq!(Language::accepted(header), None, "{header}");
        }
    }
}
