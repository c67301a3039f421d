//! Many readings at once: one append a metric, one answer an item.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use cxl_domain::authorization::RuleId;
use cxl_domain::command::Moment;
use cxl_domain::history::Recorded;
use cxl_domain::id::{CommandId, EventId, MetricId, PersonId, item_command};
use cxl_domain::metric::{self, Metric, MetricFact, RecordReading};
use cxl_domain::refusal::Refusal;
use cxl_domain::time::{AsOf, Instant, Stamp, start_of_day};
use cxl_store::codec::AnyEvent;
use cxl_store::meta::{Actor, Claim, Fingerprint};
use cxl_store::{Append, AppendError, Appended, Expected, NewEvent, StreamKind, StreamName};

use super::encode::{Beside, Keys};
use super::{ATTEMPTS, Decided, ExecuteError, Executed, RecordedEvent, append_error, summarize};
use crate::command::{Command, Request};
use crate::ledger::Ledger;
use crate::rights::resource_of;
use crate::views::{Held, Views};

/// One reading of a bulk.
#[derive(Debug, Clone)]
pub struct BulkItem {
    /// The metric.
    pub metric: MetricId,
    /// The reading.
    pub reading: RecordReading,
    /// What is claimed about it.
    pub claim: Option<Claim>,
}

/// An item's answer.
type Answer = Result<Executed, ExecuteError>;

/// The items of one metric, each with its place in the bulk.
type Requests = (MetricId, Vec<(usize, Request)>);

/// How many metrics hand their appends in together.
const TOGETHER: usize = 256;

/// How many bytes of events one append takes before a metric's items are split over two.
const APPEND_BYTES: usize = cxl_store::MAX_APPEND_BYTES * 9 / 10;

impl Ledger {
    /// Records many readings: item `i` is a command of its own, with the id derived from `bulk` and
    /// `i`, and is answered at place `i`. A refused item keeps no other from being recorded.
    pub async fn record_readings(&self, actor: Actor, bulk: CommandId, items: Vec<BulkItem>) -> Vec<Answer> {
        let items = items.into_iter().enumerate().collect();
        let answers = self.record_readings_at(actor, bulk, items).await;
        answers.into_iter().map(|(_, answer)| answer).collect()
    }

    /// The same for items whose places in the bulk are given, because what stood between them is no
    /// reading at all: each answer comes with the item's place, in ascending order.
    pub async fn record_readings_at(
        &self,
        actor: Actor,
        bulk: CommandId,
        items: Vec<(usize, BulkItem)>,
    ) -> Vec<(usize, Answer)> {
        self.keys_judged().await;
        let mut metrics: BTreeMap<MetricId, Vec<(usize, Request)>> = BTreeMap::new();
        for (place, item) in items {
            let command_id = item_command(bulk, u32::try_from(place).unwrap_or(u32::MAX));
            let command = Command::Metric(Some(item.metric), metric::Command::RecordReading(item.reading));
            let request = Request { claim: item.claim, ..Request::new(actor, command_id, command) };
            metrics.entry(item.metric).or_default().push((place, request));
        }
        let metrics: Vec<_> = metrics.into_iter().collect();
        let mut answers = Vec::new();
        for some in metrics.chunks(TOGETHER) {
            self.record_of(some, &mut answers).await;
        }
        answers.sort_by_key(|(place, _)| *place);
        answers
    }

    /// Records the readings of these metrics. Everything is decided before anything is appended, so that
    /// the appends come together and share a flush.
    async fn record_of(&self, metrics: &[Requests], answers: &mut Vec<(usize, Answer)>) {
        let kind = StreamKind::new("metric").expect("metric is a kind of stream");
        let mut streams = Vec::with_capacity(metrics.len());
        // Always in the order of the metrics, so that no two bulks wait for each other.
        for (metric, requests) in metrics {
            let stream = StreamName::new(kind.clone(), metric.0);
            let held = self.streams.hold(&stream).await;
            streams.push((Left { metric: *metric, stream, rest: requests, overtaken: 0 }, held));
        }
        while !streams.is_empty() {
            let (mut from, mut batches) = (Vec::new(), Vec::new());
            for (left, _) in &mut streams {
                from.push(left.rest);
                batches.push(self.batch(left).await);
            }
            let appended = self.append_batches(batches).await;
            for (((left, _), from), appended) in streams.iter_mut().zip(from).zip(appended) {
                let Appending { answered, overtaken_by } = appended;
                if let Some(actual) = overtaken_by
                    && left.overtaken + 1 < ATTEMPTS
                    && self.await_others(Some(actual), &left.stream).await.is_ok()
                {
                    (left.rest, left.overtaken) = (from, left.overtaken + 1);
                    continue;
                }
                left.overtaken = 0;
                answers.extend(answered);
            }
            streams.retain(|(left, _)| !left.rest.is_empty());
        }
    }

