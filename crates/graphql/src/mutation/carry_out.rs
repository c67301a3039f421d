//! A decision is carried out: many commands under one name.

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject, Union};
use cxl_domain::id::{CommandId, DecisionId};
use cxl_domain::noun::Noun as _;
use cxl_domain::text::Text;
use cxl_ledger::{ActAnswer, ActCarriedOut};

use super::failure::{CommandError, Failure, Scene};
use super::reference::{DecisionRef, Desk, Reference};
use super::rejection::{At, Rejection};
use super::typed::{Typed, Unread};
use crate::decision::Decision;
use crate::ids::Global;
use crate::list::List;
use crate::moment::Moment;
use crate::request::Asking;

/// Carries a decision out.
#[derive(InputObject)]
pub(crate) struct CarryOutDecisionInput {
    /// Your name for the whole operation: a UUID that you draw once, best of version 7, and send again on
    /// every retry.
    command_id: Typed<CommandId>,
    /// The decision.
    decision: DecisionRef,
    /// What is to be remarked once everything is done.
    remark: Option<Typed<Text>>,
}

/// What became of one act that a decision lists.
#[derive(SimpleObject)]
pub(crate) struct CarriedOutAct {
    /// The event that lists it.
    act: ID,
    /// The event that did it, now or before; null where it is not done.
    done: Option<ID>,
    /// Whether somebody does it by hand, naming the decision as authority.
    by_hand: bool,
    /// Why it could not be done; null where it was, and where somebody does it by hand.
    failure: Option<CommandError>,
}

/// Every act of a decision was answered.
#[derive(SimpleObject)]
pub(crate) struct DecisionCarriedOut {
    /// The decision as it stands now.
    decision: Option<Decision>,
    /// One answer an act, in the order in which the decision lists them. What cannot be done keeps nothing
    /// else from being done.
    acts: List<CarriedOutAct>,
    /// Whether everything is done. Then that is recorded in the decision.
    complete: bool,
}

/// What carrying out a decision is answered.
#[derive(Union)]
pub(crate) enum CarryOutDecisionResult {
    Answered(DecisionCarriedOut),
    #[graphql(flatten)]
    Failure(Failure),
}

#[derive(Debug, Default)]
pub(crate) struct CarryOutMutation;

#[Object]
impl CarryOutMutation {
    /// Carries a decision out: does every act that it lists and that is not done yet, each by a command of
    /// its own under the decision's authority. Repeated, by whomever, nothing is done twice and the rest is
    /// tried again. Each act takes the right to it.
    async fn carry_out_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which decision.")] input: CarryOutDecisionInput,
    ) -> Result<Option<CarryOutDecisionResult>, Error> {
        let asking = Asking::of(ctx)?;
        let command = input.command_id.text().to_owned();
        let scene = Scene::at(["input"]).of(&command);
        let desk = Desk::new(&asking.ledger, asking.actor);
        let (command_id, id, remark) = match input.read(&desk).await {
            Ok(read) => read,
            Err(rejection) => return Ok(Some(scene.rejected(rejection)?.into())),
        };
        let carried = match asking.ledger.carry_out(asking.actor, command_id, id, remark).await {
            Ok(carried) => carried,
            Err(error) => return Ok(Some(scene.failure(error)?.into())),
        };
        let views = asking.ledger.snapshot();
        let held = views.thing::<cxl_domain::decision::Decision>(id);
        let program = held.and_then(|held| held.state.program(&asking.head()));
        let moment = Moment::after(asking, views.clone(), program)?;
        let complete = carried.acts.iter().all(|act| matches!(act.answer, ActAnswer::Done(_)));
        let acts = carried.acts.into_iter().map(|act| answered(&scene, act));
        Ok(Some(CarryOutDecisionResult::Answered(DecisionCarriedOut {
            decision: Decision::found(&moment, id),
            acts: acts.collect::<Result<_, _>>()?,
            complete,
        })))
    }
}

impl CarryOutDecisionInput {
    async fn read(self, desk: &Desk<'_>) -> Result<(CommandId, DecisionId, Option<Text>), Rejection> {
        let command_id = self.command_id.at("commandId")?;
        let id = self.decision.find(desk).await.at("decision")?;
        Ok((command_id, id, self.remark.at("remark")?))
    }
}

fn answered(scene: &Scene, act: ActCarriedOut) -> Result<CarriedOutAct, Error> {
    let listed = act.listed.global();
    Ok(match act.answer {
        ActAnswer::Done(event) => {
            CarriedOutAct { act: listed, done: Some(event.global()), by_hand: false, failure: None }
        }
        ActAnswer::ByHand => CarriedOutAct { act: listed, done: None, by_hand: true, failure: None },
        ActAnswer::Failed(error) => {
            let failure = Some(scene.failure(error)?.into());
            CarriedOutAct { act: listed, done: None, by_hand: false, failure }
        }
    })
}
