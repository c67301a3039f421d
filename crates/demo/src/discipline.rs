//! What keeps figures and promises honest: strategic goals and declared purposes, who can move a metric,
//! limits that begin anew, and definitions that are bridged.

use std::collections::BTreeSet;

use cxl_domain::command::{Annul, Correct};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{Bridged, Command as M, ControlAnswer, ControlStated, Purpose, RebaseProposed};
use cxl_domain::organization::{Command as Organization, Side};
use cxl_domain::program::{Command as P, GoalSet, PersonalContactStated};
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{BAO, DUNG, KIM, LINH, MINH, NAM, NGA, OWEN, RUTH, THAO, TRANG, YEN};
use super::decisions::under;
use super::initiatives::steers;
use super::story::{Act, Story, code, day, decimal, text};

use Purpose::{Appraisal, Context, Improvement, Operation, Strategy};
use Side::{BackOffice, FrontLine};

/// Program, code, title, day.
const GOALS: [(&str, &str, &str, &str); 6] = [
    (
        "VN",
        "EASY",
        "Việc ngân hàng nào cũng làm xong trong ngày · Everything is done the same day",
        "2018-01-22",
    ),
    ("VN", "TRUST", "Khách tin điều ngân hàng nói · Customers believe what the bank says", "2018-01-22"),
    ("VN", "STAY", "Khách ở lại cả đời · Customers stay for life", "2018-01-22"),
    ("VN", "APP-FIRST", "Chín trong mười giao dịch qua ứng dụng · Nine in ten by app", "2019-03-11"),
    ("JP", "CLOSE", "Close to the bank, far from home", "2020-04-06"),
    ("JP", "HONEST", "Nobody is surprised by a fee", "2021-05-06"),
];

/// Metric, goal, day.
const CARRIED_OUT_BY: [(&str, Option<&str>, &str); 13] = [
    ("WAIT-MIN", Some("EASY"), "2018-04-10"),
    ("ONB-EFFORT", Some("EASY"), "2018-06-12"),
    ("LOAN-DAYS", Some("EASY"), "2018-06-12"),
    ("COMPL-RATE", Some("TRUST"), "2018-04-10"),
    ("DISPUTE-DAYS", Some("TRUST"), "2018-09-18"),
    ("NPS", Some("STAY"), "2018-04-10"),
    ("PRI-STAY", Some("STAY"), "2019-03-12"),
    ("APP-LEAVE", Some("APP-FIRST"), "2020-02-03"),
    ("APP-LEAVE", None, "2021-06-07"),
    ("APP-LEAVE", Some("STAY"), "2021-09-06"),
    ("JP-SAMEDAY", Some("CLOSE"), "2020-06-02"),
    ("JP-NPS", Some("CLOSE"), "2020-06-16"),
    ("JP-LEFT", Some("CLOSE"), "2020-09-22"),
];

/// Metric, what it is for, day.
const PURPOSES: [(&str, &[Purpose], &str); 12] = [
    ("WAIT-MIN", &[Improvement, Operation], "2018-04-10"),
    ("NPS", &[Strategy], "2018-04-10"),
    ("COMPL-RATE", &[Improvement], "2018-04-10"),
    // For two years branch heads are paid by it; the mark stays.
    ("COMPL-RATE", &[Improvement, Appraisal], "2019-12-16"),
    ("COMPL-RATE", &[Improvement, Strategy], "2021-12-20"),
    ("LOAN-DAYS", &[Strategy, Operation], "2018-06-12"),
    ("CONTACTS", &[Context], "2018-04-10"),
    ("ENGAGEMENT", &[Strategy], "2019-01-28"),
    ("COST-SERVE", &[Context, Strategy], "2019-01-28"),
    ("DISPUTE-DAYS", &[Improvement], "2018-09-18"),
    ("JP-NPS", &[Strategy], "2020-06-16"),
    ("JP-LEFT", &[Strategy, Improvement], "2020-09-22"),
];