    /// As many of a metric's items as one append takes, decided.
    async fn batch(&self, left: &mut Left<'_>) -> Batch {
        let mut batch = Batch::new(self, &left.stream, left.metric);
        while let Some(((place, request), later)) = left.rest.split_first()
            && batch.bytes <= APPEND_BYTES
        {
            left.rest = later;
            match self.prepare(&mut batch, *place, request).await {
                Ok(None) => {}
                Ok(Some(executed)) => batch.answered.push((*place, Ok(executed))),
                Err(error) => batch.answered.push((*place, Err(error))),
            }
        }
        batch
    }

    /// Decides one item on the state as the items before it leave it; answers it if nothing is to be
    /// appended.
    async fn prepare(
        &self,
        batch: &mut Batch,
        index: usize,
        request: &Request,
    ) -> Result<Option<Executed>, ExecuteError> {
        let fingerprint = Fingerprint::of(&request.command, request.by, request.claim.as_ref())
            .map_err(|error| ExecuteError::Internal(error.to_string()))?;
        if let Some(executed) = self.replayed(&batch.stream, request, &fingerprint).await? {
            return Ok(Some(executed));
        }
        if let Some(reason) = self.writing_refused(&batch.views, batch.now) {
            return Err(ExecuteError::ReadOnly { reason });
        }
        let by = super::performer(&batch.views, request, batch.now)?;
        let resource = resource_of(&batch.views, &request.command, batch.now);
        let rule = Self::allowed(&batch.views, request, by, &resource, batch.now)?;
        let facts = batch.decide(request, by)?;
        if facts.is_empty() {
            return Ok(Some(batch.unchanged()));
        }
        let stream = batch.stream.to_string();
        let beside = Beside {
            request,
            command: request.command_id,
            fingerprint,
            rule,
            basis: batch.views.len,
            now: batch.now,
            stream: &stream,
            keys: Keys::default(),
        };
        let events = self.stored(&beside, &facts).await?;
        for (event, fact) in events.into_iter().zip(facts) {
            batch.push(index, event, fact, request.claim.as_ref());
        }
        Ok(None)
    }

    /// Appends what was decided, all of it together.
    async fn append_batches(&self, mut batches: Vec<Batch>) -> Vec<Appending> {
        let appends: Vec<_> = batches.iter_mut().filter_map(Batch::append).collect();
        let foresee = appends.clone();
        let foresee =
            async { foresee.into_iter().map(|append| self.foreseen.note(append)).collect::<Vec<_>>() };
        let (appended, _foreseen) = tokio::join!(self.store.append_all(appends), foresee);
        let mut appended = appended.into_iter();
        let mut answers = Vec::with_capacity(batches.len());
        for batch in batches {
            let appended = if batch.places.is_empty() { None } else { appended.next() };
            answers.push(match appended {
                None => Appending { answered: batch.answered, overtaken_by: None },
                Some(Ok(appended)) => self.answer(batch, appended).await,
                Some(Err(error)) => batch.failed(&error),
            });
        }
        answers
    }

    /// The answers of a batch that was recorded.
    async fn answer(&self, batch: Batch, appended: Appended) -> Appending {
        let Batch { stream, places, summary, mut answered, .. } = batch;
        let views = self.await_position(appended.last_position()).await;
        answered.extend(places.into_iter().zip(summary).zip(0_u64..).map(|((place, mut event), offset)| {
            event.position = appended.first_position + offset;
            event.revision = appended.first_revision + offset;
            let executed = views.clone().map(|views| Executed {
                id: stream.id(),
                stream: stream.clone(),
                position: Some(event.position),
                revision: event.revision,
                events: vec![event],
                replayed: appended.replayed,
                contradictions: Vec::new(),
                views,
            });
            (place, executed.map_err(ExecuteError::from))
        }));
        Appending { answered, overtaken_by: None }
    }
}

/// What is left to do of one metric.
struct Left<'a> {
    metric: MetricId,
    stream: StreamName,
    rest: &'a [(usize, Request)],
    /// How often another node was quicker since the last append.
    overtaken: usize,
}

/// What became of a batch.
struct Appending {
    /// The answers of its items.
    answered: Vec<(usize, Answer)>,
    /// Where the stream stands, if another node was quicker: the items can be decided anew.
    overtaken_by: Option<u64>,
}

