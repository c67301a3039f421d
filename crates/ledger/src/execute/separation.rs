//! Separation of duties as far as the log alone knows who entered what: the rules of a thing compare who did
//! an act, this compares who entered it.

use cxl_domain::decision::{self, Decision, DecisionFact, Made, Outcome};
use cxl_domain::evidence::{self, EvidenceFact};
use cxl_domain::history::Entry;
use cxl_domain::id::EventId;
use cxl_domain::meeting::{Meeting, MeetingFact};
use cxl_domain::metric;
use cxl_domain::refusal::Refusal;
use cxl_domain::time::{AsOf, Position};

use chrono::NaiveDate;

use super::EVER;
use super::error::ExecuteError;
use crate::command::{Command, Request};
use crate::convention;
use crate::ledger::Ledger;
use crate::views::Views;

impl Ledger {
    /// Who entered evidence, minutes or the proposal of a rebase, or any correction of them, does not judge,
    /// confirm or approve them either, whoever did the act.
    ///
    /// Of what was stated, judged and over before the ledger was founded, one importer enters both: the
    /// rules see to it that they name two people, and both facts are marked as claimed.
    pub(super) async fn separate_duties(&self, views: &Views, request: &Request) -> Result<(), ExecuteError> {
        let Some(judged) = Judged::by(views, &request.command) else { return Ok(()) };
        let founded = views.ticks.at(0).map(|tick| tick.to_utc().date_naive());
        let before_the_ledger = founded.is_some_and(|founded| judged.over.is_some_and(|over| over < founded));
        if request.claim.is_some() && before_the_ledger {
            return Ok(());
        }
        for recorded in self.store.read_events(&judged.entered_at).await? {
            let (_, meta) = cxl_store::codec::decode(&recorded)
                .map_err(|error| ExecuteError::Internal(error.to_string()))?;
            if meta.actor.key() == request.actor.key() {
                return Err(judged.refusal.into());
            }
        }
        Ok(())
    }
}

/// What an act judges that somebody else must have entered.
struct Judged {
    /// Where the facts stand that state it.
    entered_at: Vec<Position>,
    /// The last day that it is about, if it was imported as history.
    over: Option<NaiveDate>,
    /// Why nobody judges what they entered.
    refusal: Refusal,
}

impl Judged {
    fn by(views: &Views, command: &Command) -> Option<Self> {
        let ever = AsOf::head(EVER);
        match command {
            Command::Evidence(Some(id), act) if judges(act) => {
                let state = &views.evidence(*id)?.state;
                let is_statement = |entry: &&Entry<EvidenceFact>| entry.fact.is_judged();
                let provided = state.provided(&ever).filter(|(entry, _)| entry.stamp.is_backfilled());
                Some(Self {
                    entered_at: positions(state.history.iter().filter(is_statement)),
                    over: provided.map(|(_, provided)| provided.covers.to()),
                    refusal: Refusal::OwnEvidence,
                })
            }
            Command::Metric(Some(id), act) if approves(act).is_some() => {
                let history = &views.metric(*id)?.state.history;
                let first = history.first_statement(approves(act)?);
                let proposals: Vec<_> =
                    history.iter().filter(|entry| history.first_statement_of(entry) == first).collect();
                Some(Self {
                    over: latest_published(&proposals),
                    entered_at: positions(proposals.into_iter()),
                    refusal: Refusal::OwnProposal,
                })
            }
            Command::Decision(Some(id), decision::Command::ConfirmMinutes { .. }) => {
                let state = &views.thing::<Decision>(*id)?.state;
                let is_statement = |entry: &&Entry<DecisionFact>| match &entry.fact {
                    DecisionFact::Minuted(_) => true,
                    DecisionFact::Decided(decided) => decided.made == Made::Minuted,
                    _ => false,
                };
                let claimed = state.outcome(&ever).filter(Outcome::is_claimed);
                Some(Self {
                    over: claimed.map(|outcome| outcome.entry.from()),
                    entered_at: positions(state.history.iter().filter(is_statement)),
                    refusal: Refusal::OwnMinutes,
                })
            }
            _ => {
                let state = &views.thing::<Meeting>(convention::confirms(command)?)?.state;
                let is_statement =
                    |entry: &&Entry<MeetingFact>| matches!(entry.fact, MeetingFact::Minuted(_));
                let minuted = state.minutes(&ever).filter(|(entry, _)| entry.stamp.is_backfilled());
                Some(Self {
                    entered_at: positions(state.history.iter().filter(is_statement)),
                    over: minuted.map(|(entry, _)| entry.from()),
                    refusal: Refusal::OwnMinutes,
                })
            }
        }
    }
}

fn positions<'a, T: 'a>(entries: impl Iterator<Item = &'a Entry<T>>) -> Vec<Position> {
    entries.map(|entry| entry.stamp.position()).collect()
}

/// Whether the act judges evidence, anew or for the first time.
fn judges(command: &evidence::Command) -> bool {
    match command {
        evidence::Command::Accept { .. } | evidence::Command::Refuse { .. } => true,
        evidence::Command::Correct(correct) => judges(&correct.with),
        _ => false,
    }
}

/// The proposal that the act approves, if that is what it does.
fn approves(command: &metric::Command) -> Option<EventId> {
    match command {
        metric::Command::ApproveRebase { rebase, .. } => Some(*rebase),
        metric::Command::Correct(correct) => approves(&correct.with),
        _ => None,
    }
}

/// The latest day on which any of the facts was published, if all of them were imported as history.
fn latest_published<T>(entries: &[&Entry<T>]) -> Option<NaiveDate> {
    let published: Option<Vec<NaiveDate>> = entries.iter().map(|entry| entry.stamp.published).collect();
    published?.into_iter().max()
}
