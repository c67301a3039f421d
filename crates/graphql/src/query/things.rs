//! Questions about the things of a program that have a code: each by its id, or by its code and that of its
//! program.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use cxl_domain::noun::Noun;
use cxl_domain::{committee, decision, insight, journey, meeting, pain_point};
use cxl_ledger::shelf::Shelved;

use super::Place;
use crate::as_of::AsOfInput;
use crate::committee::Committee;
use crate::decision::Decision;
use crate::error::Problem;
use crate::ids::Global;
use crate::insight::Insight;
use crate::journey::Journey;
use crate::meeting::Meeting;
use crate::moment::Moment;
use crate::node::program_of;
use crate::pain_point::PainPoint;
use crate::request::Asking;
use crate::scalars::Code;

/// What is asked about committees and their kind.
#[derive(Debug, Default)]
pub(crate) struct ThingQuestions;

#[Object]
impl ThingQuestions {
    /// A committee by its id, or by its code and that of its program.
    async fn committee(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id; else give program and code.")] id: Option<ID>,
        #[graphql(desc = "The code of its program.")] program: Option<Code>,
        #[graphql(desc = "Its code; one that it had before finds it, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Committee>, Problem> {
        let found = found::<committee::Committee>(Asking::of(ctx)?, as_of, id, program, code)?;
        Ok(found.and_then(|(moment, id)| Committee::found(&moment, id)))
    }

    /// A meeting by its id, or by its code and that of its program.
    async fn meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id; else give program and code.")] id: Option<ID>,
        #[graphql(desc = "The code of its program.")] program: Option<Code>,
        #[graphql(desc = "Its code; one that it had before finds it, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Meeting>, Problem> {
        let found = found::<meeting::Meeting>(Asking::of(ctx)?, as_of, id, program, code)?;
        Ok(found.and_then(|(moment, id)| Meeting::found(&moment, id)))
    }

    /// A decision by its id, or by its code and that of its program.
    async fn decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id; else give program and code.")] id: Option<ID>,
        #[graphql(desc = "The code of its program.")] program: Option<Code>,
        #[graphql(desc = "Its code; one that it had before finds it, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Decision>, Problem> {
        let found = found::<decision::Decision>(Asking::of(ctx)?, as_of, id, program, code)?;
        Ok(found.and_then(|(moment, id)| Decision::found(&moment, id)))
    }

    /// A journey by its id, or by its code and that of its program.
    async fn journey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id; else give program and code.")] id: Option<ID>,
        #[graphql(desc = "The code of its program.")] program: Option<Code>,
        #[graphql(desc = "Its code; one that it had before finds it, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Journey>, Problem> {
        let found = found::<journey::Journey>(Asking::of(ctx)?, as_of, id, program, code)?;
        Ok(found.and_then(|(moment, id)| Journey::found(&moment, id)))
    }

    /// A pain point by its id, or by its code and that of its program.
    async fn pain_point(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id; else give program and code.")] id: Option<ID>,
        #[graphql(desc = "The code of its program.")] program: Option<Code>,
        #[graphql(desc = "Its code; one that it had before finds it, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<PainPoint>, Problem> {
        let found = found::<pain_point::PainPoint>(Asking::of(ctx)?, as_of, id, program, code)?;
        Ok(found.and_then(|(moment, id)| PainPoint::found(&moment, id)))
    }

    /// An insight by its id, or by its code and that of its program.
    async fn insight(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id; else give program and code.")] id: Option<ID>,
        #[graphql(desc = "The code of its program.")] program: Option<Code>,
        #[graphql(desc = "Its code; one that it had before finds it, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Insight>, Problem> {
        let found = found::<insight::Insight>(Asking::of(ctx)?, as_of, id, program, code)?;
        Ok(found.and_then(|(moment, id)| Insight::found(&moment, id)))
    }
}

/// The moment in which a thing is asked about, with its id.
type Found<N> = (Arc<Moment>, <N as Noun>::Id);

/// The id of the thing that is meant, with the moment in which it is asked about.
fn found<N: Shelved<Id: Global>>(
    asking: &Arc<Asking>,
    as_of: Option<AsOfInput>,
    id: Option<ID>,
    program: Option<Code>,
    code: Option<Code>,
) -> Result<Option<Found<N>>, Problem> {
    match (id, program, code) {
        (Some(id), None, None) => {
            let id = N::Id::parse(&id)?;
            Ok(Some((asking.moment(as_of, program_of(asking, id.node()))?, id)))
        }
        (None, Some(program), Some(code)) => {
            let Some(Place { moment, program }) = Place::of_code(asking, as_of, &program)? else {
                return Ok(None);
            };
            let id = moment.views.thing_by_code::<N>(program, &code.0, moment.as_of());
            Ok(id.map(|id| (moment, id)))
        }
        _ => Err(Problem::bad_input("give either id, or program and code")),
    }
}
