//! The rules of a program's stream.

use chrono::NaiveDate;

use super::{CalendarSet, Command, Create, Created, Named, Program, ProgramFact, SponsorNamed, ZoneSet};
use crate::command::{Annul, Correct, Moment, annulments, corrected, in_range, not_in_future, standing};
use crate::event::{Event, RecordedInError};
use crate::refusal::Refusal;

type Facts = Result<Vec<Event<ProgramFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Program, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let command = match command {
        Command::Create(create) => return self::create(state, create, moment),
        other => other,
    };
    if state.in_error(&moment.now()) {
        return Err(Refusal::WasRecordedInError { noun: "program" });
    }
    if !state.exists(&moment.now()) {
        return Err(Refusal::Unknown { noun: "program", reference: state.id.to_string() });
    }
    match command {
        Command::Create(_) => Err(Refusal::AlreadyRecorded { noun: "program" }),
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
        Command::LabelCode { labeled } => Ok(vec![Event::new(moment.by, labeled)]),
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn create(state: &Program, create: Create, moment: &Moment) -> Facts {
    if !state.history.is_empty() {
        return Err(Refusal::AlreadyRecorded { noun: "program" });
    }
    let Create { code, name, sponsor, zone, calendar, on } = create;
    let on = on.unwrap_or(moment.today);
    not_in_future("on", on, moment)?;
    Ok(vec![
        Event::new(moment.by, Created { code }).from(on),
        Event::new(moment.by, Named { name }).from(on),
        Event::new(moment.by, SponsorNamed { sponsor }).from(on),
        Event::new(moment.by, ZoneSet { zone }).from(on),
        Event::new(moment.by, CalendarSet { calendar }).from(on),
    ])
}

fn annul(state: &Program, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        ProgramFact::Created(_) => Err(Refusal::BeganIt { noun: "program" }),
        ProgramFact::RecordedInError(_) => Err(Refusal::AnnulmentStands),
        _ => Ok(annulments(annul, [], moment)),
    }
}

fn correct(state: &Program, correct: Correct<Command>, moment: &Moment) -> Facts {
    let Correct { event, reason, with } = correct;
    let entry = standing(&state.history, event, moment)?;
    let stated = match *with {
        Command::Annul(_) | Command::Correct(_) | Command::RecordInError { .. } => {
            return Err(Refusal::AnnulmentStands);
        }
        Command::Create(anew) => create(&Program::new(state.id), anew, moment)?,
        other => {
            let mut without = state.clone();
            without.history.forget(event);
            decide(&without, other, moment)?
        }
    };
    corrected(stated, &entry.fact, event, reason)
}

fn within_life(state: &Program, on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    let day = on.unwrap_or(moment.today);
    in_range("on", day)?;
    match state.begins(&moment.now()) {
        Some(begins) if day < begins => Err(Refusal::BeforeBeginning { field: "on", day, begins }),
        _ => Ok(day),
    }
}
