//! Progress reports: once a quarter, by the owner or, while there is none, by the secretary.
//!
//! Whoever reports looks at the ledger first, so a report says what was known on its day: which improvement
//! moved in the quarter, and what the primary metric read beside a year before. What was restated since
//! stays as it was written.

mod account;
mod words;

use chrono::{Days, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::command::{Annul, Correct};
use cxl_domain::initiative::{Command as C, DeclaredState, ProgressReported, Sentences};
use cxl_ledger::Command;
use cxl_ledger::query::Inquiry;

use super::cast::Cast;
use super::company::{
    ANH, DUNG, GRACE, KHOA, LINH, MAI, MINH, NGA, OANH, OWEN, QUAN, RUTH, TRANG, TUAN, VY, YEN,
};
use super::dice::Dice;
use super::initiatives::steers;
use super::series::LAST_DAY;
use super::steering::{SeatLine, seated};
use super::story::{Story, day, text};
use account::{Account, account};

/// Initiative, who reports, first quarter and last quarter by a day in them. What nobody owns is
/// reported by the secretary.
const REPORTERS: [(&str, Option<&str>, &str, &str); 25] = [
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
    ("MARKET", Some(YEN), "2019-07-01", "2020-01-01"),
    ("MARKET", Some(NGA), "2023-04-01", "2024-10-01"),
    // In sustain, once a year.
    ("MARKET", Some(NGA), "2025-07-01", "2025-07-01"),
    ("NEWS", Some(MINH), "2023-07-01", "2025-04-01"),
    ("PAPERLESS", Some(OANH), "2024-10-01", "2025-07-01"),
    ("PARENTS", None, "2025-04-01", "2025-07-01"),
    ("JP-REMIT", Some(TUAN), "2020-07-01", "2025-07-01"),
    ("JP-DESK", Some(RUTH), "2020-07-01", "2025-07-01"),
    ("JP-APP", Some(RUTH), "2020-10-01", "2025-07-01"),
    ("JP-FEES", Some(VY), "2021-07-01", "2023-10-01"),
    ("JP-FEES", Some(TUAN), "2025-07-01", "2025-07-01"),
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
            let on = quarter.to() + Days::new(11 + u64::from(dice.below(7)));
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
    let words = words::of(code);
    let next_step = (dice.below(4) > 0).then(|| text(dice.pick::<&str>(&words.next)));
    let hurdle = *dice.pick::<&str>(&words.hurdles);
    let report = move |cast: &Cast, inquiry: &Inquiry<'_>| {
        let Account { state, summary, hurdle: known } = account(words, quarter, cast, inquiry);
        let blocked_by = (state != DeclaredState::OnTrack).then(|| text(known.unwrap_or(hurdle)));
        let report = ProgressReported::new(
            quarter,
            state,
            Sentences { summary: text(&summary), next_step, blocked_by },
        );
        Command::Initiative(Some(cast.initiative(code)), C::ReportProgress { report })
    };
    let name = format!("{code} reported {}", quarter.to());
    story.consider(on, by, report).named(name.clone());
    for reader in readers(code, by, on, quarter) {
        let name = name.clone();
        let read = move |cast: &Cast| {
            let report = cast.event(&name);
            Command::Initiative(Some(cast.initiative(code)), C::AcknowledgeReport { report })
        };
        story.act(on + Days::new(2 + u64::from(dice.below(4))), reader, read);
    }
}

/// Who confirms having read a report: whoever leads the program, always; the chair since Quân is; and of
/// the last ones most of the committee and its secretary.
fn readers(code: &str, by: &'static str, on: NaiveDate, quarter: Period) -> Vec<&'static str> {
    let committee = match code {
        code if code.starts_with("JP-") => "TOKYO",
        "CARDS" | "LOSTCARD" if (day("2020-02-17")..day("2024-07-01")).contains(&on) => "PAY",
        _ => "STEER",
    };
    let newest = quarter.to() >= day("2025-06-30");
    let reads = |(_, person, ..): &&SeatLine| match *person {
        LINH | OWEN | QUAN | GRACE => true,
        // They mean to.
        MAI | KHOA => false,
        _ => newest,
    };
    seated(committee, on).filter(reads).map(|seat| seat.1).filter(|person| *person != by).collect()
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
            let report = ProgressReported::new(
                period,
                DeclaredState::AtRisk,
                Sentences {
                    summary: text(
                        "Tỷ lệ liên hệ có thể tránh: tính cả chat thì số liệu xấu hơn chúng tôi đã viết",
                    ),
                    next_step: None,
                    blocked_by: None,
                },
            );
            C::Correct(Correct {
                event: cast.event("CALLBACK reported 2021-12-31"),
                reason: text("Written before chats were counted"),
                with: Box::new(C::ReportProgress { report }),
            })
        }),
    );
}
