//! The one way in for every GraphQL operation, whatever brought it: admitted first, then executed.
//!
//! Admission parses the document once and holds it against every limit; what is admitted carries the parsed
//! document along, so that nothing is reckoned twice. HTTP, server-sent events and WebSockets all come
//! through here, and so no limit has a back door.

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use async_graphql::{Request, Response, Variables};
use axum::http::StatusCode;
use cxl_graphql::{Answer, ErrorCode};
use cxl_ledger::Stuck;
use cxl_store::Position;
use cxl_store::meta::Actor;
use cxl_words::Language;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::guard;
use super::http::App;
use super::problem::Problem;

/// How many answers of a stream wait for whoever reads them; more are not computed before one was taken.
const AHEAD: usize = 1;

/// What is asked, as it came.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) query: String,
    /// Which of the document's operations; needed if there are several.
    pub(super) operation_name: Option<String>,
    pub(super) variables: Variables,
}

/// Who asks, and what they read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    pub(super) actor: Actor,
    pub(super) language: Language,
}

/// What may be executed.
pub(super) struct Admitted {
    app: App,
    request: Request,
    actor: Actor,
    kind: OperationType,
}

/// Lets in what is harmless to process.
pub(super) fn admit(app: &App, asked: Asked, asker: Asker) -> Result<Admitted, Problem> {
    let excess = |excess: guard::Excess| bad(excess.code(), excess.to_string());
    guard::scan(&asked.query).map_err(excess)?;
    let mut request = Request::new(asked.query).variables(asked.variables).data(asker.language);
    let document =
        request.parsed_query().map_err(|error| bad(ErrorCode::ParseFailed, error.message.clone()))?;
    guard::expansion(document).map_err(excess)?;
    let kind = kind(document, asked.operation_name.as_deref())?;
    request.operation_name = asked.operation_name;
    Ok(Admitted { app: app.clone(), request, actor: asker.actor, kind })
}

impl Admitted {
    #[expect(dead_code, reason = "the next to need it is on its way")]
    /// Whether it asks, changes or follows something.
    pub(super) fn kind(&self) -> OperationType {
        self.kind
    }

    /// Answers it once, after the event at a position counts, if one is named.
    pub(super) async fn execute(self, at_least: Option<Position>) -> Result<Response, Problem> {
        let Self { app, request, actor, .. } = self;
        let (schema, ledger) = (app.schema.clone(), app.ledger.clone());
        let executed = async move {
            if let Some(position) = at_least {
                ledger.await_position(position).await?;
            }
            Ok(cxl_graphql::execute(&schema, request, Some(actor)).await)
        };
        on_engine(&app, executed).await?.map_err(|stuck: Stuck| {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, stuck.to_string())
        })
    }

    #[expect(dead_code, reason = "for subscriptions")]
    /// Answers it as often as there is something to tell: a subscription until it ends or the answers are
    /// dropped, anything else once.
    pub(super) fn stream(self) -> Answers {
        let Self { app, request, actor, .. } = self;
        let (sender, answers) = mpsc::channel(AHEAD);
        let mut stream = cxl_graphql::execute_stream(&app.schema, request, Some(actor));
        let mut execution = JoinSet::new();
        let forwarded = async move {
            while let Some(answer) = stream.next().await {
                if sender.send(answer).await.is_err() {
                    return;
                }
            }
        };
        execution.spawn_on(forwarded, &app.engine);
        Answers { answers, _execution: execution }
    }
}

/// The answers to one operation, as they come. Dropping them ends its execution.
pub(super) struct Answers {
    answers: mpsc::Receiver<Answer>,
    _execution: JoinSet<()>,
}

impl Answers {
    #[expect(dead_code, reason = "for subscriptions")]
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
        Ok(failed) => {
            let error = failed.and_then(Result::err);
            tracing::error!(?error, "a request was not executed to its end");
            let message = "an internal fault; the server's log tells more";
            Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal, message))
        }
        Err(_) => {
            let message = format!(
                "no answer within {} seconds; a change may have been recorded: repeat it with the same command id",
                app.patience.answer_timeout.as_secs_f64()
            );
            Err(Problem::new(StatusCode::GATEWAY_TIMEOUT, ErrorCode::Timeout, message))
        }
    }
}

/// What the operation is that was asked for.
fn kind(document: &ExecutableDocument, name: Option<&str>) -> Result<OperationType, Problem> {
    let wrong = |message: String| Err(bad(ErrorCode::ValidationFailed, message));
    let operation = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => operation,
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next().expect("there is one")
        }
        (DocumentOperations::Multiple(operations), Some(name)) => match operations.get(name) {
            Some(operation) => operation,
            None => return wrong(format!("the document has no operation with the name {name}")),
        },
        (DocumentOperations::Multiple(_), None) => {
            return wrong("the document has several operations: name one by operationName".to_owned());
        }
        (DocumentOperations::Single(_), Some(name)) => {
            return wrong(format!("the document's only operation has no name, and so not the name {name}"));
        }
    };
    Ok(operation.node.ty)
}

fn bad(code: ErrorCode, message: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, code, message)
}
