//! The thing that an act is done to, as a field of its input.

use std::marker::PhantomData;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaInputValue, Registry};
use async_graphql::{InputType, InputValueError, Name, Value};
use cxl_domain::id::ImprovementId;
use cxl_domain::text::Text;
use uuid::Uuid;

use super::command::{Noun, Target};
use super::initiative::Initiatives;
use super::reference::{Desk, Reference};
use super::rejection::{At, Rejection};
use super::typed::Typed;
use crate::ids::Global;

/// A kind of thing of which there are many.
pub(crate) trait Named: Noun {
    /// The field that says which one is meant.
    const FIELD: &'static str;
    /// What that field is described as.
    const WHICH: &'static str;
    /// How one is referred to.
    type Reference: Reference<Id: Global> + InputType;

    /// The act that takes the whole thing back.
    fn record_in_error(reason: Text) -> Self::Command;
}

/// One thing of many, named in a field.
pub(crate) struct On<N: Named>(N::Reference);

impl<N: Named> Target for On<N> {
    type Noun = N;

    fn fields(registry: &mut Registry) -> IndexMap<String, MetaInputValue> {
        let field = MetaInputValue {
            name: N::FIELD.to_owned(),
            description: Some(N::WHICH.to_owned()),
            ty: N::Reference::create_type_info(registry),
            deprecation: async_graphql::registry::Deprecation::NoDeprecated,
            default_value: None,
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            is_secret: false,
            directive_invocations: Vec::new(),
        };
        IndexMap::from([(N::FIELD.to_owned(), field)])
    }

    fn parse<I: InputType>(input: &Value) -> Result<Self, InputValueError<I>> {
        let named = match input {
            Value::Object(fields) => fields.get(N::FIELD).cloned(),
            _ => None,
        };
        N::Reference::parse(named).map(Self).map_err(InputValueError::propagate)
    }

    fn to_value(&self) -> Value {
        Value::Object(IndexMap::from([(Name::new(N::FIELD), self.0.to_value())]))
    }

    async fn find(self, desk: &Desk<'_>) -> Result<Option<Uuid>, Rejection> {
        let found = self.0.find(desk).await.at(N::FIELD)?;
        Ok(Some(found.uuid()))
    }
}

/// The initiative that holds the improvement which the act itself names.
pub(crate) struct OfImprovement(Typed<ImprovementId>);

impl OfImprovement {
    const FIELD: &'static str = "improvement";
}

impl Target for OfImprovement {
    type Noun = Initiatives;

    fn fields(_: &mut Registry) -> IndexMap<String, MetaInputValue> {
        IndexMap::new()
    }

    fn parse<I: InputType>(input: &Value) -> Result<Self, InputValueError<I>> {
        let named = match input {
            Value::Object(fields) => fields.get(Self::FIELD).cloned(),
            _ => None,
        };
        Typed::parse(named).map(Self).map_err(InputValueError::propagate)
    }

    fn to_value(&self) -> Value {
        Value::Object(IndexMap::new())
    }

    async fn find(self, desk: &Desk<'_>) -> Result<Option<Uuid>, Rejection> {
        desk.initiative_of(self.0).at(Self::FIELD).map(|initiative| Some(initiative.0))
    }
}

/// No field: the organization, of which there is one, or a thing that the act begins.
pub(crate) struct Unnamed<N>(PhantomData<N>);

impl<N: Noun> Target for Unnamed<N> {
    type Noun = N;

    fn fields(_: &mut Registry) -> IndexMap<String, MetaInputValue> {
        IndexMap::new()
    }

    fn parse<I: InputType>(_: &Value) -> Result<Self, InputValueError<I>> {
        Ok(Self(PhantomData))
    }

    fn to_value(&self) -> Value {
        Value::Object(IndexMap::new())
    }

    async fn find(self, _: &Desk<'_>) -> Result<Option<Uuid>, Rejection> {
        Ok(None)
    }
}
