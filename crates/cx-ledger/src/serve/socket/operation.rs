//! An operation that runs on a socket.

use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError, Value as GraphQlValue};
use cxl_graphql::ErrorCode;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};

use super::super::asked::Parameters;
use super::super::execution::{Asker, admit};
use super::super::form::MAX_ERRORS;
use super::super::http::App;
use super::super::problem::{Problem, broken_off};
use super::session::{Answer, Ticket};

/// What is told of an operation.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) answer: Answer,
    /// Up to which position whoever follows has been told with it.
    pub(super) position: Option<u64>,
}

impl Told {
    /// That it was not executed.
    pub(super) fn refused(problem: &Problem) -> Self {
        Self::failed(&[problem.error()])
    }

    /// Whether nothing follows.
    pub(super) fn is_last(&self) -> bool {
        !matches!(self.answer, Answer::Next(_))
    }

    fn failed(errors: &[ServerError]) -> Self {
        Self { answer: Answer::Failed(raw(errors)), position: None }
    }

    /// An answer; what never ran, or ran to nothing, is the end of the operation.
    fn of(mut response: Response, position: Option<u64>) -> Self {
        response.errors.truncate(MAX_ERRORS);
        if response.data == GraphQlValue::Null && !response.errors.is_empty() {
            return Self { position, ..Self::failed(&response.errors) };
        }
        Self { answer: Answer::Next(raw(&response)), position }
    }
}

fn raw(told: &(impl serde::Serialize + ?Sized)) -> Box<RawValue> {
    to_raw_value(told).expect("an answer of the schema is plain values")
}

/// An operation under way.
#[derive(Debug)]
pub(super) struct Underway {
    execution: AbortHandle,
    kind: OperationType,
    /// Up to which position it has told.
    pub(super) position: Option<u64>,
}

impl Underway {
    /// Whether it follows something.
    pub(super) fn follows(&self) -> bool {
        self.kind == OperationType::Subscription
    }

    /// Ends it.
    pub(super) fn stop(&mut self) {
        self.execution.abort();
    }

    /// The error with which it ends before its time.
    pub(super) fn broken_off(&self, code: ErrorCode, message: &str) -> Told {
        Told::failed(&[broken_off(code, message, self.position)])
    }
}

/// Begins an operation; what it tells comes out of `to`.
pub(super) fn begin(
    app: &App,
    payload: Map<String, Value>,
    asker: Asker,
    to: (Ticket, mpsc::Sender<(Ticket, Told)>),
    running: &mut JoinSet<()>,
) -> Result<Underway, Problem> {
    let asked = Parameters::in_message(payload)?.asked_by(&asker.actor, app)?;
    let admitted = admit(app, asked, asker)?;
    let kind = admitted.kind();
    let (ticket, sender) = to;
    let execution = running.spawn(async move {
        let tell = async |told: Told| sender.send((ticket, told)).await.is_ok();
        if kind == OperationType::Subscription {
            let mut answers = admitted.stream();
            while let Some(answer) = answers.next().await {
                let told = Told::of(answer.response, answer.position);
                let is_last = told.is_last();
                if !tell(told).await || is_last {
                    return;
                }
            }
        } else {
            let told = match admitted.execute(None).await {
                Ok(response) => Told::of(response, None),
                Err(problem) => Told::refused(&problem),
            };
            let is_last = told.is_last();
            if !tell(told).await || is_last {
                return;
            }
        }
        tell(Told { answer: Answer::Complete, position: None }).await;
    });
    Ok(Underway { execution, kind, position: None })
}
