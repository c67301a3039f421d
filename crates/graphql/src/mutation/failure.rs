//! What is answered where nothing was recorded: data that client programs can act on.

use async_graphql::{Error, Interface, SimpleObject, Union};
use cxl_domain::authorization::RuleId;
use cxl_domain::id::EventId;
use cxl_domain::refusal::Refusal;
use cxl_ledger::ExecuteError;
use cxl_store::{StoreError, VaultError};
use serde_json::Value;
use uuid::Uuid;

use super::error_code::{ErrorCode, Place, told};
use super::rejection::Rejection;
use crate::error::{Code, Problem};
use crate::ids::{Global, GlobalId, Kind};
use crate::naming::Called;
use crate::scalars::Position;
use crate::words::Language;

/// Why a command was not carried out. New kinds of failure may be added; each of them has these fields.
#[expect(clippy::duplicated_attributes, reason = "two fields have the same type and argument")]
#[derive(Debug, Interface)]
#[graphql(
    field(name = "code", ty = "&ErrorCode", desc = "What to switch on."),
    field(
        name = "message",
        ty = "String",
        desc = "What is wrong, in a sentence for people.",
        arg(
            name = "language",
            ty = "Option<Language>",
            desc = "In which language; that of the header Accept-Language if left out, else English."
        )
    ),
    field(
        name = "remedy",
        ty = "String",
        desc = "What to do instead, in a sentence for people.",
        arg(
            name = "language",
            ty = "Option<Language>",
            desc = "In which language; that of the header Accept-Language if left out, else English."
        )
    ),
    field(
        name = "path",
        ty = "&Vec<String>",
        desc = "The fields that lead to the input at fault, the outermost first; empty where it is no single one."
    ),
    field(name = "values", ty = "&Vec<CommandErrorValue>", desc = "The values that the message is about.")
)]
pub(crate) enum CommandError {
    /// Refused by a rule.
    Refused(Refused),
    /// Not allowed to the caller.
    Forbidden(Forbidden),
    /// Changed since the caller looked.
    Conflict(Conflict),
    /// A command id with another content.
    CommandReused(CommandReused),
    /// Not possible at present.
    Unavailable(Unavailable),
}

/// Every way in which a command may not be carried out.
#[derive(Debug, Union)]
#[graphql(name = "Failure")]
pub(crate) enum Failure {
    Refused(Refused),
    Forbidden(Forbidden),
    Conflict(Conflict),
    CommandReused(CommandReused),
    Unavailable(Unavailable),
}

impl From<Failure> for CommandError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(failure) => Self::Refused(failure),
            Failure::Forbidden(failure) => Self::Forbidden(failure),
            Failure::Conflict(failure) => Self::Conflict(failure),
            Failure::CommandReused(failure) => Self::CommandReused(failure),
            Failure::Unavailable(failure) => Self::Unavailable(failure),
        }
    }
}

/// One of the values that a failure is about.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct CommandErrorValue {
    /// What the value is: `day`, `taken`, `standing`, …
    pub(crate) name: String,
    /// The value as a string: a day, a code, a number, the id of an event.
    pub(crate) value: String,
}

/// The rules do not allow it. Mend the input, or the state of affairs that the message names.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Refused {
    /// What the act is about.
    #[graphql(skip)]
    pub(crate) about: Option<Called>,
    /// What to switch on.
    pub(crate) code: ErrorCode,
    /// The fields that lead to the input at fault, the outermost first; empty where it is no single
    /// one.
    pub(crate) path: Vec<String>,
    /// The values that the message is about.
    pub(crate) values: Vec<CommandErrorValue>,
}

/// The caller has no right to it.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Forbidden {
    /// The rules by which somebody may do it.
    #[graphql(skip)]
    pub(crate) needs: Vec<RuleId>,
    /// FORBIDDEN.
    pub(crate) code: ErrorCode,
    /// The fields that lead to the input at fault; empty, as it is no single one.
    pub(crate) path: Vec<String>,
    /// The action, and the rule that came closest.
    pub(crate) values: Vec<CommandErrorValue>,
    /// The rule that came closest to allowing it.
    pub(crate) rule: String,
}

