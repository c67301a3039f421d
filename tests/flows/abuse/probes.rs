//! What somebody tries, one after another.

use super::{CANARY, Call, Probe};

const LIMIT: (u16, &str) = (400, "LIMIT_EXCEEDED");
const VALIDATION: (u16, &str) = (400, "GRAPHQL_VALIDATION_FAILED");
const PARSE: (u16, &str) = (400, "GRAPHQL_PARSE_FAILED");
const COST: (u16, &str) = (400, "COST_EXCEEDED");
const REQUEST: (u16, &str) = (400, "BAD_REQUEST");
const RATE: (u16, &str) = (429, "RATE_LIMITED");
const STRANGER: (u16, &str) = (401, "UNAUTHENTICATED");

macro_rules! probe {
    ($what:literal, $gets:expr, $sends:expr) => {
        Probe { what: $what, gets: $gets, sends: || $sends }
    };
}

/// A field's argument nested so deep.
fn nested(open: &str, close: &str, times: usize) -> String {
    format!("{{ {CANARY}(x: {}1{}) }}", open.repeat(times), close.repeat(times))
}

/// Fragments in a chain, each of which spreads the next so often.
fn spreading(length: usize, times: usize) -> String {
    let fragments = (0..length).map(|index| {
        let spreads = format!("...f{} ", index + 1).repeat(times);
        format!("fragment f{index} on Query {{ {spreads} }} ")
    });
    format!("{{ ...f0 }} {} fragment f{length} on Query {{ __typename }}", fragments.collect::<String>())
}

/// As many different words as there are numbers.
fn numbered(count: usize, word: impl Fn(usize) -> String) -> String {
    (0..count).map(word).collect()
}

/// Lists in lists in lists.
const WIDE: &str = "{ initiatives(first: 100) { edges { node { history(first: 100) { edges { node { id } } }
    program { initiatives(first: 100) { edges { node { history(first: 100) { edges { node { id } } } } } } } } } } }";

/// The schema's own description, all of it.
const DESCRIBED: &str =
    "{ types { name description fields { name description args { name description } type { name } }
    enumValues { name description } inputFields { name description type { name ofType { name } } } } }";

/// For what the library itself answers too many errors.
const UNKNOWN: usize = 1_500;

/// What is tried only to find out whether the next one is refused.
pub(super) const BESIDE: [&str; 2] = ["a wrong token, once", "a question, once"];

