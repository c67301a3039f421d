//! What the log holds after a load, against what each writer was told and each follower saw.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::Ground;
use super::follower::{Followed, Sight};
use super::writer::{Won, Written, event_number};
use crate::conformance::Broken;
use crate::port::{Position, Recorded, Revision};
use crate::stream::StreamName;

/// How many events are read at once.
const PAGE: usize = 1_000;

/// Reads the log from where the load began, once.
pub(super) async fn judge(
    ground: &Ground,
    start: Position,
    written: &[Written],
    followed: &[Followed],
) -> Result<(), Broken> {
    let mut books = Books::new(ground.shared(), written);
    let mut sight = Sight::new();
    let mut next = start;
    loop {
        check_followers(followed, next, &sight)?;
        let page = ground.read(|| ground.store.read_all(next, PAGE)).await?;
        if page.is_empty() {
            break;
        }
        for event in &page {
            if event.position != next {
                return Err(Broken::new(format!("position {} follows where {next} should", event.position)));
            }
            books.take(event)?;
            sight.see(event);
            next += 1;
            check_followers(followed, next, &sight)?;
        }
    }
    if let Some(beyond) = followed.iter().find(|followed| followed.until > next) {
        return Err(Broken::new(format!(
            "a follower saw events up to position {}, and the log ends at {next}",
            beyond.until
        )));
    }
    books.close()
}

fn check_followers(followed: &[Followed], at: Position, sight: &Sight) -> Result<(), Broken> {
    match followed.iter().find(|followed| followed.until == at && followed.seen != sight.sum()) {
        None => Ok(()),
        Some(_) => Err(Broken::new(format!(
            "up to position {at} a follower saw other events, or another order, than the log has"
        ))),
    }
}

/// What must be in the log, and how much of it was found.
struct Books<'a> {
    writers: HashMap<StreamName, (&'a Written, Revision)>,
    shared: StreamName,
    shared_next: Revision,
    won: HashMap<Uuid, &'a Won>,
    open_races: HashSet<Uuid>,
}

impl<'a> Books<'a> {
    fn new(shared: StreamName, written: &'a [Written]) -> Self {
        Self {
            writers: written.iter().map(|writer| (writer.own.stream(0), (writer, 0))).collect(),
            shared,
            shared_next: 0,
            won: written.iter().flat_map(|writer| &writer.won).map(|won| (won.id, won)).collect(),
            open_races: written.iter().filter_map(|writer| writer.open_race).collect(),
        }
    }

    /// Strikes out what an event of the log settles.
    fn take(&mut self, event: &Recorded) -> Result<(), Broken> {
        if event.stream == self.shared {
            return self.take_shared(event);
        }
        let Some((writer, next)) = self.writers.get_mut(&event.stream) else {
            return Err(Broken::new(format!("{} is in the log, and nobody wrote it", event.stream)));
        };
        in_order(event, next)?;
        if event.id != writer.own.event(event_number(event.revision)).id {
            return Err(Broken::new(format!(
                "revision {} of {} holds event {}, which was doubled, or refused",
                event.revision, event.stream, event.id
            )));
        }
        let told = usize::try_from(event.revision).ok().and_then(|revision| writer.positions.get(revision));
        match told {
            Some(position) => stands_at(event, *position),
            None if event.revision < writer.positions.len() as u64 + writer.open => Ok(()),
            None => Err(Broken::new(format!("event {} is in the log, and was not sent", event.id))),
        }
    }

    fn take_shared(&mut self, event: &Recorded) -> Result<(), Broken> {
        in_order(event, &mut self.shared_next)?;
        if let Some(won) = self.won.remove(&event.id) {
            return if won.revision == event.revision {
                stands_at(event, won.position)
            } else {
                Err(Broken::new(format!(
                    "event {} was acknowledged at revision {} and stands at {}",
                    event.id, won.revision, event.revision
                )))
            };
        }
        if self.open_races.remove(&event.id) {
            return Ok(());
        }
        Err(Broken::new(format!("event {} was doubled, or refused, and stands in the log", event.id)))
    }

    /// Nothing that was acknowledged is missing.
    fn close(self) -> Result<(), Broken> {
        let lost = |stream: &StreamName, revision| {
            Broken::new(format!("revision {revision} of {stream} was acknowledged and is lost"))
        };
        for (stream, (writer, next)) in &self.writers {
            if *next < writer.positions.len() as u64 {
                return Err(lost(stream, *next));
            }
        }
        match self.won.values().next() {
            Some(won) => Err(lost(&self.shared, won.revision)),
            None => Ok(()),
        }
    }
}

fn in_order(event: &Recorded, next: &mut Revision) -> Result<(), Broken> {
    if event.revision != *next {
        return Err(Broken::new(format!(
            "revision {} of {} follows in the log where {next} should",
            event.revision, event.stream
        )));
    }
    *next += 1;
    Ok(())
}

fn stands_at(event: &Recorded, told: Position) -> Result<(), Broken> {
    if event.position == told {
        return Ok(());
    }
    Err(Broken::new(format!(
        "event {} was acknowledged at position {told} and stands at {}",
        event.id, event.position
    )))
}
