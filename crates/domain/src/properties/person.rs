use proptest::prelude::*;
use proptest::sample::select;

use super::{Answering, any_on, id_of};
use crate::command::{Annul, Correct};
use crate::person::{Command, Person, Register};
use crate::spec::{day, department, text};
use crate::time::AsOf;

impl Answering for Person {
    fn beginning() -> Command {
        Command::Register(register(Some(day("2024-01-01"))))
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let department = select(vec![None, Some(department(7)), Some(department(8))]);
        let plain = prop_oneof![
            4 => any_on().prop_map(|on| Command::Register(register(on))),
            8 => any_on().prop_map(|on| Command::Rename { name: text("Hoa"), on }),
            8 => (department, any_on()).prop_map(|(department, on)| Command::Place { department, on }),
            2 => any_on().prop_map(|on| Command::Leave { on }),
            2 => any_on().prop_map(|on| Command::Return { on }),
            1 => Just(Command::RecordInError { reason: text("twice") }),
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
            format!("code {} name {}", id_of(self.registration(as_of)), id_of(self.name(as_of))),
            format!("department {:?} left {:?}", self.department(as_of), self.left(as_of)),
        ]
    }

    /// There is always a code.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        self.registration(today).is_some()
    }
}

fn register(on: Option<chrono::NaiveDate>) -> Register {
    Register { code: text("HOA"), name: text("Hòa"), department: None, on }
}
