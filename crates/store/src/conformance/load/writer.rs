//! What one writer does under a load, and what it was told.

use std::sync::Arc;

use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use super::{Ground, PACE};
use crate::conformance::Broken;
use crate::conformance::trial::Trial;
use crate::error::AppendError;
use crate::port::{Append, Appended, Expected, NewEvent, Position, Revision};
use crate::stream::StreamName;

/// What a writer sent, and what the keeper said to it.
pub(super) struct Written {
    /// Its streams and events: the event of its own stream at revision r has the number r.
    pub(super) own: Trial,
    /// The position that was acknowledged for each revision of its own stream.
    pub(super) positions: Vec<Position>,
    /// How many more events stand in its own stream if the append that was never answered is recorded.
    pub(super) open: u64,
    /// The races that it won.
    pub(super) won: Vec<Won>,
    /// The race of which it was never told the end.
    pub(super) open_race: Option<Uuid>,
}

/// An event that was acknowledged in the shared stream.
pub(super) struct Won {
    pub(super) id: Uuid,
    pub(super) revision: Revision,
    pub(super) position: Position,
}

/// Writes until the load is over, or the keeper no longer answers.
pub(super) async fn write(ground: Arc<Ground>, number: u32) -> Result<Written, Broken> {
    let mut writer = Writer::new(&ground, number);
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for step in 0..ground.limits.acts {
        pace.tick().await;
        if ground.is_over() || writer.is_stuck() {
            break;
        }
        match step % 16 {
            3 | 9 => writer.repeat(step).await?,
            6 => writer.stray(step).await?,
            11 => writer.read_back().await?,
            13 => writer.race(step).await?,
            _ => writer.append(1 + u64::from(step % 3)).await?,
        }
    }
    Ok(writer.written)
}

struct Writer<'a> {
    ground: &'a Ground,
    written: Written,
    /// Events that must never be recorded.
    strays: Trial,
    /// Its events for the shared stream.
    racing: Trial,
    shared: StreamName,
    /// Where it believes the shared stream to stand.
    shared_at: Expected,
    /// The first and the last append to its own stream that were acknowledged.
    to_repeat: Option<[Appended; 2]>,
}

impl<'a> Writer<'a> {
    fn new(ground: &'a Ground, number: u32) -> Self {
        let own = ground.part(&format!("writer {number}"));
        Self {
            ground,
            written: Written { own, positions: Vec::new(), open: 0, won: Vec::new(), open_race: None },
            strays: ground.part(&format!("strays of writer {number}")),
            racing: ground.part(&format!("races of writer {number}")),
            shared: ground.shared(),
            shared_at: Expected::NoStream,
            to_repeat: None,
        }
    }

    /// Whether an append of its own was never answered, so that it can't know how to go on.
    fn is_stuck(&self) -> bool {
        self.written.open > 0 || self.written.open_race.is_some()
    }

    fn length(&self) -> u64 {
        self.written.positions.len() as u64
    }

    fn own_append(&self, first: Revision, count: u64) -> Append {
        let expected = first.checked_sub(1).map_or(Expected::NoStream, Expected::Exact);
        self.written.own.of(0, expected, (first..first + count).map(event_number))
    }

    /// Goes on with its own stream.
    async fn append(&mut self, count: u64) -> Result<(), Broken> {
        let first = self.length();
        let Some(answer) = self.ground.append(&self.own_append(first, count)).await else {
            self.written.open = count;
            return Ok(());
        };
        let appended = answer?;
        if (appended.first_revision, appended.count) != (first, count) {
            return Err(Broken::new(format!(
                "{count} events at revision {first} were acknowledged as {appended:?}"
            )));
        }
        self.written.positions.extend(appended.first_position..=appended.last_position());
        self.to_repeat = Some([self.to_repeat.map_or(appended, |[first, _]| first), appended]);
        self.ground.count(|tally| tally.events += count);
        Ok(())
    }

    /// Sends again what was acknowledged: now the last append, now the first of all.
    async fn repeat(&mut self, step: u32) -> Result<(), Broken> {
        let Some([first, last]) = self.to_repeat else { return Ok(()) };
        let known = if step % 16 == 3 { last } else { first };
        let again = self.own_append(known.first_revision, known.count);
        let Some(answer) = self.ground.append(&again).await else { return Ok(()) };
        let again = answer?;
        if again != (Appended { replayed: true, ..known }) {
            return Err(Broken::new(format!("{known:?} was repeated and answered as {again:?}")));
        }
        self.ground.count(|tally| tally.repeated += 1);
        Ok(())
    }

    /// Expects a revision at which its own stream does not stand.
    async fn stray(&mut self, step: u32) -> Result<(), Broken> {
        let length = self.length();
        let Some(last) = length.checked_sub(1) else { return Ok(()) };
        let expected = match step % 3 {
            0 => Expected::NoStream,
            1 => Expected::Exact(length),
            _ => last.checked_sub(1).map_or(Expected::NoStream, Expected::Exact),
        };
        let events = vec![self.strays.event(step)];
        let append = Append { stream: self.written.own.stream(0), expected, events };
        match self.ground.append(&append).await {
            None => Ok(()),
            Some(Err(AppendError::Conflict { actual, .. })) if actual == Some(last) => {
                self.ground.count(|tally| tally.refused += 1);
                Ok(())
            }
            Some(other) => Err(Broken::new(format!(
                "an append that expected {expected} of a stream at revision {last} was answered with {other:?}"
            ))),
        }
    }

    /// Tries to write the next event of the shared stream.
    async fn race(&mut self, step: u32) -> Result<(), Broken> {
        let event = self.racing.event(step);
        let NewEvent { id, .. } = event;
        let append = Append { stream: self.shared.clone(), expected: self.shared_at, events: vec![event] };
        match self.ground.append(&append).await {
            None => self.written.open_race = Some(id),
            Some(Ok(won)) => {
                self.shared_at = Expected::Exact(won.last_revision());
                self.written.won.push(Won { id, revision: won.first_revision, position: won.first_position });
                self.ground.count(|tally| tally.events += 1);
            }
            Some(Err(AppendError::Conflict { actual, .. })) => {
                self.shared_at = actual.map_or(Expected::NoStream, Expected::Exact);
                self.ground.count(|tally| tally.races_lost += 1);
            }
            Some(Err(error)) => return Err(error.into()),
        }
        Ok(())
    }

    /// Reads the last event that was acknowledged.
    async fn read_back(&self) -> Result<(), Broken> {
        let Some(last) = self.length().checked_sub(1) else { return Ok(()) };
        let stream = self.written.own.stream(0);
        let read = self.ground.read(|| self.ground.store.read_stream(&stream, last, 1)).await?;
        let found = read.first().map(|event| event.id);
        if found == Some(self.written.own.event(event_number(last)).id) {
            return Ok(());
        }
        Err(Broken::new(format!(
            "revision {last} of {stream} was acknowledged, and what is read there is {found:?}"
        )))
    }
}

/// The number of the event at a revision of a writer's own stream.
pub(super) fn event_number(revision: Revision) -> u32 {
    u32::try_from(revision).expect("the pace of a load leaves no time for so many events")
}
