//! Questions about committees: what they oversee, and when they meet.

use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::calendar::Period;
use cxl_domain::committee::{Committee, MeetingRhythm};
use cxl_domain::id::{CommitteeId, InitiativeId, MeetingId, ProgramId};
use cxl_domain::initiative::{Initiative, Status};
use cxl_domain::meeting::Meeting;
use cxl_domain::noun::Noun;

use super::Inquiry;
use crate::views::Held;

impl<'a> Inquiry<'a> {
    /// A committee that exists on E.
    pub fn committee(&self, id: CommitteeId) -> Option<&'a Held<Committee>> {
        let held = self.views.thing::<Committee>(id)?;
        held.state.is_active(&self.as_of).then_some(&**held)
    }

    /// The committees of a program that exist on E, in the order in which they were established.
    pub fn committees_of(&self, program: ProgramId) -> impl Iterator<Item = &'a Held<Committee>> {
        let as_of = self.as_of;
        let active = move |held: &&'a Arc<Held<Committee>>| {
            held.state.is_active(&as_of) && held.state.program(&as_of) == Some(program)
        };
        self.views.things_of::<Committee>(program).filter(active).map(|held| &**held)
    }

    /// The committee that oversees an initiative, if it exists on E.
    pub fn overseer(&self, initiative: &Initiative) -> Option<&'a Held<Committee>> {
        self.committee(initiative.committee(&self.as_of)?)
    }

    /// The initiatives that a committee oversees on E, by code.
    pub fn overseen_by(&self, committee: CommitteeId) -> Vec<InitiativeId> {
        let Some(held) = self.views.thing::<Committee>(committee) else { return Vec::new() };
        let Some(program) = held.state.program(&self.as_of) else { return Vec::new() };
        let mut overseen: Vec<_> = self
            .initiatives_that_began(program)
            .filter(|held| held.state.committee(&self.as_of) == Some(committee))
            .map(|held| (held.state.code(&self.as_of), held.state.id))
            .collect();
        overseen.sort_unstable();
        overseen.into_iter().map(|(_, id)| id).collect()
    }

    /// The initiatives of a program that have begun on E and are not stopped.
    pub(super) fn initiatives_going(
        &self,
        program: ProgramId,
    ) -> impl Iterator<Item = &'a Held<Initiative>> + use<'a> {
        let as_of = self.as_of;
        self.initiatives_that_began(program)
            .filter(move |held| held.state.status(&as_of).0 != Status::Stopped)
    }

    /// The initiatives of a program that have begun on E.
    fn initiatives_that_began(
        &self,
        program: ProgramId,
    ) -> impl Iterator<Item = &'a Held<Initiative>> + use<'a> {
        let inquiry = *self;
        let of_it = move |held: &&'a Held<Initiative>| held.state.program(&inquiry.as_of) == Some(program);
        let begun = move |held: &'a Arc<Held<Initiative>>| inquiry.initiative(held.state.id);
        self.views.initiatives_of(program).filter_map(begun).filter(of_it)
    }

    /// The meetings of a committee that are known, with the day of each, the latest first.
    pub fn meetings_of(&self, committee: CommitteeId) -> Vec<(NaiveDate, MeetingId)> {
        let Some(held) = self.views.thing::<Committee>(committee) else { return Vec::new() };
        let Some(program) = held.state.program(&self.as_of) else { return Vec::new() };
        let mut meetings: Vec<_> = self
            .meetings_in(program)
            .filter(|held| held.state.committee(&self.as_of) == Some(committee))
            .filter_map(|held| Some((held.state.day(&self.as_of)?, held.state.id)))
            .collect();
        meetings.sort_unstable_by(|a, b| b.cmp(a));
        meetings
    }

    /// The meetings of a program that are known.
    pub(super) fn meetings_in(
        &self,
        program: ProgramId,
    ) -> impl Iterator<Item = &'a Held<Meeting>> + use<'a> {
        let as_of = self.as_of;
        let known = move |held: &&'a Arc<Held<Meeting>>| {
            held.state.exists(&as_of) && held.state.program(&as_of) == Some(program)
        };
        self.views.things_of::<Meeting>(program).filter(known).map(|held| &**held)
    }

    /// The last period of a committee's rhythm that was over before E, with the rhythm that was settled on
    /// its last day; nothing where none was settled then, or where the committee began after it.
    pub(super) fn last_period(&self, committee: &Committee) -> Option<(Period, MeetingRhythm)> {
        let program = committee.program(&self.as_of);
        let settled = committee.rhythm(&self.as_of)?;
        let calendar = self.calendar(program, self.as_of.effective);
        let running = calendar.period_holding(settled.rhythm, self.as_of.effective);
        let period = calendar.previous(settled.rhythm, running);
        let begun = committee.begins(&self.as_of).is_some_and(|begins| begins <= period.from());
        committee.rhythm(&self.as_of.on(period.to())).filter(|_| begun).map(|settled| (period, settled))
    }
}
