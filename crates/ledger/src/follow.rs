//! Following what is recorded, from a position on: what came since, then whatever comes, with no gap and no
//! repeat.
//!
//! Nobody is sent anything. A follower asks for the next page whenever they are ready for it, and all that is
//! kept of them is how far they have been told: somebody slow holds nothing up and fills no queue, and what
//! they have not been told yet stands in the log. Whether they may read it is judged anew at every page.

mod scope;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use cxl_domain::authorization::{Action, ActorRights, Resource, authorize};
use cxl_domain::id::ProgramId;
use cxl_domain::time::{AsOf, Position};
use cxl_store::meta::Actor;
use cxl_store::{Recorded, StoreError};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use crate::execute::ExecuteError;
use crate::history::{Asking, HistoryEntry};
use crate::ledger::{Folded, Ledger};
use crate::point::QuestionError;
use crate::poison::Poison;
use crate::rights::{TokenRefusal, rights_of_actor, still_let_in};
use crate::views::Views;

pub use scope::Scope;

/// How long a follower is told nothing before they are told how far the ledger has come.
pub const HEARTBEAT: Duration = Duration::from_secs(30);

/// How long a follower rests after a look, so that many events a second come in few pages.
const REST: Duration = Duration::from_millis(50);

/// How long to wait for the event after which somebody wants to go on, which another node may have recorded.
const ARRIVAL: Duration = Duration::from_secs(10);

/// How many events are read from the log at a time, and the most that are looked through for one page.
const READ_AT_A_TIME: usize = 512;
const LOOKED_THROUGH: u64 = 16 * 1024;

/// What was recorded after a position, oldest first.
#[derive(Debug, Clone)]
pub struct Told {
    /// The events, as the asker may read them.
    pub entries: Vec<HistoryEntry>,
    /// The position of the event with which the next page begins: whatever stands before it was told, or is
    /// none of what is followed.
    pub next: Position,
    /// Whether there was more at that moment.
    pub more: bool,
    /// The moment to which the page belongs.
    pub views: Arc<Views>,
}

impl Told {
    /// The position after which the next page begins; `None` before the first event of the ledger.
    pub fn position(&self) -> Option<Position> {
        self.next.checked_sub(1)
    }
}

