//! What holds for every history that commands can lead to.
//!
//! A script is a row of commands, sensible and not; those that are accepted are recorded. Each noun
//! says which commands there are and every answer that it can give.

mod committee;
mod decision;
mod evidence;
mod initiative;
mod insight;
mod journey;
mod meeting;
mod metric;
mod organization;
mod pain_point;
mod person;
mod program;

use std::cell::Cell;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;

use crate::command::{Annul, Correct, Moment};
use crate::event::{Authority, Event};
use crate::history::{Entry, Recorded};
use crate::id::{EventId, PersonId};
use crate::maturity::{PracticeId, profile};
use crate::spec::{Given, HOA, LEAD, MINH, Noun, Past, ZONE, day, event, given, read_back, text};
use crate::time::{AsOf, Instant, Stamp, start_of_day};

/// A noun whose every command and answer is known.
trait Answering: Noun + 'static {
    /// The command with which it begins.
    fn beginning() -> Self::Command;
    /// Any act but annulling and correcting.
    fn plain_command() -> BoxedStrategy<Self::Command>;
    fn annul(annul: Annul) -> Self::Command;
    fn correct(correct: Correct<Self::Command>) -> Self::Command;
    /// Every answer it gives at a point in time, facts by the id of their event.
    fn answers(&self, as_of: &AsOf) -> Vec<String>;
    /// What is true of it after every command.
    fn keeps_its_promises(&self, today: &AsOf) -> bool;
}

/// A command and the moment in which it comes.
#[derive(Debug, Clone)]
struct Step<C> {
    days_later: u64,
    by: PersonId,
    published: Option<NaiveDate>,
    command: C,
}

/// Half of the scripts mend nothing, so that what mending may break is seen to hold without it.
fn any_script<N: Answering>() -> impl Strategy<Value = Vec<Step<N::Command>>> {
    prop_oneof![any_steps(N::plain_command()), any_steps(or_mending::<N>())]
}

fn any_steps<C: Clone + std::fmt::Debug + 'static>(
    command: BoxedStrategy<C>,
) -> impl Strategy<Value = Vec<Step<C>>> {
    let step = (0u64..40, any_person(), any_published(), command)
        .prop_map(|(days_later, by, published, command)| Step { days_later, by, published, command });
    prop::collection::vec(step, 0..20)
}

/// What a script led to.
struct Run<N: Noun> {
    given: Given<N>,
    /// The facts as they were decided, before their texts were sealed.
    typed: Vec<Event<N::Fact>>,
    /// The state after each event.
    states: Vec<N>,
    /// The day of each command that was accepted, and how many events there were after it.
    accepted: Vec<(NaiveDate, usize)>,
}

fn run<N: Answering>(script: Vec<Step<N::Command>>) -> Run<N> {
    let mut run: Run<N> =
        Run { given: given([]), typed: Vec::new(), states: Vec::new(), accepted: Vec::new() };
    let first = Step { days_later: 0, by: LEAD, published: None, command: N::beginning() };
    let mut today = day("2024-03-01");
    for Step { days_later, by, published, command } in std::iter::once(first).chain(script) {
        today = today + Days::new(days_later);
        let at = start_of_day(today, ZONE);
        let moment = Moment::new(by, at.to_utc(), ZONE).published_on(published);
        let Ok(facts) = run.given.state.decide(command, &moment) else { continue };
        for event in facts {
            run.typed.push(event.clone());
            run.given.record_at(&Past { event, published }, at);
            run.states.push(run.given.state.clone());
        }
        run.accepted.push((today, run.states.len()));
    }
    run
}

impl<N: Answering> Run<N> {
    fn all_answers(state: &N, as_of: AsOf) -> Vec<Vec<String>> {
        let days = ["2023-12-31", "2024-03-01", "2024-06-01", "2027-01-01"];
        days.iter().map(|effective| state.answers(&as_of.on(day(effective)))).collect()
    }

    /// The same state folded from the log in one go.
    fn refolded(&self, length: usize) -> N {
        let mut state = N::blank();
        for (position, (wire_name, body)) in self.given.log[..length].iter().enumerate() {
            let stamp = self.given.stamps[position];
            state.evolve(&read_back(stamp.position(), stamp, wire_name, body));
        }
        state
    }

    /// The same state folded from facts whose texts were never sealed.
    fn folded_unsealed(&self) -> N {
        let mut state = N::blank();
        for (stamp, event) in self.given.stamps.iter().zip(&self.typed) {
            let id = crate::spec::event(stamp.position().into());
            state.evolve(&Recorded { id, stamp: *stamp, event: event.clone() });
        }
        state
    }

