//! A request: who asks, the one moment from which everything is answered, and how its errors get
//! their codes.

use std::mem;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use async_graphql::{Context, Request, Response, ServerError};
use chrono::{DateTime, Utc};
use cxl_contract::{Schema as Contract, Violation, ViolationKind};
use cxl_domain::authorization::{Action, ActorRights, Resource, authorize};
use cxl_domain::id::{PersonId, ProgramId};
use cxl_domain::time::AsOf;
use cxl_ledger::rights::{may, rights_of_actor};
use cxl_ledger::{Ledger, Question, Views};
use cxl_store::meta::Actor;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};

use crate::as_of::AsOfInput;
use crate::cursor::CursorKey;
use crate::error::{Code, Problem};
use crate::following::ToldTo;
use crate::introspection;
use crate::moment::Moment;
use crate::schema::{self, LedgerSchema, MAX_COMPLEXITY, MAX_DEPTH};
use crate::single_root;
use crate::texts::Texts;

/// Who asks, as whoever checked the token knows. One value belongs to one request:
/// [`async_graphql::Request::data`].
#[derive(Debug)]
pub struct Caller {
    actor: Actor,
    asking: OnceLock<Arc<Asking>>,
    told_to: ToldTo,
}

impl Caller {
    /// The actor for one request.
    pub fn new(actor: Actor) -> Self {
        Self { actor, asking: OnceLock::new(), told_to: ToldTo::default() }
    }

    /// Who asks, and what the schema was built over.
    pub(crate) fn of<'a>(ctx: &Context<'a>) -> Result<(&'a Self, &'a Arc<Ledger>, &'a CursorKey), Problem> {
        let caller = ctx.data_opt::<Self>().ok_or_else(Problem::unauthenticated)?;
        let missing = || Problem::internal("the schema was built without a ledger");
        let ledger = ctx.data_opt::<Arc<Ledger>>().ok_or_else(missing)?;
        let cursors = ctx.data_opt::<CursorKey>().ok_or_else(missing)?;
        Ok((caller, ledger, cursors))
    }

    /// Who asks.
    pub(crate) fn actor(&self) -> Actor {
        self.actor
    }

    /// Where it is noted up to which position whoever follows was told.
    pub(crate) fn told_to(&self) -> ToldTo {
        self.told_to.clone()
    }
}

/// An answer on its way.
///
/// Boxed where it is made: the body of a plain `async fn` is compiled by whoever awaits it, and with this
/// one the resolvers of the whole schema, once more in every binary and every test.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Response> + Send + 'a>>;

/// One of the answers to a request.
#[derive(Debug)]
pub struct Answer {
    /// The answer.
    pub response: Response,
    /// Up to which position whoever follows has been told with it; `None` for what follows nothing.
    pub position: Option<u64>,
}

/// Whether anybody still waits for the answer to a request, which is data of it. Lists look here before they
/// are gathered: work whose answer nobody hears comes to an end.
#[derive(Debug, Clone, Default)]
pub struct Waiting(Arc<AtomicBool>);

/// Ends the waiting when it is dropped.
#[derive(Debug)]
pub struct Waits(Waiting);

impl Waiting {
    /// Somebody waits for as long as the value is kept.
    pub fn until_dropped(&self) -> Waits {
        Waits(self.clone())
    }

