//! The rules of the stream of a meeting.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::action::{
    action_facts, agree_action, complete_action, drop_action, hand_action_over, move_action,
};
use super::{
    Acknowledged, ActionMoved, AgendaFixed, AttendanceTaken, Attendee, Canceled, Command, Convene, Convened,
    Convention, Held, Meeting, MeetingFact, Minuted, MinutesConfirmed, Moved, Named, Resolved, Status,
};
use crate::command::{
    Annul, Correct, Moment, annulments, at_most, came_to_pass, in_range, in_turn, not_the_only_one, restate,
    standing,
};
use crate::event::{Event, RecordedInError};
use crate::history::Entry;
use crate::id::{EventId, PersonId};
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::text::Text;

pub(super) type Facts = Result<Vec<Event<MeetingFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Meeting, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Convene(_));
    in_turn("meeting", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Convene(begin) => self::begin(begin, moment),
        Command::Rename { name, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::Move { to, reason } => move_meeting(state, to, reason, moment),
        Command::Cancel { reason } => {
            still_to_come(state, moment)?;
            let on = moment.day(moment.published);
            Ok(vec![Event::new(moment.by, Canceled { reason }).from(on)])
        }
        Command::FixAgenda { also, convention } => fix_agenda(state, also, convention, moment),
        Command::Hold { chair, attendees, convention } => hold(state, chair, attendees, convention, moment),
        Command::TakeAttendance { attendees, convention } => {
            let on = held_on(state, moment)?;
            Ok(vec![attendance(attendees, &convention, moment)?.from(on)])
        }
        Command::Resolve { resolution } => {
            let on = held_on(state, moment)?;
            Ok(vec![Event::new(moment.by, Resolved { resolution }).from(on)])
        }
        Command::AgreeAction { action } => agree_action(state, action, moment),
        Command::MoveAction { action, due, reason } => {
            move_action(state, ActionMoved { action, due, reason }, moment)
        }
        Command::HandActionOver { action, owner, on } => hand_action_over(state, action, owner, on, moment),
        Command::CompleteAction { action, remark, on } => complete_action(state, action, remark, on, moment),
        Command::DropAction { action, reason, on } => drop_action(state, action, reason, on, moment),
        Command::Minute { minutes } => minute(state, minutes, moment),
        Command::ConfirmMinutes { minutes } => confirm_minutes(state, minutes, moment),
        Command::Acknowledge { minutes } => acknowledge(state, minutes, moment),
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn begin(begin: Convene, moment: &Moment) -> Facts {
    let Convene { program, code, committee, name, on } = begin;
    let on = moment.day(on);
    in_range("on", on)?;
    Ok(vec![
        Event::new(moment.by, Convened { program, code, committee }).from(on),
        Event::new(moment.by, Named { name }).from(on),
    ])
}

fn move_meeting(state: &Meeting, to: NaiveDate, reason: Text, moment: &Moment) -> Facts {
    still_to_come(state, moment)?;
    in_range("to", to)?;
    if state.day(&moment.now()) == Some(to) {
        return Err(Refusal::Unchanged { field: "to" });
    }
    let on = moment.day(moment.published);
    Ok(vec![Event::new(moment.by, Moved { to, reason }).from(on)])
}

fn fix_agenda(state: &Meeting, also: Option<Text>, convention: Convention, moment: &Moment) -> Facts {
    still_to_come(state, moment)?;
    let Some(agenda) = convention.agenda else {
        let problem = "what a meeting of the past was shown is not known; leave the agenda out";
        return Err(Refusal::invalid("agenda", problem));
    };
    Ok(vec![Event::new(moment.by, AgendaFixed { also, ..agenda })])
}

fn hold(
    state: &Meeting,
    chair: Option<PersonId>,
    attendees: Vec<Attendee>,
    mut convention: Convention,
    moment: &Moment,
) -> Facts {
    let now = moment.now();
    still_to_come(state, moment)?;
    let on = state.day(&now).unwrap_or(moment.today);
    came_to_pass("on", on, moment)?;
    let Some(chair) = chair.or(convention.chair) else {
        return Err(Refusal::invalid("chair", "nobody chairs the committee that day; say who chaired"));
    };
    let shown = convention.agenda.take().filter(|_| state.agenda(&now).is_none());
    let mut facts: Vec<_> = shown.into_iter().map(|agenda| Event::new(moment.by, agenda)).collect();
    facts.push(Event::new(moment.by, Held { chair }).from(on));
    if !attendees.is_empty() {
        facts.push(attendance(attendees, &convention, moment)?.from(on));
    }
    Ok(facts)
}

fn attendance(
    attendees: Vec<Attendee>,
    convention: &Convention,
    moment: &Moment,
) -> Result<Event<MeetingFact>, Refusal> {
    at_most("attendees", attendees.len())?;
    let mut people = BTreeSet::new();
    if attendees.is_empty() {
        return Err(Refusal::invalid("attendees", "name somebody who was there, or was not"));
    }
    if !attendees.iter().all(|attendee| people.insert(attendee.person)) {
        return Err(Refusal::invalid("attendees", "a person stands in the list twice; keep one"));
    }
    Ok(Event::new(moment.by, AttendanceTaken { attendees, quorum: convention.quorum }))
}

fn minute(state: &Meeting, minutes: Minuted, moment: &Moment) -> Facts {
    let on = held_on(state, moment)?;
    if minutes.number.is_none() && minutes.sha256.is_none() && minutes.minutes.is_none() {
        let problem = "minutes have a number, a document or a text; give one of them";
        return Err(Refusal::invalid("minutes", problem));
    }
    Ok(vec![Event::new(moment.by, minutes).from(on)])
}

/// Who chaired the meeting confirms its minutes, and not minutes of their own.
fn confirm_minutes(state: &Meeting, minutes: EventId, moment: &Moment) -> Facts {
    let now = moment.now();
    let minuted_by = minuted_by(state, minutes, moment)?;
    let confirmed = state.confirmation(&now).is_some_and(|(_, confirmed)| confirmed.minutes == minutes);
    if confirmed {
        return Err(Refusal::AlreadyRecorded { noun: "confirmation" });
    }
    if state.held(&now).is_none_or(|(_, held)| held.chair != moment.by) {
        return Err(Refusal::NotTheChair);
    }
    if minuted_by == moment.by {
        return Err(Refusal::OwnMinutes);
    }
    Ok(vec![Event::new(moment.by, MinutesConfirmed { minutes, minuted_by })])
}

fn acknowledge(state: &Meeting, minutes: EventId, moment: &Moment) -> Facts {
    minuted_by(state, minutes, moment)?;
    if state.acknowledgments(minutes, &moment.now()).any(|entry| entry.by() == moment.by) {
        return Err(Refusal::AlreadyRecorded { noun: "acknowledgment" });
    }
    Ok(vec![Event::new(moment.by, Acknowledged { minutes })])
}

/// Who wrote the minutes that an event holds and that nobody has replaced.
fn minuted_by(state: &Meeting, minutes: EventId, moment: &Moment) -> Result<PersonId, Refusal> {
    let standing = state.minutes(&moment.now()).filter(|(entry, _)| entry.event == minutes);
    let unknown = || Refusal::Unknown { noun: "minutes", reference: minutes.to_string() };
    standing.map(|(entry, _)| entry.by()).ok_or_else(unknown)
}

fn annul(state: &Meeting, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    let dependents = match entry.fact {
        MeetingFact::Convened(_) => return Err(Refusal::BeganIt { noun: "meeting" }),
        MeetingFact::Named(_) => {
            not_the_only_one(&state.history, &entry, "name", moment)?;
            Vec::new()
        }
        MeetingFact::Held(_) => {
            let hangs_on_it =
                |entry: &&Entry<MeetingFact>| entry.event != annul.event && came_of_it(&entry.fact);
            state.history.standing(&moment.now()).filter(hangs_on_it).map(|entry| entry.event).collect()
        }
        MeetingFact::ActionAgreed(_) => action_facts(state, annul.event, moment),
        MeetingFact::Minuted(_) => readings_of(state, annul.event, moment),
        _ => Vec::new(),
    };
    Ok(annulments(annul, dependents, moment))
}

/// Whether the fact tells what came of a meeting that was held.
fn came_of_it(fact: &MeetingFact) -> bool {
    match fact {
        MeetingFact::Held(_)
        | MeetingFact::AttendanceTaken(_)
        | MeetingFact::Resolved(_)
        | MeetingFact::ActionAgreed(_)
        | MeetingFact::ActionMoved(_)
        | MeetingFact::ActionHandedOver(_)
        | MeetingFact::ActionDone(_)
        | MeetingFact::ActionDropped(_)
        | MeetingFact::Minuted(_)
        | MeetingFact::MinutesConfirmed(_)
        | MeetingFact::Acknowledged(_) => true,
        MeetingFact::Convened(_)
        | MeetingFact::Named(_)
        | MeetingFact::Moved(_)
        | MeetingFact::Canceled(_)
        | MeetingFact::AgendaFixed(_)
        | MeetingFact::Annulled(_)
        | MeetingFact::RecordedInError(_) => false,
    }
}

fn correct(state: &Meeting, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let reason = correct.reason.clone();
    let without = Meeting { id: state.id, history: state.history.without(correct.event) };
    let mut stated =
        restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))?;
    // What was confirmed and read were the minutes as they stood: when they change, both fall.
    if matches!(replaced.fact, MeetingFact::Minuted(_)) {
        for event in readings_of(state, replaced.event, moment) {
            stated.extend(annulments(&Annul { event, reason: reason.clone() }, [], moment));
        }
    }
    Ok(stated)
}

