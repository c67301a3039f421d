//! Words as they are compared: without marks and without case.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text: `Hoàn tiền trong 3 ngày` is `hoan tien trong 3 ngay`.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Words(Vec<Box<str>>);

impl Words {
    /// The words of a text, in its order. Letters lose their marks (compatibility decomposition, combining
    /// marks dropped; đ, which does not decompose, is d) and their case; whatever is neither letter nor
    /// digit stands between words.
    pub fn of(text: &str) -> Self {
        let plain = text.nfkd().filter(|character| !is_combining_mark(*character));
        // By way of capitals, so that letters whose capitals are the same are the same: ß and ss.
        let folded: String =
            plain.flat_map(char::to_uppercase).flat_map(char::to_lowercase).map(unbarred).collect();
        let words = folded.split(|character: char| !character.is_alphanumeric());
        Self(words.filter(|word| !word.is_empty()).map(Into::into).collect())
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// How a word stands among these: as one of them, as the beginning of one, or not at all.
    pub(super) fn hold(&self, word: &str) -> Option<Held> {
        let mut begins = false;
        for known in self.iter() {
            if known == word {
                return Some(Held::Whole);
            }
            begins |= known.starts_with(word);
        }
        begins.then_some(Held::Begins)
    }
}

impl fmt::Debug for Words {
    /// Never shows the words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} of them)", self.len())
    }
}

/// How a word that was asked for stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Held {
    /// As a word of its own.
    Whole,
    /// As the beginning of a word.
    Begins,
}

/// A letter whose bar is no combining mark, without it.
fn unbarred(character: char) -> char {
    match character {
        'đ' => 'd',
        'ø' => 'o',
        'ł' => 'l',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        Words::of(text).iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn vietnamese_loses_its_marks_however_they_are_written() {
        assert_eq!(words("Hoàn tiền trong 3 ngày"), "hoan tien trong 3 ngay");
        assert_eq!(words("ĐIỂM CHẠM; Đường dây nóng"), "diem cham duong day nong");
        assert_eq!(words("ưu đãi cho khách hàng cũ"), "uu dai cho khach hang cu");
        // The same letters, their marks written as characters of their own.
        let apart: String = "Nguyễn Thị Phương".nfd().collect();
        assert_eq!(words(&apart), words("Nguyễn Thị Phương"));
    }

    #[test]
    fn other_marks_case_and_width_make_no_difference() {
        assert_eq!(words("Ångström – Straße, ŁÓDŹ"), "angstrom strasse lodz");
        assert_eq!(words("ＮＰＳ ﬁnal"), "nps final");
        assert_eq!(words("ΣΊΣΥΦΟΣ"), words("σίσυφος"));
    }

    #[test]
    fn what_is_neither_letter_nor_digit_stands_between_words() {
        assert_eq!(words("CX-NPS.1 (“refunds”)"), "cx nps 1 refunds");
        assert!(Words::of(" –…!?  \u{301}").is_empty());
    }

    #[test]
    fn a_word_is_held_whole_or_begun_but_never_inside() {
        let held = Words::of("refunds within three days");
        assert_eq!(held.hold("refunds"), Some(Held::Whole));
        assert_eq!(held.hold("ref"), Some(Held::Begins));
        assert_eq!(held.hold("funds"), None);
    }
}