/// Whether somebody controls a metric, knows how to improve it, may do what that takes; what they say.
struct Statement {
    metric: &'static str,
    by: &'static str,
    on: &'static str,
    controls: (bool, Option<&'static str>),
    knows_how: (bool, Option<&'static str>),
    has_authority: (bool, Option<&'static str>),
    controlled_by: Option<&'static str>,
}

const fn statement(metric: &'static str, by: &'static str, on: &'static str) -> Statement {
    Statement {
        metric,
        by,
        on,
        controls: (true, None),
        knows_how: (true, None),
        has_authority: (true, None),
        controlled_by: None,
    }
}

static STATEMENTS: [Statement; 10] = [
    Statement {
        has_authority: (false, Some("Rosters are approved by the head office, a month ahead")),
        ..statement("WAIT-MIN", YEN, "2018-11-12")
    },
    statement("WAIT-MIN", YEN, "2019-06-10"),
    statement("WAIT-MIN", NGA, "2023-04-10"),
    Statement {
        controls: (false, Some("Two of the three weeks are appraisal's, and appraisal is not lending's")),
        has_authority: (false, Some("I may ask appraisal; I may not promise its days")),
        ..statement("LOAN-DAYS", DUNG, "2019-03-25")
    },
    Statement {
        controls: (false, Some("The same two weeks as in 2019")),
        controlled_by: Some("CREDIT"),
        ..statement("LOAN-DAYS", TRANG, "2022-05-16")
    },
    Statement {
        knows_how: (false, Some("We know why they call, not what would keep them from it")),
        ..statement("AVOIDABLE", MINH, "2018-11-12")
    },
    statement("AVOIDABLE", MINH, "2021-09-13"),
    statement("COMPL-RATE", MINH, "2018-11-12"),
    Statement {
        controls: (false, Some("Most of those who leave go home, and nobody can want to keep them")),
        ..statement("JP-LEFT", RUTH, "2021-02-15")
    },
    statement("JP-CONTACTS", RUTH, "2021-02-15"),
];

/// Department and side, from a day on.
const SIDES: [(&str, Side, &str); 13] = [
    ("BRANCHES", FrontLine, "2018-02-12"),
    ("CONTACT", FrontLine, "2018-02-12"),
    ("COMPLAINTS", FrontLine, "2018-02-12"),
    ("LENDING", FrontLine, "2018-02-12"),
    ("CREDIT", BackOffice, "2018-02-12"),
    ("CARDS", BackOffice, "2018-02-12"),
    ("FINANCE", BackOffice, "2018-02-12"),
    ("DIGITAL", BackOffice, "2018-02-12"),
    ("HR", BackOffice, "2018-02-12"),
    ("RISK", BackOffice, "2018-02-12"),
    ("BOARD", BackOffice, "2018-02-12"),
    ("JP-TOKYO", FrontLine, "2020-04-06"),
    ("JP-REMIT", BackOffice, "2020-04-06"),
];

/// Everything of it.
pub(super) fn tell(story: &mut Story) {
    for (department, side, on) in SIDES {
        story.act(on, BAO, move |cast| {
            let department = cast.department(department);
            Command::Organization(Organization::StateDepartmentSide { department, side, on: None })
        });
    }
    goals_and_purposes(story);
    for stated in &STATEMENTS {
        state_control(story, stated);
    }
    limits_begin_anew(story);
    what_was_mended(story);
}

/// An act on a program.
pub(super) fn program<'a>(
    story: &'a mut Story,
    program: &'static str,
    on: &str,
    by: &'static str,
    command: impl FnOnce(&Cast) -> P + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Program(Some(cast.program(program)), command(cast)))
}

fn metric<'a>(
    story: &'a mut Story,
    metric: &'static str,
    on: &str,
    by: &'static str,
    command: impl FnOnce(&Cast) -> M + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Metric(Some(cast.metric(metric)), command(cast)))
}

/// Who leads a program, by its code or that of something in it.
pub(super) fn lead(program: &str) -> &'static str {
    if program.starts_with("JP") { OWEN } else { LINH }
}

