//! Values as a client typed them, read late: what is misspelled is a refusal with a path, not the end
//! of the whole document.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{InputType, InputValueError, InputValueResult, Value};

use super::problem::Problem;

/// A string that stands for a `T`, in the schema the scalar in which answers write a `T`.
#[derive(Debug, Clone)]
pub(crate) struct Typed<T: Spelling> {
    text: String,
    read: Result<T, String>,
}

/// How a value is spelled in an input.
pub(crate) trait Spelling: Clone + Send + Sync + Sized + 'static {
    /// The scalar of the schema.
    type Scalar: InputType;

    /// Reads the spelling, or says what is wrong with it and what would be right.
    fn read(text: &str) -> Result<Self, String>;
}

/// An input that still has to be read.
pub(crate) trait Unread: Sized {
    /// What it stands for.
    type Into;

    /// What it stands for, or what is wrong with it.
    fn read(self) -> Result<Self::Into, Problem>;

    /// The same, as the value of a field.
    fn at(self, field: &str) -> Result<Self::Into, Problem> {
        self.read().map_err(|problem| problem.within(field))
    }
}

impl<T: Spelling> Typed<T> {
    /// What the client typed.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

impl<T: Spelling> Unread for Typed<T> {
    type Into = T;

    fn read(self) -> Result<T, Problem> {
        self.read.map_err(Problem::misread)
    }
}

impl<U: Unread> Unread for Option<U> {
    type Into = Option<U::Into>;

    fn read(self) -> Result<Self::Into, Problem> {
        self.map(U::read).transpose()
    }
}

impl<U: Unread> Unread for Vec<U> {
    type Into = Vec<U::Into>;

    fn read(self) -> Result<Self::Into, Problem> {
        self.into_iter().enumerate().map(|(index, item)| item.at(&index.to_string())).collect()
    }
}

impl<T: Spelling> InputType for Typed<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        T::Scalar::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::Scalar::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            Some(Value::String(text)) => Ok(Self { read: T::read(&text), text }),
            other => Err(InputValueError::expected_type(other.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.text.clone())
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}
