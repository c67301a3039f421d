//! The committees' meetings: convened, with the agenda that the ledger showed, held, minuted, confirmed and
//! read; what was agreed and what became of it.

mod home;
mod payments;
mod recent;
mod tokyo;

use chrono::{Datelike, Days, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Rhythm};
use cxl_domain::command::{Annul, Correct};
use cxl_domain::committee::SeatRole;
use cxl_domain::event::Sha256Hex;
use cxl_domain::meeting::{ActionAgreed, Attendee, Command as C, Convene, Convention, Minuted, Presence};
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{GRACE, KIM, LINH, MAI, NAM, OANH, THAO, VY};
use super::dice::seed;
use super::series::LAST_DAY;
use super::steering::{SeatLine, chair, seated, secretary};
use super::story::{Act, Day, Story, code, day, text, working_day};

/// A meeting: its code, its day, what it resolved and what it agreed on.
struct Sitting {
    code: &'static str,
    committee: &'static str,
    on: &'static str,
    /// Members who had excused themselves.
    excused: &'static [&'static str],
    resolved: &'static [&'static str],
    agreed: &'static [Agreed],
}

const fn sitting(committee: &'static str, code: &'static str, on: &'static str) -> Sitting {
    Sitting { code, committee, on, excused: &[], resolved: &[], agreed: &[] }
}

/// Who does what by when, and what became of it.
struct Agreed {
    name: &'static str,
    task: &'static str,
    owner: &'static str,
    due: &'static str,
    initiative: Option<&'static str>,
    then: &'static [(&'static str, Then)],
}

const fn agreed(
    name: &'static str,
    task: &'static str,
    owner: &'static str,
    due: &'static str,
    initiative: &'static str,
    then: &'static [(&'static str, Then)],
) -> Agreed {
    Agreed { name, task, owner, due, initiative: Some(initiative), then }
}

/// What became of an action, on a day.
#[derive(Clone, Copy)]
enum Then {
    Moved(&'static str, &'static str),
    HandedTo(&'static str),
    Done(Option<&'static str>),
    Dropped(&'static str),
}

/// Every meeting.
pub(super) fn tell(story: &mut Story) {
    let at_home = home::SITTINGS.iter().chain(&recent::SITTINGS).chain(&payments::SITTINGS);
    for sitting in at_home.chain(&tokyo::SITTINGS) {
        gather(story, sitting);
    }
    to_come(story);
    moved_and_called_off(story);
    what_was_mended(story);
}

fn program(committee: &str) -> &'static str {
    if committee == "TOKYO" { "JP" } else { "VN" }
}

fn act<'a>(
    story: &'a mut Story,
    meeting: &'static str,
    on: impl Into<Day>,
    by: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Meeting(Some(cast.meeting(meeting)), command(cast)))
}

fn gather(story: &mut Story, sitting: &'static Sitting) {
    let on = day(sitting.on);
    let by = secretary(sitting.committee, on);
    // The meeting of the first pandemic spring was called for two weeks earlier.
    let called_for = if sitting.code == "STEER-2020-2" { "2020-04-23" } else { sitting.on };
    convene(story, sitting.committee, sitting.code, called_for);
    if sitting.committee == "STEER" {
        act(story, sitting.code, working_day(on - Days::new(3)), by, |_| C::FixAgenda {
            also: None,
            convention: Convention::default(),
        });
    }
    hold(story, sitting, on, by);
    minute(story, sitting, on, by);
}

fn convene(story: &mut Story, committee: &'static str, meeting: &'static str, called_for: &'static str) {
    let on = day(called_for);
    let told = working_day(on - Days::new(21));
    let convene = move |cast: &Cast| {
        Command::Meeting(
            None,
            C::Convene(Convene {
                program: cast.program(program(committee)),
                code: code(meeting),
                committee: cast.committee(committee),
                name: text(&name_of(committee, on)),
                on: Some(on),
            }),
        )
    };
    story.act(told, secretary(committee, told), convene).named(format!("meeting {meeting}"));
}

fn name_of(committee: &str, on: NaiveDate) -> String {
    let quarter = FiscalCalendar::default().period_holding(Rhythm::Quarter, on).from().month0() / 3 + 1;
    match committee {
        "STEER" => format!("Họp ban chỉ đạo quý {quarter}/{year} · Q{quarter} {year}", year = on.year()),
        "PAY" => {
            format!("Họp tiểu ban thẻ và thanh toán {year} · Cards and payments {year}", year = on.year())
        }
        _ => format!("Tokyo committee, Q{quarter} {}", on.year()),
    }
}

fn hold(story: &mut Story, sitting: &'static Sitting, on: NaiveDate, by: &'static str) {
    let (committee, excused) = (sitting.committee, sitting.excused);
    // Whoever leads the program stands in for a chair who had excused themselves.
    let in_the_chair = chair(committee, on);
    let stands_in = excused.contains(&in_the_chair).then_some(LINH);
    act(story, sitting.code, on, by, move |cast| {
        let attendee = |(_, person, ..): &SeatLine| {
            let presence = if excused.contains(person) { Presence::Excused } else { Presence::Present };
            Attendee { person: cast.person(person), presence, role: None, department: None }
        };
        C::Hold {
            chair: stands_in.map(|person| cast.person(person)),
            attendees: seated(committee, on).map(attendee).collect(),
            convention: Convention::default(),
        }
    })
    .named(format!("{} held", sitting.code));
    for (place, resolution) in sitting.resolved.iter().enumerate() {
        act(story, sitting.code, on, by, |_| C::Resolve { resolution: text(resolution) })
            .named(format!("{} resolution {place}", sitting.code));
    }
    for agreed in sitting.agreed {
        agree(story, sitting.code, on, by, agreed);
    }
}

