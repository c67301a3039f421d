//! Whether an act is entitled to: by a decision that authorizes it, or by being founding.

use chrono::NaiveDate;
use cxl_domain::authority::Act;
use cxl_domain::code::Code;
use cxl_domain::decision::{AuthorizedAct, Decision};
use cxl_domain::event::Authority;
use cxl_domain::id::{DecisionId, ProgramId};
use cxl_domain::noun::Noun;
use cxl_domain::refusal::Refusal;

use super::References;
use crate::query::superseded_by;
use crate::thing::Thing;

impl References<'_> {
    /// Refuses an act without the authority that the governance of its program asks for, one under a
    /// decision that does not authorize it, and a founding act of somebody who does not found.
    pub(super) fn entitled(
        &self,
        asked: Option<&AuthorizedAct>,
        authority: Option<&Authority>,
        program: Option<ProgramId>,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        match (authority, asked) {
            (Some(Authority::Decision(decision)), Some(asked)) => {
                self.authorized(*decision, asked, program, day)
            }
            (None, Some(asked)) => self.needs_none(asked.kind(), program, day),
            _ => self.founds(authority, program, day),
        }
    }

    /// The same for an act that decisions do not list one by one: any decision of the program that stands
    /// as decided entitles to it.
    pub(super) fn entitled_to(
        &self,
        act: Act,
        authority: Option<&Authority>,
        program: Option<ProgramId>,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        match authority {
            Some(Authority::Decision(decision)) => self.decided(*decision, program).map(|_| ()),
            Some(_) => self.founds(authority, program, day),
            None => self.needs_none(act, program, day),
        }
    }

    /// Refuses an act without authority where governance is strict. Of imported history it is claimed.
    fn needs_none(&self, act: Act, program: Option<ProgramId>, day: NaiveDate) -> Result<(), Refusal> {
        let held = program.and_then(|program| self.views.program(program));
        let governance = held.map(|held| held.state.governance(&self.as_of.on(day)));
        let refused = governance.is_some_and(|governance| governance.strict && governance.needs(act));
        if refused && self.moment.published.is_none() {
            return Err(Refusal::AuthorityNeeded { act: act.words() });
        }
        Ok(())
    }

    /// Refuses an act under a decision of another program, one that is not decided or was superseded,
    /// and one that lists what it authorizes and not this.
    fn authorized(
        &self,
        id: DecisionId,
        asked: &AuthorizedAct,
        program: Option<ProgramId>,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        let decision = self.decided(id, program)?;
        let listed = decision.acts(self.as_of);
        if listed.is_empty() || listed.iter().any(|(_, listed)| listed.permits(asked, day)) {
            return Ok(());
        }
        Err(Refusal::NotAuthorized { decision: self.code_of(decision), act: asked.kind().words() })
    }

    /// A decision that entitles to something, of a program where one is given.
    pub(super) fn decided(&self, id: DecisionId, program: Option<ProgramId>) -> Result<&Decision, Refusal> {
        let thing = Thing::Decision(id);
        let held = self.views.thing::<Decision>(id);
        let code = held.and_then(|held| held.state.code(self.as_of));
        let there = held.filter(|held| {
            held.state.exists(self.as_of) && (program.is_none() || held.state.program(self.as_of) == program)
        });
        self.known(there.is_some(), thing, code)?;
        let unknown = || Refusal::Unknown { noun: thing.noun(), reference: id.to_string() };
        let decision = &there.ok_or_else(unknown)?.state;
        if decision.outcome(self.as_of).is_none() {
            return Err(Refusal::NotDecided { status: decision.status(self.as_of).0.name() });
        }
        let later = superseded_by(self.views, decision, self.as_of);
        match later.and_then(|later| self.views.thing::<Decision>(later)) {
            Some(later) => Err(Refusal::DecisionSuperseded {
                decision: self.code_of(decision),
                by: self.code_of(&later.state),
            }),
            None => Ok(decision),
        }
    }

    fn code_of(&self, decision: &Decision) -> Code {
        decision.code(self.as_of).cloned().expect("what was decided began with a code")
    }
}
