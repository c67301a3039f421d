use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

use super::{Answering, any_authority, any_day, any_event, any_on, any_person, id_of};
use crate::calendar::{Period, Rhythm};
use crate::command::{Annul, Correct};
use crate::event::Sha256Hex;
use crate::id::{GoalId, JourneyId};
use crate::journey::Place;
use crate::measurement::figures::{Figures, Reading};
use crate::measurement::flags::{FlagId, FlagTable};
use crate::measurement::kind::{Direction, MetricKind};
use crate::measurement::publication::RestatementReason;
use crate::measurement::series::SeriesKey;
use crate::metric::{
    Bridged, Command, ControlAnswer, ControlStated, Define, Defined, FlagCleared, Metric, Purpose, Rebase,
    RebaseProposed, RecordReading,
};
use crate::spec::{LEAD, MINH, PROGRAM, code, day, period, text};
use crate::time::AsOf;

impl Answering for Metric {
    fn beginning() -> Command {
        Command::Define(Box::new(define(MetricKind::Count, Some(day("2024-01-01")))))
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let in_error = Just(Command::RecordInError { reason: text("a duplicate") });
        let plain = prop_oneof![20 => any_plain(), 30 => any_reading(), 1 => in_error];
        plain.boxed()
    }

    fn annul(annul: Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(correct: Correct<Command>) -> Command {
        Command::Correct(correct)
    }

    fn answers(&self, as_of: &AsOf) -> Vec<String> {
        let defined = self.definition(as_of);
        let kind = defined.map_or(MetricKind::Count, |(_, defined)| defined.kind);
        let versions: Vec<_> = self.versions(as_of).iter().map(|(entry, v)| (entry.event, *v)).collect();
        let mut answers = vec![
            format!("exists {} in error {}", self.exists(as_of), self.in_error(as_of)),
            format!("defined {:?}", defined.map(|(entry, defined)| (entry.event, defined))),
            format!("program {:?} code {:?}", self.program(as_of), self.code(as_of)),
            format!("name {}", id_of(self.name(as_of))),
            format!("version {:?}", self.version(as_of).map(|(entry, v)| (entry.event, v))),
            format!("versions {versions:?}"),
            format!("target {:?} of {:?}", self.target(as_of), self.targets(as_of)),
            format!("accountable {:?}", self.accountable(as_of)),
            format!("headline {:?} place {:?}", self.headline(as_of), self.place(as_of)),
            format!("broken {:?}", self.broken_dependents(as_of)),
            format!("purpose {:?}", self.purpose(as_of).map(|(entry, declared)| (entry.event, declared))),
            format!("judged people {:?}", self.judged_people(as_of).map(|(entry, _)| entry.event)),
            format!("goal {:?} gap {:?}", self.goal(as_of), self.accountability_gap(as_of)),
            format!("control {:?}", self.control_statement(as_of).map(|(entry, _)| entry.event)),
            format!(
                "cleared {:?}",
                [0, 1].map(|it| self
                    .cleared(FlagId::Unbalanced, Sha256Hex([it; 32]), as_of)
                    .map(|entry| entry.event))
            ),
            format!("bridged {:?}", [1, 2].map(|version| self.bridged_versions(version, as_of))),
        ];
        for key in any_series_key() {
            // A series without a visible reading is as good as none.
            let current = self.series(&key).map(|series| series.current(kind, as_of)).unwrap_or_default();
            answers.push(format!("{key:?} {current:?} rebased {:?}", self.rebase_days(&key, as_of)));
        }
        answers
    }

    /// Periods of a series do not overlap, every reading is of a definition that stands, and nobody has
    /// approved a rebase of their own.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        let versions: Vec<_> = self.versions(today).into_iter().map(|(_, version)| version).collect();
        let rebases = self.series.iter().flat_map(|series| self.rebases(&series.key, today));
        let by_another = |rebase: &Rebase<'_>| {
            rebase.approval.is_none_or(|approval| approval.by() != rebase.proposal.by())
        };
        rebases.into_iter().all(|rebase| by_another(&rebase))
            && self.series.iter().all(|series| {
                let periods: Vec<_> =
                    series.publications.standing(today).map(|entry| entry.fact.period).collect();
                let apart = |one: Period| periods.iter().all(|other| one == *other || !one.overlaps(*other));
                periods.iter().all(|period| apart(*period))
                    && (periods.is_empty() || versions.contains(&series.key.definition))
            })
    }
}

fn define(kind: MetricKind, on: Option<chrono::NaiveDate>) -> Define {
    Define {
        defined: Defined {
            program: PROGRAM,
            code: code("WAIT"),
            kind,
            direction: Direction::Decrease,
            unit: None,
            rhythm: Rhythm::Month,
            due_within_days: None,
        },
        name: text("Waiting time"),
        wording: text("Days"),
        accountable: None,
        headline: None,
        on,
    }
}

fn any_series_key() -> [SeriesKey; 3] {
    let app = SeriesKey { channel: Some(code("APP")), ..SeriesKey::of(1) };
    [SeriesKey::of(1), SeriesKey::of(2), app]
}

