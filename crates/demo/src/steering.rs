//! The committees: who sits on them when, how often they meet, how they come to a decision, and which of
//! them oversees what.
//!
//! The steering committee at home begins by consensus, which lets it put everything off; after a year it
//! decides by majority. The payments committee meets once a year, which turns out to be too seldom.

use chrono::NaiveDate;
use cxl_domain::calendar::Rhythm;
use cxl_domain::command::{Annul, Correct};
use cxl_domain::committee::{
    Command as C, DecisionRule, DecisionRuleSet, Establish, Majority, MemberSeated, RhythmSet, SeatRole,
    Threshold, Tie,
};
use cxl_domain::id::SeatId;
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{
    ANH, DUNG, GRACE, HANH, KHOA, KIM, LINH, MAI, MINH, NAM, NGA, OANH, OWEN, PHUC, QUAN, RUTH, THAO, TRANG,
    TUAN, VY, YEN,
};
use super::story::{Act, Story, code, day, text};

use SeatRole::{Chair, Member, Secretary};

/// Program, code, name, who enters it, day.
const COMMITTEES: [(&str, &str, &str, &str, &str); 4] = [
    ("VN", "STEER", "Ban chỉ đạo trải nghiệm · Steering committee", NAM, "2018-04-03"),
    ("VN", "PAY", "Tiểu ban thẻ và thanh toán · Cards and payments committee", NAM, "2020-02-03"),
    ("JP", "TOKYO", "Tokyo customer committee", KIM, "2020-07-01"),
    ("JP", "TOKYO-2", "Tokyo customer committee", KIM, "2020-07-02"),
];

/// A seat: committee, person, role, department, first day, first day without them.
pub(super) type SeatLine =
    (&'static str, &'static str, SeatRole, &'static str, &'static str, Option<&'static str>);

/// Every seat, with the day on which it came to be empty, however that was recorded.
pub(super) const SEATS: [SeatLine; 24] = [
    ("STEER", HANH, Chair, "BOARD", "2018-04-03", Some("2021-07-15")),
    ("STEER", QUAN, Chair, "BOARD", "2021-07-15", None),
    ("STEER", NAM, Secretary, "CX", "2018-04-03", Some("2022-07-01")),
    ("STEER", THAO, Secretary, "CX", "2022-07-01", None),
    ("STEER", LINH, Member, "CX", "2018-04-03", None),
    ("STEER", MINH, Member, "CONTACT", "2018-04-03", None),
    ("STEER", YEN, Member, "BRANCHES", "2018-04-03", Some("2022-06-01")),
    ("STEER", KHOA, Member, "DIGITAL", "2018-04-03", None),
    ("STEER", MAI, Member, "CARDS", "2018-04-03", None),
    ("STEER", DUNG, Member, "LENDING", "2018-04-03", Some("2021-12-01")),
    ("STEER", OANH, Member, "FINANCE", "2018-04-03", None),
    ("STEER", ANH, Member, "HR", "2019-01-14", None),
    ("STEER", TRANG, Member, "LENDING", "2022-03-01", None),
    ("STEER", NGA, Member, "BRANCHES", "2023-01-09", None),
    ("PAY", KHOA, Chair, "DIGITAL", "2020-02-03", None),
    ("PAY", PHUC, Secretary, "CX", "2020-02-03", None),
    ("PAY", MAI, Member, "CARDS", "2020-02-03", None),
    ("PAY", OANH, Member, "FINANCE", "2020-02-03", None),
    ("TOKYO", GRACE, Chair, "BOARD", "2020-07-01", None),
    ("TOKYO", KIM, Secretary, "JP-TOKYO", "2020-07-01", None),
    ("TOKYO", OWEN, Member, "JP-TOKYO", "2020-07-01", None),
    ("TOKYO", RUTH, Member, "JP-TOKYO", "2020-07-01", None),
    ("TOKYO", TUAN, Member, "JP-REMIT", "2020-07-01", None),
    ("TOKYO", VY, Member, "JP-TOKYO", "2020-07-01", None),
];

/// The seats of a committee on a day.
pub(super) fn seated(committee: &str, on: NaiveDate) -> impl Iterator<Item = &'static SeatLine> {
    SEATS.iter().filter(move |(of, .., from, until)| {
        *of == committee && day(from) <= on && until.is_none_or(|until| on < day(until))
    })
}

/// Who keeps the records of a committee on a day.
pub(super) fn secretary(committee: &str, on: NaiveDate) -> &'static str {
    seated(committee, on).find(|seat| seat.2 == Secretary).expect("every committee has a secretary").1
}

/// Who chairs a committee on a day.
pub(super) fn chair(committee: &str, on: NaiveDate) -> &'static str {
    seated(committee, on).find(|seat| seat.2 == Chair).expect("every committee has a chair").1
}

/// Everything about committees but what they say.
pub(super) fn tell(story: &mut Story) {
    for (program, code, name, by, on) in COMMITTEES {
        establish(story, program, code, name, by, on);
    }
    for seat in SEATS {
        seat_member(story, seat);
    }
    settle(story);
    seats_change(story);
    what_was_mended(story);
    act(story, "PAY", "2024-06-26", THAO, |_| C::Dissolve {
        reason: text("Once a year was too seldom to see what the processor did to our customers"),
        on: Some(day("2024-07-01")),
    });
}

