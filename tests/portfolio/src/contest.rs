//! Who answers, and how they are asked.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use chrono::NaiveDate;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::asks::{Asks, body};
use crate::child::Running;
use crate::client::Endpoint;
use crate::constants::{self, BARE, CONSTANT};
use crate::ledger::Ledger;
use crate::postgraphile::Postgraphile;
use crate::protocol::Outcome;
use crate::values;

pub(crate) const POSTGRAPHILE: &str = "postgraphile";
pub(crate) const REPEATED: &str = "repeated";
pub(crate) const COMPUTED: &str = "computed";
pub(crate) const RECORDED_BETWEEN: &str = "recorded-between";
pub(crate) const POSITION_COLD: &str = "position-cold";
pub(crate) const POSITION_WARM: &str = "position-warm";
pub(crate) const DAY_COLD: &str = "day-cold";
pub(crate) const DAY_WARM: &str = "day-warm";
/// Everybody, as the report and the command line call them.
pub(crate) const NAMES: [&str; 10] = [
    CONSTANT,
    BARE,
    POSTGRAPHILE,
    REPEATED,
    RECORDED_BETWEEN,
    COMPUTED,
    POSITION_COLD,
    POSITION_WARM,
    DAY_COLD,
    DAY_WARM,
];

/// Somebody who is asked in one way.
pub(crate) struct Contestant {
    /// As the report calls it.
    pub(crate) name: &'static str,
    pub(crate) endpoint: Endpoint,
    pub(crate) asks: Arc<Asks>,
    /// The processes that do its work.
    pub(crate) processes: Vec<u32>,
    /// More clients than these do not ask it.
    pub(crate) most_clients: usize,
}

/// Everybody, running. They end when this is dropped.
pub(crate) struct Contest {
    pub(crate) contestants: Vec<Contestant>,
    /// What each says of itself.
    pub(crate) described: Vec<(&'static str, Vec<String>)>,
    /// Who is not measured, and why.
    pub(crate) left_out: Vec<(&'static str, String)>,
    /// How long the answer is, in bytes.
    pub(crate) answer_bytes: usize,
    ledger: Ledger,
    constants: Vec<Running>,
    postgraphile: Option<Postgraphile>,
}

impl Contest {
    /// Starts everybody who is wanted and compares their answers: nobody is measured who answers something else.
    pub(crate) fn start(
        runtime: &Runtime,
        program: &Path,
        folder: &Path,
        today: NaiveDate,
        wanted: impl Fn(&str) -> bool,
    ) -> Outcome<Self> {
        let ledger = Ledger::start(program, folder, today)?;
        let answer = runtime.block_on(ledger.answer())?;
        fs::write(folder.join("answer.json"), &answer)?;
        let mut contest = Self {
            contestants: Vec::new(),
            described: vec![("ledger", ledger.described().to_vec())],
            left_out: Vec::new(),
            answer_bytes: answer.len(),
            ledger,
            constants: Vec::new(),
            postgraphile: None,
        };
        for name in NAMES {
            if wanted(name) {
                contest.add(runtime, name, folder, &answer)?;
            } else {
                contest.left_out.push((name, "not asked for".to_owned()));
            }
        }
        Ok(contest)
    }

    fn add(&mut self, runtime: &Runtime, name: &'static str, folder: &Path, answer: &Bytes) -> Outcome<()> {
        let file = folder.join("answer.json");
        let (endpoint, asks, processes) = match name {
            CONSTANT | BARE => {
                let running = constants::start(name, &file)?;
                let endpoint = Endpoint::at(&running.url, None)?;
                let asks = runtime.block_on(Asks::learn(&endpoint, vec![body(&Value::Null)]))?;
                let id = running.id();
                self.described.push((name, running.described.clone()));
                self.constants.push(running);
                (endpoint, asks, vec![id])
            }
            POSTGRAPHILE => match Postgraphile::start(&folder.join(name), &file) {
                Ok(server) => {
                    let endpoint = Endpoint::at(server.url(), None)?;
                    let asks = runtime.block_on(Asks::learn(&endpoint, vec![Postgraphile::body()]))?;
                    let ids = server.ids();
                    self.described.push((name, server.described().to_vec()));
                    self.postgraphile = Some(server);
                    (endpoint, asks, ids)
                }
                Err(reason) => {
                    self.left_out.push((name, reason.to_string()));
                    return Ok(());
                }
            },
            _ => {
                let asks = runtime.block_on(self.ledger.asks(name, answer))?;
                (self.ledger.endpoint().clone(), asks, vec![self.ledger.id()])
            }
        };
        if ![POSITION_COLD, POSITION_WARM, DAY_COLD, DAY_WARM].contains(&name) {
            values::compare(name, answer, asks.first_answer())?;
        }
        // More of them would be a measure of recording.
        let most_clients = if name == RECORDED_BETWEEN { 1 } else { usize::MAX };
        self.contestants.push(Contestant { name, endpoint, asks: Arc::new(asks), processes, most_clients });
        Ok(())
    }
}
