use chrono_tz::{Asia, Europe};
use proptest::prelude::*;
use proptest::sample::select;

use super::{Answering, any_authority, any_event, any_on, any_person, any_profile, id_of};
use crate::authority::{Act, Governance};
use crate::calendar::FiscalCalendar;
use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::exception::{ExceptionExplained, ExceptionKey, ExceptionKind, Subject};
use crate::id::{GoalId, MetricId, PersonId};
use crate::maturity::profile::{exclusions, targets};
use crate::maturity::program::{LevelRule, LevelRuleDecided};
use crate::program::{CodeLabeled, Command, Create, GoalSet, PersonalContactStated, Program, Vocabulary};
use crate::spec::{MINH, code, day, text};
use crate::time::AsOf;

impl Answering for Program {
    fn beginning() -> Command {
        Command::Create(create(Some(day("2024-01-01"))))
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let zone = select(vec![Asia::Ho_Chi_Minh, Europe::London]);
        let calendar = select(vec![FiscalCalendar::default(), FiscalCalendar::new(4).unwrap()]);
        let plain = prop_oneof![
            4 => any_on().prop_map(|on| Command::Create(create(on))),
            8 => any_on().prop_map(|on| Command::Rename { name: text("Shops"), on }),
            8 => (any_person(), any_on()).prop_map(|(sponsor, on)| Command::NameSponsor { sponsor, on }),
            8 => (zone, any_on()).prop_map(|(zone, on)| Command::SetZone { zone, on }),
            8 => (calendar, any_on())
                .prop_map(|(calendar, on)| Command::SetCalendar { calendar, on }),
            6 => (select(vec!["LOYAL", "FAST"]), any_on()).prop_map(|(named, on)| {
                Command::SetGoal { goal: GoalSet { code: code(named), title: text(named) }, on }
            }),
            4 => (any_event(), any_on()).prop_map(|(event, on)| {
                Command::RetireGoal { goal: GoalId(event.0), reason: None, on }
            }),
            4 => (select(vec![true, false]), any_on()).prop_map(|(strict, on)| {
                let needing = vec![Act::Stop, Act::Pause, Act::Stop];
                Command::SetGovernance { governance: Governance { needing, strict }, on }
            }),
            8 => any_profile().prop_map(Command::Profile),
            4 => (select(vec![LevelRule::Lowest, LevelRule::LowerMedian]), any_on(), any_authority()).prop_map(
                |(rule, on, authority)| Command::DecideLevelRule {
                    decided: LevelRuleDecided { rule, reason: text("one branch is being sold") },
                    on,
                    authority,
                }
            ),
            4 => Just(Command::LabelCode { labeled: labeled() }),
            4 => (-1i64..3, any_on()).prop_map(|(share, on)| Command::StatePersonalContact {
                stated: PersonalContactStated { share: share.into(), source: None },
                on,
            }),
            4 => (any_person(), any_on())
                .prop_map(|(owner, due)| Command::ExplainException { explained: explained(owner, due) }),
            1 => Just(Command::RecordInError { reason: text("a rehearsal") }),
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
        let CodeLabeled { vocabulary, code, .. } = labeled();
        vec![
            format!("exists {} in error {}", self.exists(as_of), self.in_error(as_of)),
            format!("begins {:?} code {:?}", self.begins(as_of), self.code(as_of)),
            format!("name {} sponsor {:?}", id_of(self.name(as_of)), self.sponsor(as_of)),
            format!("zone {:?} calendar {:?}", self.zone(as_of), self.calendar(as_of)),
            format!(
                "goals {:?} {:?}",
                self.goals(as_of),
                self.goal_of_code(&Code::parse("LOYAL").unwrap(), as_of)
            ),
            format!("broken {:?}", self.broken_dependents(as_of)),
            format!("governance {:?}", self.governance(as_of)),
            format!("level rule {:?}", self.level_rule(as_of)),
            format!("excluded {:?}", exclusions(&self.history, as_of)),
            format!("targets {:?}", targets(&self.history, as_of)),
            format!("contact {:?}", self.personal_contact(as_of).map(|(entry, share)| (entry.event, share))),
            format!("explained {:?}", self.explanation(&exception(), as_of)),
            format!("label {}", id_of(self.label(vocabulary, &code, as_of))),
        ]
    }

    /// It always has a zone and a calendar, and no code names two goals.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        let goals = self.goals(&today.on(chrono::NaiveDate::MAX));
        let codes: std::collections::BTreeSet<_> = goals.iter().map(|goal| &goal.code).collect();
        codes.len() == goals.len() && self.zone(today).is_some() && self.calendar(today).is_some()
    }
}

fn create(on: Option<chrono::NaiveDate>) -> Create {
    Create {
        code: code("RETAIL"),
        name: text("Retail"),
        sponsor: MINH,
        zone: Asia::Ho_Chi_Minh,
        calendar: FiscalCalendar::default(),
        on,
    }
}

fn labeled() -> CodeLabeled {
    CodeLabeled { vocabulary: Vocabulary::Channel, code: code("APP"), label: text("App") }
}

/// An exception of no initiative.
fn exception() -> ExceptionKey {
    let about = Subject::Metric(MetricId(uuid::Uuid::from_u128(0xa7)));
    ExceptionKey {
        kind: ExceptionKind::AccountabilityGap,
        about,
        since: day("2024-01-01"),
        explanation: None,
    }
}

fn explained(owner: PersonId, due: Option<chrono::NaiveDate>) -> ExceptionExplained {
    ExceptionExplained { exception: exception(), cause: text("nobody free"), next_step: None, owner, due }
}