/// The thing has changed since the caller looked: read it again and decide anew.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Conflict {
    /// CONFLICT.
    pub(crate) code: ErrorCode,
    /// The fields that lead to the input at fault.
    pub(crate) path: Vec<String>,
    /// The revisions that were expected and found.
    pub(crate) values: Vec<CommandErrorValue>,
    /// The revision that the caller saw.
    pub(crate) expected_revision: Position,
    /// The revision at which the thing stands; null if there is no such thing.
    pub(crate) actual_revision: Option<Position>,
}

/// The command id was used for another command. Draw a new one for each command.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct CommandReused {
    /// COMMAND_REUSED.
    pub(crate) code: ErrorCode,
    /// The fields that lead to the command id.
    pub(crate) path: Vec<String>,
    /// The command id.
    pub(crate) values: Vec<CommandErrorValue>,
}

/// Nothing can be recorded at present, whatever the command.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Unavailable {
    /// BUSY, READ_ONLY or STORAGE_UNAVAILABLE.
    pub(crate) code: ErrorCode,
    /// The fields that lead to the input at fault; empty, as there is none.
    pub(crate) path: Vec<String>,
    /// Of READ_ONLY the reason.
    pub(crate) values: Vec<CommandErrorValue>,
    /// Whether sending the same command with the same id again soon may help; otherwise somebody has
    /// to put the server right first.
    pub(crate) retry: bool,
}

/// Where in a document a command stands, for telling which of its fields a failure is about.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    around: Vec<String>,
    command: String,
    /// The fields that lead from there to what the act states.
    pub(crate) stated: Vec<String>,
    /// What the thing is called that the act is about.
    pub(crate) about: Option<Called>,
}

impl Scene {
    /// A command whose fields are reached through these.
    pub(crate) fn at<const N: usize>(around: [&str; N]) -> Self {
        Self::within(&around)
    }

    /// The same, for as many fields as there are.
    pub(crate) fn within(around: &[&str]) -> Self {
        Self {
            around: around.iter().map(|field| (*field).to_owned()).collect(),
            command: String::new(),
            stated: Vec::new(),
            about: None,
        }
    }

    /// The same, for the command with this id.
    pub(crate) fn of(self, command: &str) -> Self {
        Self { command: command.to_owned(), ..self }
    }

    /// What is answered to an input that is no command.
    pub(crate) fn rejected(&self, rejection: Rejection) -> Result<Failure, Error> {
        let Rejection { path, error } = rejection;
        match error {
            ExecuteError::Refused(refusal) => {
                let place = (!path.is_empty()).then_some(path);
                Ok(self.refused(refusal, place))
            }
            other => self.failure(other),
        }
    }

    /// What is answered to a command that was not carried out. What is not the asker's to mend is no
    /// data, but an error that ends the field.
    pub(crate) fn failure(&self, error: ExecuteError) -> Result<Failure, Error> {
        Ok(match error {
            ExecuteError::Refused(refusal) => self.refused(refusal, None),
            ExecuteError::Forbidden { action, needs, rule } => Failure::Forbidden(Forbidden {
                code: ErrorCode::Forbidden,
                needs,
                path: Vec::new(),
                values: vec![value("action", action), value("rule", rule.as_str())],
                rule: rule.as_str().to_owned(),
            }),
            ExecuteError::Conflict { kind, expected, actual } => {
                let actual_value = actual.map(|actual| value("actual", actual.to_string()));
                let known = [value("noun", kind), value("expected", expected.to_string())];
                Failure::Conflict(Conflict {
                    code: ErrorCode::Conflict,
                    path: self.path(&["expectedRevision".to_owned()]),
                    values: known.into_iter().chain(actual_value).collect(),
                    expected_revision: Position(expected),
                    actual_revision: actual.map(Position),
                })
            }
            ExecuteError::CommandReused { command } => Failure::CommandReused(CommandReused {
                code: ErrorCode::CommandReused,
                path: self.path(&["commandId".to_owned()]),
                values: vec![value("command", command.to_string())],
            }),
            ExecuteError::TooLarge { bytes, limit } => Failure::Refused(Refused {
                code: ErrorCode::TooLarge,
                about: None,
                path: Vec::new(),
                values: vec![value("bytes", bytes.to_string()), value("limit", limit.to_string())],
            }),
            ExecuteError::Busy => unavailable(ErrorCode::Busy, Vec::new(), true),
            ExecuteError::ReadOnly { reason } => {
                unavailable(ErrorCode::ReadOnly, vec![value("reason", reason)], false)
            }
            ExecuteError::Vault(away @ VaultError::Unreachable { .. }) => {
                tracing::warn!(command = self.command, %away, "a command needs a key");
                unavailable(ErrorCode::ReadOnly, vec![value("reason", away.to_string())], true)
            }
            ExecuteError::Store(cause) if passes(&cause) => {
                tracing::error!(command = self.command, cause = chain(&cause), "the store failed a command");
                unavailable(ErrorCode::StorageUnavailable, Vec::new(), true)
            }
            ours @ (ExecuteError::Store(_)
            | ExecuteError::Vault(_)
            | ExecuteError::Stuck(_)
            | ExecuteError::Internal(_)) => return Err(self.internal(&ours)),
        })
    }

