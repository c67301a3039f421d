//! The maps: three journeys with their stages, touchpoints and hand-offs, how they change, and what lies
//! where on them.

use cxl_domain::command::{Annul, Correct};
use cxl_domain::initiative::Command as Initiative;
use cxl_domain::journey::{Command as C, HandOffAdded, Map, StageAdded, TouchpointAdded};
use cxl_domain::metric::Command as Metric;
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{KIM, LINH, NAM, OWEN, THAO};
use super::story::{Act, Story, code, day, text};

/// Program, code, name, who maps it, day.
const JOURNEYS: [(&str, &str, &str, &str, &str); 4] = [
    ("VN", "DAILY", "Tài khoản hằng ngày · The everyday account", NAM, "2018-04-09"),
    ("VN", "HOME", "Vay mua nhà · Borrowing for a home", NAM, "2018-06-04"),
    ("JP", "ABROAD", "Living and working in Japan", KIM, "2020-07-06"),
    ("VN", "DAILY-2", "Tài khoản hằng ngày · The everyday account", NAM, "2018-04-10"),
];

/// Journey, code, name, order.
const STAGES: [(&str, &str, &str, u16); 11] = [
    ("DAILY", "OPEN", "Mở tài khoản · Opening it", 1),
    ("DAILY", "USE", "Dùng hằng ngày · Using it", 2),
    ("DAILY", "HELP", "Khi có chuyện · When something is wrong", 3),
    ("DAILY", "LEAVE", "Đóng tài khoản · Closing it", 4),
    ("HOME", "APPLY", "Nộp hồ sơ · Applying", 1),
    ("HOME", "APPRAISE", "Thẩm định · Appraisal", 2),
    ("HOME", "ANSWER", "Trả lời · The answer", 3),
    ("ABROAD", "ARRIVE", "Arriving", 1),
    ("ABROAD", "SEND", "Sending money home", 2),
    ("ABROAD", "STAY", "Staying, and going home", 3),
    ("ABROAD", "RETURN", "Going home", 4),
];

