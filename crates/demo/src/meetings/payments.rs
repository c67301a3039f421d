//! What the committee for cards and payments resolved, once a year.

use super::super::company::{MAI, OANH};
use super::{Sitting, Then, agreed, sitting};

pub(super) static SITTINGS: [Sitting; 5] = [
    Sitting {
        resolved: &["A dispute is answered before the statement, or the customer is told why not"],
        ..sitting("PAY", "PAY-2020", "2020-11-12")
    },
    Sitting {
        resolved: &["The portal is young; the days are looked at again in a year"],
        agreed: &[agreed(
            "file by file",
            "Follow ten disputes through the processor's portal",
            MAI,
            "2022-02-28",
            "CARDS",
            &[("2022-03-14", Then::Done(Some("Six of ten waited for the weekly batch")))],
        )],
        ..sitting("PAY", "PAY-2021", "2021-11-11")
    },
    Sitting {
        excused: &[OANH],
        resolved: &["Simple disputes do not come back in house; there are too few of them"],
        ..sitting("PAY", "PAY-2022", "2022-11-10")
    },
    Sitting {
        resolved: &["The processor is asked for a daily batch, once more"],
        agreed: &[agreed(
            "daily batch",
            "Ask the processor for a batch every day",
            MAI,
            "2024-01-31",
            "CARDS",
            &[("2024-02-19", Then::Dropped("Not before the contract ends, says the processor"))],
        )],
        ..sitting("PAY", "PAY-2023", "2023-11-09")
    },
    Sitting {
        resolved: &["This committee ends; its initiatives go to the steering committee"],
        ..sitting("PAY", "PAY-2024", "2024-06-20")
    },
];