/// Why somebody is told nothing, or nothing more.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The ledger is not that long.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// There is no such thing, or whoever asks may not read its history, or not any more.
    #[error("there is nothing of that kind whose history you may read")]
    NotReadable,
    /// The token that was presented works no more.
    #[error(transparent)]
    LetOut(#[from] TokenRefusal),
    /// The views follow no further, so there is nothing more to tell.
    #[error("the views stopped: {0}")]
    Stopped(Poison),
    /// The ledger was closed.
    #[error("the ledger was closed")]
    Closed,
    /// The log or the vault failed.
    #[error(transparent)]
    Failed(#[from] ExecuteError),
}

impl From<StoreError> for FollowError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Somebody who follows what is recorded.
#[derive(Debug)]
pub struct Follower {
    ledger: Arc<Ledger>,
    actor: Actor,
    scope: Scope,
    limit: usize,
    next: Position,
    folded: watch::Receiver<Folded>,
    /// When they were told something last, and up to where.
    told: Option<(Instant, Position)>,
}

impl Ledger {
    /// Follows what is recorded after a position, or from now on, in pages of at most `limit` events.
    ///
    /// A position that is not here yet is waited for a little: another node may have recorded it.
    pub async fn follow(
        self: &Arc<Self>,
        actor: Actor,
        scope: Scope,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Follower, FollowError> {
        let next = match after {
            None => self.snapshot().len,
            Some(position) => self.arrived(position).await? + 1,
        };
        let follower = Follower {
            folded: self.folded.subscribe(),
            ledger: self.clone(),
            actor,
            scope,
            limit: limit.max(1),
            next,
            told: None,
        };
        follower.judged(&self.snapshot())?;
        Ok(follower)
    }

    /// What was recorded from the position `next` on, as far as `actor` may read it: one page of at most
    /// `limit` events. Those who ask again and again get the same pages as those who follow.
    pub async fn events(
        &self,
        views: &Arc<Views>,
        actor: &Actor,
        scope: Scope,
        next: Position,
        limit: usize,
    ) -> Result<Told, FollowError> {
        let reader = Reader::of(views, actor, scope, self.now())?;
        self.told(views, scope, next, limit.max(1), &reader).await
    }

    /// The position, once the event at it counts.
    async fn arrived(&self, position: Position) -> Result<Position, FollowError> {
        match timeout(ARRIVAL, self.await_position(position)).await {
            Ok(Ok(_)) => Ok(position),
            _ => Err(QuestionError::UnknownPosition { position, last: self.snapshot().head() }.into()),
        }
    }

    async fn told(
        &self,
        views: &Arc<Views>,
        scope: Scope,
        next: Position,
        limit: usize,
        reader: &Reader,
    ) -> Result<Told, FollowError> {
        let (recorded, next, more) = match scope {
            Scope::Ledger => self.whole(views, next, limit, reader).await?,
            Scope::Program(_) | Scope::Initiative(_) => self.part(views, scope, next, limit, reader).await?,
        };
        let as_of = AsOf { position: views.head(), ..AsOf::head(NaiveDate::MAX) };
        let (asker, now) = (Some(reader.rights.person), self.now());
        let asking = Asking { views, present: views, as_of: &as_of, asker, now };
        let found = recorded.into_iter().filter_map(|recorded| asking.found(recorded)).collect();
        Ok(Told { entries: self.opened(found).await?, next, more, views: views.clone() })
    }

    /// Looks through the log.
    async fn whole(
        &self,
        views: &Views,
        from: Position,
        limit: usize,
        reader: &Reader,
    ) -> Result<(Vec<Recorded>, Position, bool), FollowError> {
        let (mut found, mut next) = (Vec::new(), from);
        while next < views.len && next - from < LOOKED_THROUGH {
            let page = self.store.read_all(next, READ_AT_A_TIME).await?;
            if page.is_empty() {
                break;
            }
            for recorded in page.into_iter().take_while(|recorded| recorded.position < views.len) {
                if found.len() == limit {
                    return Ok((found, next, true));
                }
                next = recorded.position + 1;
                let (kind, id) = (recorded.stream.kind().as_str(), recorded.stream.id());
                if reader.reads(scope::program_of(views, kind, id)) {
                    found.push(recorded);
                }
            }
        }
        Ok((found, next, next < views.len))
    }

    /// Asks the views where the facts of the things stand that are meant, and reads these alone.
    async fn part(
        &self,
        views: &Views,
        scope: Scope,
        from: Position,
        limit: usize,
        reader: &Reader,
    ) -> Result<(Vec<Recorded>, Position, bool), FollowError> {
        let mut positions = scope.positions(views, from, |program| reader.reads(program));
        positions.sort_unstable();
        let more = positions.len() > limit;
        positions.truncate(limit);
        let next = match positions.last().filter(|_| more) {
            Some(last) => last + 1,
            None => views.len.max(from),
        };
        if positions.is_empty() {
            return Ok((Vec::new(), next, more));
        }
        Ok((self.store.read_events(&positions).await?, next, more))
    }
}

impl Follower {
    /// The next page, once there is one: at once when there is something to tell, or nothing was told yet; else
    /// when something is recorded. An empty page after [`HEARTBEAT`] tells how far the ledger has come.
    ///
    /// A follower who was refused stays refused. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Told, FollowError> {
        loop {
            let looked = Instant::now();
            self.folded.mark_unchanged();
            let views = self.ledger.snapshot();
            let reader = self.judged(&views)?;
            let told = self.ledger.told(&views, self.scope, self.next, self.limit, &reader).await?;
            self.next = told.next;
            if !told.entries.is_empty() || self.is_owed_a_sign() {
                self.told = Some((Instant::now(), self.next));
                return Ok(told);
            }
            if told.more {
                continue;
            }
            self.rest(looked).await?;
        }
    }

    /// Whether nothing was told for so long that it is time to say how far the ledger has come, if it has.
    fn is_owed_a_sign(&self) -> bool {
        self.told.is_none_or(|(at, position)| at.elapsed() >= HEARTBEAT && position < self.next)
    }

    /// Waits until something is recorded, though no longer than rights may go unjudged.
    async fn rest(&mut self, looked: Instant) -> Result<(), FollowError> {
        if let Some(poison) = &self.folded.borrow().poison {
            return Err(FollowError::Stopped(Poison::clone(poison)));
        }
        let sign = self.told.map_or(looked, |(at, _)| at) + HEARTBEAT;
        let until = if sign > Instant::now() { sign } else { looked + HEARTBEAT };
        tokio::select! {
            changed = self.folded.changed() => changed.map_err(|_| FollowError::Closed)?,
            () = sleep_until(until) => {}
        }
        sleep_until(looked + REST).await;
        Ok(())
    }

    /// What the follower may read by now.
    fn judged(&self, views: &Views) -> Result<Reader, FollowError> {
        Reader::of(views, &self.actor, self.scope, self.ledger.now())
    }
}

/// Somebody who may read a scope, and what exactly of it.
struct Reader {
    rights: ActorRights,
}

impl Reader {
    fn of(views: &Views, actor: &Actor, scope: Scope, now: DateTime<Utc>) -> Result<Self, FollowError> {
        still_let_in(views, actor, now)?;
        let reader = Self { rights: rights_of_actor(views, actor, now) };
        let may = match scope {
            Scope::Ledger => reader.rights.grants.iter().any(|grant| reader.reads(grant.program)),
            Scope::Program(id) => views.program(id).is_some() && reader.reads(Some(id)),
            Scope::Initiative(id) => {
                scope::program_of_initiative(views, id).is_some_and(|program| reader.reads(Some(program)))
            }
        };
        if may { Ok(reader) } else { Err(FollowError::NotReadable) }
    }

    /// Whether the history of what belongs to a program may be read, or of what belongs to none.
    fn reads(&self, program: Option<ProgramId>) -> bool {
        let resource = Resource { program, ..Resource::default() };
        authorize(&self.rights, Action::ReadHistory, &resource).allow
    }
}
