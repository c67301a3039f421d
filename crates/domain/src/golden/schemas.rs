//! JSON Schemas of the stored forms, derived from the types.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::code::Code;
use crate::event::{Authority, Correction, Effective, Sha256Hex};
use crate::id::PersonId;
use crate::text::{SEALED_MARK, TYPED_MARK, Text};

/// Facts whose bodies have schemas.
pub(crate) trait Described {
    /// The schema of a body with the fact of that wire name.
    fn schema(wire_name: &str) -> Option<Schema>;
}

/// An event's body as `event` writes and reads it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "its fields are read by the derived schema")]
struct Body<F> {
    /// Who did the act.
    by: PersonId,
    /// For which days the fact holds, where that matters.
    effective: Option<Effective>,
    /// Under which authority.
    authority: Option<Authority>,
    /// The fact that this one replaces, and why.
    corrects: Option<Correction>,
    /// The fact.
    fact: F,
}

pub(crate) fn schema_of_body<F: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Body<F>>()
}

/// The schema file of a wire name.
pub(super) fn schema<F: Described>(wire_name: &str, meaning: &str) -> String {
    let schema = F::schema(wire_name).expect("a fact's own wire name");
    let mut schema = schema.to_value();
    tidy(&mut schema);
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".into(), wire_name.into());
        root.insert("description".into(), meaning.into());
        root.sort_keys();
    }
    serde_json::to_string_pretty(&schema).unwrap() + "\n"
}

/// Drops `null`, which is read and never written, and what only speaks to a reader of the code; sorts
/// members by name.
fn tidy(value: &mut Value) {
    match value {
        Value::Object(members) => {
            without_null(members);
            // A field may be called so too; what it holds is no text but its schema.
            if let Some(Value::String(text)) = members.get("description") {
                match description(text) {
                    Some(description) => drop(members.insert("description".into(), description.into())),
                    None => drop(members.remove("description")),
                }
            }
            members.values_mut().for_each(tidy);
            members.sort_keys();
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// The first paragraph on one line, links turned into plain code; nothing if it only names a variant.
fn description(documentation: &str) -> Option<String> {
    let first = documentation.split("\n\n").next()?;
    let plain = first.replace("[`", "`").replace("`]", "`").replace('\n', " ");
    (!plain.starts_with("See `")).then_some(plain)
}

fn without_null(members: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = members.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            members.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(choices)) = members.get_mut("anyOf") {
        choices.retain(|choice| choice.get("type") != Some(&"null".into()));
        if let [only] = choices.as_slice()
            && let Value::Object(only) = only.clone()
        {
            members.remove("anyOf");
            members.extend(only);
        }
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = |mark: &str, inside: Value| {
            let properties = Map::from_iter([(mark.to_owned(), inside)]);
            serde_json::json!({
                "type": "object",
                "properties": properties,
                "required": [mark],
                "additionalProperties": false,
            })
        };
        let typed = one(TYPED_MARK, serde_json::json!({ "type": "string", "minLength": 1 }));
        let sealed = one(SEALED_MARK, serde_json::json!({ "type": "object" }));
        json_schema!({
            "description": "What a person typed: clear on its way in, sealed in the log.",
            "oneOf": [typed, sealed],
        })
    }
}

/// A string with a pattern.
macro_rules! strings {
    ($($(#[$doc:meta])* $type:ty as $name:literal: $pattern:expr, $description:literal;)*) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "description": $description })
            }
        }
    )*};
}

/// An exact decimal, as a string.
pub(crate) struct DecimalText;

/// The name of a time zone.
pub(crate) struct ZoneName;

strings! {
    Code as "Code": "^[A-Z0-9._-]{1,32}$", "A code: letters, digits, dot, underscore and hyphen.";
    Sha256Hex as "Sha256": "^[0-9a-f]{64}$", "A SHA-256 hash.";
    DecimalText as "Decimal": "^-?[0-9]{1,15}(\\.[0-9]{1,12})?$", "An exact decimal.";
    ZoneName as "Zone": "^[A-Za-z0-9_+/-]+$", "The IANA name of a time zone.";
}
