//! What is decided: by committees live and by vote, by the board and by departments as their minutes say;
//! put off, taken back, run out of time, superseded; what was expected, and what each of them set going.

mod home;
mod question;
mod rankings;
mod recent;
mod tokyo;

use cxl_domain::command::{Annul, Correct};
use cxl_domain::decision::{
    AnotherLookSet, Ballot, Command as C, Counted, DeadlineSet, Decide, EffectExpected, Minute, Minuted,
    MinutedVote, Open, OptionStated, Proposed, Reversibility, Tally,
};
use cxl_domain::event::{Authority, Sha256Hex};
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{HANH, LINH, NAM, THAO};
use super::dice::seed;
use super::steering::{chair, seated, secretary};
use super::story::{Act, Day, Story, code, day, decimal, text};
use question::{
    Authorized, Because, In,
    Part::{Abstains, For, Recuses},
    Question,
    Then::{self, CarriedOut, Confirmed, Decided, Deferred, Dissents, Done, Votes, Withdrawn},
    authorized, ground, opening,
};

/// Every decision.
pub(super) fn tell(story: &mut Story) {
    for question in home::QUESTIONS.iter().chain(&recent::QUESTIONS).chain(&tokyo::QUESTIONS) {
        put(story, question);
    }
    for question in &rankings::QUESTIONS {
        put(story, question);
    }
    before_the_ledger(story);
    along_the_way(story);
    what_was_mended(story);
}

/// The authority of a decision.
pub(super) fn under(cast: &Cast, decision: &str) -> Authority {
    Authority::Decision(cast.decision(decision))
}

fn act<'a>(
    story: &'a mut Story,
    decision: &'static str,
    on: impl Into<Day>,
    by: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Decision(Some(cast.decision(decision)), command(cast)))
}

fn put(story: &mut Story, question: &'static Question) {
    let minuted = question.then.iter().any(|(_, then)| matches!(then, Then::Minuted(..)));
    if !minuted {
        let open = move |cast: &Cast| Command::Decision(None, C::Open(Box::new(opening(question, cast))));
        story.act(question.on, question.by, open).named(format!("decision {}", question.code));
    }
    for (on, then) in question.then {
        become_of(story, question, on, *then);
    }
}

fn become_of(story: &mut Story, question: &'static Question, on: &'static str, then: Then) {
    let decision = question.code;
    let keeper = match question.forum {
        In::Committee("PAY") => LINH,
        In::Committee(committee) => secretary(committee, day(on)),
        In::Department(..) => secretary("STEER", day(on)),
    };
    let presides = match question.forum {
        In::Committee(committee) => chair(committee, day(on)),
        In::Department(_, head) => head,
    };
    match then {
        Votes(parts) => {
            for (person, part) in parts {
                let part = *part;
                act(story, decision, on, person, move |_| match part {
                    For(option) => C::CastVote { choice: Ballot::Marked(code(option)) },
                    Abstains => C::Abstain,
                    Recuses => C::Recuse,
                });
            }
        }
        Dissents(person, dissent) => {
            act(story, decision, on, person, move |_| C::Dissent { dissent: text(dissent) });
        }
        Decided(choice, reasons, carry_out_by) => {
            if question.then.iter().any(|(_, then)| matches!(then, Votes(_))) {
                act(story, decision, on, keeper, |_| C::CloseVoting { reason: None, tally: None });
            }
            act(story, decision, on, presides, move |_| {
                let carry_out_by = carry_out_by.map(day);
                let reasons = text(reasons);
                C::Decide(Decide { choice: code(choice), reasons, carry_out_by, on: None })
            })
            .named(format!("{decision} decided"));
        }
        Then::Minuted(choice, reasons, votes, meeting) => {
            minuted(story, question, (on, keeper), (choice, reasons), votes, meeting);
        }
        Confirmed => {
            act(story, decision, on, presides, move |cast| C::ConfirmMinutes {
                outcome: cast.last_event(&format!("decision {decision}")),
            });
        }
        Deferred(until, reason) => {
            let until = until.map(day);
            act(story, decision, on, keeper, move |_| C::Defer { until, reason: text(reason), on: None });
        }
        Withdrawn(reason) => {
            act(story, decision, on, keeper, move |_| C::Withdraw { reason: text(reason), on: None });
        }
        CarriedOut => {
            story.carry_out(on, keeper, decision);
        }
        Done(remark) => {
            let remark = Some(text(remark));
            act(story, decision, on, keeper, move |_| C::RecordCarriedOut { remark, on: None });
        }
    }
}

/// The secretary enters what was decided in a room, with the day on which the question was put.
fn minuted(
    story: &mut Story,
    question: &'static Question,
    (on, by): (&'static str, &'static str),
    (choice, reasons): (&'static str, &'static str),
    (yes, no): (u32, u32),
    meeting: Option<&'static str>,
) {
    let minute = move |cast: &Cast| {
        let there = match question.forum {
            In::Committee(committee) => seated(committee, day(question.on))
                .filter(|seat| seat.2.votes())
                .map(|seat| cast.person(seat.1))
                .collect(),
            In::Department(_, head) => vec![cast.person(head)],
        };
        let cast_for = |(option, votes): (&str, u32)| Counted { option: code(option), votes };
        let counted = [("NO", no), (choice, yes)].into_iter().filter(|(_, votes)| *votes > 0);
        let tally = Tally { options: counted.map(cast_for).collect(), ..Tally::default() };
        let minute = Minute {
            open: Some(Open { on: Some(day(question.on)), ..opening(question, cast) }),
            minutes: Minuted {
                meeting: meeting.map(|meeting| cast.meeting(meeting)),
                number: Some(text(&format!("BB-{}", question.code))),
                document: Some(Sha256Hex(seed(question.code))),
                present: there,
            },
            choice: code(choice),
            reasons: text(reasons),
            votes: Vec::new(),
            tally: Some(tally),
            dissents: question
                .disagreed
                .map(|(who, why)| (cast.person(who), text(why)))
                .into_iter()
                .collect(),
            carry_out_by: None,
            on: Some(day(question.on)),
        };
        Command::Decision(None, C::Minute(Box::new(minute)))
    };
    story.act(on, by, minute).named(format!("decision {}", question.code));
}

