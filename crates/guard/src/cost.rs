//! What an operation asks for, by the rule that GitHub's API made known: the members that its lists may have,
//! and one point for each hundred of them
//! (<https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api>).

use std::collections::{BTreeMap, HashMap};

use async_graphql_parser::types::{
    ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql_value::{ConstValue, Name, Value};

use crate::limits::{Excess, Limit, Limits};

/// How many members of lists one point pays for.
const NODES_A_POINT: u64 = 100;

/// What an operation asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// How many members its lists may have in all: of each list in pages as many as its page may have, once
    /// for each member of the lists around it.
    pub nodes: u64,
    /// What it takes off the account of whoever asks: one for each hundred of the members, rounded, one for
    /// each command, and never less than one.
    pub points: u64,
}

/// Which fields are lists in pages.
#[derive(Debug, Clone)]
pub struct Pages {
    /// The fields that answer a page, by name.
    pub fields: &'static [&'static str],
    /// How many members a page has where the document does not say.
    pub usual: u64,
    /// How many it has at most; more is refused by the field itself.
    pub most: u64,
}

impl Cost {
    fn of(nodes: u64, commands: u64) -> Self {
        let rounded = nodes.saturating_add(NODES_A_POINT / 2) / NODES_A_POINT;
        Self { nodes, points: rounded.saturating_add(commands).max(1) }
    }
}

/// What an operation asks for. Fragments are known and not circular: they were measured.
pub(crate) fn cost(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &BTreeMap<Name, ConstValue>,
    pages: &Pages,
    limits: &Limits,
) -> Result<Cost, Excess> {
    let mut scale = Scale { document, given: given(operation, variables), pages, fragments: HashMap::new() };
    let asked = scale.selections(&operation.selection_set.node);
    // The library checks the values of variables in every operation and fragment of the document.
    let mut inputs = asked.inputs;
    for fragment in document.fragments.values() {
        inputs = inputs.saturating_add(scale.selections(&fragment.node.selection_set.node).inputs);
    }
    for (_, other) in document.operations.iter() {
        inputs = inputs.saturating_add(scale.selections(&other.node.selection_set.node).inputs);
    }
    Excess::over(limits, Limit::Inputs, inputs)?;
    if asked.nodes > limits.nodes {
        return Err(Excess { limit: Limit::Nodes, most: limits.nodes, found: Some(asked.nodes) });
    }
    let commands = if operation.ty == OperationType::Mutation { asked.here } else { 0 };
    Ok(Cost::of(asked.nodes, commands))
}

/// The variables as they were given, or else as the operation defines them.
fn given<'a>(
    operation: &'a OperationDefinition,
    variables: &'a BTreeMap<Name, ConstValue>,
) -> HashMap<&'a str, Given<'a>> {
    let defined = operation.variable_definitions.iter().filter_map(|defined| {
        let default = defined.node.default_value.as_ref()?;
        Some((defined.node.name.node.as_str(), Given::of(&default.node)))
    });
    let given = variables.iter().map(|(name, value)| (name.as_str(), Given::of(value)));
    defined.chain(given).collect()
}

/// The value of a variable.
#[derive(Debug, Clone, Copy)]
struct Given<'a> {
    value: &'a ConstValue,
    /// How many values it holds, itself among them.
    size: u64,
}

impl<'a> Given<'a> {
    fn of(value: &'a ConstValue) -> Self {
        Self { value, size: size(value) }
    }
}

fn size(value: &ConstValue) -> u64 {
    match value {
        ConstValue::List(items) => items.iter().map(size).fold(1, u64::saturating_add),
        ConstValue::Object(fields) => fields.values().map(size).fold(1, u64::saturating_add),
        _ => 1,
    }
}

/// What a selection asks for.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    nodes: u64,
    inputs: u64,
    /// How many fields stand side by side.
    here: u64,
}

impl Asked {
    fn and(self, other: Self) -> Self {
        Self {
            nodes: self.nodes.saturating_add(other.nodes),
            inputs: self.inputs.saturating_add(other.inputs),
            here: self.here.saturating_add(other.here),
        }
    }
}

struct Scale<'a> {
    document: &'a ExecutableDocument,
    given: HashMap<&'a str, Given<'a>>,
    pages: &'a Pages,
    fragments: HashMap<&'a Name, Asked>,
}

