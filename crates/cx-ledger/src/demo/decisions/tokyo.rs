//! What was decided in Tokyo, where the chair decides, having heard the others.

use cxl_domain::decision::Reversibility::{OneWay, TwoWay};

use super::super::company::{OWEN, RUTH, TUAN, VY};
use super::Because::{Insight, PainPoint};
use super::{Authorized, CarriedOut, Decided, Dissents, Done, For, In, Question, Votes, question};

const fn tokyo(code: &'static str, on: &'static str, asks: &'static str) -> Question {
    Question {
        program: "JP",
        options: &[("YES", "Yes, do it", &[]), ("NO", "No, leave it", &[])],
        ..question(code, In::Committee("TOKYO"), OWEN, on, asks)
    }
}

pub(super) static QUESTIONS: [Question; 8] = [
    Question {
        about: &["JP-REMIT"],
        grounds: &[PainPoint("CUT-OFF")],
        reversibility: Some(TwoWay),
        expects: &[("JP-SAMEDAY", "0.04", "2022-12-31")],
        then: &[
            ("2021-07-26", Votes(&[(OWEN, For("YES")), (RUTH, For("YES")), (TUAN, For("YES"))])),
            (
                "2021-07-26",
                Decided("YES", "Most orders come in the last hour of the morning", Some("2022-03-31")),
            ),
            ("2022-03-14", Done("Noon, with two payout runs in Hanoi")),
        ],
        ..tokyo("JP-NOON", "2021-07-19", "Move the cut-off to noon?")
    },
    Question {
        about: &["JP-DESK"],
        grounds: &[PainPoint("CLOSED-AT-FIVE")],
        reversibility: Some(TwoWay),
        expects: &[("JP-NPS", "3", "2023-06-30")],
        then: &[
            (
                "2022-01-24",
                Votes(&[(OWEN, For("YES")), (RUTH, For("YES")), (TUAN, For("NO")), (VY, For("NO"))]),
            ),
            ("2022-01-24", Dissents(TUAN, "Four evenings a month for people who could call")),
            ("2022-01-24", Decided("YES", "A year will show it", Some("2022-06-30"))),
            ("2022-07-04", Done("Open since the first Thursday of July")),
        ],
        ..tokyo("JP-EVENING", "2022-01-17", "Open until nine on Thursdays?")
    },
    Question {
        about: &["JP-APP"],
        grounds: &[PainPoint("TWICE-ASKED")],
        reversibility: Some(OneWay),
        expects: &[("JP-LEFT", "-0.003", "2023-12-31")],
        then: &[
            ("2022-04-25", Votes(&[(OWEN, For("YES")), (RUTH, For("YES")), (VY, For("YES"))])),
            ("2022-04-25", Decided("YES", "Nobody should prove twice who they are", Some("2022-10-31"))),
            ("2022-10-18", Done("Live for all customers")),
        ],
        ..tokyo("JP-SIGN-IN", "2022-04-18", "One sign-in for both countries?")
    },
    Question {
        about: &["JP-FEES"],
        grounds: &[PainPoint("HIDDEN-FEE"), Insight("GUESSED-FEES")],
        expects: &[("JP-CONTACTS", "-500", "2024-06-30")],
        then: &[
            ("2023-03-30", Votes(&[(OWEN, For("YES")), (VY, For("YES")), (RUTH, For("YES"))])),
            ("2023-03-31", Decided("YES", "Four of twenty guessed right", Some("2023-08-31"))),
            ("2023-08-21", Done("On the first screen and on the order")),
        ],
        ..tokyo("JP-AMOUNT", "2023-03-23", "Show the amount that arrives?")
    },
    Question {
        then: &[
            ("2023-04-24", Votes(&[(OWEN, For("YES")), (RUTH, For("NO")), (TUAN, For("YES"))])),
            ("2023-04-24", Decided("YES", "One young initiative should not hold the others back", None)),
            ("2023-04-25", Done("Set in the ledger")),
        ],
        ..tokyo("JP-MEDIAN", "2023-04-17", "Is the branch's level the one in the middle?")
    },
    Question {
        about: &["JP-FEES"],
        acts: &[Authorized::Sustain("JP-FEES", "2024-02-01")],
        then: &[
            ("2024-01-22", Votes(&[(OWEN, For("YES")), (RUTH, For("YES")), (TUAN, For("YES"))])),
            ("2024-01-22", Decided("YES", "It is built, and has to stay so", Some("2024-02-29"))),
            ("2024-02-01", CarriedOut),
        ],
        ..tokyo("JP-FEES-STAY", "2024-01-15", "Move fees said aloud to sustain?")
    },
    Question {
        then: &[
            ("2023-04-24", Votes(&[(OWEN, For("YES")), (TUAN, For("YES")), (VY, For("YES"))])),
            ("2023-04-24", Decided("YES", "The head office pays our bonuses by rules of its own", None)),
            ("2023-04-25", Done("Set in the ledger, with a look in a year")),
        ],
        ..tokyo("JP-NO-REWARD", "2023-04-18", "Leave out what the branch cannot reward?")
    },
    Question {
        about: &["JP-DESK"],
        grounds: &[PainPoint("CLOSED-AT-FIVE")],
        reversibility: Some(TwoWay),
        expects: &[("JP-NPS", "2", "2026-12-31")],
        then: &[
            ("2025-07-22", Votes(&[(OWEN, For("YES")), (RUTH, For("YES")), (TUAN, For("NO"))])),
            ("2025-07-22", Decided("YES", "Students have Saturdays", Some("2026-02-27"))),
        ],
        ..tokyo("JP-SATURDAY", "2025-07-15", "A Saturday desk, once a month?")
    },
];