    fn is_over(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

/// Answers on their way, one after another.
pub type Answers = BoxStream<'static, Answer>;

/// Answers one request. Without an actor nothing is answered but the code UNAUTHENTICATED. Every error
/// of the answer has a code.
pub fn execute(schema: &LedgerSchema, request: Request, actor: Option<Actor>) -> Answering<'_> {
    Box::pin(answer(schema, request, actor))
}

/// Answers one request as often as there is something to tell: a subscription until it ends, anything else
/// once. Without an actor nothing is answered but the code UNAUTHENTICATED. Every error has a code.
pub fn execute_stream(schema: &LedgerSchema, request: Request, actor: Option<Actor>) -> Answers {
    match prepared(schema, request, actor) {
        Ok((request, told_to)) => {
            let responses = schema.engine.execute_stream(request).map(coded);
            // The next page is not looked for before the answer to this one was taken.
            responses.map(move |response| Answer { response, position: told_to.position() }).boxed()
        }
        Err(refusal) => stream::iter([Answer { response: *refusal, position: None }]).boxed(),
    }
}

async fn answer(schema: &LedgerSchema, request: Request, actor: Option<Actor>) -> Response {
    match prepared(schema, request, actor) {
        Ok((request, _)) => coded(schema.engine.execute(request).await),
        Err(refusal) => *refusal,
    }
}

/// The request with who asks, unless it is refused before anything is executed; and where a subscription notes
/// how far it has told.
fn prepared(
    schema: &LedgerSchema,
    mut request: Request,
    actor: Option<Actor>,
) -> Result<(Request, ToldTo), Box<Response>> {
    let refused = |error| Box::new(Response::from_errors(vec![error]));
    let Some(actor) = actor else { return Err(refused(server_error(Problem::unauthenticated()))) };
    let document = request.parsed_query().map_err(|mut error| {
        set_code(&mut error, Code::ParseFailed);
        refused(error)
    })?;
    let weight = introspection::weight(document);
    if weight > introspection::MAX_WEIGHT {
        let message = format!(
            "the document asks for too much of the schema's description: it weighs {weight}, and {} is the \
             most; ask for __schema once, or for less of it",
            introspection::MAX_WEIGHT
        );
        return Err(refused(server_error(Problem::new(Code::LimitExceeded, message))));
    }
    if weight > 0 && !may_see_schema(&schema.ledger, &actor) {
        let message = "the schema describes itself to whoever has a role that takes part, administers or audits: ask \
                       an administrator for one";
        return Err(refused(server_error(Problem::new(Code::Forbidden, message))));
    }
    if let Some(fault) = single_root::fault(document) {
        return Err(refused(server_error(Problem::new(Code::ValidationFailed, fault))));
    }
    let violations = violations(&mut request);
    if !violations.is_empty() {
        return Err(Box::new(Response::from_errors(violations)));
    }
    let caller = Caller::new(actor);
    let told_to = caller.told_to();
    Ok((request.data(caller), told_to))
}

/// Whoever may not is refused, since a schema that is null would be taken for a fault.
fn may_see_schema(ledger: &Ledger, actor: &Actor) -> bool {
    may(&ledger.snapshot(), actor, Action::ReadSchema, None, ledger.now()).allow
}

/// What of the request does not fit the schema although the engine would let it pass.
fn violations(request: &mut Request) -> Vec<ServerError> {
    // What is compared with the document lies in the same request.
    let (source, variables) = (mem::take(&mut request.query), mem::take(&mut request.variables));
    let operation = request.operation_name.take();
    let found = match request.parsed_query() {
        Ok(document) => CONTRACT.violations(&source, document, operation.as_deref(), &variables),
        // Whoever parsed it before has said so.
        Err(_) => Vec::new(),
    };
    (request.query, request.variables, request.operation_name) = (source, variables, operation);
    let error = |violation: Violation| {
        let code = match violation.kind {
            ViolationKind::Invalid => Code::ValidationFailed,
            ViolationKind::TooMuch => Code::LimitExceeded,
        };
        let mut error = ServerError::new(violation.message, Some(violation.at));
        set_code(&mut error, code);
        error
    };
    found.into_iter().map(error).collect()
}

/// The schema as clients know it.
static CONTRACT: LazyLock<Contract> =
    LazyLock::new(|| Contract::parse(&schema::sdl()).expect("what the engine exports is a schema"));

/// The answer with a code in each of its errors.
fn coded(mut response: Response) -> Response {
    for error in &mut response.errors {
        let code = uncoded(error);
        set_code(error, code);
        name_limit(error);
    }
    response
}

/// Gives each fault of ours in an answer the name by which the log of its execution is found.
pub fn name_faults(response: &mut Response, name: &str) {
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code") == Some(&Code::Internal.as_str().into()) {
            extensions.set("errorId", name);
        }
    }
}

/// The code of an error that no resolver of ours answered.
fn uncoded(error: &ServerError) -> Code {
    match error.message.as_str() {
        TOO_COMPLEX | TOO_DEEP => Code::LimitExceeded,
        message if message.starts_with(TOO_RECURSIVE) => Code::LimitExceeded,
        // Validation has no path; what fails on the way into a field is a value.
        _ if error.path.is_empty() => Code::ValidationFailed,
        _ => Code::BadUserInput,
    }
}

/// The engine does not say which limit a document goes beyond, nor what to do.
fn name_limit(error: &mut ServerError) {
    match error.message.as_str() {
        TOO_COMPLEX => {
            error.message = format!(
                "the document asks for more than {MAX_COMPLEXITY} fields, those below a list counted once for \
                 each member that it may have: ask for smaller pages or fewer fields"
            );
        }
        TOO_DEEP => {
            error.message = format!(
                "the document is nested more than {MAX_DEPTH} fields deep: ask for less at once, or in several \
                 documents"
            );
        }
        _ => {}
    }
}