fn agree(story: &mut Story, meeting: &'static str, on: NaiveDate, by: &'static str, agreed: &'static Agreed) {
    act(story, meeting, on, by, move |cast| C::AgreeAction {
        action: ActionAgreed {
            task: text(agreed.task),
            owner: cast.person(agreed.owner),
            due: day(agreed.due),
            initiative: agreed.initiative.map(|initiative| cast.initiative(initiative)),
        },
    })
    .named(format!("action {}", agreed.name));
    let mut owner = agreed.owner;
    for (then, became) in agreed.then {
        let keeper = secretary(if meeting.starts_with("TOKYO") { "TOKYO" } else { "STEER" }, day(then));
        let by = if matches!(became, Then::Done(_)) { owner } else { keeper };
        act(story, meeting, *then, by, move |cast| {
            let action = cast.action(agreed.name);
            match *became {
                Then::Moved(due, reason) => C::MoveAction { action, due: day(due), reason: text(reason) },
                Then::HandedTo(owner) => C::HandActionOver { action, owner: cast.person(owner), on: None },
                Then::Done(remark) => C::CompleteAction { action, remark: remark.map(text), on: None },
                Then::Dropped(reason) => C::DropAction { action, reason: text(reason), on: None },
            }
        });
        if let Then::HandedTo(next) = became {
            owner = next;
        }
    }
}

/// Two days later the minutes are there; the chair confirms them, and whoever sits there reads them.
fn minute(story: &mut Story, sitting: &'static Sitting, on: NaiveDate, by: &'static str) {
    let meeting = sitting.code;
    let written = working_day(on + Days::new(2));
    let number = format!("BB-{meeting}");
    act(story, meeting, written, by, move |_| C::Minute {
        minutes: Minuted {
            number: Some(code(&number)),
            sha256: Some(Sha256Hex(seed(&number))),
            minutes: None,
        },
    })
    .named(format!("minutes of {meeting}"));
    let minutes = move |cast: &Cast| cast.event(&format!("minutes of {meeting}"));
    let in_the_chair = chair(sitting.committee, on);
    let presided = if sitting.excused.contains(&in_the_chair) { LINH } else { in_the_chair };
    let confirmed = working_day(written + Days::new(4));
    if confirmed <= LAST_DAY {
        act(story, meeting, confirmed, presided, move |cast| C::ConfirmMinutes { minutes: minutes(cast) });
    }
    for (place, seat) in (1..).zip(seated(sitting.committee, on)) {
        let person = seat.1;
        // Of the newest minutes, not everybody has had the time.
        let unread = meeting == "STEER-2025-4" && [MAI, OANH].contains(&person);
        if seat.2 == SeatRole::Secretary || person == presided || unread {
            continue;
        }
        let read = working_day(written + Days::new(1 + place % 5));
        act(story, meeting, read, person, move |cast| C::Acknowledge { minutes: minutes(cast) });
    }
}

/// The first meetings of the coming year are called already.
fn to_come(story: &mut Story) {
    convene(story, "STEER", "STEER-2026-1", "2026-01-15");
    convene(story, "TOKYO", "TOKYO-2026-1", "2026-01-19");
}

fn moved_and_called_off(story: &mut Story) {
    act(story, "STEER-2020-2", "2020-04-13", NAM, |_| C::Move {
        to: day("2020-05-07"),
        reason: text("Branches are closed; the members meet by video once that works"),
    });
    convene(story, "STEER", "STEER-2019-X", "2019-12-05");
    act(story, "STEER-2019-X", "2019-12-02", NAM, |_| C::Cancel {
        reason: text("Asked for by lending alone, and lending could not say what for"),
    });
    act(story, "STEER-2020-2", "2020-05-11", NAM, |_| C::Rename {
        name: text("Họp trực tuyến quý 2/2020 · Q2 2020, by video"),
        on: None,
    });
}

/// Who was there, corrected; a resolution that was none; a meeting entered for the wrong committee.
fn what_was_mended(story: &mut Story) {
    act(story, "STEER-2022-3", "2022-07-26", THAO, |_| C::Resolve {
        resolution: text("Lunch is at half past eleven from now on"),
    })
    .named("a resolution on lunch");
    act(story, "STEER-2022-3", "2022-07-27", THAO, |cast| {
        C::Annul(Annul {
            event: cast.event("a resolution on lunch"),
            reason: text("A joke in the secretary's notes"),
        })
    });
    act(story, "STEER-2019-1", "2019-01-28", NAM, |cast| {
        C::Correct(Correct {
            event: cast.event("STEER-2019-1 resolution 0"),
            reason: text("It was agreed, not only discussed"),
            with: Box::new(C::Resolve {
                resolution: text("The order of the first year holds for 2019, with home loans named"),
            }),
        })
    });
    convene(story, "PAY", "PAY-2023-X", "2023-06-15");
    act(story, "PAY-2023-X", "2023-05-29", LINH, |_| C::RecordInError {
        reason: text("A workshop of the card center, not a meeting of the committee"),
    });
    act(story, "TOKYO-2021-2", "2021-04-28", KIM, |cast| C::TakeAttendance {
        attendees: [GRACE, VY, KIM]
            .map(|person| Attendee {
                person: cast.person(person),
                presence: Presence::Present,
                role: None,
                department: None,
            })
            .to_vec(),
        convention: Convention::default(),
    })
    .named("attendance of TOKYO-2021-2");
}
