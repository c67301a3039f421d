use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Answering, any_authority, any_day, any_event, any_on, any_person, any_profile, id_of};
use crate::command::{Annul, Correct};
use crate::exception::{ExceptionExplained, ExceptionKey, ExceptionKind, Subject};
use crate::history::Entry;
use crate::id::{CommitteeId, ImprovementId, InitiativeId, JourneyId, MetricId};
use crate::initiative::{
    BenefitExpected, BenefitKind, Charter, Command, DeclaredState, ElementChanged, ElementKind, Helps,
    Initiative, InitiativeFact, MetricRole, ProgressReported, Sentences, Status,
};
use crate::journey::Place;
use crate::maturity::profile::{exclusions, targets};
use crate::spec::{METRIC, Noun, PROGRAM, code, day, event, period, text};
use crate::time::AsOf;

impl Answering for Initiative {
    fn beginning() -> Command {
        Command::Charter(charter(Some(day("2024-01-01"))))
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let plain = prop_oneof![30 => any_plain(), 10 => any_improvement_act(), 5 => any_follow_up(), 6 => any_profile().prop_map(Command::Profile), 8 => any_relation(), 2 => any_end()];
        plain.boxed()
    }

    fn annul(annul: Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(correct: Correct<Command>) -> Command {
        Command::Correct(correct)
    }

    fn answers(&self, as_of: &AsOf) -> Vec<String> {
        let owners: Vec<_> = self.owners(as_of).iter().map(|(entry, owner)| (entry.event, *owner)).collect();
        vec![
            format!("exists {} in error {}", self.exists(as_of), self.in_error(as_of)),
            format!("begins {:?} code {:?}", self.begins(as_of), self.code(as_of)),
            format!("program {:?} committee {:?}", self.program(as_of), self.committee(as_of)),
            format!("name {} purpose {}", id_of(self.name(as_of)), id_of(self.purpose(as_of))),
            format!("owner {:?}", self.owner(as_of).map(|(entry, owner)| (entry.event, owner))),
            format!("owners {owners:?}"),
            format!("status {:?} course {:?}", self.status(as_of), self.course(as_of)),
            format!("pause decided {:?} turn {}", self.pause_was_decided(as_of), id_of(self.turn(as_of))),
            format!("successions {:?}", self.successions(as_of).collect::<Vec<_>>()),
            format!("links {:?} primary {:?}", self.links(as_of), self.primary_metric(as_of)),
            format!("improvements {:?}", self.improvements(as_of)),
            format!("reports {:?}", self.reports(as_of)),
            format!("excluded {:?}", exclusions(&self.history, as_of)),
            format!("targets {:?}", targets(&self.history, as_of)),
            format!("places {:?} expectations {:?}", self.places(as_of), self.expectations(as_of)),
            format!(
                "elements {:?} helps {:?}",
                self.elements(as_of).iter().map(|(entry, _)| entry.event).collect::<Vec<_>>(),
                self.helps(as_of).iter().map(|(entry, _)| entry.event).collect::<Vec<_>>()
            ),
            format!("broken {:?}", self.broken_dependents(as_of)),
            format!(
                "oversight {:?}",
                self.oversight(as_of).iter().map(|(_, held)| *held).collect::<Vec<_>>()
            ),
            format!("explained {:?}", self.explanation(&exception(), as_of)),
            format!("read {:?}", self.acknowledgments(event(3), as_of).map(Entry::by).collect::<Vec<_>>()),
        ]
    }

    /// While nothing is mended, it has one primary metric at most on any day, and a stop is its end until
    /// it is reopened.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        let mended = |entry: &Entry<InitiativeFact>| {
            entry.corrects().is_some() || matches!(entry.fact, InitiativeFact::Annulled(_))
        };
        if self.history.iter().any(mended) {
            return self.program(today).is_some();
        }
        let days: Vec<_> = self.history.iter().map(Entry::from).collect();
        let primaries = |on: NaiveDate| {
            let links = self.links(&today.on(on));
            links.into_iter().filter(|(_, role)| *role == MetricRole::Primary).count()
        };
        let first = |is_meant: fn(&InitiativeFact) -> bool| {
            self.history.iter().filter(|entry| is_meant(&entry.fact)).map(Entry::from).min()
        };
        let end = first(|fact| matches!(fact, InitiativeFact::Stopped(_)));
        let reopened = first(|fact| matches!(fact, InitiativeFact::Reopened(_)));
        let over = |on: NaiveDate| {
            reopened.is_some_and(|reopened| reopened <= on) || self.status(&today.on(on)).0 == Status::Stopped
        };
        days.iter().all(|day| primaries(*day) <= 1 && end.is_none_or(|end| *day < end || over(*day)))
    }
}

fn charter(on: Option<chrono::NaiveDate>) -> Charter {
    Charter {
        program: PROGRAM,
        code: code("REFUNDS"),
        name: text("Faster refunds"),
        purpose: text("Money back"),
        owner: None,
        committee: None,
        on,
        authority: None,
    }
}

