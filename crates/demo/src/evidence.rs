//! What shows that the practices are carried out: provided by those who carry them out, judged by
//! somebody else, and missing where somebody was missing.

mod files;

use chrono::{Datelike, Days, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::command::{Annul, Correct};
use cxl_domain::evidence::{Command as C, Provided, Scope};
use cxl_domain::maturity::PracticeId;
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{ANH, KHOA, LINH, MAI, MINH, NAM, NGA, OANH, OWEN, PHUC, RUTH, THAO, TRANG, TUAN, YEN};
use super::dice::Dice;
use super::initiatives::steers;
use super::series::LAST_DAY;
use super::story::{Act, Story, day, text};

use PracticeId::{D1, D2, D3, E1, E2, E3, E4, O1, O2, O3, R1, R2, R3, R4};

/// For what a practice is shown.
#[derive(Clone, Copy)]
enum For {
    Initiative(&'static str),
    /// These initiatives of the program; all of them if none is named.
    Program(&'static str, &'static [&'static str]),
}

/// A practice shown again and again: by whom, in all periods between two days.
type Habit = (PracticeId, For, &'static str, &'static str, &'static str);

const VN: For = For::Program("VN", &[]);
const MEASURED_ALIKE: For = For::Program("VN", &["ONBOARD", "COMPLAINTS", "WAIT", "CALLBACK", "PRIORITY"]);

/// What reaches beyond the first level.
const HABITS: [Habit; 13] = [
    (E1, VN, PHUC, "2020-01-01", "2025-09-30"),
    (E2, MEASURED_ALIKE, PHUC, "2020-10-01", "2025-09-30"),
    (E3, VN, NAM, "2020-01-01", "2021-12-31"),
    (E3, VN, THAO, "2022-01-01", "2024-12-31"),
    (E4, VN, ANH, "2020-01-01", "2024-12-31"),
    (O1, VN, OANH, "2021-01-01", "2024-12-31"),
    (O2, For::Initiative("ONBOARD"), KHOA, "2021-01-01", "2024-12-31"),
    (O2, For::Initiative("COMPLAINTS"), MINH, "2022-01-01", "2024-12-31"),
    (O3, VN, ANH, "2022-01-01", "2024-12-31"),
    (D1, For::Initiative("ONBOARD"), PHUC, "2024-01-01", "2024-12-31"),
    (D2, For::Initiative("ONBOARD"), PHUC, "2024-01-01", "2024-12-31"),
    (D3, VN, THAO, "2024-01-01", "2024-12-31"),
    (E1, For::Program("JP", &[]), RUTH, "2024-04-01", "2025-09-30"),
];

/// Initiative, who provides, from when to when it was worked on as the first level asks.
const REPAIRED: [(&str, &str, &str, &str); 13] = [
    ("ONBOARD", KHOA, "2019-01-01", "2025-09-30"),
    ("COMPLAINTS", MINH, "2019-01-01", "2025-09-30"),
    ("WAIT", YEN, "2019-01-01", "2022-03-31"),
    ("WAIT", NGA, "2023-04-01", "2025-09-30"),
    ("CALLBACK", MINH, "2020-01-01", "2025-09-30"),
    ("LOANS", TRANG, "2022-07-01", "2025-09-30"),
    ("CARDS", MAI, "2020-01-01", "2025-09-30"),
    ("LOSTCARD", MAI, "2022-01-01", "2024-06-30"),
    ("PRIORITY", OANH, "2021-01-01", "2025-06-30"),
    ("TABLETS", KHOA, "2020-01-01", "2020-06-30"),
    ("JP-REMIT", TUAN, "2021-04-01", "2025-09-30"),
    ("JP-DESK", RUTH, "2022-04-01", "2025-09-30"),
    ("STAFF", ANH, "2024-07-01", "2025-09-30"),
];

/// Every piece of evidence with its judgment.
pub(super) fn tell(story: &mut Story) {
    for habit in HABITS {
        show(story, habit);
    }
    for (initiative, by, first, last) in REPAIRED {
        // The staff initiative has not agreed with other departments on where to start.
        for practice in [R1, R2, R3, R4].into_iter().filter(|at| initiative != "STAFF" || *at != R2) {
            show(story, (practice, For::Initiative(initiative), by, first, last));
        }
    }
    refused(story);
    withdrawn(story);
    mended(story);
}

fn show(story: &mut Story, (practice, whose, by, first, last): Habit) {
    let mut dice = Dice::named(&format!("evidence of {practice} by {by} from {first}"));
    let japan = matches!(whose, For::Program("JP", _))
        || matches!(whose, For::Initiative(code) if code.starts_with("JP-"));
    let calendar = FiscalCalendar::new(if japan { 4 } else { 1 }).expect("January and April are months");
    let rhythm = if matches!(practice, R1 | R3 | E1 | E2) { Rhythm::Quarter } else { Rhythm::Year };
    let first = calendar.period_holding(rhythm, day(first));
    let periods = std::iter::successors(Some(first), |period| Some(calendar.next(rhythm, *period)));
    for period in periods.take_while(|period| period.to() <= day(last)) {
        // What the first level asks of a year is on record after three quarters of it.
        if matches!(practice, R1 | R3) && period.to().month() == 12 {
            continue;
        }
        let provided = period.to() + Days::new(4 + u64::from(dice.below(7)));
        let judged = provided + Days::new(2 + u64::from(dice.below(5)));
        if judged > LAST_DAY {
            break;
        }
        let name = name_of(practice, whose, period);
        provide(story, practice, whose, by, period, provided);
        files::attach(story, &name, by, provided);
        accept(story, &name, japan, by, judged, &mut dice);
    }
}

fn name_of(practice: PracticeId, whose: For, period: Period) -> String {
    let whose = match whose {
        For::Initiative(code) | For::Program(code, _) => code,
    };
    format!("{practice} of {whose} {}", period.to())
}

fn provide(
    story: &mut Story,
    practice: PracticeId,
    whose: For,
    by: &'static str,
    covers: Period,
    on: NaiveDate,
) {
    let provide =
        move |cast: &Cast| Command::Evidence(None, C::Provide(provided(cast, practice, whose, covers)));
    story.act(on, by, provide).named(name_of(practice, whose, covers));
}

fn provided(cast: &Cast, practice: PracticeId, whose: For, covers: Period) -> Provided {
    let (program, scope) = match whose {
        For::Initiative(code) => {
            let program = if code.starts_with("JP-") { "JP" } else { "VN" };
            (program, Scope::Initiative(cast.initiative(code)))
        }
        For::Program(program, named) => {
            (program, Scope::Program(named.iter().map(|code| cast.initiative(code)).collect()))
        }
    };
    let summary = text(&format!("{}, {covers}", shown(practice)));
    Provided { program: cast.program(program), practice, scope, covers, summary }
}

/// What the evidence of a practice says.
fn shown(practice: PracticeId) -> &'static str {
    match practice {
        R1 => "Pain points from complaints, thirty interviews and what branches heard",
        R2 => "Ranking agreed by four departments, with what was put off and why",
        R3 => "Minutes of the round table and the list of open points, sent to all parties",
        R4 => "The primary metric before and after what was delivered",
        E1 => "Bản tin tiếng nói khách hàng, read out in branches and back office",
        E2 => "The same questions in all channels, with response rates",
        E3 => "Credit, card and branch procedures with the customer's step written in",
        E4 => "Awards for help across departments, half of them in the back office",
        O1 => "What a point of effort costs in calls and closures, agreed with finance",
        O2 => "Design principles and the plans that were drawn by them",
        O3 => "Training by role, with what participants did differently a quarter later",
        D1 => "Forty home visits: money is lent inside the family before any bank is asked",
        D2 => "An account is not wanted, being paid is: the problem drawn anew",
        D3 => "Customers' panels sat in on nine decisions of the year",
    }
}

fn accept(story: &mut Story, name: &str, japan: bool, provider: &str, on: NaiveDate, dice: &mut Dice) {
    let secretary = steers(if japan { "JP-" } else { "VN" }, &on.to_string());
    let lead = if japan { OWEN } else { LINH };
    let by = if secretary == provider || dice.below(2) == 0 { lead } else { secretary };
    let remark = (dice.below(6) == 0).then(|| text("Next time with the figures of the back office, please"));
    let about = name.to_owned();
    let accept = move |cast: &Cast| Command::Evidence(Some(cast.evidence(&about)), C::Accept { remark });
    story.act(on, by, accept).named(format!("{name} accepted"));
}

fn evidence<'a>(
    story: &'a mut Story,
    on: &str,
    by: &'static str,
    about: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Evidence(Some(cast.evidence(about)), command(cast)))
}

/// What was provided and did not convince.
fn refused(story: &mut Story) {
    let year = |from: &str, to: &str| Period::new(day(from), day(to)).expect("a year is a period");
    provide(story, D3, VN, THAO, year("2023-01-01", "2023-12-31"), day("2024-01-22"));
    evidence(story, "2024-01-29", LINH, "D3 of VN 2023-12-31", |_| C::Refuse {
        reason: text("A panel that was heard after the decision is not part of it"),
    });
    let tablets = For::Initiative("TABLETS");
    provide(story, R4, tablets, KHOA, year("2020-07-01", "2020-12-31"), day("2021-02-15"));
    evidence(story, "2021-02-22", LINH, "R4 of TABLETS 2020-12-31", |_| C::Refuse {
        reason: text("Mới có số liệu sau, chưa có số liệu trước"),
    });
    // Provided by the secretary for somebody else, and not judged yet.
    let last = year("2025-10-01", "2025-12-19");
    let late = For::Initiative("PARENTS");
    let provide = move |cast: &Cast| Command::Evidence(None, C::Provide(provided(cast, R1, late, last)));
    story.act("2025-12-22", PHUC, provide).entered_by(THAO).named("first visits to parents");
}

/// What was accepted, and taken back by who had provided it.
fn withdrawn(story: &mut Story) {
    evidence(story, "2024-09-23", MAI, "R1 of LOSTCARD 2024-06-30", |_| C::Withdraw {
        reason: text("These calls were about lost telephones, not about lost cards"),
    });
}

/// A judgment taken back, a wrong period corrected and judged again, a piece that belongs elsewhere.
fn mended(story: &mut Story) {
    evidence(story, "2021-10-25", LINH, "R1 of CARDS 2021-09-30", |cast| {
        C::Annul(Annul {
            event: cast.event("R1 of CARDS 2021-09-30 accepted"),
            reason: text("Accepted in the row below by mistake"),
        })
    });
    evidence(story, "2021-10-26", LINH, "R1 of CARDS 2021-09-30", |_| C::Accept {
        remark: Some(text("Read again, and right")),
    });
    evidence(story, "2023-02-06", THAO, "E3 of VN 2022-12-31", |cast| {
        let covers = Period::new(day("2022-03-01"), day("2022-12-31")).expect("ten months are a period");
        C::Correct(Correct {
            event: cast.event("E3 of VN 2022-12-31"),
            reason: text("The procedures came into force in March"),
            with: Box::new(C::Provide(provided(cast, E3, VN, covers))),
        })
    });
    evidence(story, "2023-02-08", LINH, "E3 of VN 2022-12-31", |_| C::Accept { remark: None });
    let misplaced = Period::new(day("2024-04-01"), day("2024-06-30")).expect("a quarter is a period");
    let wait = For::Initiative("NEWS");
    provide(story, R1, wait, MINH, misplaced, day("2024-07-15"));
    evidence(story, "2024-07-16", THAO, "R1 of NEWS 2024-06-30", |_| C::RecordInError {
        reason: text("These are the pain points of COMPLAINTS"),
    });
}
