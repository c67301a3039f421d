use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::{Answering, any_day, any_event, any_on, any_person, id_of};
use crate::command::{Annul, Correct};
use crate::history::Entry;
use crate::id::{ActionId, CommitteeId};
use crate::meeting::{
    ActionAgreed, AgendaFixed, Attendee, Command, Convene, Convention, Meeting, MeetingFact, Minuted,
    Presence,
};
use crate::noun::Noun;
use crate::spec::{HOA, LEAD, PROGRAM, code, day, event, text};
use crate::time::AsOf;

impl Answering for Meeting {
    fn beginning() -> Command {
        Command::Convene(convene("ONE", Some(day("2024-02-01"))))
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let begin = (select(vec!["ONE", "TWO"]), any_on())
            .prop_map(|(written, on)| Command::Convene(convene(written, on)));
        let plain = prop_oneof![
            1 => begin,
            2 => any_on().prop_map(|on| Command::Rename { name: text("Two"), on }),
            1 => any_day().prop_map(|to| Command::Move { to, reason: text("ill") }),
            6 => any_hold(),
            6 => any_action(),
            6 => any_minutes(),
            1 => Just(Command::Cancel { reason: text("no quorum") }),
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
        let ids = |entries: Vec<&Entry<MeetingFact>>| -> Vec<_> {
            entries.into_iter().map(|entry| entry.event).collect()
        };
        let moves = self.moves(as_of).into_iter().map(|(entry, _)| entry).collect();
        vec![
            format!("exists {} in error {}", self.exists(as_of), self.in_error(as_of)),
            format!("code {:?} of {:?}", self.code(as_of), self.program(as_of)),
            format!("committee {:?} day {:?}", self.committee(as_of), self.day(as_of)),
            format!("status {:?} moves {:?}", self.status(as_of), ids(moves)),
            format!("name {} canceled {}", id_of(self.name(as_of)), id_of(self.cancellation(as_of))),
            format!("agenda {}", id_of(self.agenda(as_of).map(|(entry, _)| entry))),
            format!(
                "attendance {:?}",
                self.attendance(as_of).map(|(entry, taken)| (entry.event, taken.voting()))
            ),
            format!("resolutions {:?} actions {:?}", ids(self.resolutions(as_of)), self.actions(as_of)),
            format!("minutes {}", id_of(self.minutes(as_of).map(|(entry, _)| entry))),
            format!("confirmed {}", id_of(self.confirmation(as_of).map(|(entry, _)| entry))),
            format!("read {:?}", ids(self.acknowledgments(event(3), as_of).collect())),
            format!("broken {:?}", self.broken_dependents(as_of)),
        ]
    }

    /// What exists has a code and a name; what came of it came of a meeting that was held.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        let named = self.code(today).is_some() && self.name(today).is_some();
        let came_of_it = self.minutes(today).is_some()
            || !self.actions(today).is_empty()
            || !self.resolutions(today).is_empty();
        (!self.exists(today) || named) && (!came_of_it || self.held(today).is_some())
    }
}

fn convene(written: &str, on: Option<chrono::NaiveDate>) -> Convene {
    let committee = CommitteeId(Uuid::from_u128(0xe1));
    Convene { program: PROGRAM, code: code(written), committee, name: text("One"), on }
}

fn any_hold() -> impl Strategy<Value = Command> + Clone {
    let agenda = AgendaFixed { position: 7, effective: day("2024-02-01"), items: Vec::new(), also: None };
    let convention = Convention { chair: Some(LEAD), quorum: Some(1), agenda: Some(agenda) };
    let there = Attendee { person: HOA, presence: Presence::Present, role: None, department: None };
    let (held, taken, fixed) = (convention.clone(), convention.clone(), convention);
    prop_oneof![
        4 => any_person().prop_map(move |chair| Command::Hold {
            chair: Some(chair),
            attendees: vec![there],
            convention: held.clone(),
        }),
        1 => Just(Command::TakeAttendance { attendees: vec![there], convention: taken }),
        1 => Just(Command::FixAgenda { also: None, convention: fixed }),
    ]
}

fn any_action() -> impl Strategy<Value = Command> + Clone {
    let action = || any_event().prop_map(|event| ActionId(event.0));
    prop_oneof![
        4 => (any_person(), any_day()).prop_map(|(owner, due)| Command::AgreeAction {
            action: ActionAgreed { task: text("ask"), owner, due, initiative: None },
        }),
        1 => (action(), any_day()).prop_map(|(action, due)| Command::MoveAction {
            action,
            due,
            reason: text("late"),
        }),
        1 => (action(), any_person(), any_on())
            .prop_map(|(action, owner, on)| Command::HandActionOver { action, owner, on }),
        1 => (action(), any_on())
            .prop_map(|(action, on)| Command::CompleteAction { action, remark: None, on }),
        1 => (action(), any_on())
            .prop_map(|(action, on)| Command::DropAction { action, reason: text("no use"), on }),
    ]
}

fn any_minutes() -> impl Strategy<Value = Command> + Clone {
    let minutes = Minuted { number: Some(code("1")), sha256: None, minutes: None };
    prop_oneof![
        Just(Command::Resolve { resolution: text("refunds first") }),
        Just(Command::Minute { minutes }),
        any_event().prop_map(|minutes| Command::ConfirmMinutes { minutes }),
        any_event().prop_map(|minutes| Command::Acknowledge { minutes }),
    ]
}
