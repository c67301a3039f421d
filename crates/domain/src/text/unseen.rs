//! The characters that a reader does not see, and that can make a text say to people something else
//! than what is stored.

/// The first character that has no place in a typed text, and how many characters stand before it.
///
/// - Control characters, but for line breaks and tabs.
/// - Format characters of Unicode 16 (general category `Cf`): spaces and joiners of no width, marks and
///   overrides of direction, the byte order mark, soft hyphens, tags. Signs of that category that are
///   seen, such as those above Arabic numbers, belong to their script and stay.
/// - The zero-width joiner and non-joiner (U+200D, U+200C), except between two characters of a script
///   that is written with them (Arabic, Syriac, Mongolian, those of South and Southeast Asia) or of one
///   picture, where they decide what is seen.
pub fn unseen(text: &str) -> Option<(usize, char)> {
    let mut before = None;
    let mut rest = text.chars().enumerate().peekable();
    while let Some((place, character)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        let is_seen = match character {
            '\n' | '\r' | '\t' => true,
            '\u{200C}' | '\u{200D}' => before.is_some_and(joins) && next.is_some_and(joins),
            _ => !character.is_control() && !within(&UNSEEN, character),
        };
        if !is_seen {
            return Some((place, character));
        }
        before = Some(character);
    }
    None
}

/// Whether the character belongs to a script, or to the pictures, whose letters joiners part or join.
fn joins(character: char) -> bool {
    within(&JOINED, character)
}

fn within(ranges: &[(char, char)], character: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

/// The format characters that are not seen, the two joiners aside.
const UNSEEN: [(char, char); 13] = [
    ('\u{00AD}', '\u{00AD}'),
    ('\u{061C}', '\u{061C}'),
    ('\u{180E}', '\u{180E}'),
    ('\u{200B}', '\u{200B}'),
    ('\u{200E}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFF9}', '\u{FFFB}'),
    ('\u{13430}', '\u{1343F}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E007F}'),
];

/// The blocks in which joiners decide what is seen: Arabic to Mandaic, South Asia, Tibetan, Myanmar,
/// Khmer and Mongolian, Balinese to Javanese, Arabic presentation forms, pictures and their selector.
const JOINED: [(char, char); 13] = [
    ('\u{0600}', '\u{08FF}'),
    ('\u{0900}', '\u{0DFF}'),
    ('\u{0F00}', '\u{109F}'),
    ('\u{1780}', '\u{18AF}'),
    ('\u{1A20}', '\u{1C4F}'),
    ('\u{1CD0}', '\u{1CFF}'),
    ('\u{2190}', '\u{2BFF}'),
    ('\u{A840}', '\u{AA5F}'),
    ('\u{AAE0}', '\u{ABFF}'),
    ('\u{FB50}', '\u{FDFF}'),
    ('\u{FE0F}', '\u{FE0F}'),
    ('\u{FE70}', '\u{FEFC}'),
    ('\u{1F000}', '\u{1FAFF}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_found_with_its_place() {
        let hidden = [
            "\u{0}",
            "\u{7F}",
            "\u{85}",
            "\u{AD}",
            "\u{61C}",
            "\u{180E}",
            "\u{200B}",
            "\u{200C}",
            "\u{200D}",
            "\u{200E}",
            "\u{200F}",
            "\u{202A}",
            "\u{202E}",
            "\u{2060}",
            "\u{2064}",
            "\u{2066}",
            "\u{2069}",
            "\u{206F}",
            "\u{FEFF}",
            "\u{FFF9}",
            "\u{1D173}",
            "\u{E0001}",
            "\u{E007F}",
        ];
        for hidden in hidden {
            let character = hidden.chars().next().unwrap();
            assert_eq!(unseen(&format!("trả{hidden} lời")), Some((3, character)), "{character:?}");
            assert_eq!(unseen(hidden), Some((0, character)), "{character:?}");
        }
    }

    #[test]
    fn a_joiner_stands_where_its_script_needs_it_and_nowhere_else() {
        for seen in ["می\u{200C}خواهم", "क्\u{200D}ष", "👩\u{200D}🔧", "❤\u{FE0F}\u{200D}🔥"]
        {
            assert_eq!(unseen(seen), None, "{seen}");
        }
        for (hidden, place) in
            [("می\u{200C}", 2), ("می\u{200C} خواهم", 2), ("क्\u{200D}\u{200D}ष", 2), ("pay\u{200D}ment", 3)]
        {
            assert_eq!(unseen(hidden).map(|(place, _)| place), Some(place), "{hidden}");
        }
    }

    #[test]
    fn what_people_write_is_left_alone() {
        for seen in [
            "Nguyễn Thị Minh\n\tcâu trả lời",
            "«70 %» – déjà vu…",
            "نتیجه ٪۷۰ \u{600}",
            "ご質問は？",
            "한국어 🇻🇳",
        ] {
            assert_eq!(unseen(seen), None, "{seen}");
        }
    }
}
