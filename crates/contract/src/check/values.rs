//! Whether a value is one of its type.

use std::collections::BTreeMap;
use std::fmt;

use async_graphql_parser::types::{BaseType, Type};
use async_graphql_value::{ConstValue, Name, Number, Value};

use crate::schema::{Input, InputValue, Schema, TypeKind};

/// Where a value comes from: in JSON the values of enums are strings, and a string may be what is a number in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// It stands in the document.
    Literal,
    /// It was given for a variable.
    Json,
}

/// A value of a document or of JSON: whatever there is to look at.
pub(super) trait Given: fmt::Display + Sized {
    fn view(&self) -> View<'_, Self>;
}

/// One level of a value.
#[derive(Debug)]
pub(super) enum View<'a, V> {
    Variable(&'a Name),
    Null,
    Number(&'a Number),
    String(&'a str),
    Boolean,
    Enum(&'a Name),
    List(&'a [V]),
    Object(BTreeMap<&'a Name, &'a V>),
    Bytes,
}

impl Given for Value {
    fn view(&self) -> View<'_, Self> {
        match self {
            Self::Variable(name) => View::Variable(name),
            Self::Null => View::Null,
            Self::Number(number) => View::Number(number),
            Self::String(text) => View::String(text),
            Self::Boolean(_) => View::Boolean,
            Self::Enum(name) => View::Enum(name),
            Self::List(members) => View::List(members),
            Self::Object(fields) => View::Object(fields.iter().collect()),
            Self::Binary(_) => View::Bytes,
        }
    }
}

impl Given for ConstValue {
    fn view(&self) -> View<'_, Self> {
        match self {
            Self::Null => View::Null,
            Self::Number(number) => View::Number(number),
            Self::String(text) => View::String(text),
            Self::Boolean(_) => View::Boolean,
            Self::Enum(name) => View::Enum(name),
            Self::List(members) => View::List(members),
            Self::Object(fields) => View::Object(fields.iter().collect()),
            Self::Binary(_) => View::Bytes,
        }
    }
}

/// A variable that stands inside a value, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot<'a> {
    pub(super) variable: &'a Name,
    /// The type of the place.
    pub(super) ty: &'a Type,
    /// Whether the place has a default of its own.
    pub(super) has_default: bool,
    /// Whether it is the one field of an input object that takes only one.
    pub(super) one_of: bool,
}

/// Whether `value` is of type `ty`. Variables in it are not judged but told to `slot`.
///
/// # Errors
///
/// What is wrong with it, in a sentence.
pub(super) fn check<'a, V: Given>(
    schema: &'a Schema,
    ty: &'a Type,
    value: &'a V,
    form: Form,
    slot: &mut dyn FnMut(Slot<'a>),
) -> Result<(), String> {
    match (&ty.base, value.view()) {
        (_, View::Variable(variable)) => {
            slot(Slot { variable, ty, has_default: false, one_of: false });
            Ok(())
        }
        (_, View::Null) if ty.nullable => Ok(()),
        (_, View::Null) => Err(format!("null stands where a {ty} is needed")),
        (BaseType::List(member), View::List(values)) => {
            values.iter().try_for_each(|value| check(schema, member, value, form, slot))
        }
        // One value stands for a list of it.
        (BaseType::List(member), _) => check(schema, member, value, form, slot),
        (BaseType::Named(name), view) => {
            named(schema, name, view, form, slot).map_err(|problem| match problem {
                Problem::Misfit => format!("{} is no {name}", Short(value)),
                Problem::Inside(problem) => problem,
            })
        }
    }
}

/// What is wrong with a value of a named type.
enum Problem {
    Misfit,
    Inside(String),
}

fn named<'a, V: Given>(
    schema: &'a Schema,
    name: &'a Name,
    view: View<'a, V>,
    form: Form,
    slot: &mut dyn FnMut(Slot<'a>),
) -> Result<(), Problem> {
    let fits = match (schema.of(name), view) {
        (Some(TypeKind::Input(input)), View::Object(given)) => {
            return object(schema, name, input, &given, form, slot).map_err(Problem::Inside);
        }
        (Some(TypeKind::Enum(values)), View::Enum(given)) => {
            form == Form::Literal && values.contains_key(given)
        }
        (Some(TypeKind::Enum(values)), View::String(given)) => {
            form == Form::Json && values.contains_key(given)
        }
        (Some(TypeKind::Input(_) | TypeKind::Enum(_)), _) => false,
        (Some(TypeKind::Scalar), view) => is_scalar(name, &view, form),
        // What is unknown, or no type for values, is the engine's.
        _ => true,
    };
    if fits { Ok(()) } else { Err(Problem::Misfit) }
}

/// Whether a value is one of a built-in scalar; of another one, anything is, as it judges its values itself.
fn is_scalar<V>(name: &str, view: &View<'_, V>, form: Form) -> bool {
    let is_int = |number: &Number| match form {
        Form::Literal => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        // JSON knows no difference between 1 and 1.0.
        Form::Json => number.as_f64().is_some_and(|number| {
            number.fract() == 0.0 && number >= f64::from(i32::MIN) && number <= f64::from(i32::MAX)
        }),
    };
    match (name, view) {
        ("Int", View::Number(number)) => is_int(number),
        ("ID", View::Number(number)) => number.as_i64().is_some() || number.as_u64().is_some(),
        ("String" | "ID", View::String(_)) | ("Boolean", View::Boolean) | ("Float", View::Number(_)) => true,
        ("Int" | "Float" | "String" | "Boolean" | "ID", _) => false,
        _ => true,
    }
}

fn object<'a, V: Given>(
    schema: &'a Schema,
    name: &'a Name,
    input: &'a Input,
    given: &BTreeMap<&'a Name, &'a V>,
    form: Form,
    slot: &mut dyn FnMut(Slot<'a>),
) -> Result<(), String> {
    if let Some(unknown) = given.keys().find(|field| !input.fields.contains_key(**field)) {
        return Err(format!("{name} has no field {}", Short(unknown)));
    }
    if input.one_of && given.len() != 1 {
        return Err(format!("{name} takes exactly one field, and {} are given", given.len()));
    }
    for (field, definition) in &input.fields {
        let InputValue { ty, default, .. } = definition;
        let Some(value) = given.get(field) else {
            if definition.is_required() {
                return Err(format!("{name} needs the field {field}"));
            }
            continue;
        };
        match value.view() {
            View::Null if input.one_of => return Err(format!("the field {field} of {name} can't be null")),
            View::Variable(variable) => {
                slot(Slot { variable, ty, has_default: default.is_some(), one_of: input.one_of });
            }
            _ => {
                check(schema, ty, *value, form, slot)
                    .map_err(|problem| format!("{name}.{field}: {problem}"))?;
            }
        }
    }
    Ok(())
}

/// The beginning of what was given, for a message: it may be of any length.
struct Short<T>(T);

impl<T: fmt::Display> fmt::Display for Short<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.to_string();
        match whole.char_indices().nth(40) {
            Some((end, _)) => write!(f, "{}…", &whole[..end]),
            None => f.write_str(&whole),
        }
    }
}