fn any_plain() -> impl Strategy<Value = Command> + Clone {
    let kind = select(MetricKind::ALL.to_vec());
    let value = select(vec![-101i64, 0, 1, 50, 101]);
    prop_oneof![
        1 => (kind, any_on()).prop_map(|(kind, on)| Command::Define(Box::new(define(kind, on)))),
        1 => any_on().prop_map(|on| Command::Rename { name: text("Wait"), on }),
        2 => any_on().prop_map(|on| Command::Redefine { wording: text("Working days"), on }),
        2 => (value, any_on(), any_on(), any_authority()).prop_map(|(value, on, until, authority)| {
            Command::SetTarget { value: Decimal::from(value), reason: None, on, until, authority }
        }),
        1 => (any_person(), any_on())
            .prop_map(|(person, on)| Command::AssignAccountable { person, on }),
        1 => (select(any_series_key().to_vec()), any_on())
            .prop_map(|(series, on)| Command::NameHeadline { series, on }),
        1 => (0u128..2, any_on()).prop_map(|(number, on)| {
            let journey = JourneyId(uuid::Uuid::from_u128(number));
            Command::Place { place: Place { journey, spot: None }, on }
        }),
        4 => any_discipline(),
        4 => any_judged_together(),
    ]
}

fn any_discipline() -> impl Strategy<Value = Command> + Clone {
    let purposes = vec![vec![], vec![Purpose::Strategy], vec![Purpose::Strategy, Purpose::Pay]];
    let goal = select(vec![None, Some(GoalId(MINH.0)), Some(GoalId(LEAD.0))]);
    prop_oneof![
        (select(purposes), any_on()).prop_map(|(purposes, on)| Command::DeclarePurpose {
            purposes: purposes.into_iter().collect(),
            on
        }),
        (goal, any_on()).prop_map(|(goal, on)| Command::LinkGoal { goal, on }),
        (any::<[bool; 3]>(), any_on()).prop_map(|([controls, knows, may], on)| {
            let answer = |yes| ControlAnswer { yes, remark: None };
            let (controls, knows_how, has_authority) = (answer(controls), answer(knows), answer(may));
            let stated = ControlStated { controls, knows_how, has_authority, controlled_by: None };
            Command::StateControl { stated, on }
        }),
    ]
}

fn any_judged_together() -> impl Strategy<Value = Command> + Clone {
    prop_oneof![
        1 => (0u8..2).prop_map(|seen| {
            let (table, flag) = (FlagTable::Flags1, FlagId::Unbalanced);
            let (seen, reason) = (Sha256Hex([seen; 32]), text("counted again"));
            Command::ClearFlag { cleared: FlagCleared { table, flag, improvement: None, seen, reason } }
        }),
        2 => (select(any_series_key().to_vec()), any_day()).prop_map(|(series, date)| {
            let proposed = RebaseProposed { series, date, reason: text("another system") };
            Command::ProposeRebase { proposed }
        }),
        3 => (any_event(), any_authority())
            .prop_map(|(rebase, authority)| Command::ApproveRebase { rebase, authority }),
        1 => (0u32..3, 1u32..3).prop_map(|(earlier, later)| {
            let bridged = Bridged { earlier, later, reason: text("the same in other words") };
            Command::Bridge { bridged, authority: None }
        }),
    ]
}

fn any_figures() -> impl Strategy<Value = Figures> + Clone {
    let decimals = vec![Decimal::ZERO, Decimal::ONE, Decimal::TEN, Decimal::MAX, -Decimal::ONE];
    let number = move || select(decimals.clone());
    let count = || select(vec![0u64, 1, 5, u64::MAX]);
    prop_oneof![
        6 => (0i64..4).prop_map(|value| Figures::Value(Decimal::from(value))),
        1 => number().prop_map(Figures::Value),
        1 => (number(), number())
            .prop_map(|(numerator, denominator)| Figures::Ratio { numerator, denominator }),
        1 => (count(), count(), count()).prop_map(|(promoters, passives, detractors)| {
            Figures::Bands { promoters, passives, detractors }
        }),
        1 => prop::collection::vec(count(), 0..13).prop_map(Figures::Steps),
    ]
}

fn any_reading() -> impl Strategy<Value = Command> + Clone {
    let months = vec![period("2024-01-01", "2024-01-31"), period("2024-02-01", "2024-02-29")];
    let odd = (any_day(), any_day()).prop_filter_map("a period ends after it begins", |(from, to)| {
        crate::calendar::Period::new(from, to).ok()
    });
    let period = prop_oneof![8 => select(months), 1 => odd];
    let restatement = select(vec![None, Some(RestatementReason::SourceRevised)]);
    (select(any_series_key().to_vec()), period, any::<bool>(), any_figures(), restatement).prop_map(
        |(series, period, irregular, figures, restatement)| {
            let reading = Reading::of(figures);
            Command::RecordReading(RecordReading { series, period, irregular, reading, restatement })
        },
    )
}
