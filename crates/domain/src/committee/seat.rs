//! Seats: who sits on a committee when, in which role, for which department.

use chrono::NaiveDate;

use super::decide::{Facts, in_life};
use super::{Committee, CommitteeFact, MemberSeated, SeatRole, SeatVacated};
use crate::command::{Moment, in_order, in_range};
use crate::event::{Effective, Event};
use crate::history::Entry;
use crate::id::{DepartmentId, EventId, PersonId, SeatId};
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::AsOf;

/// A seat at a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// Its id: the event that first gave it.
    pub id: SeatId,
    /// The event that states it.
    pub stated_by: EventId,
    /// Who sits on it.
    pub person: PersonId,
    /// In which role.
    pub role: SeatRole,
    /// For which department.
    pub department: Option<DepartmentId>,
    /// The first day.
    pub from: NaiveDate,
    /// The first day without them, where there is one.
    pub until: Option<NaiveDate>,
}

impl Seat {
    /// Whether somebody sits on it on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        Effective { from: self.from, until: self.until }.covers(day)
    }

    /// Whether the two are taken on the same day, some day.
    fn meets(&self, other: Effective) -> bool {
        let before = |until: Option<NaiveDate>, from| until.is_some_and(|until| until <= from);
        !before(self.until, other.from) && !before(other.until, self.from)
    }

    /// Refuses that somebody takes a seat on days on which they sit on this one, or this one has the only
    /// place of its role.
    fn leaves_room_for(&self, person: PersonId, role: SeatRole, days: Effective) -> Result<(), Refusal> {
        if !self.meets(days) {
            return Ok(());
        }
        let day = self.from.max(days.from);
        if self.person == person {
            return Err(Refusal::SeatedAlready { day });
        }
        if self.role == role && role.is_single() {
            return Err(Refusal::SeatTaken { role: role.name(), day });
        }
        Ok(())
    }
}

impl Committee {
    /// Every seat that stands, whatever days it holds for, by first day. A seat ends with the
    /// committee.
    pub fn seats(&self, as_of: &AsOf) -> Vec<Seat> {
        let vacated = |fact: &CommitteeFact| match fact {
            CommitteeFact::SeatVacated(vacated) => Some(self.seat_id(vacated.seat)),
            _ => None,
        };
        let vacations: Vec<_> =
            self.history.picked(as_of, vacated).map(|(entry, seat)| (seat, entry.from())).collect();
        let dissolved = self.dissolved(as_of);
        let seated = |fact: &CommitteeFact| match fact {
            CommitteeFact::MemberSeated(seated) => Some((seated.person, seated.role, seated.department)),
            _ => None,
        };
        let mut seats: Vec<_> = self
            .history
            .picked(as_of, seated)
            .map(|(entry, (person, role, department))| {
                let id = SeatId(self.history.first_statement_of(entry).0);
                let vacated = vacations.iter().filter(|(seat, _)| *seat == id).map(|(_, day)| *day);
                let stated = entry.effective.and_then(|effective| effective.until);
                let until = vacated.chain(stated).chain(dissolved).min();
                Seat { id, stated_by: entry.event, person, role, department, from: entry.from(), until }
            })
            .collect();
        seats.sort_by_key(|seat| (seat.from, seat.role, seat.id));
        seats
    }

    /// Who sits on it on E: chair, secretary, then the members by the day on which they came.
    pub fn members(&self, as_of: &AsOf) -> Vec<Seat> {
        let mut members: Vec<_> =
            self.seats(as_of).into_iter().filter(|seat| seat.holds_on(as_of.effective)).collect();
        members.sort_by_key(|seat| (seat.role, seat.from, seat.id));
        members
    }

    /// The seat of a person on E.
    pub fn seat_of(&self, person: PersonId, as_of: &AsOf) -> Option<Seat> {
        self.members(as_of).into_iter().find(|seat| seat.person == person)
    }

    /// Who chairs it on E.
    pub fn chair(&self, as_of: &AsOf) -> Option<PersonId> {
        self.holder(SeatRole::Chair, as_of)
    }

