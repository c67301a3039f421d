use proptest::prelude::*;
use proptest::sample::select;

use super::{Answering, any_on, id_of};
use crate::command::{Annul, Correct};
use crate::committee::{Command, Committee, Establish};
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
            6 => any_on().prop_map(|on| Command::Rename { name: text("Two"), on }),
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
        ]
    }

    /// What exists has a code and a name.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        !self.exists(today) || (self.code(today).is_some() && self.name(today).is_some())
    }
}
