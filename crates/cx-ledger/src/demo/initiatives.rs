//! What the company takes on: charters, owners, metrics, improvements, pauses and ends.

use cxl_domain::command::{Annul, Correct};
use cxl_domain::event::{Authority, Document, NotRequired, Sha256Hex};
use cxl_domain::initiative::{Charter, Command as C, MetricRole};
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{
    ANH, DUNG, KHOA, KIM, LINH, MAI, MINH, NAM, NGA, OANH, OWEN, RUTH, THAO, TRANG, TUAN, VY, YEN,
};
use super::dice::seed;
use super::story::{Act, Day, Story, day, text};

/// By what right an act was done.
#[derive(Clone, Copy)]
enum Right {
    /// By the sponsor, before a committee existed.
    Founding,
    /// By a signed document.
    Paper(&'static str),
    /// By a rule that needs none.
    Rule,
    /// Nobody says.
    Unsaid,
}

impl Right {
    fn authority(self) -> Option<Authority> {
        match self {
            Self::Founding => Some(Authority::Founding),
            Self::Paper(title) => Some(Authority::Document(Document {
                sha256: Sha256Hex(seed(title)),
                title: Some(text(title)),
            })),
            Self::Rule => Some(Authority::NotRequired(NotRequired {
                rule: "OWNERS-BY-LEAD".parse().expect("a rule's code is a code"),
            })),
            Self::Unsaid => None,
        }
    }
}

/// Program, code, day, name, purpose, owner, right.
type CharterLine =
    (&'static str, &'static str, &'static str, &'static str, &'static str, Option<&'static str>, Right);

const CHARTERS: [CharterLine; 18] = [
    (
        "VN",
        "ONBOARD",
        "2018-03-05",
        "An account in ten minutes · Mở tài khoản trong mười phút",
        "Whoever wants an account has one before the coffee is cold, at home as at the branch",
        Some(KHOA),
        Right::Founding,
    ),
    (
        "VN",
        "COMPLAINTS",
        "2018-03-19",
        "A complaint answered once · Khiếu nại chỉ cần nói một lần",
        "A customer tells what went wrong to one person, who owns it until it is put right",
        Some(MINH),
        Right::Founding,
    ),
    (
        "VN",
        "WAIT",
        "2018-03-19",
        "Less time in the queue · Bớt chờ tại quầy",
        "Nobody takes an afternoon off to go to the bank",
        Some(YEN),
        Right::Founding,
    ),
    (
        "VN",
        "WAIT-2",
        "2019-02-18",
        "Shorter queues in the north",
        "The same as WAIT, chartered a second time by the northern region",
        Some(YEN),
        Right::Unsaid,
    ),
    (
        "VN",
        "LOANS",
        "2018-06-11",
        "A clear answer on a home loan · Trả lời rõ ràng về khoản vay",
        "A family that found a home knows within two weeks whether the bank is with them",
        Some(DUNG),
        Right::Paper("Board minute 2018/14"),
    ),
    (
        "VN",
        "CALLBACK",
        "2018-07-09",
        "No need to call · Không cần gọi",
        "What customers call about is told to them before they have to ask",
        Some(MINH),
        Right::Paper("Board minute 2018/17"),
    ),
    (
        "VN",
        "CARDS",
        "2018-09-10",
        "Disputes settled before the statement · Tra soát xong trước kỳ sao kê",
        "Money taken by mistake is back before the customer has to pay for it",
        Some(MAI),
        Right::Paper("Board minute 2018/21"),
    ),
    (
        "VN",
        "LOSTCARD",
        "2019-01-14",
        "A lost card is blocked at once · Khóa thẻ ngay khi mất",
        "From the call to the block it takes no longer than to say what happened",
        Some(MAI),
        Right::Rule,
    ),
    (
        "VN",
        "STAFF",
        "2019-01-21",
        "Free to help · Được quyền giúp khách hàng",
        "At the counter and on the phone, people may do what is right without asking upstairs",
        Some(ANH),
        Right::Paper("Board minute 2019/02"),
    ),
    (
        "VN",
        "TABLETS",
        "2019-04-08",
        "Tablets for advisers · Máy tính bảng cho tư vấn viên",
        "Customer and adviser look at the same page",
        Some(KHOA),
        Right::Paper("Board minute 2019/06"),
    ),
    (
        "VN",
        "PRIORITY",
        "2019-04-15",
        "An adviser with a name · Một tư vấn viên quen mặt",
        "Who has been with the bank for years need not explain it to a stranger",
        Some(OANH),
        Right::Rule,
    ),
    (
        "VN",
        "NEWS",
        "2023-06-05",
        "Say what happens next · Báo trước bước tiếp theo",
        "After each step the customer knows the next one and its day",
        Some(MINH),
        Right::Rule,
    ),
    (
        "VN",
        "PAPERLESS",
        "2024-09-09",
        "Statements without paper · Sao kê không giấy",
        "Nobody waits for an envelope, and those who want one still get it",
        Some(OANH),
        Right::Rule,
    ),
    (
        "VN",
        "PARENTS",
        "2025-02-10",
        "Banking for our parents · Ngân hàng cho cha mẹ",
        "Whoever did not grow up with a telephone in the hand is served as well as before",
        None,
        Right::Unsaid,
    ),
    (
        "JP",
        "JP-REMIT",
        "2020-05-11",
        "Money home the same day",
        "What is sent in the morning in Tokyo buys dinner at home",
        Some(TUAN),
        Right::Founding,
    ),
    (
        "JP",
        "JP-DESK",
        "2020-06-15",
        "A desk that speaks my language",
        "No customer needs an interpreter to be served by a bank from home",
        Some(RUTH),
        Right::Founding,
    ),
    (
        "JP",
        "JP-APP",
        "2020-09-14",
        "One app for both countries",
        "An account opened in Hue works in Osaka",
        Some(RUTH),
        Right::Paper("Letter of the Tokyo branch 7"),
    ),
    (
        "JP",
        "JP-FEES",
        "2021-05-10",
        "Fees said aloud",
        "Before a transfer everybody knows what arrives",
        Some(VY),
        Right::Rule,
    ),
];

/// Initiative, metric, role, day.
const LINKS: [(&str, &str, MetricRole, &str); 26] = [
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
    ("JP-DESK", "JP-NPS", MetricRole::Primary, "2020-06-16"),
    ("JP-DESK", "JP-CONTACTS", MetricRole::Balancing, "2020-06-16"),
    ("JP-APP", "JP-LEFT", MetricRole::Primary, "2020-09-15"),
    ("JP-FEES", "JP-CONTACTS", MetricRole::Primary, "2021-05-11"),
];

/// Initiative, name in the story, started, due, delivered, who, title.
type ImprovementLine = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    &'static str,
    &'static str,
);