impl<'a> Scale<'a> {
    fn selections(&mut self, selections: &'a SelectionSet) -> Asked {
        selections.items.iter().fold(Asked::default(), |whole, item| whole.and(self.selection(&item.node)))
    }

    fn selection(&mut self, selection: &'a Selection) -> Asked {
        let arguments = selection.directives().iter().flat_map(|directive| &directive.node.arguments);
        let inputs = arguments.map(|(_, value)| self.inputs(&value.node)).fold(0, u64::saturating_add);
        let asked = match selection {
            Selection::Field(field) => self.field(&field.node),
            Selection::InlineFragment(inline) => self.selections(&inline.node.selection_set.node),
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
        };
        asked.and(Asked { inputs, ..Asked::default() })
    }

    fn field(&mut self, field: &'a Field) -> Asked {
        let below = self.selections(&field.selection_set.node);
        let inputs = field.arguments.iter().map(|(_, value)| self.inputs(&value.node));
        let inputs = inputs.fold(below.inputs, u64::saturating_add);
        let nodes = match self.members(field) {
            Some(members) => members.saturating_mul(below.nodes.saturating_add(1)),
            None => below.nodes,
        };
        Asked { nodes, inputs, here: 1 }
    }

    fn fragment(&mut self, name: &'a Name) -> Asked {
        if let Some(known) = self.fragments.get(name) {
            return *known;
        }
        let found = self.document.fragments.get(name);
        let asked =
            found.map_or_else(Asked::default, |found| self.selections(&found.node.selection_set.node));
        self.fragments.insert(name, asked);
        asked
    }

    /// How many members the field's list may have; none if it is no list that whoever asks sizes.
    fn members(&self, field: &Field) -> Option<u64> {
        // A field of that name with nothing below it is no list.
        let is_leaf = field.selection_set.node.items.is_empty();
        if !is_leaf && self.pages.fields.contains(&field.name.node.as_str()) {
            let asked = field.get_argument("first").and_then(|first| self.number(&first.node));
            return Some(asked.unwrap_or(self.pages.usual).min(self.pages.most));
        }
        // What is looked up one by one, and what is recorded in bulk.
        let listed = field.get_argument("ids").map(|ids| self.length(&ids.node, None));
        listed.or_else(|| Some(self.length(&field.get_argument("input")?.node, Some("items")))).flatten()
    }

    /// The number that a value is; none where it is none, and the field decides.
    fn number(&self, value: &Value) -> Option<u64> {
        let number = match value {
            Value::Number(number) => number,
            Value::Variable(name) => match self.given.get(name.as_str())?.value {
                ConstValue::Number(number) => number,
                _ => return None,
            },
            _ => return None,
        };
        // Less than nothing is refused by the field.
        Some(number.as_u64().unwrap_or(0))
    }

    /// How long a list is, or the one in a field of an object.
    fn length(&self, value: &Value, field: Option<&str>) -> Option<u64> {
        match (value, field) {
            (Value::Variable(name), _) => constant_length(self.given.get(name.as_str())?.value, field),
            (Value::List(items), None) => Some(items.len() as u64),
            (Value::Object(fields), Some(name)) => self.length(fields.get(name)?, None),
            _ => None,
        }
    }

    /// How many values the variables in a value hold.
    fn inputs(&self, value: &Value) -> u64 {
        match value {
            Value::Variable(name) => self.given.get(name.as_str()).map_or(0, |given| given.size),
            Value::List(items) => items.iter().map(|item| self.inputs(item)).fold(0, u64::saturating_add),
            Value::Object(fields) => {
                fields.values().map(|field| self.inputs(field)).fold(0, u64::saturating_add)
            }
            _ => 0,
        }
    }
}

