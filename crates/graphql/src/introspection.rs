//! How much of the schema's own description a document asks for. The engine counts each of its fields
//! once, whatever lists stand above it.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

/// How much of its description the schema gives at once: the usual introspection query weighs less than
/// half of it.
pub(crate) const MAX_WEIGHT: u64 = 3_000_000;

/// How deeply selections and fragments are followed; what goes deeper weighs too much.
const MAX_DEPTH: usize = 64;

/// What the fields `__schema` and `__type` of a document weigh: each field below them one, and what
/// hangs below a list once for each member that it usually has.
pub(crate) fn weight(document: &ExecutableDocument) -> u64 {
    let mut scale = Scale { document, known: HashMap::new() };
    document.operations.iter().fold(0, |sum: u64, (_, operation)| {
        sum.saturating_add(scale.set(&operation.node.selection_set.node, Side::Root, 0))
    })
}

/// Where a selection stands: on the root of an operation, or inside the schema's description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Root,
    Inside,
}

struct Scale<'a> {
    document: &'a ExecutableDocument,
    /// Each fragment is weighed once, however often it is spread.
    known: HashMap<(&'a Name, Side), u64>,
}

impl<'a> Scale<'a> {
    fn set(&mut self, set: &'a SelectionSet, side: Side, depth: usize) -> u64 {
        if depth > MAX_DEPTH {
            return u64::MAX;
        }
        let weights = set.items.iter().map(|item| self.selection(&item.node, side, depth + 1));
        weights.fold(0, u64::saturating_add)
    }

    fn selection(&mut self, selection: &'a Selection, side: Side, depth: usize) -> u64 {
        match selection {
            Selection::Field(field) => {
                let name = field.node.name.node.as_str();
                if side == Side::Root && !matches!(name, "__schema" | "__type") {
                    return 0;
                }
                let below = self.set(&field.node.selection_set.node, Side::Inside, depth);
                members(name).saturating_mul(below).saturating_add(1)
            }
            Selection::InlineFragment(inline) => self.set(&inline.node.selection_set.node, side, depth),
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, side, depth),
        }
    }

    fn fragment(&mut self, name: &'a Name, side: Side, depth: usize) -> u64 {
        if let Some(known) = self.known.get(&(name, side)) {
            return *known;
        }
        // A fragment inside itself or an unknown one is the validation's to refuse.
        self.known.insert((name, side), 0);
        let weight = self
            .document
            .fragments
            .get(name)
            .map_or(0, |fragment| self.set(&fragment.node.selection_set.node, side, depth));
        self.known.insert((name, side), weight);
        weight
    }
}

/// How many members a list of the description usually has, generously.
fn members(field: &str) -> u64 {
    match field {
        "types" => 300,
        "fields" | "inputFields" | "args" | "enumValues" | "interfaces" | "possibleTypes" | "directives" => {
            10
        }
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    /// What the usual tools send, with everything that they can be told to ask for.
    const USUAL: &str = "query IntrospectionQuery {
        __schema {
            description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
            types { ...FullType }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
        }
    }
    fragment FullType on __Type {
        kind name description specifiedByURL isOneOf
        fields(includeDeprecated: true) {
            name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef }
            isDeprecated deprecationReason
        }
        inputFields(includeDeprecated: true) { ...InputValue }
        interfaces { ...TypeRef }
        enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
        possibleTypes { ...TypeRef }
    }
    fragment InputValue on __InputValue {
        name description type { ...TypeRef } defaultValue isDeprecated deprecationReason
    }
    fragment TypeRef on __Type {
        kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
        kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
    }";

    fn weigh(document: &str) -> u64 {
        weight(&parse_query(document).unwrap())
    }

    #[test]
    fn the_usual_introspection_query_can_be_asked_twice() {
        let usual = weigh(USUAL);
        assert!((1..=MAX_WEIGHT / 2).contains(&usual), "{usual}");
    }

    #[test]
    fn other_questions_weigh_nothing_and_lists_weigh_their_members() {
        assert_eq!(weigh("{ __typename program(code: \"CX\") { fields: name { value } } }"), 0);
        assert_eq!(weigh("{ __type(name: \"Query\") { fields { name } } }"), 1 + 1 + 10);
        assert_eq!(weigh("{ ...f ...f } fragment f on Query { __type(name: \"Query\") { name } }"), 4);
    }

    #[test]
    fn fragments_in_a_circle_and_unknown_ones_come_to_an_end() {
        assert_eq!(weigh("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a ...nowhere }"), 0);
    }
}
