//! What breaks for clients between two versions of a schema.
//!
//! The kinds are those that graphql-js finds (`findBreakingChanges`, version 16), and two that it does not: a root that goes,
//! and an input object of which only one field may be given from now on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use async_graphql_parser::types::{BaseType, Type};
use async_graphql_value::Name;

use crate::schema::{Composite, Directive, Field, Input, InputValue, Schema, TypeKind};

/// One change that breaks a client.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What kind of change.
    pub kind: ChangeKind,
    /// What changed, by its schema coordinate: `Query.node(id:)`.
    pub coordinate: String,
    /// What became of it, in words.
    pub message: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}: {}", self.kind, self.coordinate, self.message)
    }
}

/// The kinds of change that break a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// No operation of that kind starts any more, or at another type.
    RootChanged,
    /// A type is gone.
    TypeRemoved,
    /// A type became one of another kind, an enum an object say.
    TypeChangedKind,
    /// A union has one member less.
    TypeRemovedFromUnion,
    /// An enum has one value less.
    ValueRemovedFromEnum,
    /// An input object has one more field that must be given.
    RequiredInputFieldAdded,
    /// Of an input object only one field may be given from now on.
    OneOfAdded,
    /// A type no longer implements an interface.
    ImplementedInterfaceRemoved,
    /// A field is gone.
    FieldRemoved,
    /// A field has another type, which clients of the old one cannot read or give.
    FieldChangedKind,
    /// A field or directive has one more argument that must be given.
    RequiredArgAdded,
    /// An argument is gone.
    ArgRemoved,
    /// An argument has another type, which takes less than the old one.
    ArgChangedKind,
    /// A directive is gone.
    DirectiveRemoved,
    /// A directive has one argument less.
    DirectiveArgRemoved,
    /// A directive has one more argument that must be given.
    RequiredDirectiveArgAdded,
    /// A directive may stand once only.
    DirectiveRepeatableRemoved,
    /// A directive may no longer stand at a place.
    DirectiveLocationRemoved,
}

/// Every change from `old` to `new` that breaks a client of `old`, in the order of kinds and coordinates.
pub fn breaking_changes(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut found = Found::default();
    let roots = [
        ("query", &old.roots.query, &new.roots.query),
        ("mutation", &old.roots.mutation, &new.roots.mutation),
        ("subscription", &old.roots.subscription, &new.roots.subscription),
    ];
    for (operation, before, after) in roots {
        if before.is_some() && before != after {
            found.add(ChangeKind::RootChanged, operation, "starts at another type, or nowhere");
        }
    }
    for (name, before) in &old.types {
        match new.types.get(name) {
            Some(after) => found.types(name, before, after),
            None => found.add(ChangeKind::TypeRemoved, name, "was removed"),
        }
    }
    for (name, before) in &old.directives {
        match new.directives.get(name) {
            Some(after) => found.directives(name, before, after),
            None => found.add(ChangeKind::DirectiveRemoved, &format!("@{name}"), "was removed"),
        }
    }
    found.0.into_iter().collect()
}

#[derive(Default)]
struct Found(BTreeSet<Change>);

impl Found {
    fn add(&mut self, kind: ChangeKind, coordinate: &str, message: impl Into<String>) {
        self.0.insert(Change { kind, coordinate: coordinate.to_owned(), message: message.into() });
    }

    fn types(&mut self, name: &Name, before: &TypeKind, after: &TypeKind) {
        match (before, after) {
            (TypeKind::Scalar, TypeKind::Scalar) => {}
            (TypeKind::Object(before), TypeKind::Object(after))
            | (TypeKind::Interface(before), TypeKind::Interface(after)) => {
                self.composites(name, before, after);
            }
            (TypeKind::Union(before), TypeKind::Union(after)) => {
                for gone in before.difference(after) {
                    self.add(ChangeKind::TypeRemovedFromUnion, name, format!("lost its member {gone}"));
                }
            }
            (TypeKind::Enum(before), TypeKind::Enum(after)) => {
                for gone in before.keys().filter(|value| !after.contains_key(*value)) {
                    self.add(ChangeKind::ValueRemovedFromEnum, &format!("{name}.{gone}"), "was removed");
                }
            }
            (TypeKind::Input(before), TypeKind::Input(after)) => self.inputs(name, before, after),
            _ => self.add(
                ChangeKind::TypeChangedKind,
                name,
                format!("was {} and is {}", word(before), word(after)),
            ),
        }
    }

    fn composites(&mut self, name: &Name, before: &Composite, after: &Composite) {
        for gone in before.implements.difference(&after.implements) {
            let message = format!("no longer implements {gone}");
            self.add(ChangeKind::ImplementedInterfaceRemoved, name, message);
        }
        for (field, before) in &before.fields {
            let coordinate = format!("{name}.{field}");
            match after.fields.get(field) {
                Some(after) => self.fields(&coordinate, before, after),
                None => self.add(ChangeKind::FieldRemoved, &coordinate, "was removed"),
            }
        }
    }

