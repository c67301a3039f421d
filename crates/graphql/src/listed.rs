//! The things of one noun in a program, in pages by code.

use std::fmt;
use std::sync::Arc;

use async_graphql::OutputType;
use cxl_domain::code::Code;
use cxl_domain::id::ProgramId;
use cxl_domain::time::AsOf;
use cxl_ledger::shelf::Shelved;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::connection::{Connection, Listing};
use crate::error::Problem;
use crate::moment::Moment;

/// Which things of a program a list holds.
pub(crate) struct Listed<'a> {
    /// The name of the list.
    pub(crate) name: &'a str,
    pub(crate) program: ProgramId,
    /// Whether those that were recorded in error are listed, too.
    pub(crate) in_error: bool,
    pub(crate) first: i32,
    pub(crate) after: Option<&'a str>,
}

impl Listed<'_> {
    /// The page of those that have begun on the effective day and that `keep` lets through. `arguments` are
    /// what `keep` depends on.
    pub(crate) fn page<N: Shelved, T: OutputType>(
        &self,
        moment: &Arc<Moment>,
        arguments: &impl fmt::Debug,
        keep: impl Fn(&N, &AsOf) -> bool,
        see: impl Fn(&Arc<Moment>, N::Id) -> Option<T>,
    ) -> Result<Connection<T>, Problem>
    where
        N::Id: Ord + Serialize + DeserializeOwned,
    {
        let arguments = (self.program, self.in_error, arguments);
        let list: Listing<(Code, N::Id)> =
            Listing::open(moment, self.name, &arguments, self.first, self.after)?;
        let as_of = list.moment.as_of();
        let held = list.moment.views.things_of::<N>(self.program).map(|held| &held.state);
        let is_listed = |thing: &&N| {
            let begun = thing.beginning(as_of).is_some_and(|(entry, began)| {
                began.program == self.program && entry.from() <= as_of.effective
            });
            begun && (self.in_error || thing.exists(as_of)) && keep(thing, as_of)
        };
        let mut rows: Vec<_> = held
            .filter(is_listed)
            .filter_map(|thing| Some((thing.code(as_of)?.clone(), thing.id())))
            .collect();
        rows.sort_unstable();
        let page = list.cut(rows, false, Clone::clone);
        Ok(page.of(|(_, id)| see(&list.moment, id)).connection())
    }
}
