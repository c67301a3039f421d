//! Carrying a decision out: each act that it lists as a command of its own, and last that all was done.

use chrono::NaiveDate;
use cxl_domain::authorization::Action;
use cxl_domain::decision::{self, Decision};
use cxl_domain::id::{CommandId, DecisionId, EventId, item_command};
use cxl_domain::noun::Noun;
use cxl_domain::refusal::Refusal;
use cxl_domain::text::Text;
use cxl_domain::time::{AsOf, Position, day_in};
use cxl_store::meta::Actor;

use super::{ExecuteError, Executed};
use crate::acts;
use crate::command::{Command, Request};
use crate::ledger::Ledger;
use crate::rights::{forbidden, may};
use crate::texts::{TextAt, TextValue};
use crate::views::Views;

/// What carrying a decision out came to.
#[derive(Debug)]
pub struct CarryingOut {
    /// The acts that the decision lists, in that order.
    pub acts: Vec<ActCarriedOut>,
    /// That it was carried out, recorded in the decision once everything is done; `None` as long as
    /// something is not.
    pub recorded: Option<Executed>,
}

/// What became of one act.
#[derive(Debug)]
pub struct ActCarriedOut {
    /// The event that lists it.
    pub listed: EventId,
    /// What became of it.
    pub answer: ActAnswer,
}

/// What became of an act that a decision lists.
#[derive(Debug)]
pub enum ActAnswer {
    /// It is done, by this event, now or before.
    Done(EventId),
    /// Somebody does it by hand, naming the decision as authority.
    ByHand,
    /// It can't be done as things stand.
    Failed(ExecuteError),
}

/// An act on its way: the event that lists it, and where its reason lies.
struct Listed {
    event: EventId,
    position: Position,
    has_reason: bool,
    authorized: decision::ActAuthorized,
}

impl Ledger {
    /// Carries a decision out: does every act that it lists and that is not done yet, each by a command
    /// of its own in its own stream under the decision's authority, then records that it was carried
    /// out.
    ///
    /// May be repeated at any time, with the same or another command id, by the same or another person:
    /// what was done is not done again, what failed is tried anew. Each act takes the right to it.
    pub async fn carry_out(
        &self,
        actor: Actor,
        command_id: CommandId,
        id: DecisionId,
        remark: Option<Text>,
    ) -> Result<CarryingOut, ExecuteError> {
        self.may_carry_out(&actor, id)?;
        let _one_at_a_time = self.codes.hold(&format!("carrying out {id}")).await;
        let (decided, listed) = self.to_be_done(id)?;
        let outcome_reason = TextAt { position: decided.1, pointer: "/fact/reasons" };
        let mut acts = Vec::with_capacity(listed.len());
        for listed in listed {
            let answer = self.act_out(actor, id, decided.0, &listed, &outcome_reason).await;
            acts.push(ActCarriedOut { listed: listed.event, answer });
        }
        let all_done = acts.iter().all(|act| matches!(act.answer, ActAnswer::Done(_)));
        let recorded =
            if all_done { self.record_carried_out(actor, command_id, id, remark).await? } else { None };
        Ok(CarryingOut { acts, recorded })
    }

    /// Refuses whoever may not carry the decision out, before anything is told of it.
    fn may_carry_out(&self, actor: &Actor, id: DecisionId) -> Result<(), ExecuteError> {
        let views = self.snapshot();
        let ever = AsOf::head(NaiveDate::MAX);
        let program = views.thing::<Decision>(id).and_then(|held| held.state.program(&ever));
        let action = Action::CarryOutDecision;
        let verdict = may(&views, actor, action, program, self.now());
        if verdict.allow { Ok(()) } else { Err(forbidden(action.as_str(), Some(action), verdict.rule)) }
    }

