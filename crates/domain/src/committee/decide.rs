//! The rules of the stream of a committee.

use chrono::NaiveDate;

use super::seat::{left_on, seat_member, stay_apart, vacate_seat, vacations};
use super::{Command, Committee, CommitteeFact, Dissolved, Establish, Established, Named, QuorumSet};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
use crate::noun::Noun;
use crate::refusal::Refusal;

pub(super) type Facts = Result<Vec<Event<CommitteeFact>>, Refusal>;

/// The most days that a report may take.
const LONGEST_DUE_WITHIN: u16 = 366;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Committee, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Establish(_));
    in_turn("committee", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Establish(begin) => self::begin(begin, moment),
        Command::Rename { name, on } => {
            let on = since_beginning(state, on, moment)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::SeatMember { member, on, until } => seat_member(state, member, on, until, None, moment),
        Command::VacateSeat { seat, reason, on } => vacate_seat(state, seat, reason, on, moment),
        Command::SetRhythm { rhythm, on } => {
            let on = in_life(state, on, moment)?;
            if rhythm.due_within_days > LONGEST_DUE_WITHIN {
                let problem = format!("at most {LONGEST_DUE_WITHIN} days, not {}", rhythm.due_within_days);
                return Err(Refusal::invalid("dueWithinDays", problem));
            }
            Ok(vec![Event::new(moment.by, rhythm).from(on)])
        }
        Command::SetQuorum { members, on } => {
            let on = in_life(state, on, moment)?;
            if members == 0 {
                return Err(Refusal::invalid("members", "a quorum is at least one voting member"));
            }
            Ok(vec![Event::new(moment.by, QuorumSet { members }).from(on)])
        }
        Command::SetDecisionRule { rule, on } => {
            let on = in_life(state, on, moment)?;
            Ok(vec![Event::new(moment.by, rule).from(on)])
        }
        Command::Dissolve { reason, on } => {
            let on = in_life(state, on, moment)?;
            if let Some(day) = state.dissolved(&now) {
                return Err(Refusal::CommitteeDissolved { day });
            }
            Ok(vec![Event::new(moment.by, Dissolved { reason }).from(on)])
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn begin(begin: Establish, moment: &Moment) -> Facts {
    let Establish { program, code, name, on } = begin;
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    Ok(vec![
        Event::new(moment.by, Established { program, code }).from(on),
        Event::new(moment.by, Named { name }).from(on),
    ])
}

fn annul(state: &Committee, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    let dependents = match entry.fact {
        CommitteeFact::Established(_) => return Err(Refusal::BeganIt { noun: "committee" }),
        CommitteeFact::Named(_) => {
            not_the_only_one(&state.history, &entry, "name", moment)?;
            Vec::new()
        }
        CommitteeFact::MemberSeated(_) => vacations(state, annul.event, moment),
        CommitteeFact::SeatVacated(_) | CommitteeFact::Dissolved(_) => {
            let without = Committee { id: state.id, history: state.history.without(annul.event) };
            stay_apart(state, &without, moment)?;
            Vec::new()
        }
        _ => Vec::new(),
    };
    Ok(annulments(annul, dependents, moment))
}

fn correct(state: &Committee, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = Committee { id: state.id, history: state.history.without(correct.event) };
    let left = left_on(state, correct.event, moment);
    restate(&replaced, correct, moment, |command, moment| match command {
        Command::SeatMember { member, on, until } => seat_member(&without, member, on, until, left, moment),
        command => decide(&without, command, moment),
    })
}

/// The day meant, not before the committee begins.
fn since_beginning(state: &Committee, on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    let day = moment.day(on);
    in_range("on", day)?;
    match state.begins(&moment.now()) {
        Some(begins) if day < begins => Err(Refusal::BeforeBeginning { field: "on", day, begins }),
        _ => Ok(day),
    }
}

/// The day meant, on which the committee exists.
pub(super) fn in_life(
    state: &Committee,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let on = since_beginning(state, on, moment)?;
    match state.dissolved(&moment.now()) {
        Some(day) if day <= on => Err(Refusal::CommitteeDissolved { day }),
        _ => Ok(on),
    }
}