fn any_plain() -> impl Strategy<Value = Command> + Clone {
    let metric = select(vec![METRIC, MetricId(uuid::Uuid::from_u128(0xc1))]);
    let role = select(vec![MetricRole::Primary, MetricRole::Process, MetricRole::Balancing]);
    let reported = select(vec![period("2024-01-01", "2024-03-31"), period("2024-04-01", "2024-06-30")]);
    prop_oneof![
        any_on().prop_map(|on| Command::Charter(charter(on))),
        any_on().prop_map(|on| Command::Rename { name: text("Refunds"), on }),
        any_on().prop_map(|on| Command::RestatePurpose { purpose: text("in a day"), on }),
        (any_person(), any_on(), any_authority()).prop_map(|(owner, on, authority)| Command::AssignOwner {
            owner,
            on,
            authority
        }),
        (any_on(), any_authority()).prop_map(|(on, authority)| Command::VacateOwner {
            reason: None,
            on,
            authority
        }),
        (metric, role, any_on()).prop_map(|(metric, role, on)| Command::LinkMetric { metric, role, on }),
        reported.prop_map(|period| Command::ReportProgress {
            report: ProgressReported::new(
                period,
                DeclaredState::AtRisk,
                Sentences { summary: text("late"), next_step: None, blocked_by: None }
            ),
        }),
        (any_on(), any_authority()).prop_map(|(on, authority)| Command::Pause {
            reason: text("budget"),
            on,
            authority
        }),
        (any_on(), any_authority()).prop_map(|(on, authority)| Command::Resume {
            reason: None,
            on,
            authority
        }),
        (any_on(), any_authority()).prop_map(|(on, authority)| Command::Sustain {
            reason: None,
            on,
            authority
        }),
        (select(vec![0xb1, 0xc1]), any_on(), any_authority()).prop_map(|(predecessor, on, authority)| {
            let predecessor = InitiativeId(uuid::Uuid::from_u128(predecessor));
            Command::Succeed { predecessor, on, authority }
        }),
    ]
}

fn any_improvement_act() -> impl Strategy<Value = Command> + Clone {
    let improvement = || any_event().prop_map(|event| ImprovementId(event.0));
    prop_oneof![
        2 => (any_on(), any_on()).prop_map(|(due, on)| Command::StartImprovement {
            title: text("One form"),
            metric: None,
            due,
            on,
        }),
        1 => (improvement(), any_day()).prop_map(|(improvement, due)| Command::MoveImprovementDate {
            improvement,
            due,
            reason: text("late"),
        }),
        1 => (improvement(), any_on())
            .prop_map(|(improvement, on)| Command::DeliverImprovement { improvement, on }),
        1 => (improvement(), any_on()).prop_map(|(improvement, on)| Command::AbandonImprovement {
            improvement,
            reason: text("no use"),
            on,
        }),
    ]
}

fn exception() -> ExceptionKey {
    let about = Subject::Initiative(Initiative::blank().id);
    ExceptionKey { kind: ExceptionKind::VacantOwner, about, since: day("2024-01-01"), explanation: None }
}

fn any_follow_up() -> impl Strategy<Value = Command> + Clone {
    let committee = select(vec![0xe1, 0xe2]).prop_map(|id| CommitteeId(uuid::Uuid::from_u128(id)));
    prop_oneof![
        (committee, any_on(), any_authority()).prop_map(|(committee, on, authority)| {
            Command::TransferOversight { committee, on, authority }
        }),
        (any_person(), any_on()).prop_map(|(owner, due)| Command::ExplainException {
            explained: ExceptionExplained {
                exception: exception(),
                cause: text("nobody free"),
                next_step: None,
                owner,
                due,
            },
        }),
        any_event().prop_map(|report| Command::AcknowledgeReport { report }),
    ]
}

/// What it changes around itself, and what is expected of it.
fn any_relation() -> impl Strategy<Value = Command> + Clone {
    let place = |spot: u128| Place {
        journey: JourneyId(uuid::Uuid::from_u128(0xc3)),
        spot: (spot > 0).then(|| crate::spec::spot(spot)),
    };
    let named = || select(vec!["CRM", "CALLS"]).prop_map(code);
    let metric = select(vec![METRIC, MetricId(uuid::Uuid::from_u128(0xc1))]);
    prop_oneof![
        (0u128..3, any_on()).prop_map(move |(spot, on)| Command::Place { place: place(spot), on }),
        (named(), select(ElementKind::ALL.to_vec()), any_on()).prop_map(move |(code, kind, on)| {
            let changed = ElementChanged { code, kind, name: text("The file"), at: vec![place(1)] };
            Command::ChangeElement { changed, on }
        }),
        (named(), any_on())
            .prop_map(|(executive, on)| Command::Help { helps: Helps { executive, goal: None }, on }),
        (named(), select(BenefitKind::ALL.to_vec()), metric, -1i64..3, any_on(), any_day()).prop_map(
            |(code, kind, metric, amount, on, until)| {
                let expected = BenefitExpected { code, kind, metric, amount: amount.into() };
                Command::ExpectBenefit { expected, on, until }
            }
        ),
    ]
}

fn any_end() -> impl Strategy<Value = Command> + Clone {
    prop_oneof![
        (any_on(), any_authority()).prop_map(|(on, authority)| Command::Stop {
            reason: text("merged"),
            lesson: None,
            on,
            authority,
        }),
        (any_on(), any_authority()).prop_map(|(on, authority)| Command::Reopen {
            reason: text("needed again"),
            on,
            authority,
        }),
        Just(Command::RecordInError { reason: text("a duplicate") }),
    ]
}