    fn fields(&mut self, coordinate: &str, before: &Field, after: &Field) {
        if !is_safe_to_read(&before.ty, &after.ty) {
            let message = format!("was {} and is {}", before.ty, after.ty);
            self.add(ChangeKind::FieldChangedKind, coordinate, message);
        }
        let kinds = (ChangeKind::ArgRemoved, ChangeKind::RequiredArgAdded);
        self.arguments(coordinate, &before.arguments, &after.arguments, kinds);
        for (argument, before) in &before.arguments {
            let Some(after) = after.arguments.get(argument) else { continue };
            if !is_safe_to_give(&before.ty, &after.ty) {
                let message = format!("was {} and is {}", before.ty, after.ty);
                self.add(ChangeKind::ArgChangedKind, &format!("{coordinate}({argument}:)"), message);
            }
        }
    }

    fn arguments(
        &mut self,
        coordinate: &str,
        before: &BTreeMap<Name, InputValue>,
        after: &BTreeMap<Name, InputValue>,
        (removed, required): (ChangeKind, ChangeKind),
    ) {
        for gone in before.keys().filter(|argument| !after.contains_key(*argument)) {
            self.add(removed, &format!("{coordinate}({gone}:)"), "was removed");
        }
        let added =
            after.iter().filter(|(argument, value)| value.is_required() && !before.contains_key(*argument));
        for (argument, _) in added {
            self.add(required, &format!("{coordinate}({argument}:)"), "was added and must be given");
        }
    }

    fn inputs(&mut self, name: &Name, before: &Input, after: &Input) {
        if after.one_of && !before.one_of {
            self.add(ChangeKind::OneOfAdded, name, "takes one field only");
        }
        for (field, before) in &before.fields {
            let coordinate = format!("{name}.{field}");
            match after.fields.get(field) {
                None => self.add(ChangeKind::FieldRemoved, &coordinate, "was removed"),
                Some(after) if !is_safe_to_give(&before.ty, &after.ty) => {
                    let message = format!("was {} and is {}", before.ty, after.ty);
                    self.add(ChangeKind::FieldChangedKind, &coordinate, message);
                }
                Some(_) => {}
            }
        }
        let added = after
            .fields
            .iter()
            .filter(|(field, value)| value.is_required() && !before.fields.contains_key(*field));
        for (field, _) in added {
            let coordinate = format!("{name}.{field}");
            self.add(ChangeKind::RequiredInputFieldAdded, &coordinate, "was added and must be given");
        }
    }

    fn directives(&mut self, name: &Name, before: &Directive, after: &Directive) {
        let coordinate = format!("@{name}");
        let kinds = (ChangeKind::DirectiveArgRemoved, ChangeKind::RequiredDirectiveArgAdded);
        self.arguments(&coordinate, &before.arguments, &after.arguments, kinds);
        if before.repeatable && !after.repeatable {
            self.add(ChangeKind::DirectiveRepeatableRemoved, &coordinate, "may stand once only");
        }
        for gone in before.locations.iter().filter(|location| !after.locations.contains(location)) {
            let message = format!("may no longer stand at {gone:?}");
            self.add(ChangeKind::DirectiveLocationRemoved, &coordinate, message);
        }
    }
}

fn word(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Scalar => "a scalar",
        TypeKind::Object(_) => "an object",
        TypeKind::Interface(_) => "an interface",
        TypeKind::Union(_) => "a union",
        TypeKind::Enum(_) => "an enum",
        TypeKind::Input(_) => "an input object",
    }
}

/// Whether whoever reads the old type can read the new one: it may promise more.
fn is_safe_to_read(old: &Type, new: &Type) -> bool {
    if old.nullable != new.nullable && new.nullable {
        return false;
    }
    match (&old.base, &new.base) {
        (BaseType::Named(old), BaseType::Named(new)) => old == new,
        (BaseType::List(old), BaseType::List(new)) => is_safe_to_read(old, new),
        _ => false,
    }
}

