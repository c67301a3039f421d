//! A mutation's way: from its input to a command, through the ledger, to its answer.

use std::borrow::Cow;
use std::pin::Pin;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaInputValue, MetaType, MetaTypeId, Registry};
use async_graphql::{Context, Error, InputObjectType, InputType, InputValueError, InputValueResult, Value};
use cxl_ledger::{Executed, Request};
use uuid::Uuid;

use super::envelope::{Around, Envelope};
use super::failure::{Failure, Scene};
use super::reference::Desk;
use super::rejection::Rejection;
use crate::naming::called;
use crate::request::Asking;

/// A kind of thing that mutations act on.
pub(crate) trait Noun: Sized + Send + Sync + 'static {
    /// The acts that the domain knows.
    type Command: Send;
    /// What a mutation answers: what was recorded, or why nothing was.
    type Answer: From<Failure> + Send;

    /// The act on a thing, or the act that begins one.
    fn command(id: Option<Uuid>, command: Self::Command) -> cxl_ledger::Command;

    /// What was recorded, with the thing as it stands afterwards.
    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<Self::Answer, Error>;
}

/// An act as its fields in an input.
pub(crate) trait Act: InputObjectType + 'static {
    /// What it is done to.
    type On: Target;
    /// Whether its command id must be random, because it ends up in an id that must not be guessed.
    const RANDOM: bool = false;

    /// The domain's command.
    fn command(self, desk: &Desk<'_>) -> impl Future<Output = Result<CommandOf<Self>, Rejection>> + Send;

    /// The fields that lead to what the act states, where that is not the act itself.
    fn stated(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The domain's commands that an act becomes.
pub(crate) type CommandOf<A> = <NounOf<A> as Noun>::Command;
/// The kind of thing that an act is done to.
pub(crate) type NounOf<A> = <<A as Act>::On as Target>::Noun;
/// What a mutation of an act answers.
pub(crate) type AnswerOf<A> = <NounOf<A> as Noun>::Answer;

/// The fields of an input that name the thing to act on.
pub(crate) trait Target: Sized + Send + Sync + 'static {
    /// The kind of thing.
    type Noun: Noun;

    /// The fields, for the schema.
    fn fields(registry: &mut Registry) -> IndexMap<String, MetaInputValue>;

    /// Reads them among the fields of an input.
    fn parse<I: InputType>(input: &Value) -> Result<Self, InputValueError<I>>;

    /// Writes them.
    fn to_value(&self) -> Value;

    /// Looks the thing up; nothing where the act begins one.
    fn find(self, desk: &Desk<'_>) -> impl Future<Output = Result<Option<Uuid>, Rejection>> + Send;
}

/// The input of a mutation: the fields of the envelope, of the thing and of the act side by side.
///
/// It lies on the heap, as does the future that carries it out: the resolver of all mutations has room for every
/// one of them on its stack.
pub(crate) struct Input<A: Act>(Box<Parts<A>>);

struct Parts<A: Act> {
    envelope: Envelope,
    on: A::On,
    act: A,
}

/// A command on its way to its answer.
pub(crate) type CarryingOut<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

impl<A: Act> Input<A> {
    /// Carries the command out and answers it.
    pub(crate) fn carry_out<'a>(self, ctx: &'a Context<'_>) -> CarryingOut<'a, Option<AnswerOf<A>>> {
        Box::pin(async move {
            let answer = self.0.carry_out(ctx, Scene::at(["input"])).await?;
            Ok(Some(answer.unwrap_or_else(AnswerOf::<A>::from)))
        })
    }

    /// The same where the command stands elsewhere in a document; why it was not carried out is told apart.
    pub(crate) fn carry_out_at<'a>(
        self,
        ctx: &'a Context<'_>,
        scene: Scene,
    ) -> CarryingOut<'a, Result<AnswerOf<A>, Failure>> {
        Box::pin(self.0.carry_out(ctx, scene))
    }
}

impl<A: Act> Parts<A> {
    async fn carry_out(self, ctx: &Context<'_>, scene: Scene) -> Result<Result<AnswerOf<A>, Failure>, Error> {
        let asking = Asking::of(ctx)?;
        let mut scene = scene.of(self.envelope.command_id.text());
        scene.stated = self.act.stated();
        let desk = Desk::new(&asking.ledger, asking.actor);
        let request = self.request(asking, &desk).await;
        match executed(asking, scene, request).await {
            Ok(executed) => NounOf::<A>::recorded(ctx, executed).map(Ok),
            Err(failure) => failure.map(Err),
        }
    }

    async fn request(self, asking: &Asking, desk: &Desk<'_>) -> Result<Request, Rejection> {
        let Around { command_id, expected_revision, by, claim } = self.envelope.read(A::RANDOM, desk).await?;
        let id = self.on.find(desk).await?;
        desk.acting_on(id);
        let command = NounOf::<A>::command(id, self.act.command(desk).await?);
        Ok(Request { by, expected_revision, claim, ..Request::new(asking.actor, command_id, command) })
    }
}

/// Has the ledger carry a request out. It knows no act, so that it is compiled once for all of them.
async fn executed(
    asking: &Asking,
    mut scene: Scene,
    request: Result<Request, Rejection>,
) -> Result<Executed, Result<Failure, Error>> {
    let request = request.map_err(|rejection| scene.rejected(rejection))?;
    scene.about = request.command.about().map(|it| called(asking, &asking.views, it));
    asking.ledger.execute(request).await.map_err(|error| scene.failure(error))
}

/// What ends the name of an act's own fields, and what ends that of the input around them.
const FIELDS: &str = "Fields";
const INPUT: &str = "Input";

impl<A: Act> InputType for Input<A> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        let act = A::type_name();
        format!("{}{INPUT}", act.strip_suffix(FIELDS).unwrap_or(&act)).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::InputObject, |registry| {
            let mut input_fields = fields_of::<Envelope>(registry);
            input_fields.extend(A::On::fields(registry));
            input_fields.extend(fields_of::<A>(registry));
            let description = match registry.types.get(&*A::type_name()) {
                Some(MetaType::InputObject { description, .. }) => description.clone(),
                _ => None,
            };
            MetaType::InputObject {
                name: Self::type_name().into_owned(),
                description,
                input_fields,
                visible: None,
                inaccessible: false,
                tags: Vec::new(),
                rust_typename: Some(std::any::type_name::<Self>()),
                oneof: false,
                directive_invocations: Vec::new(),
            }
        })
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let on = A::On::parse(&value)?;
        let envelope = Envelope::parse(Some(value.clone())).map_err(InputValueError::propagate)?;
        let act = A::parse(Some(value)).map_err(InputValueError::propagate)?;
        Ok(Self(Box::new(Parts { envelope, on, act })))
    }

    fn to_value(&self) -> Value {
        let Parts { envelope, on, act } = &*self.0;
        let parts = [envelope.to_value(), on.to_value(), act.to_value()];
        let fields = parts.into_iter().flat_map(|part| match part {
            Value::Object(fields) => fields,
            _ => IndexMap::new(),
        });
        Value::Object(fields.collect())
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

/// The fields of an input object, for the schema.
pub(crate) fn fields_of<T: InputType>(registry: &mut Registry) -> IndexMap<String, MetaInputValue> {
    match registry.create_fake_input_type::<T>() {
        MetaType::InputObject { input_fields, .. } => input_fields,
        _ => IndexMap::new(),
    }
}
