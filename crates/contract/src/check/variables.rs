//! Whether variables stand where they may, and whether the values that were given for them fit.

use std::collections::{HashMap, HashSet};

use async_graphql_parser::types::{
    BaseType, ExecutableDocument, OperationDefinition, Type, VariableDefinition,
};
use async_graphql_value::{ConstValue, Name, Variables};

use super::Violation;
use super::values::{self, Form, Slot};
use super::walk::{DocumentUses, Uses};
use crate::schema::Schema;

/// Judges every place of every variable, also those in fragments that the operation reaches
/// (<https://spec.graphql.org/September2025/#sec-All-Variable-Usages-Are-Allowed>).
pub(super) fn check_positions(
    schema: &Schema,
    document: &ExecutableDocument,
    uses: &DocumentUses<'_>,
    violations: &mut Vec<Violation>,
) {
    for (operation, own) in &uses.operations {
        let variables: HashMap<_, _> = operation
            .variable_definitions
            .iter()
            .map(|variable| (&variable.node.name.node, &variable.node))
            .filter(|(_, variable)| is_known(schema, &variable.var_type.node))
            .collect();
        for reached in reached(own, uses, document.fragments.len()) {
            for (slot, at) in &reached.slots {
                let Some(variable) = variables.get(slot.variable) else { continue };
                if let Err(problem) = may_stand(variable, slot) {
                    violations.push(Violation::new(*at, problem));
                }
            }
        }
    }
}

/// What an operation uses: itself, and each fragment that it reaches once.
fn reached<'u, 'a>(own: &'u Uses<'a>, uses: &'u DocumentUses<'a>, fragments: usize) -> Vec<&'u Uses<'a>> {
    let mut seen: HashSet<&Name> = HashSet::with_capacity(fragments);
    let mut reached = vec![own];
    let mut next = 0;
    while let Some(current) = reached.get(next).copied() {
        next += 1;
        for spread in &current.spreads {
            if let Some(fragment) = uses.fragments.get(spread).filter(|_| seen.insert(spread)) {
                reached.push(fragment);
            }
        }
    }
    reached
}

fn may_stand(variable: &VariableDefinition, slot: &Slot<'_>) -> Result<(), String> {
    let (name, ty) = (&variable.name.node, &variable.var_type.node);
    if slot.one_of && ty.nullable {
        return Err(format!("${name} may be null, and stands in an object that takes exactly one field"));
    }
    let never_null = variable.default_value.as_ref().is_some_and(|default| default.node != ConstValue::Null);
    let fits = if !slot.ty.nullable && ty.nullable {
        (never_null || slot.has_default) && is_as_strict(&ty.base, &slot.ty.base)
    } else {
        (slot.ty.nullable || !ty.nullable) && is_as_strict(&ty.base, &slot.ty.base)
    };
    if fits { Ok(()) } else { Err(format!("${name} is a {ty} and stands where a {} is needed", slot.ty)) }
}

/// Whether every value of one type is one of the other.
fn is_as_strict(ty: &BaseType, wider: &BaseType) -> bool {
    match (ty, wider) {
        (BaseType::Named(name), BaseType::Named(wider)) => name == wider,
        (BaseType::List(member), BaseType::List(wider)) => {
            (wider.nullable || !member.nullable) && is_as_strict(&member.base, &wider.base)
        }
        _ => false,
    }
}

fn is_known(schema: &Schema, ty: &Type) -> bool {
    schema.of(crate::schema::named(ty)).is_some()
}

/// Judges the values that were given for the variables of the operation that is to be executed
/// (<https://spec.graphql.org/September2025/#sec-Coercing-Variable-Values>).
pub(super) fn check_values(
    schema: &Schema,
    document: &ExecutableDocument,
    operation: Option<&str>,
    given: &Variables,
    violations: &mut Vec<Violation>,
) {
    let Some(operation) = chosen(document, operation) else { return };
    for definition in &operation.variable_definitions {
        let VariableDefinition { name, var_type, default_value, .. } = &definition.node;
        if !is_known(schema, &var_type.node) {
            continue;
        }
        let name = &name.node;
        let problem = match given.get(name) {
            None if var_type.node.nullable || default_value.is_some() => None,
            None => Some(format!("the variable ${name} is a {} and was not given", var_type.node)),
            Some(value) => {
                let fits = values::check(schema, &var_type.node, value, Form::Json, &mut |_| {});
                fits.err().map(|problem| format!("the value of the variable ${name}: {problem}"))
            }
        };
        violations.extend(problem.map(|message| Violation::new(definition.pos, message)));
    }
}

/// The operation that is to be executed; nothing if the name leaves it open.
fn chosen<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut operations = document.operations.iter();
    let (_, chosen) = match name {
        None if operations.len() > 1 => return None,
        None => operations.next()?,
        Some(name) => operations.find(|(own, _)| own.is_some_and(|own| own == name))?,
    };
    Some(&chosen.node)
}