/// Readings of one metric on their way into one append.
struct Batch {
    stream: StreamName,
    metric: MetricId,
    views: Arc<Views>,
    /// The metric in the views.
    held: Option<Arc<Held<Metric>>>,
    /// The metric as the items before the pending ones leave it, as soon as that is another.
    state: Option<Metric>,
    /// Facts taken along of which the state is told when another item needs it.
    pending: Vec<Recorded<MetricFact>>,
    revision: Option<u64>,
    now: DateTime<Utc>,
    events: Vec<NewEvent>,
    /// Of the events, once they are on their way, what an answer tells.
    summary: Vec<RecordedEvent>,
    /// Of each event the place of its item.
    places: Vec<usize>,
    bytes: usize,
    /// The answers of items that have nothing to append.
    answered: Vec<(usize, Answer)>,
}

impl Batch {
    fn new(ledger: &Ledger, stream: &StreamName, metric: MetricId) -> Self {
        let views = ledger.snapshot();
        let held = views.metric(metric).cloned();
        Self {
            stream: stream.clone(),
            metric,
            revision: held.as_ref().map(|held| held.revision),
            held,
            state: None,
            pending: Vec::new(),
            now: ledger.now(),
            events: Vec::new(),
            summary: Vec::new(),
            places: Vec::new(),
            bytes: 0,
            answered: Vec::new(),
            views,
        }
    }

    /// Decides on the state as the items so far leave it.
    fn decide(&mut self, request: &Request, by: PersonId) -> Result<Vec<AnyEvent>, Refusal> {
        let Some(held) = &self.held else {
            return Err(Refusal::Unknown { noun: "metric", reference: self.metric.to_string() });
        };
        if !self.pending.is_empty() {
            let state = self.state.get_or_insert_with(|| held.state.clone());
            self.pending.drain(..).for_each(|recorded| state.evolve(&recorded));
        }
        let state = self.state.as_ref().unwrap_or(&held.state);
        let Command::Metric(_, command) = &request.command else { return Ok(Vec::new()) };
        let head = AsOf::head(self.now.date_naive());
        let program = state.program(&head);
        let zone = self.views.zone_of(program, &head);
        let moment =
            Moment::new(by, self.now, zone).published_on(request.claim.as_ref().map(|claim| claim.published));
        let calendar = program
            .and_then(|id| self.views.program(id))
            .and_then(|held| held.state.calendar(&moment.now()))
            .unwrap_or_default();
        let facts = metric::decide(state, command.clone(), calendar, &moment)?;
        Ok(facts.into_iter().map(AnyEvent::Metric).collect())
    }

    /// Takes an encoded fact along.
    fn push(&mut self, index: usize, event: NewEvent, fact: AnyEvent, claim: Option<&Claim>) {
        let position = self.views.len + self.events.len() as u64;
        let recorded = Instant::from(self.now);
        let mut stamp = Stamp::new(position, recorded);
        if let Some(day) = claim.map(|claim| claim.published) {
            let state = self.state.as_ref().or(self.held.as_ref().map(|held| &held.state));
            let program = state.and_then(|state| state.program(&AsOf::head(day)));
            let start = start_of_day(day, self.views.zone_of(program, &AsOf::head(day)));
            stamp = stamp.published_on(day, start.min(recorded));
        }
        if let AnyEvent::Metric(fact) = fact {
            self.pending.push(Recorded { id: EventId(event.id), stamp, event: fact });
        }
        self.bytes += 16 + event.type_name.len() + event.body.len() + event.meta.len();
        self.events.push(event);
        self.places.push(index);
    }

    /// What is to be appended, if anything is.
    fn append(&mut self) -> Option<Append> {
        if self.events.is_empty() {
            return None;
        }
        let expected = self.revision.map_or(Expected::NoStream, Expected::Exact);
        let events = std::mem::take(&mut self.events);
        let append = Append { stream: self.stream.clone(), expected, events };
        self.summary = summarize(&append, self.now);
        Some(append)
    }

    /// Every item of an append that failed gets its error.
    fn failed(self, error: &AppendError) -> Appending {
        let (mut answered, expected) = (self.answered, self.revision.unwrap_or(0));
        let told = || match error {
            AppendError::Conflict { actual, .. } => {
                ExecuteError::Conflict { kind: "metric", expected, actual: *actual }
            }
            error => append_error(error),
        };
        answered.extend(self.places.into_iter().map(|place| (place, Err(told()))));
        let overtaken_by = match error {
            AppendError::Conflict { actual, .. } => *actual,
            _ => None,
        };
        Appending { answered, overtaken_by }
    }

    fn unchanged(&self) -> Executed {
        let decided = Decided {
            stream: self.stream.clone(),
            expected: Expected::NoStream,
            revision: self.revision,
            facts: Vec::new(),
            rule: RuleId::DENIED,
            basis: 0,
        };
        super::unchanged(&decided, self.views.clone())
    }
}
