//! The rules of the stream of a journey.

use chrono::NaiveDate;

use super::mapping::{
    add_hand_off, add_stage, add_touchpoint, brought_back, dependents, move_stage, move_touchpoint,
    name_responsible, rename_spot, retire_spot,
};
use super::{
    Command, Journey, JourneyFact, Map, Mapped, Named, SpotNamed, SpotRetired, StageMoved, TouchpointMoved,
};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
use crate::history::chain;
use crate::noun::Noun;
use crate::refusal::Refusal;

pub(super) type Facts = Result<Vec<Event<JourneyFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Journey, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Map(_));
    in_turn("journey", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Map(begin) => self::begin(begin, moment),
        Command::Rename { name, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::AddStage { stage, on } => add_stage(state, stage, on, moment),
        Command::AddTouchpoint { touchpoint, on } => add_touchpoint(state, touchpoint, on, moment),
        Command::AddHandOff { hand_off, on } => add_hand_off(state, hand_off, on, moment),
        Command::RenameSpot { spot, name, on } => rename_spot(state, SpotNamed { spot, name }, on, moment),
        Command::MoveStage { stage, order, on } => move_stage(state, StageMoved { stage, order }, on, moment),
        Command::MoveTouchpoint { touchpoint, stage, on } => {
            move_touchpoint(state, TouchpointMoved { touchpoint, stage }, on, moment)
        }
        Command::NameResponsible { touchpoint, department, on } => {
            name_responsible(state, touchpoint, department, on, moment)
        }
        Command::RetireSpot { spot, reason, on } => {
            retire_spot(state, SpotRetired { spot, reason }, on, moment)
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn begin(begin: Map, moment: &Moment) -> Facts {
    let Map { program, code, name, on } = begin;
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    Ok(vec![
        Event::new(moment.by, Mapped { program, code }).from(on),
        Event::new(moment.by, Named { name }).from(on),
    ])
}

fn annul(state: &Journey, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match &entry.fact {
        JourneyFact::Mapped(_) => return Err(Refusal::BeganIt { noun: "journey" }),
        JourneyFact::Named(_) => not_the_only_one(&state.history, &entry, "name", moment)?,
        JourneyFact::SpotRetired(retired) => brought_back(state, retired.spot, moment)?,
        _ => {}
    }
    Ok(annulments(annul, dependents(state, annul.event, moment), moment))
}

fn correct(state: &Journey, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    // Without the whole chain: what a corrected fact claimed before, such as a code, is its own.
    let chained = chain(correct.event, |event| state.history.find(event)).map(|entry| entry.event);
    let history = chained.fold(state.history.clone(), |history, event| history.without(event));
    let without = Journey { id: state.id, history };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}

/// The day meant, not before the journey begins.
pub(super) fn within_life(
    state: &Journey,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let day = moment.day(on);
    in_range("on", day)?;
    match state.beginning(&moment.now()).map(|(entry, _)| entry.from()) {
        Some(begins) if day < begins => Err(Refusal::BeforeBeginning { field: "on", day, begins }),
        _ => Ok(day),
    }
}
