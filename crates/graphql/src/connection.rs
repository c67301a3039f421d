//! Lists in pages, as Relay spells them. The page after a cursor is one of the same list at the same
//! point in time as the page before it, whatever was recorded in between.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use async_graphql::{OutputType, SimpleObject, TypeName};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::as_of::PointInTime;
use crate::cursor::{Cursor, ListId};
use crate::error::Problem;
use crate::list::List;
use crate::moment::Moment;

/// The most members that a page has.
pub const MOST: i32 = 100;

/// How many members a page has where `first` is left out.
pub const USUAL_PAGE: u64 = 20;

/// The fields that answer a page, by name, for whoever reckons before anything is executed.
pub const PAGED: &[&str] = &[
    "accountabilityGaps",
    "arrivals",
    "changes",
    "committees",
    "contradictions",
    "decisions",
    "events",
    "evidence",
    "history",
    "initiatives",
    "insights",
    "journeys",
    "meetings",
    "metrics",
    "movedCommitments",
    "painPoints",
    "people",
    "programs",
    "readings",
    "reports",
    "search",
];

/// The complexity of a list in pages: what hangs below it counts for each member.
pub(crate) fn page_cost(first: i32, child: usize) -> usize {
    usize::try_from(first).unwrap_or(0).saturating_mul(child).saturating_add(1)
}

/// The complexity of a short list without pages.
pub(crate) fn list_cost(child: usize) -> usize {
    child.saturating_mul(10).saturating_add(1)
}

/// The complexity of a list for which a whole program is looked through.
pub(crate) fn scan_cost(child: usize) -> usize {
    list_cost(child).saturating_add(200)
}

/// Where in a list a page lies.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct PageInfo {
    /// Whether the list goes on after this page.
    has_next_page: bool,
    /// Whether there is something before this page.
    has_previous_page: bool,
    /// The cursor of the first member; null on an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last member: give it as `after` for the next page. Null on an empty page.
    end_cursor: Option<String>,
}

/// A list that is about to be paged: its moment, that of the cursor where one was given, and where the
/// page begins.
#[derive(Debug)]
pub(crate) struct Listing<K> {
    pub(crate) moment: Arc<Moment>,
    list: ListId,
    first: usize,
    after: Option<K>,
}

/// The members of one page, each with its cursor.
#[derive(Debug)]
pub(crate) struct Page<T> {
    members: Vec<(String, T)>,
    info: PageInfo,
    total: Option<usize>,
    moment: Arc<Moment>,
}

impl<T> Page<T> {
    /// The same page of what its members stand for. One that nobody sees any more is left out.
    pub(crate) fn of<N>(self, see: impl Fn(T) -> Option<N>) -> Page<N> {
        let members =
            self.members.into_iter().filter_map(|(cursor, row)| Some((cursor, see(row)?))).collect();
        Page { members, info: self.info, total: self.total, moment: self.moment }
    }
}

impl<N: OutputType> Page<N> {
    /// The page of a list within one program, as an answer.
    pub(crate) fn connection(self) -> Connection<N> {
        self.leaving_out(0)
    }

    /// The page of a list that spans programs, as an answer.
    pub(crate) fn spanning(self) -> Connection<N> {
        let left_out = self.moment.programs_left_out();
        self.leaving_out(left_out)
    }

    fn leaving_out(self, programs_left_out: usize) -> Connection<N> {
        Connection {
            edges: self.members.into_iter().map(|(cursor, node)| Edge { cursor, node }).collect(),
            page_info: self.info,
            total_count: self.total,
            programs_left_out,
            as_of: (&self.moment.point).into(),
        }
    }
}

impl<K: Serialize + DeserializeOwned + Ord> Listing<K> {
    /// Reads the arguments of a page. `name` and `arguments` say which list it is; a cursor of another one, or of
    /// somebody else's, is refused.
    pub(crate) fn open(
        moment: &Arc<Moment>,
        name: &str,
        arguments: &impl fmt::Debug,
        first: i32,
        after: Option<&str>,
    ) -> Result<Self, Problem> {
        let size = usize::try_from(first).ok().filter(|_| (1..=MOST).contains(&first));
        let first = size
            .ok_or_else(|| Problem::bad_input(format!("first is {first}; a page has 1 to {MOST} members")))?;
        let asking = &moment.asking;
        asking.still_waited_for()?;
        // What somebody else reads may be another list under the same name.
        let list = ListId::of(name, &(arguments, asking.asked(), asking.actor.agent));
        let cursor = after.map(|after| asking.cursors.decode::<K>(after, list)).transpose()?;
        let (moment, after) = match cursor {
            Some(cursor) => (moment.at(cursor.point), Some(cursor.after)),
            None => (moment.clone(), None),
        };
        Ok(Self { moment, list, first, after })
    }

    /// How many members the page has at most.
    pub(crate) fn first(&self) -> usize {
        self.first
    }

    /// The key of the last member of the page before.
    pub(crate) fn after(&self) -> Option<&K> {
        self.after.as_ref()
    }

    /// Cuts the page out of the whole list, which is in the order of `key`, or against it.
    pub(crate) fn cut<T>(&self, rows: Vec<T>, descending: bool, key: impl Fn(&T) -> K) -> Page<T> {
        let is_before = |row: &T| {
            self.after.as_ref().is_some_and(|after| {
                let key = key(row);
                if descending { key >= *after } else { key <= *after }
            })
        };
        let total = rows.len();
        let begins = rows.iter().take_while(|row| is_before(row)).count();
        let more = total - begins > self.first;
        let page = rows.into_iter().skip(begins).take(self.first).collect();
        Page { total: Some(total), ..self.page(page, begins > 0, more, key) }
    }

    /// The page whose members are known.
    pub(crate) fn page<T>(&self, rows: Vec<T>, earlier: bool, more: bool, key: impl Fn(&T) -> K) -> Page<T> {
        let cursors = &self.moment.asking.cursors;
        let members: Vec<(String, T)> = rows
            .into_iter()
            .map(|row| {
                let cursor = Cursor { list: self.list, point: self.moment.point, after: key(&row) };
                (cursors.encode(&cursor), row)
            })
            .collect();
        let info = PageInfo {
            has_next_page: more,
            has_previous_page: earlier,
            start_cursor: members.first().map(|(cursor, _)| cursor.clone()),
            end_cursor: members.last().map(|(cursor, _)| cursor.clone()),
        };
        Page { members, info, total: None, moment: self.moment.clone() }
    }
}

/// A member of a list in pages.
#[derive(Debug, SimpleObject)]
#[graphql(name_type)]
pub(crate) struct Edge<N: OutputType> {
    /// Where the member stands in the list: give it as `after` for what follows.
    cursor: String,
    /// The member.
    node: N,
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// One page of a list.
#[derive(Debug, SimpleObject)]
#[graphql(name_type)]
pub(crate) struct Connection<N: OutputType> {
    /// The members of the page, in order.
    edges: List<Edge<N>>,
    /// Whether and where the list goes on.
    page_info: PageInfo,
    /// How many members the whole list has; null where that is not known without reading it.
    total_count: Option<usize>,
    /// How many programs are left out of the list, because you cannot read them; 0 for a list within one
    /// program.
    programs_left_out: usize,
    /// The point in time to which the page belongs: with a cursor, that of the first page.
    as_of: PointInTime,
}

impl<N: OutputType> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}
