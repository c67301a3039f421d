use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::{Answering, any_on, any_person, id_of};
use crate::command::{Annul, Correct};
use crate::id::PainPointId;
use crate::insight::{ActedOn, Audience, Command, Find, Insight, Origin};
use crate::noun::Noun;
use crate::spec::{PROGRAM, code, department, text};
use crate::time::AsOf;

impl Answering for Insight {
    fn beginning() -> Command {
        find("ONE", None)
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let begin = (select(vec!["ONE", "TWO"]), any_on()).prop_map(|(written, on)| find(written, on));
        let draw = (0u128..3, any_on())
            .prop_map(|(number, on)| Command::DrawFrom { origin: pain_point(number), on });
        let address = (90u128..93, any_on())
            .prop_map(|(number, on)| Command::Address { department: department(number), on });
        let share = (prop::option::of(90u128..92), prop::option::of(any_person()), any_on()).prop_map(
            |(number, person, on)| {
                let departments = number.map(department).into_iter().collect();
                Command::Share { shared: Audience { departments, people: person.into_iter().collect() }, on }
            },
        );
        let acknowledge = (prop::option::of(90u128..92), any_on())
            .prop_map(|(number, on)| Command::Acknowledge { department: number.map(department), on });
        let act = any_on().prop_map(|on| {
            let acted = ActedOn { action: text("done"), department: None, initiative: None };
            Command::ActOn { acted, on }
        });
        let plain = prop_oneof![
            1 => begin,
            1 => any_on().prop_map(|on| Command::Redescribe { description: text("Two"), on }),
            2 => draw,
            2 => address,
            5 => share,
            6 => acknowledge,
            2 => act,
        ];
        prop_oneof![30 => plain, 1 => Just(Command::RecordInError { reason: text("elsewhere") })].boxed()
    }

    fn annul(annul: Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(correct: Correct<Command>) -> Command {
        Command::Correct(correct)
    }

    fn answers(&self, as_of: &AsOf) -> Vec<String> {
        let actions: Vec<_> = self.actions(as_of).iter().map(|(entry, _)| entry.event).collect();
        let sharings: Vec<_> = self.sharings(as_of).iter().map(|(entry, _)| entry.event).collect();
        vec![
            format!("exists {} in error {}", self.exists(as_of), self.in_error(as_of)),
            format!("code {:?} of {:?}", self.code(as_of), self.program(as_of)),
            id_of(self.description(as_of)),
            format!("origins {:?} departments {:?}", self.origins(as_of), self.departments(as_of)),
            format!("shared {sharings:?} acknowledged {:?}", self.acknowledgments(as_of)),
            format!("actions {actions:?} broken {:?}", self.broken_dependents(as_of)),
        ]
    }

    /// What exists has a code and a description; whoever acknowledged it heard of it before, or the
    /// acknowledgment is listed as broken.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        let stated = self.code(today).is_some() && self.description(today).is_some();
        let broken = self.broken_dependents(today);
        let heard = |it: &crate::insight::Acknowledgment| {
            self.was_shared_with(it.by, it.department, &today.on(it.on)) || broken.contains(&it.event)
        };
        !self.exists(today) || (stated && self.acknowledgments(today).iter().all(heard))
    }
}

fn find(written: &str, on: Option<chrono::NaiveDate>) -> Command {
    Command::Find(Find {
        program: PROGRAM,
        code: code(written),
        description: text("One"),
        origins: vec![pain_point(0)],
        departments: vec![department(90)],
        on,
    })
}

fn pain_point(number: u128) -> Origin {
    Origin::PainPoint(PainPointId(Uuid::from_u128(number)))
}
