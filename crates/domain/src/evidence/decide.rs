//! The rules of a stream of evidence.

use super::{Accepted, Command, Evidence, EvidenceFact, Judgment, Provided, Refused, Scope};
use crate::command::{Annul, Correct, Moment, annulments, corrected, in_range, not_in_future, standing};
use crate::event::{Event, RecordedInError};
use crate::id::{EventId, PersonId};
use crate::maturity::{Model, PracticeScope};
use crate::refusal::Refusal;

type Facts = Result<Vec<Event<EvidenceFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Evidence, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let command = match command {
        Command::Provide(provided) => return provide(state, provided, moment),
        other => other,
    };
    let now = moment.now();
    if state.in_error(&now) {
        return Err(Refusal::WasRecordedInError { noun: "evidence" });
    }
    let Some((entry, _)) = state.provided(&now) else {
        return Err(Refusal::Unknown { noun: "evidence", reference: state.id.to_string() });
    };
    let provided_by = entry.by;
    match command {
        Command::Provide(_) => Err(Refusal::AlreadyRecorded { noun: "evidence" }),
        Command::Accept { remark } => {
            judged_by(state, provided_by, moment)?;
            Ok(vec![Event::new(moment.by, Accepted { remark, provided_by })])
        }
        Command::Refuse { reason } => {
            judged_by(state, provided_by, moment)?;
            Ok(vec![Event::new(moment.by, Refused { reason })])
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn provide(state: &Evidence, provided: Provided, moment: &Moment) -> Facts {
    if !state.history.is_empty() {
        return Err(Refusal::AlreadyRecorded { noun: "evidence" });
    }
    in_range("covers", provided.covers.from())?;
    not_in_future("covers", provided.covers.to(), moment)?;
    let Some(practice) = Model::FOUNDING.practice(provided.practice) else {
        return Err(Refusal::Unknown { noun: "practice", reference: provided.practice.as_str().into() });
    };
    let fits = match (practice.scope, &provided.scope) {
        (PracticeScope::Either, _)
        | (PracticeScope::Initiative, Scope::Initiative(_))
        | (PracticeScope::Program, Scope::Program(_)) => true,
        (PracticeScope::Initiative, Scope::Program(_)) | (PracticeScope::Program, Scope::Initiative(_)) => {
            false
        }
    };
    if !fits {
        return Err(Refusal::PracticeScope {
            practice: practice.id.as_str(),
            scope: practice.scope.as_str(),
        });
    }
    Ok(vec![Event::new(moment.by, provided)])
}

/// Refuses a second judgment, and judging what one provided.
fn judged_by(state: &Evidence, provided_by: PersonId, moment: &Moment) -> Result<(), Refusal> {
    if provided_by == moment.by {
        return Err(Refusal::OwnEvidence);
    }
    match state.judgment(&moment.now()) {
        Judgment::Awaited => Ok(()),
        Judgment::Accepted(_) => Err(Refusal::JudgedAlready { judged: "accepted" }),
        Judgment::Refused(_) => Err(Refusal::JudgedAlready { judged: "refused" }),
    }
}

fn annul(state: &Evidence, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        EvidenceFact::Provided(_) => Err(Refusal::BeganIt { noun: "evidence" }),
        EvidenceFact::RecordedInError(_) => Err(Refusal::AnnulmentStands),
        _ => Ok(annulments(annul, [], moment)),
    }
}

fn correct(state: &Evidence, correct: Correct<Command>, moment: &Moment) -> Facts {
    let Correct { event, reason, with } = correct;
    let entry = standing(&state.history, event, moment)?;
    let stated = match *with {
        Command::Annul(_) | Command::Correct(_) | Command::RecordInError { .. } => {
            return Err(Refusal::AnnulmentStands);
        }
        Command::Provide(anew) => provide(&Evidence::new(state.id), anew, moment)?,
        other => decide(&without(state, event), other, moment)?,
    };
    let mut stated = corrected(stated, &entry.fact, event, reason)?;
    // What was judged was the evidence as it stood: when it changes, the judgment falls with it.
    if matches!(entry.fact, EvidenceFact::Provided(_))
        && let Some(judged) = state.judged(&moment.now())
        && let Some(correction) = stated.first().and_then(|event| event.corrects.clone())
    {
        let annul = Annul { event: judged.event, reason: correction.reason };
        stated.extend(annulments(&annul, [], moment));
    }
    Ok(stated)
}

fn without(state: &Evidence, event: EventId) -> Evidence {
    let mut without = state.clone();
    without.history.forget(event);
    without
}
