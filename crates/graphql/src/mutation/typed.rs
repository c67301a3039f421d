//! Values as a client typed them, read late: what is misspelled is a refusal that names its field, not
//! the end of the whole document.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{ID, InputType, InputValueError, InputValueResult, Value};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use cxl_domain::calendar::parse_day;
use cxl_domain::code::Code;
use cxl_domain::event::Sha256Hex;
use cxl_domain::exception::ExceptionKey;
use cxl_domain::id::{CommandId, EventId};
use cxl_domain::measurement::decimal::parse_decimal;
use cxl_domain::refusal::Refusal;
use cxl_domain::text::Text;
use cxl_domain::zone;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::rejection::Rejection;
use crate::ids::{Global, Kind};
use crate::scalars::{self, Count, Position, instant, whole};

/// A string that stands for a `T`. In the schema it is the scalar in which answers write a `T`.
#[derive(Debug, Clone)]
pub(crate) struct Typed<T> {
    text: String,
    read: Result<T, Refusal>,
}

/// How a value is spelled in an input.
pub(crate) trait Spelled: Clone + Send + Sync + Sized + 'static {
    /// The scalar of the schema.
    type Scalar: InputType;

    /// Reads the spelling, or says what is wrong with it.
    fn read(text: &str) -> Result<Self, Refusal>;
}

/// A part of an input that has still to be read.
pub(crate) trait Unread: Sized {
    /// What it stands for.
    type Read;

    /// What it stands for, or what is wrong with it.
    fn read(self) -> Result<Self::Read, Rejection>;

    /// The same, as the value of a field.
    fn at(self, field: &str) -> Result<Self::Read, Rejection> {
        self.read().map_err(|rejection| rejection.within(field))
    }
}

impl<T> Typed<T> {
    /// What the client typed.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

impl<T: Spelled> Unread for Typed<T> {
    type Read = T;

    fn read(self) -> Result<T, Rejection> {
        self.read.map_err(Rejection::refused)
    }
}

impl<U: Unread> Unread for Option<U> {
    type Read = Option<U::Read>;

    fn read(self) -> Result<Self::Read, Rejection> {
        self.map(U::read).transpose()
    }
}

impl<U: Unread> Unread for Vec<U> {
    type Read = Vec<U::Read>;

    fn read(self) -> Result<Self::Read, Rejection> {
        self.into_iter().enumerate().map(|(index, item)| item.at(&index.to_string())).collect()
    }
}

impl<T: Spelled> InputType for Typed<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        T::Scalar::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::Scalar::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let is_id = T::Scalar::type_name() == <ID as InputType>::type_name();
        let text = match value {
            Some(Value::String(text)) => text,
            // GraphQL takes a whole number for an ID; none is one of this ledger, which is said like of any other text.
            Some(Value::Number(number)) if is_id && (number.is_i64() || number.is_u64()) => {
                number.to_string()
            }
            other => return Err(InputValueError::expected_type(other.unwrap_or_default())),
        };
        Ok(Self { read: T::read(&text), text })
    }

    fn to_value(&self) -> Value {
        Value::String(self.text.clone())
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

/// The misspelling of a value whose field is named on the way out.
fn misspelled(problem: impl std::fmt::Display) -> Refusal {
    Refusal::invalid("", problem)
}

impl Spelled for Text {
    type Scalar = String;

    fn read(text: &str) -> Result<Self, Refusal> {
        Self::typed(text).map_err(misspelled)
    }
}

impl Spelled for Code {
    type Scalar = scalars::Code;

    fn read(text: &str) -> Result<Self, Refusal> {
        Self::parse(text).map_err(misspelled)
    }
}

impl Spelled for NaiveDate {
    type Scalar = scalars::Date;

    fn read(text: &str) -> Result<Self, Refusal> {
        parse_day(text).map_err(misspelled)
    }
}

impl Spelled for DateTime<Utc> {
    type Scalar = scalars::DateTime;

    fn read(text: &str) -> Result<Self, Refusal> {
        instant(text).map_err(misspelled)
    }
}

impl Spelled for Decimal {
    type Scalar = scalars::Decimal;

    fn read(text: &str) -> Result<Self, Refusal> {
        parse_decimal(text).map_err(misspelled)
    }
}

impl Spelled for Count {
    type Scalar = Self;

    fn read(text: &str) -> Result<Self, Refusal> {
        whole(text).map(Self).map_err(misspelled)
    }
}

impl Spelled for Position {
    type Scalar = Self;

    fn read(text: &str) -> Result<Self, Refusal> {
        whole(text).map(Self).map_err(misspelled)
    }
}

impl Spelled for Tz {
    type Scalar = String;

    fn read(text: &str) -> Result<Self, Refusal> {
        zone::parse(text).map_err(|refusal| match refusal {
            Refusal::InvalidInput { problem, .. } => misspelled(problem),
            other => other,
        })
    }
}

impl Spelled for Sha256Hex {
    type Scalar = String;

    fn read(text: &str) -> Result<Self, Refusal> {
        Self::parse(text).map_err(misspelled)
    }
}

impl Spelled for ExceptionKey {
    type Scalar = ID;

    fn read(text: &str) -> Result<Self, Refusal> {
        crate::exception::parse(text)
            .ok_or_else(|| misspelled("this is not the key of an exception; take it from one"))
    }
}

impl Spelled for CommandId {
    type Scalar = ID;

    fn read(text: &str) -> Result<Self, Refusal> {
        let fault =
            || misspelled(format!("{text:?} is not a UUID; draw one for each command, best of version 7"));
        Uuid::try_parse(text).ok().filter(|id| !id.is_nil()).map(Self).ok_or_else(fault)
    }
}

impl<T: Global + Clone + Send + Sync + 'static> Spelled for T {
    type Scalar = ID;

    fn read(text: &str) -> Result<Self, Refusal> {
        let id = ID::from(text);
        match T::parse(&id) {
            Ok(read) => Ok(read),
            Err(problem) if begins_with_an_event(T::KIND) => {
                EventId::parse(&id).map(|event| T::of(event.uuid())).map_err(|_| misspelled(problem.message))
            }
            Err(problem) => Err(misspelled(problem.message)),
        }
    }
}

/// Whether a thing of that kind is the event that began it: what a command answers about the event
/// names the thing as well.
fn begins_with_an_event(kind: Kind) -> bool {
    match kind {
        Kind::Department
        | Kind::Goal
        | Kind::Improvement
        | Kind::Token
        | Kind::Seat
        | Kind::Action
        | Kind::Spot => true,
        Kind::Organization
        | Kind::Program
        | Kind::Person
        | Kind::Initiative
        | Kind::Metric
        | Kind::Evidence
        | Kind::Committee
        | Kind::Meeting
        | Kind::Decision
        | Kind::Journey
        | Kind::PainPoint
        | Kind::Insight
        | Kind::Service
        | Kind::Event => false,
    }
}

#[cfg(test)]
mod tests {
    use cxl_domain::id::ImprovementId;

    use super::*;

    #[test]
    fn a_whole_number_is_read_as_an_id_and_as_nothing_else() {
        let id = |value: Value| Typed::<ImprovementId>::parse(Some(value));
        let given = id(Value::from(7)).expect("a number may stand for an ID");
        assert_eq!(given.text(), "7");
        assert!(given.read().is_err(), "it is none of this ledger");
        assert!(id(Value::from(7.5)).is_err());
        assert!(id(Value::from(true)).is_err());
        assert!(Typed::<NaiveDate>::parse(Some(Value::from(7))).is_err());
        assert!(Typed::<Count>::parse(Some(Value::from(7))).is_err());
    }
}
