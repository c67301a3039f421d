//! What is decided about metrics: their definitions, targets, headlines, who answers for them, and
//! what had to be mended.

use chrono::NaiveDate;
use cxl_domain::calendar::Period;
use cxl_domain::command::{Annul, Correct};
use cxl_domain::event::{Authority, NotRequired};
use cxl_domain::measurement::figures::{Figures, Reading};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{Command as C, Define, Defined, RecordReading};
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{LINH, MAI, NAM, NGA, OANH, OWEN, THAO, TRANG, YEN};
use super::decisions::under;
use super::metrics::{METRICS, Metered};
use super::series::draw;
use super::story::{Act, Story, day, decimal, text};

/// Metric, day of the act, value, first day, first day without it, reason.
type TargetLine =
    (&'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>, &'static str);

const TARGETS: [TargetLine; 16] = [
    ("WAIT-MIN", "2018-04-09", "20", None, None, "What customers called long, in the first interviews"),
    ("COMPL-RATE", "2018-04-09", "3.5", None, None, "The best quarter of the year before"),
    ("NPS", "2019-01-14", "20", None, None, "Never below what the bank started from"),
    ("ONB-EFFORT", "2019-01-14", "5.5", None, None, "Above five is easy, by the answers in words"),
    ("LOAN-DAYS", "2019-01-14", "10", None, None, "What the brochure promises"),
    ("DISPUTE-DAYS", "2019-03-18", "21", None, None, "The network's own deadline"),
    ("BLOCK-5MIN", "2019-03-18", "1", None, None, "Anything less costs a customer money"),
    ("ENGAGEMENT", "2020-02-10", "0.7", None, None, "Agreed with the works council"),
    ("AVOIDABLE", "2019-03-18", "0.30", None, Some("2022-01-01"), "By the first list of reasons"),
    ("AVOIDABLE", "2022-02-28", "0.38", Some("2022-01-01"), None, "The same ambition, with chats counted"),
    ("PRI-STAY", "2020-02-10", "0.95", None, None, "The strategy to 2025"),
    ("FIRST-TIME", "2020-02-10", "0.65", None, None, "A floor, not an ambition"),
    ("APP-LEAVE", "2021-02-08", "0.025", None, None, "The plan of digital banking"),
    ("JP-SAMEDAY", "2020-07-06", "0.85", None, None, "Said aloud to the community in Tokyo"),
    ("JP-NPS", "2021-04-05", "25", None, None, "Half-way to the best bank in the survey"),
    ("JP-LEFT", "2021-04-05", "0.02", None, None, "One in fifty in a month"),
];

/// Metric, the new accountable person, day.
const ACCOUNTABLE: [(&str, &str, &str); 4] = [
    ("LOAN-DAYS", OANH, "2021-12-06"),
    ("LOAN-DAYS", TRANG, "2022-04-18"),
    ("WAIT-MIN", THAO, "2022-06-13"),
    ("WAIT-MIN", NGA, "2023-03-06"),
];

/// Everything about metrics but their readings.
pub(super) fn tell(story: &mut Story) {
    for metric in &METRICS {
        define(story, metric);
    }
    for target in TARGETS {
        set_target(story, target);
    }
    for (code, person, on) in ACCOUNTABLE {
        act(story, code, on, lead(code), move |cast| C::AssignAccountable {
            person: cast.person(person),
            on: None,
        });
    }
    fourteen_minutes(story);
    chats_count_too(story);
    what_was_mended(story);
    readings_mended(story);
}

/// Who leads the program that a metric belongs to.
fn lead(code: &str) -> &'static str {
    if code.starts_with("JP-") { OWEN } else { LINH }
}

fn act<'a>(
    story: &'a mut Story,
    code: &'static str,
    on: impl Into<super::story::Day>,
    by: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Metric(Some(cast.metric(code)), command(cast)))
}

fn define(story: &mut Story, metric: &'static Metered) {
    let headline = draw(metric).first().map(|line| line.key.clone());
    let define = move |cast: &Cast| {
        let code = |code: &str| code.parse().expect("a metric's codes are codes");
        let defined = Defined {
            program: cast.program(metric.program),
            code: code(metric.code),
            kind: metric.kind,
            direction: metric.direction,
            unit: metric.unit.map(code),
            rhythm: metric.rhythm,
            due_within_days: Some(metric.due_within_days),
        };
        let define = Define {
            defined,
            name: text(metric.name),
            wording: text(metric.wording),
            accountable: Some(cast.person(metric.accountable)),
            headline,
            on: Some(day(metric.from)),
        };
        Command::Metric(None, C::Define(Box::new(define)))
    };
    story.act(metric.defined, lead(metric.code), define).named(format!("metric {}", metric.code));
}

fn set_target(story: &mut Story, (code, on, value, from, until, reason): TargetLine) {
    let rule = NotRequired { rule: "TARGETS-BY-LEAD".parse().expect("a rule's code is a code") };
    act(story, code, on, lead(code), move |_| C::SetTarget {
        value: decimal(value),
        reason: Some(text(reason)),
        on: from.map(day),
        until: until.map(day),
        authority: Some(Authority::NotRequired(rule)),
    })
    .named(format!("{code} to {value}"));
}

