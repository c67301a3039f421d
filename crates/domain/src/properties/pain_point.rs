use proptest::prelude::*;
use proptest::sample::select;

use super::{Answering, any_on, id_of};
use crate::command::{Annul, Correct};
use crate::noun::Noun;
use crate::pain_point::{Command, Identify, PainPoint};
use crate::spec::{PROGRAM, code, text};
use crate::time::AsOf;

impl Answering for PainPoint {
    fn beginning() -> Command {
        Command::Identify(Identify {
            program: PROGRAM,
            code: code("ONE"),
            description: text("One"),
            on: None,
        })
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let begin = (select(vec!["ONE", "TWO"]), any_on()).prop_map(|(written, on)| {
            Command::Identify(Identify {
                program: PROGRAM,
                code: code(written),
                description: text("One"),
                on,
            })
        });
        let plain = prop_oneof![
            2 => begin,
            6 => any_on().prop_map(|on| Command::Redescribe { description: text("Two"), on }),
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
            id_of(self.description(as_of)),
        ]
    }

    /// What exists has a code and a description.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        !self.exists(today) || (self.code(today).is_some() && self.description(today).is_some())
    }
}
