//! What set in between two days with nobody recording it, because something had not come by then; and what
//! came since.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::id::{EventId, ProgramId};

use super::{Aspect, Change, State};
use crate::query::{ExceptionScope, Inquiry, Noticed};
use crate::thing::Thing;

/// What is overdue or awaited on a day, and since when. The day is no part of what makes it the same one on
/// two days: whether it set in between them is asked apart.
type Overdue = BTreeMap<(Kind, Subject, Option<EventId>), (NaiveDate, Noticed)>;

impl Inquiry<'_> {
    /// What became overdue since the earlier day, and what was overdue then and is no more, unless one of the
    /// recorded changes that are `told` says why. What is overdue on both days for the same reason is no
    /// change.
    pub(super) fn transitions(&self, before: &Self, program: ProgramId, told: &[Change]) -> Vec<Change> {
        let (then, now) = (before.overdue_in(program), self.overdue_in(program));
        let recorded: BTreeSet<_> =
            told.iter().filter(|change| !change.is_computed()).filter_map(Change::subject).collect();
        let mut changes = Vec::new();
        for (same, (since, noticed)) in &now {
            let on = Some(*since).filter(|since| before.as_of.effective < *since);
            if on.is_some() || !then.contains_key(same) {
                let was = then.get(same).map(|(_, was)| was);
                changes.push(Change { on, ..transition(noticed, was, Some(noticed)) });
            }
        }
        for (same, (_, was)) in &then {
            if !now.contains_key(same) && !recorded.contains(&same.1) {
                changes.push(transition(was, Some(was), None));
            }
        }
        changes
    }

    /// What is overdue or awaited in a program on E.
    fn overdue_in(&self, program: ProgramId) -> Overdue {
        let noticed = self.exceptions(&ExceptionScope { program, committee: None });
        let overdue = noticed.into_iter().filter_map(|noticed| {
            let key = noticed.exception.key;
            let since = set_in(&noticed.exception, self.as_of.effective)?;
            Some(((key.kind, key.about, key.explanation), (since, noticed)))
        });
        overdue.collect()
    }
}

/// The day on which an exception set in by itself; `None` of one that is no such transition. That a decision
/// expired is told by how far it has come.
fn set_in(exception: &Exception, today: NaiveDate) -> Option<NaiveDate> {
    match exception.key.kind {
        Kind::DecisionAwaitsOutcome
        | Kind::DecisionDueForLook
        | Kind::ReportOverdue
        | Kind::ReadingOverdue
        | Kind::ImprovementOverdue
        | Kind::ImprovementUnmeasured
        | Kind::ActionOverdue
        | Kind::MeetingOverdue
        | Kind::MinutesUnconfirmed
        | Kind::ExplanationOverdue => Some(exception.key.since),
        // It stands since the outcome, and is overdue only once the day for carrying it out is over.
        Kind::DecisionNotCarriedOut => exception.due.filter(|due| *due < today)?.succ_opt(),
        Kind::Unoverseen
        | Kind::VacantOwner
        | Kind::HandOverDue
        | Kind::Concern
        | Kind::DeclaredOtherwise
        | Kind::LevelFell
        | Kind::AccountabilityGap
        | Kind::FlagRaised
        | Kind::DecisionExpired
        | Kind::DecisionUnconfirmed
        | Kind::EvidenceContradicted
        | Kind::LevelFalling
        | Kind::EvidenceLapsing
        | Kind::BenefitClaimedTwice
        | Kind::TargetMoved
        | Kind::DateMoved => None,
    }
}

fn transition(of: &Noticed, was: Option<&Noticed>, is: Option<&Noticed>) -> Change {
    let state = |noticed: &Noticed| State::Exception(Box::new(noticed.clone()));
    Change {
        about: Thing::from(of.exception.key.about),
        aspect: Aspect::Exception(of.exception.key),
        before: was.map(state),
        after: is.map(state),
        event: None,
        on: None,
    }
}
