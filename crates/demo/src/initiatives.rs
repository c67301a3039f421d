//! What the company takes on: its initiatives with their owners, metrics, pauses and ends.

mod charters;
pub(super) mod improvements;

use cxl_domain::command::{Annul, Correct};
use cxl_domain::event::{Authority, Document, NotRequired, Sha256Hex};
use cxl_domain::initiative::{Charter, Command as C, MetricRole};
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{KHOA, KIM, LINH, MINH, NAM, NGA, OWEN, THAO, TRANG, TUAN};
use super::decisions::under;
use super::dice::seed;
use super::story::{Act, Day, Story, day, text};

/// Initiative, metric, role, day.
pub(super) const LINKS: [(&str, &str, MetricRole, &str); 27] = [
    ("ONBOARD", "ONB-EFFORT", MetricRole::Primary, "2018-06-11"),
    ("ONBOARD", "NPS", MetricRole::Balancing, "2018-06-11"),
    ("ONBOARD", "APP-LEAVE", MetricRole::Balancing, "2020-02-10"),
    ("COMPLAINTS", "COMPL-RATE", MetricRole::Primary, "2018-03-20"),
    ("COMPLAINTS", "FIRST-TIME", MetricRole::Process, "2019-01-28"),
    ("WAIT", "WAIT-MIN", MetricRole::Primary, "2018-03-20"),
    ("WAIT", "NPS", MetricRole::Balancing, "2018-03-20"),
    ("WAIT", "CONTACTS", MetricRole::Process, "2019-01-28"),
    ("LOANS", "LOAN-DAYS", MetricRole::Primary, "2018-06-12"),
    ("CALLBACK", "AVOIDABLE", MetricRole::Primary, "2018-07-10"),
    ("CALLBACK", "FIRST-TIME", MetricRole::Process, "2019-01-28"),
    ("CARDS", "DISPUTE-DAYS", MetricRole::Primary, "2018-09-11"),
    ("LOSTCARD", "BLOCK-5MIN", MetricRole::Primary, "2019-01-15"),
    ("STAFF", "ENGAGEMENT", MetricRole::Primary, "2019-01-22"),
    ("STAFF", "COST-SERVE", MetricRole::Balancing, "2019-01-22"),
    ("TABLETS", "NPS", MetricRole::Primary, "2019-04-09"),
    ("PRIORITY", "PRI-STAY", MetricRole::Primary, "2019-04-16"),
    ("PRIORITY", "PRI-SAT", MetricRole::Process, "2019-04-16"),
    ("NEWS", "CONTACTS", MetricRole::Primary, "2023-06-06"),
    ("NEWS", "APP-WEEK", MetricRole::Balancing, "2024-01-15"),
    ("PAPERLESS", "COST-SERVE", MetricRole::Primary, "2024-09-10"),
    ("JP-REMIT", "JP-SAMEDAY", MetricRole::Primary, "2020-05-12"),
    ("JP-REMIT", "JP-AMENDED", MetricRole::Balancing, "2020-05-12"),
    ("JP-DESK", "JP-NPS", MetricRole::Primary, "2020-06-16"),
    ("JP-DESK", "JP-CONTACTS", MetricRole::Balancing, "2020-06-16"),
    ("JP-APP", "JP-LEFT", MetricRole::Primary, "2020-09-15"),
    ("JP-FEES", "JP-CONTACTS", MetricRole::Primary, "2021-05-11"),
];

/// Everything about initiatives but their reports.
pub(super) fn tell(story: &mut Story) {
    charters::tell(story);
    for (code, metric, role, on) in LINKS {
        act(story, code, on, steers(code, on), move |cast| C::LinkMetric {
            metric: cast.metric(metric),
            role,
            on: None,
        });
    }
    improvements::tell(story);
    before_the_ledger(story);
    overseen(story);
    owners_change(story);
    pauses_and_ends(story);
    what_was_mended(story);
}

