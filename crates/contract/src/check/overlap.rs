//! Fields that stand under one name of the answer and can't be merged into one
//! (<https://spec.graphql.org/September2025/#sec-Field-Selection-Merging>).
//!
//! Every field of a set is compared with the first of its name only: having the same shape is an equivalence, and so is being
//! the same field among those that can meet in one object. So the work grows with the number of fields, not with its square
//! (S. Adameit, "Validating overlapping fields", 2018). Abstract parents meet every object; a budget bounds what comes of that.

use std::collections::{BTreeMap, HashSet};

use async_graphql_parser::types::{BaseType, ExecutableDocument, Field, Selection, SelectionSet, Type};
use async_graphql_parser::{Pos, Positioned};
use async_graphql_value::{Name, Value};

use super::walk::root;
use super::{Violation, ViolationKind};
use crate::schema::{Schema, TypeKind, named};

/// How many fields are looked at in all.
const BUDGET: usize = 200_000;
/// The parser takes no deeper document; fragments that spread themselves would go on for ever.
const MAX_DEPTH: usize = 64;

/// Judges every operation.
pub(super) fn check(schema: &Schema, document: &ExecutableDocument, violations: &mut Vec<Violation>) {
    let mut overlap = Overlap { schema, document, budget: BUDGET };
    for (_, operation) in document.operations.iter() {
        let mut set = Vec::new();
        let root = root(schema, operation.node.ty);
        overlap.collect(&operation.node.selection_set.node, root, &mut HashSet::new(), &mut set);
        let judged = overlap.shapes(&set, 0).and_then(|()| overlap.meanings(&set, 0));
        if let Err(violation) = judged {
            violations.push(violation);
        }
    }
}

/// A field with the type that it stands on.
#[derive(Debug, Clone, Copy)]
struct Selected<'a> {
    field: &'a Positioned<Field>,
    parent: Option<&'a Name>,
    /// Nothing for a field that the schema does not have.
    ty: Option<&'a Type>,
}

type Set<'a> = Vec<Selected<'a>>;

struct Overlap<'a> {
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    budget: usize,
}