/// Decided by the committee; entered by hand, since the decision does not say up to when it holds.
fn fourteen_minutes(story: &mut Story) {
    act(story, "WAIT-MIN", "2024-03-11", LINH, |cast| C::SetTarget {
        value: decimal("14"),
        reason: Some(text("A stretch for two years, then another look")),
        on: None,
        until: Some(day("2026-01-01")),
        authority: Some(under(cast, "WAIT-14")),
    });
}

/// The definition moves: before and after can't be compared.
fn chats_count_too(story: &mut Story) {
    act(story, "AVOIDABLE", "2022-01-10", LINH, |_| C::Redefine {
        wording: text("Calls and chats whose reason is on the list, over all calls and chats"),
        on: Some(day("2021-01-01")),
    })
    .named("chats count");
    act(story, "AVOIDABLE", "2022-01-12", LINH, |cast| {
        C::Correct(Correct {
            event: cast.event("chats count"),
            reason: text("Messages in the app are chats, too"),
            with: Box::new(C::Redefine {
                wording: text("Calls, chats and messages in the app, on the list over all of them"),
                on: None,
            }),
        })
    });
    act(story, "AVOIDABLE", "2022-02-14", LINH, |_| C::NameHeadline {
        series: SeriesKey::of(2),
        on: Some(day("2022-01-01")),
    });
    act(story, "AVOIDABLE", "2022-02-21", LINH, |_| C::Rename {
        name: text("Contacts that need not have been · Tỷ lệ liên hệ có thể tránh"),
        on: None,
    });
}

fn what_was_mended(story: &mut Story) {
    act(story, "COMPL-RATE", "2018-04-16", LINH, |cast| {
        let target = C::SetTarget {
            value: decimal("3.6"),
            reason: Some(text("The best quarter, counted once more")),
            on: None,
            until: None,
            authority: None,
        };
        C::Correct(Correct {
            event: cast.event("COMPL-RATE to 3.5"),
            reason: text("A rounding"),
            with: Box::new(target),
        })
    });
    act(story, "CONTACTS", "2019-11-04", LINH, |_| C::NameHeadline {
        series: SeriesKey { channel: "CALL".parse().ok(), ..SeriesKey::of(1) },
        on: None,
    })
    .named("calls as headline");
    act(story, "CONTACTS", "2019-11-11", LINH, |cast| {
        C::Annul(Annul {
            event: cast.event("calls as headline"),
            reason: text("Meant as a filter in a report, not as the headline"),
        })
    });
    act(story, "WAIT-MIN-2", "2023-05-08", LINH, |_| C::RecordInError {
        reason: text("The same minutes twice; WAIT-MIN is the one"),
    });
}

/// A reading typed wrongly, corrected, and the correction corrected; and one that never was.
fn readings_mended(story: &mut Story) {
    let june = ("2020-06-01", "2020-06-30");
    correct_dispute_days(
        story,
        june,
        "2020-07-20",
        "DISPUTE-DAYS read 2020-06-30",
        "32.1",
        "Digits swapped?",
    );
    correct_dispute_days(story, june, "2020-07-22", "DISPUTE-DAYS mended", "23.1", "Digits swapped, indeed");
    let last_year = (day("2024-12-01"), day("2024-12-31"));
    act(story, "LOAN-DAYS", "2025-01-27", OANH, |cast| {
        C::Annul(Annul {
            event: cast.event_at("LOAN-DAYS read 2024-12-31", 2),
            reason: text("The system was down half of the month"),
        })
    });
    act(story, "LOAN-DAYS", "2025-02-03", OANH, move |_| C::RecordReading(reading(last_year, "18.4", 512)));
    // A second, corrected edition of an old report, published before the ledger heard of either.
    let december = (day("2017-12-01"), day("2017-12-31"));
    act(story, "LOAN-DAYS", "2018-06-18", NAM, move |_| {
        let restatement = Some(cxl_domain::measurement::publication::RestatementReason::SourceRevised);
        C::RecordReading(RecordReading { restatement, ..reading(december, "19.7", 903) })
    })
    .published("2018-04-03", "ANNUAL-2017-B");
    act(story, "WAIT-MIN", "2018-04-11", YEN, |cast| {
        C::Annul(Annul {
            event: cast.event_at("WAIT-MIN read 2018-03-31", 2),
            reason: text("Priority customers still drew tickets of the other kind in March"),
        })
    });
}

fn correct_dispute_days(
    story: &mut Story,
    (from, to): (&'static str, &'static str),
    on: &'static str,
    what: &'static str,
    days: &'static str,
    reason: &'static str,
) {
    act(story, "DISPUTE-DAYS", on, MAI, move |cast| {
        C::Correct(Correct {
            event: cast.event(what),
            reason: text(reason),
            with: Box::new(C::RecordReading(reading((day(from), day(to)), days, 2_204))),
        })
    })
    .named("DISPUTE-DAYS mended");
}

fn reading((from, to): (NaiveDate, NaiveDate), days: &str, n: u64) -> RecordReading {
    let figures = Figures::Value(decimal(days));
    RecordReading {
        series: SeriesKey::of(1),
        period: Period::new(from, to).expect("a month is a period"),
        irregular: false,
        reading: Reading { n: Some(n), standard_deviation: Some(decimal("8.2")), ..Reading::of(figures) },
        restatement: None,
    }
}
