//! What was decided in Tokyo, where the chair decides, having heard the others.

use cxl_domain::decision::Reversibility::{OneWay, TwoWay};

use super::super::company::{GRACE, OWEN, RUTH, TUAN, VY};
use super::question::Because::{Insight, PainPoint};
use super::question::Part::{Abstains, For};
use super::question::Then::{CarriedOut, Decided, Dissents, Done, Votes};
use super::question::{Authorized, In, Question, question};

const fn tokyo(code: &'static str, on: &'static str, asks: &'static str) -> Question {
    Question {
        program: "JP",
        options: &[("YES", "Yes, do it", &[]), ("NO", "No, leave it", &[])],
        ..question(code, In::Committee("TOKYO"), OWEN, on, asks)
    }
}

const IN_WHICH_ORDER: &str = "In which order this year?";

pub(super) static QUESTIONS: [Question; 14] = [
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
    Question {
        options: &[(
            "MONEY",
            "Money home, then the desk",
            &["JP-REMIT", "JP-DESK", "~CUT-OFF", "~CLOSED-AT-FIVE"],
        )],
        then: &[
            ("2020-07-27", Votes(&[(OWEN, For("MONEY")), (RUTH, For("MONEY")), (TUAN, For("MONEY"))])),
            (
                "2020-07-27",
                Decided("MONEY", "Everybody sends money home; not everybody comes to the desk", None),
            ),
        ],
        ..tokyo("JP-START", "2020-07-20", "Where do we start?")
    },
    Question {
        options: &[(
            "MONEY",
            "Money home, the desk, the app",
            &["JP-REMIT", "JP-DESK", "JP-APP", "~CUT-OFF", "~CLOSED-AT-FIVE", "~TWICE-ASKED"],
        )],
        then: &[
            ("2021-04-26", Votes(&[(OWEN, For("MONEY")), (VY, For("MONEY"))])),
            ("2021-04-26", Decided("MONEY", "As last year, with the app behind", None)),
        ],
        ..tokyo("JP-ORDER-2021", "2021-04-19", IN_WHICH_ORDER)
    },
    Question {
        options: &[
            ("DESK", "The desk first", &["JP-DESK", "JP-REMIT", "JP-APP", "JP-FEES", "~CLOSED-AT-FIVE"]),
            ("NAMES", "Names first", &["JP-REMIT", "JP-DESK", "JP-APP", "JP-FEES", "~NAME-SCRIPT"]),
        ],
        then: &[
            ("2022-04-25", Votes(&[(OWEN, For("NAMES")), (RUTH, For("DESK")), (TUAN, For("NAMES"))])),
            ("2022-04-25", Decided("NAMES", "What goes out wrongly comes back to the desk", None)),
        ],
        ..tokyo("JP-ORDER-2022", "2022-04-18", IN_WHICH_ORDER)
    },
    Question {
        options: &[("FEES", "Fees first", &["JP-FEES", "JP-REMIT", "JP-DESK", "JP-APP", "~HIDDEN-FEE"])],
        then: &[
            ("2023-04-24", Votes(&[(OWEN, For("FEES")), (VY, For("FEES")), (RUTH, Abstains)])),
            ("2023-04-24", Decided("FEES", "Said before the order, a fee is no surprise", None)),
        ],
        ..tokyo("JP-ORDER-2023", "2023-04-17", IN_WHICH_ORDER)
    },
    Question {
        options: &[("DESK", "The desk first", &["JP-DESK", "JP-APP", "JP-REMIT", "~CLOSED-AT-FIVE"])],
        then: &[
            ("2024-04-22", Votes(&[(OWEN, For("DESK")), (RUTH, For("DESK")), (TUAN, For("DESK"))])),
            ("2024-04-22", Decided("DESK", "The app's figures are in doubt; the desk's are not", None)),
        ],
        ..tokyo("JP-ORDER-2024", "2024-04-15", IN_WHICH_ORDER)
    },
    Question {
        options: &[("APP", "The app first", &["JP-APP", "JP-DESK", "JP-REMIT", "~TWICE-ASKED"])],
        then: &[
            ("2025-04-21", Votes(&[(GRACE, For("APP")), (OWEN, For("APP")), (TUAN, For("APP"))])),
            ("2025-04-21", Decided("APP", "Two thousand contacts a month are about the app", None)),
        ],
        ..tokyo("JP-ORDER-2025", "2025-04-14", IN_WHICH_ORDER)
    },
];
