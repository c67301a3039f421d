//! How long the server waits, for whom, and from when on it calls itself slow or stuck.

use std::time::Duration;

/// The most that anybody may be told to wait.
const LONGEST: Duration = Duration::from_hours(24);

/// How long the server waits.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "How long to wait, in seconds")]
pub(crate) struct Patience {
    /// For the head of a request; whoever takes longer is cut off
    #[arg(long, default_value = "30", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) head_timeout: Duration,

    /// For the body of a request, after its head
    #[arg(long, default_value = "10", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) body_timeout: Duration,

    /// For an answer, before the request is told that there is none
    #[arg(long, default_value = "30", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) answer_timeout: Duration,

    /// For more of an answer to be read; whoever takes longer is cut off
    #[arg(long, default_value = "30", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) send_timeout: Duration,

    /// For a write, before /health/ready says slow
    #[arg(long, default_value = "1", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) slow_after: Duration,

    /// For a write, before /health/ready says stuck
    #[arg(long, default_value = "20", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) stuck_after: Duration,
}

/// A duration as it is typed: seconds, maybe with a fraction.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let typed = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    typed
        .filter(|duration| (Duration::from_millis(1)..=LONGEST).contains(duration))
        .ok_or_else(|| format!("a number of seconds from 0.001 to {}, such as 30 or 0.5", LONGEST.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_typed_in_seconds_and_their_fractions() {
        assert_eq!(seconds("30"), Ok(Duration::from_secs(30)));
        assert_eq!(seconds("0.25"), Ok(Duration::from_millis(250)));
        for wrong in ["", "0", "-1", "1s", "NaN", "inf", "1e9", "86401"] {
            assert!(seconds(wrong).is_err_and(|told| told.contains("0.001")), "{wrong}");
        }
    }
}
