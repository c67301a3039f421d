//! What must hold for every request whatever.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use async_graphql::{Name, Request, Value, Variables};
use cxl_guard::{Document, Limits, Refusal};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::schema::{PAGES, Toy, toy};

/// A request, as it is kept in the corpus.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sample {
    pub(crate) query: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) variables: BTreeMap<Name, Value>,
}

/// What came of a request, in so few words that few requests have the same.
pub(crate) type Signature = String;

/// Judges requests, and panics with a sentence where a promise is broken.
pub(crate) struct Judge {
    toy: Toy,
    runtime: Runtime,
    limits: Limits,
}

/// Without optimization everything takes about so many times as long.
const PATIENCE: u32 = if cfg!(debug_assertions) { 12 } else { 1 };
/// The most that the guard may take for a request of no length, and for each of its bytes.
const GUARD: (Duration, Duration) = (Duration::from_millis(2), Duration::from_nanos(800));
/// The most that the library may take for what passed the guard.
const LIBRARY: Duration = Duration::from_millis(400);
/// The most that the library may say of what passed the guard, in errors and in bytes.
const SAID: (usize, usize) = (50_000, 16 << 20);
/// A machine that is busy delays anything; what is slow by itself is so each time.
const ATTEMPTS: usize = 4;

impl Judge {
    pub(crate) fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        Self { toy: toy(), runtime, limits: Limits::default() }
    }

    /// Judges one request.
    pub(crate) fn judge(&self, sample: &Sample) -> Signature {
        let length = sample.query.len() + serde_json::to_string(&sample.variables).expect("JSON").len();
        let allowed = (GUARD.0 + GUARD.1 * u32::try_from(length).expect("it is short")) * PATIENCE;
        let guarded = within(allowed, "the guard", || self.guarded(sample));
        let document = match guarded {
            Ok(document) => document,
            Err((refusal, kind)) => {
                assert!(refusal.len() < 400, "a refusal repeats the document: {refusal}");
                return kind;
            }
        };
        let answered = within(LIBRARY * PATIENCE, "the library", || self.answered(sample, document.clone()));
        let said: usize = answered.errors.iter().map(|error| error.message.len()).sum();
        assert!(answered.errors.len() <= SAID.0 && said <= SAID.1, "{} errors", answered.errors.len());
        // Without what the document calls things.
        let unnamed = |message: &str| message.split('"').next().unwrap_or_default().to_owned();
        let first = answered.errors.first().map(|error| unnamed(&error.message));
        let mut signature = format!("passed {first:?}");
        let _ = write!(signature, " {} errors", magnitude(answered.errors.len()));
        signature
    }

    fn guarded(&self, sample: &Sample) -> Result<Document, (String, Signature)> {
        let refused = |refusal: Refusal| {
            let kind = match &refusal {
                Refusal::Excess(excess) => excess.limit.name().to_owned(),
                Refusal::Malformed(malformed) => malformed.what.to_owned(),
                Refusal::UnknownFragment { .. } => "unknown fragment".to_owned(),
                Refusal::CircularFragment { .. } => "circular fragment".to_owned(),
            };
            (refusal.to_string(), format!("{kind} {}", magnitude(sample.query.len())))
        };
        let document = Document::read(&sample.query, &self.limits).map_err(refused)?;
        let operation = document
            .operation(None)
            .map_err(|unknown| (unknown.to_string(), "which operation".to_owned()))?;
        document
            .cost(operation, &sample.variables, &PAGES, &self.limits)
            .map_err(|excess| refused(excess.into()))?;
        Ok(document)
    }

    fn answered(&self, sample: &Sample, document: Document) -> async_graphql::Response {
        let mut variables = Variables::default();
        variables.extend(sample.variables.clone());
        let mut request = Request::new(sample.query.clone()).variables(variables);
        request.set_parsed_query(document.into_parsed());
        self.runtime.block_on(self.toy.execute(request))
    }
}

/// Does something, again if it took too long, and complains if it always does.
fn within<T>(allowed: Duration, who: &str, act: impl Fn() -> T) -> T {
    let mut quickest = Duration::MAX;
    for _ in 0..ATTEMPTS {
        let begun = Instant::now();
        let done = act();
        quickest = quickest.min(begun.elapsed());
        if quickest <= allowed {
            return done;
        }
    }
    panic!("{who} takes {quickest:?}, and {allowed:?} is the most");
}

fn magnitude(number: usize) -> u32 {
    usize::BITS - number.leading_zeros()
}
