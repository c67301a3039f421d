//! The one way in for every GraphQL operation, whatever brought it: admitted first, then executed.
//!
//! Admission parses the document once, holds it against every limit and takes what it costs off the account of
//! whoever asks; what is admitted carries all of that along, so that nothing is reckoned twice. HTTP,
//! server-sent events and WebSockets all come through here, and so no limit has a back door.

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response, Variables};
use axum::http::{HeaderMap, StatusCode};
use cxl_graphql::{Answer, ErrorCode, ResumeAfter, Waiting};
use cxl_guard::{Cost, Document, Limit, Pages, Refusal};
use cxl_ledger::Stuck;
use cxl_store::Position;
use cxl_store::meta::Actor;
use cxl_words::Language;
use futures_util::StreamExt as _;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tracing::Instrument as _;

use super::accounts::Balance;
use super::asked::Asked;
use super::http::App;
use super::problem::Problem;
use super::trusted::is_lasting;
use crate::ambient;

/// How many answers of a stream wait for whoever reads them; more are not computed before one was taken.
const AHEAD: usize = 1;

/// Which fields of the schema are lists in pages.
const PAGES: Pages = Pages {
    fields: cxl_graphql::PAGED,
    usual: cxl_graphql::USUAL_PAGE,
    most: cxl_graphql::LONGEST_PAGE.unsigned_abs() as u64,
};

/// Who asks, and what they read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    pub(super) actor: Actor,
    pub(super) language: Language,
}

/// What may be executed, and is paid for.
pub(super) struct Admitted {
    app: App,
    request: Request,
    actor: Actor,
    kind: OperationType,
    is_lasting: bool,
    cost: Cost,
    balance: Option<Balance>,
}

/// Lets in what is harmless to process and within what may be asked in an hour. What is refused has cost a
/// point.
pub(super) fn admit(app: &App, asked: Asked, asker: Asker) -> Result<Admitted, Problem> {
    let agent = asker.actor.agent;
    let (document, kind, cost) = match weighed(app, &asked) {
        Ok(weighed) => weighed,
        Err(refused) => return Err(app.accounts.spend(agent, 1).err().unwrap_or(refused)),
    };
    let figures = json!({ "points": cost.points, "nodeCount": cost.nodes });
    let balance = app.accounts.spend(agent, cost.points).map_err(|out| out.with("cost", figures))?;
    let mut request = Request::new(asked.query).variables(asked.variables).data(asker.language);
    request.operation_name = asked.operation_name;
    let document = document.into_parsed();
    let is_lasting = kind == OperationType::Query && is_lasting(&document);
    request.set_parsed_query(document);
    request = request.data(cxl_graphql::Spending {
        points: cost.points,
        nodes: cost.nodes,
        balance: balance.as_ref().map(Balance::told),
    });
    Ok(Admitted { app: app.clone(), request, actor: asker.actor, kind, is_lasting, cost, balance })
}

/// The document and what it asks for, if nothing about it is too much.
fn weighed(app: &App, asked: &Asked) -> Result<(Document, OperationType, Cost), Problem> {
    let limits = app.accounts.limits();
    let document = Document::read(&asked.query, limits).map_err(|refusal| refused(&refusal))?;
    let operation = document.operation(asked.operation_name.as_deref());
    let operation = operation
        .map_err(|unknown| Problem::of_document(ErrorCode::ValidationFailed, unknown.to_string()))?;
    let cost = document.cost(operation, &asked.variables, &PAGES, limits);
    let cost = cost.map_err(|excess| refused(&excess.into()))?;
    let kind = operation.ty;
    Ok((document, kind, cost))
}

/// What the guard refuses, with its code and figures.
fn refused(refusal: &Refusal) -> Problem {
    let told = refusal.to_string();
    match refusal {
        Refusal::Malformed(malformed) => {
            Problem::of_document(ErrorCode::ParseFailed, told).at(malformed.line, malformed.column)
        }
        Refusal::UnknownFragment { .. } | Refusal::CircularFragment { .. } => {
            Problem::of_document(ErrorCode::ValidationFailed, told)
        }
        Refusal::Excess(excess) => {
            let code = match excess.limit {
                Limit::Nodes => ErrorCode::CostExceeded,
                _ => ErrorCode::LimitExceeded,
            };
            let figures = json!({ "name": excess.limit.name(), "most": excess.most, "found": excess.found });
            Problem::of_document(code, told).with("limit", figures)
        }
    }
}

impl Admitted {
    /// Whether it asks, changes or follows something.
    pub(super) fn kind(&self) -> OperationType {
        self.kind
    }

    /// The document, which of its operations, and the values of its variables.
    pub(super) fn asked(&self) -> (&str, Option<&str>, &Variables) {
        let Request { query, operation_name, variables, .. } = &self.request;
        (query, operation_name.as_deref(), variables)
    }

