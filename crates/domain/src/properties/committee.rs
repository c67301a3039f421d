use proptest::prelude::*;
use proptest::sample::select;

use super::{Answering, any_event, any_on, any_person, id_of};
use crate::calendar::Rhythm;
use crate::command::{Annul, Correct};
use crate::committee::{
    Command, Committee, CommitteeFact, DecisionRule, DecisionRuleSet, Establish, MemberSeated, RhythmSet,
    SeatRole,
};
use crate::history::Entry;
use crate::id::SeatId;
use crate::noun::Noun;
use crate::spec::{PROGRAM, code, text};
use crate::time::AsOf;

impl Answering for Committee {
    fn beginning() -> Command {
        Command::Establish(Establish { program: PROGRAM, code: code("ONE"), name: text("One"), on: None })
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let begin = (select(vec!["ONE", "TWO"]), any_on()).prop_map(|(written, on)| {
            Command::Establish(Establish { program: PROGRAM, code: code(written), name: text("One"), on })
        });
        let plain = prop_oneof![
            2 => begin,
            3 => any_on().prop_map(|on| Command::Rename { name: text("Two"), on }),
            9 => any_seat(),
            3 => any_rule(),
            1 => any_on().prop_map(|on| Command::Dissolve { reason: text("merged"), on }),
            1 => Just(Command::RecordInError { reason: text("elsewhere") }),
        ];
        plain.boxed()
    }

    fn annul(annul: Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(correct: Correct<Command>) -> Command {
        Command::Correct(correct)
    }

    fn answers(&self, as_of: &AsOf) -> Vec<String> {
        vec![
            format!("exists {} in error {}", self.exists(as_of), self.in_error(as_of)),
            format!("code {:?} of {:?}", self.code(as_of), self.program(as_of)),
            id_of(self.name(as_of)),
            format!("begins {:?} dissolved {:?}", self.begins(as_of), self.dissolved(as_of)),
            format!("active {} seats {:?}", self.is_active(as_of), self.seats(as_of)),
            format!("members {:?}", self.members(as_of)),
            format!("chair {:?} secretary {:?}", self.chair(as_of), self.secretary(as_of)),
            format!("rhythm {:?} quorum {:?}", self.rhythm(as_of), self.quorum(as_of)),
            format!("rule {:?} broken {:?}", self.decision_rule(as_of), self.broken_dependents(as_of)),
        ]
    }

    /// What exists has a code and a name. While nothing is mended, each person sits once at a time, and
    /// there is one chair and one secretary.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        if self.exists(today) && (self.code(today).is_none() || self.name(today).is_none()) {
            return false;
        }
        let mended = |entry: &Entry<CommitteeFact>| {
            entry.corrects().is_some() || matches!(entry.fact, CommitteeFact::Annulled(_))
        };
        if self.history.iter().any(mended) {
            return true;
        }
        self.history.iter().map(Entry::from).all(|day| {
            let members = self.members(&today.on(day));
            let once = |index: usize| {
                let (seat, others) = (&members[index], &members[index + 1..]);
                let rival = |other: &crate::committee::Seat| {
                    other.person == seat.person || (other.role == seat.role && seat.role != SeatRole::Member)
                };
                !others.iter().any(rival)
            };
            (0..members.len()).all(once)
        })
    }
}

fn any_seat() -> impl Strategy<Value = Command> + Clone {
    let role = select(SeatRole::ALL.to_vec());
    prop_oneof![
        2 => (any_person(), role, any_on(), any_on()).prop_map(|(person, role, on, until)| {
            Command::SeatMember { member: MemberSeated { person, role, department: None }, on, until }
        }),
        1 => (any_event(), any_on()).prop_map(|(event, on)| Command::VacateSeat {
            seat: SeatId(event.0),
            reason: None,
            on,
        }),
    ]
}

fn any_rule() -> impl Strategy<Value = Command> + Clone {
    let rhythm = RhythmSet { rhythm: Rhythm::Month, due_within_days: 10 };
    let rule = DecisionRuleSet { rule: DecisionRule::Consensus, owners_vote: false };
    prop_oneof![
        any_on().prop_map(move |on| Command::SetRhythm { rhythm: rhythm.clone(), on }),
        any_on().prop_map(|on| Command::SetQuorum { members: 3, on }),
        any_on().prop_map(move |on| Command::SetDecisionRule { rule: rule.clone(), on }),
    ]
}
