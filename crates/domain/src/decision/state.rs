//! What the facts of a decision say at a point in time.

use chrono::NaiveDate;

use super::{
    ActAuthorized, Command, Decided, DecisionFact, EffectExpected, Electorate, Ground, Made, Minuted, Opened,
    OptionStated, Reversibility, Tally, decide,
};
use crate::code::Code;
use crate::history::{Entry, History, Recorded};
use crate::id::{DecisionId, EventId};
use crate::noun::noun;
use crate::time::AsOf;

/// A decision with its whole history.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Its facts.
    pub history: History<DecisionFact>,
}

noun!(Decision(DecisionId): DecisionFact, Command, decide; begun by Opened);

/// How far a decision has come, as its own facts say. Whether another one supersedes it is told by that
/// one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It can be voted on and decided.
    Open,
    /// It was put off, perhaps to a day that has not come yet.
    Deferred,
    /// Its deadline passed without an outcome.
    Expired,
    /// It was decided.
    Decided,
    /// The question was taken back.
    Withdrawn,
}

impl Status {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Deferred => "deferred",
            Self::Expired => "expired",
            Self::Decided => "decided",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// An outcome at a point in time.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// The fact that states it.
    pub entry: &'a Entry<DecisionFact>,
    /// What it says.
    pub decided: &'a Decided,
}

/// An option at a point in time.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// The fact that states it.
    pub entry: &'a Entry<DecisionFact>,
    /// What it says.
    pub stated: &'a OptionStated,
}

impl Decision {
    /// A decision of which nothing is recorded yet.
    pub fn new(id: DecisionId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<DecisionFact>) {
        self.history.evolve(recorded);
    }

    /// How it was opened.
    pub fn opened(&self, as_of: &AsOf) -> Option<(&Entry<DecisionFact>, &Opened)> {
        self.history.current(as_of, |fact| match fact {
            DecisionFact::Opened(opened) => Some(opened),
            _ => None,
        })
    }

    /// The day on which it was put.
    pub fn begins(&self, as_of: &AsOf) -> Option<NaiveDate> {
        self.opened(as_of).map(|(entry, _)| entry.from())
    }

    /// The fact that holds the question on E; before the first, that one.
    pub fn question(&self, as_of: &AsOf) -> Option<&Entry<DecisionFact>> {
        let stated = |fact: &DecisionFact| matches!(fact, DecisionFact::QuestionStated(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }

    /// Who votes on it and how votes decide, as recorded last.
    pub fn electorate(&self, as_of: &AsOf) -> Option<(&Entry<DecisionFact>, &Electorate)> {
        self.history.current(as_of, |fact| match fact {
            DecisionFact::ElectorateRecorded(recorded) => Some(&recorded.electorate),
            DecisionFact::ElectorateAmended(amended) => Some(&amended.electorate),
            _ => None,
        })
    }

    /// Its options in the order in which they were first stated, each as stated last.
    pub fn options(&self, as_of: &AsOf) -> Vec<Choice<'_>> {
        let stated = |fact: &DecisionFact| matches!(fact, DecisionFact::OptionStated(_)).then_some(());
        let mut options: Vec<Choice<'_>> = Vec::new();
        for (entry, ()) in self.history.picked(as_of, stated) {
            let DecisionFact::OptionStated(stated) = &entry.fact else { continue };
            match options.iter_mut().find(|option| option.stated.key == stated.key) {
                Some(held) if held.entry.stamp.rank() < entry.stamp.rank() => {
                    *held = Choice { entry, stated }
                }
                Some(_) => {}
                None => options.push(Choice { entry, stated }),
            }
        }
        options
    }

    /// An option by its key.
    pub fn option(&self, key: &Code, as_of: &AsOf) -> Option<Choice<'_>> {
        self.options(as_of).into_iter().find(|option| option.stated.key == *key)
    }

