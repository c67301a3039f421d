//! Labels and sentences in the language of whoever asks.

use async_graphql::{Context, Enum, SimpleObject};

use crate::list::List;

/// A language in which people read.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_words::Language")]
pub(crate) enum Language {
    /// American English.
    #[graphql(name = "EN")]
    English,
    /// Vietnamese.
    #[graphql(name = "VI")]
    Vietnamese,
}

impl Language {
    /// The language of a field: that of its argument, else that of the request, else English.
    pub(crate) fn of(ctx: &Context<'_>, asked: Option<Self>) -> cxl_words::Language {
        let request = || ctx.data_opt::<cxl_words::Language>().copied().unwrap_or_default();
        asked.map_or_else(request, Self::into)
    }
}

/// What people read for the values of a closed list.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Labels {
    /// The enum as this schema spells it: "InitiativeStatus"; "Level" for the levels of the maturity model.
    list: String,
    /// What people call the list.
    label: String,
    /// Its values in the order in which people should see them.
    values: List<Label>,
}

/// What people read for one value.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Label {
    /// The value as this schema spells it: "PAUSED"; of a level L and its number: "L0" to "L4".
    value: String,
    /// What people read for it.
    label: String,
}

impl Labels {
    /// Every list in a language.
    pub(crate) fn of(language: cxl_words::Language) -> List<Self> {
        let labels = cxl_words::lists(language).iter().map(|list| Self {
            list: list.name.clone(),
            label: list.label.clone(),
            values: list
                .values
                .iter()
                .map(|value| Label { value: value.value.clone(), label: value.label.clone() })
                .collect(),
        });
        labels.collect()
    }
}
