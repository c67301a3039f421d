//! Finding things by their words.

use std::sync::Arc;

use async_graphql::{Enum, SimpleObject};
use cxl_domain::authorization::Action;
use cxl_domain::id::ProgramId;
use cxl_ledger::search::{self, Hit, Readable, Search, SearchError, Words};
use uuid::Uuid;

use crate::connection::{Connection, Listing};
use crate::error::{Code, Problem};
use crate::ids::{GlobalId, Kind};
use crate::moment::Moment;
use crate::node::Node;

/// What is looked for may have so many characters.
const LONGEST: usize = 500;

/// A kind of thing that can be found.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[graphql(remote = "search::SearchKind")]
pub(crate) enum SearchKind {
    /// A program, by its name.
    Program,
    /// An initiative, by name and purpose.
    Initiative,
    /// An improvement, by its title.
    Improvement,
    /// A metric, by its name and how it is defined.
    Metric,
    /// A decision, by its question.
    Decision,
    /// A pain point, by its description.
    PainPoint,
    /// An insight, by its description.
    Insight,
    /// A journey, by its name.
    Journey,
    /// A committee, by its name.
    Committee,
    /// A meeting, by its name.
    Meeting,
    /// A piece of evidence, by its summary.
    Evidence,
    /// A department, by its name.
    Department,
    /// A person, by code and, where you may read what people are called, by name.
    Person,
}

/// In which of a thing's texts the words were found.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "search::FoundIn")]
pub(crate) enum FoundIn {
    /// What people call it by.
    Code,
    /// What it is called: name, title, question.
    Name,
    /// What is said of it: purpose, description, summary.
    Text,
}

/// A thing that was found.
#[derive(SimpleObject)]
pub(crate) struct SearchHit {
    /// The thing.
    node: Node,
    /// What it is.
    kind: SearchKind,
    /// In which of its texts the words were found; of several the one that tells least.
    found_in: FoundIn,
    /// Whether every word asked for is a whole word there, and not the beginning of one.
    whole: bool,
}

/// The arguments of a search as they were given.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) query: String,
    pub(crate) program: Option<ProgramId>,
    pub(crate) kinds: Option<Vec<SearchKind>>,
}

/// A page of what is found, whatever tells most first.
pub(crate) async fn found(
    moment: &Arc<Moment>,
    asked: Asked,
    first: i32,
    after: Option<&str>,
) -> Result<Connection<SearchHit>, Problem> {
    if asked.query.chars().count() > LONGEST {
        return Err(Problem::bad_input(format!("query has more than {LONGEST} characters; ask for less")));
    }
    let list = Listing::open(moment, "search", &asked, first, after)?;
    let Moment { asking, views, point } = &*list.moment;
    let existing = views.programs().filter(|held| held.state.exists(&point.as_of));
    let readable = Readable {
        programs: existing.map(|held| held.state.id).filter(|program| asking.reads(*program)).collect(),
        organization: asking.may(Action::ReadOrganization, None),
        names: asking.may(Action::ReadPersonal, None),
    };
    let search = Search {
        words: Words::of(&asked.query),
        program: asked.program,
        kinds: asked.kinds.unwrap_or_default().into_iter().map(Into::into).collect(),
    };
    let mut hits = asking.ledger.search(views, &point.as_of, &readable, &search).await?;
    // What the schema does not show yet is not found either.
    hits.retain(|hit| Node::seen(&list.moment, global(hit)).is_some());
    let page = list.cut(hits, false, key);
    let page = page.of(|hit| {
        let node = Node::seen(&list.moment, global(&hit))?;
        Some(SearchHit { node, kind: hit.kind.into(), found_in: hit.found_in.into(), whole: hit.whole })
    });
    Ok(if asked.program.is_some() { page.connection() } else { page.spanning() })
}

/// The rank of a hit as a cursor keeps it.
fn key(hit: &Hit) -> (u8, bool, u8, Option<String>, Uuid) {
    let (found_in, begins, kind, code, id) = hit.rank();
    (found_in as u8, begins, kind as u8, code.map(ToString::to_string), id)
}

fn global(hit: &Hit) -> GlobalId {
    let kind = match SearchKind::from(hit.kind) {
        SearchKind::Program => Kind::Program,
        SearchKind::Initiative => Kind::Initiative,
        SearchKind::Improvement => Kind::Improvement,
        SearchKind::Metric => Kind::Metric,
        SearchKind::Decision => Kind::Decision,
        SearchKind::PainPoint => Kind::PainPoint,
        SearchKind::Insight => Kind::Insight,
        SearchKind::Journey => Kind::Journey,
        SearchKind::Committee => Kind::Committee,
        SearchKind::Meeting => Kind::Meeting,
        SearchKind::Evidence => Kind::Evidence,
        SearchKind::Department => Kind::Department,
        SearchKind::Person => Kind::Person,
    };
    GlobalId { kind, id: hit.id }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::NoWord | SearchError::TooManyWords { .. } => Self::bad_input(error),
            SearchError::TooMuch { .. } => Self::new(Code::LimitExceeded, error.to_string()),
            SearchError::Failed(cause) => Self::from(cause),
        }
    }
}
