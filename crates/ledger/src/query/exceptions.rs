//! Exceptions: what asks for attention in a program, computed as of a day.
//!
//! Each source finds a kind or a few of one noun; the list of sources is the only place that names them
//! all, so a noun that has exceptions of its own adds a line to it.

mod benefits;
mod commitments;
pub(super) mod committees;
mod decisions;
mod evidence;
pub(super) mod initiatives;
mod levels;
mod metrics;
mod people;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use cxl_domain::exception::{Exception, ExceptionKey, ExceptionKind, Explanation, Subject};
use cxl_domain::id::{CommitteeId, PersonId, ProgramId};
use cxl_domain::initiative::Initiative;
use cxl_domain::time::AsOf;

use super::Inquiry;
use crate::views::Held;

/// Where exceptions are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExceptionScope {
    /// In this program.
    pub program: ProgramId,
    /// Only in what this committee oversees.
    pub committee: Option<CommitteeId>,
}

/// An exception with what somebody said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noticed {
    /// The exception.
    pub exception: Exception,
    /// Its explanation, as given last.
    pub explanation: Option<Explanation>,
}

type Source = fn(&Inquiry<'_>, &ExceptionScope) -> Vec<Exception>;

/// Everything that finds exceptions.
const SOURCES: &[Source] = &[
    initiatives::oversight_and_owners,
    initiatives::signals,
    initiatives::declared_states,
    levels::fallen,
    metrics::accountability_gaps,
    metrics::flags,
    decisions::decisions,
    initiatives::reports,
    metrics::overdue_readings,
    initiatives::improvements,
    evidence::contradicted,
    levels::falling,
    initiatives::evidence,
    benefits::claimed_twice,
    commitments::moved,
    committees::actions,
    committees::meetings,
    committees::minutes,
    people::hand_overs,
];

impl Inquiry<'_> {
    /// What asks for attention on E, the gravest first, then what is due first.
    pub fn exceptions(&self, scope: &ExceptionScope) -> Vec<Noticed> {
        self.noticed(scope).to_vec()
    }

    /// The same, kept for who asks about one initiative after the other.
    fn noticed(&self, scope: &ExceptionScope) -> Arc<Vec<Noticed>> {
        let key = (*scope, self.views.len, self.as_of);
        self.analyses.exceptions.get_or(key, || Arc::new(self.notice(scope)))
    }

    fn notice(&self, scope: &ExceptionScope) -> Vec<Noticed> {
        let found = SOURCES.iter().flat_map(|source| source(self, scope));
        let mut noticed: Vec<_> = found
            .map(|exception| Noticed {
                explanation: self.explanation(scope.program, &exception.key),
                exception,
            })
            .collect();
        let overdue: Vec<_> =
            noticed.iter().filter_map(|noticed| self.explanation_overdue(noticed)).collect();
        let left_behind = people::announced_by_leavers(self, &noticed);
        noticed.extend(overdue);
        noticed.extend(left_behind.into_iter().map(|exception| Noticed {
            explanation: self.explanation(scope.program, &exception.key),
            exception,
        }));
        let order = |noticed: &Noticed| {
            let Exception { key, due, .. } = &noticed.exception;
            (key.kind, due.unwrap_or(NaiveDate::MAX), key.since, key.about)
        };
        noticed.sort_by_key(order);
        noticed
    }

    /// What asks for attention in one initiative.
    pub fn exceptions_of(&self, initiative: &Initiative) -> Vec<Noticed> {
        let Some(program) = initiative.program(&self.as_of) else { return Vec::new() };
        let committee = self.overseer(initiative).map(|held| held.state.id);
        let in_scope = self.noticed(&ExceptionScope { program, committee });
        let of_it = |noticed: &&Noticed| noticed.exception.key.about.initiative() == Some(initiative.id);
        in_scope.iter().filter(of_it).cloned().collect()
    }

    /// What was said last about an exception of a program: in the initiative that it is about, else in the
    /// program.
    pub(crate) fn explanation(&self, program: ProgramId, key: &ExceptionKey) -> Option<Explanation> {
        match key.about.initiative() {
            Some(id) => self.views.initiative(id)?.state.explanation(key, &self.as_of),
            None => self.views.program(program)?.state.explanation(key, &self.as_of),
        }
    }

    /// That what an explanation announced is due, and the exception is still there.
    fn explanation_overdue(&self, noticed: &Noticed) -> Option<Noticed> {
        let explanation = noticed.explanation?;
        let due = explanation.due.filter(|due| *due < self.as_of.effective)?;
        let key = ExceptionKey {
            kind: ExceptionKind::ExplanationOverdue,
            about: noticed.exception.key.about,
            since: after(due, 0),
            explanation: Some(explanation.event),
        };
        let of = [("exception", name_of(noticed.exception.key.kind))];
        let exception =
            Exception { key, due: Some(due), person: Some(explanation.owner), values: values(of) };
        Some(Noticed { exception, explanation: None })
    }

    /// The initiatives that a scope takes in: begun, not stopped, overseen by its committee.
    fn going<'b>(&self, scope: &ExceptionScope) -> impl Iterator<Item = &'b Held<Initiative>> + use<'b>
    where
        Self: 'b,
    {
        let (as_of, committee) = (self.as_of, scope.committee);
        let overseen = move |held: &&Held<Initiative>| {
            committee.is_none_or(|committee| held.state.committee(&as_of) == Some(committee))
        };
        self.initiatives_going(scope.program).filter(overseen)
    }
}

/// An exception without values.
fn exception(
    kind: ExceptionKind,
    about: Subject,
    since: NaiveDate,
    due: Option<NaiveDate>,
    person: Option<PersonId>,
) -> Exception {
    Exception {
        key: ExceptionKey { kind, about, since, explanation: None },
        due,
        person,
        values: BTreeMap::new(),
    }
}

/// What a sentence about an exception needs, by name.
fn values<const N: usize>(named: [(&str, String); N]) -> BTreeMap<String, String> {
    named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The first day that comes more than so many days after a day.
fn after(day: NaiveDate, days: u16) -> NaiveDate {
    plus_days(day, days).succ_opt().unwrap_or(NaiveDate::MAX)
}

pub(super) fn plus_days(day: NaiveDate, days: u16) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// The stored name of a kind.
fn name_of(kind: ExceptionKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The owner of an initiative on E.
fn owner(initiative: &Initiative, as_of: &AsOf) -> Option<PersonId> {
    initiative.owner(as_of).map(|(_, owner)| owner)
}
