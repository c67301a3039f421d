//! The same document over the same engine, each value a constant: what resolving and writing it costs by itself.

use async_graphql::{EmptyMutation, EmptySubscription, ID, InputObject, Object, Schema, SimpleObject};
use async_graphql_axum::{GraphQLRequest, GraphQLResponse};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde::Deserialize;

use crate::protocol::Outcome;

type Constants = Schema<Query, EmptyMutation, EmptySubscription>;

/// A server whose schema has the fields of the document and answers them with the values of an answer.
pub(crate) fn router(answer: &[u8]) -> Outcome<Router> {
    let Answer { data } = serde_json::from_slice(answer)?;
    let schema = Schema::new(Query(data.initiatives), EmptyMutation, EmptySubscription);
    Ok(Router::new().route("/graphql", post(execute)).with_state(schema))
}

async fn execute(State(schema): State<Constants>, request: GraphQLRequest) -> GraphQLResponse {
    schema.execute(request.into_inner()).await.into()
}

#[derive(Deserialize)]
struct Answer {
    data: Portfolio,
}

#[derive(Deserialize)]
struct Portfolio {
    initiatives: InitiativeConnection,
}

struct Query(InitiativeConnection);

#[Object]
impl Query {
    async fn initiatives(
        &self,
        #[graphql(name = "filter")] _filter: Option<InitiativeFilter>,
        #[graphql(name = "first")] _first: i32,
        #[graphql(name = "asOf")] _as_of: Option<AsOf>,
    ) -> &InitiativeConnection {
        &self.0
    }
}

#[derive(InputObject)]
struct InitiativeFilter {
    program: Option<ProgramRef>,
}

#[derive(InputObject)]
struct ProgramRef {
    code: Option<String>,
}

#[derive(InputObject)]
struct AsOf {
    effective_on: Option<String>,
}

#[derive(Deserialize, SimpleObject)]
struct InitiativeConnection {
    edges: Vec<InitiativeEdge>,
}

#[derive(Deserialize, SimpleObject)]
struct InitiativeEdge {
    node: Initiative,
}

#[derive(Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase")]
struct Initiative {
    id: ID,
    code: Option<String>,
    name: Option<Text>,
    begins: Option<String>,
    status: String,
    owner: Option<Person>,
    maturity: Option<Maturity>,
    latest_delivered: Option<Improvement>,
    primary_metric: Option<Metric>,
    signal: Option<String>,
}

#[derive(Deserialize, SimpleObject)]
struct Text {
    value: Option<String>,
}

#[derive(Deserialize, SimpleObject)]
struct Person {
    id: ID,
    name: Option<Text>,
}

#[derive(Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase")]
struct Maturity {
    level: i32,
    settling: bool,
    falls_on: Option<String>,
    holds_back: Vec<String>,
    reach: Vec<String>,
}

#[derive(Deserialize, SimpleObject)]
struct Improvement {
    id: ID,
    title: Option<Text>,
    started: String,
    delivered: Option<String>,
    verdict: Option<String>,
    comparison: Option<Comparison>,
}

#[derive(Deserialize, SimpleObject)]
struct Comparison {
    difference: Option<String>,
    margin: Option<String>,
    holding: Option<bool>,
}

#[derive(Deserialize, SimpleObject)]
struct Metric {
    id: ID,
    code: String,
    name: Option<Text>,
    kind: String,
    direction: String,
}