const IMPROVEMENTS: [ImprovementLine; 20] = [
    (
        "WAIT",
        "app tickets",
        "2019-05-06",
        Some("2019-09-30"),
        Some("2019-10-21"),
        YEN,
        "Draw a ticket in the app, come when called",
    ),
    (
        "ONBOARD",
        "face to face",
        "2019-11-04",
        Some("2020-05-29"),
        Some("2020-07-20"),
        KHOA,
        "Prove who you are with the camera",
    ),
    (
        "ONBOARD",
        "by video",
        "2023-02-06",
        Some("2023-06-30"),
        Some("2023-06-12"),
        KHOA,
        "A video call for whoever the camera does not know",
    ),
    (
        "COMPLAINTS",
        "one owner",
        "2020-09-07",
        Some("2021-02-26"),
        Some("2021-03-15"),
        MINH,
        "Whoever takes the complaint keeps it",
    ),
    (
        "CARDS",
        "new processor",
        "2021-03-01",
        Some("2021-08-31"),
        Some("2021-09-13"),
        MAI,
        "Move disputes to the processor's portal",
    ),
    (
        "CARDS",
        "back in house",
        "2022-04-11",
        Some("2022-12-30"),
        None,
        MAI,
        "Take the simple disputes back in house",
    ),
    (
        "LOSTCARD",
        "one number",
        "2020-11-09",
        Some("2021-01-29"),
        Some("2021-02-08"),
        MAI,
        "One number for all cards, day and night",
    ),
    (
        "CALLBACK",
        "reasons answered",
        "2022-11-07",
        Some("2023-03-31"),
        Some("2023-03-20"),
        MINH,
        "Answer the five most common reasons before the call",
    ),
    (
        "WAIT",
        "new roster",
        "2023-09-04",
        Some("2023-12-29"),
        Some("2024-01-15"),
        NGA,
        "Rosters by the hour, not by the day",
    ),
    (
        "LOANS",
        "one list",
        "2023-05-08",
        Some("2023-10-31"),
        Some("2023-11-20"),
        TRANG,
        "One list of papers, given on the first day",
    ),
    (
        "PRIORITY",
        "two advisers",
        "2023-02-13",
        Some("2023-06-30"),
        Some("2023-06-26"),
        OANH,
        "Two advisers who know each other's customers",
    ),
    (
        "NEWS",
        "next step",
        "2023-10-02",
        Some("2024-04-30"),
        Some("2024-04-15"),
        MINH,
        "A message after each step, with the next day",
    ),
    (
        "STAFF",
        "small sums",
        "2024-11-04",
        Some("2025-04-30"),
        Some("2025-05-12"),
        ANH,
        "Refund small sums at the counter",
    ),
    (
        "PAPERLESS",
        "opt in",
        "2025-01-13",
        Some("2025-07-31"),
        Some("2025-08-11"),
        OANH,
        "Ask once, switch at once",
    ),
    (
        "JP-REMIT",
        "noon cut-off",
        "2021-09-06",
        Some("2022-03-31"),
        Some("2022-03-14"),
        TUAN,
        "Move the cut-off from ten to noon",
    ),
    (
        "JP-DESK",
        "evening desk",
        "2022-01-17",
        Some("2022-06-30"),
        Some("2022-07-04"),
        RUTH,
        "Open until nine on Thursdays",
    ),
    (
        "JP-APP",
        "one sign-in",
        "2022-05-09",
        Some("2022-10-31"),
        Some("2022-10-17"),
        RUTH,
        "One sign-in for both countries",
    ),
    (
        "JP-FEES",
        "amount on arrival",
        "2023-04-10",
        Some("2023-08-31"),
        Some("2023-08-21"),
        VY,
        "Show the amount that arrives",
    ),
    (
        "WAIT",
        "counters by need",
        "2025-09-15",
        Some("2026-03-31"),
        None,
        NGA,
        "Open counters by what people came for",
    ),
    (
        "JP-DESK",
        "Saturday desk",
        "2025-10-06",
        Some("2026-02-27"),
        None,
        RUTH,
        "Open on the first Saturday of the month",
    ),
];

