//! Asks and commands with types that were generated from the schema.

use std::env;
use std::error::Error;

use graphql_client::{GraphQLQuery, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

type Code = String;
type Date = String;
type Decimal = String;
type Position = String;

macro_rules! documents {
    ($($name:ident,)*) => {
        $(
            #[derive(GraphQLQuery)]
            #[graphql(
                schema_path = "../../../schema/graphql/schema.graphql",
                query_path = "src/documents.graphql",
                response_derives = "Debug",
                skip_serializing_none
            )]
            struct $name;
        )*
    };
}

documents! { Portfolio, Thing, Metrics, Target, }

fn main() -> Result<(), Box<dyn Error>> {
    let server = Server { url: env::var("CX_LEDGER_URL")?, token: env::var("CX_LEDGER_TOKEN")? };
    let (program, mut after, mut initiatives) = ("VN".to_owned(), None, 0);
    loop {
        let variables = portfolio::Variables { program: program.clone(), after };
        let page = server.ask::<Portfolio>(variables)?.program.ok_or("there is no such program")?.initiatives;
        initiatives += page.edges.len();
        if !page.page_info.has_next_page {
            break;
        }
        after = page.page_info.end_cursor;
    }

    let metrics = server.ask::<Metrics>(metrics::Variables { program })?.program.ok_or("no program")?.metrics;
    let id = metrics.edges.into_iter().next().ok_or("the program has no metric")?.node.id;
    let thing = server.ask::<Thing>(thing::Variables { id: id.clone() })?.node.ok_or("the metric is gone")?;
    let thing::ThingNodeOn::Metric(metric) = thing.on else { return Err("the id names something else".into()) };

    // Somebody recorded something since revision 0, and that is data.
    let input = target::SetTargetInput {
        command_id: "019a0000-0000-7000-8000-0000000000aa".into(),
        metric: target::MetricRef::Id(id),
        expected_revision: Some("0".into()),
        value: "50".into(),
        authority: None,
        by: None,
        claim: None,
        on: None,
        reason: None,
        until: None,
    };
    let answered = server.ask::<Target>(target::Variables { input })?.set_target.ok_or("no answer to the command")?;
    let target::TargetSetTarget::Conflict = answered else { return Err(format!("answered {answered:?}").into()) };
    println!(
        "graphql_client 0.16: {initiatives} initiatives in pages, a metric of rhythm {:?} at revision {} by its id, and a \
         conflict as data",
        metric.rhythm, metric.revision
    );
    Ok(())
}

struct Server {
    url: String,
    token: String,
}

impl Server {
    fn ask<Q: GraphQLQuery>(&self, variables: Q::Variables) -> Result<Q::ResponseData, Box<dyn Error>>
    where
        Q::Variables: Serialize,
        Q::ResponseData: DeserializeOwned,
    {
        let mut answer = ureq::post(&self.url)
            .header("Authorization", &format!("Bearer {}", self.token))
            .send_json(Q::build_query(variables))?;
        let answer: Response<Q::ResponseData> = answer.body_mut().read_json()?;
        if let Some(errors) = answer.errors.filter(|errors| !errors.is_empty()) {
            return Err(format!("{errors:?}").into());
        }
        answer.data.ok_or_else(|| "neither data nor errors".into())
    }
}
