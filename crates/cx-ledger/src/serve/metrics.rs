//! `GET /metrics`: figures about the ledger in the text format of Prometheus.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::health::lag;
use super::http::App;
use super::views::{self, Standing};

/// Answers every figure.
pub(super) async fn answer(State(app): State<App>) -> Response {
    let lag = lag(&app).await;
    let health = app.ledger.health();
    let standing = Standing::of(&app.ledger, &health, &lag);
    let counted = Counted { sockets_lagged: app.streams.lags(), answers_copied: app.copies.sent() };
    let text = text(&standing, health.missing_keys, counted);
    let headers = [
        (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, text).into_response()
}

/// What happened since the start.
#[derive(Debug, Clone, Copy)]
struct Counted {
    sockets_lagged: u64,
    answers_copied: u64,
}

fn text(standing: &Standing, missing_keys: u64, counted: Counted) -> String {
    let mut page = Page::default();
    page.gauge("log_events", "Events in the log.", standing.log_length);
    page.gauge("views_events", "Events that the views hold.", standing.views_length);
    page.gauge("views_lag_events", "Events of the log that the views do not hold.", standing.lag.events);
    page.gauge(
        "views_lag_seconds",
        "Age of the first event that the views do not hold, by its recorded time; NaN where it can't be told.",
        match (standing.lag.events, standing.lag.seconds) {
            (0, _) => 0.0,
            (_, seconds) => seconds.unwrap_or(f64::NAN),
        },
    );
    let stopped = standing.stopped_at.as_ref();
    page.gauge(
        "views_stopped",
        "Whether the views stopped at an event that can't be read.",
        u8::from(stopped.is_some()),
    );
    if let Some(stop) = stopped {
        page.gauge("views_stopped_position", "Position of that event.", stop.position);
    }
    if let Some(events) = standing.checkpoint_length {
        page.gauge("checkpoint_events", "Events that a start need not read from the log.", events);
    }
    page.gauge("missing_keys", "Keys that the log uses and the vault lacks.", missing_keys);
    page.counter(
        "sockets_lagged_total",
        "Times that what was told over a socket was not taken in time, since the start.",
        counted.sockets_lagged,
    );
    page.counter(
        "answers_copied_total",
        "Questions that were answered with a copy of the answer before, since the start.",
        counted.answers_copied,
    );
    if let Some(course) = &standing.rebuild {
        page.gauge("rebuild_events", "Events that the new version of the views holds.", course.events);
        page.gauge("rebuild_events_wanted", "Events that it is to hold.", course.of);
        page.gauge(
            "rebuild_events_per_second",
            "Events that it takes in a second.",
            course.events_per_second,
        );
        page.head("rebuild_state", "What becomes of the new version of the views.", "gauge");
        for (state, name) in views::State::ALL {
            page.line(&format!("rebuild_state{{state=\"{name}\"}}"), u8::from(course.state == state));
        }
        if let Some(stop) = &course.stopped_at {
            page.gauge(
                "rebuild_stopped_position",
                "Position of the event at which it stopped.",
                stop.position,
            );
        }
    }
    page.0
}

/// Figures as they are read by machines.
#[derive(Default)]
struct Page(String);

impl Page {
    fn gauge(&mut self, name: &str, meaning: &str, value: impl std::fmt::Display) {
        self.head(name, meaning, "gauge");
        self.line(name, value);
    }

    fn counter(&mut self, name: &str, meaning: &str, value: u64) {
        self.head(name, meaning, "counter");
        self.line(name, value);
    }

    fn head(&mut self, name: &str, meaning: &str, kind: &str) {
        let _ = writeln!(self.0, "# HELP cx_ledger_{name} {meaning}\n# TYPE cx_ledger_{name} {kind}");
    }

    fn line(&mut self, name: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "cx_ledger_{name} {value}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_has_its_meaning_and_type_before_it() {
        let course: views::Course = serde_json::from_value(serde_json::json!({
            "events": 5, "of": 9, "eventsPerSecond": 2.0, "secondsLeft": null, "state": "stopped", "error": null,
            "stoppedAt": { "position": 5, "event": "e", "stream": "s", "type": "t", "error": "no" },
        }))
        .unwrap();
        let standing = Standing {
            log_length: 9,
            views_length: 7,
            lag: views::Behind { events: 2, seconds: Some(1.5) },
            checkpoint_length: Some(4),
            stopped_at: course.stopped_at.clone(),
            rebuild: Some(course),
        };
        let text = text(&standing, 3, Counted { sockets_lagged: 2, answers_copied: 5 });
        for line in [
            "cx_ledger_log_events 9",
            "cx_ledger_views_events 7",
            "cx_ledger_views_lag_events 2",
            "cx_ledger_views_lag_seconds 1.5",
            "cx_ledger_views_stopped 1",
            "cx_ledger_views_stopped_position 5",
            "cx_ledger_checkpoint_events 4",
            "cx_ledger_missing_keys 3",
            "cx_ledger_rebuild_events 5",
            "cx_ledger_rebuild_state{state=\"stopped\"} 1",
            "cx_ledger_rebuild_state{state=\"took_over\"} 0",
            "cx_ledger_rebuild_stopped_position 5",
        ] {
            let name = line.split([' ', '{']).next().unwrap();
            assert!(text.contains(&format!("\n{line}\n")), "{line} is missing in:\n{text}");
            assert_eq!(text.matches(&format!("# TYPE {name} gauge\n")).count(), 1, "{name}");
        }
        let counted = "# TYPE cx_ledger_sockets_lagged_total counter\ncx_ledger_sockets_lagged_total 2\n";
        assert!(text.contains(counted), "{text}");
    }
}