/// Whether whatever was given for the old type can be given for the new one: it may ask for less.
fn is_safe_to_give(old: &Type, new: &Type) -> bool {
    if old.nullable && !new.nullable {
        return false;
    }
    match (&old.base, &new.base) {
        (BaseType::Named(old), BaseType::Named(new)) => old == new,
        (BaseType::List(old), BaseType::List(new)) => is_safe_to_give(old, new),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = include_str!("../fixtures/old.graphql");

    /// What breaks when one piece of the text of the base becomes another.
    fn broken(before: &str, after: &str) -> Vec<(ChangeKind, String)> {
        assert_eq!(BASE.matches(before).count(), 1, "{before} stands once in the base");
        let [old, new] = [BASE, &BASE.replace(before, after)].map(|sdl| Schema::parse(sdl).unwrap());
        breaking_changes(&old, &new).into_iter().map(|change| (change.kind, change.coordinate)).collect()
    }

    #[track_caller]
    fn breaks(before: &str, after: &str, kind: ChangeKind, coordinate: &str) {
        assert_eq!(broken(before, after), [(kind, coordinate.to_owned())], "{before} -> {after}");
    }

    #[test]
    fn what_a_client_could_ask_for_and_no_longer_can_breaks_it() {
        breaks("color: Color!", "", ChangeKind::FieldRemoved, "Shop.color");
        breaks("scalar Unused", "", ChangeKind::TypeRemoved, "Unused");
        breaks("scalar Unused", "enum Unused { A }", ChangeKind::TypeChangedKind, "Unused");
        breaks(
            "union Found = Shop | Person",
            "union Found = Shop",
            ChangeKind::TypeRemovedFromUnion,
            "Found",
        );
        breaks("BLUE", "", ChangeKind::ValueRemovedFromEnum, "Color.BLUE");
        breaks(
            "type Person implements Node",
            "type Person",
            ChangeKind::ImplementedInterfaceRemoved,
            "Person",
        );
        breaks("mutation: Mutation", "", ChangeKind::RootChanged, "mutation");
    }

    #[test]
    fn a_field_that_promises_less_breaks_a_client_and_one_that_promises_more_does_not() {
        for (before, after) in [
            ("open: Boolean!", "open: Boolean"),
            ("open: Boolean!", "open: String!"),
            ("open: Boolean!", "open: [Boolean!]!"),
        ] {
            breaks(before, after, ChangeKind::FieldChangedKind, "Shop.open");
        }
        breaks("tags: [String!]", "tags: [String]", ChangeKind::FieldChangedKind, "Shop.tags");
        assert_eq!(broken("tags: [String!]", "tags: [String!]!"), []);
        assert_eq!(broken("owner: Person", "owner: Person!"), []);
    }

    #[test]
    fn an_argument_that_asks_for_more_breaks_a_client_and_one_that_asks_for_less_does_not() {
        breaks("first: Int", "first: Int!", ChangeKind::ArgChangedKind, "Query.shops(first:)");
        breaks("first: Int", "first: String", ChangeKind::ArgChangedKind, "Query.shops(first:)");
        breaks("shops(first: Int, ", "shops(", ChangeKind::ArgRemoved, "Query.shops(first:)");
        breaks("shops(", "shops(last: Int!, ", ChangeKind::RequiredArgAdded, "Query.shops(last:)");
        assert_eq!(broken("shops(", "shops(last: Int, "), []);
        assert_eq!(broken("shops(", "shops(last: Int! = 1, "), []);
        assert_eq!(broken("node(id: ID!)", "node(id: ID)"), []);
    }

    #[test]
    fn an_input_that_asks_for_more_breaks_a_client_and_one_that_asks_for_less_does_not() {
        breaks("note: String", "", ChangeKind::FieldRemoved, "OpenInput.note");
        breaks("note: String", "note: String!", ChangeKind::FieldChangedKind, "OpenInput.note");
        breaks("note: String", "note: [String]", ChangeKind::FieldChangedKind, "OpenInput.note");
        breaks(
            "note: String",
            "note: String more: Int!",
            ChangeKind::RequiredInputFieldAdded,
            "OpenInput.more",
        );
        breaks("input OpenInput", "input OpenInput @oneOf", ChangeKind::OneOfAdded, "OpenInput");
        assert_eq!(broken("note: String", "note: String more: Int! = 1"), []);
        assert_eq!(broken("code: ID!", "code: ID"), []);
    }

    #[test]
    fn a_directive_that_may_be_used_less_breaks_a_client() {
        breaks(
            "directive @shown(by: Int) repeatable on FIELD | QUERY",
            "",
            ChangeKind::DirectiveRemoved,
            "@shown",
        );
        breaks("@shown(by: Int)", "@shown", ChangeKind::DirectiveArgRemoved, "@shown(by:)");
        breaks("(by: Int)", "(by: Int, to: Int!)", ChangeKind::RequiredDirectiveArgAdded, "@shown(to:)");
        breaks("repeatable on", "on", ChangeKind::DirectiveRepeatableRemoved, "@shown");
        breaks("FIELD | QUERY", "FIELD", ChangeKind::DirectiveLocationRemoved, "@shown");
    }

    #[test]
    fn a_schema_that_only_grows_breaks_nobody() {
        let grown = format!(
            "{} type More {{ a: Int }}",
            BASE.replace("BLUE", "BLUE GREEN").replace("open: Boolean!", "open: Boolean! more: More")
        );
        let [old, new] = [BASE, &grown].map(|sdl| Schema::parse(sdl).unwrap());
        assert_eq!(breaking_changes(&old, &new), []);
        assert_ne!(breaking_changes(&new, &old), []);
    }
}
