use proptest::prelude::*;
use proptest::sample::select;

use super::{Answering, any_on, id_of};
use crate::command::{Annul, Correct};
use crate::id::{DepartmentId, SpotId};
use crate::journey::{Command, HandOffAdded, Journey, Map, SpotKind, StageAdded, TouchpointAdded};
use crate::noun::Noun;
use crate::spec::{PROGRAM, code, department, spot, text};
use crate::time::AsOf;

impl Answering for Journey {
    fn beginning() -> Command {
        Command::Map(Map { program: PROGRAM, code: code("ONE"), name: text("One"), on: None })
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let begin = (select(vec!["ONE", "TWO"]), any_on()).prop_map(|(written, on)| {
            Command::Map(Map { program: PROGRAM, code: code(written), name: text("One"), on })
        });
        let name = || text("Two");
        let add_stage = (any_code(), 0u16..3, any_on()).prop_map(move |(code, order, on)| {
            Command::AddStage { stage: StageAdded { code, name: name(), order }, on }
        });
        let add_touchpoint = (any_code(), any_spot(), any_department(), any_on()).prop_map(
            move |(code, stage, department, on)| {
                let touchpoint = TouchpointAdded { code, name: name(), stage, channel: None, department };
                Command::AddTouchpoint { touchpoint, on }
            },
        );
        let add_hand_off = (any_code(), any_spot(), any_on()).prop_map(|(code, at, on)| {
            let hand_off = HandOffAdded { code, name: None, from: department(90), to: department(91), at };
            Command::AddHandOff { hand_off, on }
        });
        let rename =
            (any_spot(), any_on()).prop_map(move |(spot, on)| Command::RenameSpot { spot, name: name(), on });
        let order = (any_spot(), 0u16..3, any_on()).prop_map(|(stage, order, on)| Command::MoveStage {
            stage,
            order,
            on,
        });
        let relocate = (any_spot(), any_spot(), any_on())
            .prop_map(|(touchpoint, stage, on)| Command::MoveTouchpoint { touchpoint, stage, on });
        let responsible = (any_spot(), any_department(), any_on())
            .prop_map(|(touchpoint, department, on)| Command::NameResponsible { touchpoint, department, on });
        let retire =
            (any_spot(), any_on()).prop_map(|(spot, on)| Command::RetireSpot { spot, reason: None, on });
        let plain = prop_oneof![
            1 => begin,
            1 => any_on().prop_map(move |on| Command::Rename { name: name(), on }),
            5 => add_stage,
            5 => add_touchpoint,
            3 => add_hand_off,
            1 => rename,
            1 => order,
            2 => relocate,
            2 => responsible,
            3 => retire,
        ];
        // A journey that is taken back early would leave the rest of the script without effect.
        prop_oneof![30 => plain, 1 => Just(Command::RecordInError { reason: text("elsewhere") })].boxed()
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
            format!("spots {:?}", self.spots(as_of)),
            format!("map {:?}", self.map(as_of)),
            format!("broken {:?}", self.broken_dependents(as_of)),
        ]
    }

    /// What exists has a code and a name; no two spots share a code; and whatever rests on something that
    /// was never put onto the map is listed as broken.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        let spots = self.spots(today);
        let ever = self.spots(&today.on(chrono::NaiveDate::MAX));
        let codes: std::collections::BTreeSet<_> = spots.iter().map(|spot| &spot.code).collect();
        let broken = self.broken_dependents(today);
        let rests = |kind: &SpotKind| match kind.rests_on() {
            Some(below) => !broken.is_empty() || ever.iter().any(|spot| spot.id == below),
            None => true,
        };
        let named = !self.exists(today) || (self.code(today).is_some() && self.name(today).is_some());
        named && codes.len() == spots.len() && spots.iter().all(|spot| rests(&spot.kind))
    }
}

fn any_code() -> impl Strategy<Value = crate::code::Code> + Clone {
    select(vec!["A", "B", "C", "D", "E"]).prop_map(code)
}

/// A spot that may have been added.
fn any_spot() -> impl Strategy<Value = SpotId> + Clone {
    (2u128..10).prop_map(spot)
}

fn any_department() -> impl Strategy<Value = Option<DepartmentId>> + Clone {
    select(vec![None, Some(department(90)), Some(department(91))])
}
