//! What may and may not be recorded about a decision.

mod mending;
mod minutes;
mod opening;
mod outcome;
mod votes;

use super::*;
use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::committee::{DecisionRule, Majority, SeatRole, Threshold, Tie};
use crate::id::{CommitteeId, EventId};
use crate::spec::{self, Given, HOA, LEAD, MINH, PROGRAM, Past, code, day, past, text};

const COMMITTEE: Forum = Forum::Committee(CommitteeId(uuid::Uuid::from_u128(0xc0)));

const SIMPLE_MAJORITY: DecisionRule =
    DecisionRule::Majority(Majority { threshold: Threshold::MoreThanHalf, tie: Tie::Undecided });

fn given(history: impl IntoIterator<Item = Past<DecisionFact>>) -> Given<Decision> {
    spec::given(history)
}

/// The lead chairs, Minh and Hoa are members, two make a quorum.
fn electorate(rule: DecisionRule) -> Electorate {
    let elector = |person, role| Elector { person, department: None, role, own_matter: false };
    let electors =
        vec![elector(LEAD, SeatRole::Chair), elector(MINH, SeatRole::Member), elector(HOA, SeatRole::Member)];
    Electorate { electors, rule, owners_vote: false, quorum: 2 }
}

fn opened() -> Past<DecisionFact> {
    let (kind, about) = (Kind::Ordinary, Vec::new());
    past(Opened { program: PROGRAM, code: code("D-1"), forum: COMMITTEE, kind, about }).from("2026-01-01")
}

fn question() -> Past<DecisionFact> {
    past(QuestionStated { question: text("Refund at once?") }).from("2026-01-01")
}

fn option(key: &str) -> OptionStated {
    OptionStated { key: code(key), text: text("As typed"), ranking: Vec::new() }
}

/// Positions 0 to 4: opened, question, electorate, the options YES and NO.
fn open_under(electorate: Electorate) -> Given<Decision> {
    given(open_facts(electorate))
}

fn open_facts(electorate: Electorate) -> [Past<DecisionFact>; 5] {
    let electorate = past(ElectorateRecorded { electorate });
    [opened(), question(), electorate, past(option("YES")), past(option("NO"))]
}

fn open() -> Given<Decision> {
    open_under(electorate(SIMPLE_MAJORITY))
}

fn opening() -> Open {
    Open {
        program: PROGRAM,
        code: code("D-1"),
        forum: COMMITTEE,
        kind: Kind::Ordinary,
        about: Vec::new(),
        question: text("Refund at once?"),
        electorate: Some(electorate(SIMPLE_MAJORITY)),
        options: vec![option("YES"), option("NO")],
        proposed: None,
        grounds: Vec::new(),
        reversibility: None,
        effects: Vec::new(),
        another_look: None,
        deadline: None,
        acts: Vec::new(),
        supersedes: Vec::new(),
        on: Some(day("2026-01-01")),
    }
}

fn vote(key: &str) -> Command {
    Command::CastVote { choice: Ballot::Marked(code(key)) }
}

fn cast(voter: crate::id::PersonId, key: &str) -> Past<DecisionFact> {
    past(VoteCast { voter, choice: Ballot::Marked(code(key)) }).by(voter)
}

fn tally(votes: &[(&str, u32)]) -> Tally {
    let votes = votes.iter().flat_map(|(key, votes)| (0..*votes).map(|_| Some(code(key))));
    Tally::count(votes, 0, 0)
}

fn close(votes: &[(&str, u32)]) -> Command {
    Command::CloseVoting { reason: None, tally: Some(tally(votes)) }
}

fn closed(votes: &[(&str, u32)]) -> Past<DecisionFact> {
    past(VotingClosed { tally: tally(votes), reason: None })
}

fn decide_for(key: &str) -> Command {
    let (choice, reasons) = (code(key), text("As typed"));
    Command::Decide(Decide { choice, reasons, carry_out_by: None, on: None })
}

fn decided(key: &str) -> Past<DecisionFact> {
    let choice: Code = code(key);
    let (reasons, made) = (text("As typed"), Made::Live);
    past(Decided { choice, reasons, made, tally: Some(Tally::default()), carry_out_by: None })
        .from("2026-02-01")
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}
