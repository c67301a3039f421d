//! A flag is cleared by a reason that is bound to the data behind it.

use super::*;
use crate::event::Sha256Hex;
use crate::measurement::flags::{FlagId, FlagTable};
use crate::refusal::Refusal;
use crate::spec::on;

fn cleared(seen: u8) -> FlagCleared {
    FlagCleared {
        table: FlagTable::Flags1,
        flag: FlagId::EnteredByMeasured,
        improvement: None,
        seen: Sha256Hex([seen; 32]),
        reason: text("An auditor counted them again"),
    }
}

fn clear(seen: u8) -> Command {
    Command::ClearFlag { cleared: cleared(seen) }
}

#[test]
fn a_flag_is_cleared_over_the_data_that_were_seen_and_over_no_others() {
    let given = defined().when(clear(1)).then([said(cleared(1))]);
    let today = on(spec::TODAY);
    let by = |flag, seen| given.state.cleared(flag, Sha256Hex([seen; 32]), &today).map(|entry| entry.event);
    assert_eq!(by(FlagId::EnteredByMeasured, 1), Some(event(4)));
    assert_eq!(by(FlagId::EnteredByMeasured, 2), None);
    assert_eq!(by(FlagId::TargetMoved, 1), None);
    given.when(clear(2)).then_accepted();
}

#[test]
fn a_flag_is_cleared_once_and_again_when_that_was_an_error() {
    let given = defined().when(clear(1)).then_accepted();
    given.clone().when(clear(1)).then_refused(Refusal::FlagClearedAlready);
    given.when(annul(event(4))).then([annulled(event(4))]).when(clear(1)).then_accepted();
}
