//! Readings as they come in: history imported when a metric is defined, then month by month, some of
//! them provisional at first, some restated years later.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::measurement::figures::{Reading, ReadingStatus};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::RecordReading;
use cxl_ledger::BulkItem;

use super::company::{NAM, NGA, THAO, YEN};
use super::dice::Dice;
use super::metrics::{AVOIDABLE_2, FIRST_TIME_2, METRICS, Metered};
use super::series::{Drawn, LAST_DAY, draw, restated};
use super::story::{Act, Story, claim, day};

/// The branches were closed up to 22 April 2020: what was read that month covers eight days.
const LOCKDOWN_FROM: &str = "2020-04-01";
const REOPENED: &str = "2020-04-23";

/// A source states figures anew: metric, first and last month, thousandths of the old figures, why, and
/// when it is recorded.
const RESTATEMENTS: [(&str, &str, &str, i64, RestatementReason, &str); 3] = [
    ("WAIT-MIN", "2021-03-01", "2021-05-01", 1_060, RestatementReason::SourceRevised, "2021-09-14"),
    ("COMPL-RATE", "2023-02-01", "2023-02-01", 910, RestatementReason::SourceError, "2023-05-16"),
    ("JP-LEFT", "2022-11-01", "2024-05-01", 1_333, RestatementReason::Definition, "2024-07-22"),
];

/// Every reading of the story.
pub(super) fn tell(story: &mut Story) {
    for metric in METRICS.iter().chain([&AVOIDABLE_2, &FIRST_TIME_2]) {
        record(story, metric, &draw(metric));
    }
}

/// One reading as it is going to be recorded.
#[derive(Clone)]
struct Row {
    series: SeriesKey,
    period: Period,
    reading: Reading,
    restatement: Option<RestatementReason>,
}

fn record(story: &mut Story, metric: &'static Metered, lines: &[Drawn]) {
    let mut dice = Dice::named(&format!("days of {} {}", metric.code, metric.defined));
    let defined = day(metric.defined);
    let mut history: BTreeMap<i32, Vec<Row>> = BTreeMap::new();
    let mut live: BTreeMap<NaiveDate, Vec<Row>> = BTreeMap::new();
    for (period, rows) in by_period(lines) {
        let closes = closes(metric, period);
        if closes < defined {
            history.entry(period.to().year()).or_default().extend(rows);
        } else if closes <= LAST_DAY {
            live.entry(closes).or_default().extend(rows);
        }
    }
    for (year, rows) in history {
        let published = day(&format!("{}-02-20", year + 1)).min(defined - Days::new(3));
        import(story, metric, rows, published, &format!("ANNUAL-{year}"));
    }
    for (closes, rows) in live {
        let released = closes + Days::new(4 + u64::from(dice.below(5)));
        if released > LAST_DAY {
            continue;
        }
        let last = rows.last().map_or(closes, |row| row.period.to());
        let by = recorder(metric.by, released);
        if metric.code == "COMPL-RATE" {
            provisional_then_final(story, metric, &rows, released, &mut dice);
        } else {
            bulk(story, metric, released, by, rows).named(format!("{} read {last}", metric.code));
        }
    }
    for (code, first, last, thousandths, reason, on) in RESTATEMENTS {
        if code == metric.code {
            restate(story, metric, lines, (day(first), day(last)), thousandths, reason, on);
        }
    }
}

/// Period by period, every line of it.
fn by_period(lines: &[Drawn]) -> BTreeMap<Period, Vec<Row>> {
    let mut periods: BTreeMap<Period, Vec<Row>> = BTreeMap::new();
    for line in lines {
        for (period, reading) in &line.readings {
            periods.entry(*period).or_default().push(Row {
                series: line.key.clone(),
                period: *period,
                reading: reading.clone(),
                restatement: None,
            });
        }
    }
    periods
}

/// The first day of the month in which the figures of a period are put together.
fn closes(metric: &Metered, period: Period) -> NaiveDate {
    let rhythm = if metric.months_at_once == 3 { Rhythm::Quarter } else { Rhythm::Month };
    FiscalCalendar::default().period_holding(rhythm, period.to()).to() + Days::new(1)
}

/// Whoever does the work of a person who has left, or has not come yet.
fn recorder(by: &'static str, on: NaiveDate) -> &'static str {
    let until = |text: &str| on < day(text);
    match by {
        YEN if until("2022-05-20") => YEN,
        YEN if until("2022-06-10") => NAM,
        YEN if until("2022-12-20") => THAO,
        YEN => NGA,
        other => other,
    }
}

fn import(story: &mut Story, metric: &'static Metered, rows: Vec<Row>, published: NaiveDate, source: &str) {
    let claimed = claim(published, source);
    let on = day(metric.defined) + Days::new(7);
    let items = move |cast: &super::cast::Cast| {
        let item = |row: Row| BulkItem { claim: Some(claimed.clone()), ..item(cast, metric.code, row) };
        rows.into_iter().map(item).collect()
    };
    story.readings(on, NAM, items).named(format!("{} of {source}", metric.code));
}

fn provisional_then_final(
    story: &mut Story,
    metric: &'static Metered,
    rows: &[Row],
    released: NaiveDate,
    dice: &mut Dice,
) {
    let by = recorder(metric.by, released);
    let stated = |status, thousandths| {
        rows.iter()
            .map(|row| Row { reading: restated(&row.reading, thousandths, status), ..row.clone() })
            .collect::<Vec<_>>()
    };
    let first = stated(ReadingStatus::Provisional, 1_000 + dice.noise(9));
    bulk(story, metric, released, by, first);
    let settled = released + Days::new(14);
    if settled > LAST_DAY - Months::new(1) {
        return;
    }
    let mut last = stated(ReadingStatus::Final, 1_000);
    for row in &mut last {
        row.restatement = Some(RestatementReason::ProvisionalToFinal);
    }
    bulk(story, metric, settled, by, last);
}

fn restate(
    story: &mut Story,
    metric: &'static Metered,
    lines: &[Drawn],
    (first, last): (NaiveDate, NaiveDate),
    thousandths: i64,
    reason: RestatementReason,
    on: &str,
) {
    let mut rows: Vec<Row> = by_period(lines)
        .into_iter()
        .filter(|(period, _)| (first..=last).contains(&period.from()))
        .flat_map(|(_, rows)| rows)
        .collect();
    for row in &mut rows {
        row.reading = restated(&row.reading, thousandths, ReadingStatus::Final);
        row.restatement = Some(reason);
    }
    let by = recorder(metric.by, day(on));
    bulk(story, metric, day(on), by, rows).named(format!("{} restated", metric.code));
}

fn bulk<'a>(
    story: &'a mut Story,
    metric: &'static Metered,
    on: NaiveDate,
    by: &'static str,
    rows: Vec<Row>,
) -> &'a mut Act {
    let items =
        move |cast: &super::cast::Cast| rows.into_iter().map(|row| item(cast, metric.code, row)).collect();
    story.readings(on, by, items)
}

fn item(cast: &super::cast::Cast, metric: &str, row: Row) -> BulkItem {
    let Row { series, period, reading, restatement } = row;
    let lockdown = metric == "WAIT-MIN" && period.from() == day(LOCKDOWN_FROM);
    let period = if lockdown {
        Period::new(day(REOPENED), period.to()).expect("the branches opened again before the month was over")
    } else {
        period
    };
    BulkItem {
        metric: cast.metric(metric),
        reading: RecordReading { series, period, irregular: lockdown, reading, restatement },
        claim: None,
    }
}
