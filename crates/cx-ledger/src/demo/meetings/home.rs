//! What the committees at home resolved and agreed on, from 2018 on.

use super::super::company::{
    ANH, DUNG, HANH, KHOA, LINH, MAI, MINH, NGA, OANH, PHUC, QUAN, THAO, TRANG, YEN,
};
use super::{Agreed, Sitting, Then, sitting};

const fn agreed(
    name: &'static str,
    task: &'static str,
    owner: &'static str,
    due: &'static str,
    initiative: &'static str,
    then: &'static [(&'static str, Then)],
) -> Agreed {
    Agreed { name, task, owner, due, initiative: Some(initiative), then }
}

pub(super) static SITTINGS: [Sitting; 36] = [
    Sitting {
        excused: &[DUNG],
        resolved: &["Where to start is put off until the call center's figures are here"],
        agreed: &[agreed(
            "reasons to call",
            "Bring the reasons why customers call, branch by branch",
            MINH,
            "2018-06-29",
            "COMPLAINTS",
            &[("2018-06-27", Then::Done(Some("Eleven reasons make up four calls in five")))],
        )],
        ..sitting("STEER", "STEER-2018-2", "2018-04-24")
    },
    Sitting {
        resolved: &["Complaints come first, queues second, opening an account third"],
        agreed: &[agreed(
            "six branches",
            "Time the queue in the six busiest branches, by hand",
            YEN,
            "2018-09-28",
            "WAIT",
            &[
                ("2018-09-24", Then::Moved("2018-10-19", "Two of the six move house in September")),
                ("2018-10-18", Then::Done(None)),
            ],
        )],
        ..sitting("STEER", "STEER-2018-3", "2018-07-24")
    },
    Sitting {
        excused: &[HANH],
        resolved: &["Twenty more tellers: no agreement, and put off until January"],
        agreed: &[agreed(
            "teller hour",
            "Say what an hour of a teller costs, and an hour of waiting",
            OANH,
            "2019-01-11",
            "WAIT",
            &[("2019-01-10", Then::Done(Some("The bank's hour is the cheaper one")))],
        )],
        ..sitting("STEER", "STEER-2018-4", "2018-10-23")
    },
    Sitting {
        resolved: &["The order of the first year is discussed", "Still no agreement on more tellers"],
        agreed: &[agreed(
            "one name",
            "Name one person who answers for the whole of a home loan",
            DUNG,
            "2019-03-29",
            "LOANS",
            &[("2019-04-02", Then::Dropped("Appraisal is not lending's to promise; see what Dũng stated"))],
        )],
        ..sitting("STEER", "STEER-2019-1", "2019-01-22")
    },
    Sitting {
        resolved: &["From May on, more than half of the votes cast decide"],
        agreed: &[agreed(
            "tickets on trial",
            "Try tickets from the app in three branches, and say what it takes",
            KHOA,
            "2019-05-31",
            "WAIT",
            &[("2019-05-29", Then::Done(None))],
        )],
        ..sitting("STEER", "STEER-2019-2", "2019-04-23")
    },
    Sitting {
        excused: &[MAI],
        resolved: &["Tablets go to four branches before they go anywhere else"],
        agreed: &[agreed(
            "what to look at",
            "List what customers looked at on the tablets",
            KHOA,
            "2019-09-30",
            "TABLETS",
            &[("2019-10-17", Then::Done(Some("Mostly the rates, which hang on the wall")))],
        )],
        ..sitting("STEER", "STEER-2019-3", "2019-07-23")
    },
    Sitting {
        resolved: &["Faces are checked by camera once the regulator agrees"],
        agreed: &[agreed(
            "without a telephone",
            "Count who comes without a telephone and what they do for a ticket",
            YEN,
            "2019-12-13",
            "WAIT",
            &[("2019-12-12", Then::Done(Some("One in fourteen; the machine stays")))],
        )],
        ..sitting("STEER", "STEER-2019-4", "2019-10-22")
    },
    Sitting {
        resolved: &["Fifteen minutes in the queue is the target from this year on"],
        agreed: &[agreed(
            "before Tet",
            "Open every counter on the four days before Tet",
            YEN,
            "2020-01-21",
            "WAIT",
            &[("2020-01-21", Then::Done(None))],
        )],
        ..sitting("STEER", "STEER-2020-1", "2020-01-09")
    },
    Sitting {
        excused: &[DUNG, OANH],
        resolved: &["The counter at the market closes", "April's queue is read for eight days only"],
        agreed: &[agreed(
            "masks and queues",
            "Mark the distance in the queue, and call customers by message",
            YEN,
            "2020-05-29",
            "WAIT",
            &[("2020-05-20", Then::Done(None))],
        )],
        ..sitting("STEER", "STEER-2020-2", "2020-05-07")
    },
    Sitting {
        resolved: &["The camera goes live for all who open an account at home"],
        agreed: &[agreed(
            "not recognized",
            "Say what becomes of those whom the camera does not know",
            KHOA,
            "2020-09-30",
            "ONBOARD",
            &[("2020-09-28", Then::Done(Some("Four in a hundred; half of them give up")))],
        )],
        ..sitting("STEER", "STEER-2020-3", "2020-07-23")
    },
    Sitting {
        excused: &[HANH],
        resolved: &["Whoever takes a complaint keeps it; the desk prepares to close"],
        agreed: &[agreed(
            "who keeps it",
            "Train everybody who answers a telephone to own a complaint",
            MINH,
            "2021-02-12",
            "COMPLAINTS",
            &[("2021-02-08", Then::Done(None))],
        )],
        ..sitting("STEER", "STEER-2020-4", "2020-10-22")
    },
    Sitting {
        resolved: &["The queue is judged by what it was since the app tickets"],
        agreed: &[agreed(
            "tablet drawers",
            "Count the tablets that are in use and those in drawers",
            KHOA,
            "2021-03-31",
            "TABLETS",
            &[("2021-03-30", Then::Done(Some("Nine in ten are in drawers")))],
        )],
        ..sitting("STEER", "STEER-2021-1", "2021-01-21")
    },
    Sitting {
        resolved: &["Tablets for advisers are stopped", "Fewer complaints, because fewer have to be made"],
        agreed: &[agreed(
            "tablets back",
            "Give the tablets to the branches that open accounts",
            KHOA,
            "2021-07-30",
            "ONBOARD",
            &[
                ("2021-07-26", Then::Moved("2021-09-30", "Four branches are closed again")),
                ("2021-09-29", Then::Done(None)),
            ],
        )],
        ..sitting("STEER", "STEER-2021-2", "2021-04-22")
    },
    Sitting {
        resolved: &["The new chair reads every report, and says so here"],
        agreed: &[agreed(
            "bonus",
            "Take the complaint rate out of the branch heads' bonus",
            ANH,
            "2021-09-30",
            "COMPLAINTS",
            &[("2021-09-27", Then::Done(Some("Out of the scheme for 2022")))],
        )],
        ..sitting("STEER", "STEER-2021-3", "2021-07-22")
    },
    Sitting {
        excused: &[KHOA],
        resolved: &["Home loans have an owner who controls one week in three; no answer yet"],
        agreed: &[agreed(
            "loans after Dung",
            "Find somebody for home loans before Dũng goes",
            LINH,
            "2021-11-30",
            "LOANS",
            &[
                ("2021-11-29", Then::Moved("2022-03-31", "Two candidates, and both said no")),
                ("2022-03-30", Then::Done(Some("Trang, from April"))),
            ],
        )],
        ..sitting("STEER", "STEER-2021-4", "2021-10-21")
    },
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
