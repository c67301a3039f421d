//! Lists of initiatives: which, in which order.

use std::sync::Arc;

use async_graphql::{Enum, InputObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::id::{InitiativeId, ProgramId};
use cxl_ledger::query::{InitiativeFilter, InitiativeOrder, InitiativeRow, OrderDirection};

use crate::comparison::Verdict;
use crate::connection::{Listing, Page};
use crate::enums::Signal;
use crate::error::Problem;
use crate::initiative::Initiative;
use crate::moment::Moment;
use crate::mutation::reference::{Desk, PersonRef, ProgramRef, Reference};
use crate::mutation::rejection::At;
use crate::request::Asking;

/// Which initiatives; what is left out filters nothing.
#[derive(Debug, Clone, Default, InputObject)]
#[graphql(name = "InitiativeFilter")]
pub(crate) struct InitiativeFilterInput {
    /// Those of this program.
    program: Option<ProgramRef>,
    /// Those at this level.
    level: Option<u8>,
    /// Those of this owner on the effective day.
    owner: Option<PersonRef>,
    /// True for those without an owner on the effective day, false for those with one.
    vacant: Option<bool>,
    /// Those whose improvement delivered last has this verdict.
    verdict: Option<Verdict>,
    /// Those whose primary metric gives this signal.
    signal: Option<Signal>,
    /// Also those that were recorded in error; otherwise they are left out.
    include_recorded_in_error: Option<bool>,
}

/// In which order initiatives are listed; equal ones by code.
#[derive(Debug, Clone, Copy, Default, InputObject)]
#[graphql(name = "InitiativeOrder")]
pub(crate) struct InitiativeOrderInput {
    /// By what.
    field: InitiativeOrderField,
    /// Which way.
    #[graphql(default)]
    direction: Ordering,
}

/// By what initiatives are ordered.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "InitiativeOrder")]
pub(crate) enum InitiativeOrderField {
    /// By code.
    #[default]
    Code,
    /// By the day on which they begin.
    Begins,
    /// By level.
    Level,
}

/// Which way a list runs.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(name = "OrderDirection", remote = "OrderDirection")]
pub(crate) enum Ordering {
    /// From the least.
    #[default]
    Ascending,
    /// From the greatest.
    Descending,
}

/// A filter whose ids were read.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    of_ledger: InitiativeFilter,
    owned: bool,
}

impl InitiativeFilterInput {
    /// Looks up what it refers to.
    pub(crate) async fn read(self, asking: &Asking) -> Result<Filter, Problem> {
        let desk = Desk::new(&asking.ledger, asking.actor);
        let program = self.program.find(&desk).await.at("filter.program")?;
        let owner = self.owner.find(&desk).await.at("filter.owner")?;
        if owner.is_some() && self.vacant == Some(true) {
            return Err(Problem::bad_input("filter: what is vacant has no owner; leave owner or vacant out"));
        }
        let vacant = (self.vacant == Some(true)).then_some(None);
        let of_ledger = InitiativeFilter {
            program,
            level: self.level,
            owner: owner.map(Some).or(vacant),
            verdict: self.verdict.map(Verdict::stable_name),
            signal: self.signal.map(Into::into),
            in_error: self.include_recorded_in_error == Some(true),
        };
        Ok(Filter { of_ledger, owned: self.vacant == Some(false) })
    }
}

impl Filter {
    /// The program whose initiatives are asked for, if it is one.
    pub(crate) fn program(&self) -> Option<ProgramId> {
        self.of_ledger.program
    }

    /// The same filter for the initiatives of one program.
    pub(crate) fn within(mut self, program: ProgramId) -> Result<Self, Problem> {
        if self.program().is_some_and(|named| named != program) {
            return Err(Problem::bad_input("filter.program names another program than the one around it"));
        }
        self.of_ledger.program = Some(program);
        Ok(self)
    }
}

/// Day or level by which the list is ordered, code, id.
type Key = (Option<NaiveDate>, Option<u8>, Code, InitiativeId);

/// A page of the initiatives that pass a filter, of the programs that the asker can read.
pub(crate) fn portfolio(
    moment: &Arc<Moment>,
    filter: &Filter,
    order: InitiativeOrderInput,
    first: i32,
    after: Option<&str>,
) -> Result<Page<Initiative>, Problem> {
    let list = Listing::open(moment, "initiatives", &(filter, order), first, after)?;
    let (by, direction) = (order.field.into(), order.direction.into());
    let asking = &moment.asking;
    let inquiry = list.moment.inquiry();
    let mut rows = inquiry.initiatives(&filter.of_ledger, by, direction, &|program| asking.reads(program));
    if filter.owned {
        rows.retain(|row| {
            list.moment
                .views
                .initiative(row.id)
                .is_some_and(|held| held.state.owner(&inquiry.as_of).is_some())
        });
    }
    let key = |row: &InitiativeRow| -> Key {
        let begins = (by == InitiativeOrder::Begins).then_some(row.begins);
        let level = row.level.filter(|_| by == InitiativeOrder::Level);
        (begins, level, row.code.clone(), row.id)
    };
    let page = list.cut(rows, direction == OrderDirection::Descending, key);
    Ok(page.of(|row| Initiative::found(&list.moment, row.id)))
}
