//! Clients that ask the same for a while.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::asks::Asks;
use crate::client::{Client, Endpoint};
use crate::processor;
use crate::protocol::Outcome;

/// What a round came to.
pub(crate) struct Round {
    /// Answers a second.
    pub(crate) rate: f64,
    /// What each answer took, in microseconds.
    pub(crate) micros: Vec<u32>,
    /// What an answer cost the peer's processes, in microseconds of a processor; none where it is not known or
    /// other work was part of it.
    pub(crate) processor: Option<f64>,
}

/// Lets so many clients ask until the time is over. Each has asked once before that.
pub(crate) async fn run(
    endpoint: &Endpoint,
    asks: &Arc<Asks>,
    processes: &[u32],
    clients: usize,
    length: Duration,
) -> Outcome<Round> {
    let mut connected = Vec::new();
    for _ in 0..clients {
        let mut client = Client::connect(endpoint).await?;
        ask(&mut client, asks).await?;
        connected.push(client);
    }
    let before = processor::time_of(processes);
    let started = Instant::now();
    let mut asking = JoinSet::new();
    for mut client in connected {
        let asks = asks.clone();
        asking.spawn(async move {
            let mut micros = Vec::new();
            while started.elapsed() < length {
                micros.push(ask(&mut client, &asks).await?);
            }
            Outcome::Ok(micros)
        });
    }
    let mut micros = Vec::new();
    while let Some(finished) = asking.join_next().await {
        micros.extend(finished??);
    }
    let took = started.elapsed();
    let spent = before.zip(processor::time_of(processes)).map(|(before, after)| after.saturating_sub(before));
    Ok(Round::of(micros, took, spent, clients, asks.before.is_some()))
}

impl Round {
    #[expect(clippy::cast_precision_loss, reason = "counts of a benchmark are small")]
    fn of(
        micros: Vec<u32>,
        took: Duration,
        spent: Option<Duration>,
        clients: usize,
        records_between: bool,
    ) -> Self {
        let answers = micros.len() as f64;
        if records_between {
            // Recording takes its time between the questions, which is not theirs.
            let asking = micros.iter().map(|micros| f64::from(*micros)).sum::<f64>() / 1e6;
            return Self { rate: answers / asking * clients as f64, micros, processor: None };
        }
        let processor = spent.map(|spent| spent.as_secs_f64() * 1e6 / answers);
        Self { rate: answers / took.as_secs_f64(), micros, processor }
    }
}

/// Asks once and holds the answer against the known one; how many microseconds it took to come.
async fn ask(client: &mut Client, asks: &Asks) -> Outcome<u32> {
    if let Some(recordings) = &asks.before {
        recordings.record(client).await?;
    }
    let (body, expected) = asks.turn();
    let sent = Instant::now();
    let answer = client.ask(body.clone()).await?;
    let took = u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX);
    if answer != *expected {
        return Err(format!("another answer than before: {}", String::from_utf8_lossy(&answer)).into());
    }
    Ok(took)
}
