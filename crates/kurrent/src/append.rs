//! How an append becomes certain.
//!
//! Whatever the server answers, or does not, an append is only ever repeated with the same ids under the same
//! expectation: the server then writes it once, or finds it written. What it answers is believed as far as
//! the events can be read back.

use cxl_store::append::{Placement, check, place, standing_range};
use cxl_store::{
    Append, AppendError, Appended, Expected, MAX_APPEND_BYTES, MAX_BATCH, NewEvent, Position, Recorded,
    Revision, StoreError,
};
use tokio::time::{Instant, timeout, timeout_at};

use crate::counter::Counter;
use crate::fault::{Fault, no_answer};
use crate::link::Room;
use crate::patience::{Pauses, SHORTEST};

impl Counter {
    /// Records the events, or finds them recorded, and counts them.
    pub(crate) async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        check(&append)?;
        self.refuse_damage()?;
        let counted_before = *self.head.borrow();
        let deadline = Instant::now() + self.patience.whole;
        let first_revision = match self.by(deadline, &append, self.known(&append)).await? {
            Some(Placement::Replay(first)) => first,
            _ => self.record(&append, deadline).await?,
        };
        let first_position = self.counted(&append, first_revision, deadline).await?;
        let count = append.events.len() as u64;
        let replayed = first_position < counted_before
            || !self.by(deadline, &append, self.holds(&append, first_position)).await?;
        Ok(Appended { first_position, first_revision, count, replayed })
    }

    /// What this process knows by itself of an append whose place in the stream is counted already: such an
    /// append need not be sent. None if it may be new.
    async fn known(&self, append: &Append) -> Result<Option<Placement>, AppendError> {
        let next = self.ranks().count_in(&append.stream);
        let Some(range) = standing_range(append, next) else { return Ok(None) };
        let position = |revision| self.position(&append.stream, revision).expect("it is counted so far");
        let positions: Vec<Position> = range.map(position).collect();
        let mut ids = Vec::with_capacity(positions.len());
        for positions in positions.chunks(MAX_BATCH) {
            ids.extend(self.read_events(positions).await?.into_iter().map(|event| event.id));
        }
        place(append, next, &ids).map(Some)
    }

    /// Whether the server finds the ledger's first event recorded when it is sent again with its id; none for an empty
    /// ledger. A server that does not refuses it, so nothing is written either way.
    pub(crate) async fn recognizes(&self) -> Result<Option<bool>, StoreError> {
        let Some(first) = self.read_all(0, 1).await?.pop() else { return Ok(None) };
        let Recorded { stream, id, type_name, body, meta, .. } = first;
        let name = format!("{}{stream}", self.prefix());
        let events = vec![NewEvent { id, type_name, body, meta }];
        match self.link.append(&name, &Append { stream, expected: Expected::NoStream, events }).await {
            Ok(()) => Ok(Some(true)),
            Err(Fault::WrongVersion) => Ok(Some(false)),
            Err(fault) => Err(self.told(fault, "sending a recorded event again")),
        }
    }

    /// Sends the append until it is certain what became of it, and tells the revision of its first event.
    async fn record(&self, append: &Append, deadline: Instant) -> Result<Revision, AppendError> {
        let name = format!("{}{}", self.prefix(), append.stream);
        let mut pauses = Pauses::new(self.patience.longest_pause);
        let mut turns_to_leader = 0;
        loop {
            let outcome = timeout_at(deadline, self.attempt(&name, append)).await;
            let fault = match outcome.unwrap_or_else(|_| Err(no_answer().into())) {
                Ok(Placement::Replay(first)) => return Ok(first),
                // The stream came to where it was expected after the server had refused, or so it says.
                Ok(Placement::Write(_)) => Fault::Slow(
                    "it refuses the append, and then tells that the stream stands where it was expected"
                        .into(),
                ),
                Err(Judged::Refused(error)) => return Err(error),
                Err(Judged::Unknown(fault)) => fault,
            };
            match fault {
                Fault::NotLeader if turns_to_leader < 3 => {
                    turns_to_leader += 1;
                    continue;
                }
                Fault::TooLarge(sentence) => {
                    let bytes = append.bytes();
                    let fault = Fault::Refused(format!(
                        "it does not take an append of {bytes} bytes (\"{sentence}\"): allow it {MAX_APPEND_BYTES} bytes \
                         and some for each event, or split the append"
                    ));
                    return Err(self.told(fault, "recording").into());
                }
                Fault::Refused(_) | Fault::Damaged(_) => {
                    return Err(self.told(fault, "recording").into());
                }
                _ => {}
            }
            let pause = pauses.next();
            if Instant::now() + pause >= deadline {
                return Err(self.unknown(append, fault));
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// Sends the append once.
    async fn attempt(&self, name: &str, append: &Append) -> Result<Placement, Judged> {
        match self.link.append(name, append).await {
            Ok(()) => Ok(Placement::Replay(append.expected.next_revision().unwrap_or(Revision::MAX))),
            Err(Fault::WrongVersion) => self.judge(name, append).await,
            Err(fault) => Err(fault.into()),
        }
    }

    /// One step of an append, as long as there is time.
    async fn by<T>(
        &self,
        deadline: Instant,
        append: &Append,
        step: impl Future<Output = Result<T, AppendError>>,
    ) -> Result<T, AppendError> {
        timeout_at(deadline, step).await.unwrap_or_else(|_| Err(self.unknown(append, no_answer())))
    }

    /// Nothing is recorded in a log that cannot be counted.
    fn refuse_damage(&self) -> Result<(), StoreError> {
        match &self.state.borrow().error {
            Some(damage @ StoreError::Corrupt { .. }) => Err(damage.clone()),
            _ => Ok(()),
        }
    }

    /// What became of the append could not be found out in time.
    fn unknown(&self, append: &Append, fault: Fault) -> AppendError {
        let what = format!(
            "recording in {}: whether it was recorded is unknown, and sending it again is safe; reaching the \
             server",
            append.stream
        );
        self.told(fault, &what).into()
    }

    /// What became of an append that the server refused, by the port's own rule and what stands there.
    async fn judge(&self, name: &str, append: &Append) -> Result<Placement, Judged> {
        let next = self.link.count_in(name).await?;
        let standing = match standing_range(append, next) {
            Some(range) => {
                let events = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
                let room = Room { events, bytes: usize::MAX };
                let standing = self.link.read_stream(name, range.start, room).await?.events;
                if standing.len() < events {
                    return Err(Fault::Slow("a stream ended before its end".into()).into());
                }
                standing
            }
            None => Vec::new(),
        };
        let ids: Vec<_> = standing.iter().map(|event| event.id).collect();
        place(append, next, &ids).map_err(Judged::Refused)
    }

    /// Waits until the events are counted, and tells the position of the first one.
    async fn counted(
        &self,
        append: &Append,
        first: Revision,
        deadline: Instant,
    ) -> Result<Position, AppendError> {
        let last = first + append.events.len() as u64 - 1;
        let mut head = self.head.subscribe();
        loop {
            head.borrow_and_update();
            let position = self.position(&append.stream, first);
            if let Some(position) = position.filter(|_| self.position(&append.stream, last).is_some()) {
                return Ok(position);
            }
            self.refuse_damage()?;
            if Instant::now() >= deadline {
                let reason = self.state.borrow().error.as_ref().map(ToString::to_string);
                let fault = Fault::Slow(reason.unwrap_or_else(|| "it is still being counted".into()));
                let what = format!(
                    "following the log after an append to {} was recorded: sending it again is safe; counting",
                    append.stream
                );
                return Err(self.told(fault, &what).into());
            }
            self.nudge();
            // An answer of the server may come before it shows what it recorded: look again soon.
            timeout(SHORTEST, head.changed()).await.ok();
        }
    }

    /// Whether what stands from this position on was recorded with the very bytes of this append, and so by
    /// it: a repeated command seals its text and stamps its time anew.
    async fn holds(&self, append: &Append, position: Position) -> Result<bool, AppendError> {
        let page = self.read_events(&[position]).await?;
        Ok(page.iter().zip(&append.events).any(|(recorded, event)| {
            (recorded.id, &recorded.body, &recorded.meta) == (event.id, &event.body, &event.meta)
        }))
    }
}

/// How far an append could be judged.
enum Judged {
    /// It is refused, and stays so.
    Refused(AppendError),
    /// Not yet.
    Unknown(Fault),
}

impl From<Fault> for Judged {
    fn from(fault: Fault) -> Self {
        Self::Unknown(fault)
    }
}
