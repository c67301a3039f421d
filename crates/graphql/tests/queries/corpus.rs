//! Documents that other implementations of GraphQL have judged: ours accepts and refuses the same. See `tests/clients`.

use async_graphql::{Request, Value, Variables};
use cxl_graphql::execute;
use cxl_store::meta::Actor;
use serde::Deserialize;

use crate::world::World;

#[derive(Deserialize)]
struct Entry {
    kind: String,
    document: String,
    variables: Variables,
    operation: Option<String>,
    /// Whether graphql-js executes it.
    accepted: bool,
}

/// What the engine's parser refuses although the specification has it, and a variable about which graphql-js errs. The table in
/// `tests/clients/README.md` says more.
fn is_known(entry: &Entry) -> bool {
    let refused_by_the_parser =
        ["$ v", "\\uD83D\\uDE00", "\\u{1F600}", "\"description\" query", "first: -0)"];
    (entry.accepted && refused_by_the_parser.iter().any(|text| entry.document.contains(text)))
        || entry.kind == "OneOfNullableVariable"
}

#[tokio::test]
async fn the_same_documents_are_executed_and_refused_as_by_graphql_js() {
    let world = World::new().await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/clients/corpus/documents.jsonl");
    let corpus = std::fs::read_to_string(path).unwrap();
    let (mut judged, mut wrong) = (0, Vec::new());
    for line in corpus.lines() {
        let entry: Entry = serde_json::from_str(line).unwrap();
        // Fragments that spread themselves are refused before they come this far.
        if is_known(&entry) || entry.kind == "NoFragmentCycles" {
            continue;
        }
        let mut request = Request::new(&entry.document).variables(entry.variables);
        request.operation_name = entry.operation;
        let response = execute(&world.schema, request, Some(Actor::person(world.administrator))).await;
        let refused =
            response.data == Value::Null && response.errors.iter().any(|error| error.path.is_empty());
        judged += 1;
        if refused == entry.accepted {
            let says = response.errors.first().map(|error| &error.message);
            wrong.push(format!("{} is {refused} refused: {says:?}\n{}", entry.kind, entry.document));
        }
    }
    assert!(wrong.is_empty(), "{} of {judged}: {}", wrong.len(), wrong.join("\n\n"));
    assert!(judged > 850, "the corpus has {judged} documents that are judged");
}