fn establish(
    story: &mut Story,
    program: &'static str,
    committee: &'static str,
    name: &'static str,
    by: &'static str,
    on: &'static str,
) {
    let establish = move |cast: &Cast| {
        let program = cast.program(program);
        let establish = Establish { program, code: code(committee), name: text(name), on: None };
        Command::Committee(None, C::Establish(establish))
    };
    story.act(on, by, establish).named(format!("committee {committee}"));
}

fn act<'a>(
    story: &'a mut Story,
    committee: &'static str,
    on: &str,
    by: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Committee(Some(cast.committee(committee)), command(cast)))
}

fn seat_member(story: &mut Story, (committee, person, role, department, from, until): SeatLine) {
    let by = if committee == "TOKYO" { KIM } else { LINH };
    // Nam's term was set for so long; the others left their seats by acts of their own.
    let until = until.filter(|_| person == NAM);
    act(story, committee, from, by, move |cast| C::SeatMember {
        member: MemberSeated {
            person: cast.person(person),
            role,
            department: Some(cast.department(department)),
        },
        on: Some(day(from)),
        until: until.map(day),
    })
    .named(format!("seat of {person} on {committee}"));
}

pub(super) const SIMPLE_MAJORITY: DecisionRule =
    DecisionRule::Majority(Majority { threshold: Threshold::MoreThanHalf, tie: Tie::ChairDecides });

/// Rhythms, quorums and decision rules.
fn settle(story: &mut Story) {
    let rhythm = |rhythm, due_within_days| {
        move |_: &Cast| C::SetRhythm { rhythm: RhythmSet { rhythm, due_within_days }, on: None }
    };
    let quorum = |members| move |_: &Cast| C::SetQuorum { members, on: None };
    let rule = |rule, owners_vote, from: Option<&'static str>| {
        let rule = DecisionRuleSet { rule, owners_vote };
        move |_: &Cast| C::SetDecisionRule { rule, on: from.map(day) }
    };
    act(story, "STEER", "2018-04-03", LINH, rhythm(Rhythm::Quarter, 20));
    act(story, "STEER", "2018-04-03", LINH, quorum(50)).named("quorum of STEER");
    act(story, "STEER", "2018-04-03", LINH, rule(DecisionRule::Consensus, false, None));
    act(story, "STEER", "2019-04-29", NAM, rule(SIMPLE_MAJORITY, false, Some("2019-05-01")));
    act(story, "PAY", "2020-02-03", LINH, rhythm(Rhythm::Year, 60));
    act(story, "PAY", "2020-02-03", LINH, quorum(2));
    act(story, "PAY", "2020-02-03", LINH, rule(SIMPLE_MAJORITY, true, None));
    act(story, "TOKYO", "2020-07-01", KIM, rhythm(Rhythm::Quarter, 20));
    act(story, "TOKYO", "2020-07-01", KIM, quorum(3));
    act(story, "TOKYO", "2020-07-01", KIM, rule(DecisionRule::ChairDecides, true, None));
}

fn seats_change(story: &mut Story) {
    let vacate = |person: &'static str, committee: &'static str, reason: &'static str, from: &'static str| {
        move |cast: &Cast| C::VacateSeat {
            seat: SeatId(cast.event(&format!("seat of {person} on {committee}")).0),
            reason: Some(text(reason)),
            on: Some(day(from)),
        }
    };
    let handed_on = "The sponsor chairs, and Quân sponsors from now on";
    act(story, "STEER", "2021-07-14", LINH, vacate(HANH, "STEER", handed_on, "2021-07-15"));
    // Nobody thought of the seat before the year was nearly over.
    let left = "Left the bank; nobody of lending was named";
    act(story, "STEER", "2021-12-15", NAM, vacate(DUNG, "STEER", left, "2021-12-01"));
    act(story, "STEER", "2022-09-05", THAO, |_| C::Rename {
        name: text("Ban chỉ đạo CX · CX steering committee"),
        on: None,
    });
}

/// A quorum that nobody could reach; a seat at the wrong table; a committee established twice.
fn what_was_mended(story: &mut Story) {
    act(story, "STEER", "2018-04-05", NAM, |cast| {
        C::Correct(Correct {
            event: cast.event("quorum of STEER"),
            reason: text("Five, not fifty"),
            with: Box::new(C::SetQuorum { members: 5, on: None }),
        })
    });
    act(story, "PAY", "2021-03-08", LINH, |cast| C::SeatMember {
        member: MemberSeated {
            person: cast.person(ANH),
            role: Member,
            department: Some(cast.department("HR")),
        },
        on: None,
        until: None,
    })
    .named("seat of Anh on PAY");
    act(story, "PAY", "2021-03-10", LINH, |cast| {
        C::Annul(Annul {
            event: cast.event("seat of Anh on PAY"),
            reason: text("Anh was a guest for one evening"),
        })
    });
    act(story, "TOKYO-2", "2020-07-03", KIM, |_| C::RecordInError {
        reason: text("The same committee, entered a second time"),
    });
}