/// Everything about initiatives but their reports.
pub(super) fn tell(story: &mut Story) {
    for line in CHARTERS {
        charter(story, line);
    }
    for (code, metric, role, on) in LINKS {
        act(story, code, on, steers(code, on), move |cast| C::LinkMetric {
            metric: cast.metric(metric),
            role,
            on: None,
        });
    }
    for line in IMPROVEMENTS {
        improve(story, line);
    }
    dates_move(story);
    owners_change(story);
    pauses_and_ends(story);
    what_was_mended(story);
    improvements_mended(story);
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

fn charter(story: &mut Story, (program, code, on, name, purpose, owner, right): CharterLine) {
    let charter = move |cast: &Cast| {
        let charter = Charter {
            program: cast.program(program),
            code: code.parse().expect("an initiative's code is a code"),
            name: text(name),
            purpose: text(purpose),
            owner: owner.map(|owner| cast.person(owner)),
            committee: None,
            on: None,
            authority: right.authority(),
        };
        Command::Initiative(None, C::Charter(charter))
    };
    story.act(on, lead(code), charter).named(format!("initiative {code}"));
}

fn improve(story: &mut Story, (code, name, started, due, delivered, by, title): ImprovementLine) {
    act(story, code, started, by, move |_| C::StartImprovement {
        title: text(title),
        metric: None,
        due: due.map(day),
        on: None,
    })
    .named(name);
    if let Some(delivered) = delivered {
        act(story, code, delivered, by, move |cast| C::DeliverImprovement {
            improvement: cast.improvement(name),
            on: None,
        })
        .named(format!("{name} delivered"));
    }
}

fn dates_move(story: &mut Story) {
    let moves = [
        ("WAIT", "app tickets", "2019-09-23", "2019-10-25", YEN, "The ticket machines come a month late"),
        ("ONBOARD", "face to face", "2020-04-13", "2020-06-30", KHOA, "The suppliers' office is closed"),
        ("ONBOARD", "face to face", "2020-06-22", "2020-07-31", KHOA, "The regulator asks for one more test"),
        ("CARDS", "back in house", "2022-09-05", "2023-06-30", MAI, "No budget before the new year"),
        ("PAPERLESS", "opt in", "2025-07-07", "2025-08-15", OANH, "The printers' contract ends in August"),
    ];
    for (code, name, on, due, by, reason) in moves {
        act(story, code, on, by, move |cast| C::MoveImprovementDate {
            improvement: cast.improvement(name),
            due: day(due),
            reason: text(reason),
        });
    }
    act(story, "CARDS", "2022-11-14", MAI, |cast| C::AbandonImprovement {
        improvement: cast.improvement("back in house"),
        reason: text("Only one in nine disputes turned out to be simple"),
        on: None,
    });
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
    act(story, "WAIT", "2022-05-31", NAM, vacate("Leaves for the south; the post stays open", "2022-06-01"));
    act(story, "WAIT", "2023-02-27", LINH, assign(NGA, Right::Paper("Board minute 2023/04")))
        .named("WAIT to Nga");
    act(story, "NEWS", "2025-09-08", LINH, assign(KHOA, Right::Rule));
    act(story, "JP-FEES", "2024-04-08", OWEN, assign(TUAN, Right::Rule));
    act(story, "CALLBACK", "2022-03-07", LINH, |_| C::RestatePurpose {
        purpose: text("What customers call, chat or write about is told to them before they have to ask"),
        on: None,
    });
    act(story, "CALLBACK", "2022-03-07", LINH, |_| C::Rename {
        name: text("No need to ask · Không cần hỏi"),
        on: None,
    });
    act(story, "LOSTCARD", "2023-01-16", LINH, assign(KHOA, Right::Unsaid)).named("LOSTCARD to Khoa");
    act(story, "LOSTCARD", "2023-01-18", LINH, |cast| {
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
        authority: Right::Rule.authority(),
    });
    act(
        story,
        "PRIORITY",
        "2025-06-30",
        THAO,
        pause(
            "No adviser is hired before the budget of the coming year",
            "2025-07-01",
            Right::Paper("Board minute 2025/11"),
        ),
    );
    act(story, "TABLETS", "2021-05-17", NAM, |_| C::Stop {
        reason: text("After two years, one adviser in ten uses the tablet"),
        lesson: Some(text("We bought the thing before we had asked what customers wanted to see on it")),
        on: Some(day("2021-05-31")),
        authority: Right::Paper("Board minute 2021/09").authority(),
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

/// An improvement that was none, with the move of its date; a day of delivery corrected.
fn improvements_mended(story: &mut Story) {
    act(story, "COMPLAINTS", "2023-09-11", MINH, |_| C::StartImprovement {
        title: text("Answer in two days"),
        metric: None,
        due: Some(day("2023-12-29")),
        on: None,
    })
    .named("two days");
    act(story, "COMPLAINTS", "2023-09-18", MINH, |cast| C::MoveImprovementDate {
        improvement: cast.improvement("two days"),
        due: day("2024-02-29"),
        reason: text("The end of the year is full"),
    });
    act(story, "COMPLAINTS", "2023-09-25", MINH, |cast| {
        C::Annul(Annul {
            event: cast.event("two days"),
            reason: text("A target, not an improvement: nothing is changed by it"),
        })
    });
    act(story, "JP-REMIT", "2022-03-21", TUAN, |cast| {
        C::Correct(Correct {
            event: cast.event("noon cut-off delivered"),
            reason: text("Switched on the Friday before"),
            with: Box::new(C::DeliverImprovement {
                improvement: cast.improvement("noon cut-off"),
                on: Some(day("2022-03-11")),
            }),
        })
    });
}
