//! Fluent files as they are compiled in, and bundles that format their messages.

use std::collections::HashMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentValue;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Message};
use rust_decimal::Decimal;

use crate::language::Language;
use crate::spelling;

/// The files of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Files {
    /// Labels of closed lists.
    pub(crate) lists: &'static str,
    /// What is wrong with a command and what to do instead.
    pub(crate) failures: &'static str,
    /// The rules of rights.
    pub(crate) rules: &'static str,
    /// Sentences about anything else.
    pub(crate) sentences: &'static str,
    /// Columns and sheets of the import form.
    pub(crate) import: &'static str,
    /// Single words inside sentences.
    pub(crate) words: &'static str,
}

/// The files of a language.
pub(crate) const fn files(language: Language) -> Files {
    match language {
        Language::English => Files {
            lists: include_str!("../en/lists.ftl"),
            failures: include_str!("../en/failures.ftl"),
            // In English the table of rights states them itself.
            rules: "",
            // In English they go by the names that the form gives them.
            import: "",
            sentences: include_str!("../en/sentences.ftl"),
            words: include_str!("../en/words.ftl"),
        },
        Language::Vietnamese => Files {
            lists: include_str!("../vi/lists.ftl"),
            failures: include_str!("../vi/failures.ftl"),
            rules: include_str!("../vi/rules.ftl"),
            import: include_str!("../vi/import.ftl"),
            sentences: include_str!("../vi/sentences.ftl"),
            words: include_str!("../vi/words.ftl"),
        },
    }
}

/// A file, read. The files are part of the program: one that can't be read is found by the tests.
pub(crate) fn parsed(file: &str) -> FluentResource {
    FluentResource::try_new(file.to_owned()).unwrap_or_else(|(resource, errors)| {
        debug_assert!(errors.is_empty(), "a Fluent file is misspelled: {errors:?}");
        resource
    })
}

/// The messages of a file, in its order.
pub(crate) fn messages(resource: &FluentResource) -> impl Iterator<Item = &Message<&str>> {
    resource.entries().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        _ => None,
    })
}

/// A file whose messages can be formatted.
pub(crate) type Bundle = FluentBundle<FluentResource>;

/// The messages of one file in a language, with the functions that they may call.
pub(crate) fn bundle(language: Language, resource: FluentResource) -> Bundle {
    let words = Arc::new(words(language));
    let mut bundle = Bundle::new_concurrent(vec![language.id()]);
    // Both languages are written from left to right: isolating marks would only be in the way.
    bundle.set_use_isolating(false);
    let added = [
        bundle.add_resource(resource).is_ok(),
        bundle.add_function("DAY", move |values, _| first(values, |text| day(language, text))).is_ok(),
        bundle
            .add_function("DECIMAL", move |values, _| first(values, |text| decimal(language, text)))
            .is_ok(),
        bundle.add_function("WORD", rewriting(&words, |words, text| words.get(&slug(text)).cloned())).is_ok(),
        bundle
            .add_function("THING", rewriting(&words, move |words, text| thing(language, words, text)))
            .is_ok(),
    ];
    debug_assert!(added.iter().all(|added| *added), "a message or function stands twice");
    bundle
}

/// A message's value or one of its attributes with these values in it; `None` if there is no such text, or
/// one of its variables has no value.
pub(crate) fn formatted(
    bundle: &Bundle,
    id: &str,
    attribute: Option<&str>,
    values: &FluentArgs<'_>,
) -> Option<String> {
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        None => message.value()?,
        Some(attribute) => message.get_attribute(attribute)?.value(),
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(values), &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

/// The single words of a language by what they are called in words.ftl.
type Words = HashMap<String, String>;

/// The single words of a language by what they are called in sentences of the domain.
fn words(language: Language) -> Words {
    let resource = parsed(files(language).words);
    let ids: Vec<_> = messages(&resource).map(|message| message.id.name.to_owned()).collect();
    let mut bundle = Bundle::new_concurrent(vec![language.id()]);
    let added = bundle.add_resource(resource);
    debug_assert!(added.is_ok(), "a word stands twice: {added:?}");
    let no_values = FluentArgs::new();
    ids.into_iter().filter_map(|id| Some((id.clone(), formatted(&bundle, &id, None, &no_values)?))).collect()
}

/// A function that rewrites its first value with the single words of a language.
fn rewriting(
    words: &Arc<Words>,
    rewrite: impl Fn(&Words, &str) -> Option<String> + Send + Sync + 'static,
) -> impl for<'a> Fn(&[FluentValue<'a>], &FluentArgs<'_>) -> FluentValue<'a> + Send + Sync + 'static {
    let words = words.clone();
    move |values, _| first(values, |text| rewrite(&words, text))
}

/// What a thing is called: `initiative REFUNDS` is a noun with a code, `initiative` one of which no code
/// is told.
fn thing(language: Language, words: &Words, text: &str) -> Option<String> {
    let (noun, code) = text.split_once(' ').map_or((text, None), |(noun, code)| (noun, Some(code)));
    let noun_in_words = words.get(&slug(noun))?;
    Some(match (language, code) {
        (Language::English, Some(code)) => format!("the {noun_in_words} {code}"),
        (Language::Vietnamese, Some(code)) => format!("{noun_in_words} {code}"),
        (Language::English, None) if noun == "organization" => format!("the {noun_in_words}"),
        (Language::Vietnamese, None) if noun == "organization" => noun_in_words.clone(),
        (Language::English, None) if noun == "evidence" => format!("a piece of {noun_in_words}"),
        (Language::English, None) if noun.starts_with(['a', 'e', 'i', 'o', 'u']) => {
            format!("an {noun_in_words}")
        }
        (Language::English, None) => format!("a {noun_in_words}"),
        (Language::Vietnamese, None) => format!("một {noun_in_words}"),
    })
}

/// What a word is called in words.ftl: `time zone` is `time-zone`.
fn slug(word: &str) -> String {
    word.replace([' ', '_'], "-")
}

fn day(language: Language, text: &str) -> Option<String> {
    text.parse().ok().map(|day| spelling::day(language, day))
}

fn decimal(language: Language, text: &str) -> Option<String> {
    text.parse::<Decimal>().ok().map(|number| spelling::decimal(language, number))
}

/// The first value of a call rewritten; one that can't be rewritten stays as it is.
fn first<'a>(values: &[FluentValue<'a>], rewrite: impl Fn(&str) -> Option<String>) -> FluentValue<'a> {
    match values.first() {
        Some(FluentValue::String(text)) => {
            rewrite(text).map_or_else(|| text.clone().into(), FluentValue::from)
        }
        Some(other) => other.clone(),
        None => FluentValue::Error,
    }
}
