//! What the driver and a peer say to each other: one JSON object a line, over the peer's stdin and stdout.
//!
//! Each peer is a process of its own. It prepares its log, says what it is, and then measures one round each time it
//! is asked; when nobody is left to ask, it ends. So every peer is driven alike, whatever it links.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufRead as _, Write as _};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What a peer says first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Opening {
    /// Its log is ready.
    Ready(Described),
    /// It cannot be measured here, for this reason.
    LeftOut(String),
}

/// What is measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Described {
    /// Its name and version, and those of the engine under it.
    pub(crate) versions: String,
    /// Through which of its interfaces events are appended.
    pub(crate) path: String,
    /// What decides whether an acknowledged event survives a power cut, as read back, and what else sets its pace.
    pub(crate) settings: BTreeMap<String, String>,
}

/// One round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Load {
    /// How many append at once, each one event, waiting until it is durable.
    pub(crate) writers: u32,
    /// Whether all of them append to one stream, taking turns, or each to one of its own.
    pub(crate) hot: bool,
    /// How long the round takes, in milliseconds.
    pub(crate) millis: u64,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Round {
    /// How many events were acknowledged.
    pub(crate) events: u64,
    /// In how much time.
    pub(crate) seconds: f64,
    /// What each append took, in microseconds; of the bare loop each transaction.
    pub(crate) micros: Vec<u32>,
}

/// A store with its log ready.
pub(crate) trait Peer {
    /// What it is.
    fn described(&self) -> Described;
    /// Measures a round.
    fn round(&mut self, load: Load) -> Outcome<Round>;
}

/// What a peer's process is given: where its log goes, and how many events it holds at first.
pub(crate) struct Place {
    /// An empty folder.
    pub(crate) folder: PathBuf,
    /// Events, spread evenly over the streams.
    pub(crate) size: u64,
}

impl Place {
    /// As the driver passes it: folder and size.
    pub(crate) fn of(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let folder = arguments.next().ok_or("the folder for the log is missing")?.into();
        let size = arguments.next().ok_or("the size of the log is missing")?.parse()?;
        Ok(Self { folder, size })
    }
}

/// Speaks for a peer until the driver has gone.
pub(crate) fn speak<P: Peer>(opened: Outcome<P>) -> Outcome<()> {
    let mut peer = match opened {
        Ok(peer) => peer,
        Err(error) => return leave_out(&error.to_string()),
    };
    say(&Opening::Ready(peer.described()))?;
    for line in io::stdin().lock().lines() {
        let round = peer.round(serde_json::from_str(&line?)?)?;
        say(&round)?;
    }
    Ok(())
}

/// Says that a peer cannot be measured here, and why.
pub(crate) fn leave_out(reason: &str) -> Outcome<()> {
    say(&Opening::LeftOut(reason.to_owned()))
}

fn say(what: &impl Serialize) -> Outcome<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, what)?;
    writeln!(out)?;
    Ok(out.flush()?)
}
