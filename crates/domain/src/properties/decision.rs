use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::{Answering, any_day, any_event, any_on, id_of};
use crate::command::{Annul, Correct};
use crate::committee::{DecisionRule, Majority, SeatRole, Threshold, Tie};
use crate::decision::{
    AnotherLookSet, Ballot, Command, DeadlineSet, Decide, Decision, Elector, Electorate, Forum, Kind, Minute,
    Minuted, MinutedVote, Open, OptionStated, Status, Tally,
};
use crate::id::{CommitteeId, DecisionId};
use crate::noun::Noun;
use crate::spec::{HOA, LEAD, MINH, PROGRAM, code, day, text};
use crate::time::AsOf;

impl Answering for Decision {
    fn beginning() -> Command {
        Command::Open(Box::new(open("ONE", None)))
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let key = || select(vec!["YES", "NO", "MAYBE"]);
        let begin = (select(vec!["ONE", "TWO"]), any_on())
            .prop_map(|(written, on)| Command::Open(Box::new(open(written, on))));
        let voting = prop_oneof![
            8 => key().prop_map(|key| Command::CastVote { choice: Ballot::Marked(code(key)) }),
            2 => Just(Command::Abstain),
            1 => Just(Command::Recuse),
            2 => Just(Command::Dissent { dissent: text("too early") }),
            2 => any_electorate()
                .prop_map(|electorate| Command::AmendElectorate { electorate: Some(electorate), reason: text("joined") }),
        ];
        let outcome = prop_oneof![
            6 => any_tally().prop_map(|tally| Command::CloseVoting { reason: None, tally: Some(tally) }),
            6 => any_on().prop_map(decide),
            3 => (select(vec![None, Some(LEAD), Some(HOA)]), any_on()).prop_map(|(voter, on)| {
                let votes = voter.into_iter().map(|voter| (voter, MinutedVote::Abstained)).collect();
                minute(votes, on)
            }),
            2 => any_event().prop_map(|outcome| Command::ConfirmMinutes { outcome }),
            1 => any_on().prop_map(|on| Command::Defer { until: None, reason: text("later"), on }),
            1 => any_on().prop_map(|on| Command::Withdraw { reason: text("merged"), on }),
            3 => any_on().prop_map(|on| Command::RecordCarriedOut { remark: None, on }),
        ];
        let around = prop_oneof![
            2 => any_on().prop_map(|on| Command::RestateQuestion { question: text("Two"), on }),
            2 => key().prop_map(|key| Command::StateOption(option(key))),
            1 => any_day().prop_map(|day| Command::SetDeadline(DeadlineSet { day })),
            1 => any_day().prop_map(|day| Command::SetAnotherLook(AnotherLookSet { day, reason: None })),
            1 => any_on().prop_map(|on| Command::LookAgain { finding: None, on }),
            1 => Just(Command::Supersede { decision: DecisionId(Uuid::from_u128(0xc9)) }),
        ];
        let in_error = Just(Command::RecordInError { reason: text("elsewhere") });
        prop_oneof![2 => begin, 16 => voting, 8 => outcome, 6 => around, 1 => in_error].boxed()
    }

