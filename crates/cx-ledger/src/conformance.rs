//! `cx-ledger conformance`: whether a keeper keeps every promise, asked of the keeper itself.

mod ground;
mod report;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cxl_store::conformance::{PROMISES, Tally, load};

use crate::ambient;
use crate::store_url::{StoreArg, StoreUrl};
use ground::Ground;
use report::{Held, Load, Report};

/// Ask a keeper whether it keeps every promise on which a ledger rests
///
/// Each promise is put to it with events that mean nothing, in a log of their own, which stays behind and
/// may be thrown away. Where anything stands already, nothing is done. With --for, sixteen writers and two
/// followers keep at it that long, through calls that fail; at the end nothing that was acknowledged may be
/// lost, doubled or out of order.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  cx-ledger conformance --store memory:
  cx-ledger conformance --store sqlite:/mnt/disk/throw-away.db --for 60s
  cx-ledger conformance --store sqlite:/mnt/disk/throw-away.db --json | jq .held
  CX_LEDGER_STORE='esdb://admin:PASSWORD@a:2113,b:2113,c:2113' cx-ledger conformance --for 5m

Exit codes:
  0  every promise was kept
  1  a promise was broken
  2  the keeper can't be asked: the error stands on stderr")]
pub(crate) struct ConformanceArgs {
    /// The keeper: sqlite:PATH of a file that does not exist, esdb://HOST:PORT, or memory:
    #[arg(long, env = "CX_LEDGER_STORE", hide_env_values = true, value_name = "URL")]
    store: StoreArg,

    /// Keep a mixed load on it for so long: 30s, 5m, at most 15m
    #[arg(long = "for", value_parser = length_of_load, value_name = "TIME")]
    length: Option<Duration>,

    /// Print JSON once all is done
    #[arg(long)]
    json: bool,
}

/// What writers and followers remember of a load has to fit into memory.
const LONGEST_LOAD: Duration = Duration::from_mins(15);

/// Puts every promise to the keeper, then the load.
pub(crate) async fn run(args: &ConformanceArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let store = StoreUrl::parse(&args.store)?;
    let ground = Ground::open(&store).await?;
    // A program reads the report, a person reads along.
    let mut tell = |line: String| if args.json { Ok(()) } else { writeln!(out, "{line}") };
    let mut report = Report::new(&store, &ground);
    for promise in PROMISES {
        let began = Instant::now();
        let outcome = promise.hold(Arc::clone(&ground.log), ambient::draw_id()).await;
        let held = Held::new(promise.sentence(), outcome.err(), began.elapsed());
        tell(held.to_string())?;
        report.promises.push(held);
    }
    if let Some(length) = args.length {
        let load = put_under_load(&ground, length, &mut tell).await?;
        tell(load.to_string())?;
        report.load = Some(load);
    }
    report.conclude();
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{report}")?;
    }
    out.flush()?;
    Ok(if report.held { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// How often a person is told how far a load has come.
const TELL_EVERY: Duration = Duration::from_secs(10);

async fn put_under_load(
    ground: &Ground,
    length: Duration,
    tell: &mut impl FnMut(String) -> std::io::Result<()>,
) -> anyhow::Result<Load> {
    tell(format!("the load begins, for {} s", length.as_secs()))?;
    let began = Instant::now();
    let mut told = Ok(());
    let (mut latest, mut next) = (Tally::default(), TELL_EVERY);
    let outcome = load(Arc::clone(&ground.log), ambient::draw_id(), length, |tally| {
        latest = tally.clone();
        if told.is_ok() && began.elapsed() >= next {
            next += TELL_EVERY;
            told = tell(format!("        {} s: {}", began.elapsed().as_secs(), report::told(tally)));
        }
    })
    .await;
    told?;
    let (tally, broken) = match outcome {
        Ok(tally) => (tally, None),
        Err(broken) => (latest, Some(broken)),
    };
    Ok(Load::new(length, tally, broken))
}

/// A length as it is typed: a whole number with its unit.
fn length_of_load(text: &str) -> Result<Duration, String> {
    let unit = |unit: &str| match unit {
        "s" => Some(1),
        "m" => Some(60),
        _ => None,
    };
    let typed = text.split_at_checked(text.len().saturating_sub(1)).and_then(|(number, letter)| {
        let seconds = number.parse::<u64>().ok()?.checked_mul(unit(letter)?)?;
        Some(Duration::from_secs(seconds))
    });
    typed.filter(|length| (Duration::from_secs(1)..=LONGEST_LOAD).contains(length)).ok_or_else(|| {
        format!("write seconds or minutes, such as 60s or 5m, at most {} m", LONGEST_LOAD.as_secs() / 60)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_load_is_typed_with_its_unit() {
        assert_eq!(length_of_load("60s"), Ok(Duration::from_mins(1)));
        assert_eq!(length_of_load("15m"), Ok(LONGEST_LOAD));
        for wrong in ["", "s", "60", "0s", "-1s", "1.5m", "16m", "1h", "99999999999999999999s", "5ф"] {
            assert!(length_of_load(wrong).is_err_and(|told| told.contains("60s")), "{wrong}");
        }
    }
}
