use proptest::prelude::*;
use proptest::sample::select;

use super::Answering;
use crate::command::{Annul, Correct};
use crate::event::Sha256Hex;
use crate::evidence::{Attach, Command, Evidence, Judgment, MediaType, Provided, Scope, Uploaded};
use crate::id::InitiativeId;
use crate::maturity::PracticeId;
use crate::spec::{PROGRAM, period, text};
use crate::time::AsOf;

impl Answering for Evidence {
    fn beginning() -> Command {
        Command::Provide(provided(PracticeId::E2, false))
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let practice = select(PracticeId::ALL.to_vec());
        let plain = prop_oneof![
            8 => (practice, any::<bool>()).prop_map(|(practice, late)| {
                Command::Provide(provided(practice, late))
            }),
            4 => select(vec![1_u8, 2]).prop_map(|hash| Command::Attach(attach(hash))),
            8 => select(vec![None, Some(text("as agreed"))]).prop_map(|remark| Command::Accept { remark }),
            8 => Just(Command::Refuse { reason: text("too few") }),
            2 => Just(Command::Withdraw { reason: text("another year") }),
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
        let provided = self.provided(as_of).map(|(entry, provided)| (entry.event, provided.covers));
        vec![
            format!("exists {} in error {}", self.exists(as_of), self.in_error(as_of)),
            format!("provided {provided:?}"),
            format!("{:?}", self.attachments(as_of).map(|(entry, _)| entry.event).collect::<Vec<_>>()),
            format!("withdrawn {:?}", self.withdrawn(as_of).map(|entry| entry.event)),
            format!("{:?} by {:?}", self.judgment(as_of), self.judged(as_of).map(|entry| entry.event)),
        ]
    }

    /// Nobody who stated it has judged it.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        let stated_by = |person| {
            let mut stated = self.history.iter().filter(|entry| entry.fact.is_judged());
            stated.any(|entry| entry.by() == person)
        };
        match self.judgment(today) {
            Judgment::Awaited => true,
            Judgment::Accepted(judge) | Judgment::Refused(judge) => !stated_by(judge),
        }
    }
}

fn provided(practice: PracticeId, late: bool) -> Provided {
    let covers = if late { period("2024-01-01", "2024-03-31") } else { period("2023-10-01", "2023-12-31") };
    let scope = Scope::Initiative(InitiativeId(uuid::Uuid::from_u128(0xb1)));
    Provided { program: PROGRAM, practice, scope, covers, summary: text("Twelve interviews") }
}

fn attach(hash: u8) -> Attach {
    let uploaded = Uploaded { program: PROGRAM, bytes: 9, media_type: MediaType::Text };
    Attach { sha256: Sha256Hex([hash; 32]), name: text("minutes.txt"), uploaded: Some(uploaded) }
}
