//! Whether two answers say the same, however their objects are nested.

use serde_json::Value;

use crate::protocol::Outcome;

/// Refuses an answer whose values are not those of ours, in the order of the documents, which ask for the same
/// things in the same order. What ours groups into objects of its own may lie flat in the other one.
pub(crate) fn compare(name: &str, ours: &[u8], theirs: &[u8]) -> Outcome<()> {
    let (ours, theirs) = (members(ours)?, members(theirs)?);
    if ours.len() != theirs.len() {
        return Err(format!("{name} answers {} initiatives, the ledger {}", theirs.len(), ours.len()).into());
    }
    match ours.iter().zip(&theirs).find(|(ours, theirs)| leaves(ours) != leaves(theirs)) {
        None => Ok(()),
        Some((ours, theirs)) => Err(format!("{name} answers {theirs}, the ledger {ours}").into()),
    }
}

/// The members of the list that an answer is.
fn members(answer: &[u8]) -> Outcome<Vec<Value>> {
    let mut answer: Value = serde_json::from_slice(answer)?;
    match answer["data"]["initiatives"]["edges"].take() {
        Value::Array(edges) if !edges.is_empty() => Ok(edges),
        _ => Err(format!("there are no initiatives in {answer}").into()),
    }
}

/// Every value that is no object, from the first to the last. An empty list is one, too.
fn leaves(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(fields) => fields.values().flat_map(leaves).collect(),
        Value::Array(members) if !members.is_empty() => members.iter().flat_map(leaves).collect(),
        leaf => vec![leaf],
    }
}

#[cfg(test)]
mod tests {
    use super::compare;

    const OURS: &str =
        r#"{"data":{"initiatives":{"edges":[{"node":{"name":{"value":"A"},"reach":["R1"],"to":null}}]}}}"#;

    fn is_same(theirs: &str) -> bool {
        let answer = format!(r#"{{"data":{{"initiatives":{{"edges":[{{"node":{theirs}}}]}}}}}}"#);
        compare("it", OURS.as_bytes(), answer.as_bytes()).is_ok()
    }

    #[test]
    fn values_are_the_same_however_they_are_nested_and_in_no_other_order() {
        assert!(is_same(r#"{"name":"A","reach":["R1"],"to":null}"#));
        assert!(!is_same(r#"{"name":"B","reach":["R1"],"to":null}"#));
        assert!(!is_same(r#"{"reach":["R1"],"name":"A","to":null}"#));
        assert!(!is_same(r#"{"name":"A","reach":["R1"]}"#));
        assert!(!is_same(r#"{"name":"A","reach":[],"to":null}"#));
    }
}
