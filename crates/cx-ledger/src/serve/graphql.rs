//! One GraphQL request over HTTP: what is asked, and the answer's form.
//!
//! By POST a request comes as JSON, by GET in the address, and then it only reads. No page of another site
//! can make a browser ask in somebody's name: whoever asks is known by the header `Authorization` alone, which a
//! browser adds to nothing by itself and lets no page of another site set, as no answer permits it. So a GET
//! needs no header more; and a POST that is not declared as JSON is refused before anything of it is read.

use std::time::Duration;

use async_graphql::Variables;
use async_graphql::parser::types::OperationType;
use axum::body::{Bytes, HttpBody as _};
use axum::extract::{self, FromRequest as _, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cxl_domain::event::Sha256Hex;
use cxl_graphql::ErrorCode;
use sha2::{Digest as _, Sha256};

use super::asked::{Asked, Parameters};
use super::etag::{self, Depends, Known};
use super::execution::{Admitted, Asker, admit};
use super::form::Form;
use super::headers::{at_least, language};
use super::http::{App, MAX_BODY};
use super::identity::let_in;
use super::problem::{Problem, closed};

/// Answers one request, whose document is in its body or in its address.
pub(super) async fn asked(State(app): State<App>, request: extract::Request) -> Response {
    answer(app, request).await
}

/// The answer to any other method.
pub(super) async fn other(headers: HeaderMap) -> Response {
    let message = "GraphQL is asked by POST with a JSON body, or by GET with the document in the address";
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::BadRequest, message);
    Form::accepted(&headers).unwrap_or(Form::Json).refused(&problem.allowing("GET, HEAD, POST"))
}

/// The answer to any request while the ledger is not open yet.
pub(super) fn unopened(headers: &HeaderMap, reason: &str) -> Response {
    Form::accepted(headers).unwrap_or(Form::Json).refused(&closed(reason))
}

async fn answer(app: App, request: extract::Request) -> Response {
    let Some(form) = Form::accepted(request.headers()) else {
        let message = "an answer is application/graphql-response+json or application/json, and the header Accept \
                       takes neither";
        return Form::Json.refused(&Problem::new(StatusCode::NOT_ACCEPTABLE, ErrorCode::BadRequest, message));
    };
    match respond(&app, request, form).await {
        Ok(response) => response,
        Err(problem) => form.refused(&problem),
    }
}

/// Who asks is settled before a byte of the body is read.
async fn respond(app: &App, request: extract::Request, form: Form) -> Result<Response, Problem> {
    let is_get = request.method() != Method::POST;
    if !is_get {
        json_only(request.headers())?;
    }
    let asker =
        Asker { actor: let_in(app, request.headers()).await?.actor, language: language(request.headers()) };
    let at_least = at_least(request.headers())?;
    let has = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect::<Vec<_>>();
    let asked = requested(app, request, asker).await?;
    let has_come = at_least.is_none_or(|position| position < app.ledger.snapshot().len);
    let listed = asked.listed;
    let can_be_known = || has_come && has_vault(app);
    let tag = listed.filter(|listed| is_get && listed.is_lasting && can_be_known()).map(|listed| {
        let asked = (asked.operation_name.as_deref(), &asked.variables);
        known(app, listed.sha256, asked, asker, form).name.tag()
    });
    if let Some(tag) = tag.clone().filter(|tag| etag::is_among(&has, tag)) {
        app.accounts.spend(asker.actor.agent, 1)?;
        return Ok(tagged(StatusCode::NOT_MODIFIED.into_response(), Some(tag)));
    }
    let admitted = admit(app, asked, asker)?;
    if is_get {
        refuse_change(&admitted)?;
    }
    let known = (admitted.is_lasting() && can_be_known()).then(|| {
        let (document, operation, variables) = admitted.asked();
        let sha256 =
            listed.map_or_else(|| Sha256Hex(Sha256::digest(document).into()), |listed| listed.sha256);
        known(app, sha256, (operation, variables), asker, form)
    });
    if let Some(copy) = known.and_then(|known| app.copies.find(&known)) {
        let mut response = form.copied(copy).into_response();
        admitted.tell_balance(response.headers_mut());
        return Ok(tagged(response, tag));
    }
    let executed = admitted.execute(at_least).await?;
    let is_whole = executed.errors.is_empty() && has_vault(app);
    let (written, headers) = form.executed(executed, app.accounts.answer_bytes());
    let holds = is_whole && written.status == StatusCode::OK;
    if let Some(known) = known.filter(|_| holds) {
        app.copies.keep(&known, written.body.clone());
    }
    let mut response = written.into_response();
    response.headers_mut().extend(headers);
    Ok(tagged(response, tag.filter(|_| holds)))
}

/// Whether what is sealed can be read.
fn has_vault(app: &App) -> bool {
    app.ledger.health().vault_away.is_none()
}

/// By what the answer to a document, one of its operations and values for its variables is known before it is computed.
fn known(
    app: &App,
    document: Sha256Hex,
    (operation, variables): (Option<&str>, &Variables),
    Asker { actor, language }: Asker,
    form: Form,
) -> Known {
    let (language, media_type) = (language.tag(), form.media_type());
    let asked = etag::Asked { document, operation, variables, actor, language, media_type };
    Depends::now(&app.ledger, asked).known()
}

/// The answer with the name by which the client may ask later whether it still holds.
fn tagged(mut response: Response, tag: Option<HeaderValue>) -> Response {
    if let Some(tag) = tag {
        etag::keep(response.headers_mut(), tag);
    }
    response
}

/// What comes by GET changes nothing.
pub(super) fn refuse_change(admitted: &Admitted) -> Result<(), Problem> {
    if admitted.kind() != OperationType::Mutation {
        return Ok(());
    }
    let message = "a request by GET changes nothing: send the mutation by POST";
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::BadRequest, message);
    Err(problem.allowing("POST"))
}

/// What a request asks for.
pub(super) async fn requested(app: &App, request: extract::Request, asker: Asker) -> Result<Asked, Problem> {
    let parameters = if request.method() == Method::POST {
        json_only(request.headers())?;
        Parameters::in_body(&body(request, app.patience.body_timeout).await?)?
    } else {
        Parameters::in_address(request.uri())?
    };
    parameters.asked_by(&asker.actor, app)
}

/// The body, as long as it is not too long and does not take too long.
async fn body(request: extract::Request, patience: Duration) -> Result<Bytes, Problem> {
    // A client that is told at once need not send what nobody is going to read.
    if request.body().size_hint().lower() > MAX_BODY as u64 {
        return Err(too_long());
    }
    let arrived = tokio::time::timeout(patience, Bytes::from_request(request, &())).await.map_err(|_| {
        let message = format!("the body of a request arrives within {} seconds", patience.as_secs_f64());
        Problem::new(StatusCode::REQUEST_TIMEOUT, ErrorCode::BadRequest, message)
    })?;
    arrived.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_long(),
        status => Problem::new(status, ErrorCode::BadRequest, "the body of the request did not arrive whole"),
    })
}

fn too_long() -> Problem {
    let message = format!("a request has at most {MAX_BODY} bytes: send less at once");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::LimitExceeded, message)
}

/// Only a body that no page of another site can send unasked is read.
fn json_only(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/json"));
    let charset = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.eq_ignore_ascii_case("charset").then(|| value.trim_matches('"'))
    });
    if is_json && charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8")) {
        return Ok(());
    }
    let message = "a request is sent with the header Content-Type: application/json, in UTF-8";
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::BadRequest, message))
}