/// How the engine words that a document goes beyond a limit.
const TOO_COMPLEX: &str = "Query is too complex.";
const TOO_DEEP: &str = "Query is nested too deep.";
const TOO_RECURSIVE: &str = "The recursion depth of the query cannot be greater than";

fn server_error(problem: Problem) -> ServerError {
    let error = async_graphql::Error::from(problem);
    let mut server = ServerError::new(error.message, None);
    server.extensions = error.extensions;
    server
}

fn set_code(error: &mut ServerError, code: Code) {
    let extensions = error.extensions.get_or_insert_default();
    if extensions.get("code").is_none() {
        extensions.set("code", code.as_str());
    }
}

/// What the fields of one request share.
#[derive(Debug)]
pub(crate) struct Asking {
    pub(crate) ledger: Arc<Ledger>,
    /// The one moment of every query field of the request.
    pub(crate) views: Arc<Views>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) actor: Actor,
    pub(crate) texts: Texts,
    pub(crate) cursors: CursorKey,
    waiting: Waiting,
    /// The rights of the asker now.
    rights: ActorRights,
    asked: OnceLock<Question>,
}

impl Asking {
    /// What the request of this field shares.
    pub(crate) fn of<'a>(ctx: &Context<'a>) -> Result<&'a Arc<Self>, Problem> {
        let (caller, ledger, cursors) = Caller::of(ctx)?;
        Ok(caller.asking.get_or_init(|| {
            let asking = Self::at(ledger.clone(), ledger.snapshot(), caller.actor, cursors.clone());
            let waiting = ctx.data_opt::<Waiting>().cloned().unwrap_or_default();
            Arc::new(Self { waiting, ..asking })
        }))
    }

    /// What is shared by whatever is answered from one moment.
    pub(crate) fn at(ledger: Arc<Ledger>, views: Arc<Views>, actor: Actor, cursors: CursorKey) -> Self {
        let now = ledger.now();
        let rights = rights_of_actor(&views, &actor, now);
        let texts = Texts::new(ledger.clone());
        let waiting = Waiting::default();
        Self { ledger, views, now, actor, texts, cursors, waiting, rights, asked: OnceLock::new() }
    }

    /// An error once nobody waits for the answer.
    pub(crate) fn still_waited_for(&self) -> Result<(), Problem> {
        if self.waiting.is_over() {
            return Err(Problem::new(Code::Timeout, "nobody waits for the answer any more"));
        }
        Ok(())
    }

    /// The person who asks; a service is registered like one.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "whom it concerns, as other questions of the ledger take it"
    )]
    pub(crate) fn person(&self) -> Option<PersonId> {
        Some(self.rights.person)
    }

    /// Whether the asker may do something now.
    pub(crate) fn may(&self, action: Action, program: Option<ProgramId>) -> bool {
        let resource = Resource { program, ..Resource::default() };
        authorize(&self.rights, action, &resource).allow
    }

    /// Whether the asker may read a program now, whatever point in time is asked about.
    pub(crate) fn reads(&self, program: ProgramId) -> bool {
        self.may(Action::ReadProgram, Some(program))
    }

    /// Whether the asker may read what a person is called now, and what else that person's own key seals.
    pub(crate) fn reads_personal(&self, person: PersonId) -> bool {
        self.rights.person == person || self.may(Action::ReadPersonal, None)
    }

    /// The moment of a root field, in the zone of a program or else of the organization.
    pub(crate) fn moment(
        self: &Arc<Self>,
        as_of: Option<AsOfInput>,
        program: Option<ProgramId>,
    ) -> Result<Arc<Moment>, Problem> {
        let question = self.question(as_of)?;
        Moment::of(self, self.views.clone(), &question, program)
    }

    /// The question of a root field: every field of a request asks the same.
    pub(crate) fn question(&self, as_of: Option<AsOfInput>) -> Result<Question, Problem> {
        let question = as_of.map(Question::from).unwrap_or_default();
        if *self.asked.get_or_init(|| question) == question {
            return Ok(question);
        }
        let message = "one document asks as of one point in time: give every field the same asOf, or send two documents";
        Err(Problem::new(Code::AsOfConflict, message))
    }

    /// The question that the request asks.
    pub(crate) fn asked(&self) -> Question {
        self.asked.get().copied().unwrap_or_default()
    }

    /// Everything recorded, for finding out to which program something belongs before the point in
    /// time is known.
    pub(crate) fn head(&self) -> AsOf {
        AsOf::head(self.now.date_naive())
    }
}
