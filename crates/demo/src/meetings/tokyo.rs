//! What the committee in Tokyo resolved and agreed on, from 2020 on.

use super::super::company::{OWEN, RUTH, TUAN, VY};
use super::{Sitting, Then, agreed, sitting};

const fn tokyo(code: &'static str, on: &'static str, resolved: &'static [&'static str]) -> Sitting {
    Sitting { resolved, ..sitting("TOKYO", code, on) }
}

pub(super) static SITTINGS: [Sitting; 22] = [
    Sitting {
        agreed: &[agreed(
            "ten transfers",
            "Follow ten transfers from the order to the money",
            TUAN,
            "2020-09-30",
            "JP-REMIT",
            &[("2020-09-29", Then::Done(Some("They wait for one signature in Hanoi")))],
        )],
        ..tokyo("TOKYO-2020-3", "2020-07-27", &["Money home comes first, the desk second"])
    },
    tokyo("TOKYO-2020-4", "2020-10-26", &["One app for both countries is begun"]),
    Sitting {
        agreed: &[agreed(
            "closed doors",
            "Count who stands before a closed door after five",
            RUTH,
            "2021-03-31",
            "JP-DESK",
            &[("2021-03-29", Then::Done(Some("Thirty on a Thursday, four on a Monday")))],
        )],
        ..tokyo("TOKYO-2021-1", "2021-01-25", &["The desk's hours are looked at before its languages"])
    },
    tokyo("TOKYO-2021-2", "2021-04-26", &["The branch runs its own calendar and clock from this month on"]),
    Sitting {
        agreed: &[agreed(
            "second run",
            "Ask Hanoi for a second payout run at two",
            TUAN,
            "2021-10-15",
            "JP-REMIT",
            &[("2021-10-14", Then::Done(None))],
        )],
        ..tokyo("TOKYO-2021-3", "2021-07-26", &["The cut-off moves to noon if Hanoi pays out twice a day"])
    },
    tokyo("TOKYO-2021-4", "2021-10-25", &["Hanoi pays out twice a day from January on"]),
    tokyo("TOKYO-2022-1", "2022-01-24", &["Open until nine on Thursdays, on trial for a year"]),
    Sitting {
        agreed: &[agreed(
            "why amended",
            "Say why more transfers are amended since March",
            TUAN,
            "2022-07-15",
            "JP-REMIT",
            &[("2022-07-14", Then::Done(Some("Before noon people hurry, and mistype")))],
        )],
        ..tokyo("TOKYO-2022-2", "2022-04-25", &["One sign-in is built; the branch tests it"])
    },
    tokyo("TOKYO-2022-3", "2022-07-25", &["Names are checked before the order, as soon as it can be done"]),
    Sitting {
        agreed: &[agreed(
            "name check",
            "Check receivers' names while the order is typed",
            TUAN,
            "2023-03-31",
            "JP-REMIT",
            &[
                ("2023-03-27", Then::Moved("2023-09-29", "Two scripts, and one program that knows one")),
                ("2023-10-16", Then::Dropped("No supplier; people read the name aloud instead")),
            ],
        )],
        ..tokyo("TOKYO-2022-4", "2022-10-24", &["The sign-in is live; who leaves is read every month"])
    },
    tokyo("TOKYO-2023-1", "2023-01-23", &["Fewer customers leave, it seems; nobody knows why yet"]),
    tokyo("TOKYO-2023-2", "2023-04-24", &["The branch's level is the one in the middle from this year on"]),
    tokyo("TOKYO-2023-3", "2023-07-24", &["The Thursday evening stays, though it does not show"]),
    Sitting {
        agreed: &[agreed(
            "dormant",
            "Ask the source whether dormant accounts are in the figure",
            VY,
            "2024-01-31",
            "JP-APP",
            &[
                ("2024-01-29", Then::Moved("2024-06-28", "The source's owner has changed twice")),
                ("2024-07-01", Then::Done(Some("They were not, since November 2022"))),
            ],
        )],
        ..tokyo("TOKYO-2023-4", "2023-10-23", &["Somebody asks what counts as having left"])
    },
    tokyo("TOKYO-2024-1", "2024-01-22", &["Fees said aloud moves to sustain"]),
    tokyo("TOKYO-2024-2", "2024-04-22", &["Nothing to decide; the figures wait for the source"]),
    Sitting {
        agreed: &[agreed(
            "tell them",
            "Tell everybody who praised the sign-in that it was the count",
            OWEN,
            "2024-08-30",
            "JP-APP",
            &[("2024-08-26", Then::Done(None))],
        )],
        ..tokyo(
            "TOKYO-2024-3",
            "2024-07-22",
            &["The figure of those who left is restated; the success was none"],
        )
    },
    tokyo("TOKYO-2024-4", "2024-10-21", &["No figure is praised before somebody has asked what is in it"]),
    tokyo("TOKYO-2025-1", "2025-01-20", &["More contacts than ever: work for the app, not for the desk"]),
    tokyo("TOKYO-2025-2", "2025-04-21", &["The order of the year: the app, the desk, money home"]),
    Sitting {
        agreed: &[agreed(
            "Saturday trial",
            "Find out who would come on a Saturday",
            RUTH,
            "2025-09-30",
            "JP-DESK",
            &[("2025-09-29", Then::Done(Some("Students, with their parents on the telephone")))],
        )],
        ..tokyo("TOKYO-2025-3", "2025-07-22", &["A Saturday desk is tried before it is judged"])
    },
    Sitting {
        agreed: &[agreed(
            "lease",
            "Ask the landlord for Saturdays",
            RUTH,
            "2025-12-05",
            "JP-DESK",
            &[("2025-12-08", Then::Moved("2026-01-30", "The landlord answers after the new year"))],
        )],
        ..tokyo("TOKYO-2025-4", "2025-10-20", &["The Saturday desk opens in February if the lease allows it"])
    },
];