fn constant_length(value: &ConstValue, field: Option<&str>) -> Option<u64> {
    match (value, field) {
        (ConstValue::List(items), None) => Some(items.len() as u64),
        (ConstValue::Object(fields), Some(name)) => constant_length(fields.get(name)?, None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Document;

    const PAGES: Pages = Pages { fields: &["initiatives", "metrics", "history"], usual: 20, most: 100 };

    fn cost_with(text: &str, variables: &serde_json::Value) -> Result<Cost, Excess> {
        let limits = Limits::default();
        let document = Document::read(text, &limits).expect("the document is harmless");
        let ConstValue::Object(variables) = ConstValue::from_json(variables.clone()).unwrap() else {
            panic!("variables are an object")
        };
        let variables = variables.into_iter().collect();
        document.cost(document.operation(None).unwrap(), &variables, &PAGES, &limits)
    }

    #[track_caller]
    fn assert_cost(text: &str, nodes: u64, points: u64) {
        assert_eq!(cost_with(text, &json!({})), Ok(Cost { nodes, points }), "{text}");
    }

    #[test]
    fn a_question_without_a_list_costs_one_point() {
        assert_cost("{ledger{position}}", 0, 1);
        assert_cost("{__schema{types{name}}}", 0, 1);
    }

    #[test]
    fn members_of_lists_count_once_for_each_member_around_them() {
        assert_cost("{initiatives(first:50){edges{node{code}}}}", 50, 1);
        assert_cost("{initiatives(first:50){edges{node{metrics(first:10){edges{node{code}}}}}}}", 550, 6);
        assert_cost("{initiatives{totalCount}}", 20, 1);
        assert_cost("{ledger{history}}", 0, 1);
        assert_cost("{a:initiatives(first:100){totalCount} b:initiatives(first:70){totalCount}}", 170, 2);
    }

    #[test]
    fn fragments_cost_wherever_they_are_spread() {
        let document = "{initiatives(first:10){...page} other:initiatives(first:5){...page}} \
                        fragment page on InitiativeConnection{edges{node{history(first:4){edges{node{id}}}}}}";
        assert_cost(document, 10 + 40 + 5 + 20, 1);
    }

    #[test]
    fn variables_count_with_their_values() {
        let document = "query($n:Int=7){initiatives(first:$n){totalCount}}";
        let nodes = |variables| cost_with(document, &variables).unwrap().nodes;
        assert_eq!(nodes(json!({})), 7);
        assert_eq!(nodes(json!({"n": 90})), 90);
        assert_eq!(nodes(json!({"n": null})), 20);
        assert_eq!(nodes(json!({"n": 1_000_000})), 100, "the field refuses more than a page holds");
        assert_eq!(nodes(json!({"n": -3})), 0);
    }

    #[test]
    fn what_is_looked_up_or_recorded_in_bulk_counts_each() {
        assert_cost("{nodes(ids:[\"a\",\"b\",\"c\"]){id}}", 3, 1);
        let bulk = "mutation($i:Input!){recordReadings(input:$i){items{position}}}";
        let items = vec![json!({"value": "1"}); 200];
        assert_eq!(cost_with(bulk, &json!({"i": {"items": items}})), Ok(Cost { nodes: 200, points: 3 }));
    }

    #[test]
    fn each_command_costs_a_point() {
        assert_cost("mutation{a{id} b{id} ...f} fragment f on Mutation{c{id}}", 0, 3);
    }

    #[test]
    fn asking_for_too_much_is_refused_with_the_figures() {
        let document = "{initiatives(first:100){edges{node{metrics(first:100){edges{node{history(first:100)\
                        {edges{node{id}}}}}}}}}}";
        let refused = Excess { limit: Limit::Nodes, most: 20_000, found: Some(1_010_100) };
        assert_eq!(cost_with(document, &json!({})), Err(refused));
        let told = refused.to_string();
        assert!(told.contains("1010100") && told.contains("20000"), "{told}");
    }

    #[test]
    fn a_large_variable_counts_at_each_place_where_it_is_used() {
        let uses = |count: usize| format!("query($x:[Int]){{{}}}", "a(x:$x) ".repeat(count));
        let variables = json!({"x": vec![1; 5_000]});
        cost_with(&uses(5), &variables).unwrap();
        let refused = cost_with(&uses(40), &variables).unwrap_err();
        assert_eq!(refused.limit, Limit::Inputs);
        let nested = format!("query($x:[Int]){{a @skip(if:[{{y:[{}]}}])}}", "$x ".repeat(40));
        assert_eq!(cost_with(&nested, &variables).unwrap_err().limit, Limit::Inputs);
    }
}
