//! The rules of a stream of evidence.

use super::{
    Accepted, Attach, Attached, Command, Evidence, EvidenceFact, Judgment, Provided, Refused, Scope,
    Uploaded, Withdrawn,
};
use crate::command::{Annul, Correct, Moment, annulments, at_most, came_to_pass, in_turn, restate, standing};
use crate::event::{Event, RecordedInError};
use crate::id::PersonId;
use crate::maturity::{Model, PracticeScope};
use crate::refusal::Refusal;

type Facts = Result<Vec<Event<EvidenceFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Evidence, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Provide(_));
    in_turn("evidence", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Provide(provided) => provide(provided, moment),
        Command::Attach(attach) => self::attach(state, attach, moment),
        Command::Accept { remark } => {
            let provided_by = judged_by(state, moment)?;
            Ok(vec![Event::new(moment.by, Accepted { remark, provided_by })])
        }
        Command::Refuse { reason } => {
            judged_by(state, moment)?;
            Ok(vec![Event::new(moment.by, Refused { reason })])
        }
        Command::Withdraw { reason } => {
            not_withdrawn(state, moment)?;
            Ok(vec![Event::new(moment.by, Withdrawn { reason })])
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn provide(provided: Provided, moment: &Moment) -> Facts {
    came_to_pass("covers", provided.covers.to(), moment)?;
    if let Scope::Program(named) = &provided.scope {
        at_most("scope", named.len())?;
    }
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

/// What is judged is what was there to be looked at, so files come before the judgment.
fn attach(state: &Evidence, attach: Attach, moment: &Moment) -> Facts {
    not_withdrawn(state, moment)?;
    not_judged(state, moment)?;
    let Attach { sha256, name, uploaded } = attach;
    let now = moment.now();
    if state.attachments(&now).any(|(_, held)| held.sha256 == sha256) {
        return Err(Refusal::AlreadyRecorded { noun: "attachment" });
    }
    at_most("attachments", state.attachments(&now).count() + 1)?;
    let Some(Uploaded { program, bytes, media_type }) = uploaded else {
        return Err(Refusal::NotUploaded { sha256: sha256.to_string() });
    };
    Ok(vec![Event::new(moment.by, Attached { program, sha256, bytes, media_type, name })])
}

/// Who provided it, for a judgment by somebody else. Refuses a second judgment, and judging what one
/// provided, once corrected, or attached something to.
fn judged_by(state: &Evidence, moment: &Moment) -> Result<PersonId, Refusal> {
    if state.is_stated_by(moment.by) {
        return Err(Refusal::OwnEvidence);
    }
    not_withdrawn(state, moment)?;
    not_judged(state, moment)?;
    let unknown = || Refusal::Unknown { noun: "evidence", reference: state.id.to_string() };
    state.provided(&moment.now()).map(|(entry, _)| entry.by()).ok_or_else(unknown)
}

fn not_judged(state: &Evidence, moment: &Moment) -> Result<(), Refusal> {
    match state.judgment(&moment.now()) {
        Judgment::Awaited => Ok(()),
        Judgment::Accepted(_) => Err(Refusal::JudgedAlready { judged: "accepted" }),
        Judgment::Refused(_) => Err(Refusal::JudgedAlready { judged: "refused" }),
    }
}

fn not_withdrawn(state: &Evidence, moment: &Moment) -> Result<(), Refusal> {
    match state.withdrawn(&moment.now()) {
        Some(_) => Err(Refusal::EvidenceWithdrawn),
        None => Ok(()),
    }
}

fn annul(state: &Evidence, annul: &Annul, moment: &Moment) -> Facts {
    match standing(&state.history, annul.event, moment)?.fact {
        EvidenceFact::Provided(_) => Err(Refusal::BeganIt { noun: "evidence" }),
        // The judgment falls with what it was about.
        EvidenceFact::Attached(_) => {
            let judged = state.judged(&moment.now()).map(|entry| entry.event);
            Ok(annulments(annul, judged, moment))
        }
        _ => Ok(annulments(annul, [], moment)),
    }
}

fn correct(state: &Evidence, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let reason = correct.reason.clone();
    let mut without = Evidence { id: state.id, history: state.history.without(correct.event) };
    // What was judged was the evidence as it stood: when it changes, the judgment falls with it.
    let falls = state.judged(&moment.now()).filter(|_| replaced.fact.is_judged());
    if let Some(judged) = falls {
        without.history = without.history.without(judged.event);
    }
    let mut stated =
        restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))?;
    if let Some(judged) = falls {
        stated.extend(annulments(&Annul { event: judged.event, reason }, [], moment));
    }
    Ok(stated)
}
