//! What the steering committee resolved and agreed on up to 2021.

use super::super::company::{ANH, DUNG, HANH, KHOA, LINH, MAI, MINH, OANH, YEN};
use super::{Sitting, Then, agreed, sitting};

pub(super) static SITTINGS: [Sitting; 15] = [
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
];
