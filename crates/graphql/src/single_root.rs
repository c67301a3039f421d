//! A subscription follows one thing: that it has one root field is a rule of GraphQL that the engine leaves to
//! its user.

use std::collections::HashSet;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};

/// What is wrong with the subscriptions of a document, if anything is.
pub(crate) fn fault(document: &ExecutableDocument) -> Option<&'static str> {
    let operations = document.operations.iter().map(|(_, operation)| &operation.node);
    let subscriptions = operations.filter(|operation| operation.ty == OperationType::Subscription);
    subscriptions.into_iter().find_map(|operation| {
        let mut roots = Roots { document, names: HashSet::new(), seen: HashSet::new(), fault: None };
        roots.collect(&operation.selection_set.node, 0);
        match roots.fault {
            None if roots.names.len() > 1 => {
                Some("a subscription has one root field: follow each thing by itself")
            }
            fault => fault,
        }
    })
}

/// How deeply fragments are followed; what nests deeper is refused elsewhere.
const MAX_DEPTH: usize = 64;

struct Roots<'a> {
    document: &'a ExecutableDocument,
    /// The names under which the root fields answer.
    names: HashSet<&'a Name>,
    seen: HashSet<&'a Name>,
    fault: Option<&'static str>,
}

impl<'a> Roots<'a> {
    fn collect(&mut self, set: &'a SelectionSet, depth: usize) {
        for item in &set.items {
            if depth > MAX_DEPTH {
                return;
            }
            if item
                .node
                .directives()
                .iter()
                .any(|it| matches!(it.node.name.node.as_str(), "skip" | "include"))
            {
                self.fault = Some("the root field of a subscription is neither skipped nor included");
            }
            match &item.node {
                Selection::Field(field) => {
                    if field.node.name.node.starts_with("__") {
                        self.fault =
                            Some("the root field of a subscription is none of the schema's own description");
                    }
                    self.names.insert(&field.node.response_key().node);
                }
                Selection::InlineFragment(inline) => {
                    self.collect(&inline.node.selection_set.node, depth + 1);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) =
                        self.document.fragments.get(name).filter(|_| self.seen.insert(name))
                    {
                        self.collect(&fragment.node.selection_set.node, depth + 1);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn is_refused(document: &str) -> bool {
        fault(&parse_query(document).unwrap()).is_some()
    }

    #[test]
    fn a_subscription_with_one_root_field_is_taken_however_it_is_written() {
        for taken in [
            "subscription { a { b c } }",
            "subscription { a { b } a { c } }",
            "subscription { ...on Subscription { a } }",
            "subscription { ...f } fragment f on Subscription { a }",
            "subscription { ...f ...f } fragment f on Subscription { ...f a }",
            "{ a b __typename @skip(if: true) }",
            "mutation { a b }",
        ] {
            assert!(!is_refused(taken), "{taken}");
        }
    }

    #[test]
    fn a_subscription_with_more_than_one_root_field_is_refused_however_it_is_written() {
        for refused in [
            "subscription { a b }",
            "subscription { a c: a }",
            "subscription { a ...on Subscription { b } }",
            "subscription { a ...f } fragment f on Subscription { b }",
            "subscription { __typename }",
            "subscription { a __typename }",
            "subscription { a @skip(if: true) }",
            "subscription { ...f @include(if: true) } fragment f on Subscription { a }",
            "query q { a } subscription s { a b }",
        ] {
            assert!(is_refused(refused), "{refused}");
        }
    }
}
