//! What customers say: pain points with the goal behind the request, heard again and again, taken up by
//! initiatives, resolved, and some of them back.

mod insights;
mod pains;

use chrono::{Datelike, Days, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Rhythm};
use cxl_domain::command::{Annul, Correct};
use cxl_domain::pain_point::{Command as C, Frequency, Heard, Identify, Rated, Severity, Source};
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{KHOA, MINH, NGA, PHUC, VY};
use super::dice::Dice;
use super::initiatives::steers;
use super::series::LAST_DAY;
use super::story::{Act, Day, Story, code, day, text};
use pains::{PAINS, Pain};

use Frequency::Frequent;
use Severity::{Critical, Minor};
use Source::{Behavior, Complaint, Interview, Survey};

/// Every pain point and insight.
pub(super) fn tell(story: &mut Story) {
    for pain in &PAINS {
        identify(story, pain);
        hear_again(story, pain);
    }
    understood_better(story);
    what_was_mended(story);
    insights::tell(story);
}

fn japan(place: &str) -> bool {
    place.starts_with("ABROAD")
}

/// Who listens.
fn listener(pain: &Pain) -> &'static str {
    if japan(pain.place) { VY } else { PHUC }
}

fn act<'a>(
    story: &'a mut Story,
    pain: &'static str,
    on: impl Into<Day>,
    by: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::PainPoint(Some(cast.pain_point(pain)), command(cast)))
}

fn identify(story: &mut Story, pain: &'static Pain) {
    let identify = move |cast: &Cast| {
        let (severity, frequency) = pain.rated;
        let identify = Identify {
            program: cast.program(if japan(pain.place) { "JP" } else { "VN" }),
            code: code(pain.code),
            description: text(pain.is),
            goal: text(pain.goal),
            heard: heard(pain, pain.times, day(pain.on)),
            place: Some(cast.place(pain.place)),
            rated: Some(Rated { severity: Some(severity), frequency: Some(frequency) }),
            on: None,
        };
        Command::PainPoint(None, C::Identify(identify))
    };
    story.act(pain.on, listener(pain), identify).named(format!("pain point {}", pain.code));
    let steers = |on: &str| steers(if japan(pain.place) { "JP-" } else { "VN" }, on);
    let (initiative, taken_up) = pain.taken_up;
    act(story, pain.code, taken_up, steers(taken_up), move |cast| C::TakeUp {
        initiative: cast.initiative(initiative),
        on: None,
    });
    if let Some((on, how)) = pain.resolved {
        act(story, pain.code, on, steers(on), move |_| C::Resolve { how: Some(text(how)), on: None });
    }
}

/// Where it is kept: the survey, the list of complaints, the notes of that quarter.
fn heard(pain: &Pain, times: u32, on: NaiveDate) -> Heard {
    let kept = match pain.source {
        Complaint => "COMPLAINTS",
        Survey => "SURVEY",
        Interview => "INTERVIEWS",
        Behavior => "LOGS",
    };
    let reference = code(&format!("{kept}-{}-Q{}", on.year(), on.month0() / 3 + 1));
    Heard { source: pain.source, reference: Some(reference), times: Some(times) }
}

/// In each quarter but the last of the year somebody counts again how often it was heard.
fn hear_again(story: &mut Story, pain: &'static Pain) {
    let mut dice = Dice::named(&format!("heard {}", pain.code));
    let calendar = FiscalCalendar::default();
    let first = calendar.next(Rhythm::Quarter, calendar.quarter_holding(day(pain.on)));
    let quarters =
        std::iter::successors(Some(first), |quarter| Some(calendar.next(Rhythm::Quarter, *quarter)));
    for quarter in quarters.take_while(|quarter| quarter.to() <= day(pain.heard_until)) {
        if quarter.to().month() == 12 && !japan(pain.place) {
            continue;
        }
        let on = quarter.to() - Days::new(3 + u64::from(dice.below(20)));
        let times = (pain.times * (80 + dice.below(40)) / 100).max(1);
        if on < LAST_DAY {
            act(story, pain.code, on, listener(pain), move |_| C::Hear {
                heard: heard(pain, times, on),
                on: None,
            });
        }
    }
}

fn understood_better(story: &mut Story) {
    act(story, "SILENCE", "2021-05-10", PHUC, |_| C::Redescribe {
        description: text("Không ai hẹn ngày trả lời · Nobody promises a day for the answer"),
        on: None,
    });
    act(story, "SILENCE", "2021-05-10", PHUC, |_| C::RestateGoal {
        goal: text("Dọn về nhà trước năm học mới · To move in before the school year begins"),
        on: None,
    });
    act(story, "QUEUE", "2020-01-06", PHUC, |_| C::Rate {
        rated: Rated { severity: Some(Minor), frequency: Some(Frequent) },
        on: None,
    });
    // Two years without an owner, and it is back.
    act(story, "QUEUE", "2023-03-20", "THAO.BUI", |_| C::Reopen {
        reason: text("Before Tet 2023 customers stood in the street again"),
        on: None,
    });
    act(story, "QUEUE", "2023-03-27", NGA, |_| C::Hear {
        heard: Heard { source: Complaint, reference: Some(code("COMPLAINTS-2023-Q1")), times: Some(88) },
        on: None,
    });
    act(story, "BROCHURE", "2021-06-07", PHUC, |cast| C::Place {
        place: cast.place("DAILY ADVISER"),
        on: None,
    });
}

/// A count typed with a nought too many, a rating of something else, a complaint about the weather.
fn what_was_mended(story: &mut Story) {
    act(story, "MONEY-GONE", "2018-09-18", PHUC, |cast| {
        C::Correct(Correct {
            event: cast.event_at("pain point MONEY-GONE", 3),
            reason: text("Seventeen, not seventy, in the first week"),
            with: Box::new(C::Hear {
                heard: Heard { source: Complaint, reference: None, times: Some(17) },
                on: None,
            }),
        })
    });
    act(story, "OLD-CARD", "2021-03-08", KHOA, |_| C::Rate {
        rated: Rated { severity: Some(Critical), frequency: None },
        on: None,
    })
    .named("old cards rated");
    act(story, "OLD-CARD", "2021-03-09", KHOA, |cast| {
        C::Annul(Annul {
            event: cast.event("old cards rated"),
            reason: text("Meant as the severity for us, not for customers"),
        })
    });
    let weather = |cast: &Cast| {
        let identify = Identify {
            program: cast.program("VN"),
            code: code("RAIN"),
            description: text("Trời mưa khi tới quầy · It rains on the way to the branch"),
            goal: text("Khô ráo · To stay dry"),
            heard: Heard { source: Complaint, reference: None, times: Some(1) },
            place: None,
            rated: None,
            on: None,
        };
        Command::PainPoint(None, C::Identify(identify))
    };
    story.act("2019-10-14", MINH, weather).named("pain point RAIN");
    act(story, "RAIN", "2019-10-15", MINH, |_| C::RecordInError {
        reason: text("A joke in the file of complaints"),
    });
}
