//! `POST /rebuild`: has the views folded anew while the old ones serve.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cxl_domain::authorization::Action;
use cxl_graphql::ErrorCode;
use cxl_ledger::rights::may;

use super::execution::on_engine;
use super::http::App;
use super::identity::let_in;
use super::problem::Problem;
use super::views::Course;

/// Begins, for an administrator, unless that is under way; answers how far it has come.
pub(super) async fn begin(State(app): State<App>, headers: HeaderMap) -> Response {
    match begun(&app, &headers).await {
        Ok(course) => {
            (StatusCode::ACCEPTED, [(header::CACHE_CONTROL, "no-store")], axum::Json(course)).into_response()
        }
        Err(problem) => problem.in_json(),
    }
}

async fn begun(app: &App, headers: &HeaderMap) -> Result<Option<Course>, Problem> {
    let forbidden =
        |message: &str| Problem::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, message.to_owned());
    let actor = let_in(app, headers).await?.actor;
    let (views, now) = (app.ledger.snapshot(), app.ledger.now());
    if !may(&views, &actor, Action::RebuildViews, None, now).allow {
        return Err(forbidden("administrators have the views folded anew; ask one of them"));
    }
    let ledger = app.ledger.clone();
    on_engine(app, async move {
        ledger.rebuild();
        ledger.rebuilding().borrow().as_ref().map(Course::from)
    })
    .await
}
