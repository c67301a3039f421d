//! Older versions of stored facts, brought to the newest shape as they are read.
//!
//! Stored bytes never change. An upcaster takes the body of one version and answers the body and name
//! of the next; they are applied one after another until none is left. Every version ever written
//! keeps its golden sample under `schema/events/`, which must still decode.

use serde_json::{Value, json};

/// One step from a version to the next.
pub struct Upcaster {
    /// The wire name that it takes: `initiative.chartered.v1`.
    pub from: &'static str,
    /// The wire name that it answers: `initiative.chartered.v2`.
    pub to: &'static str,
    /// How the body changes.
    pub apply: fn(Value) -> Result<Value, String>,
}

/// Every step that this version of the product knows.
///
/// A step changes clear fields and never moves a typed text: the seal of a text names its place in the
/// stored body.
pub const UPCASTERS: &[Upcaster] = &[
    Upcaster { from: "insight.shared.v1", to: "insight.shared.v2", apply: insight_shared_v1 },
    // A token of the first version opens all that its holder may do, as one without a scope does.
    Upcaster { from: "organization.token-issued.v1", to: "organization.token-issued.v2", apply: Ok },
];

/// Two lists, departments and people, become one.
fn insight_shared_v1(mut body: Value) -> Result<Value, String> {
    let fact = body.get_mut("fact").and_then(Value::as_object_mut).ok_or("it has no fact")?;
    let mut with = Vec::new();
    for (list, kind) in [("departments", "department"), ("people", "person")] {
        match fact.remove(list) {
            None => {}
            Some(Value::Array(ids)) => with.extend(ids.into_iter().map(|id| json!({ kind: id }))),
            Some(_) => return Err(format!("{list} is no list")),
        }
    }
    fact.insert("with".into(), with.into());
    Ok(body)
}

/// The body in its newest version with its name; `None` when it is in it already, the common case.
pub fn upcast(
    upcasters: &[Upcaster],
    type_name: &str,
    body: &[u8],
) -> Result<Option<(&'static str, Vec<u8>)>, UpcastError> {
    let Some(mut step) = upcasters.iter().find(|step| step.from == type_name) else { return Ok(None) };
    let failed = |step: &Upcaster, reason: String| UpcastError { from: step.from, to: step.to, reason };
    let mut value: Value = serde_json::from_slice(body).map_err(|e| failed(step, e.to_string()))?;
    // A circle in the table would be a defect of ours; it must not hang a start.
    for _ in 0..=upcasters.len() {
        value = (step.apply)(value).map_err(|reason| failed(step, reason))?;
        let Some(next) = upcasters.iter().find(|next| next.from == step.to) else {
            let body = serde_json::to_vec(&value).map_err(|e| failed(step, e.to_string()))?;
            return Ok(Some((step.to, body)));
        };
        step = next;
    }
    Err(failed(step, "the steps go round in a circle".into()))
}

/// An older body that can't be brought to the next version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a fact {from} can't be read as {to}: {reason}")]
pub struct UpcastError {
    /// The version stored.
    pub from: &'static str,
    /// The version wanted.
    pub to: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: &[Upcaster] = &[
        Upcaster {
            from: "thing.seen.v1",
            to: "thing.seen.v2",
            apply: |mut body| {
                let color = body.as_object_mut().and_then(|o| o.remove("colour")).ok_or("no colour")?;
                body["color"] = color;
                Ok(body)
            },
        },
        Upcaster {
            from: "thing.seen.v2",
            to: "thing.seen.v3",
            apply: |mut body| {
                body["size"] = Value::Null;
                Ok(body)
            },
        },
    ];

    #[test]
    fn an_old_fact_passes_every_step_to_the_newest_version() {
        let (name, body) = upcast(STEPS, "thing.seen.v1", br#"{"colour":"red"}"#).unwrap().unwrap();
        assert_eq!(name, "thing.seen.v3");
        assert_eq!(
            serde_json::from_slice::<Value>(&body).unwrap(),
            serde_json::json!({"color":"red","size":null})
        );
    }

    #[test]
    fn a_newest_fact_is_left_as_it_is() {
        assert_eq!(upcast(STEPS, "thing.seen.v3", b"{}"), Ok(None));
    }

    #[test]
    fn an_old_fact_out_of_shape_is_an_error_that_names_the_step() {
        let error = upcast(STEPS, "thing.seen.v1", b"{}").unwrap_err();
        assert_eq!(error.to_string(), "a fact thing.seen.v1 can't be read as thing.seen.v2: no colour");
    }

    #[test]
    fn what_an_insight_was_shared_with_becomes_one_list() {
        let (name, body) = upcast(
            UPCASTERS,
            "insight.shared.v1",
            br#"{"by":"p","fact":{"departments":["a"],"people":["b","c"]}}"#,
        )
        .unwrap()
        .unwrap();
        let with = json!([{"department": "a"}, {"person": "b"}, {"person": "c"}]);
        assert_eq!(name, "insight.shared.v2");
        assert_eq!(
            serde_json::from_slice::<Value>(&body).unwrap(),
            json!({"by": "p", "fact": {"with": with}})
        );
        for damaged in [r#"{"by":"p"}"#, r#"{"by":"p","fact":[]}"#, r#"{"fact":{"people":{}}}"#] {
            assert!(upcast(UPCASTERS, "insight.shared.v1", damaged.as_bytes()).is_err(), "{damaged}");
        }
    }

    #[test]
    fn steps_in_a_circle_are_an_error() {
        let circle = &[
            Upcaster { from: "a.b.v1", to: "a.b.v2", apply: Ok },
            Upcaster { from: "a.b.v2", to: "a.b.v1", apply: Ok },
        ];
        assert!(upcast(circle, "a.b.v1", b"{}").is_err());
    }
}
