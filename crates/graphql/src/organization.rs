//! The organization that the ledger serves, and its departments.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::authorization::Action;
use cxl_domain::id::DepartmentId;
use cxl_domain::organization;
use cxl_ledger::TextAt;

use crate::as_of::PointInTime;
use crate::connection::{Connection, Listing, list_cost, page_cost};
use crate::contradiction::{Contradiction, ContradictionKind, contradictions};
use crate::enums::{DepartmentSide, RuleSet};
use crate::error::Problem;
use crate::history::{Event, EventFilter, history};
use crate::ids::Global;
use crate::list::List;
use crate::maturity::Model;
use crate::moment::Moment;
use crate::person::Person;
use crate::scalars::{Code, Date, Position};
use crate::texts::Text;
use crate::token::Token;

/// The organization at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Organization {
    moment: Arc<Moment>,
}

impl Organization {
    /// The organization, if the ledger is founded at that moment.
    pub(crate) fn seen(moment: &Arc<Moment>) -> Option<Self> {
        let founded = moment.views.organization().state.exists(moment.as_of());
        founded.then(|| Self { moment: moment.clone() })
    }

    fn state(&self) -> &organization::Organization {
        &self.moment.views.organization().state
    }
}

/// The organization that the ledger serves. Its zone is that of every answer that spans programs.
#[Object]
impl Organization {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.state().id.global()
    }

    /// The point in time to which this answer belongs.
    async fn as_of(&self) -> PointInTime {
        (&self.moment.point).into()
    }

    /// The revision of the newest recorded fact about it: what a command may expect.
    async fn revision(&self) -> Position {
        Position(self.moment.views.organization().revision)
    }

    /// The name on the effective day.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().name(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::name(entry)).await
    }

    /// The IANA name of the time zone on the effective day.
    async fn zone(&self) -> &'static str {
        self.moment.views.organization_zone(self.moment.as_of()).name()
    }

    /// Whether everything in this ledger is made up.
    async fn is_demo(&self) -> bool {
        self.state().is_demo(self.moment.as_of())
    }

    /// The departments created on or before the effective day, by code.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn departments(&self) -> List<Department> {
        let departments = self.state().departments(self.moment.as_of()).into_iter();
        departments.map(|department| Department { moment: self.moment.clone(), department }).collect()
    }

    /// The API tokens that were not revoked, oldest first; null unless you may issue them.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn tokens(&self) -> Option<Vec<Token>> {
        self.moment.asking.may(Action::IssueToken, None).then(|| Token::all(&self.moment))
    }

    /// The people who are registered, in the order of their registration; their roles stand beside each.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn people(
        &self,
        #[graphql(desc = "Whether those who were recorded in error are listed, too.", default)]
        include_recorded_in_error: bool,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Person>, Problem> {
        let which = include_recorded_in_error;
        let list = Listing::open(&self.moment, "organization.people", &which, first, after.as_deref())?;
        let as_of = list.moment.as_of();
        let people = list.moment.views.people().filter(|held| which || held.state.exists(as_of));
        let registered =
            people.filter_map(|held| Some((held.state.history.get(0)?.stamp.position(), held.state.id)));
        let mut rows: Vec<_> =
            registered.filter(|(_, id)| Person::found(&list.moment, *id).is_some()).collect();
        rows.sort_unstable();
        let page = list.cut(rows, false, |row| *row);
        Ok(page.of(|(_, id)| Person::found(&list.moment, id)).connection())
    }

    /// The facts of the organization and of its people that stand although what they rest on does not,
    /// and those of what hangs on a program that was recorded in error: the to-do list of whoever mends the
    /// record. Those of a program stand there. In the order of the ledger, whatever day is effective.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn contradictions(
        &self,
        #[graphql(desc = "Those of this kind; all if left out.")] kind: Option<ContradictionKind>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Contradiction>, Problem> {
        contradictions(&self.moment, None, kind, first, after.as_deref()).await
    }

    /// Its recorded events, oldest first; what was annulled or corrected stays, marked as fallen. Null if
    /// you may not read them.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        #[graphql(desc = "Only these events; all if left out.")] only: Option<EventFilter>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Event>>, Problem> {
        history(&self.moment, self.state().id.node(), only, first, after.as_deref()).await
    }

    /// The maturity model in force on the effective day.
    async fn model(&self) -> Model {
        self.moment.inquiry().model().into()
    }

    /// The rule set of charts in force on the effective day.
    async fn rule_set(&self) -> RuleSet {
        self.moment.inquiry().rule_set().into()
    }
}

/// A department at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Department {
    moment: Arc<Moment>,
    department: organization::Department,
}

impl Department {
    /// A department that was created on or before the effective day.
    pub(crate) fn seen(moment: &Arc<Moment>, id: DepartmentId) -> Option<Self> {
        let department = moment.views.organization().state.department(id, moment.as_of())?;
        Some(Self { moment: moment.clone(), department })
    }
}

/// A department of the organization.
#[Object]
impl Department {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.department.id.global()
    }

    /// The code.
    async fn code(&self) -> Code {
        Code(self.department.code.clone())
    }

    /// The name on the effective day.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        let (_, position) = self.department.named_by;
        self.moment.text(TextAt { position, pointer: "/fact/name" }).await
    }

    /// Whether its people meet customers on the effective day; null as long as nobody said.
    async fn side(&self) -> Option<DepartmentSide> {
        self.department.side.map(Into::into)
    }

    /// The department above it.
    async fn parent(&self) -> Option<Department> {
        Department::seen(&self.moment, self.department.parent?)
    }

    /// The first day on which it exists.
    async fn created(&self) -> Date {
        Date(self.department.created)
    }

    /// The first day on which it is closed; null while no closing is recorded.
    async fn closed(&self) -> Option<Date> {
        self.department.closed.map(Date)
    }
}
