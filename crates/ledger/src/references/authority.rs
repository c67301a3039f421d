//! Whether an act is entitled to: by a decision that authorizes it, or by being founding.

use chrono::NaiveDate;
use cxl_domain::authority::Act;
use cxl_domain::code::Code;
use cxl_domain::decision::{ActAuthorized, AuthorizedAct, Decision};
use cxl_domain::event::Authority;
use cxl_domain::id::{DecisionId, EventId, InitiativeId, ProgramId};
use cxl_domain::noun::Noun;
use cxl_domain::refusal::Refusal;
use cxl_domain::time::day_in;

use super::References;
use crate::acts;
use crate::query::superseded_by;
use crate::thing::Thing;

/// An act that takes authority, as a command asks for it.
pub(super) struct Claimed<'a> {
    /// What it is, as decisions list it; `None` for one that takes none.
    pub(super) asked: Option<AuthorizedAct>,
    /// What it names as authority.
    pub(super) authority: Option<&'a Authority>,
    /// The program.
    pub(super) program: Option<ProgramId>,
    /// From which day it would hold.
    pub(super) day: NaiveDate,
    /// The fact that it corrects.
    pub(super) corrected: Option<EventId>,
}

impl References<'_> {
    /// Refuses an act without the authority that the governance of its program asks for, one under a
    /// decision that does not authorize it, and a founding act of somebody who does not found.
    pub(super) fn entitled(&self, claimed: &Claimed<'_>) -> Result<(), Refusal> {
        let Claimed { asked, authority, program, day, .. } = claimed;
        match (authority, asked) {
            (Some(Authority::Decision(decision)), Some(asked)) => self.authorized(*decision, asked, claimed),
            (None | Some(Authority::NotRequired(_)), Some(asked)) => {
                self.needs_none(asked.kind(), *program, *day)
            }
            _ => self.founds(*authority, *program, *day),
        }
    }

    /// The same for an act that decisions do not list one by one: any decision of the program that stands
    /// as decided entitles to it, and one that is about initiatives to what changes those.
    pub(super) fn entitled_to(
        &self,
        act: Act,
        on: Option<InitiativeId>,
        authority: Option<&Authority>,
        program: Option<ProgramId>,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        match authority {
            Some(Authority::Decision(decision)) => {
                let (decision, outcome) = self.decided(*decision, program)?;
                self.not_before(decision, outcome, day)?;
                if self.is_about(decision, on) {
                    return Ok(());
                }
                Err(Refusal::NotAuthorized { decision: self.code_of(decision), act: act.words() })
            }
            None | Some(Authority::NotRequired(_)) => self.needs_none(act, program, day),
            Some(_) => self.founds(authority, program, day),
        }
    }

    /// Refuses an act without authority where governance is strict, on the day from which it would hold or
    /// today. Of what was before the ledger it is claimed.
    fn needs_none(&self, act: Act, program: Option<ProgramId>, day: NaiveDate) -> Result<(), Refusal> {
        let held = program.and_then(|program| self.views.program(program));
        let refuses = |day| {
            let governance = held.map(|held| held.state.governance(&self.as_of.on(day)));
            governance.is_some_and(|governance| governance.strict && governance.needs(act))
        };
        if !self.is_of_the_past(program, day) && (refuses(day) || refuses(self.moment.today)) {
            return Err(Refusal::AuthorityNeeded { act: act.words() });
        }
        Ok(())
    }

    /// Refuses an act under a decision of another program, one that is not decided or was superseded, one
    /// that lists what it authorizes and not this or this no more, and one that is about something else.
    fn authorized(
        &self,
        id: DecisionId,
        asked: &AuthorizedAct,
        claimed: &Claimed<'_>,
    ) -> Result<(), Refusal> {
        let (decision, outcome) = self.decided(id, claimed.program)?;
        let acts = decision.acts(self.as_of);
        if acts.is_empty() {
            self.not_before(decision, outcome, claimed.day)?;
            if self.covers(decision, asked) {
                return Ok(());
            }
        }
        let listed = acts.iter().map(|(_, listed)| listed).find(|listed| listed.permits(asked, claimed.day));
        let Some(listed) = listed else {
            return Err(Refusal::NotAuthorized {
                decision: self.code_of(decision),
                act: asked.kind().words(),
            });
        };
        if listed.on.is_none() {
            self.not_before(decision, outcome, claimed.day)?;
        }
        let done = acts::doings(self.views, id, listed, self.as_of).standing;
        if done.is_some_and(|done| Some(done) != claimed.corrected) {
            return Err(Refusal::DoneAlready { decision: self.code_of(decision) });
        }
        Ok(())
    }

    /// Refuses a day before the outcome.
    fn not_before(&self, decision: &Decision, decided: NaiveDate, day: NaiveDate) -> Result<(), Refusal> {
        if day < decided {
            return Err(Refusal::BeforeDecision { decision: self.code_of(decision), decided, day });
        }
        Ok(())
    }

    /// Whether a decision that lists nothing entitles to an act: where it is about initiatives, to what
    /// changes one of them or a metric that is linked to one.
    fn covers(&self, decision: &Decision, asked: &AuthorizedAct) -> bool {
        let Some(metric) = asked.metric() else { return self.is_about(decision, asked.initiative()) };
        let about = decision.opened(self.as_of).map_or(&[][..], |(_, opened)| &opened.about);
        let links = |id: &InitiativeId| {
            let held = self.views.initiative(*id);
            held.is_some_and(|held| held.state.links(self.as_of).iter().any(|(linked, _)| *linked == metric))
        };
        about.is_empty() || about.iter().any(links)
    }

    /// Whether a decision is about an initiative, or about none in particular.
    fn is_about(&self, decision: &Decision, initiative: Option<InitiativeId>) -> bool {
        let about = decision.opened(self.as_of).map_or(&[][..], |(_, opened)| &opened.about);
        about.is_empty() || initiative.is_some_and(|initiative| about.contains(&initiative))
    }

    /// A decision that entitles to something, of a program where one is given, and the day of its outcome.
    /// What was only claimed to have been decided entitles to what is claimed likewise.
    pub(super) fn decided(
        &self,
        id: DecisionId,
        program: Option<ProgramId>,
    ) -> Result<(&Decision, NaiveDate), Refusal> {
        let thing = Thing::Decision(id);
        let held = self.views.thing::<Decision>(id);
        let code = held.and_then(|held| held.state.code(self.as_of));
        let there = held.filter(|held| {
            held.state.exists(self.as_of) && (program.is_none() || held.state.program(self.as_of) == program)
        });
        self.known(there.is_some(), thing, code)?;
        let unknown = || Refusal::Unknown { noun: thing.noun(), reference: id.to_string() };
        let decision = &there.ok_or_else(unknown)?.state;
        let Some(outcome) = decision.outcome(self.as_of) else {
            return Err(Refusal::NotDecided { status: decision.status(self.as_of).0.name() });
        };
        let confirmed = !outcome.is_minuted() || decision.confirmation(&outcome, self.as_of).is_some();
        let both_claimed = outcome.is_claimed() && self.moment.published.is_some();
        if !confirmed && !both_claimed {
            return Err(Refusal::NotConfirmed { decision: self.code_of(decision) });
        }
        let later = superseded_by(self.views, decision, self.as_of);
        match later.and_then(|later| self.views.thing::<Decision>(later)) {
            Some(later) => Err(Refusal::DecisionSuperseded {
                decision: self.code_of(decision),
                by: self.code_of(&later.state),
            }),
            None => Ok((decision, outcome.entry.from())),
        }
    }

    /// Refuses to record as carried out what does not bind, or lists an act that is not done.
    pub(super) fn carried_out(&self, id: DecisionId, program: ProgramId) -> Result<(), Refusal> {
        let (decision, _) = self.decided(id, Some(program))?;
        let acts = decision.acts(self.as_of).into_iter();
        let undone = |(_, listed): &(_, ActAuthorized)| {
            acts::doings(self.views, id, listed, self.as_of).standing.is_none()
        };
        match acts.filter(undone).count() {
            0 => Ok(()),
            left => Err(Refusal::NotAllDone { left }),
        }
    }

    /// Whether an import claims something of a day before the ledger began to record its program.
    pub(super) fn is_of_the_past(&self, program: Option<ProgramId>, day: NaiveDate) -> bool {
        let began = program.and_then(|program| self.began(program));
        self.moment.published.is_some() && began.is_none_or(|began| day < began)
    }

    /// The day on which the ledger began to record a program.
    pub(super) fn began(&self, program: ProgramId) -> Option<NaiveDate> {
        let created = self.views.program(program)?.state.history.get(0)?.stamp;
        Some(day_in(created.recorded.to_utc(), self.moment.zone))
    }

    fn code_of(&self, decision: &Decision) -> Code {
        decision.code(self.as_of).cloned().expect("what was decided began with a code")
    }
}