/// The standing facts by which somebody confirmed or read the minutes that `event` holds.
fn readings_of(state: &Meeting, event: EventId, moment: &Moment) -> Vec<EventId> {
    let reads = |fact: &MeetingFact| match fact {
        MeetingFact::MinutesConfirmed(confirmed) => (confirmed.minutes == event).then_some(()),
        MeetingFact::Acknowledged(acknowledged) => (acknowledged.minutes == event).then_some(()),
        _ => None,
    };
    state.history.picked(&moment.now(), reads).map(|(entry, ())| entry.event).collect()
}

/// The day on which the meeting was held.
pub(super) fn held_on(state: &Meeting, moment: &Moment) -> Result<NaiveDate, Refusal> {
    state.held(&moment.now()).map(|(entry, _)| entry.from()).ok_or(Refusal::MeetingNotHeld)
}

/// Refuses what only a meeting that is still to come takes.
fn still_to_come(state: &Meeting, moment: &Moment) -> Result<(), Refusal> {
    match state.status(&moment.on(NaiveDate::MAX)) {
        (Status::Convened, _) => Ok(()),
        (status @ (Status::Held | Status::Canceled), day) => {
            Err(Refusal::MeetingOver { ended: status.name(), day: day.unwrap_or(moment.today) })
        }
    }
}