    /// The option proposed last, with the fact that gives the reasons.
    pub fn proposed(&self, as_of: &AsOf) -> Option<(&Entry<DecisionFact>, &Code)> {
        self.history.current(as_of, |fact| match fact {
            DecisionFact::Proposed(proposed) => Some(&proposed.option),
            _ => None,
        })
    }

    /// What it rests on, in the order in which the grounds were given.
    pub fn grounds(&self, as_of: &AsOf) -> Vec<(&Entry<DecisionFact>, &Ground)> {
        let given = |fact: &DecisionFact| matches!(fact, DecisionFact::GroundGiven(_)).then_some(());
        let given = self.history.picked(as_of, given);
        given
            .filter_map(|(entry, ())| match &entry.fact {
                DecisionFact::GroundGiven(given) => Some((entry, &given.ground)),
                _ => None,
            })
            .collect()
    }

    /// How hard it is to take back.
    pub fn reversibility(&self, as_of: &AsOf) -> Option<Reversibility> {
        let stated = self.history.current(as_of, |fact| match fact {
            DecisionFact::ReversibilityStated(stated) => Some(stated.reversibility),
            _ => None,
        });
        stated.map(|(_, reversibility)| reversibility)
    }

    /// The effects that are expected of it, in the order in which they were stated.
    pub fn effects(&self, as_of: &AsOf) -> Vec<(&Entry<DecisionFact>, EffectExpected)> {
        let expected = |fact: &DecisionFact| match fact {
            DecisionFact::EffectExpected(expected) => Some(expected.clone()),
            _ => None,
        };
        self.history.picked(as_of, expected).collect()
    }

    /// The last day on which it can be decided, as set last.
    pub fn deadline(&self, as_of: &AsOf) -> Option<NaiveDate> {
        let set = self.history.current(as_of, |fact| match fact {
            DecisionFact::DeadlineSet(set) => Some(set.day),
            _ => None,
        });
        set.map(|(_, day)| day)
    }

    /// The acts that it lists, each with the fact that does, in that order. They are authorized once it
    /// is decided.
    pub fn acts(&self, as_of: &AsOf) -> Vec<(&Entry<DecisionFact>, ActAuthorized)> {
        let listed = |fact: &DecisionFact| match fact {
            DecisionFact::ActAuthorized(listed) => Some(listed.clone()),
            _ => None,
        };
        self.history.picked(as_of, listed).collect()
    }

    /// The earlier decisions that it supersedes once it is decided.
    pub fn supersedes(&self, as_of: &AsOf) -> Vec<DecisionId> {
        let supersedes = |fact: &DecisionFact| match fact {
            DecisionFact::Supersedes(supersedes) => Some(supersedes.decision),
            _ => None,
        };
        self.history.picked(as_of, supersedes).map(|(_, decision)| decision).collect()
    }

    /// How far it has come on E, and the fact that says so; none where only its deadline does, or
    /// nothing yet.
    pub fn status(&self, as_of: &AsOf) -> (Status, Option<&Entry<DecisionFact>>) {
        let over = |fact: &DecisionFact| match fact {
            DecisionFact::Decided(_) => Some(Status::Decided),
            DecisionFact::Withdrawn(_) => Some(Status::Withdrawn),
            _ => None,
        };
        // Whatever puts a decision off, and from whichever day: an outcome is one.
        if let Some((entry, status)) = self.history.latest(as_of, over) {
            return (status, Some(entry));
        }
        if self.has_expired(as_of) {
            return (Status::Expired, None);
        }
        match self.history.latest(as_of, put_off_until) {
            Some((entry, _)) => (Status::Deferred, Some(entry)),
            None => (Status::Open, None),
        }
    }

