//! Control statements, and the gap where whoever answers for a metric cannot move it.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use cxl_domain::history::Entry;
use cxl_domain::metric::{self, ControlStated, MetricFact};
use cxl_ledger::TextAt;

use crate::enums::{GapReason, Purpose};
use crate::error::Problem;
use crate::fact::Fact;
use crate::list::List;
use crate::moment::Moment;
use crate::organization::Department;
use crate::person::Person;
use crate::scalars::Date;
use crate::texts::Text;

/// A declaration of what a metric is for.
#[derive(SimpleObject)]
pub(crate) struct PurposeDeclaration {
    /// Everything that it is used for.
    purposes: List<Purpose>,
    /// The first day.
    from: Date,
    /// The fact that declares it.
    fact: Fact,
}

impl PurposeDeclaration {
    pub(crate) fn of(
        moment: &Arc<Moment>,
        (entry, declared): (&Entry<MetricFact>, &metric::PurposeDeclared),
    ) -> Self {
        Self {
            purposes: declared.purposes.iter().copied().map(Purpose::from).collect(),
            from: Date(entry.from()),
            fact: Fact::of(moment, entry),
        }
    }
}

/// A control statement at a moment.
#[derive(Debug, Clone)]
pub(crate) struct ControlStatement {
    moment: Arc<Moment>,
    entry: Entry<MetricFact>,
    stated: ControlStated,
}

impl ControlStatement {
    pub(crate) fn of(moment: &Arc<Moment>, (entry, stated): (&Entry<MetricFact>, &ControlStated)) -> Self {
        Self { moment: moment.clone(), entry: entry.clone(), stated: stated.clone() }
    }

    async fn answer(
        &self,
        answer: &metric::ControlAnswer,
        pointer: &'static str,
    ) -> Result<ControlAnswer, Problem> {
        let remark = self.moment.text(TextAt::field(&self.entry, pointer)).await?;
        Ok(ControlAnswer { yes: answer.yes, remark })
    }
}

/// What somebody who answers for a metric says about whether they can move it. "No" is allowed and
/// valuable.
#[Object]
impl ControlStatement {
    /// Who says so: whoever was accountable on the day.
    async fn by(&self) -> Person {
        Person::reference(&self.moment, self.entry.by())
    }

    /// The first day.
    async fn from(&self) -> Date {
        Date(self.entry.from())
    }

    /// Whether what they do moves it.
    async fn controls(&self) -> Result<ControlAnswer, Problem> {
        self.answer(&self.stated.controls, "/fact/controls/remark").await
    }

    /// Whether they know how to improve it.
    async fn knows_how(&self) -> Result<ControlAnswer, Problem> {
        self.answer(&self.stated.knows_how, "/fact/knows_how/remark").await
    }

    /// Whether they may do what that takes.
    async fn has_authority(&self) -> Result<ControlAnswer, Problem> {
        self.answer(&self.stated.has_authority, "/fact/has_authority/remark").await
    }

    /// The department that they say controls it.
    async fn controlled_by(&self) -> Option<Department> {
        Department::seen(&self.moment, self.stated.controlled_by?)
    }

    /// The fact that states it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// One answer of a control statement.
#[derive(Debug, SimpleObject)]
pub(crate) struct ControlAnswer {
    /// Yes or no.
    yes: bool,
    /// What there is to say about it.
    remark: Option<Text>,
}

/// An accountability gap at a moment.
#[derive(Debug, Clone)]
pub(crate) struct AccountabilityGap {
    pub(crate) moment: Arc<Moment>,
    pub(crate) program: cxl_domain::id::ProgramId,
    pub(crate) gap: metric::AccountabilityGap,
}

/// That whoever answers for a metric cannot move it, or that nobody answers for it.
#[Object]
impl AccountabilityGap {
    /// Who answers for it.
    async fn accountable(&self) -> Option<Person> {
        self.gap.accountable.map(|person| Person::reference(&self.moment, person))
    }

    /// What keeps them from moving it; at least one reason.
    async fn reasons(&self) -> List<GapReason> {
        self.gap.reasons.iter().copied().map(GapReason::from).collect()
    }

    /// The department that they say controls it.
    async fn controlled_by(&self) -> Option<Department> {
        Department::seen(&self.moment, self.gap.controlled_by?)
    }

    /// The sponsor of the program on the effective day, if no department controls the metric: then it
    /// belongs to the sponsor.
    async fn sponsor(&self) -> Option<Person> {
        let held = self.moment.views.program(self.program).filter(|_| self.gap.belongs_to_sponsor)?;
        let sponsor = held.state.sponsor(self.moment.as_of())?;
        Some(Person::reference(&self.moment, sponsor))
    }
}
