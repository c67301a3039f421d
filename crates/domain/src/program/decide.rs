//! The rules of a program's stream.

use chrono::NaiveDate;

use rust_decimal::Decimal;

use super::goal::{goal_facts, retire_goal, set_goal};
use super::{
    CalendarSet, Command, Create, Created, GoalRetired, GovernanceSet, Named, PersonalContactStated, Program,
    ProgramFact, SponsorNamed, ZoneSet,
};
use crate::authority::{self, Act};
use crate::command::{
    Annul, Correct, Moment, annulments, in_range, in_turn, not_in_future, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
use crate::exception::ExceptionExplained;
use crate::maturity::profile;
use crate::measurement::decimal::check_decimal;
use crate::refusal::Refusal;

pub(super) type Facts = Result<Vec<Event<ProgramFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Program, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Create(_));
    in_turn("program", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Create(create) => self::create(create, moment),
        Command::Rename { name, on } => {
            let on = within_life(state, on, moment)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::NameSponsor { sponsor, on } => {
            let on = within_life(state, on, moment)?;
            if state.sponsor(&moment.on(on)) == Some(sponsor) {
                return Err(Refusal::Unchanged { field: "sponsor" });
            }
            Ok(vec![Event::new(moment.by, SponsorNamed { sponsor }).from(on)])
        }
        Command::SetZone { zone, on } => {
            let on = within_life(state, on, moment)?;
            if state.zone(&moment.on(on)) == Some(zone) {
                return Err(Refusal::Unchanged { field: "zone" });
            }
            Ok(vec![Event::new(moment.by, ZoneSet { zone }).from(on)])
        }
        Command::SetCalendar { calendar, on } => {
            let on = within_life(state, on, moment)?;
            if state.calendar(&moment.on(on)) == Some(calendar) {
                return Err(Refusal::Unchanged { field: "calendar" });
            }
            Ok(vec![Event::new(moment.by, CalendarSet { calendar }).from(on)])
        }
        Command::SetGovernance { mut governance, on } => {
            let on = within_life(state, on, moment)?;
            governance.needing.sort_unstable();
            governance.needing.dedup();
            if state.governance(&moment.on(on)) == governance {
                return Err(Refusal::Unchanged { field: "governance" });
            }
            Ok(vec![Event::new(moment.by, GovernanceSet { governance }).from(on)])
        }
        Command::LabelCode { labeled } => Ok(vec![Event::new(moment.by, labeled)]),
        Command::SetGoal { goal, on } => set_goal(state, goal, on, moment),
        Command::RetireGoal { goal, reason, on } => {
            retire_goal(state, GoalRetired { goal, reason }, on, moment)
        }
        Command::Profile(command) => {
            let on = within_life(state, command.on, moment)?;
            profile::decide(&state.history, command, on, moment)
        }
        Command::DecideLevelRule { decided, on, authority } => {
            authority::check(authority.as_ref(), Act::DecideLevelRule)?;
            let on = within_life(state, on, moment)?;
            if state.level_rule(&moment.on(on)) == decided.rule {
                return Err(Refusal::Unchanged { field: "rule" });
            }
            Ok(vec![Event::new(moment.by, decided).from(on).under(authority)])
        }
        Command::StatePersonalContact { stated, on } => state_personal_contact(state, stated, on, moment),
        Command::ExplainException { explained } => explain(explained, moment),
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn create(create: Create, moment: &Moment) -> Facts {
    let Create { code, name, sponsor, zone, calendar, on } = create;
    let on = moment.day(on);
    not_in_future("on", on, moment)?;
    Ok(vec![
        Event::new(moment.by, Created { code }).from(on),
        Event::new(moment.by, Named { name }).from(on),
        Event::new(moment.by, SponsorNamed { sponsor }).from(on),
        Event::new(moment.by, ZoneSet { zone }).from(on),
        Event::new(moment.by, CalendarSet { calendar }).from(on),
    ])
}

fn state_personal_contact(
    state: &Program,
    stated: PersonalContactStated,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    check_decimal(stated.share).map_err(|problem| Refusal::invalid("share", problem))?;
    if !(Decimal::ZERO..=Decimal::ONE).contains(&stated.share) {
        return Err(Refusal::invalid("share", "it is a share of the whole business, 0 to 1"));
    }
    if state.personal_contact(&moment.on(on)).is_some_and(|(_, share)| share == stated.share) {
        return Err(Refusal::Unchanged { field: "share" });
    }
    Ok(vec![Event::new(moment.by, stated).from(on)])
}

fn explain(explained: ExceptionExplained, moment: &Moment) -> Facts {
    if explained.exception.about.initiative().is_some() {
        return Err(Refusal::invalid("exception", "it is an initiative's; explain it there"));
    }
    if let Some(due) = explained.due {
        in_range("due", due)?;
    }
    Ok(vec![Event::new(moment.by, explained)])
}

fn annul(state: &Program, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        ProgramFact::Created(_) => return Err(Refusal::BeganIt { noun: "program" }),
        ProgramFact::Named(_) => not_the_only_one(&state.history, &entry, "name", moment)?,
        ProgramFact::ZoneSet(_) => not_the_only_one(&state.history, &entry, "time zone", moment)?,
        ProgramFact::CalendarSet(_) => not_the_only_one(&state.history, &entry, "fiscal calendar", moment)?,
        ProgramFact::GoalSet(_) => {
            return Ok(annulments(annul, goal_facts(state, annul.event, moment), moment));
        }
        _ => {}
    }
    Ok(annulments(annul, [], moment))
}

fn correct(state: &Program, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = Program { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}

pub(super) fn within_life(
    state: &Program,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let day = moment.day(on);
    in_range("on", day)?;
    match state.begins(&moment.now()) {
        Some(begins) if day < begins => Err(Refusal::BeforeBeginning { field: "on", day, begins }),
        _ => Ok(day),
    }
}