    /// The day and position of the outcome, and what the decision lists.
    fn to_be_done(&self, id: DecisionId) -> Result<((NaiveDate, Position), Vec<Listed>), ExecuteError> {
        let views = self.snapshot();
        let now = self.today(&views, id);
        let unknown = || Refusal::Unknown { noun: "decision", reference: id.to_string() };
        let held = views.thing::<Decision>(id).ok_or_else(unknown)?;
        let decision = &held.state;
        let Some(outcome) = decision.outcome(&now) else {
            return Err(Refusal::NotDecided { status: decision.status(&now).0.name() }.into());
        };
        if decision.binding(&now).is_none() {
            let code = decision.code(&now).cloned().ok_or_else(unknown)?;
            return Err(Refusal::NotConfirmed { decision: code }.into());
        }
        let listed = decision.acts(&now).into_iter().map(|(entry, authorized)| Listed {
            event: entry.event,
            position: entry.stamp.position(),
            has_reason: authorized.reason.is_some(),
            authorized,
        });
        Ok(((outcome.entry.from(), outcome.entry.stamp.position()), listed.collect()))
    }

    fn today(&self, views: &Views, id: DecisionId) -> AsOf {
        let now = self.now();
        let head = AsOf::head(now.date_naive());
        let program = views.thing::<Decision>(id).and_then(|held| held.state.program(&head));
        AsOf::head(day_in(now, views.zone_of(program, &head)))
    }

    /// Does one act, unless it is done.
    async fn act_out(
        &self,
        actor: Actor,
        id: DecisionId,
        decided: NaiveDate,
        listed: &Listed,
        outcome_reason: &TextAt,
    ) -> ActAnswer {
        let views = self.snapshot();
        let now = self.today(&views, id);
        let doings = acts::doings(&views, id, &listed.authorized, &now);
        if let Some(done) = doings.standing {
            return ActAnswer::Done(done);
        }
        let own_reason = TextAt { position: listed.position, pointer: "/fact/reason" };
        let reason = match self.reason(if listed.has_reason { &own_reason } else { outcome_reason }).await {
            Ok(reason) => reason,
            Err(error) => return ActAnswer::Failed(error),
        };
        let Some(command) = acts::command(id, &listed.authorized, reason, decided) else {
            return ActAnswer::ByHand;
        };
        // The same name whoever repeats it, and another once what was done had to be annulled.
        let command_id = item_command(CommandId(listed.event.0), doings.fallen);
        let request = Request { cause: Some(listed.event), ..Request::new(actor, command_id, command) };
        match Box::pin(self.execute(request)).await {
            Ok(executed) => match executed.events.first() {
                Some(event) => ActAnswer::Done(event.id),
                None => ActAnswer::Failed(Refusal::Unchanged { field: "fact" }.into()),
            },
            Err(error) => ActAnswer::Failed(error),
        }
    }

    /// The reason with which an act is recorded: typed once, for the decision.
    async fn reason(&self, at: &TextAt) -> Result<Text, ExecuteError> {
        let gone =
            "the reason that the decision gives can no longer be read; do the act by hand, with a reason";
        match self.texts(std::slice::from_ref(at)).await?.into_iter().next() {
            Some(TextValue::Clear(text)) => {
                Text::typed(&text).map_err(|problem| Refusal::invalid("reason", problem).into())
            }
            Some(TextValue::Unavailable | TextValue::Absent) | None => {
                Err(Refusal::invalid("reason", gone).into())
            }
        }
    }

    /// Records that everything was done, unless that is recorded.
    async fn record_carried_out(
        &self,
        actor: Actor,
        command_id: CommandId,
        id: DecisionId,
        remark: Option<Text>,
    ) -> Result<Option<Executed>, ExecuteError> {
        let act = decision::Command::RecordCarriedOut { remark, on: None };
        let request = Request::new(actor, command_id, Command::Decision(Some(id), act));
        match Box::pin(self.execute(request)).await {
            Ok(executed) => Ok(Some(executed)),
            Err(ExecuteError::Refused(Refusal::CarriedOutAlready)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