/// The program lead or the secretary, whoever enters such things in that program.
pub(super) fn steers(code: &str, on: &str) -> &'static str {
    match (code.starts_with("JP-"), on) {
        (true, _) => KIM,
        (false, on) if on < "2022-06-10" => NAM,
        (false, _) => THAO,
    }
}

fn lead(code: &str) -> &'static str {
    if code.starts_with("JP-") { OWEN } else { LINH }
}

fn act<'a>(
    story: &'a mut Story,
    code: &'static str,
    on: impl Into<Day>,
    by: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Initiative(Some(cast.initiative(code)), command(cast)))
}

/// By what right an act was done.
#[derive(Clone, Copy)]
pub(super) enum Right {
    /// By the sponsor, before a committee existed.
    Founding,
    /// By a signed document.
    Paper(&'static str),
    /// By a rule that needs none.
    Rule(&'static str),
    /// Nobody says.
    Unsaid,
}

impl Right {
    pub(super) fn authority(self) -> Option<Authority> {
        match self {
            Self::Founding => Some(Authority::Founding),
            Self::Paper(title) => Some(Authority::Document(Document {
                sha256: Sha256Hex(seed(title)),
                title: Some(text(title)),
            })),
            Self::Rule(rule) => Some(Authority::NotRequired(NotRequired {
                rule: rule.parse().expect("a rule's code is a code"),
            })),
            Self::Unsaid => None,
        }
    }
}

/// What the board's papers tell of an initiative that was over before the ledger began.
fn before_the_ledger(story: &mut Story) {
    let charter = |cast: &Cast| {
        Command::Initiative(
            None,
            C::Charter(Charter {
                program: cast.program("VN"),
                code: "HOTLINE".parse().expect("HOTLINE is a code"),
                name: text("A number to complain to · Đường dây nóng khiếu nại"),
                purpose: text("Whoever has a complaint finds somebody who picks up"),
                owner: Some(cast.person(MINH)),
                committee: None,
                on: Some(day("2016-05-02")),
                authority: Right::Paper("Board minute 2016/10").authority(),
            }),
        )
    };
    story.act("2018-03-21", NAM, charter).named("initiative HOTLINE").published("2016-05-09", "BOARD-2016");
    act(story, "HOTLINE", "2018-03-21", NAM, |_| C::Stop {
        reason: text("One call in three came to the hotline because the first one had led nowhere"),
        lesson: Some(text("A second door does not mend the first")),
        on: Some(day("2017-11-30")),
        authority: Right::Paper("Board minute 2017/22").authority(),
    })
    .published("2017-12-04", "BOARD-2017");
}

/// What was chartered before there was a committee comes under one.
fn overseen(story: &mut Story) {
    for (initiative, committee, on, letter) in [
        ("ONBOARD", "STEER", "2018-04-25", "Founding letter of the committee"),
        ("COMPLAINTS", "STEER", "2018-04-25", "Founding letter of the committee"),
        ("WAIT", "STEER", "2018-04-25", "Founding letter of the committee"),
        ("JP-REMIT", "TOKYO", "2020-07-28", "Founding letter of the Tokyo committee"),
        ("JP-DESK", "TOKYO", "2020-07-28", "Founding letter of the Tokyo committee"),
    ] {
        act(story, initiative, on, steers(initiative, on), move |cast| C::TransferOversight {
            committee: cast.committee(committee),
            on: None,
            authority: Right::Paper(letter).authority(),
        });
    }
}

fn owners_change(story: &mut Story) {
    let vacate = |reason: &'static str, from: &'static str| {
        move |_: &Cast| C::VacateOwner {
            reason: Some(text(reason)),
            on: Some(day(from)),
            authority: Right::Unsaid.authority(),
        }
    };
    let assign = |owner: &'static str, right: Right| {
        move |cast: &Cast| C::AssignOwner {
            owner: cast.person(owner),
            on: None,
            authority: right.authority(),
        }
    };
    act(story, "LOANS", "2021-11-26", NAM, vacate("Leaves the bank; nobody is named yet", "2021-12-01"));
    act(story, "LOANS", "2022-04-11", LINH, assign(TRANG, Right::Paper("Letter of the head of lending 3")));
    act(story, "WAIT", "2023-02-27", LINH, assign(NGA, Right::Paper("Board minute 2023/04")))
        .named("WAIT to Nga");
    act(story, "NEWS", "2025-09-08", LINH, assign(KHOA, Right::Rule("OWNERS-BY-LEAD")));
    act(story, "JP-FEES", "2024-04-08", OWEN, assign(TUAN, Right::Rule("OWNERS-BY-LEAD")));
    act(story, "CALLBACK", "2022-03-07", LINH, |_| C::RestatePurpose {
        purpose: text("What customers call, chat or write about is told to them before they have to ask"),
        on: None,
    });
    act(story, "CALLBACK", "2022-03-07", LINH, |_| C::Rename {
        name: text("No need to ask · Không cần hỏi"),
        on: None,
    });
    act(story, "LOSTCARD", "2023-02-06", LINH, assign(KHOA, Right::Unsaid)).named("LOSTCARD to Khoa");
    act(story, "LOSTCARD", "2023-02-08", LINH, |cast| {
        C::Annul(Annul {
            event: cast.event("LOSTCARD to Khoa"),
            reason: text("Discussed and not agreed; Mai keeps it"),
        })
    });
}

fn pauses_and_ends(story: &mut Story) {
    let pause = |reason: &'static str, from: &'static str, right: Right| {
        move |_: &Cast| C::Pause { reason: text(reason), on: Some(day(from)), authority: right.authority() }
    };
    act(
        story,
        "LOANS",
        "2020-04-06",
        NAM,
        pause("Nobody visits homes in the pandemic", "2020-04-06", Right::Paper("Crisis order 2020/3")),
    );
    act(story, "LOANS", "2020-10-12", NAM, |_| C::Resume {
        reason: Some(text("Valuers visit homes again")),
        on: None,
        authority: Right::Rule("RESUMES-BY-LEAD").authority(),
    });
    act(story, "TABLETS", "2021-05-17", NAM, |cast| C::Stop {
        reason: text("After two years, one adviser in ten uses the tablet"),
        lesson: Some(text("We bought the thing before we had asked what customers wanted to see on it")),
        on: Some(day("2021-05-31")),
        authority: Some(under(cast, "STOP-TABLETS")),
    });
    // What the hotline began goes on in the initiative that put an end to its reason.
    act(story, "COMPLAINTS", "2018-03-26", LINH, |cast| C::Succeed {
        predecessor: cast.initiative("HOTLINE"),
        on: None,
        authority: Right::Paper("Board minute 2018/06").authority(),
    });
    act(story, "WAIT-2", "2019-03-04", LINH, |_| C::RecordInError {
        reason: text("One initiative for the whole network is enough; see WAIT"),
    });
}

/// A date corrected, and corrected once more; a pause that never was.
fn what_was_mended(story: &mut Story) {
    let restate = |event: &'static str, from: &'static str, reason: &'static str| {
        move |cast: &Cast| {
            C::Correct(Correct {
                event: cast.event(event),
                reason: text(reason),
                with: Box::new(C::AssignOwner {
                    owner: cast.person(NGA),
                    on: Some(day(from)),
                    authority: Right::Paper("Board minute 2023/04").authority(),
                }),
            })
        }
    };
    act(story, "WAIT", "2023-03-06", THAO, restate("WAIT to Nga", "2023-03-01", "From the first of March"))
        .named("WAIT to Nga, mended");
    act(
        story,
        "WAIT",
        "2023-03-20",
        THAO,
        restate("WAIT to Nga, mended", "2023-02-20", "She had begun a week before the minute was signed"),
    );
    act(story, "NEWS", "2024-02-05", THAO, |_| C::Pause {
        reason: text("Meant for another initiative"),
        on: None,
        authority: None,
    })
    .named("NEWS paused");
    act(story, "NEWS", "2024-02-05", THAO, |cast| {
        C::Annul(Annul { event: cast.event("NEWS paused"), reason: text("The wrong line of the list") })
    });
}