    /// Whether the deadline passed before E without the decision being put off beyond it in time. A deadline
    /// that is set after it was put off holds all the same.
    fn has_expired(&self, as_of: &AsOf) -> bool {
        let set = |fact: &DecisionFact| match fact {
            DecisionFact::DeadlineSet(set) => Some(set.day),
            _ => None,
        };
        let Some((entry, deadline)) = self.history.current(as_of, set) else { return false };
        let set = self.history.first_rank(entry);
        let beyond = |(entry, until): (&Entry<DecisionFact>, Option<NaiveDate>)| {
            entry.from() <= deadline
                && until.is_none_or(|until| deadline < until)
                && set < self.history.first_rank(entry)
        };
        let mut put_off = self.history.picked(as_of, put_off_until);
        deadline < as_of.effective && !put_off.any(beyond)
    }

    /// What was decided on or before E.
    pub fn outcome(&self, as_of: &AsOf) -> Option<Outcome<'_>> {
        let (entry, ()) =
            self.history.latest(as_of, |fact| matches!(fact, DecisionFact::Decided(_)).then_some(()))?;
        match &entry.fact {
            DecisionFact::Decided(decided) => Some(Outcome { entry, decided }),
            _ => None,
        }
    }

    /// The minutes of the outcome.
    pub fn minutes(&self, as_of: &AsOf) -> Option<(&Entry<DecisionFact>, &Minuted)> {
        self.history.current(as_of, |fact| match fact {
            DecisionFact::Minuted(minuted) => Some(minuted),
            _ => None,
        })
    }

    /// The fact that confirms the minutes of an outcome. One that states the outcome anew is confirmed anew.
    pub fn confirmation(&self, outcome: &Outcome<'_>, as_of: &AsOf) -> Option<&Entry<DecisionFact>> {
        let confirms = |fact: &DecisionFact| match fact {
            DecisionFact::MinutesConfirmed(confirmed) => Some(confirmed.outcome),
            _ => None,
        };
        let mut confirmations = self.history.picked(as_of, confirms);
        confirmations.find(|(_, confirmed)| *confirmed == outcome.entry.event).map(|(entry, _)| entry)
    }

    /// The outcome as far as it binds: reached in the ledger, or minuted and confirmed; of history that was
    /// imported, as claimed.
    pub fn binding(&self, as_of: &AsOf) -> Option<Outcome<'_>> {
        let binds = |outcome: &Outcome<'_>| {
            !outcome.is_minuted() || outcome.is_claimed() || self.confirmation(outcome, as_of).is_some()
        };
        self.outcome(as_of).filter(binds)
    }

    /// The fact that says that it was carried out on or before E.
    pub fn carried_out(&self, as_of: &AsOf) -> Option<&Entry<DecisionFact>> {
        let carried_out = |fact: &DecisionFact| matches!(fact, DecisionFact::CarriedOut(_)).then_some(());
        self.history.latest(as_of, carried_out).map(|(entry, ())| entry)
    }

    /// The standing facts that their surroundings no longer bear, oldest first: those before the day on
    /// which it was put.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let Some(begins) = self.begins(as_of) else { return Vec::new() };
        let early = |entry: &&Entry<DecisionFact>| {
            let stated = matches!(entry.fact, DecisionFact::QuestionStated(_));
            !stated && entry.effective.is_some_and(|effective| effective.from < begins)
        };
        self.history.standing(as_of).filter(early).map(|entry| entry.event).collect()
    }
}

/// To which day a fact puts a decision off, where it does and names one.
#[expect(clippy::option_option, reason = "another fact, one that names no day, and one that does")]
fn put_off_until(fact: &DecisionFact) -> Option<Option<NaiveDate>> {
    match fact {
        DecisionFact::Deferred(deferred) => Some(deferred.until),
        _ => None,
    }
}

impl Outcome<'_> {
    /// Whether it was minuted, and not reached in the ledger.
    pub fn is_minuted(&self) -> bool {
        self.decided.made == Made::Minuted
    }

    /// Whether it was imported as history, so that nobody checked it.
    pub fn is_claimed(&self) -> bool {
        self.entry.stamp.is_backfilled()
    }

    /// The votes, counted, where they are known.
    pub fn tally(&self) -> Option<&Tally> {
        self.decided.tally.as_ref()
    }
}
