//! What an initiative changes around itself.

use std::sync::Arc;

use async_graphql::{Enum, Object};
use cxl_domain::history::Entry;
use cxl_domain::initiative::{self, InitiativeFact};
use cxl_domain::program::Vocabulary;
use cxl_ledger::TextAt;

use crate::connection::list_cost;
use crate::error::Problem;
use crate::fact::Fact;
use crate::label::label;
use crate::list::List;
use crate::moment::Moment;
use crate::place::Place;
use crate::scalars::{Code, Decimal};
use crate::texts::Text;

/// What an element of the ecosystem is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::initiative::ElementKind")]
pub(crate) enum ElementKind {
    /// People: who serves customers, what they know and may do.
    People,
    /// A system: what they serve them with.
    System,
    /// A product: what customers get.
    Product,
    /// A process: how the work goes.
    Process,
}

/// An element at a moment.
#[derive(Debug)]
pub(crate) struct ChangedElement {
    moment: Arc<Moment>,
    entry: Entry<InitiativeFact>,
    changed: initiative::ElementChanged,
}

/// Every element that an initiative changes, by code.
pub(crate) fn elements(moment: &Arc<Moment>, initiative: &initiative::Initiative) -> List<ChangedElement> {
    let elements = initiative.elements(moment.as_of()).into_iter();
    let shown = elements.map(|(entry, changed)| ChangedElement {
        moment: moment.clone(),
        entry: entry.clone(),
        changed: changed.clone(),
    });
    shown.collect()
}

/// An element of the ecosystem that an initiative changes. The same code in another initiative is the same
/// element.
#[Object]
impl ChangedElement {
    /// The fact that says so.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// What people call it.
    async fn code(&self) -> Code {
        Code(self.changed.code.clone())
    }

    /// What it is.
    async fn kind(&self) -> ElementKind {
        self.changed.kind.into()
    }

    /// Its name.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::name(&self.entry)).await
    }

    /// At which places of journeys it is changed.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn at(&self) -> List<Place> {
        self.changed.at.iter().map(|place| Place::of(&self.moment, *place)).collect()
    }
}

/// A helped goal at a moment.
#[derive(Debug)]
pub(crate) struct HelpedGoal {
    moment: Arc<Moment>,
    entry: Entry<InitiativeFact>,
    helps: initiative::Helps,
    program: Option<cxl_domain::id::ProgramId>,
}

/// Every goal that an initiative helps, by executive.
pub(crate) fn helped_goals(moment: &Arc<Moment>, initiative: &initiative::Initiative) -> List<HelpedGoal> {
    let program = initiative.program(moment.as_of());
    let helped = initiative.helps(moment.as_of()).into_iter();
    let shown = helped.map(|(entry, helps)| HelpedGoal {
        moment: moment.clone(),
        entry: entry.clone(),
        helps: helps.clone(),
        program,
    });
    shown.collect()
}

/// A goal of an executive that an initiative helps.
#[Object]
impl HelpedGoal {
    /// The fact that says so.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// Whose goal: the code of the executive's role, such as CMO, COO or CFO.
    async fn executive(&self) -> Code {
        Code(self.helps.executive.clone())
    }

    /// How people call that role in the program.
    async fn executive_label(&self) -> Result<Option<Text>, Problem> {
        let Some(program) = self.program else { return Ok(None) };
        label(&self.moment, program, Vocabulary::Executive, Some(&self.helps.executive)).await
    }

    /// Which goal.
    async fn goal(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/goal")).await
    }
}

/// How far a program's business lives on personal contact, at a moment.
#[derive(Debug)]
pub(crate) struct PersonalContact {
    moment: Arc<Moment>,
    entry: Entry<cxl_domain::program::ProgramFact>,
    share: rust_decimal::Decimal,
}

impl PersonalContact {
    /// As stated on the effective day.
    pub(crate) fn of(moment: &Arc<Moment>, program: &cxl_domain::program::Program) -> Option<Self> {
        let (entry, share) = program.personal_contact(moment.as_of())?;
        Some(Self { moment: moment.clone(), entry: entry.clone(), share })
    }
}

/// How far a program's business lives on personal contact: context for reading what employees and customers
/// say beside each other.
#[Object]
impl PersonalContact {
    /// The share of the business that is done from person to person, 0 to 1.
    async fn share(&self) -> Decimal {
        Decimal(self.share)
    }

    /// How that is known.
    async fn source(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/source")).await
    }

    /// The fact that says so.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}
