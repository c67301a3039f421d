//! How large a parsed document is once its fragments are written out.
//!
//! Every fragment is looked at once, also those that no operation spreads: the library expands them all the
//! same. A spread counts as a field of its own, whatever it spreads, as it is a step of the library like any
//! other. What is counted saturates, so that no document overflows it.

use std::collections::HashMap;

use async_graphql_parser::Positioned;
use async_graphql_parser::types::{Directive, ExecutableDocument, Selection, SelectionSet};
use async_graphql_value::Name;

use crate::document::Refusal;
use crate::limits::{Excess, Limit, Limits};

/// Holds a document against the limits of what its fragments expand to.
pub(crate) fn measure(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    let mut measure = Measure { document, limits, fragments: HashMap::new(), merging: 0 };
    Excess::over(limits, Limit::Operations, document.operations.iter().len() as u64)?;
    let mut whole = Size::default();
    for (name, fragment) in &document.fragments {
        let size = measure.fragment(name, 1)?;
        whole = whole.and(size).and(Size::of_directives(&fragment.node.directives));
        whole.within(limits)?;
    }
    for (_, operation) in document.operations.iter() {
        let size = measure.selections(&operation.node.selection_set.node, 1)?;
        Excess::over(limits, Limit::RootFields, size.here)?;
        whole = whole.and(size).and(Size::of_directives(&operation.node.directives));
        for variable in &operation.node.variable_definitions {
            whole = whole.and(Size::of_directives(&variable.node.directives));
        }
        whole.within(limits)?;
    }
    Ok(())
}

/// What a selection comes to.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    fields: u64,
    arguments: u64,
    directives: u64,
    aliases: u64,
    /// How deep selections nest below.
    depth: u64,
    /// How many fields stand side by side, those of fragments among them.
    here: u64,
    /// How many fields and arguments the library looks at when it compares those that stand side by side.
    compared: u64,
}

impl Size {
    fn of_directives(directives: &[Positioned<Directive>]) -> Self {
        let arguments = directives.iter().map(|directive| directive.node.arguments.len() as u64).sum();
        Self { directives: directives.len() as u64, arguments, ..Self::default() }
    }

    /// Both, one beside the other.
    fn and(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            arguments: self.arguments.saturating_add(other.arguments),
            directives: self.directives.saturating_add(other.directives),
            aliases: self.aliases.saturating_add(other.aliases),
            depth: self.depth.max(other.depth),
            here: self.here.saturating_add(other.here),
            compared: self.compared.saturating_add(other.compared),
        }
    }

    fn within(&self, limits: &Limits) -> Result<(), Excess> {
        Excess::over(limits, Limit::Fields, self.fields)?;
        Excess::over(limits, Limit::Arguments, self.arguments)?;
        Excess::over(limits, Limit::Directives, self.directives)?;
        Excess::over(limits, Limit::Aliases, self.aliases)
    }
}

/// How far a fragment was looked at.
#[derive(Debug, Clone, Copy)]
enum Known {
    /// It is being looked at: whoever meets it again is inside it.
    UnderWay,
    Is(Size),
}

struct Measure<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    fragments: HashMap<&'a Name, Known>,
    /// What was compared so far, summed over all selections.
    merging: u64,
}

impl<'a> Measure<'a> {
    /// `depth` is where the selections stand, from 1.
    fn selections(&mut self, selections: &'a SelectionSet, depth: u64) -> Result<Size, Refusal> {
        Excess::over(self.limits, Limit::Depth, depth)?;
        let mut whole = Size::default();
        for selection in &selections.items {
            let size = self.selection(&selection.node, depth + 1)?;
            whole = whole.and(size).and(Size::of_directives(selection.node.directives()));
            whole.within(self.limits)?;
            Excess::over(self.limits, Limit::Depth, depth + whole.depth)?;
        }
        self.merging = self.merging.saturating_add(whole.compared);
        Excess::over(self.limits, Limit::Merging, self.merging)?;
        Ok(whole)
    }

    fn selection(&mut self, selection: &'a Selection, depth: u64) -> Result<Size, Refusal> {
        match selection {
            Selection::Field(field) => {
                let field = &field.node;
                let below = if field.selection_set.node.items.is_empty() {
                    Size::default()
                } else {
                    self.selections(&field.selection_set.node, depth)?
                };
                let arguments = field.arguments.len() as u64;
                Ok(Size {
                    fields: below.fields.saturating_add(1),
                    arguments: below.arguments.saturating_add(arguments),
                    aliases: below.aliases.saturating_add(u64::from(field.alias.is_some())),
                    depth: below.depth + 1,
                    here: 1,
                    compared: arguments + 1,
                    ..below
                })
            }
            Selection::InlineFragment(inline) => {
                let below = self.selections(&inline.node.selection_set.node, depth)?;
                Ok(Size { fields: below.fields.saturating_add(1), depth: below.depth + 1, ..below })
            }
            Selection::FragmentSpread(spread) => {
                let below = self.fragment(&spread.node.fragment_name.node, depth)?;
                Ok(Size { fields: below.fields.saturating_add(1), depth: below.depth + 1, ..below })
            }
        }
    }

