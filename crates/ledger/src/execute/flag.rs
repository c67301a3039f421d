//! Clearing an integrity flag: only what was looked at is cleared.

use cxl_domain::command::Moment;
use cxl_domain::metric::{self, FlagCleared};
use cxl_domain::refusal::Refusal;

use crate::command::Command;
use crate::ledger::Ledger;
use crate::query::Inquiry;
use crate::views::Views;

impl Ledger {
    /// Refuses to clear a flag that is not raised over the data that the asker has seen. What is imported
    /// as history may speak of data that are no more.
    pub(super) fn clears(&self, views: &Views, command: &Command, moment: &Moment) -> Result<(), Refusal> {
        let Command::Metric(Some(id), act) = command else { return Ok(()) };
        let Some(cleared) = cleared(act).filter(|_| moment.published.is_none()) else { return Ok(()) };
        let inquiry = Inquiry { views, analyses: &self.analyses, as_of: moment.now() };
        let raised = inquiry.flags(*id).iter().any(|flag| {
            let about = flag.improvement.map(|(_, improvement)| improvement);
            (flag.flag, about, flag.seen) == (cleared.flag, cleared.improvement, Some(cleared.seen))
        });
        if raised { Ok(()) } else { Err(Refusal::FlagNotRaised) }
    }
}

/// What the act clears, if that is what it does.
fn cleared(command: &metric::Command) -> Option<&FlagCleared> {
    match command {
        metric::Command::ClearFlag { cleared } => Some(cleared),
        metric::Command::Correct(correct) => self::cleared(&correct.with),
        _ => None,
    }
}
