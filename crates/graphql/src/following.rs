//! What is recorded, told to those who follow it or ask for it again and again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::{Context, ID, Object};
use cxl_domain::id::{InitiativeId, ProgramId};
use cxl_ledger::{ExecuteError, FollowError, Follower, Ledger, Scope, Told};
use cxl_store::meta::Actor;
use futures_util::stream::{self, BoxStream, StreamExt as _};

use crate::connection::MOST;
use crate::cursor::CursorKey;
use crate::error::{Code, Problem};
use crate::history::Event;
use crate::ids::{Global as _, GlobalId, Kind};
use crate::initiative::Initiative;
use crate::moment::Moment;
use crate::program::Program;
use crate::request::{Asking, Caller};
use crate::scalars::Position;

/// How many events those who follow are told at once.
const AT_ONCE: usize = 50;

/// Goes on after this position, whatever the document says: for a transport by which a client says where it
/// was told something last. [`async_graphql::Request::data`].
#[derive(Debug, Clone, Copy)]
pub struct ResumeAfter(pub u64);

/// Up to which position whoever follows was told, for a transport that says so beside the answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct ToldTo(Arc<AtomicU64>);

impl ToldTo {
    /// The position, once something was told.
    pub(crate) fn position(&self) -> Option<u64> {
        self.0.load(Ordering::Acquire).checked_sub(1)
    }

    fn set(&self, told: &Told) {
        self.0.store(told.next, Ordering::Release);
    }
}

/// What was recorded about an initiative since the item before.
#[derive(Debug)]
pub(crate) struct InitiativeChanged {
    page: EventPage,
    initiative: Option<Initiative>,
}

impl InitiativeChanged {
    /// Follows an initiative.
    pub(crate) async fn follow(
        ctx: &Context<'_>,
        id: ID,
        after: Option<Position>,
    ) -> Result<Changes<Self>, Problem> {
        let id = InitiativeId::parse(&id)?;
        follow(ctx, Scope::Initiative(id), after, move |moment, told| Self {
            initiative: Initiative::found(&moment, id),
            page: EventPage::within(&moment, told),
        })
        .await
    }
}

/// What was recorded about an initiative since the item before.
#[Object]
impl InitiativeChanged {
    /// The events, oldest first: those of the initiative, of the metrics that were ever linked to it and of the
    /// evidence that counts for it. None where the item only tells how far the ledger has come.
    #[graphql(complexity = "page_cost(child_complexity)")]
    async fn events(&self) -> &[Event] {
        &self.page.events
    }

    /// Whatever is recorded up to here was told, or is about something else: follow `after` it to go on later.
    async fn position(&self) -> Option<Position> {
        self.page.position
    }

    /// Whether more was recorded already, which the next item tells.
    async fn more(&self) -> bool {
        self.page.more
    }

    /// The initiative as it stands now.
    async fn initiative(&self) -> Option<&Initiative> {
        self.initiative.as_ref()
    }
}

/// What was recorded in a program since the item before.
#[derive(Debug)]
pub(crate) struct ProgramChanged {
    page: EventPage,
    program: Option<Program>,
}

impl ProgramChanged {
    /// Follows a program.
    pub(crate) async fn follow(
        ctx: &Context<'_>,
        id: ID,
        after: Option<Position>,
    ) -> Result<Changes<Self>, Problem> {
        let id = ProgramId::parse(&id)?;
        follow(ctx, Scope::Program(id), after, move |moment, told| Self {
            program: Program::found(&moment, id),
            page: EventPage::within(&moment, told),
        })
        .await
    }
}

/// What was recorded in a program since the item before.
#[Object]
impl ProgramChanged {
    /// The events, oldest first: those of the program and of everything in it. None where the item only tells
    /// how far the ledger has come.
    #[graphql(complexity = "page_cost(child_complexity)")]
    async fn events(&self) -> &[Event] {
        &self.page.events
    }

    /// Whatever is recorded up to here was told, or is about something else: follow `after` it to go on later.
    async fn position(&self) -> Option<Position> {
        self.page.position
    }

