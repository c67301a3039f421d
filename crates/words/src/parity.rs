//! Both languages hold the same messages with the same attributes, variables and functions.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, Pattern, PatternElement};

use crate::language::Language;
use crate::resource::{Files, files, messages, parsed};

/// Where a text stands: the message, and the attribute if it is one.
type Place = (String, Option<String>);

/// One of the files of a language.
type Pick = fn(Files) -> &'static str;

/// Every text of a file with what it names: variables as `$day`, functions as `DAY`.
fn texts(file: &str) -> BTreeMap<Place, BTreeSet<String>> {
    let resource = parsed(file);
    let mut texts = BTreeMap::new();
    for message in messages(&resource) {
        let id = message.id.name.to_owned();
        let value = message.value.as_ref().unwrap_or_else(|| panic!("{id} has no value"));
        assert!(texts.insert((id.clone(), None), named(value)).is_none(), "{id} stands twice");
        for attribute in &message.attributes {
            let place = (id.clone(), Some(attribute.id.name.to_owned()));
            assert!(
                texts.insert(place, named(&attribute.value)).is_none(),
                "{id}.{} stands twice",
                attribute.id.name
            );
        }
    }
    texts
}

fn named(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            name(expression, &mut names);
        }
    }
    names
}

fn name(expression: &Expression<&str>, names: &mut BTreeSet<String>) {
    let inline = match expression {
        Expression::Inline(inline) => inline,
        Expression::Select { selector, variants } => {
            for variant in variants {
                names.extend(named(&variant.value));
            }
            selector
        }
    };
    name_inline(inline, names);
}

fn name_inline(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            names.insert(format!("${}", id.name));
        }
        InlineExpression::FunctionReference { id, arguments: CallArguments { positional, .. } } => {
            names.insert(id.name.to_owned());
            for argument in positional {
                name_inline(argument, names);
            }
        }
        InlineExpression::Placeable { expression } => name(expression, names),
        _ => {}
    }
}

#[test]
fn both_languages_hold_the_same_texts_with_the_same_variables() {
    let [english, vietnamese] = Language::ALL.map(files);
    let pairs: [(&str, Pick); 4] = [
        ("lists.ftl", |files| files.lists),
        ("failures.ftl", |files| files.failures),
        ("sentences.ftl", |files| files.sentences),
        ("words.ftl", |files| files.words),
    ];
    for (file, of) in pairs {
        let (english, vietnamese) = (texts(of(english)), texts(of(vietnamese)));
        let only = |here: &BTreeMap<Place, _>, there: &BTreeMap<Place, _>| {
            here.keys().filter(|place| !there.contains_key(*place)).cloned().collect::<Vec<_>>()
        };
        let missing = (only(&english, &vietnamese), only(&vietnamese, &english));
        assert_eq!(
            missing,
            (vec![], vec![]),
            "crates/words/vi/{file} lacks the first, crates/words/en/{file} the second"
        );
        for (place, named) in english {
            assert_eq!(named, vietnamese[&place], "{place:?} names other values in crates/words/vi/{file}");
        }
    }
}

#[test]
fn files_are_read_without_a_fault_and_every_failure_tells_what_to_do() {
    for language in Language::ALL {
        let Files { lists, failures, rules, sentences, import, words } = files(language);
        for file in [lists, failures, rules, sentences, import, words] {
            let read = fluent_bundle::FluentResource::try_new(file.to_owned());
            assert!(read.is_ok(), "{}: {:?}", language.tag(), read.err().map(|(_, errors)| errors));
        }
        for message in messages(&parsed(failures)) {
            let attributes: Vec<_> = message.attributes.iter().map(|attribute| attribute.id.name).collect();
            assert_eq!(
                attributes,
                ["instead"],
                "{} in crates/words/{}/failures.ftl",
                message.id.name,
                language.tag()
            );
        }
    }
}