/// What the board decided before the ledger began, as an annual report tells it.
fn before_the_ledger(story: &mut Story) {
    let minute = |cast: &Cast| {
        let hanh = cast.person(HANH);
        let minute = Minute {
            open: Some(Open { on: Some(day("2016-04-28")), ..opening(&home::HOTLINE, cast) }),
            minutes: Minuted {
                meeting: None,
                number: Some(text("2016/10")),
                document: Some(Sha256Hex(seed("Board minute 2016/10"))),
                present: vec![hanh],
            },
            choice: code("YES"),
            reasons: text("Whoever complains must find somebody who picks up"),
            votes: vec![(hanh, MinutedVote::For(Ballot::Marked(code("YES"))))],
            tally: None,
            dissents: Vec::new(),
            carry_out_by: None,
            on: Some(day("2016-04-28")),
        };
        Command::Decision(None, C::Minute(Box::new(minute)))
    };
    story
        .act("2018-03-22", NAM, minute)
        .named("decision BOARD-2016-10")
        .published("2016-05-09", "BOARD-2016");
}

/// What was added to questions while they were open.
fn along_the_way(story: &mut Story) {
    act(story, "TELLERS", "2018-11-05", LINH, |_| {
        C::StateOption(OptionStated {
            key: code("TEN"),
            text: text("Mười người, chỉ cho ngày cao điểm · Ten, for the busiest days alone"),
            ranking: Vec::new(),
        })
    });
    act(story, "TELLERS", "2018-11-05", LINH, |_| {
        C::Propose(Proposed { option: code("TEN"), reasons: text("Half of the money, most of the minutes") })
    });
    act(story, "TELLERS", "2019-01-14", LINH, |cast| {
        C::GiveGround(ground(cast, Because::Paper("What an hour costs")))
    });
    act(story, "TELLERS", "2019-01-28", LINH, |_| C::SetDeadline(DeadlineSet { day: day("2019-03-31") }));
    act(story, "APP-TICKETS", "2020-07-23", NAM, |_| C::LookAgain {
        finding: Some(text("Nobody waits longer for want of a telephone")),
        on: None,
    });
    act(story, "APP-TICKETS", "2020-07-23", NAM, |_| {
        C::SetAnotherLook(AnotherLookSet {
            day: day("2027-06-30"),
            reason: Some(text("When the machines are old")),
        })
    });
    act(story, "CAMERA", "2019-10-17", LINH, |_| C::RestateQuestion {
        question: text(
            "Xác thực khuôn mặt qua camera, khi cơ quan quản lý cho phép? · Faces by camera, once the regulator agrees?",
        ),
        on: None,
    });
    act(story, "CAMERA", "2019-10-18", LINH, |_| C::StateReversibility(Reversibility::OneWay));
    act(story, "ROSTERS", "2023-07-18", LINH, |cast| {
        C::ExpectEffect(EffectExpected {
            metric: cast.metric("WAIT-MIN"),
            change: decimal("-1.5"),
            by: day("2024-12-31"),
        })
    });
    act(story, "ROSTERS", "2023-07-24", THAO, |_| {
        C::SetAnotherLook(AnotherLookSet {
            day: day("2025-01-31"),
            reason: Some(text("After a whole year of rosters by the hour")),
        })
    });
    act(story, "ROSTERS", "2025-02-11", LINH, |_| C::LookAgain {
        finding: Some(text(
            "Where the roster is kept nobody waits long; two branches still keep the old one",
        )),
        on: None,
    });
    act(story, "DESK-CLOSES", "2022-03-02", LINH, |_| C::AmendElectorate {
        electorate: None,
        reason: text("Trang sits here since yesterday"),
    });
    act(story, "DISPUTES-BACK", "2022-03-30", LINH, |cast| C::Supersede {
        decision: cast.decision("DISPUTES-OUT"),
    });
    act(story, "ONE-LIST", "2023-04-18", LINH, |cast| {
        C::AuthorizeAct(authorized(cast, Authorized::Target("LOAN-DAYS", "12", "2023-07-01")))
    })
    .named("twelve days");
}

/// A ground that spoke of another quarter; an act that was not asked for; a question put twice.
fn what_was_mended(story: &mut Story) {
    act(story, "ONE-LIST", "2023-04-19", LINH, |cast| {
        C::Annul(Annul {
            event: cast.event("twelve days"),
            reason: text("A target is not what was asked for; the ten days of the brochure stand"),
        })
    });
    act(story, "APP-TICKETS", "2019-05-06", NAM, |cast| {
        C::Correct(Correct {
            event: cast.event("APP-TICKETS decided"),
            reason: text("Due in September, not in August"),
            with: Box::new(C::Decide(Decide {
                choice: code("YES"),
                reasons: text("An hour at home is worth more than a chair at the branch"),
                carry_out_by: Some(day("2019-09-30")),
                on: None,
            })),
        })
    });
    act(story, "TELLERS-2", "2018-10-18", NAM, |_| C::RecordInError {
        reason: text("The same question as TELLERS"),
    });
}
