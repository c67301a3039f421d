//! What annulling and correcting do to the facts that rest on the mended one.

use super::decide::{Facts, decide};
use super::minutes::still_covered;
use super::{Command, Decision, DecisionFact, Made, Status};
use crate::command::{Annul, Correct, Moment, annulments, not_the_only_one, restate, standing};
use crate::history::Entry;
use crate::id::EventId;
use crate::refusal::Refusal;

pub(super) fn annul(state: &Decision, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    let dependents = match &entry.fact {
        DecisionFact::Opened(_) => return Err(Refusal::BeganIt { noun: "decision" }),
        DecisionFact::QuestionStated(_) => {
            not_the_only_one(&state.history, &entry, "question", moment)?;
            Vec::new()
        }
        DecisionFact::ElectorateRecorded(_) | DecisionFact::ElectorateAmended(_) => {
            undecided_for(state, moment)?;
            still_covered(&state.without(annul.event), moment)?;
            Vec::new()
        }
        DecisionFact::OptionStated(stated) => {
            undecided_for(state, moment)?;
            if !state.participations(&moment.now()).is_empty() {
                return Err(Refusal::VotingBegan);
            }
            proposals(state, &stated.key, moment)
        }
        DecisionFact::VoteCast(_)
        | DecisionFact::Abstained(_)
        | DecisionFact::Recused(_)
        | DecisionFact::ActAuthorized(_)
        | DecisionFact::EffectExpected(_) => {
            undecided_for(state, moment)?;
            Vec::new()
        }
        DecisionFact::Minuted(_) => resting_on_minutes(state, moment),
        DecisionFact::Decided(_) => resting_on_outcome(state, moment),
        _ => Vec::new(),
    };
    Ok(annulments(annul, dependents, moment))
}

pub(super) fn correct(state: &Decision, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let event = correct.event;
    let without = match &replaced.fact {
        // What they say may be put better after the outcome, which rests on what they mean.
        DecisionFact::QuestionStated(_) | DecisionFact::OptionStated(_) | DecisionFact::Proposed(_) => {
            state.before_votes(moment).without(event)
        }
        DecisionFact::Minuted(_) | DecisionFact::VoteMinuted(_) => state.before_votes(moment).without(event),
        _ => state.without(event),
    };
    let stated = restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))?;
    if let (DecisionFact::OptionStated(old), Some(DecisionFact::OptionStated(new))) =
        (&replaced.fact, stated.first().map(|event| &event.fact))
        && (old.key != new.key || old.ranking != new.ranking)
        && !state.participations(&moment.now()).is_empty()
    {
        return Err(Refusal::VotingBegan);
    }
    Ok(stated)
}

impl Decision {
    fn without(&self, event: EventId) -> Self {
        Self { id: self.id, history: self.history.without(event) }
    }

    /// The decision as if nobody had voted and nothing been decided yet.
    fn before_votes(&self, moment: &Moment) -> Self {
        let later = |entry: &&Entry<DecisionFact>| {
            matches!(
                entry.fact,
                DecisionFact::VoteCast(_)
                    | DecisionFact::Abstained(_)
                    | DecisionFact::Recused(_)
                    | DecisionFact::VoteMinuted(_)
                    | DecisionFact::Decided(_)
                    | DecisionFact::Deferred(_)
                    | DecisionFact::Withdrawn(_)
                    | DecisionFact::DeadlineSet(_)
            )
        };
        let events: Vec<_> =
            self.history.standing(&moment.now()).filter(later).map(|entry| entry.event).collect();
        events.into_iter().fold(self.clone(), |state, event| state.without(event))
    }
}

/// Refuses to take away what an outcome was reached by, as long as that outcome stands.
fn undecided_for(state: &Decision, moment: &Moment) -> Result<(), Refusal> {
    match state.status(&moment.on(chrono::NaiveDate::MAX)).0 {
        Status::Decided => Err(Refusal::OutcomeRestsOnIt),
        Status::Open | Status::Deferred | Status::Expired | Status::Withdrawn => Ok(()),
    }
}

/// The standing proposals of an option.
fn proposals(state: &Decision, key: &crate::code::Code, moment: &Moment) -> Vec<EventId> {
    let proposes = |entry: &&Entry<DecisionFact>| match &entry.fact {
        DecisionFact::Proposed(proposed) => proposed.option == *key,
        _ => false,
    };
    state.history.standing(&moment.now()).filter(proposes).map(|entry| entry.event).collect()
}

/// What minutes recorded beside themselves, and what rests on that.
fn resting_on_minutes(state: &Decision, moment: &Moment) -> Vec<EventId> {
    let rests = |entry: &&Entry<DecisionFact>| match &entry.fact {
        DecisionFact::VoteMinuted(_) => true,
        DecisionFact::Decided(decided) => decided.made == Made::Minuted,
        _ => false,
    };
    let recorded = state.history.standing(&moment.now()).filter(rests).map(|entry| entry.event);
    recorded.chain(resting_on_outcome(state, moment)).collect()
}

/// What rests on the outcome.
fn resting_on_outcome(state: &Decision, moment: &Moment) -> Vec<EventId> {
    let rests = |entry: &&Entry<DecisionFact>| {
        matches!(entry.fact, DecisionFact::MinutesConfirmed(_) | DecisionFact::CarriedOut(_))
    };
    state.history.standing(&moment.now()).filter(rests).map(|entry| entry.event).collect()
}
