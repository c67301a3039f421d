//! One walk over every operation and fragment: what stands at each place is judged there, and which variables are used at
//! which places is remembered for the operations that reach them.

use std::collections::HashMap;

use async_graphql_parser::types::{
    Directive, DirectiveLocation, ExecutableDocument, Field, FragmentSpread, OperationDefinition,
    OperationType, Selection, SelectionSet, VariableDefinition,
};
use async_graphql_parser::{Pos, Positioned};
use async_graphql_value::{Name, Value};

use super::Violation;
use super::values::{self, Form, Slot};
use crate::schema::{InputValue, Schema, named};

/// What one operation or fragment uses.
#[derive(Debug, Default)]
pub(super) struct Uses<'a> {
    /// Its variables, and where each of them stands.
    pub(super) slots: Vec<(Slot<'a>, Pos)>,
    /// The fragments that it spreads.
    pub(super) spreads: Vec<&'a Name>,
}

/// What the definitions of a document use.
#[derive(Debug, Default)]
pub(super) struct DocumentUses<'a> {
    /// Of the operations, in the order in which the document gives them out.
    pub(super) operations: Vec<(&'a OperationDefinition, Uses<'a>)>,
    /// Of the fragments.
    pub(super) fragments: HashMap<&'a Name, Uses<'a>>,
}

/// Walks over the whole document.
pub(super) fn walk<'a>(
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    violations: &mut Vec<Violation>,
) -> DocumentUses<'a> {
    let mut walk = Walk { schema, uses: Uses::default(), violations };
    let mut found = DocumentUses::default();
    for (_, operation) in document.operations.iter() {
        walk.operation(&operation.node);
        found.operations.push((&operation.node, std::mem::take(&mut walk.uses)));
    }
    for (name, fragment) in &document.fragments {
        walk.directives(&fragment.node.directives, DirectiveLocation::FragmentDefinition);
        walk.selections(&fragment.node.selection_set.node, Some(&fragment.node.type_condition.node.on.node));
        found.fragments.insert(name, std::mem::take(&mut walk.uses));
    }
    found
}

/// The type from which an operation starts.
pub(super) fn root(schema: &Schema, operation: OperationType) -> Option<&Name> {
    match operation {
        OperationType::Query => schema.roots.query.as_ref(),
        OperationType::Mutation => schema.roots.mutation.as_ref(),
        OperationType::Subscription => schema.roots.subscription.as_ref(),
    }
}

struct Walk<'a, 'v> {
    schema: &'a Schema,
    uses: Uses<'a>,
    violations: &'v mut Vec<Violation>,
}

impl<'a> Walk<'a, '_> {
    fn operation(&mut self, operation: &'a OperationDefinition) {
        self.directives(
            &operation.directives,
            match operation.ty {
                OperationType::Query => DirectiveLocation::Query,
                OperationType::Mutation => DirectiveLocation::Mutation,
                OperationType::Subscription => DirectiveLocation::Subscription,
            },
        );
        for variable in &operation.variable_definitions {
            self.variable(&variable.node);
        }
        self.selections(&operation.selection_set.node, root(self.schema, operation.ty));
    }

    fn variable(&mut self, variable: &'a VariableDefinition) {
        self.directives(&variable.directives, DirectiveLocation::VariableDefinition);
        let Some(default) = &variable.default_value else { return };
        if let Some(early) = variable.directives.iter().find(|directive| directive.pos < default.pos) {
            let message = "the directives of a variable come after its default";
            self.violations.push(Violation::new(early.pos, message));
        }
        let fits =
            values::check(self.schema, &variable.var_type.node, &default.node, Form::Literal, &mut |_| {});
        if let Err(problem) = fits {
            let message = format!("the default of ${}: {problem}", variable.name.node);
            self.violations.push(Violation::new(default.pos, message));
        }
    }

    fn selections(&mut self, selections: &'a SelectionSet, parent: Option<&'a Name>) {
        for selection in &selections.items {
            match &selection.node {
                Selection::Field(field) => self.field(field, parent),
                Selection::FragmentSpread(spread) => {
                    let FragmentSpread { fragment_name, directives } = &spread.node;
                    self.directives(directives, DirectiveLocation::FragmentSpread);
                    self.uses.spreads.push(&fragment_name.node);
                }
                Selection::InlineFragment(fragment) => {
                    let fragment = &fragment.node;
                    self.directives(&fragment.directives, DirectiveLocation::InlineFragment);
                    let narrowed = fragment.type_condition.as_ref().map(|condition| &condition.node.on.node);
                    self.selections(&fragment.selection_set.node, narrowed.or(parent));
                }
            }
        }
    }

    fn field(&mut self, field: &'a Positioned<Field>, parent: Option<&'a Name>) {
        let Positioned { pos, node: Field { name, arguments, directives, selection_set, .. } } = field;
        self.directives(directives, DirectiveLocation::Field);
        if name.node == "__typename" {
            if !arguments.is_empty() || !selection_set.node.items.is_empty() {
                self.violations.push(Violation::new(*pos, "__typename takes no arguments and has no fields"));
            }
            return;
        }
        let definition = parent.and_then(|parent| self.schema.composite(parent)?.fields.get(&name.node));
        for (argument, value) in arguments {
            if let Some(definition) =
                definition.and_then(|definition| definition.arguments.get(&argument.node))
            {
                self.value(&argument.node, definition, value);
            }
        }
        self.selections(&selection_set.node, definition.map(|definition| named(&definition.ty)));
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>], location: DirectiveLocation) {
        for (index, Positioned { pos, node: directive }) in directives.iter().enumerate() {
            let name = &directive.name.node;
            let Some(definition) = self.schema.directives.get(name) else {
                self.violations.push(Violation::new(*pos, format!("there is no directive @{name}")));
                continue;
            };
            if !definition.locations.contains(&location) {
                self.violations.push(Violation::new(*pos, format!("@{name} can't stand here")));
            }
            let stands_before = directives[..index].iter().any(|other| other.node.name.node == *name);
            if stands_before && !definition.repeatable {
                self.violations.push(Violation::new(*pos, format!("@{name} stands twice at one place")));
            }
            let arguments = directive.arguments.iter().map(|(argument, _)| &argument.node).enumerate();
            for (index, argument) in arguments {
                let stands_before =
                    directive.arguments[..index].iter().any(|(other, _)| other.node == *argument);
                if stands_before || !definition.arguments.contains_key(argument) {
                    let message = format!("@{name} takes no argument {argument}, or takes it once");
                    self.violations.push(Violation::new(*pos, message));
                }
            }
            for (argument, definition) in &definition.arguments {
                match directive.get_argument(argument) {
                    Some(value) => self.value(argument, definition, value),
                    None if definition.is_required() => {
                        self.violations
                            .push(Violation::new(*pos, format!("@{name} needs the argument {argument}")));
                    }
                    None => {}
                }
            }
        }
    }

    fn value(&mut self, argument: &Name, definition: &'a InputValue, value: &'a Positioned<Value>) {
        let InputValue { ty, default, .. } = definition;
        let (at, slots) = (value.pos, &mut self.uses.slots);
        let fits = match &value.node {
            Value::Variable(variable) => {
                slots.push((Slot { variable, ty, has_default: default.is_some(), one_of: false }, at));
                Ok(())
            }
            value => values::check(self.schema, ty, value, Form::Literal, &mut |slot| slots.push((slot, at))),
        };
        if let Err(problem) = fits {
            self.violations.push(Violation::new(at, format!("the argument {argument}: {problem}")));
        }
    }
}