    /// Who is its secretary on E.
    pub fn secretary(&self, as_of: &AsOf) -> Option<PersonId> {
        self.holder(SeatRole::Secretary, as_of)
    }

    fn holder(&self, role: SeatRole, as_of: &AsOf) -> Option<PersonId> {
        self.members(as_of).into_iter().find(|seat| seat.role == role).map(|seat| seat.person)
    }

    /// Refuses that somebody takes a seat over from a day on, if they could not be seated on it then although
    /// whoever has it left.
    pub fn could_follow(
        &self,
        seat: &Seat,
        person: PersonId,
        on: Option<NaiveDate>,
        moment: &Moment,
    ) -> Result<(), Refusal> {
        let days = Effective { from: in_life(self, on, moment)?, until: None };
        let seats = self.seats(&moment.now());
        let mut others = seats.iter().filter(|other| other.id != seat.id);
        others.try_for_each(|other| other.leaves_room_for(person, seat.role, days))
    }

    /// The seat that any event of its chain of corrections names.
    fn seat_id(&self, named: SeatId) -> SeatId {
        SeatId(self.history.first_statement(EventId(named.0)).0)
    }
}

/// The standing facts that end the seat which `event` states.
pub(super) fn vacations(state: &Committee, event: EventId, moment: &Moment) -> Vec<EventId> {
    let seat = state.seat_id(SeatId(event.0));
    let ends = |fact: &CommitteeFact| match fact {
        CommitteeFact::SeatVacated(vacated) => (state.seat_id(vacated.seat) == seat).then_some(()),
        _ => None,
    };
    state.history.picked(&moment.now(), ends).map(|(entry, ())| entry.event).collect()
}

/// The day on which the seat that `event` states was left, as a fact of its own says.
pub(super) fn left_on(state: &Committee, event: EventId, moment: &Moment) -> Option<NaiveDate> {
    let vacated = vacations(state, event, moment).into_iter();
    vacated.filter_map(|event| state.history.find(event)).map(Entry::from).min()
}

/// Seats somebody; `left` is the day on which the seat was left, of one that is stated anew.
pub(super) fn seat_member(
    state: &Committee,
    member: MemberSeated,
    on: Option<NaiveDate>,
    until: Option<NaiveDate>,
    left: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let effective = Effective { from: in_life(state, on, moment)?, until };
    in_order("until", effective)?;
    let lasting = Effective { until: until.into_iter().chain(left).min(), ..effective };
    for held in state.seats(&moment.now()) {
        held.leaves_room_for(member.person, member.role, lasting)?;
    }
    Ok(vec![Event::new(moment.by, member).within(effective)])
}

/// Refuses to reopen a seat that would then meet another one, which was taken in the meantime.
pub(super) fn stay_apart(state: &Committee, reopened: &Committee, moment: &Moment) -> Result<(), Refusal> {
    let now = moment.now();
    let (before, seats) = (state.seats(&now), reopened.seats(&now));
    for seat in seats.iter().filter(|seat| !before.contains(seat)) {
        let effective = Effective { from: seat.from, until: seat.until };
        for other in seats.iter().filter(|other| other.id != seat.id) {
            other.leaves_room_for(seat.person, seat.role, effective)?;
        }
    }
    Ok(())
}

pub(super) fn vacate_seat(
    state: &Committee,
    seat: SeatId,
    reason: Option<Text>,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = moment.day(on);
    in_range("on", on)?;
    let id = state.seat_id(seat);
    let held = state
        .seats(&moment.now())
        .into_iter()
        .find(|held| held.id == id)
        .ok_or_else(|| Refusal::Unknown { noun: "seat", reference: seat.to_string() })?;
    if held.until.is_some_and(|until| until <= on) {
        return Err(Refusal::EndedAlready { noun: "seat" });
    }
    if on < held.from {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: held.from });
    }
    // A correction may let it last longer than it did when somebody else was seated.
    let lasting = Effective { from: held.from, until: Some(on) };
    for other in state.seats(&moment.now()).iter().filter(|other| other.id != id) {
        other.leaves_room_for(held.person, held.role, lasting)?;
    }
    Ok(vec![Event::new(moment.by, SeatVacated { seat: id, reason }).from(on)])
}
