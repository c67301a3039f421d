//! What a decision refers to: its forum and electorate, its grounds and acts, what it supersedes.

use chrono::NaiveDate;
use cxl_domain::committee::Committee;
use cxl_domain::decision::{
    ActAuthorized, AuthorizedAct, Command, Decision, EffectExpected, Electorate, Forum, Ground, Minute, Open,
    Ranked, ReadingGround,
};
use cxl_domain::id::{CommitteeId, DecisionId, ProgramId};
use cxl_domain::insight::Insight;
use cxl_domain::meeting::Meeting;
use cxl_domain::noun::Noun;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::refusal::Refusal;

use super::References;
use crate::query::Supersessions;

impl References<'_> {
    /// Refuses a decision that refers to what is not there, or that would supersede one by which it is
    /// superseded itself.
    pub(super) fn of_decision(&self, id: DecisionId, command: &Command) -> Result<(), Refusal> {
        let ever = self.as_of.on(NaiveDate::MAX);
        let held = self.views.thing::<Decision>(id).and_then(|held| held.state.program(&ever));
        let Some(program) = command.opens().map(|open| open.program).or(held) else { return Ok(()) };
        match command {
            Command::Open(open) => self.opening(id, open),
            Command::Minute(minute) => self.minute(id, minute, program),
            Command::AmendElectorate { electorate: Some(electorate), .. } => self.electorate(electorate),
            Command::StateOption(option) => self.ranked(&option.ranking, program),
            Command::GiveGround(ground) => self.ground(ground, program),
            Command::ExpectEffect(effect) => self.metric(effect.metric, Some(program)),
            Command::AuthorizeAct(authorized) => self.act(authorized, program, self.moment.today),
            Command::Supersede { decision } => self.superseded(id, *decision, program),
            Command::RecordCarriedOut { .. } => self.carried_out(id, program),
            _ => Ok(()),
        }
    }

    fn opening(&self, id: DecisionId, open: &Open) -> Result<(), Refusal> {
        let program = open.program;
        self.program(program)?;
        // A correction that names no day keeps that on which it was put.
        let put = self.views.thing::<Decision>(id).and_then(|held| held.state.begins(self.as_of));
        let day = open.on.or(put).unwrap_or(self.moment.today);
        match open.forum {
            Forum::Committee(committee) => {
                self.committee_then(committee, program, day)?;
            }
            Forum::Department(department) => self.department(department)?,
        }
        open.about.iter().try_for_each(|initiative| self.initiative(*initiative, program))?;
        open.electorate.iter().try_for_each(|electorate| self.electorate(electorate))?;
        open.options.iter().try_for_each(|option| self.ranked(&option.ranking, program))?;
        open.grounds.iter().try_for_each(|ground| self.ground(ground, program))?;
        let metrics = open.effects.iter().map(|EffectExpected { metric, .. }| *metric);
        metrics.into_iter().try_for_each(|metric| self.metric(metric, Some(program)))?;
        open.acts.iter().try_for_each(|authorized| self.act(authorized, program, day))?;
        open.supersedes.iter().try_for_each(|earlier| self.superseded(id, *earlier, program))
    }

    /// A committee of the same program that exists on a day. Of history that is imported, when it did is
    /// claimed, too.
    fn committee_then(
        &self,
        committee: CommitteeId,
        program: ProgramId,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        self.thing::<Committee>(committee, Some(program))?;
        match self.moment.published {
            Some(_) => Ok(()),
            None => self.committee(committee, Some(program), day),
        }
    }

    fn minute(&self, id: DecisionId, minute: &Minute, program: ProgramId) -> Result<(), Refusal> {
        self.of_earlier_times(minute, program)?;
        minute.open.iter().try_for_each(|open| self.opening(id, open))?;
        let meetings = minute.minutes.meeting;
        meetings.iter().try_for_each(|meeting| self.thing::<Meeting>(*meeting, Some(program)))?;
        let voters = minute.votes.iter().map(|(voter, _)| voter);
        let dissenters = minute.dissents.iter().map(|(voter, _)| voter);
        let mut people = minute.minutes.present.iter().chain(voters).chain(dissenters);
        people.try_for_each(|person| self.person(*person))
    }

    /// Refuses to claim an outcome of a day on which the ledger recorded the program itself.
    fn of_earlier_times(&self, minute: &Minute, program: ProgramId) -> Result<(), Refusal> {
        let Some(published) = self.moment.published else { return Ok(()) };
        let opened = minute.open.as_ref().map(|open| self.moment.day(open.on));
        let day = minute.on.or(opened).unwrap_or(published);
        match self.began(program) {
            Some(began) if !self.is_of_the_past(Some(program), day) => Err(Refusal::NotOfThePast { began }),
            _ => Ok(()),
        }
    }

    fn electorate(&self, electorate: &Electorate) -> Result<(), Refusal> {
        electorate.electors.iter().try_for_each(|elector| {
            self.person(elector.person)?;
            elector.department.map_or(Ok(()), |department| self.department(department))
        })
    }

    fn ranked(&self, ranking: &[Ranked], program: ProgramId) -> Result<(), Refusal> {
        ranking.iter().try_for_each(|ranked| match ranked {
            Ranked::PainPoint(id) => self.thing::<PainPoint>(*id, Some(program)),
            Ranked::Initiative(id) => self.initiative(*id, program),
        })
    }

    fn ground(&self, ground: &Ground, program: ProgramId) -> Result<(), Refusal> {
        match ground {
            Ground::PainPoint(id) => self.thing::<PainPoint>(*id, Some(program)),
            Ground::Insight(id) => self.thing::<Insight>(*id, Some(program)),
            Ground::Document(_) => Ok(()),
            Ground::Reading(ReadingGround { metric, reading }) => {
                self.metric(*metric, Some(program))?;
                let held = self.views.metric(*metric).and_then(|held| held.state.reading(*reading));
                match held {
                    Some((_, entry)) if entry.stands(self.as_of) => Ok(()),
                    _ => Err(Refusal::Unknown { noun: "reading", reference: reading.to_string() }),
                }
            }
        }
    }

    fn act(
        &self,
        authorized: &ActAuthorized,
        program: ProgramId,
        unless_named: NaiveDate,
    ) -> Result<(), Refusal> {
        let ActAuthorized { act, on, .. } = authorized;
        match act {
            AuthorizedAct::AssignOwner { owner, .. } => self.person(*owner)?,
            AuthorizedAct::TransferOversight { committee, .. } => {
                self.committee_then(*committee, program, on.unwrap_or(unless_named))?;
            }
            AuthorizedAct::Succeed { predecessor, .. } => self.initiative(*predecessor, program)?,
            _ => {}
        }
        act.initiative().map_or(Ok(()), |initiative| self.initiative(initiative, program))?;
        act.metric().map_or(Ok(()), |metric| self.metric(metric, Some(program)))
    }

    fn superseded(&self, id: DecisionId, earlier: DecisionId, program: ProgramId) -> Result<(), Refusal> {
        self.thing::<Decision>(earlier, Some(program))?;
        if Supersessions::of(self.views, program, self.as_of).supersedes(earlier, id) {
            return Err(Refusal::CircularSupersession);
        }
        Ok(())
    }
}
