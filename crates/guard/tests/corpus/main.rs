//! Every request that was ever worth keeping, judged anew. `examples/fuzz` finds more.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod check;
mod schema;

use check::{Judge, Sample};

/// What a thread of the server has.
const STACK: usize = 2 << 20;

fn kept() -> Vec<Sample> {
    let lines = include_str!("../../corpus/requests.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn no_request_that_was_kept_breaks_a_promise() {
    let judging = || {
        let judge = Judge::new();
        for sample in kept() {
            judge.judge(&sample);
        }
    };
    std::thread::Builder::new().stack_size(STACK).spawn(judging).unwrap().join().unwrap();
}

#[test]
fn the_two_documents_that_end_or_stall_a_server_without_a_guard_are_among_them() {
    let kept = kept();
    let nests = |sample: &Sample| sample.query.contains(&"[".repeat(2_000));
    let spreads = |sample: &Sample| sample.query.matches("...f7").count() == 10;
    let judge = Judge::new();
    for (which, found) in
        [("nesting", kept.iter().find(|s| nests(s))), ("fields", kept.iter().find(|s| spreads(s)))]
    {
        let found = found.unwrap_or_else(|| panic!("the corpus lacks the document of {which}"));
        assert!(judge.judge(found).starts_with(which), "{which}");
    }
}
