//! What the nouns of a program refer to.

use chrono::NaiveDate;
use cxl_domain::committee::Committee;
use cxl_domain::id::{CommitteeId, MeetingId, ProgramId};
use cxl_domain::meeting::{Attendee, Meeting};
use cxl_domain::noun::Noun;
use cxl_domain::refusal::Refusal;
use cxl_domain::{committee, meeting};

use super::References;

impl References<'_> {
    pub(super) fn of_committee(&self, command: &committee::Command) -> Result<(), Refusal> {
        match command {
            committee::Command::Establish(begin) => self.program(begin.program),
            committee::Command::SeatMember { member, .. } => {
                self.person(member.person)?;
                member.department.map_or(Ok(()), |department| self.department(department))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn of_meeting(
        &self,
        id: Option<MeetingId>,
        command: &meeting::Command,
    ) -> Result<(), Refusal> {
        match command {
            meeting::Command::Convene(begin) => {
                self.program(begin.program)?;
                let day = begin.on.unwrap_or(self.moment.today);
                self.committee(begin.committee, Some(begin.program), day)
            }
            meeting::Command::Hold { chair, attendees, .. } => {
                chair.map_or(Ok(()), |chair| self.person(chair))?;
                self.attendees(attendees)
            }
            meeting::Command::TakeAttendance { attendees, .. } => self.attendees(attendees),
            meeting::Command::AgreeAction { action } => {
                self.person(action.owner)?;
                let program = id.and_then(|id| self.views.thing::<Meeting>(id));
                let program = program.and_then(|held| held.state.program(self.as_of));
                action.initiative.zip(program).map_or(Ok(()), |(id, program)| self.initiative(id, program))
            }
            meeting::Command::HandActionOver { owner, .. } => self.person(*owner),
            _ => Ok(()),
        }
    }

    fn attendees(&self, attendees: &[Attendee]) -> Result<(), Refusal> {
        attendees.iter().try_for_each(|attendee| self.person(attendee.person))
    }

    /// A committee of the same program that exists on a day.
    pub(super) fn committee(
        &self,
        id: CommitteeId,
        program: Option<ProgramId>,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        let held = self.views.thing::<Committee>(id).filter(|held| held.state.exists(self.as_of));
        let there = held.filter(|held| program.is_none() || held.state.program(self.as_of) == program);
        let Some(held) = there else {
            return Err(Refusal::Unknown { noun: "committee", reference: id.to_string() });
        };
        if let Some(begins) = held.state.begins(self.as_of).filter(|begins| day < *begins) {
            return Err(Refusal::BeforeBeginning { field: "on", day, begins });
        }
        match held.state.dissolved(self.as_of) {
            Some(dissolved) if dissolved <= day => Err(Refusal::CommitteeDissolved { day: dissolved }),
            _ => Ok(()),
        }
    }
}