/// Journey, stage, code, name, channel, responsible department.
type TouchpointLine =
    (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

const TOUCHPOINTS: [TouchpointLine; 17] = [
    ("DAILY", "OPEN", "CAMERA", "Xác thực trên ứng dụng · Proving who one is", Some("APP"), Some("DIGITAL")),
    ("DAILY", "USE", "TICKET", "Lấy số chờ · The ticket", Some("BRANCH"), Some("BRANCHES")),
    ("DAILY", "USE", "COUNTER", "Tại quầy · The counter", Some("BRANCH"), Some("BRANCHES")),
    ("DAILY", "USE", "ADVISER", "Tư vấn viên · The adviser", Some("BRANCH"), Some("BRANCHES")),
    ("DAILY", "USE", "APP-HOME", "Ứng dụng · The app", Some("APP"), Some("DIGITAL")),
    ("DAILY", "USE", "STATEMENT", "Sao kê · The statement", None, Some("FINANCE")),
    ("DAILY", "HELP", "CALL", "Gọi tổng đài · The call", Some("CALL"), Some("CONTACT")),
    ("DAILY", "HELP", "DESK", "Bàn khiếu nại · The complaint desk", Some("BRANCH"), Some("COMPLAINTS")),
    ("DAILY", "HELP", "DISPUTE", "Tra soát · The disputed payment", Some("APP"), Some("CARDS")),
    ("DAILY", "HELP", "BLOCK", "Khóa thẻ · Blocking a card", Some("CALL"), Some("CARDS")),
    ("HOME", "APPLY", "PAPERS", "Bộ hồ sơ · The papers", Some("BRANCH"), Some("BRANCHES")),
    ("HOME", "APPRAISE", "VISIT", "Xem nhà · The visit to the home", None, Some("CREDIT")),
    ("HOME", "ANSWER", "LETTER", "Thư trả lời · The letter", Some("CALL"), Some("LENDING")),
    ("ABROAD", "ARRIVE", "DESK", "The desk in Tokyo", Some("BRANCH"), Some("JP-TOKYO")),
    ("ABROAD", "SEND", "ORDER", "The transfer order", Some("APP"), Some("JP-REMIT")),
    ("ABROAD", "SEND", "PAYOUT", "The money in Vietnam", None, Some("JP-REMIT")),
    ("ABROAD", "STAY", "SIGN-IN", "The sign-in", Some("APP"), Some("JP-TOKYO")),
];

/// Journey, where, code, name, from, to.
type HandOffLine =
    (&'static str, &'static str, &'static str, Option<&'static str>, &'static str, &'static str);

const HAND_OFFS: [HandOffLine; 8] = [
    ("DAILY", "CAMERA", "NOT-KNOWN", Some("Camera không nhận ra · Not recognized"), "DIGITAL", "BRANCHES"),
    ("DAILY", "DESK", "TO-DESK", None, "BRANCHES", "COMPLAINTS"),
    ("DAILY", "DISPUTE", "TO-CARDS", Some("Chuyển sang thẻ · On to the card center"), "CONTACT", "CARDS"),
    ("HOME", "PAPERS", "FILE-OVER", None, "BRANCHES", "LENDING"),
    ("HOME", "VISIT", "TO-APPRAISAL", Some("Sang thẩm định · On to appraisal"), "LENDING", "CREDIT"),
    ("HOME", "LETTER", "BACK", None, "CREDIT", "LENDING"),
    ("ABROAD", "ORDER", "TO-REMIT", None, "JP-TOKYO", "JP-REMIT"),
    ("ABROAD", "PAYOUT", "TO-HANOI", Some("From Tokyo to Hanoi"), "JP-REMIT", "BRANCHES"),
];

/// Metric and where it measures, from a day on.
const MEASURED_AT: [(&str, &str, &str); 15] = [
    ("ONB-EFFORT", "DAILY CAMERA", "2018-06-18"),
    ("WAIT-MIN", "DAILY TICKET", "2018-04-16"),
    ("NPS", "DAILY COUNTER", "2018-04-16"),
    ("COMPL-RATE", "DAILY HELP", "2018-04-16"),
    ("CONTACTS", "DAILY HELP", "2018-04-16"),
    ("AVOIDABLE", "DAILY CALL", "2018-07-16"),
    ("FIRST-TIME", "DAILY CALL", "2019-02-04"),
    ("DISPUTE-DAYS", "DAILY DISPUTE", "2018-10-08"),
    ("BLOCK-5MIN", "DAILY BLOCK", "2019-02-04"),
    ("PRI-SAT", "DAILY ADVISER", "2019-03-11"),
    ("APP-LEAVE", "DAILY APP-HOME", "2020-02-10"),
    ("LOAN-DAYS", "HOME LETTER", "2018-06-18"),
    ("JP-NPS", "ABROAD DESK", "2020-07-13"),
    ("JP-SAMEDAY", "ABROAD PAYOUT", "2020-07-13"),
    ("JP-LEFT", "ABROAD STAY", "2020-09-21"),
];

/// Initiative and where it works, from a day on.
const WORKS_AT: [(&str, &str, &str); 20] = [
    ("ONBOARD", "DAILY CAMERA", "2018-06-18"),
    ("ONBOARD", "DAILY NOT-KNOWN", "2020-10-05"),
    ("COMPLAINTS", "DAILY DESK", "2018-04-16"),
    ("COMPLAINTS", "DAILY TO-DESK", "2018-04-16"),
    ("WAIT", "DAILY TICKET", "2018-04-16"),
    ("WAIT", "DAILY COUNTER", "2018-04-16"),
    ("CALLBACK", "DAILY CALL", "2018-07-16"),
    ("CARDS", "DAILY DISPUTE", "2018-10-08"),
    ("CARDS", "DAILY TO-CARDS", "2018-10-08"),
    ("LOSTCARD", "DAILY BLOCK", "2019-02-04"),
    ("PRIORITY", "DAILY ADVISER", "2019-04-22"),
    ("STAFF", "DAILY COUNTER", "2019-02-04"),
    ("PAPERLESS", "DAILY STATEMENT", "2024-09-16"),
    ("LOANS", "HOME TO-APPRAISAL", "2018-06-18"),
    ("LOANS", "HOME LETTER", "2018-06-18"),
    ("NEWS", "HOME BACK", "2023-06-12"),
    ("JP-REMIT", "ABROAD TO-HANOI", "2020-07-13"),
    ("JP-DESK", "ABROAD DESK", "2020-07-13"),
    ("JP-APP", "ABROAD SIGN-IN", "2020-09-21"),
    ("JP-FEES", "ABROAD ORDER", "2021-05-17"),
];

/// Every map, and what lies on it.
pub(super) fn tell(story: &mut Story) {
    for line in JOURNEYS {
        map(story, line);
    }
    for (journey, spot, name, order) in STAGES {
        let stage = move |_: &Cast| StageAdded { code: code(spot), name: text(name), order };
        put(story, journey, spot, move |cast| C::AddStage { stage: stage(cast), on: None });
    }
    for line in TOUCHPOINTS {
        add_touchpoint(story, line);
    }
    for line in HAND_OFFS {
        add_hand_off(story, line);
    }
    for (metric, place, on) in MEASURED_AT {
        story.act(on, keeper(place, on), move |cast| {
            let place = cast.place(place);
            Command::Metric(Some(cast.metric(metric)), Metric::Place { place, on: None })
        });
    }
    for (initiative, place, on) in WORKS_AT {
        story.act(on, keeper(place, on), move |cast| {
            let place = cast.place(place);
            Command::Initiative(Some(cast.initiative(initiative)), Initiative::Place { place, on: None })
        });
    }
    maps_change(story);
    what_was_mended(story);
}

/// Who draws the map that a place is on.
fn keeper(place: &str, on: &str) -> &'static str {
    super::initiatives::steers(if place.starts_with("ABROAD") { "JP-" } else { "VN" }, on)
}