    /// Whether its answer stays the same until something is recorded, a day ends or keys are erased.
    pub(super) fn is_lasting(&self) -> bool {
        self.is_lasting
    }

    /// Tells what is left of the account that it was taken off.
    pub(super) fn tell_balance(&self, headers: &mut HeaderMap) {
        if let Some(balance) = &self.balance {
            balance.complete(headers);
        }
    }

    /// Answers it once, after the event at a position counts, if one is named.
    pub(super) async fn execute(self, at_least: Option<Position>) -> Result<Response, Problem> {
        let Self { app, request, actor, cost, balance, .. } = self;
        let (schema, ledger, waiting) = (app.schema.clone(), app.ledger.clone(), Waiting::default());
        let (id, request) = (ambient::draw_id(), request.data(waiting.clone()));
        let executed = async move {
            if let Some(position) = at_least {
                ledger.await_position(position).await?;
            }
            Ok(cxl_graphql::execute(&schema, request, Some(actor)).await)
        };
        // Whatever ends the wait, also that whoever asked has gone, ends the work.
        let _waits = waiting.until_dropped();
        let executed = executed.instrument(tracing::error_span!("request", error = %id));
        let mut response = on_engine(&app, executed).await?.map_err(|stuck: Stuck| {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, stuck.to_string())
        })?;
        cxl_graphql::name_faults(&mut response, &id.to_string());
        let told = json!({ "points": cost.points, "nodeCount": cost.nodes });
        response.extensions.insert("cost".into(), async_graphql::Value::from_json(told).unwrap_or_default());
        if let Some(balance) = balance {
            balance.complete(&mut response.http_headers);
        }
        Ok(response)
    }

    /// The same, to be told from a position on, whatever the document says.
    pub(super) fn resuming(mut self, after: Option<u64>) -> Self {
        if let Some(position) = after {
            self.request = self.request.data(ResumeAfter(position));
        }
        self
    }

    /// Answers it as often as there is something to tell: a subscription until it ends or the answers are
    /// dropped, anything else once. Each answer after the first costs as much as the first.
    pub(super) fn stream(self) -> Answers {
        let Self { app, request, actor, cost, .. } = self;
        let (sender, answers) = mpsc::channel(AHEAD);
        let id = ambient::draw_id();
        let mut stream = cxl_graphql::execute_stream(&app.schema, request, Some(actor));
        let mut execution = JoinSet::new();
        let engine = app.engine.clone();
        let forwarded = async move {
            let (mut is_paid, mut told) = (true, None);
            while let Some(mut answer) = stream.next().await {
                let owed = if is_paid { 0 } else { cost.points };
                if let Err(out) = app.accounts.spend(actor.agent, owed) {
                    // Whoever reads is gone, or reads this as the last answer.
                    let out = match told {
                        Some(position) => out.with("resumeAfter", json!(u64::to_string(&position))),
                        None => out,
                    };
                    let response = Response::from_errors(vec![out.error()]);
                    let _ = sender.send(Answer { response, position: None }).await;
                    return;
                }
                (is_paid, told) = (false, answer.position);
                cxl_graphql::name_faults(&mut answer.response, &id.to_string());
                if sender.send(answer).await.is_err() {
                    return;
                }
            }
        };
        execution.spawn_on(forwarded.instrument(tracing::error_span!("stream", error = %id)), &engine);
        Answers { answers, _execution: execution }
    }
}

/// The answers to one operation, as they come. Dropping them ends its execution.
pub(super) struct Answers {
    answers: mpsc::Receiver<Answer>,
    _execution: JoinSet<()>,
}

impl Answers {
    /// The next answer; none after the last.
    pub(super) async fn next(&mut self) -> Option<Answer> {
        self.answers.recv().await
    }
}

/// Does what a request asks for on the engine's threads, and stops waiting when that takes too long.
pub(super) async fn on_engine<T: Send + 'static>(
    app: &App,
    asked: impl Future<Output = T> + Send + 'static,
) -> Result<T, Problem> {
    // The set ends the execution when whoever asked has gone.
    let mut execution = JoinSet::new();
    execution.spawn_on(asked, &app.engine);
    match tokio::time::timeout(app.patience.answer_timeout, execution.join_next()).await {
        Ok(Some(Ok(answer))) => Ok(answer),
        Ok(Some(Err(ended))) => Err(Problem::internal(&ended)),
        Ok(None) => Err(Problem::internal(&"nothing was executed")),
        Err(_) => {
            let message = format!(
                "no answer within {} seconds; a change may have been recorded: repeat it with the same command id",
                app.patience.answer_timeout.as_secs_f64()
            );
            Err(Problem::new(StatusCode::GATEWAY_TIMEOUT, ErrorCode::Timeout, message))
        }
    }
}