    fn refused(&self, refusal: Refusal, place: Option<Vec<String>>) -> Failure {
        let (code, known) = told(&refusal);
        let path = place.map_or_else(|| self.place(known), |place| self.path(&place));
        // A misspelled value does not know its field; the path does.
        let refusal = match refusal {
            Refusal::InvalidInput { field, problem } if field.is_empty() => {
                Refusal::InvalidInput { field: path.get(1..).unwrap_or_default().join("."), problem }
            }
            Refusal::Unknown { noun, reference } => {
                Refusal::Unknown { noun, reference: spelled(noun, reference) }
            }
            other => other,
        };
        let about = match &refusal {
            Refusal::WasRecordedInError { noun } => self.about.as_ref().filter(|about| about.noun == *noun),
            _ => self.about.as_ref(),
        };
        Failure::Refused(Refused { code, about: about.cloned(), path, values: values(&refusal) })
    }

    fn place(&self, place: Place) -> Vec<String> {
        match place {
            Place::Stated(field) => {
                let stated: Vec<_> = self.stated.iter().cloned().chain([field.to_owned()]).collect();
                self.path(&stated)
            }
            Place::Around(field) => self.path(&[field.to_owned()]),
            Place::Published => self.path(&["claim".to_owned(), "publishedOn".to_owned()]),
            Place::Nowhere => Vec::new(),
        }
    }

    fn path(&self, fields: &[String]) -> Vec<String> {
        [&self.around, fields].concat()
    }

    /// The command's id is the error's: the log has it beside the cause.
    fn internal(&self, cause: &ExecuteError) -> Error {
        tracing::error!(command = self.command, cause = chain(cause), "a command was not carried out");
        let mut error =
            Error::from(Problem::new(Code::Internal, "an internal fault; the server's log tells more"));
        error.extensions.get_or_insert_default().set("errorId", self.command.as_str());
        error
    }
}

/// A reference as clients spell it: an id of the ledger's own in its global form.
fn spelled(noun: &str, reference: String) -> String {
    let kind = Kind::ALL.iter().copied().find(|kind| kind.as_str() == noun);
    match (Uuid::try_parse(&reference), kind) {
        (Ok(id), Some(kind)) => GlobalId { kind, id }.to_string(),
        (Ok(id), None) => EventId(id).global().to_string(),
        (Err(_), _) => reference,
    }
}

/// Whether a store's fault may be over when the same command is sent again; the others stay until
/// somebody puts the files right.
fn passes(fault: &StoreError) -> bool {
    matches!(fault, StoreError::Full { .. } | StoreError::Closed | StoreError::Unavailable { .. })
}

/// An error with its causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn unavailable(code: ErrorCode, values: Vec<CommandErrorValue>, retry: bool) -> Failure {
    Failure::Unavailable(Unavailable { code, path: Vec::new(), values, retry })
}

pub(super) fn value(name: &str, value: impl Into<String>) -> CommandErrorValue {
    CommandErrorValue { name: name.to_owned(), value: value.into() }
}

/// The fields of a refusal, events by the ids that inputs take.
pub(super) fn values(refusal: &Refusal) -> Vec<CommandErrorValue> {
    let Ok(Value::Object(fields)) = serde_json::to_value(refusal) else { return Vec::new() };
    let shown = fields.into_iter().filter(|(name, _)| name != "code").filter_map(|(name, field)| {
        let text = match field {
            Value::Null => return None,
            Value::String(text) => text,
            other => other.to_string(),
        };
        let event =
            matches!(name.as_str(), "event" | "standing").then(|| Uuid::try_parse(&text).ok()).flatten();
        let text = event.map_or(text, |id| EventId(id).global().to_string());
        Some(value(&name, text))
    });
    shown.collect()
}