fn map(
    story: &mut Story,
    (program, journey, name, by, on): (&'static str, &'static str, &'static str, &'static str, &'static str),
) {
    let map = move |cast: &Cast| {
        let program = cast.program(program);
        Command::Journey(None, C::Map(Map { program, code: code(journey), name: text(name), on: None }))
    };
    story.act(on, by, map).named(format!("journey {journey}"));
}

fn act<'a>(
    story: &'a mut Story,
    journey: &'static str,
    on: &str,
    by: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Journey(Some(cast.journey(journey)), command(cast)))
}

/// A spot comes onto a map in the days after it is begun.
fn put(
    story: &mut Story,
    journey: &'static str,
    spot: &str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) {
    let (.., by, on) = JOURNEYS.iter().find(|line| line.1 == journey).expect("a spot lies on a journey");
    act(story, journey, on, by, command).named(format!("{spot} of {journey}"));
}

fn add_touchpoint(story: &mut Story, (journey, stage, spot, name, channel, department): TouchpointLine) {
    put(story, journey, spot, move |cast| {
        let touchpoint = TouchpointAdded {
            code: code(spot),
            name: text(name),
            stage: cast.spot(journey, stage),
            channel: channel.map(code),
            department: department.map(|department| cast.department(department)),
        };
        C::AddTouchpoint { touchpoint, on: None }
    });
}

fn add_hand_off(story: &mut Story, (journey, at, hand_off, name, from, to): HandOffLine) {
    put(story, journey, hand_off, move |cast| {
        let hand_off = HandOffAdded {
            code: code(hand_off),
            name: name.map(text),
            from: cast.department(from),
            to: cast.department(to),
            at: cast.spot(journey, at),
        };
        C::AddHandOff { hand_off, on: None }
    });
}

fn maps_change(story: &mut Story) {
    act(story, "DAILY", "2019-11-11", NAM, |cast| C::RenameSpot {
        spot: cast.spot("DAILY", "TICKET"),
        name: text("Lấy số, tại quầy hoặc trên ứng dụng · The ticket, at the branch or in the app"),
        on: None,
    });
    act(story, "DAILY", "2021-03-15", NAM, |cast| C::RetireSpot {
        spot: cast.spot("DAILY", "LEAVE"),
        reason: Some(text("Whoever closes an account is called back; it is part of help now")),
        on: None,
    });
    // The desk closes, and with it the way from the branch to the desk.
    act(story, "DAILY", "2022-04-25", NAM, |cast| C::RetireSpot {
        spot: cast.spot("DAILY", "TO-DESK"),
        reason: Some(text("Whoever takes a complaint keeps it")),
        on: Some(day("2022-05-01")),
    });
    act(story, "DAILY", "2022-04-25", NAM, |cast| C::NameResponsible {
        touchpoint: cast.spot("DAILY", "DESK"),
        department: Some(cast.department("BRANCHES")),
        on: Some(day("2022-05-01")),
    });
    act(story, "DAILY", "2024-07-08", THAO, |cast| C::MoveTouchpoint {
        touchpoint: cast.spot("DAILY", "BLOCK"),
        stage: cast.spot("DAILY", "USE"),
        on: None,
    });
    act(story, "ABROAD", "2023-04-10", KIM, |cast| C::MoveStage {
        stage: cast.spot("ABROAD", "STAY"),
        order: 2,
        on: None,
    });
    act(story, "ABROAD", "2023-04-10", KIM, |cast| C::MoveStage {
        stage: cast.spot("ABROAD", "SEND"),
        order: 3,
        on: None,
    });
    act(story, "HOME", "2023-06-12", THAO, |_| C::Rename {
        name: text("Vay mua nhà · A home of one's own"),
        on: None,
    });
}

/// A name typed wrongly, a stage that was part of another, a map drawn twice.
fn what_was_mended(story: &mut Story) {
    act(story, "HOME", "2018-06-06", NAM, |cast| {
        C::Correct(Correct {
            event: cast.event("PAPERS of HOME"),
            reason: text("Branches take the papers in; lending is the next"),
            with: Box::new(C::AddTouchpoint {
                touchpoint: TouchpointAdded {
                    code: code("PAPERS"),
                    name: text("Bộ hồ sơ vay · The papers for a loan"),
                    stage: cast.spot("HOME", "APPLY"),
                    channel: Some(code("BRANCH")),
                    department: Some(cast.department("BRANCHES")),
                },
                on: None,
            }),
        })
    });
    act(story, "ABROAD", "2020-07-08", OWEN, |cast| {
        C::Annul(Annul {
            event: cast.event("RETURN of ABROAD"),
            reason: text("Going home is part of staying"),
        })
    });
    act(story, "DAILY-2", "2018-04-11", LINH, |_| C::RecordInError { reason: text("The same map as DAILY") });
}
