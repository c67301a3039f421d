use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::{Answering, any_on, id_of};
use crate::command::{Annul, Correct};
use crate::id::{InitiativeId, JourneyId};
use crate::journey::Place;
use crate::noun::Noun;
use crate::pain_point::{Command, Frequency, Heard, Identify, PainPoint, Rated, Severity, Source, Standing};
use crate::spec::{PROGRAM, code, spot, text};
use crate::time::AsOf;

impl Answering for PainPoint {
    fn beginning() -> Command {
        identify("ONE", None)
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let begin = (select(vec!["ONE", "TWO"]), any_on()).prop_map(|(written, on)| identify(written, on));
        let hear = (select(Source::ALL.to_vec()), prop::option::of(0u32..3), any_on()).prop_map(
            |(source, times, on)| Command::Hear { heard: Heard { source, reference: None, times }, on },
        );
        let place = (0u128..3, any_on()).prop_map(|(at, on)| Command::Place { place: place(at), on });
        let rate = (
            prop::option::of(select(Severity::ALL.to_vec())),
            prop::option::of(select(Frequency::ALL.to_vec())),
            any_on(),
        )
            .prop_map(|(severity, frequency, on)| Command::Rate { rated: Rated { severity, frequency }, on });
        let take_up = (0u128..3, any_on()).prop_map(|(number, on)| Command::TakeUp {
            initiative: InitiativeId(Uuid::from_u128(number)),
            on,
        });
        let plain = prop_oneof![
            1 => begin,
            1 => any_on().prop_map(|on| Command::Redescribe { description: text("Two"), on }),
            1 => any_on().prop_map(|on| Command::RestateGoal { goal: text("Two"), on }),
            2 => hear,
            2 => place,
            2 => rate,
            2 => take_up,
            5 => any_on().prop_map(|on| Command::Resolve { how: None, on }),
            5 => any_on().prop_map(|on| Command::Reopen { reason: text("again"), on }),
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
        vec![
            format!("exists {} in error {}", self.exists(as_of), self.in_error(as_of)),
            format!("code {:?} of {:?}", self.code(as_of), self.program(as_of)),
            format!("{} {}", id_of(self.description(as_of)), id_of(self.goal(as_of))),
            format!("heard {:?}", self.heard(as_of).iter().map(|(entry, _)| entry.event).collect::<Vec<_>>()),
            format!("place {:?}", self.place(as_of).map(|(_, place)| place)),
            format!("rating {:?}", self.rating(as_of).map(|(_, rating)| rating)),
            format!("initiatives {:?}", self.initiatives(as_of)),
            format!("standing {:?} open {}", self.standing(as_of), self.is_open(as_of)),
            format!("broken {:?}", self.broken_dependents(as_of)),
        ]
    }

    /// What exists has a code, a description, a goal and a source; what is resolved was resolved by a
    /// fact, and not after today.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        let ever = today.on(chrono::NaiveDate::MAX);
        let stated = self.code(today).is_some()
            && self.description(today).is_some()
            && self.goal(today).is_some()
            && !self.heard(&ever).is_empty();
        let resolved = match self.standing(today) {
            (Standing::Resolved, since) => since.is_some_and(|since| since <= today.effective),
            (Standing::Open, _) => true,
        };
        !self.exists(today) || (stated && resolved)
    }
}

fn identify(written: &str, on: Option<chrono::NaiveDate>) -> Command {
    Command::Identify(Identify {
        program: PROGRAM,
        code: code(written),
        description: text("One"),
        goal: text("One"),
        heard: Heard { source: Source::Complaint, reference: None, times: None },
        place: Some(place(0)),
        rated: None,
        on,
    })
}

fn place(at: u128) -> Place {
    Place { journey: JourneyId(Uuid::from_u128(0xc3)), spot: (at > 0).then(|| spot(at)) }
}
