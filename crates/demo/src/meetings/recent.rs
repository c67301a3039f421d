//! What the steering committee resolved and agreed on from 2022 on.

use super::super::company::{ANH, KHOA, MAI, MINH, NGA, OANH, PHUC, QUAN, THAO, TRANG, YEN};
use super::{Agreed, Sitting, Then, agreed, sitting};

pub(super) static SITTINGS: [Sitting; 16] = [
    Sitting {
        resolved: &["Disputes take longer since they left the house; the payments committee looks at it"],
        agreed: &[agreed(
            "letters counted",
            "Count chats beside calls, and say what that does to the rate",
            MINH,
            "2022-02-28",
            "CALLBACK",
            &[("2022-02-14", Then::Done(Some("Worse by seven points, and truer")))],
        )],
        ..sitting("STEER", "STEER-2022-1", "2022-01-20")
    },
    Sitting {
        resolved: &["The complaint desk closes on the first of May"],
        agreed: &[agreed(
            "desk files",
            "Hand the desk's open complaints to one name each",
            YEN,
            "2022-06-15",
            "COMPLAINTS",
            &[
                ("2022-06-20", Then::HandedTo(MINH)),
                ("2022-07-04", Then::Done(Some("Thirty-one, all called"))),
            ],
        )],
        ..sitting("STEER", "STEER-2022-2", "2022-04-21")
    },
    Sitting {
        excused: &[TRANG],
        resolved: &["Nobody owns the queue; the chair asks the branches for a name"],
        agreed: &[agreed(
            "queue owner",
            "Bring a name for the queue, or say that there is none",
            QUAN,
            "2022-09-30",
            "WAIT",
            &[
                ("2022-10-03", Then::Moved("2022-12-16", "The network is without a head itself")),
                ("2022-12-12", Then::Done(Some("Nga, once she is here"))),
            ],
        )],
        ..sitting("STEER", "STEER-2022-3", "2022-07-21")
    },
    Sitting {
        resolved: &["Answered the first time is counted by case; the years before stay comparable"],
        agreed: &[agreed(
            "five reasons",
            "Answer the five most common reasons before the call",
            MINH,
            "2023-03-31",
            "CALLBACK",
            &[("2023-03-20", Then::Done(None))],
        )],
        ..sitting("STEER", "STEER-2022-4", "2022-10-20")
    },
    Sitting {
        resolved: &["The counter at the market opens again, with Nga as its owner"],
        agreed: &[agreed(
            "evidence lapsed",
            "Show what the queue's first level rests on, now that its evidence has lapsed",
            NGA,
            "2023-07-14",
            "WAIT",
            &[("2023-07-12", Then::Done(None))],
        )],
        ..sitting("STEER", "STEER-2023-1", "2023-01-12")
    },
    Sitting {
        resolved: &["Appraisal promises a day for every home it visits"],
        agreed: &[agreed(
            "appraisal days",
            "Agree with appraisal on a day, in writing",
            TRANG,
            "2023-07-31",
            "LOANS",
            &[
                ("2023-07-28", Then::Moved("2023-10-31", "Appraisal asks for two more people first")),
                ("2023-10-30", Then::Done(Some("Signed without a number of days"))),
            ],
        )],
        ..sitting("STEER", "STEER-2023-2", "2023-04-20")
    },
    Sitting {
        excused: &[OANH],
        resolved: &["Rosters follow the hour, not the day"],
        agreed: &[agreed(
            "roster rules",
            "Write the rules of the new rosters with the people who work by them",
            ANH,
            "2023-10-13",
            "WAIT",
            &[("2023-10-10", Then::Done(None))],
        )],
        ..sitting("STEER", "STEER-2023-3", "2023-07-20")
    },
    Sitting {
        resolved: &["A fee for a second lost card is off the table"],
        agreed: &[agreed(
            "messages read",
            "Ask forty customers which messages they want, and which not",
            MINH,
            "2023-12-15",
            "NEWS",
            &[("2023-12-14", Then::Done(Some("They want the day; they do not want the thanks")))],
        )],
        ..sitting("STEER", "STEER-2023-4", "2023-10-19")
    },
    Sitting {
        resolved: &["The order of 2024 puts home loans first, and says why"],
        agreed: &[agreed(
            "lost cards",
            "Say what is left to do where every card is blocked in time",
            MAI,
            "2024-03-29",
            "LOSTCARD",
            &[("2024-03-28", Then::Done(Some("Nothing but to keep it so")))],
        )],
        ..sitting("STEER", "STEER-2024-1", "2024-01-25")
    },
    Sitting {
        resolved: &["Cards come back under this committee in July"],
        agreed: &[agreed(
            "processor's terms",
            "Bring the processor's terms and what breaking them costs",
            MAI,
            "2024-06-28",
            "CARDS",
            &[
                ("2024-06-24", Then::Moved("2024-08-30", "The processor's lawyers are on leave")),
                ("2024-08-29", Then::Done(Some("A year and a half is left"))),
            ],
        )],
        ..sitting("STEER", "STEER-2024-2", "2024-04-25")
    },
    Sitting {
        resolved: &["What changes a promise names by what right, or is not recorded"],
        agreed: &[Agreed {
            name: "moved promises",
            task: "List every target and date that was moved since 2018, by whom and why",
            owner: THAO,
            due: "2024-09-30",
            initiative: None,
            then: &[("2024-09-27", Then::Done(Some("The ledger lists them")))],
        }],
        ..sitting("STEER", "STEER-2024-3", "2024-07-25")
    },
    Sitting {
        excused: &[KHOA],
        resolved: &["Refunds of small sums are tried at ten counters"],
        agreed: &[agreed(
            "ten counters",
            "Choose the ten counters with the people who stand there",
            ANH,
            "2024-12-13",
            "STAFF",
            &[("2024-12-11", Then::Done(None))],
        )],
        ..sitting("STEER", "STEER-2024-4", "2024-10-24")
    },
    Sitting {
        resolved: &["The counter at the market is kept, and watched once a year"],
        agreed: &[Agreed {
            name: "older customers",
            task: "Visit twelve families whose parents are over seventy",
            owner: PHUC,
            due: "2025-04-30",
            initiative: None,
            then: &[("2025-04-28", Then::Done(None))],
        }],
        ..sitting("STEER", "STEER-2025-1", "2025-01-16")
    },
    Sitting {
        excused: &[MAI],
        resolved: &["The app loses customers since March; digital banking says why by July"],
        agreed: &[agreed(
            "why they leave",
            "Say why customers stopped using the app in March",
            KHOA,
            "2025-07-18",
            "ONBOARD",
            &[
                ("2025-07-16", Then::Moved("2025-09-30", "The survey of those who left comes in August")),
                ("2025-10-01", Then::Done(Some("The new sign-in asks for a code by message each time"))),
            ],
        )],
        ..sitting("STEER", "STEER-2025-2", "2025-04-24")
    },
    Sitting {
        resolved: &["Counters open by what people came for", "The adviser with a name rests until next year"],
        agreed: &[agreed(
            "counters on trial",
            "Try counters by need in two branches before the year ends",
            NGA,
            "2025-12-19",
            "WAIT",
            &[],
        )],
        ..sitting("STEER", "STEER-2025-3", "2025-07-24")
    },
    Sitting {
        excused: &[ANH],
        resolved: &["Who owns banking for our parents is put off until January"],
        agreed: &[
            agreed(
                "processor again",
                "Bring two offers of other processors",
                MAI,
                "2026-01-09",
                "CARDS",
                &[],
            ),
            agreed(
                "ask Yen",
                "Ask Yến, who is back, whether she takes banking for our parents",
                THAO,
                "2025-12-12",
                "PARENTS",
                &[("2025-12-15", Then::Moved("2026-01-12", "She has asked for the holidays to think"))],
            ),
        ],
        ..sitting("STEER", "STEER-2025-4", "2025-10-23")
    },
];
