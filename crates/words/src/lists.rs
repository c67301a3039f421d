//! What people read for the values of closed lists.

use std::sync::LazyLock;

use fluent_bundle::FluentArgs;

use crate::language::Language;
use crate::resource::{bundle, files, formatted, messages, parsed};

/// A closed list of the schema in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The list as the schema spells it: `InitiativeStatus`.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Its values, in the order in which people should see them.
    pub values: Vec<Label>,
}

/// One value of a closed list in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The value as the schema spells it: `PAUSED`.
    pub value: String,
    /// What people read for it.
    pub label: String,
}

/// Every list in a language.
pub fn lists(language: Language) -> &'static [List] {
    static ENGLISH: LazyLock<Vec<List>> = LazyLock::new(|| read(Language::English));
    static VIETNAMESE: LazyLock<Vec<List>> = LazyLock::new(|| read(Language::Vietnamese));
    match language {
        Language::English => &ENGLISH,
        Language::Vietnamese => &VIETNAMESE,
    }
}

/// What people read for a value of a list; `None` for a value that has no label.
pub fn label(language: Language, list: &str, value: &str) -> Option<&'static str> {
    let list = lists(language).iter().find(|known| known.name == list)?;
    list.values.iter().find(|label| label.value == value).map(|label| label.label.as_str())
}

fn read(language: Language) -> Vec<List> {
    let resource = parsed(files(language).lists);
    let names: Vec<(String, Vec<String>)> = messages(&resource)
        .map(|message| {
            let values = message.attributes.iter().map(|attribute| attribute.id.name.to_owned());
            (message.id.name.to_owned(), values.collect())
        })
        .collect();
    let bundle = bundle(language, resource);
    let no_values = FluentArgs::new();
    let text = |list: &str, value: Option<&str>| formatted(&bundle, list, value, &no_values);
    let lists = names.into_iter().filter_map(|(name, values)| {
        let values = values.into_iter();
        let labels = values.filter_map(|value| Some(Label { label: text(&name, Some(&value))?, value }));
        Some(List { label: text(&name, None)?, values: labels.collect(), name })
    });
    lists.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Vietnamese};

    #[test]
    fn a_value_has_a_label_in_each_language() {
        assert_eq!(label(English, "PracticeState", "ROUTINE"), Some("Routine"));
        assert_eq!(label(Vietnamese, "PracticeState", "ROUTINE"), Some("Thành nền nếp"));
        assert_eq!(label(Vietnamese, "PracticeId", "E1"), Some("Chia sẻ insight khách hàng"));
        assert_eq!(label(Vietnamese, "Verdict", "NO_DETECTABLE_CHANGE"), Some("Chưa thấy thay đổi rõ"));
        assert_eq!(label(English, "PracticeState", "FORGOTTEN"), None);
        assert_eq!(label(English, "NoList", "ROUTINE"), None);
    }

    #[test]
    fn values_come_in_the_order_in_which_people_should_see_them() {
        for language in Language::ALL {
            let states = lists(language).iter().find(|list| list.name == "PracticeState").unwrap();
            let values: Vec<_> = states.values.iter().map(|label| label.value.as_str()).collect();
            assert_eq!(values, ["NONE", "STARTED", "PERFORMED", "ROUTINE"]);
        }
    }
}