    /// A state that was handed out is not altered by later facts, and folding the log in one go gives
    /// the same answers.
    fn folds_the_same_at_once_and_event_by_event(&self) -> Result<(), TestCaseError> {
        let everything = AsOf::head(NaiveDate::MIN);
        for (index, state) in self.states.iter().enumerate() {
            let refolded = self.refolded(index + 1);
            prop_assert_eq!(Self::all_answers(state, everything), Self::all_answers(&refolded, everything));
        }
        Ok(())
    }

    fn keeps_its_promises(&self) -> Result<(), TestCaseError> {
        for (today, length) in &self.accepted {
            let state = &self.states[length - 1];
            prop_assert!(state.keeps_its_promises(&AsOf::head(*today)), "after {} events", length);
        }
        Ok(())
    }

    fn does_not_depend_on_what_texts_say(&self) -> Result<(), TestCaseError> {
        let everything = AsOf::head(NaiveDate::MIN);
        let unsealed = Self::all_answers(&self.folded_unsealed(), everything);
        prop_assert_eq!(Self::all_answers(&self.given.state, everything), unsealed);
        Ok(())
    }

    /// Once an event recorded after K exists, nothing that is recorded later changes a strict answer.
    fn settled_strict_answers_stay(&self) -> Result<(), TestCaseError> {
        self.answers_stay(|stamp| AsOf {
            known: Instant(stamp.recorded.0 - 1),
            strict: true,
            ..AsOf::head(NaiveDate::MIN)
        })
    }

    /// Nothing that is recorded later changes an answer at a position and the time of its event.
    fn answers_at_a_position_stay(&self) -> Result<(), TestCaseError> {
        for strict in [false, true] {
            self.answers_stay(|stamp| AsOf {
                position: Some(stamp.position()),
                known: stamp.recorded,
                strict,
                ..AsOf::head(NaiveDate::MIN)
            })?;
        }
        Ok(())
    }

    /// Annuls every fact that can be annulled, each on its own, a day after everything else: no strict answer
    /// about a time before that day changes. Says how many facts could be annulled.
    fn annulled_without_touching_strict_answers_before(&self) -> Result<usize, TestCaseError> {
        let Some(last) = self.given.stamps.last() else { return Ok(0) };
        let at = Instant(last.recorded.0 + 86_400_000_000);
        let asked: Vec<_> = self
            .given
            .stamps
            .iter()
            .map(|stamp| {
                let strict = AsOf { known: stamp.recorded, strict: true, ..AsOf::head(NaiveDate::MIN) };
                (strict, Self::all_answers(&self.given.state, strict))
            })
            .collect();
        let mut annulled = 0;
        for event in self.given.stamps.iter().map(|stamp| event(stamp.position().into())) {
            let annul = || N::annul(Annul { event, reason: text("wrong") });
            let decided = [LEAD, MINH, HOA]
                .map(|by| self.given.state.decide(annul(), &Moment::new(by, at.to_utc(), ZONE)));
            let Some(facts) = decided.into_iter().find_map(Result::ok) else { continue };
            let mut after = self.given.clone();
            for event in facts {
                after.record_at(&Past { event, published: None }, at);
            }
            annulled += 1;
            for (strict, before) in &asked {
                prop_assert_eq!(before, &Self::all_answers(&after.state, *strict), "{:?} annulled", event);
            }
        }
        Ok(annulled)
    }

    fn answers_stay(&self, as_of: impl Fn(&Stamp) -> AsOf) -> Result<(), TestCaseError> {
        for (stamp, state) in self.given.stamps.iter().zip(&self.states) {
            let as_of = as_of(stamp);
            let first = Self::all_answers(state, as_of);
            let last = Self::all_answers(&self.given.state, as_of);
            prop_assert_eq!(first, last, "at {:?}", as_of);
        }
        Ok(())
    }
}

/// Fails, too, where no script led to anything that could be annulled.
fn annulments_leave_strict_answers_alone<N: Answering>() {
    let annulled = Cell::new(0);
    let outcome =
        TestRunner::new(ProptestConfig::with_cases(32)).run(&any_steps(N::plain_command()), |script| {
            let run: Run<N> = run(script);
            annulled.set(annulled.get() + run.annulled_without_touching_strict_answers_before()?);
            Ok(())
        });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(annulled.get() > 0, "nothing could be annulled");
}

