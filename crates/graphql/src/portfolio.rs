//! Lists of initiatives: which, in which order.

use std::sync::Arc;

use async_graphql::{Enum, ID, InputObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::id::{InitiativeId, PersonId, ProgramId};
use cxl_ledger::query::{InitiativeFilter, InitiativeOrder, InitiativeRow, OrderDirection};

use crate::comparison::Verdict;
use crate::connection::{Listing, Page};
use crate::enums::Signal;
use crate::error::Problem;
use crate::ids::Global;
use crate::initiative::Initiative;
use crate::moment::Moment;

/// Which initiatives; what is left out filters nothing.
#[derive(Debug, Clone, Default, InputObject)]
#[graphql(name = "InitiativeFilter")]
pub(crate) struct InitiativeFilterInput {
    /// Those of this program.
    pub(crate) program: Option<ID>,
    /// Those at this level.
    level: Option<u8>,
    /// Those of this owner on the effective day.
    owner: Option<ID>,
    /// True for those without an owner on the effective day, false for those with one.
    vacant: Option<bool>,
    /// Those whose improvement delivered last has this verdict.
    verdict: Option<Verdict>,
    /// Those whose primary metric gives this signal.
    signal: Option<Signal>,
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
    /// Reads the ids.
    pub(crate) fn read(&self) -> Result<Filter, Problem> {
        let owner = self.owner.as_ref().map(PersonId::parse).transpose()?;
        let owner = match (owner, self.vacant) {
            (Some(_), Some(true)) => {
                return Err(Problem::bad_input("what is vacant has no owner: leave one out"));
            }
            (Some(owner), _) => Some(Some(owner)),
            (None, Some(true)) => Some(None),
            (None, _) => None,
        };
        let of_ledger = InitiativeFilter {
            program: self.program.as_ref().map(ProgramId::parse).transpose()?,
            level: self.level,
            owner,
            verdict: self.verdict.map(Verdict::stable_name),
            signal: self.signal.map(Into::into),
        };
        Ok(Filter { of_ledger, owned: self.vacant == Some(false) })
    }

    /// The same for the initiatives of one program.
    pub(crate) fn within(&self, program: ProgramId) -> Result<Filter, Problem> {
        let filter = self.read()?;
        if filter.of_ledger.program.is_some_and(|named| named != program) {
            return Err(Problem::bad_input("filter.program names another program than the one around it"));
        }
        Ok(Filter { of_ledger: InitiativeFilter { program: Some(program), ..filter.of_ledger }, ..filter })
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
    Ok(page.of(|row| Initiative::seen(&list.moment, row.id)))
}