fn goals_and_purposes(story: &mut Story) {
    for (of, goal, title, on) in GOALS {
        program(story, of, on, lead(of), move |_| P::SetGoal {
            goal: GoalSet { code: code(goal), title: text(title) },
            on: None,
        })
        .named(format!("goal {goal}"));
    }
    for (code, goal, on) in CARRIED_OUT_BY {
        metric(story, code, on, lead(code), move |cast| M::LinkGoal {
            goal: goal.map(|goal| cast.goal(goal)),
            on: None,
        });
    }
    for (code, purposes, on) in PURPOSES {
        metric(story, code, on, steers(code, on), move |_| M::DeclarePurpose {
            purposes: purposes.iter().copied().collect::<BTreeSet<_>>(),
            on: None,
        });
    }
    program(story, "VN", "2021-05-24", LINH, |cast| P::RetireGoal {
        goal: cast.goal("APP-FIRST"),
        reason: Some(text("It counted where customers were, not how they were served")),
        on: Some(day("2021-06-01")),
    });
    for (of, share, source, on) in [
        ("VN", "0.62", "Contacts in person and by telephone over all contacts, 2017", "2018-02-12"),
        ("VN", "0.48", "The same, 2021", "2022-02-14"),
        ("VN", "0.41", "The same, 2024", "2025-02-10"),
        ("JP", "0.35", "Counted over one month in Tokyo", "2020-09-14"),
    ] {
        program(story, of, on, lead(of), move |_| P::StatePersonalContact {
            stated: PersonalContactStated { share: decimal(share), source: Some(text(source)) },
            on: None,
        });
    }
}

fn state_control(story: &mut Story, stated: &'static Statement) {
    let answer =
        |(yes, remark): (bool, Option<&'static str>)| ControlAnswer { yes, remark: remark.map(text) };
    metric(story, stated.metric, stated.on, stated.by, move |cast| M::StateControl {
        stated: ControlStated {
            controls: answer(stated.controls),
            knows_how: answer(stated.knows_how),
            has_authority: answer(stated.has_authority),
            controlled_by: stated.controlled_by.map(|department| cast.department(department)),
        },
        on: None,
    });
}

/// One rebase of two people, one that nobody approved, one bridge.
fn limits_begin_anew(story: &mut Story) {
    let propose = |date: &'static str, reason: &'static str| {
        move |_: &Cast| M::ProposeRebase {
            proposed: RebaseProposed { series: SeriesKey::of(1), date: day(date), reason: text(reason) },
        }
    };
    metric(
        story,
        "WAIT-MIN",
        "2021-01-25",
        NAM,
        propose("2019-11-01", "Tickets in the app made it another queue"),
    )
    .named("the queue anew");
    metric(story, "WAIT-MIN", "2021-01-27", LINH, |cast| M::ApproveRebase {
        rebase: cast.event("the queue anew"),
        authority: Some(under(cast, "QUEUE-ANEW")),
    });
    metric(
        story,
        "JP-SAMEDAY",
        "2022-08-08",
        KIM,
        propose("2022-04-01", "Since the cut-off moved it is another process"),
    );
    metric(story, "FIRST-TIME", "2022-07-04", THAO, |_| M::Redefine {
        wording: text(
            "Cases closed without a second contact on the same case within seven days, over all cases",
        ),
        on: None,
    });
    metric(story, "FIRST-TIME", "2022-10-03", THAO, |_| M::NameHeadline {
        series: SeriesKey::of(2),
        on: Some(day("2022-07-01")),
    });
    metric(story, "FIRST-TIME", "2022-10-24", THAO, |cast| M::Bridge {
        bridged: Bridged {
            earlier: 1,
            later: 2,
            reason: text("Counted both ways from July to September 2022, they differ by a tenth of a point"),
        },
        authority: Some(under(cast, "BY-CASE")),
    });
}

/// A goal with a word too many, a purpose declared for another metric.
fn what_was_mended(story: &mut Story) {
    program(story, "VN", "2018-01-25", LINH, |cast| {
        let title = text("Khách ở lại cả đời · Customers stay for a lifetime");
        P::Correct(Correct {
            event: cast.event("goal STAY"),
            reason: text("For a lifetime; nobody is asked to stay for ever"),
            with: Box::new(P::SetGoal { goal: GoalSet { code: code("STAY"), title }, on: None }),
        })
    });
    metric(story, "FIRST-TIME", "2020-03-09", NAM, |_| M::DeclarePurpose {
        purposes: BTreeSet::from([Purpose::Pay]),
        on: None,
    })
    .named("paid by the first time");
    metric(story, "FIRST-TIME", "2020-03-10", NAM, |cast| {
        M::Annul(Annul {
            event: cast.event("paid by the first time"),
            reason: text("Proposed by sales, refused by the works council"),
        })
    });
}
