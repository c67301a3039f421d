//! What the facts of a meeting say at a point in time.

use chrono::NaiveDate;

use super::{AgendaFixed, AttendanceTaken, Command, Held, MeetingFact, Minuted, MinutesConfirmed, decide};
use crate::history::{Entry, History, Recorded};
use crate::id::{CommitteeId, EventId, MeetingId};
use crate::noun::noun;
use crate::time::AsOf;

/// A meeting with its whole history.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// Its facts.
    pub history: History<MeetingFact>,
}

noun!(Meeting(MeetingId): MeetingFact, Command, decide; begun by Convened);

/// What became of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It is called and not yet held.
    Convened,
    /// It was held.
    Held,
    /// It was called off.
    Canceled,
}

impl Status {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Convened => "convened",
            Self::Held => "held",
            Self::Canceled => "canceled",
        }
    }
}

type Fact = Entry<MeetingFact>;

impl Meeting {
    /// A meeting of which nothing is recorded yet.
    pub fn new(id: MeetingId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<MeetingFact>) {
        self.history.evolve(recorded);
    }

    /// The fact that holds the name on E; before the first, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Fact> {
        let stated = |fact: &MeetingFact| matches!(fact, MeetingFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }

    /// The committee that meets.
    pub fn committee(&self, as_of: &AsOf) -> Option<CommitteeId> {
        self.history.current(as_of, convened).map(|(_, committee)| committee)
    }

    /// The day on which it was held, else the day for which it is called; whatever day is effective.
    pub fn day(&self, as_of: &AsOf) -> Option<NaiveDate> {
        let held = self.held(&as_of.on(NaiveDate::MAX)).map(|(entry, _)| entry.from());
        let moved = || self.history.current(as_of, moved).map(|(_, to)| to);
        let called = || self.history.current(as_of, convened).map(|(entry, _)| entry.from());
        held.or_else(moved).or_else(called)
    }

    /// The facts that moved it, oldest first, each with the day to which it did.
    pub fn moves(&self, as_of: &AsOf) -> Vec<(&Fact, NaiveDate)> {
        self.history.picked(as_of, moved).collect()
    }

    /// What became of it by E, and on which day.
    pub fn status(&self, as_of: &AsOf) -> (Status, Option<NaiveDate>) {
        if let Some((entry, _)) = self.held(as_of) {
            return (Status::Held, Some(entry.from()));
        }
        match self.cancellation(as_of) {
            Some(entry) => (Status::Canceled, Some(entry.from())),
            None => (Status::Convened, self.day(as_of)),
        }
    }

    /// The fact that called it off by E.
    pub fn cancellation(&self, as_of: &AsOf) -> Option<&Fact> {
        let canceled = |fact: &MeetingFact| matches!(fact, MeetingFact::Canceled(_)).then_some(());
        self.history.latest(as_of, canceled).map(|(entry, ())| entry)
    }

    /// The fact that it was held by E, and who chaired it.
    pub fn held(&self, as_of: &AsOf) -> Option<(&Fact, &Held)> {
        self.history.latest(as_of, |fact| match fact {
            MeetingFact::Held(held) => Some(held),
            _ => None,
        })
    }

    /// The agenda as it was shown, as fixed last.
    pub fn agenda(&self, as_of: &AsOf) -> Option<(&Fact, &AgendaFixed)> {
        self.history.current(as_of, |fact| match fact {
            MeetingFact::AgendaFixed(agenda) => Some(agenda),
            _ => None,
        })
    }

    /// Who was there, as recorded last.
    pub fn attendance(&self, as_of: &AsOf) -> Option<(&Fact, &AttendanceTaken)> {
        self.history.latest(as_of, |fact| match fact {
            MeetingFact::AttendanceTaken(attendance) => Some(attendance),
            _ => None,
        })
    }

    /// The facts that hold its resolutions, in the order in which they were recorded.
    pub fn resolutions(&self, as_of: &AsOf) -> Vec<&Fact> {
        let resolved = |fact: &MeetingFact| matches!(fact, MeetingFact::Resolved(_)).then_some(());
        let resolutions = self.history.picked(as_of, resolved).map(|(entry, ())| entry);
        resolutions.filter(|entry| entry.from() <= as_of.effective).collect()
    }

    /// The minutes, as recorded last.
    pub fn minutes(&self, as_of: &AsOf) -> Option<(&Fact, &Minuted)> {
        self.history.latest(as_of, |fact| match fact {
            MeetingFact::Minuted(minutes) => Some(minutes),
            _ => None,
        })
    }

    /// The fact that confirmed these minutes.
    pub fn confirmation(&self, as_of: &AsOf) -> Option<(&Fact, &MinutesConfirmed)> {
        let (minutes, _) = self.minutes(as_of)?;
        let confirmed = self.history.current(as_of, |fact| match fact {
            MeetingFact::MinutesConfirmed(confirmed) => Some(confirmed),
            _ => None,
        });
        confirmed.filter(|(_, confirmed)| confirmed.minutes == minutes.event)
    }

    /// Who confirmed having read the minutes that an event holds, in the order in which they did.
    pub fn acknowledgments(&self, minutes: EventId, as_of: &AsOf) -> impl Iterator<Item = &Fact> {
        let of_these = move |fact: &MeetingFact| match fact {
            MeetingFact::Acknowledged(acknowledged) => (acknowledged.minutes == minutes).then_some(()),
            _ => None,
        };
        self.history.picked(as_of, of_these).map(|(entry, ())| entry)
    }

    /// The standing facts that their surroundings no longer bear, oldest first, as a correction of the
    /// day or of the chair may leave them: what was done about actions before they were agreed on, and a
    /// confirmation by somebody who did not chair.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let ever = as_of.on(NaiveDate::MAX);
        let chair = self.held(&ever).map(|(_, held)| held.chair);
        let confirmed = self.confirmation(&ever).filter(|(entry, _)| Some(entry.by()) != chair);
        let mut broken: Vec<_> = self.broken_action_facts(as_of).collect();
        broken.extend(confirmed.map(|(entry, _)| entry.event));
        broken
    }
}

fn convened(fact: &MeetingFact) -> Option<CommitteeId> {
    match fact {
        MeetingFact::Convened(convened) => Some(convened.committee),
        _ => None,
    }
}

fn moved(fact: &MeetingFact) -> Option<NaiveDate> {
    match fact {
        MeetingFact::Moved(moved) => Some(moved.to),
        _ => None,
    }
}
