//! What the ledger holds: five years of fifty initiatives, as files that the program imports.
//!
//! It comes in four stages. The second and the fourth record nothing but readings of another program, one after the
//! other, so that from the first of them to the last the portfolio is known to stand as it did: as of each of
//! these positions the answer is the same, and as of none of them was it computed before it was asked for.

use std::fmt::Write as _;

use chrono::{Datelike as _, Days, Months, NaiveDate};

/// How many initiatives there are.
pub(crate) const INITIATIVES: u32 = 50;
/// How many events the second and the fourth stage record, each for one metric of the other program.
pub(crate) const STILL: u32 = 1_000;
/// The metrics of these two stages, and one that is recorded while it is measured.
pub(crate) const STILL_METRICS: [&str; 2] = ["STILL-1", "STILL-2"];
pub(crate) const BUSY_METRIC: &str = "BUSY";
/// The first day of the other program.
pub(crate) const BEGINNING: NaiveDate = NaiveDate::from_ymd_opt(2015, 1, 1).expect("1 January 2015 exists");

const MONTHS: u32 = 60;
/// How many months the first stage tells.
const FIRST_MONTHS: u32 = 48;
const OWNERS: u32 = 8;

/// The files of one stage: name and content of each.
pub(crate) type Files = Vec<(&'static str, String)>;

/// The four stages; the history ends with the month before `today`.
pub(crate) fn stages(today: NaiveDate) -> [Files; 4] {
    let this_month = today.with_day(1).unwrap_or(today);
    let history = History { begins: this_month - Months::new(MONTHS) };
    let mut first = history.structure();
    first.extend(history.months(0, FIRST_MONTHS));
    let [second, fourth] = STILL_METRICS.map(|metric| vec![("readings.csv", still(metric))]);
    [first, second, history.months(FIRST_MONTHS, MONTHS), fourth]
}

struct History {
    begins: NaiveDate,
}

impl History {
    fn month(&self, month: u32) -> NaiveDate {
        self.begins + Months::new(month)
    }

    /// Who and what there is, and what is done once.
    fn structure(&self) -> Files {
        let (begins, handed_over) = (self.begins, self.month(24));
        let (started, delivered) = (self.month(24), self.month(30));
        let mut people = format!("code,name,from\nJUDGE,Đỗ Thu Hà,{begins}\n");
        for number in 0..OWNERS {
            row(&mut people, format_args!("OWNER-{number},Owner number {number},{begins}"));
        }
        let programs = format!(
            "code,name,begins_on\nPORTFOLIO,Customers of the shops,{begins}\nOTHER,Others,{BEGINNING}\n"
        );
        let mut metrics = "program,code,name,kind,direction,rhythm,definition,from\n".to_owned();
        for metric in STILL_METRICS.into_iter().chain([BUSY_METRIC]) {
            row(
                &mut metrics,
                format_args!(
                    "OTHER,{metric},Calls answered,proportion,increase,day,Answered of all,{BEGINNING}"
                ),
            );
        }
        let mut initiatives = "program,code,name,purpose,owner,from\n".to_owned();
        let mut links = "program,initiative,metric,role\n".to_owned();
        let mut owners = "program,initiative,owner,from\n".to_owned();
        let mut improvements = "program,initiative,title,started_on,delivered_on\n".to_owned();
        for number in 0..INITIATIVES {
            let owner = number % OWNERS;
            row(
                &mut metrics,
                format_args!(
                    "PORTFOLIO,M-{number:02},Refunded within a day in region {number},proportion,increase,month,\
                     Refunds paid within 24 hours over all refunds,{begins}"
                ),
            );
            row(
                &mut initiatives,
                format_args!(
                    "PORTFOLIO,I-{number:02},Refunds in region {number},\
                     Whoever returns something has the money back within a day,OWNER-{owner},{begins}"
                ),
            );
            row(&mut links, format_args!("PORTFOLIO,I-{number:02},M-{number:02},primary"));
            let next = (owner + 1) % OWNERS;
            if number % 3 == 0 {
                row(&mut owners, format_args!("PORTFOLIO,I-{number:02},OWNER-{next},{handed_over}"));
            }
            // One in ten still works on it.
            let delivered = if number % 10 == 9 { String::new() } else { delivered.to_string() };
            row(
                &mut improvements,
                format_args!(
                    "PORTFOLIO,I-{number:02},Pay refunds to cards without a second check,{started},{delivered}"
                ),
            );
        }
        vec![
            ("people.csv", people),
            ("program.csv", programs),
            ("initiatives.csv", initiatives),
            ("owners.csv", owners),
            ("metrics.csv", metrics),
            ("links.csv", links),
            ("improvements.csv", improvements),
        ]
    }

    /// What comes month by month: a reading of each initiative, and each quarter a report and evidence.
    fn months(&self, from: u32, to: u32) -> Files {
        let mut readings =
            "program,metric,period_from,period_to,numerator,denominator,published_on\n".to_owned();
        let mut reports = "program,initiative,period_from,period_to,state,summary\n".to_owned();
        let mut evidence =
            "program,practice,initiatives,from,to,summary,provided_by,accepted_by,published_on\n".to_owned();
        for month in from..to {
            let (first, next) = (self.month(month), self.month(month + 1));
            let last = next - Days::new(1);
            let ends_quarter = month % 3 == 2;
            let quarter = first - Months::new(if ends_quarter { 2 } else { 0 });
            for number in 0..INITIATIVES {
                // Some get better after the fix, some do not.
                let better = if month > 30 && number % 3 == 0 { 600 } else { 0 };
                let numerator = 8_000 + better + (number * 37 + month * 101) % 97;
                row(
                    &mut readings,
                    format_args!("PORTFOLIO,M-{number:02},{first},{last},{numerator},9045,{next}"),
                );
                if !ends_quarter {
                    continue;
                }
                row(
                    &mut reports,
                    format_args!(
                        "PORTFOLIO,I-{number:02},{quarter},{last},on_track,\
                         Half of the branches now answer refund calls within the day"
                    ),
                );
                for practice in practices(number, month) {
                    row(
                        &mut evidence,
                        format_args!(
                            "PORTFOLIO,{practice},I-{number:02},{quarter},{last},\
                             Interviews with forty customers sorted by what they tried to do,OWNER-{},JUDGE,{next}",
                            number % OWNERS
                        ),
                    );
                }
            }
        }
        vec![("readings.csv", readings), ("evidence.csv", evidence), ("reports.csv", reports)]
    }
}

/// What an initiative shows at the end of a quarter: not all of them the same, so that their levels differ.
fn practices(number: u32, month: u32) -> impl Iterator<Item = &'static str> {
    let is_year = month % 12 == 11;
    let shown = [
        ("R1", true),
        ("R3", !number.is_multiple_of(5)),
        ("R2", is_year && !number.is_multiple_of(4)),
        ("R4", is_year && !number.is_multiple_of(7)),
    ];
    shown.into_iter().filter(|(_, is_shown)| *is_shown).map(|(practice, _)| practice)
}

/// Readings of a metric of the other program, day after day.
fn still(metric: &str) -> String {
    let mut readings = "program,metric,period_from,period_to,numerator,denominator\n".to_owned();
    for number in 0..STILL {
        let day = BEGINNING + Days::new(number.into());
        row(&mut readings, format_args!("OTHER,{metric},{day},{day},{},9045", 8_000 + number % 97));
    }
    readings
}

fn row(file: &mut String, cells: std::fmt::Arguments<'_>) {
    writeln!(file, "{cells}").expect("a string takes whatever is written");
}
