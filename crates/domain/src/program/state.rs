//! What the facts of a program say at a point in time.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::{Created, ProgramFact, Vocabulary};
use crate::authority::Governance;
use crate::calendar::FiscalCalendar;
use crate::code::Code;
use crate::exception::{ExceptionExplained, ExceptionKey, Explanation};
use crate::history::{Entry, History, Recorded};
use crate::id::{EventId, PersonId, ProgramId};
use crate::maturity::program::LevelRule;
use crate::time::AsOf;

/// A program with its whole history.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its id.
    pub id: ProgramId,
    /// Its facts.
    pub history: History<ProgramFact>,
}

impl Program {
    /// A program of which nothing is recorded yet.
    pub fn new(id: ProgramId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<ProgramFact>) {
        self.history.evolve(recorded);
    }

    /// Whether it is created and not recorded in error, as known.
    pub fn exists(&self, as_of: &AsOf) -> bool {
        self.creation(as_of).is_some() && !self.in_error(as_of)
    }

    /// Whether all of it was recorded in error, as known.
    pub fn in_error(&self, as_of: &AsOf) -> bool {
        self.history.standing(as_of).any(|entry| matches!(entry.fact, ProgramFact::RecordedInError(_)))
    }

    fn creation(&self, as_of: &AsOf) -> Option<(&Entry<ProgramFact>, &Created)> {
        self.history.current(as_of, |fact| match fact {
            ProgramFact::Created(created) => Some(created),
            _ => None,
        })
    }

    /// Its code.
    pub fn code(&self, as_of: &AsOf) -> Option<&Code> {
        self.creation(as_of).map(|(_, created)| &created.code)
    }

    /// The day on which it begins.
    pub fn begins(&self, as_of: &AsOf) -> Option<NaiveDate> {
        self.creation(as_of).map(|(entry, _)| entry.from())
    }

    /// The fact that names it on E; before the first name, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<ProgramFact>> {
        let named = |fact: &ProgramFact| matches!(fact, ProgramFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, named).map(|(entry, ())| entry)
    }

    /// The sponsor on E.
    pub fn sponsor(&self, as_of: &AsOf) -> Option<PersonId> {
        self.history.holding(as_of, |fact| match fact {
            ProgramFact::SponsorNamed(named) => Some(named.sponsor),
            _ => None,
        })
    }

    /// The zone on E; before the first one began, that one.
    pub fn zone(&self, as_of: &AsOf) -> Option<Tz> {
        let zone = |fact: &ProgramFact| match fact {
            ProgramFact::ZoneSet(set) => Some(set.zone),
            _ => None,
        };
        self.history.latest_or_first(as_of, zone).map(|(_, zone)| zone)
    }

    /// Every zone that it ever had, whatever became of it since.
    pub fn zones(&self) -> impl Iterator<Item = Tz> {
        self.history.iter().filter_map(|entry| match &entry.fact {
            ProgramFact::ZoneSet(set) => Some(set.zone),
            _ => None,
        })
    }

    /// The fiscal calendar on E; before the first one began, that one.
    pub fn calendar(&self, as_of: &AsOf) -> Option<FiscalCalendar> {
        let calendar = |fact: &ProgramFact| match fact {
            ProgramFact::CalendarSet(set) => Some(set.calendar),
            _ => None,
        };
        self.history.latest_or_first(as_of, calendar).map(|(_, calendar)| calendar)
    }

    /// Its fiscal calendars as known, each with the day from which it is in force; the first one from the
    /// beginning of time.
    pub fn calendars(&self, as_of: &AsOf) -> Vec<(NaiveDate, FiscalCalendar)> {
        let set = |fact: &ProgramFact| matches!(fact, ProgramFact::CalendarSet(_)).then_some(());
        let changes = self.history.picked(as_of, set).map(|(entry, ())| entry.from());
        let days: BTreeSet<NaiveDate> = changes.chain([NaiveDate::MIN]).collect();
        days.into_iter().filter_map(|day| Some((day, self.calendar(&as_of.on(day))?))).collect()
    }

    /// The rule by which its level follows from those of its initiatives on E.
    pub fn level_rule(&self, as_of: &AsOf) -> LevelRule {
        let decided = self.history.holding(as_of, |fact| match fact {
            ProgramFact::LevelRuleDecided(decided) => Some(decided.rule),
            _ => None,
        });
        decided.unwrap_or_default()
    }

    /// How far its business lives on personal contact on E, as a share of 0 to 1, with the fact that says
    /// so.
    pub fn personal_contact(&self, as_of: &AsOf) -> Option<(&Entry<ProgramFact>, Decimal)> {
        self.history.latest(as_of, |fact| match fact {
            ProgramFact::PersonalContactStated(stated) => Some(stated.share),
            _ => None,
        })
    }

    /// The facts that label its codes on E, one for each code, by vocabulary and code.
    pub fn labels(&self, as_of: &AsOf) -> Vec<&Entry<ProgramFact>> {
        let labels = |fact: &ProgramFact| match fact {
            ProgramFact::CodeLabeled(labeled) => Some((labeled.vocabulary, labeled.code.clone())),
            _ => None,
        };
        let labeled: BTreeSet<_> = self.history.picked(as_of, labels).map(|(_, labeled)| labeled).collect();
        labeled.iter().filter_map(|(vocabulary, code)| self.label(*vocabulary, code, as_of)).collect()
    }

    /// Which acts need authority on E, and whether they are refused without; the default until that was
    /// settled.
    pub fn governance(&self, as_of: &AsOf) -> Governance {
        let governance = |fact: &ProgramFact| match fact {
            ProgramFact::GovernanceSet(set) => Some(set.governance.clone()),
            _ => None,
        };
        self.history.holding(as_of, governance).unwrap_or_default()
    }

    /// The fact that labels a code.
    pub fn label(&self, vocabulary: Vocabulary, code: &Code, as_of: &AsOf) -> Option<&Entry<ProgramFact>> {
        let labels = |fact: &ProgramFact| match fact {
            ProgramFact::CodeLabeled(labeled) => {
                (labeled.vocabulary == vocabulary && labeled.code == *code).then_some(())
            }
            _ => None,
        };
        self.history.latest(as_of, labels).map(|(entry, ())| entry)
    }

    /// The explanation of an exception that is no initiative's, as given last.
    pub fn explanation(&self, exception: &ExceptionKey, as_of: &AsOf) -> Option<Explanation> {
        Explanation::last(&self.history, exception, as_of, explains)
    }

    /// The explanation that an event gave, whether it is the last one or not.
    pub fn explanation_given(&self, event: EventId) -> Option<Explanation> {
        Explanation::given(&self.history, event, explains)
    }
}

fn explains(fact: &ProgramFact) -> Option<&ExceptionExplained> {
    match fact {
        ProgramFact::ExceptionExplained(explained) => Some(explained),
        _ => None,
    }
}
