//! Finds marked objects in a JSON body without touching a byte of the rest.
//!
//! A marked object has one member, whose name is the mark: `{"$text": …}` or `{"$pii": …}`.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Deeper nesting is refused; no event of ours comes near.
const MAX_DEPTH: usize = 64;

/// A marked object.
pub(crate) struct Field<'a> {
    /// Where the object stands: a JSON pointer (RFC 6901).
    pub(crate) pointer: String,
    /// The bytes of the object in the body.
    pub(crate) span: Range<usize>,
    /// The JSON text of the member's value.
    pub(crate) value: &'a str,
}

/// Why a body cannot be searched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// The body is not JSON.
    #[error("the body is not JSON: {0}")]
    Json(String),
    /// The mark stands beside other members.
    #[error("the object at {pointer:?} holds {mark:?} beside other members")]
    Mixed {
        /// Where the object stands.
        pointer: String,
        /// The mark.
        mark: &'static str,
    },
    /// The body is nested more deeply than any event is.
    #[error("the body is nested more than {MAX_DEPTH} levels deep at {pointer:?}")]
    Depth {
        /// Where the limit was reached.
        pointer: String,
    },
}

/// All objects with this mark, in the order in which they stand in the body.
///
/// The mark must be spelled without escapes, as every JSON writer does that has no reason to.
pub(crate) fn fields<'a>(body: &'a [u8], mark: &'static str) -> Result<Vec<Field<'a>>, BodyError> {
    let raw: &RawValue = serde_json::from_slice(body).map_err(not_json)?;
    let quoted = format!("\"{mark}\"");
    let start = body.as_ptr().addr();
    let mut search = Search { mark, quoted, start, pointer: String::new(), found: Vec::new() };
    search.value(raw.get(), 0)?;
    Ok(search.found)
}

struct Search<'a> {
    mark: &'static str,
    quoted: String,
    /// Address of the body's first byte.
    start: usize,
    pointer: String,
    found: Vec<Field<'a>>,
}

impl<'a> Search<'a> {
    fn value(&mut self, json: &'a str, depth: usize) -> Result<(), BodyError> {
        let first = json.as_bytes().first();
        if !matches!(first, Some(b'{' | b'[')) || !json.contains(&self.quoted) {
            return Ok(());
        }
        if depth == MAX_DEPTH {
            return Err(BodyError::Depth { pointer: self.pointer.clone() });
        }
        if first == Some(&b'[') { self.array(json, depth) } else { self.object(json, depth) }
    }

    fn array(&mut self, json: &'a str, depth: usize) -> Result<(), BodyError> {
        let items: Vec<&RawValue> = serde_json::from_str(json).map_err(not_json)?;
        items.into_iter().enumerate().try_for_each(|(i, item)| self.below(&i.to_string(), item, depth))
    }

    fn object(&mut self, json: &'a str, depth: usize) -> Result<(), BodyError> {
        let Members(members) = serde_json::from_str(json).map_err(not_json)?;
        match &members[..] {
            [(name, value)] if name == self.mark => {
                let at = json.as_ptr().addr() - self.start;
                let span = at..at + json.len();
                self.found.push(Field { pointer: self.pointer.clone(), span, value: value.get() });
                Ok(())
            }
            _ if members.iter().any(|(name, _)| name == self.mark) => {
                Err(BodyError::Mixed { pointer: self.pointer.clone(), mark: self.mark })
            }
            _ => members.into_iter().try_for_each(|(name, value)| {
                self.below(&name.replace('~', "~0").replace('/', "~1"), value, depth)
            }),
        }
    }

    fn below(&mut self, step: &str, value: &'a RawValue, depth: usize) -> Result<(), BodyError> {
        let here = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(step);
        self.value(value.get(), depth + 1)?;
        self.pointer.truncate(here);
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a function to map errors with")]
fn not_json(error: serde_json::Error) -> BodyError {
    BodyError::Json(error.to_string())
}

/// The members of an object in their order, values as they stand.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(InOrder).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(body: &str) -> Vec<String> {
        fields(body.as_bytes(), "$text").unwrap().into_iter().map(|field| field.pointer).collect()
    }

    #[test]
    fn every_marked_object_is_found_by_its_pointer() {
        let body = r#"{"a":{"$text":"x"},"b":[1,{"c":{"$text":"y"}}],"d/e~f":{"$text":"z"}}"#;
        assert_eq!(pointers(body), ["/a", "/b/1/c", "/d~1e~0f"]);
        assert_eq!(pointers(r#"{"$text":"the body itself"}"#), [""]);
    }

    #[test]
    fn a_span_is_exactly_the_object() {
        let body = " { \"a\" : { \"$text\" : \"é\" } , \"b\" : 1.50 } ";
        let found = fields(body.as_bytes(), "$text").unwrap();
        assert_eq!(&body[found[0].span.clone()], "{ \"$text\" : \"é\" }");
        assert_eq!(found[0].value, "\"é\"");
    }

    #[test]
    fn the_mark_inside_a_string_or_as_a_value_marks_nothing() {
        let quoted = serde_json::to_string(r#"{"$text":"not an object"}"#).unwrap();
        assert!(pointers(&format!(r#"{{"a":{quoted},"b":"$text","c":["$text"]}}"#)).is_empty());
    }

    #[test]
    fn a_mark_beside_other_members_is_refused() {
        let refused = fields(br#"{"a":{"$text":"x","lang":"en"}}"#, "$text").err();
        assert_eq!(refused, Some(BodyError::Mixed { pointer: "/a".into(), mark: "$text" }));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for body in ["", "{", "{\"$text\":}", "{} {}", "\u{0}"] {
            assert!(matches!(fields(body.as_bytes(), "$text"), Err(BodyError::Json(_))), "{body:?}");
        }
        assert!(matches!(fields(&[b'"', 0xff, b'"'], "$text"), Err(BodyError::Json(_))));
    }

    #[test]
    fn endless_nesting_is_refused_without_exhausting_the_stack() {
        let levels = 100_000;
        let body = format!("{}{}{}", "[".repeat(levels), r#"{"$text":"x"}"#, "]".repeat(levels));
        assert!(fields(body.as_bytes(), "$text").is_err());
    }
}
