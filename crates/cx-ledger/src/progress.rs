//! How far something long has come, on a terminal.

use std::time::Duration;

use cxl_ledger::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// What takes less time than anybody notices shows no bar.
const WORTH_SHOWING: u64 = 20_000;

/// A bar on stderr over `total` of something; nothing where stderr is no terminal.
pub(crate) fn bar(total: u64, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:30} {human_pos}/{human_len} ({eta})")
        .expect("the template is well formed");
    let bar = if total < WORTH_SHOWING { ProgressBar::hidden() } else { ProgressBar::new(total) };
    bar.set_style(style);
    bar.set_message(what);
    bar
}

/// A bar on stderr over bytes whose number is told later; nothing where stderr is no terminal.
pub(crate) fn bytes(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes} ({eta})")
        .expect("the template is well formed");
    ProgressBar::new(0).with_style(style).with_message(what)
}

/// Shows how far the views are rebuilt.
pub(crate) fn of_rebuild() -> Box<dyn Fn(Progress) + Send + Sync> {
    let shown = std::sync::OnceLock::new();
    Box::new(move |progress| {
        let bar = shown.get_or_init(|| {
            let bar = bar(progress.total, "reading the log");
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        bar.set_position(progress.done);
        if progress.done >= progress.total {
            bar.finish_and_clear();
        }
    })
}