macro_rules! nouns {
    ($($name:ident: $noun:ty,)*) => {$(
        mod $name {
            use super::*;

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(96))]

                #[test]
                fn keeps_its_word_whatever_commands_come(script in any_script::<$noun>()) {
                    let run: Run<$noun> = run(script);
                    run.keeps_its_promises()?;
                    run.folds_the_same_at_once_and_event_by_event()?;
                    run.does_not_depend_on_what_texts_say()?;
                    run.settled_strict_answers_stay()?;
                    run.answers_at_a_position_stay()?;
                }
            }

            #[test]
            fn annulling_a_fact_leaves_strict_answers_before_it_untouched() {
                annulments_leave_strict_answers_alone::<$noun>();
            }
        }
    )*};
}

mod holds_for {
    use super::*;

    nouns! {
        an_initiative: crate::initiative::Initiative,
        a_metric: crate::metric::Metric,
        evidence: crate::evidence::Evidence,
        a_person: crate::person::Person,
        a_program: crate::program::Program,
        a_committee: crate::committee::Committee,
        a_meeting: crate::meeting::Meeting,
        a_decision: crate::decision::Decision,
        a_journey: crate::journey::Journey,
        a_pain_point: crate::pain_point::PainPoint,
        an_insight: crate::insight::Insight,
        the_organization: crate::organization::Organization,
    }
}

fn any_person() -> impl Strategy<Value = PersonId> + Clone {
    select(vec![LEAD, MINH, HOA])
}

/// An event that may have been recorded.
fn any_event() -> impl Strategy<Value = EventId> + Clone {
    (0u128..16).prop_map(event)
}

/// A day that a command may name: none, sensible ones, and some beyond what the ledger keeps.
fn any_on() -> impl Strategy<Value = Option<NaiveDate>> + Clone {
    prop_oneof![2 => Just(None), 9 => any_day().prop_map(Some)]
}

fn any_day() -> impl Strategy<Value = NaiveDate> + Clone {
    let days = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-15", "2024-06-01", "2025-01-01"];
    let sensible = days.map(day).to_vec();
    let senseless = vec![day("1899-12-31"), day("2201-01-01"), NaiveDate::MIN, NaiveDate::MAX];
    prop_oneof![12 => select(sensible), 1 => select(senseless)]
}

fn any_published() -> impl Strategy<Value = Option<NaiveDate>> {
    let published = vec![day("2020-05-01"), day("2024-01-10"), day("2024-02-20"), day("2024-03-20")];
    prop_oneof![3 => Just(None), 2 => select(published).prop_map(Some)]
}

fn any_authority() -> impl Strategy<Value = Option<Authority>> + Clone {
    select(vec![None, Some(Authority::Founding)])
}

/// Any decision about a practice or a level.
fn any_profile() -> impl Strategy<Value = profile::Command> + Clone {
    use profile::{
        Decide, Goal, MaturityTargetDropped, MaturityTargetSet, PracticeApplicable, PracticeNotApplicable,
    };
    let practice = || select(vec![PracticeId::R3, PracticeId::O1]);
    let goal = || select(vec![Goal::Level(2), Goal::Level(9), Goal::Practice(PracticeId::R3)]);
    let decide = prop_oneof![
        (practice(), any_day(), any_on()).prop_map(|(practice, review_on, until)| {
            let said = PracticeNotApplicable { practice, reason: text("no revenue"), review_on };
            Decide::NotApplicable { said, until }
        }),
        practice().prop_map(|practice| Decide::Applicable(PracticeApplicable { practice, reason: None })),
        (goal(), any_day()).prop_map(|(goal, due)| Decide::SetTarget(MaturityTargetSet {
            goal,
            due,
            reason: None
        })),
        goal().prop_map(|goal| Decide::DropTarget(MaturityTargetDropped { goal, reason: text("no use") })),
    ];
    (decide, any_on(), any_authority()).prop_map(|(decide, on, authority)| profile::Command {
        decide,
        on,
        authority,
    })
}

/// Any act: mostly plain ones, often mending ones.
fn or_mending<N: Answering>() -> BoxedStrategy<N::Command> {
    let annulment = any_event().prop_map(|event| N::annul(Annul { event, reason: text("wrong") }));
    let correction = (any_event(), N::plain_command())
        .prop_map(|(event, with)| N::correct(Correct { event, reason: text("wrong"), with: Box::new(with) }));
    prop_oneof![6 => N::plain_command(), 2 => annulment, 3 => correction].boxed()
}

fn id_of<T>(entry: Option<&Entry<T>>) -> String {
    format!("{:?}", entry.map(|entry| entry.event))
}
