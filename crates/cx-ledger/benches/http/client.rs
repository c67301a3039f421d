//! Clients of the server, each with one connection that stays open.

use axum::body::{Body, to_bytes};
use chrono::{Days, NaiveDate};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpStream;

use super::act::command_id;
use super::measure::Outcome;
use super::round::Caller;
use super::server::{Server, TOKEN};
use super::set_up::metric;

/// What every client sends; `$skip` leaves the mutation out.
const DOCUMENT: &str = "mutation($input: RecordReadingInput!, $skip: Boolean!) { \
    answer: recordReading(input: $input) @skip(if: $skip) { __typename \
    ... on CommandRecorded { position revision replayed } ... on CommandError { code message path } } }";
/// The longest answer that is read, in bytes.
const LONGEST: usize = 64 * 1024;
/// The first day for which a client records a reading.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(1950, 1, 1).expect("1 January 1950 exists");
/// Days of a series; then the next channel follows.
const DAYS: u32 = 25_000;

/// Records the readings of one metric, day after day.
pub(super) struct Client {
    connection: SendRequest<Body>,
    url: Url,
    number: u32,
    turn: u32,
    skip: bool,
}

/// Where the server answers.
#[derive(Clone)]
struct Url {
    authority: String,
    path: String,
}

impl Client {
    /// So many clients, the first of which takes up the readings after `turn`.
    pub(super) async fn connect(server: &Server, clients: u32, turn: u32) -> Outcome<Vec<Self>> {
        let rest = server.url.strip_prefix("http://").ok_or("the server speaks HTTP")?;
        let (authority, path) = rest.split_once('/').ok_or("the endpoint has a path")?;
        let url = Url { authority: authority.to_owned(), path: format!("/{path}") };
        let mut connected = Vec::new();
        for number in 0..clients {
            let stream = TcpStream::connect(&url.authority).await?;
            stream.set_nodelay(true)?;
            let (connection, driver) = handshake(TokioIo::new(stream)).await?;
            // It ends with its client; what goes wrong shows in an answer that is missing.
            tokio::spawn(driver);
            connected.push(Self { connection, url: url.clone(), number, turn, skip: false });
        }
        Ok(connected)
    }

    /// Whether the mutation is left out of the document from now on.
    pub(super) fn skip(mut self, skip: bool) -> Self {
        self.skip = skip;
        self
    }

    /// For how many days it has recorded a reading.
    pub(super) fn turn(&self) -> u32 {
        self.turn
    }

    fn body(&self) -> String {
        let day = FIRST + Days::new((self.turn % DAYS).into());
        let channel = format!("CHANNEL-{}", self.turn / DAYS);
        let input = json!({
            "commandId": command_id(),
            "metric": metric(self.number),
            "series": { "definition": 1, "channel": channel },
            "period": { "from": day, "to": day },
            "figures": { "ratio": { "numerator": "8123", "denominator": "9045" } },
        });
        json!({ "query": DOCUMENT, "variables": { "input": input, "skip": self.skip } }).to_string()
    }
}

impl Caller for Client {
    async fn act(&mut self) -> Outcome<()> {
        let request = Request::post(&self.url.path)
            .header(HOST, &self.url.authority)
            .header(AUTHORIZATION, format!("Bearer {TOKEN}"))
            .header(CONTENT_TYPE, "application/json")
            .body(Body::from(self.body()))?;
        self.connection.ready().await?;
        let (head, body) = self.connection.send_request(request).await?.into_parts();
        let answer = to_bytes(Body::new(body), LONGEST).await?;
        let answer = str::from_utf8(&answer)?;
        let expected = if self.skip { r#"{"data":{}"# } else { r#""replayed":false"# };
        if head.status != StatusCode::OK || !answer.contains(expected) {
            return Err(format!("{} instead of a recorded reading: {answer}", head.status).into());
        }
        self.turn += u32::from(!self.skip);
        Ok(())
    }
}
