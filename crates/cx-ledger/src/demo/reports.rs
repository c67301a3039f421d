//! Progress reports: once a quarter, by the owner or, while there is none, by the secretary.

use chrono::{Days, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::command::{Annul, Correct};
use cxl_domain::initiative::{Command as C, DeclaredState, ProgressReported};
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{ANH, DUNG, KHOA, MAI, MINH, NGA, OANH, RUTH, TRANG, TUAN, VY, YEN};
use super::dice::Dice;
use super::initiatives::steers;
use super::series::LAST_DAY;
use super::story::{Story, day, text};

/// Initiative, who reports, first quarter and last quarter by a day in them. What nobody owns is
/// reported by the secretary.
const REPORTERS: [(&str, Option<&str>, &str, &str); 21] = [
    ("ONBOARD", Some(KHOA), "2018-04-01", "2025-07-01"),
    ("COMPLAINTS", Some(MINH), "2018-04-01", "2025-07-01"),
    ("WAIT", Some(YEN), "2018-04-01", "2022-01-01"),
    ("WAIT", None, "2022-07-01", "2022-07-01"),
    ("WAIT", Some(NGA), "2023-01-01", "2025-07-01"),
    ("LOANS", Some(DUNG), "2018-07-01", "2020-01-01"),
    ("LOANS", Some(DUNG), "2020-10-01", "2021-07-01"),
    ("LOANS", Some(TRANG), "2022-04-01", "2025-07-01"),
    ("CALLBACK", Some(MINH), "2018-10-01", "2025-07-01"),
    ("CARDS", Some(MAI), "2018-10-01", "2025-07-01"),
    ("LOSTCARD", Some(MAI), "2019-01-01", "2025-07-01"),
    ("STAFF", Some(ANH), "2019-01-01", "2025-07-01"),
    ("TABLETS", Some(KHOA), "2019-04-01", "2021-01-01"),
    ("PRIORITY", Some(OANH), "2019-04-01", "2025-04-01"),
    ("NEWS", Some(MINH), "2023-07-01", "2025-04-01"),
    ("PAPERLESS", Some(OANH), "2024-10-01", "2025-07-01"),
    ("PARENTS", None, "2025-04-01", "2025-07-01"),
    ("JP-REMIT", Some(TUAN), "2020-07-01", "2025-07-01"),
    ("JP-DESK", Some(RUTH), "2020-07-01", "2025-07-01"),
    ("JP-APP", Some(RUTH), "2020-10-01", "2025-07-01"),
    ("JP-FEES", Some(VY), "2021-07-01", "2023-10-01"),
];

const ON_TRACK: [&str; 5] = [
    "Interviews are done and the list of what hurts most is agreed",
    "The pilot in two branches runs without a hitch",
    "Đã triển khai ở ba khu vực, phản hồi tốt",
    "Everything that was promised for the quarter is in place",
    "Số liệu quý này ổn định, chưa cần điều chỉnh",
];
const AT_RISK: [&str; 4] = [
    "The test environment was there for two of the six weeks",
    "Nhân sự dự án mới bố trí được một nửa",
    "The other department has other priorities until the end of the year",
    "Customers like it, the branches do not know it yet",
];
const OFF_TRACK: [&str; 3] = [
    "The supplier gave notice, and we begin anew",
    "Chưa có người phụ trách, việc bị dừng lại",
    "The figures went the wrong way for a third month",
];
const NEXT: [&str; 4] = [
    "Ask thirty customers what they expected instead",
    "Train the remaining branches before Tet",
    "Chốt phương án với bộ phận công nghệ",
    "Show the first results to the sponsor",
];
const BLOCKED: [&str; 3] = [
    "Nobody decides about the money",
    "Chờ ý kiến của pháp chế",
    "Two systems know the same customer by two numbers",
];

/// Every progress report.
pub(super) fn tell(story: &mut Story) {
    let calendar = FiscalCalendar::default();
    for (code, by, first, last) in REPORTERS {
        let mut dice = Dice::named(&format!("reports of {code} from {first}"));
        let first = calendar.quarter_holding(day(first));
        let quarters =
            std::iter::successors(Some(first), |quarter| Some(calendar.next(Rhythm::Quarter, *quarter)));
        for quarter in quarters.take_while(|quarter| quarter.from() <= day(last)) {
            let on = quarter.to() + Days::new(6 + u64::from(dice.below(8)));
            if on > LAST_DAY {
                break;
            }
            report(story, code, by, quarter, on, &mut dice);
        }
    }
    mend(story);
}

fn report(
    story: &mut Story,
    code: &'static str,
    by: Option<&'static str>,
    quarter: Period,
    on: NaiveDate,
    dice: &mut Dice,
) {
    let by = by.unwrap_or_else(|| steers(code, &on.to_string()));
    let report = written(quarter, dice);
    let act =
        move |cast: &Cast| Command::Initiative(Some(cast.initiative(code)), C::ReportProgress { report });
    story.act(on, by, act).named(format!("{code} reported {}", quarter.to()));
}

fn written(period: Period, dice: &mut Dice) -> ProgressReported {
    let (state, summaries): (_, &[&str]) = match dice.below(10) {
        0..6 => (DeclaredState::OnTrack, &ON_TRACK),
        6..9 => (DeclaredState::AtRisk, &AT_RISK),
        _ => (DeclaredState::OffTrack, &OFF_TRACK),
    };
    let summary = text(dice.pick::<&str>(summaries));
    let next_step = (dice.below(4) > 0).then(|| text(dice.pick::<&str>(&NEXT)));
    let blocked_by = (state != DeclaredState::OnTrack).then(|| text(dice.pick::<&str>(&BLOCKED)));
    ProgressReported { period, state, summary, next_step, blocked_by }
}

/// A report for the wrong initiative, and one that said too much.
fn mend(story: &mut Story) {
    let initiative = |code: &'static str, command: fn(&Cast) -> C| {
        move |cast: &Cast| Command::Initiative(Some(cast.initiative(code)), command(cast))
    };
    story.act(
        "2021-01-27",
        MAI,
        initiative("CARDS", |cast| {
            C::Annul(Annul {
                event: cast.event("CARDS reported 2020-12-31"),
                reason: text("That was the report on lost cards"),
            })
        }),
    );
    story.act(
        "2022-01-26",
        MINH,
        initiative("CALLBACK", |cast| {
            let period = FiscalCalendar::default().quarter_holding(day("2021-12-31"));
            let report = ProgressReported {
                period,
                state: DeclaredState::AtRisk,
                summary: text("On second thought, with chats counted it looks worse than we said"),
                next_step: None,
                blocked_by: None,
            };
            C::Correct(Correct {
                event: cast.event("CALLBACK reported 2021-12-31"),
                reason: text("Written before chats were counted"),
                with: Box::new(C::ReportProgress { report }),
            })
        }),
    );
}
