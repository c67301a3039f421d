//! Sentences that people read: what is wrong with a command, who may do what, what contradicts what.

use std::sync::LazyLock;

use fluent_bundle::FluentArgs;

use crate::language::Language;
use crate::resource::{Bundle, bundle, files, formatted, parsed};

/// Why a command was not carried out, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What is wrong.
    pub wrong: String,
    /// What to do instead.
    pub instead: String,
}

/// What is wrong with a command, by the code of the failure and the values that go with it; `None` for a
/// code that has no words, or where a value that they need is missing.
///
/// Values are as interfaces spell them: days as `2026-01-31`, numbers with a point.
pub fn failure<'a>(
    language: Language,
    code: &str,
    values: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<Told> {
    let (bundle, known) = (&Sentences::of(language).failures, arguments(values));
    Some(Told {
        wrong: formatted(bundle, code, None, &known)?,
        instead: formatted(bundle, code, Some("instead"), &known)?,
    })
}

/// A rule of rights in a sentence, by its stable name; `None` for one that has no words, and in English, in
/// which the table of rights states its rules itself.
pub fn rule(language: Language, id: &str) -> Option<String> {
    formatted(&Sentences::of(language).rules, &id.replace('.', "-"), None, &FluentArgs::new())
}

/// Any other sentence by its name, with values as those of [`failure`].
pub fn sentence<'a>(
    language: Language,
    name: &str,
    values: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<String> {
    formatted(&Sentences::of(language).others, name, None, &arguments(values))
}

/// How a column of the import form is headed: in English by its name. `None` for one that has no words.
pub fn column(language: Language, name: &str) -> Option<String> {
    of_the_form(language, "column", name)
}

/// What the sheet of an import file is called, by the file's name without its ending.
pub fn sheet(language: Language, name: &str) -> Option<String> {
    of_the_form(language, "sheet", name)
}

fn of_the_form(language: Language, what: &str, name: &str) -> Option<String> {
    match language {
        Language::English => Some(name.to_owned()),
        Language::Vietnamese => {
            let id = format!("{what}-{}", name.replace('_', "-"));
            formatted(&Sentences::of(language).import, &id, None, &FluentArgs::new())
        }
    }
}

/// The sentences of one language.
struct Sentences {
    failures: Bundle,
    rules: Bundle,
    others: Bundle,
    import: Bundle,
}

impl Sentences {
    fn of(language: Language) -> &'static Self {
        static ENGLISH: LazyLock<Sentences> = LazyLock::new(|| Sentences::read(Language::English));
        static VIETNAMESE: LazyLock<Sentences> = LazyLock::new(|| Sentences::read(Language::Vietnamese));
        match language {
            Language::English => &ENGLISH,
            Language::Vietnamese => &VIETNAMESE,
        }
    }

    fn read(language: Language) -> Self {
        let files = files(language);
        let read = |file| bundle(language, parsed(file));
        Self {
            failures: read(files.failures),
            rules: read(files.rules),
            others: read(files.sentences),
            import: read(files.import),
        }
    }
}

fn arguments<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> FluentArgs<'a> {
    values.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Vietnamese};

    #[test]
    fn what_is_wrong_and_what_to_do_are_told_in_the_language_with_its_days_and_words() {
        let values = [("field", "due"), ("day", "2026-01-31"), ("today", "2026-01-02")];
        let english = failure(English, "IN_FUTURE", values).unwrap();
        assert_eq!(english.wrong, "due is 2026-01-31, after today (2026-01-02)");
        let vietnamese = failure(Vietnamese, "IN_FUTURE", values).unwrap();
        assert_eq!(vietnamese.wrong, "hạn là 31/01/2026, sau hôm nay (02/01/2026)");
        assert!(vietnamese.instead.starts_with("Hãy"), "{vietnamese:?}");

        let values = [("target", "1200.5"), ("least", "0"), ("greatest", "1")];
        let vietnamese = failure(Vietnamese, "TARGET_OUT_OF_RANGE", values).unwrap();
        assert!(vietnamese.wrong.contains("1.200,5"), "{vietnamese:?}");
    }

    #[test]
    fn a_thing_goes_by_its_code_or_by_what_it_is() {
        let cases = [
            ("initiative REFUNDS", "the initiative REFUNDS", "sáng kiến CX REFUNDS"),
            ("initiative", "an initiative", "một sáng kiến CX"),
            ("department", "a department", "một phòng ban"),
            ("organization", "the organization", "tổ chức"),
            ("evidence", "a piece of evidence", "một minh chứng"),
        ];
        for (thing, english, vietnamese) in cases {
            let told = |language| sentence(language, "names-recorded-in-error", [("thing", thing)]).unwrap();
            assert!(told(English).contains(english), "{}", told(English));
            assert!(told(Vietnamese).contains(vietnamese), "{}", told(Vietnamese));
        }
    }

    #[test]
    fn a_word_that_is_not_known_is_shown_as_it_is() {
        let values = [("field", "claim.publishedOn"), ("problem", "it is empty")];
        let told = failure(Vietnamese, "INVALID_INPUT", values).unwrap();
        assert_eq!(told.wrong, "claim.publishedOn không hợp lệ: it is empty");
    }

    #[test]
    fn what_somebody_typed_is_never_read_as_a_pattern() {
        let typed = "{ $day } {DAY(1)}\n.instead = x";
        let told = failure(English, "UNKNOWN", [("noun", "person"), ("reference", typed)]).unwrap();
        assert!(told.wrong.contains(typed), "{told:?}");
    }

    #[test]
    fn a_code_without_words_and_a_missing_value_tell_nothing() {
        assert_eq!(failure(English, "NO_SUCH_CODE", []), None);
        assert_eq!(failure(English, "IN_FUTURE", [("field", "due")]), None);
    }
}
