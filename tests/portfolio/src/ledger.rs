//! The ledger itself: a log that the program imports, served by the program.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::asks::{Asks, body};
use crate::child::Running;
use crate::client::{Client, Endpoint};
use crate::contest::{COMPUTED, DAY_COLD, DAY_WARM, POSITION_COLD, POSITION_WARM, RECORDED_BETWEEN};
use crate::history::{self, BEGINNING, BUSY_METRIC, STILL, STILL_METRICS};
use crate::protocol::Outcome;

/// The administrator's token in this run.
const TOKEN: &str = "a-token-for-a-benchmark-that-ends-with-it";
/// What is lifted, so that a limit is not what is measured.
const LIFTED: [&str; 4] = ["--points-per-hour", "unlimited", "--strangers-per-minute", "unlimited"];
/// How many past days are asked for in turn: more than answers are kept for.
const PAST_DAYS: u64 = 400;
/// How many days a channel of the metric gets that is recorded while it is measured.
const DAYS_OF_A_CHANNEL: u64 = 4_000;

/// A server over a filled log.
pub(crate) struct Ledger {
    running: Running,
    endpoint: Endpoint,
    today: NaiveDate,
}

impl Ledger {
    /// Imports the history and serves it.
    pub(crate) fn start(program: &Path, folder: &Path, today: NaiveDate) -> Outcome<Self> {
        if !program.exists() {
            let remedy = "build it with `cargo build --release`, or name another with server=PATH";
            return Err(format!("there is no program at {}: {remedy}", program.display()).into());
        }
        let data = folder.join("ledger");
        for (number, files) in history::stages(today).into_iter().enumerate() {
            let stage = folder.join(format!("stage-{number}"));
            fs::create_dir(&stage)?;
            for (name, content) in files {
                fs::write(stage.join(name), content)?;
            }
            let output = command(program, &data).arg("import").arg(&stage).output()?;
            if !output.status.success() {
                let told = [output.stdout, output.stderr].concat();
                return Err(format!("the import failed: {}", String::from_utf8_lossy(&told)).into());
            }
        }
        let serve = ["serve", "--listen", "127.0.0.1:0"];
        let mut running = Running::start(command(program, &data).args(serve).args(LIFTED))?;
        running.described.push(format!("{} {}, CX_LEDGER_LOG=error", serve.join(" "), LIFTED.join(" ")));
        let endpoint = Endpoint::at(&running.url, Some(TOKEN))?;
        Ok(Self { running, endpoint, today })
    }

    /// What it says of itself.
    pub(crate) fn described(&self) -> &[String] {
        &self.running.described
    }

    /// Where it answers.
    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.running.id()
    }

    /// What is asked in one of the ways, and its answers. As of each position of a stage that records nothing of
    /// the portfolio they must be the same, and as of the last such stage the same as `now`, the answer to
    /// [`REPEATED`](crate::contest::REPEATED).
    pub(crate) async fn asks(&self, name: &str, now: &Bytes) -> Outcome<Asks> {
        let at = &self.endpoint;
        let [earlier, latest] = STILL_METRICS;
        let days_ago = |days| on_day(self.today - Days::new(days));
        match name {
            RECORDED_BETWEEN => {
                Ok(Asks::learn_same(at, vec![body(&Value::Null)], now).await?.after(Recordings::default()))
            }
            COMPUTED => Asks::learn_same(at, self.still_positions(latest).await?, now).await,
            POSITION_COLD => {
                let positions = self.still_positions(earlier).await?;
                let first = Asks::learn(at, positions[..1].to_vec()).await?;
                Asks::learn_same(at, positions, first.first_answer()).await
            }
            POSITION_WARM => Asks::learn(at, self.still_positions(earlier).await?[..1].to_vec()).await,
            DAY_COLD => Asks::learn(at, (1..=PAST_DAYS).map(days_ago).collect()).await,
            DAY_WARM => Asks::learn(at, vec![days_ago(PAST_DAYS / 2)]).await,
            _ => Asks::learn_same(at, vec![body(&Value::Null)], now).await,
        }
    }

    /// The answer of now.
    pub(crate) async fn answer(&self) -> Outcome<Bytes> {
        Ok(Asks::learn(&self.endpoint, vec![body(&Value::Null)]).await?.first_answer().clone())
    }

    /// Asks as of each position from the first to the last reading of a metric that was recorded in one go.
    async fn still_positions(&self, metric: &str) -> Outcome<Vec<Bytes>> {
        let document = "query ($code: Code!) { metric(program: \"OTHER\", code: $code) { position } }";
        let asked = json!({ "query": document, "variables": { "code": metric } });
        let answer = Client::connect(&self.endpoint).await?.ask(asked.to_string().into()).await?;
        let answer: Value = serde_json::from_slice(&answer)?;
        let position = answer["data"]["metric"]["position"].as_str();
        let last: u64 = position.ok_or_else(|| format!("{metric} has no position: {answer}"))?.parse()?;
        let positions = (last + 1).saturating_sub(STILL.into())..=last;
        let asks = positions.map(|at| body(&json!({ "known": { "position": at.to_string() } })));
        Ok(asks.collect())
    }
}

fn on_day(day: NaiveDate) -> Bytes {
    body(&json!({ "effectiveOn": day }))
}

/// The program over a folder, with nothing else of this environment.
fn command(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("CX_LEDGER_") {
            command.env_remove(variable);
        }
    }
    command.env("CX_LEDGER_DATA", data).env("CX_LEDGER_LOG", "error").env("CX_LEDGER_TOKEN", TOKEN);
    command
}

/// Readings of the other program, one day after the other.
#[derive(Debug, Default)]
pub(crate) struct Recordings(AtomicU64);

impl Recordings {
    /// Records the next one; it is durable when this returns.
    pub(crate) async fn record(&self, client: &mut Client) -> Outcome<()> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let day = BEGINNING + Days::new(number % DAYS_OF_A_CHANNEL);
        let channel = format!("CHANNEL-{}", number / DAYS_OF_A_CHANNEL);
        let document = "mutation ($input: RecordReadingInput!) { recordReading(input: $input) { \
                        __typename ... on CommandError { message } } }";
        let input = json!({
            "commandId": format!("00000000-0000-4000-8000-{number:012x}"),
            "metric": { "code": { "program": "OTHER", "code": BUSY_METRIC } },
            "series": { "definition": 1, "channel": channel },
            "period": { "from": day, "to": day },
            "figures": { "ratio": { "numerator": "8123", "denominator": "9045" } },
        });
        let asked = json!({ "query": document, "variables": { "input": input } });
        let answer = client.ask(asked.to_string().into()).await?;
        let answer: Value = serde_json::from_slice(&answer)?;
        if answer["data"]["recordReading"]["message"].is_null() && answer.get("errors").is_none() {
            return Ok(());
        }
        Err(format!("a reading was not recorded: {answer}").into())
    }
}