    /// Whether more was recorded already, which the next item tells.
    async fn more(&self) -> bool {
        self.page.more
    }

    /// The program as it stands now.
    async fn program(&self) -> Option<&Program> {
        self.program.as_ref()
    }
}

/// What was recorded in the ledger since the item before.
#[derive(Debug)]
pub(crate) struct LedgerChanged(EventPage);

impl LedgerChanged {
    /// Follows the whole ledger.
    pub(crate) async fn follow(ctx: &Context<'_>, after: Option<Position>) -> Result<Changes<Self>, Problem> {
        follow(ctx, Scope::Ledger, after, |moment, told| Self(EventPage::spanning(&moment, told))).await
    }
}

/// What was recorded in the ledger since the item before.
#[Object]
impl LedgerChanged {
    /// The events, oldest first, as far as you may read them. None where the item only tells how far the ledger
    /// has come.
    #[graphql(complexity = "page_cost(child_complexity)")]
    async fn events(&self) -> &[Event] {
        &self.0.events
    }

    /// Whatever is recorded up to here was told, as far as you may read it: follow `after` it to go on later.
    async fn position(&self) -> Option<Position> {
        self.0.position
    }

    /// Whether more was recorded already, which the next item tells.
    async fn more(&self) -> bool {
        self.0.more
    }

    /// How many programs are left out, because you cannot read them.
    async fn programs_left_out(&self) -> usize {
        self.0.programs_left_out
    }
}

/// Recorded events after a position.
#[derive(Debug, async_graphql::SimpleObject)]
pub(crate) struct EventPage {
    /// The events, oldest first, as far as you may read them.
    events: Vec<Event>,
    /// Whatever is recorded up to here is on this page or an earlier one: ask for what comes `after` it for the
    /// next page. Null while nothing is recorded.
    position: Option<Position>,
    /// Whether more is recorded already.
    more: bool,
    /// How many programs are left out, because you cannot read them; 0 for what belongs to one initiative or
    /// program.
    programs_left_out: usize,
}

impl EventPage {
    /// What is told of one program or initiative.
    fn within(moment: &Arc<Moment>, told: Told) -> Self {
        let (position, more) = (told.position().map(Position), told.more);
        let events = told.entries.into_iter().map(|entry| Event::new(moment.clone(), entry)).collect();
        Self { events, position, more, programs_left_out: 0 }
    }

    /// What is told of the whole ledger.
    fn spanning(moment: &Arc<Moment>, told: Told) -> Self {
        Self { programs_left_out: moment.programs_left_out(), ..Self::within(moment, told) }
    }

