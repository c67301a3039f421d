//! Many commands of one kind in one field, for whoever enters a quarter or a year: one answer an item.

use async_graphql::{Context, Error, InputObject, Object, OutputType, SimpleObject};

use super::command::{Act, AnswerOf, Input};
use super::course::ReportProgress;
use super::evidence::{EvidenceResult, ProvideEvidence};
use super::failure::Scene;
use super::initiative::InitiativeResult;
use crate::error::Problem;
use crate::list::List;
use crate::scalars::Count;

/// The most commands of one bulk.
const MAX_ITEMS: usize = 200;

/// Many commands of one kind. Each is a command of its own: nothing joins them but that they are sent together.
#[derive(InputObject)]
#[graphql(concrete(name = "ReportProgressInBulkInput", params(ReportProgress)))]
#[graphql(concrete(name = "ProvideEvidenceInBulkInput", params(ProvideEvidence)))]
pub(crate) struct Bulk<A: Act> {
    /// The commands, at most 200, each as it would be sent alone and with a command id of its own. They are
    /// carried out in their order.
    items: Vec<Input<A>>,
}

/// Every command of a bulk was answered.
#[derive(SimpleObject)]
#[graphql(concrete(name = "InitiativeBulkAnswered", params(InitiativeResult)))]
#[graphql(concrete(name = "EvidenceBulkAnswered", params(EvidenceResult)))]
pub(crate) struct BulkAnswered<R: OutputType> {
    /// One answer an item, in their order. A refused item keeps no other from being recorded.
    items: List<R>,
    /// How many of them were not carried out.
    failed: Count,
}

#[derive(Debug, Default)]
pub(crate) struct BulkMutation;

#[Object]
impl BulkMutation {
    /// Reports how many initiatives stand: one answer an item, in order. A refused item keeps no other from being
    /// recorded; repeated with the same command ids, what was recorded is answered and the rest is tried again.
    #[graphql(complexity = "input.items.len().max(1) * child_complexity")]
    async fn report_progress_in_bulk(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record.")] input: Bulk<ReportProgress>,
    ) -> Result<Option<BulkAnswered<InitiativeResult>>, Error> {
        input.carry_out(ctx).await.map(Some)
    }

    /// Provides many pieces of evidence: one answer an item, in order. A refused item keeps no other from being
    /// recorded; repeated with the same command ids, what was recorded is answered and the rest is tried again.
    #[graphql(complexity = "input.items.len().max(1) * child_complexity")]
    async fn provide_evidence_in_bulk(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record.")] input: Bulk<ProvideEvidence>,
    ) -> Result<Option<BulkAnswered<EvidenceResult>>, Error> {
        input.carry_out(ctx).await.map(Some)
    }
}

impl<A: Act> Bulk<A>
where
    AnswerOf<A>: OutputType,
{
    /// Carries the commands out, one after another.
    async fn carry_out(self, ctx: &Context<'_>) -> Result<BulkAnswered<AnswerOf<A>>, Error> {
        let count = self.items.len();
        if count > MAX_ITEMS {
            let problem = format!("one bulk takes at most {MAX_ITEMS} commands, these are {count}; split it");
            return Err(Problem::bad_input(problem).into());
        }
        let (mut items, mut failed) = (Vec::with_capacity(count), 0);
        for (index, item) in self.items.into_iter().enumerate() {
            let scene = Scene::at(["input", "items", &index.to_string()]);
            let answer = item.carry_out_at(ctx, scene).await?;
            failed += u64::from(answer.is_err());
            items.push(answer.unwrap_or_else(AnswerOf::<A>::from));
        }
        Ok(BulkAnswered { items: items.into(), failed: Count(failed) })
    }
}
