//! What is asked over and over, and the answer that each asking must get.

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use serde_json::{Value, json};

use crate::client::{Client, Endpoint};
use crate::ledger::Recordings;
use crate::protocol::{DOCUMENT, Outcome};

/// Bodies that are sent in turn, each with its answer.
pub(crate) struct Asks {
    pairs: Vec<(Bytes, Bytes)>,
    next: AtomicUsize,
    /// What is recorded before each of them.
    pub(crate) before: Option<Recordings>,
}

impl Asks {
    /// Asks everything once, to know the answers. A body whose answer is that of the one before shares it.
    pub(crate) async fn learn(endpoint: &Endpoint, bodies: Vec<Bytes>) -> Outcome<Self> {
        let mut client = Client::connect(endpoint).await?;
        let mut pairs: Vec<(Bytes, Bytes)> = Vec::new();
        for body in bodies {
            let answer = client.ask(body.clone()).await?;
            refuse_errors(&answer)?;
            let known = pairs.last().map(|(_, known)| known).filter(|known| **known == answer).cloned();
            pairs.push((body, known.unwrap_or(answer)));
        }
        if pairs.is_empty() {
            return Err("nothing is asked".into());
        }
        Ok(Self { pairs, next: AtomicUsize::new(0), before: None })
    }

    /// The same, and every answer must be this one.
    pub(crate) async fn learn_same(
        endpoint: &Endpoint,
        bodies: Vec<Bytes>,
        expected: &Bytes,
    ) -> Outcome<Self> {
        let learned = Self::learn(endpoint, bodies).await?;
        match learned.pairs.iter().find(|(_, answer)| answer != expected) {
            None => Ok(learned),
            Some((body, _)) => {
                let asked = String::from_utf8_lossy(body);
                Err(format!("the answer to {asked} differs from the one that it must equal").into())
            }
        }
    }

    /// Recording something before each question.
    pub(crate) fn after(self, recordings: Recordings) -> Self {
        Self { before: Some(recordings), ..self }
    }

    /// The first answer.
    pub(crate) fn first_answer(&self) -> &Bytes {
        &self.pairs[0].1
    }

    /// The next body and its answer, whoever asks.
    pub(crate) fn turn(&self) -> &(Bytes, Bytes) {
        &self.pairs[self.next.fetch_add(1, Ordering::Relaxed) % self.pairs.len()]
    }
}

/// The body that asks for the portfolio at a point in time; `null` is now.
pub(crate) fn body(as_of: &Value) -> Bytes {
    json!({ "query": DOCUMENT, "variables": { "asOf": as_of } }).to_string().into()
}

fn refuse_errors(answer: &[u8]) -> Outcome<()> {
    let parsed: Value = serde_json::from_slice(answer)?;
    match parsed.get("errors") {
        None => Ok(()),
        Some(errors) => Err(format!("an answer has errors: {errors}").into()),
    }
}
