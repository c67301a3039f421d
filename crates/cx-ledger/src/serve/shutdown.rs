//! Stopping, as a value that is passed down.

use std::time::Duration;

use tokio::sync::watch;

/// How long requests under way may go on after the signal.
pub(super) const GRACE: Duration = Duration::from_secs(9);

/// How long each of the two sets of threads may take to end after that.
pub(super) const LAST_STEPS: Duration = Duration::from_millis(500);

/// Tells whoever holds it when to stop.
#[derive(Debug, Clone)]
pub(crate) struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// A shutdown that the system's signals ask for: interrupt and, where there is one, terminate.
    pub(crate) fn on_signal() -> std::io::Result<Self> {
        let (sender, receiver) = watch::channel(false);
        let signal = Signals::listen()?;
        tokio::spawn(async move {
            signal.first().await;
            tracing::info!("stopping: requests under way are finished");
            sender.send_replace(true);
        });
        Ok(Self(receiver))
    }

    /// Returns when stopping was asked for.
    pub(crate) async fn requested(mut self) {
        // A sender that is gone will never ask, and nobody is left to say so.
        let _ = self.0.wait_for(|asked| *asked).await;
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn first(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn first(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