    fn fragment(&mut self, name: &'a Name, depth: u64) -> Result<Size, Refusal> {
        match self.fragments.get(name) {
            Some(Known::Is(size)) => return Ok(*size),
            Some(Known::UnderWay) => return Err(Refusal::CircularFragment { name: name.clone() }),
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Err(Refusal::UnknownFragment { name: name.clone() });
        };
        self.fragments.insert(name, Known::UnderWay);
        let size = self.selections(&fragment.node.selection_set.node, depth)?;
        self.fragments.insert(name, Known::Is(size));
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use async_graphql_parser::parse_query;

    use super::*;

    fn measured(document: &str) -> Result<(), Refusal> {
        measure(&parse_query(document).expect("the document is well formed"), &Limits::default())
    }

    #[track_caller]
    fn assert_exceeds(document: &str, limit: Limit) {
        match measured(document) {
            Err(Refusal::Excess(excess)) => assert_eq!(excess.limit, limit),
            other => panic!("{limit:?} is not exceeded: {other:?}"),
        }
    }

    /// A chain of fragments, each of which spreads the next one `times` times.
    fn chain(length: usize, times: usize) -> String {
        chain_to("hello", length, times)
    }

    /// The same with something else in the last one.
    fn chain_to(leaf: &str, length: usize, times: usize) -> String {
        let fragments = (0..length).map(|index| {
            let spreads = format!("...f{} ", index + 1).repeat(times);
            format!("fragment f{index} on Query{{{spreads}}}")
        });
        let last = format!("fragment f{length} on Query{{{leaf}}}");
        ["{...f0}".to_owned()].into_iter().chain(fragments).chain([last]).collect()
    }

    #[test]
    fn fragments_that_multiply_are_refused_at_once() {
        assert_exceeds(&chain(20, 10), Limit::Fields);
        assert_exceeds(&chain(4, 10), Limit::Fields);
        measured(&chain(1, 10)).unwrap();
    }

    #[test]
    fn fragments_that_multiply_without_a_field_are_refused() {
        for leaf in ["__typename @skip(if:true)", "...on Query{...on Query{a}}"] {
            assert!(measured(&chain_to(leaf, 20, 2)).is_err());
            assert!(measured(&chain_to(leaf, 20, 10)).is_err());
        }
    }

    #[test]
    fn fragments_that_spread_themselves_are_refused_by_name() {
        for document in [
            "{a ...f} fragment f on Query{...f}",
            "{...a} fragment a on Query{...b} fragment b on Query{...a}",
            "{hello} fragment a on Query{b{...a}}",
        ] {
            assert!(matches!(measured(document), Err(Refusal::CircularFragment { .. })), "{document}");
        }
    }

    #[test]
    fn a_chain_of_fragments_that_is_too_long_is_too_deep_wherever_it_is_looked_at_first() {
        for _ in 0..20 {
            assert_exceeds(&chain(70, 1), Limit::Depth);
            measured(&chain(28, 1)).unwrap();
        }
    }

    #[test]
    fn a_fragment_used_at_two_depths_is_measured_where_it_stands() {
        let within = |levels: usize, inside: &str| "{a".repeat(levels) + inside + &"}".repeat(levels);
        let leaf = within(10, "{b}");
        let document = |levels: usize| {
            format!("{{...leaf a{}}} fragment leaf on Query{leaf}", within(levels, "{...leaf}"))
        };
        measured(&document(15)).unwrap();
        assert_exceeds(&document(25), Limit::Depth);
    }

    #[test]
    fn a_fragment_that_is_not_there_is_refused_by_its_name() {
        let unknown = Err(Refusal::UnknownFragment { name: Name::new("nowhere") });
        assert_eq!(measured("{...nowhere}"), unknown);
        for (length, times) in [(20, 2), (20, 10)] {
            assert_eq!(measured(&chain_to("...nowhere", length, times)), unknown);
        }
    }

    #[test]
    fn fragments_that_nothing_spreads_are_measured_too() {
        let unused = |fragments: &str| format!("{{hello}} {}", fragments.replacen("{...f0}", "", 1));
        assert_exceeds(&unused(&chain(20, 2)), Limit::Fields);
        measured(&unused(&chain(3, 2))).unwrap();
    }

    #[test]
    fn aliases_arguments_directives_and_root_fields_count_where_fragments_put_them() {
        let fragment = |inside: &str| format!("{{{}}} fragment f on Query{{{inside}}}", "...f ".repeat(9));
        assert_exceeds(&fragment(&"x:a ".repeat(7)), Limit::Aliases);
        assert_exceeds(&fragment(&"a(x:1 y:2) ".repeat(300)), Limit::Fields);
        assert_exceeds(&fragment(&format!("a({})", "x:1 ".repeat(600))), Limit::Arguments);
        assert_exceeds(&fragment(&"a@b ".repeat(12)), Limit::Directives);
        assert_exceeds(&fragment("a b c d e f"), Limit::RootFields);
        assert_exceeds(&format!("{{a{}}}", "@b".repeat(101)), Limit::Directives);
        assert_exceeds(&format!("query{}{{a}}", "@b".repeat(101)), Limit::Directives);
        measured(&fragment("a b c d e")).unwrap();
    }

    #[test]
    fn operations_that_nobody_asks_for_count() {
        let operations = (0..21).map(|index| format!("query q{index}{{a}}")).collect::<Vec<_>>().concat();
        assert_exceeds(&operations, Limit::Operations);
    }

    #[test]
    fn what_has_to_be_compared_counts_once_for_each_selection_that_it_lies_in() {
        // The fields of an inline fragment are compared again in each that lies around it.
        let nested = |levels: usize| {
            let fields = "a(x:1 y:2) ".repeat(40);
            format!("b{}{{{fields}}}{}", "{...on Query".repeat(levels), "}".repeat(levels))
        };
        measured(&format!("{{{}}}", nested(10))).unwrap();
        assert_exceeds(&format!("{{{}}}", nested(25).repeat(8)), Limit::Merging);
    }
}
