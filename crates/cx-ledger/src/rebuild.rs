//! `cx-ledger rebuild`: has a running server fold its views anew, and tells how far that has come.

use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::ask::Server;
use crate::founding::token_of_environment;
use crate::progress;
use crate::serve::views::{Course, State};

/// Have a running server fold its views anew from the log while the old ones serve
///
/// The new version takes over once it has reached the end of the log, and the checkpoint is written anew. An event
/// that can't be read stops the new version, and the old one goes on serving. Meanwhile the server holds both in
/// memory. Needs the token of an administrator in CX_LEDGER_TOKEN. Exit code 0: the new version serves; 1: it stopped
/// or failed, and the old one serves; 2: nobody answers, or not to this token.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  CX_LEDGER_TOKEN=… cx-ledger rebuild
  CX_LEDGER_TOKEN=… cx-ledger rebuild --listen 127.0.0.1:9000")]
pub(crate) struct RebuildArgs {
    /// Where the server listens
    #[arg(long, env = "CX_LEDGER_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: String,
}

/// How often the server is asked how far it has come.
const LOOK: Duration = Duration::from_millis(200);

/// After so many looks a line tells how far it has come, where nobody sees a bar: every five seconds.
const LOOKS_A_LINE: usize = 25;

/// What `/health/ready` tells of it.
#[derive(Deserialize)]
struct Told {
    rebuild: Option<Course>,
}

/// Begins, or joins one that is under way, and waits for the end.
pub(crate) fn run(args: &RebuildArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let token = token_of_environment()?
        .context("set CX_LEDGER_TOKEN to the token of an administrator: cx-ledger token create makes one")?;
    let server = Server::at(&args.listen)?;
    let (status, answer) = server.post("/rebuild", &token)?;
    if status != 202 {
        bail!("the server refuses (status {status}): {answer}");
    }
    let bar = progress::bar(u64::MAX, "folding the log anew");
    let mut lines = (!io::stderr().is_terminal()).then(|| Lines { out: io::stderr(), looks: 0 });
    let course = loop {
        let course = looked(&server)?;
        if course.state != State::UnderWay {
            break course;
        }
        bar.set_length(course.of);
        bar.set_position(course.events);
        if let Some(lines) = &mut lines {
            lines.tell(&course)?;
        }
        thread::sleep(LOOK);
    };
    bar.finish_and_clear();
    writeln!(out, "{}", in_words(&course))?;
    out.flush()?;
    Ok(if course.state == State::TookOver { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What tells how far it has come where nobody sees a bar.
struct Lines<W> {
    out: W,
    /// How many looks it was told of.
    looks: usize,
}

impl<W: Write> Lines<W> {
    /// Writes a line if it is time for one.
    fn tell(&mut self, course: &Course) -> io::Result<()> {
        if self.looks.is_multiple_of(LOOKS_A_LINE) {
            writeln!(self.out, "folding the log anew: {} of {} events", course.events, course.of)?;
        }
        self.looks += 1;
        Ok(())
    }
}

/// How far it has come.
fn looked(server: &Server) -> anyhow::Result<Course> {
    let (_, told) = server.get("/health/ready")?;
    let told: Told = serde_json::from_str(&told).context("the server tells nothing of a rebuild")?;
    told.rebuild.context("the server was started anew meanwhile: ask again")
}

/// How it ended, in a sentence.
fn in_words(course: &Course) -> String {
    let Course { events, of, events_per_second, stopped_at, error, .. } = course;
    match (course.state, stopped_at, error) {
        (State::Stopped, Some(stop), _) => format!(
            "the new views stopped after {events} of {of} events, and the old ones go on serving: {stop}; restore the \
             log from a backup, or run the version that wrote it"
        ),
        (State::TookOver, ..) => {
            format!("the new views serve: {events} events, {events_per_second} a second")
        }
        (_, _, error) => format!(
            "the new views were not finished, and the old ones go on serving: {}",
            error.as_deref().unwrap_or("the log did not answer")
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn course(state: &str, stopped_at: &Value, error: &Value) -> Course {
        let told = json!({
            "events": 7, "of": 9, "eventsPerSecond": 3.0, "secondsLeft": null,
            "state": state, "stoppedAt": stopped_at, "error": error,
        });
        serde_json::from_value(told).unwrap()
    }

    #[test]
    fn where_nobody_sees_a_bar_a_line_tells_at_once_and_then_every_five_seconds() {
        assert_eq!(LOOK * u32::try_from(LOOKS_A_LINE).unwrap(), Duration::from_secs(5));
        let mut lines = Lines { out: Vec::new(), looks: 0 };
        for look in 0..55 {
            let course = Course { events: look, of: 900, ..course("under_way", &Value::Null, &Value::Null) };
            lines.tell(&course).unwrap();
        }
        let told = String::from_utf8(lines.out).unwrap();
        let told: Vec<&str> = told.lines().collect();
        let line = |events: u64| format!("folding the log anew: {events} of 900 events");
        assert_eq!(told, [0, 25, 50].map(line));
    }

    #[test]
    fn how_it_ended_is_told_with_what_to_do() {
        let stop =
            json!({ "position": 7, "event": "e", "stream": "person-1", "type": "t.v9", "error": "new" });
        let told = in_words(&course("stopped", &stop, &json!(null)));
        assert!(
            told.contains("7 of 9") && told.contains("event e at position 7 of person-1 (t.v9)"),
            "{told}"
        );
        let told = in_words(&course("failed", &json!(null), &json!("the disk is gone")));
        assert!(told.contains("old ones go on serving: the disk is gone"), "{told}");
        assert!(in_words(&course("took_over", &json!(null), &json!(null))).contains("7 events, 3 a second"));
    }
}
