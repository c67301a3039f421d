//! What the server must know before readings are recorded.

use serde_json::{Value, json};

use super::act::record;
use super::field::STREAMS;
use super::server::Server;

/// Defines a metric for each of the most clients.
pub(super) fn metrics(server: &Server) {
    record(
        server,
        "createProgram",
        json!({ "code": "P", "name": "A program", "sponsor": {"code": "ADMIN"}, "zone": "UTC", "on": "1950-01-01" }),
    );
    for number in 0..STREAMS {
        record(
            server,
            "defineMetric",
            json!({ "program": {"code": "P"}, "code": format!("M{number}"), "name": "Refunded within a day",
                    "wording": "Refunds paid within 24 hours over all refunds", "kind": "PROPORTION",
                    "direction": "INCREASE", "rhythm": "DAY", "on": "1950-01-01" }),
        );
    }
}

/// The metric of a client, as an input names it.
pub(super) fn metric(number: u32) -> Value {
    json!({ "code": { "program": "P", "code": format!("M{number}") } })
}
