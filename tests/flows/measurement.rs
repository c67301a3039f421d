//! The page on measurement shows what is answered.

use serde_json::Value;

use crate::server::{Server, folder, printed};

const PAGE: &str = include_str!("../../docs/measurement.md");
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/measurement");

/// The blocks of the page in a language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    PAGE.split(opening.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// Whether two answers are the same; of a number that is no whole one, up to the sixth digit.
fn same(shown: &Value, answered: &Value) -> bool {
    match (shown, answered) {
        (Value::Number(shown), Value::Number(answered)) => {
            let (shown, answered) = (shown.as_f64().unwrap(), answered.as_f64().unwrap());
            (shown - answered).abs() <= 1e-6 * answered.abs().max(1.0)
        }
        (Value::Array(shown), Value::Array(answered)) => {
            shown.len() == answered.len() && shown.iter().zip(answered).all(|(shown, it)| same(shown, it))
        }
        (Value::Object(shown), Value::Object(answered)) => {
            shown.len() == answered.len()
                && shown.iter().all(|(name, shown)| answered.get(name).is_some_and(|it| same(shown, it)))
        }
        _ => shown == answered,
    }
}

#[test]
fn every_query_on_the_page_of_measurement_is_answered_as_shown() {
    let data = folder();
    printed(data.path(), &["import", EXAMPLE]);
    let server = Server::start(data.path());
    let (asked, shown) = (blocks("graphql"), blocks("json"));
    assert!(asked.len() > 5 && asked.len() == shown.len());
    for (document, shown) in asked.into_iter().zip(shown) {
        let answer = server.ask(document);
        let shown: Value = serde_json::from_str(shown).unwrap();
        assert!(same(&shown, &answer), "{document}\nis answered\n{answer:#}");
    }
}
