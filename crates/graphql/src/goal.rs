//! A strategic goal of a program.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::id::{GoalId, ProgramId};
use cxl_domain::program;
use cxl_ledger::TextAt;

use crate::as_of::PointInTime;
use crate::connection::{Connection, Listing, page_cost};
use crate::error::Problem;
use crate::fact::Fact;
use crate::ids::Global;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::program::Program;
use crate::scalars::{Code, Date};
use crate::texts::Text;

/// A goal at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Goal {
    moment: Arc<Moment>,
    program: ProgramId,
    of: program::Goal,
}

impl Goal {
    /// A goal that was set on or before the effective day, of a program that the asker can read.
    pub(crate) fn seen(moment: &Arc<Moment>, id: GoalId) -> Option<Self> {
        let program = moment.views.program_of_goal(id)?;
        Program::seen(moment, program)?;
        let goal = moment.views.program(program)?.state.goal(id, moment.as_of())?;
        Some(Self { moment: moment.clone(), program, of: goal })
    }
}

/// Something that a program wants to reach. A metric without one carries out no strategy.
#[Object]
impl Goal {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.of.id.global()
    }

    /// The point in time to which this answer belongs.
    async fn as_of(&self) -> PointInTime {
        (&self.moment.point).into()
    }

    /// The program.
    async fn program(&self) -> Option<Program> {
        Program::seen(&self.moment, self.program)
    }

    /// The code, unique among the goals of the program.
    async fn code(&self) -> Code {
        Code(self.of.code.clone())
    }

    /// What is to be reached.
    async fn title(&self) -> Result<Option<Text>, Problem> {
        let (_, position) = self.of.stated_by;
        self.moment.text(TextAt { position, pointer: "/fact/title" }).await
    }

    /// The first day.
    async fn from(&self) -> Date {
        Date(self.of.from)
    }

    /// The first day on which it is retired; null while no end is recorded.
    async fn retired(&self) -> Option<Date> {
        self.of.retired.map(Date)
    }

    /// The fact that set it.
    async fn fact(&self) -> Option<Fact> {
        let (event, _) = self.of.stated_by;
        let entry = self.moment.views.program(self.program)?.state.history.find(event)?;
        Some(Fact::of(&self.moment, entry))
    }

    /// The metrics that carry it out on the effective day, by code.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn metrics(
        &self,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Metric>, Problem> {
        let id = self.of.id;
        let list = Listing::open(&self.moment, "goal.metrics", &id, first, after.as_deref())?;
        let rows =
            list.moment.inquiry().metrics_of(self.program, |metric, as_of| metric.goal(as_of) == Some(id));
        let page = list.cut(rows, false, Clone::clone);
        Ok(page.of(|(_, id)| Metric::seen(&list.moment, id)).connection())
    }
}