    /// The page after a position of what is recorded about something, or of everything. Nothing for what there
    /// is not, and for what the asker may not read.
    pub(crate) async fn after(
        asking: &Arc<Asking>,
        of: Option<ID>,
        after: Option<Position>,
        first: i32,
    ) -> Result<Option<Self>, Problem> {
        let limit = usize::try_from(first).ok().filter(|_| (1..=MOST).contains(&first));
        let limit = limit
            .ok_or_else(|| Problem::bad_input(format!("first is {first}; a page has 1 to {MOST} members")))?;
        let scope = of.map_or(Ok(Scope::Ledger), |of| scope(&of))?;
        let next = after.map_or(0, |position| position.0.saturating_add(1));
        match asking.ledger.events(&asking.views, &asking.actor, scope, next, limit).await {
            Ok(told) => {
                let moment = Moment::after(asking, told.views.clone(), program(asking, scope))?;
                Ok(Some(match scope {
                    Scope::Ledger => Self::spanning(&moment, told),
                    Scope::Program(_) | Scope::Initiative(_) => Self::within(&moment, told),
                }))
            }
            Err(FollowError::NotReadable) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// What an id names that can be followed.
fn scope(id: &ID) -> Result<Scope, Problem> {
    let named: GlobalId = id.parse()?;
    match named.kind {
        Kind::Initiative => Ok(Scope::Initiative(InitiativeId(named.id))),
        Kind::Program => Ok(Scope::Program(ProgramId(named.id))),
        other => Err(Problem::bad_input(format!(
            "the id {:?} names something else: {}; give that of an initiative or a program",
            id.as_str(),
            other.as_str()
        ))),
    }
}

/// The program in whose zone the days of a scope are told.
fn program(asking: &Asking, scope: Scope) -> Option<ProgramId> {
    match scope {
        Scope::Ledger => None,
        Scope::Program(program) => Some(program),
        Scope::Initiative(id) => asking.views.initiative(id)?.state.program(&asking.head()),
    }
}

/// Items as they come, the last of which may be an error.
pub(crate) type Changes<T> = BoxStream<'static, Result<T, Problem>>;

/// Follows a scope; `shape` makes an item of what is told.
async fn follow<T: Send + 'static>(
    ctx: &Context<'_>,
    scope: Scope,
    after: Option<Position>,
    shape: impl Fn(Arc<Moment>, Told) -> T + Send + Sync + 'static,
) -> Result<Changes<T>, Problem> {
    // No moment is kept for as long as somebody follows: each item has one of its own.
    let (caller, ledger, cursors) = Caller::of(ctx)?;
    let resumed = ctx.data_opt::<ResumeAfter>().map(|resume| resume.0);
    let after = resumed.or(after.map(|position| position.0));
    let (actor, told_to) = (caller.actor(), caller.told_to());
    let (ledger, cursors) = (ledger.clone(), cursors.clone());
    let follower = ledger.follow(actor, scope, after, AT_ONCE).await.map_err(|error| match after {
        Some(after) => Problem::from(error).resuming(after),
        None => error.into(),
    })?;
    let feed = Feed { follower, scope, ledger, actor, cursors, told_to };
    let shape = Arc::new(shape);
    let items = stream::unfold(Some(feed), move |feed| {
        let shape = shape.clone();
        async move {
            let mut feed = feed?;
            match feed.next().await {
                Ok((moment, told)) => Some((Ok(shape(moment, told)), Some(feed))),
                Err(problem) => Some((Err(problem), None)),
            }
        }
    });
    Ok(items.boxed())
}

/// A follower, with what it takes to make answers of what they are told.
struct Feed {
    follower: Follower,
    scope: Scope,
    ledger: Arc<Ledger>,
    actor: Actor,
    cursors: CursorKey,
    told_to: ToldTo,
}

impl Feed {
    /// What comes next, and the moment to which it belongs: each item is answered from one of its own.
    async fn next(&mut self) -> Result<(Arc<Moment>, Told), Problem> {
        let told = self.follower.next().await.map_err(|error| self.resuming(error.into()))?;
        let (ledger, cursors) = (self.ledger.clone(), self.cursors.clone());
        let asking = Arc::new(Asking::at(ledger, told.views.clone(), self.actor, cursors));
        let moment = Moment::after(&asking, told.views.clone(), program(&asking, self.scope))?;
        self.told_to.set(&told);
        Ok((moment, told))
    }

    fn resuming(&self, problem: Problem) -> Problem {
        match self.told_to.position() {
            Some(position) => problem.resuming(position),
            None => problem,
        }
    }
}

/// The complexity of the events of an item.
fn page_cost(child: usize) -> usize {
    child.saturating_mul(AT_ONCE).saturating_add(1)
}

impl From<FollowError> for Problem {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Question(error) => error.into(),
            FollowError::NotReadable => Self::new(Code::Forbidden, error.to_string()),
            FollowError::LetOut(refusal) => Self::new(Code::Unauthenticated, refusal.to_string()),
            FollowError::Stopped(_) | FollowError::Closed | FollowError::Failed(ExecuteError::Store(_)) => {
                tracing::warn!(%error, "following was broken off");
                Self::new(Code::Unavailable, "nothing more can be told at present; try again later")
            }
            FollowError::Failed(error) => error.into(),
        }
    }
}