impl<'a> Overlap<'a> {
    /// The fields of a selection set and of the fragments in it, each fragment once.
    fn collect(
        &self,
        selections: &'a SelectionSet,
        parent: Option<&'a Name>,
        seen: &mut HashSet<&'a Name>,
        set: &mut Set<'a>,
    ) {
        for selection in &selections.items {
            match &selection.node {
                Selection::Field(field) => {
                    let definition = parent.and_then(|parent| self.schema.composite(parent));
                    let definition =
                        definition.and_then(|composite| composite.fields.get(&field.node.name.node));
                    set.push(Selected { field, parent, ty: definition.map(|definition| &definition.ty) });
                }
                Selection::InlineFragment(fragment) => {
                    let fragment = &fragment.node;
                    let narrowed = fragment.type_condition.as_ref().map(|condition| &condition.node.on.node);
                    self.collect(&fragment.selection_set.node, narrowed.or(parent), seen, set);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name).filter(|_| seen.insert(name)) {
                        let fragment = &fragment.node;
                        let on = &fragment.type_condition.node.on.node;
                        self.collect(&fragment.selection_set.node, Some(on), seen, set);
                    }
                }
            }
        }
    }

    /// What hangs below fields that become one.
    fn below(&self, fields: &[Selected<'a>]) -> Set<'a> {
        let (mut seen, mut set) = (HashSet::new(), Vec::new());
        for selected in fields {
            self.collect(
                &selected.field.node.selection_set.node,
                selected.ty.map(named),
                &mut seen,
                &mut set,
            );
        }
        set
    }

    fn by_name(&mut self, set: &[Selected<'a>]) -> Result<BTreeMap<&'a Name, Set<'a>>, Violation> {
        let at = set.first().map_or(Pos::default(), |first| first.field.pos);
        self.budget = self.budget.checked_sub(set.len()).ok_or_else(|| Violation {
            kind: ViolationKind::TooMuch,
            message:
                "too many fields stand under one name: give them names of their own, or split the document"
                    .into(),
            at,
        })?;
        let mut named: BTreeMap<&Name, Set<'a>> = BTreeMap::new();
        for selected in set {
            named.entry(&selected.field.node.response_key().node).or_default().push(*selected);
        }
        Ok(named)
    }

    /// Whatever stands under one name has one shape, in whatever object it stands.
    fn shapes(&mut self, set: &[Selected<'a>], depth: usize) -> Result<(), Violation> {
        for (name, fields) in self.by_name(set)? {
            let mut known = fields.iter().filter_map(|selected| Some((selected, self.type_of(selected)?)));
            if let Some((_, first)) = known.next() {
                for (selected, ty) in known {
                    if !self.has_same_shape(first, ty) {
                        let message =
                            format!("{name} is a {first} here and a {ty} there: give them different names");
                        return Err(Violation::new(selected.field.pos, message));
                    }
                }
            }
            if depth < MAX_DEPTH {
                let below = self.below(&fields);
                self.shapes(&below, depth + 1)?;
            }
        }
        Ok(())
    }

    /// Whatever stands under one name in one object is the same field with the same arguments.
    fn meanings(&mut self, set: &[Selected<'a>], depth: usize) -> Result<(), Violation> {
        for (name, fields) in self.by_name(set)? {
            for fields in self.by_object(&fields) {
                let first = &fields[0].field.node;
                for selected in &fields[1..] {
                    let other = &selected.field.node;
                    if first.name.node != other.name.node || !has_same_arguments(first, other) {
                        let message = format!(
                            "{name} means two things in one object: give them different names, or the same arguments"
                        );
                        return Err(Violation::new(selected.field.pos, message));
                    }
                }
                if depth < MAX_DEPTH {
                    let below = self.below(&fields);
                    self.meanings(&below, depth + 1)?;
                }
            }
        }
        Ok(())
    }

    /// Fields that can meet in one object: those of one object type with all those of abstract types.
    fn by_object(&self, fields: &[Selected<'a>]) -> Vec<Set<'a>> {
        let is_object = |selected: &Selected<'_>| {
            selected.parent.is_some_and(|parent| matches!(self.schema.of(parent), Some(TypeKind::Object(_))))
        };
        let (concrete, anywhere): (Set<'a>, Set<'a>) =
            fields.iter().partition(|selected| is_object(selected));
        let mut objects: BTreeMap<Option<&Name>, Set<'a>> = BTreeMap::new();
        for selected in concrete {
            objects.entry(selected.parent).or_insert_with(|| anywhere.clone()).push(selected);
        }
        if objects.is_empty() { vec![anywhere] } else { objects.into_values().collect() }
    }

    fn type_of(&self, selected: &Selected<'a>) -> Option<&'a Type> {
        if selected.field.node.name.node == "__typename" {
            return Some(&self.schema.typename);
        }
        selected.ty
    }

    fn has_same_shape(&self, one: &Type, other: &Type) -> bool {
        if one.nullable != other.nullable {
            return false;
        }
        match (&one.base, &other.base) {
            (BaseType::List(one), BaseType::List(other)) => self.has_same_shape(one, other),
            (BaseType::Named(one), BaseType::Named(other)) => {
                one == other || !(self.schema.is_leaf(one) || self.schema.is_leaf(other))
            }
            _ => false,
        }
    }
}

fn has_same_arguments(one: &Field, other: &Field) -> bool {
    let is_in = |(name, value): &(Positioned<Name>, Positioned<Value>)| {
        other.get_argument(&name.node).is_some_and(|other| other.node == value.node)
    };
    one.arguments.len() == other.arguments.len() && one.arguments.iter().all(is_in)
}

#[cfg(test)]
mod tests {
    use async_graphql_parser::parse_query;
    use async_graphql_value::Variables;

    use super::*;

    const SDL: &str = "interface Node { id: ID! next: Node } \
                       type A implements Node { id: ID! next: Node a: Int! s(x: Int): String } \
                       type B implements Node { id: ID! next: Node a: Int s(x: Int): String b: [Int] } \
                       type Query { node: Node }";

    fn violations(document: &str) -> Vec<Violation> {
        let (schema, parsed) = (Schema::parse(SDL).unwrap(), parse_query(document).unwrap());
        schema.violations(document, &parsed, None, &Variables::default())
    }

    #[test]
    fn fields_that_never_meet_may_differ_in_arguments_and_not_in_shape() {
        assert_eq!(violations("{ node { ... on A { s(x: 1) } ... on B { s(x: 2) } } }"), []);
        assert_eq!(violations("{ node { ... on A { a } ... on B { a } } }").len(), 1);
        assert_eq!(violations("{ node { ... on A { s } ... on B { s: b } } }").len(), 1);
    }

    #[test]
    fn fields_that_meet_in_one_object_are_the_same_with_the_same_arguments() {
        assert_eq!(violations("{ node { ... on A { s(x: 1) } ... on A { s(x: 1) } } }"), []);
        assert_eq!(violations("{ node { ... on A { s(x: 1) s(x: 2) } } }").len(), 1);
        assert_eq!(violations("{ node { id ... on A { id: __typename } } }").len(), 1);
        assert_eq!(violations("{ node { next { id } next { id: __typename } } }").len(), 1);
        let fragments = "fragment F on Node { next { ...G } } fragment G on A { s(x: 1) }";
        assert_eq!(
            violations(&format!("{{ node {{ ...F next {{ ... on A {{ s }} }} }} }} {fragments}")).len(),
            1
        );
    }

    #[test]
    fn fragments_that_spread_themselves_are_left_to_the_engine() {
        assert_eq!(violations("{ node { ...F } } fragment F on Node { next { ...F } }"), []);
    }

    #[test]
    fn a_document_that_would_take_too_long_to_judge_is_refused_as_too_much() {
        // What hangs below an abstract type meets what hangs below each object type, twice as often at each level.
        let deeper = |inside: String, _| {
            format!("... on A {{ next {{ id }} }} ... on B {{ next {{ id }} }} next {{ {inside} }}")
        };
        let document = format!("{{ node {{ {} }} }}", (0..25).fold("id".to_owned(), deeper));
        assert_eq!(violations(&document)[0].kind, ViolationKind::TooMuch);
    }
}
