//! A person: a pseudonym whose code and name lie sealed.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::authorization::Action;
use cxl_domain::id::{EventId, PersonId};
use cxl_domain::organization::Grant;
use cxl_domain::person;
use cxl_ledger::TextAt;
use cxl_ledger::thing::Thing;

use crate::as_of::PointInTime;
use crate::connection::{Connection, list_cost, page_cost};
use crate::enums::Role;
use crate::error::Problem;
use crate::history::{Event, EventFilter, history};
use crate::holding::{Holding, holdings};
use crate::ids::Global;
use crate::in_error::RecordedInError;
use crate::list::List;
use crate::moment::Moment;
use crate::organization::Department;
use crate::program::Program;
use crate::scalars::Date;
use crate::texts::Text;
use crate::todo::ToDo;
use crate::token::Identity;

/// A person at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    moment: Arc<Moment>,
    id: PersonId,
}

impl Person {
    /// Somebody whom a fact names, known to the ledger at that moment or not.
    pub(crate) fn reference(moment: &Arc<Moment>, id: PersonId) -> Self {
        Self { moment: moment.clone(), id }
    }

    /// A person who is registered at that moment, also if the whole person was recorded in error.
    pub(crate) fn found(moment: &Arc<Moment>, id: PersonId) -> Option<Self> {
        moment.views.person(id)?.state.registration(moment.as_of())?;
        Some(Self::reference(moment, id))
    }

    fn state(&self) -> Option<&person::Person> {
        self.moment.views.person(self.id).map(|held| &held.state)
    }
}

/// A person: everywhere but here a pseudonym. Code and name lie sealed under the person's own key; once
/// the key is erased they are unavailable for ever, and the facts stand. To whoever may not read what people are
/// called the code alone tells who it is.
#[Object]
impl Person {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.id.global()
    }

    /// The point in time to which this answer belongs.
    async fn as_of(&self) -> PointInTime {
        (&self.moment.point).into()
    }

    /// The code by which files and other systems name the person; null before the registration. A text, as it is
    /// sealed like the name, but open to whoever reads the organization.
    async fn code(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().and_then(|state| state.registration(self.moment.as_of())) else {
            return Ok(None);
        };
        self.moment.text(TextAt::field(entry, "/fact/code")).await
    }

    /// The name on the effective day; null before the registration. Withheld from whoever may not read what
    /// people are called.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().and_then(|state| state.name(self.moment.as_of())) else {
            return Ok(None);
        };
        self.moment.text_about(self.id, TextAt::name(entry)).await
    }

    /// The fact that the whole person was recorded in error; null as long as they were not. Lists and
    /// counts leave such a person out, and roles and tokens of theirs open nothing.
    async fn recorded_in_error(&self) -> Option<RecordedInError> {
        RecordedInError::of(&self.moment, Thing::Person(self.id))
    }

    /// The recorded events about the person, oldest first; what was annulled or corrected stays, marked as fallen. Null if
    /// you may not read them.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        #[graphql(desc = "Only these events; all if left out.")] only: Option<EventFilter>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Event>>, Problem> {
        history(&self.moment, self.id.node(), only, first, after.as_deref()).await
    }

    /// Whether this is no human but a service, which enters what people do.
    async fn is_service(&self) -> bool {
        self.state().is_some_and(|state| state.is_service(self.moment.as_of()))
    }

    /// The identities of the identity provider by which the person enters, oldest first; null unless you may link
    /// them.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn identities(&self) -> Option<Vec<Identity>> {
        let may = self.moment.asking.may(Action::LinkIdentity, None);
        let linked = self.state().map(|state| state.identities(self.moment.as_of())).unwrap_or_default();
        may.then(|| linked.into_iter().map(|entry| Identity::of(&self.moment, entry)).collect())
    }

    /// The first day without the person in the organization, if they have left by the effective day.
    async fn left(&self) -> Option<Date> {
        self.state()?.left(self.moment.as_of()).map(Date)
    }

    /// How many programs are left out of `toDo`, `holdings` and `roles`, because you cannot read them.
    async fn programs_left_out(&self) -> usize {
        self.moment.programs_left_out()
    }

    /// What the person is asked to do, in the programs that you can read: what is due first comes first.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn to_do(&self) -> List<ToDo> {
        let list = self.moment.inquiry().to_do(self.id, &|program| self.moment.asking.reads(program));
        list.into_iter().map(|item| ToDo::of(&self.moment, item)).collect()
    }

    /// What the person holds on the effective day, in the programs that you can read: what somebody else
    /// must take over when they leave.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn holdings(&self) -> List<Holding> {
        holdings(&self.moment, self.id)
    }

    /// The department on the effective day.
    async fn department(&self) -> Option<Department> {
        let id = self.state()?.department(self.moment.as_of())?;
        Department::seen(&self.moment, id)
    }

    /// The roles on the effective day, for the whole organization and for the programs that you can read.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn roles(&self) -> List<RoleGrant> {
        let grants = self.moment.views.organization().state.roles_of(self.id, self.moment.as_of());
        let readable = |grant: &Grant| grant.program.is_none_or(|program| self.moment.asking.reads(program));
        let moment = &self.moment;
        grants.into_iter().filter(readable).map(|grant| RoleGrant { moment: moment.clone(), grant }).collect()
    }
}

/// A granted role.
#[derive(Debug, Clone)]
pub(crate) struct RoleGrant {
    moment: Arc<Moment>,
    grant: Grant,
}

impl RoleGrant {
    /// The role that an event grants, if it holds on the effective day.
    pub(crate) fn of(moment: &Arc<Moment>, grant: EventId) -> Option<Self> {
        let grants = moment.views.organization().state.grants(moment.as_of());
        let grant = grants.into_iter().find(|held| held.event == grant)?;
        Some(Self { moment: moment.clone(), grant })
    }
}

/// A role that somebody was granted, for a program or for the whole organization.
#[Object]
impl RoleGrant {
    /// The event that grants it; a withdrawal names it.
    async fn event(&self) -> ID {
        self.grant.event.global()
    }

    /// The role.
    async fn role(&self) -> Role {
        self.grant.role.into()
    }

    /// The program for which it holds; null for the whole organization.
    async fn program(&self) -> Option<Program> {
        Program::seen(&self.moment, self.grant.program?)
    }

    /// The first day.
    async fn from(&self) -> Date {
        Date(self.grant.from)
    }

    /// The first day without it; null if it has no end yet.
    async fn until(&self) -> Option<Date> {
        self.grant.until.map(Date)
    }
}