pub(super) const PROBES: &[Probe] = &[
    probe!("a list nested 20,000 deep, which overflows a parser's stack", LIMIT, {
        Call::document(&nested("[", "]", 20_000))
    }),
    probe!("an object nested 9,000 deep", LIMIT, Call::document(&nested("{a: ", "}", 9_000))),
    probe!("the default of a variable nested 20,000 deep", LIMIT, {
        Call::document(&format!("query($x: [Int] = {}{}) {{ a }}", "[".repeat(20_000), "]".repeat(20_000)))
    }),
    probe!("the type of a variable nested 500 deep", LIMIT, {
        Call::document(&format!("query($x: {}Int{}) {{ a }}", "[".repeat(500), "]".repeat(500)))
    }),
    probe!("variables nested 20,000 deep", REQUEST, {
        let (open, close) = ("[".repeat(20_000), "]".repeat(20_000));
        Call::body(format!(r#"{{"query": "{{ __typename }}", "variables": {{"x": {open}{close}}}}}"#))
    }),
    probe!("fragments that spread each other ten times, twelve deep", LIMIT, {
        Call::document(&spreading(12, 10))
    }),
    probe!("fragments that double at each of 27 steps", LIMIT, Call::document(&spreading(27, 2))),
    probe!("a chain of 100 fragments", LIMIT, Call::document(&spreading(100, 1))),
    probe!("fragments that spread each other in a circle", VALIDATION, {
        Call::document("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }")
    }),
    probe!("a fragment in a circle that nothing spreads", VALIDATION, {
        Call::document("{ __typename } fragment a on Query { ...a }")
    }),
    probe!("a fragment that is not there", VALIDATION, Call::document("{ ...nowhere }")),
    probe!("selections nested 60 deep", LIMIT, {
        Call::document(&format!("{}__typename{}", "{ a ".repeat(60), "}".repeat(60)))
    }),
    probe!("100 aliases of a field", LIMIT, {
        Call::document(&format!("{{ {} }}", numbered(100, |index| format!("a{index}: __typename "))))
    }),
    probe!("one field 5,000 times", LIMIT, {
        Call::document(&format!("{{ ledger {{ {} }} }}", "events ".repeat(5_000)))
    }),
    probe!("60 fields at the root", LIMIT, Call::document(&format!("{{ {} }}", "__typename ".repeat(60)))),
    probe!("60 mutations in one document", LIMIT, {
        Call::document(&format!("mutation {{ {} }}", numbered(60, |index| format!("nothing{index} "))))
    }),
    probe!("1,500 unknown fields", VALIDATION, {
        let unknown = numbered(UNKNOWN, |index| format!("unknown{index} "));
        Call::document(&format!("{{ ledger {{ {unknown} }} }}"))
    }),
    probe!("5,000 unknown directives", LIMIT, {
        Call::document(&format!("{{ __typename {} }}", "@x ".repeat(5_000)))
    }),
    probe!("3,000 arguments of one field", LIMIT, {
        let arguments = numbered(3_400, |index| format!("x{index}: 1 "));
        Call::document(&format!("{{ ledger({arguments}) {{ events }} }}"))
    }),
    probe!("21 operations in one document", LIMIT, {
        Call::document(&numbered(21, |index| format!("query q{index} {{ __typename }} ")))
    }),
    probe!("an operation that is not in the document", VALIDATION, {
        Call::body(r#"{"query": "query A { __typename }", "operationName": "B"}"#)
    }),
    probe!(
        "a document of 70 kB",
        LIMIT,
        Call::document(&format!("{{ __typename }} #{}", "x".repeat(70_000)))
    ),
    probe!(
        "11,000 tokens",
        LIMIT,
        Call::document(&format!("{{ __typename(x: [{}]) }}", "1 ".repeat(11_000)))
    ),
    probe!("a name of 10,000 letters", LIMIT, Call::document(&format!("{{ {} }}", CANARY.repeat(1_000)))),
    probe!("fields to compare in 25 inline fragments around each other, eight times", LIMIT, {
        let fields = "program(code: \"A\", id: \"B\") ".repeat(40);
        let nested = format!("ledger {}{{ {fields} }}{} ", "{ ... ".repeat(25), "}".repeat(25));
        Call::document(&format!("{{ {} }}", nested.repeat(8)))
    }),
    probe!("a variable of 9,000 values at 40 places", LIMIT, {
        let values = vec!["\"a\""; 9_000].join(",");
        let places = "ledger @skip(if: $x) { events } ".repeat(40);
        let query = format!("query($x: [ID!]!) {{ {places} }}");
        Call::body(format!(r#"{{"query": {query:?}, "variables": {{"x": [{values}]}}}}"#))
    }),
    probe!("lists in lists in lists", COST, Call::document(WIDE)),
    probe!("the schema's description in circles", LIMIT, {
        let nested = numbered(8, |_| "fields { type { ".to_owned());
        Call::document(&format!("{{ __type(name: \"Query\") {{ {nested} name {} }} }}", "} } ".repeat(8)))
    }),
    probe!("the schema's description 40 times", LIMIT, {
        Call::document(&format!("{{ {} }}", numbered(40, |index| format!("a{index}: __schema {DESCRIBED} "))))
    }),
    probe!("brackets behind a string that does not end", PARSE, {
        Call::document(&format!("{{ a(x: \"{CANARY}\n {}", "[".repeat(500)))
    }),
    probe!("what is no GraphQL", PARSE, Call::document(&format!("SELECT {CANARY} FROM events; --"))),
    probe!(
        "bytes that are no text",
        REQUEST,
        Call::body([b"{\"query\": \"{ a\xff\xfe }\"}".as_slice(), &[0; 9]].concat())
    ),
    probe!("20 requests in a list", REQUEST, {
        Call::body(format!("[{}]", vec![r#"{"query": "{ __typename }"}"#; 20].join(",")))
    }),
    probe!("variables that are a list", REQUEST, {
        Call::body(r#"{"query": "{ __typename }", "variables": ["canaryword"]}"#)
    }),
    probe!("two documents in one request", REQUEST, {
        Call::body(r#"{"query": "{ __typename }", "query": "{ canaryword }"}"#)
    }),
    probe!("two documents in one address", REQUEST, {
        Call::body("").by("GET", "?query=%7B__typename%7D&query=%7Bcanaryword%7D")
    }),
    probe!("a mutation by GET", (405, "BAD_REQUEST"), {
        Call::body("").by("GET", "?query=mutation%7B__typename%7D")
    }),
    probe!("another method", (405, "BAD_REQUEST"), Call::document("{ __typename }").by("PUT", "")),
    probe!("a form of a page, as text", (415, "BAD_REQUEST"), {
        Call::document("{ __typename }").with("content-type", "text/plain")
    }),
    probe!("a form of a page, in parts", (415, "BAD_REQUEST"), {
        Call::document("{ __typename }").with("content-type", "multipart/form-data; boundary=x")
    }),
    probe!("a form of a page, encoded", (415, "BAD_REQUEST"), {
        Call::body("query=%7B__typename%7D").with("content-type", "application/x-www-form-urlencoded")
    }),
    probe!("JSON in another encoding", (415, "BAD_REQUEST"), {
        Call::document("{ __typename }").with("content-type", "application/json; charset=utf-16")
    }),
    probe!("an answer as a page", (406, "BAD_REQUEST"), {
        Call::document("{ __typename }").with("accept", "text/html, image/*")
    }),
    probe!("an answer as of no position", REQUEST, {
        Call::document("{ __typename }").with("at-least-position", "-1")
    }),
    probe!("no token", STRANGER, Call::document("{ __typename }").carrying(None)),
    probe!("a wrong token", STRANGER, {
        Call::document("{ __typename }").carrying(Some("a-wrong-token-of-the-right-length-xxxxxx"))
    }),
];

pub(super) const STRICT: &[(&[&str], &[Probe])] = &[
    (
        &["--strangers-per-minute", "1"],
        &[
            probe!("a wrong token, once", STRANGER, Call::document("{ a }").carrying(Some("canaryword"))),
            probe!(
                "wrong tokens, many in a minute",
                RATE,
                Call::document("{ a }").carrying(Some("canaryword"))
            ),
        ],
    ),
    (
        &["--points-per-hour", "3"],
        &[
            probe!("a document that costs more than an hour has", COST, {
                Call::document(
                    "{ initiatives(first: 100) { edges { node { history(first: 4) { totalCount } } } } }",
                )
            }),
            probe!("a question, once", PARSE, Call::document("{")),
            probe!("more in an hour than an hour has", RATE, {
                Call::document(
                    "{ initiatives(first: 100) { edges { node { history(first: 2) { totalCount } } } } }",
                )
            }),
            probe!("the same in mutations side by side", RATE, Call::document("mutation { a: x b: x c: x }")),
        ],
    ),
    (
        &["--longest-answer", "1", "--nodes-at-once", "40"],
        &[
            probe!("an answer longer than is sent", LIMIT, {
                Call::document(&format!(
                    "{{ {} }}",
                    numbered(4, |index| format!("a{index}: __schema {DESCRIBED} "))
                ))
            }),
            probe!("more members than are answered at once", COST, {
                Call::document("{ initiatives(first: 41) { totalCount } }")
            }),
        ],
    ),
];