    fn annul(annul: Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(correct: Correct<Command>) -> Command {
        Command::Correct(correct)
    }

    fn answers(&self, as_of: &AsOf) -> Vec<String> {
        let (status, turn) = self.status(as_of);
        let parts: Vec<_> = self
            .participations(as_of)
            .iter()
            .map(|taken| (taken.entry.event, taken.voter, taken.part, taken.minuted))
            .collect();
        let options: Vec<_> = self.options(as_of).iter().map(|option| option.entry.event).collect();
        vec![
            format!("exists {} in error {}", self.exists(as_of), self.in_error(as_of)),
            format!("code {:?} of {:?}", self.code(as_of), self.program(as_of)),
            format!("{} {status:?} {}", id_of(self.question(as_of)), id_of(turn)),
            format!("{parts:?} {options:?}"),
            format!("electorate {}", id_of(self.electorate(as_of).map(|(entry, _)| entry))),
            format!("outcome {}", id_of(self.outcome(as_of).map(|outcome| outcome.entry))),
            format!("binding {}", id_of(self.binding(as_of).map(|outcome| outcome.entry))),
            format!("count {:?}", self.count(as_of).map(|(_, tally)| tally.clone())),
            format!(
                "deadline {:?} look {:?}",
                self.deadline(as_of),
                self.another_look(as_of).map(|(_, day)| day)
            ),
            format!("carried out {}", id_of(self.carried_out(as_of))),
            format!("looked again {} due {:?}", id_of(self.looked_again(as_of)), self.look_due(as_of)),
            format!("voted out {} presiding {:?}", id_of(self.voted_out(as_of)), self.presiding(as_of)),
            format!("supersedes {:?}", self.supersedes(as_of)),
        ]
    }

    /// What exists has a code and a question; what has an outcome is decided; nobody takes part twice, nobody from outside the
    /// electorate; a count has exactly those who took part for its parts, and what was voted live is decided
    /// by that count.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        if !self.exists(today) {
            return true;
        }
        let parts = self.participations(today);
        let once = |voter| parts.iter().filter(|taken| taken.voter == voter).count() == 1;
        let entitled =
            |voter| self.electorate(today).is_some_and(|(_, electorate)| electorate.elector(voter).is_some());
        let electors = self.electorate(today).map_or(0, |(_, electorate)| electorate.electors.len());
        let is_whole = |tally: &Tally| {
            let (took_part, recused) = (tally.took_part() as usize, tally.recused as usize);
            took_part + recused == parts.len() && parts.len() <= electors
        };
        let count = self.count(today).map(|(_, tally)| tally);
        let counted = count.is_none_or(is_whole);
        let decided = self.outcome(today).is_none_or(|outcome| {
            outcome.is_minuted() || count.is_none_or(|count| outcome.tally() == Some(count))
        });
        let status = self.status(today).0;
        self.code(today).is_some()
            && (self.outcome(today).is_none() || status == Status::Decided)
            && self.question(today).is_some()
            && parts.iter().all(|taken| once(taken.voter) && entitled(taken.voter))
            && counted
            && decided
    }
}

fn any_electorate() -> impl Strategy<Value = Electorate> + Clone {
    (1usize..4, 1u16..3).prop_map(|(size, quorum)| Electorate { quorum, ..electorate(size) })
}

fn electorate(size: usize) -> Electorate {
    let roles = [(LEAD, SeatRole::Chair), (MINH, SeatRole::Member), (HOA, SeatRole::Member)];
    let elector = |(person, role)| Elector { person, department: None, role, own_matter: false };
    let majority = Majority { threshold: Threshold::MoreThanHalf, tie: Tie::ChairDecides };
    Electorate {
        electors: roles.into_iter().take(size).map(elector).collect(),
        rule: DecisionRule::Majority(majority),
        owners_vote: false,
        quorum: 1,
    }
}

fn any_tally() -> impl Strategy<Value = Tally> {
    prop::collection::vec(select(vec![Some("YES"), Some("YES"), Some("NO"), None]), 0..4)
        .prop_map(|votes| Tally::count(votes.into_iter().map(|vote| vote.map(code)), 0, 0))
}

fn decide(on: Option<chrono::NaiveDate>) -> Command {
    let (choice, reasons) = (code("YES"), text("it pays"));
    Command::Decide(Decide { choice, reasons, carry_out_by: None, on })
}

fn minute(votes: Vec<(crate::id::PersonId, MinutedVote)>, on: Option<chrono::NaiveDate>) -> Command {
    Command::Minute(Box::new(Minute {
        open: None,
        minutes: Minuted { meeting: None, number: None, document: None, present: vec![LEAD] },
        choice: code("YES"),
        reasons: text("it pays"),
        votes,
        tally: None,
        dissents: Vec::new(),
        carry_out_by: None,
        on,
    }))
}

fn option(key: &str) -> OptionStated {
    OptionStated { key: code(key), text: text("As typed"), ranking: Vec::new() }
}

fn open(written: &str, on: Option<chrono::NaiveDate>) -> Open {
    Open {
        program: PROGRAM,
        code: code(written),
        forum: Forum::Committee(CommitteeId(Uuid::from_u128(0xc0))),
        kind: Kind::Ordinary,
        about: Vec::new(),
        question: text("One"),
        electorate: Some(electorate(3)),
        options: vec![option("YES"), option("NO")],
        proposed: None,
        grounds: Vec::new(),
        reversibility: None,
        effects: Vec::new(),
        another_look: None,
        deadline: Some(day("2027-01-01")),
        acts: Vec::new(),
        supersedes: Vec::new(),
        on,
    }
}
