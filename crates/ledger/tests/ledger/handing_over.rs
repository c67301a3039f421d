//! Somebody leaves: evidence that awaits their judgment, and steps that they announced.

use std::collections::BTreeSet;

use cxl_domain::calendar::Period;
use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::exception::{ExceptionExplained, ExceptionKey, ExceptionKind as Kind, Subject};
use cxl_domain::id::{EvidenceId, PersonId};
use cxl_domain::initiative;
use cxl_domain::maturity::PracticeId;
use cxl_domain::person;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_ledger::query::{ExceptionScope, Holding, Inquiry, Noticed, ToDoKind};
use cxl_ledger::{Command, HandOver, HandOverPart, TextAt, TextValue};
use cxl_store::meta::Actor;

use crate::committees::Steered;
use crate::world::{World, day, text};

impl World {
    fn inquire<T>(&self, on: &str, question: impl FnOnce(Inquiry<'_>) -> T) -> T {
        let views = self.ledger.snapshot();
        question(Inquiry { views: &views, analyses: &self.ledger.analyses, as_of: AsOf::head(day(on)) })
    }

    fn of_kind(&self, kind: Kind, on: &str) -> Vec<Noticed> {
        let scope = ExceptionScope { program: self.program, committee: None };
        let mut found = self.inquire(on, |inquiry| inquiry.exceptions(&scope));
        found.retain(|noticed| noticed.exception.key.kind == kind);
        found
    }

    /// What evidence a person is asked to accept or refuse.
    fn to_accept(&self, person: PersonId, on: &str) -> Vec<Subject> {
        let list = self.inquire(on, |inquiry| inquiry.to_do(person, &|_| true));
        list.into_iter().filter(|item| item.kind == ToDoKind::Accept).map(|item| item.about).collect()
    }

    async fn leaves(&self, person: PersonId, on: &str) {
        let leave = person::Command::Leave { on: Some(day(on)) };
        self.run(Command::Person(Some(person), leave.into())).await.unwrap();
    }
}

async fn provided(steered: &Steered, by: PersonId, practice: PracticeId) -> EvidenceId {
    let world = &steered.world;
    let provide = evidence::Command::Provide(Provided {
        program: world.program,
        practice,
        scope: Scope::Initiative(steered.refunds),
        covers: Period::new(day("2019-10-01"), day("2019-12-31")).unwrap(),
        summary: text("Forty complaints read and sorted"),
    });
    EvidenceId(world.run_as(by, Command::Evidence(None, provide)).await.unwrap().id)
}

#[tokio::test]
async fn evidence_that_awaits_a_leaver_goes_with_the_role_by_which_they_would_have_judged_it() {
    let steered = Steered::new().await;
    let world = &steered.world;
    let lead = world.person("LEAD", Role::ProgramLead).await;
    let heir = world.person("HEIR", Role::Contributor).await;
    let other = provided(&steered, steered.world.administrator, PracticeId::R1).await;
    let own = provided(&steered, heir, PracticeId::R2).await;
    let awaiting = |person: PersonId, on: &str| -> Vec<_> {
        let held = world.inquire(on, |inquiry| inquiry.holdings(person));
        held.into_iter().filter(|holding| matches!(holding, Holding::Evidence(_))).collect()
    };
    assert_eq!(awaiting(lead, "2020-01-01"), [Holding::Evidence(other), Holding::Evidence(own)]);
    assert_eq!(awaiting(heir, "2020-01-01"), []);

    world.leaves(lead, "2020-02-01").await;
    let due = world.of_kind(Kind::HandOverDue, "2020-02-01");
    let due: BTreeSet<_> = due.iter().map(|noticed| noticed.exception.key.about).collect();
    let stuck = [Subject::Program(world.program), Subject::Evidence(other)];
    assert_eq!(
        due,
        BTreeSet::from(stuck),
        "the other the administrator may judge, who leads the program too"
    );

    let held = world.inquire("2020-02-01", |inquiry| inquiry.holdings(lead));
    let role = held.into_iter().find(|holding| matches!(holding, Holding::Role(..))).unwrap();
    let part = |holding, to| HandOverPart { holding, to: Some(to) };
    let parts = vec![part(Holding::Evidence(other), heir), part(role, heir)];
    let hand_over = HandOver { person: lead, leaves: None, on: Some(day("2020-02-01")), parts };
    let actor = Actor::person(world.administrator);
    let answered = world.ledger.hand_over(actor, world.command_id(), hand_over).await;
    let done: Vec<_> = answered.parts.iter().map(Result::is_ok).collect();
    assert_eq!(done, [false, true], "a piece of evidence is given to nobody alone");
    assert_eq!(awaiting(lead, "2020-02-01"), []);
    assert_eq!(world.to_accept(heir, "2020-02-01"), [Subject::Evidence(other)], "nobody judges their own");
    assert_eq!(world.of_kind(Kind::HandOverDue, "2020-02-01"), []);
}

#[tokio::test]
async fn evidence_that_somebody_who_stays_may_judge_is_not_stuck() {
    let steered = Steered::new().await;
    let world = &steered.world;
    let lead = world.person("LEAD", Role::ProgramLead).await;
    world.person("KEEPER", Role::Secretary).await;
    provided(&steered, steered.world.administrator, PracticeId::R1).await;
    world.leaves(lead, "2020-02-01").await;
    let due = world.of_kind(Kind::HandOverDue, "2020-02-01");
    let due: Vec<_> = due.iter().map(|noticed| noticed.exception.key.about).collect();
    assert_eq!(due, [Subject::Program(world.program)], "the role alone");
}

/// An improvement of REFUNDS is late, and a member is to call the supplier.
async fn announced(steered: &Steered, member: PersonId) -> ExceptionKey {
    let world = &steered.world;
    let on_refunds = |act| Command::Initiative(Some(steered.refunds), act);
    let (title, due) = (text("One form"), Some(day("2020-01-31")));
    let start = initiative::Command::StartImprovement { title, metric: None, due, on: None };
    world.run(on_refunds(start)).await.unwrap();
    world.clock.set("2020-02-10T05:00:00Z");
    let [late] = world.of_kind(Kind::ImprovementOverdue, "2020-02-10").try_into().unwrap();
    let (exception, cause) = (late.exception.key, text("The supplier is late"));
    let (next_step, due) = (Some(text("Call the supplier")), Some(day("2020-03-31")));
    let explained = ExceptionExplained { exception, cause, next_step, owner: member, due };
    let lead = world.person("LEAD", Role::ProgramLead).await;
    world.run_as(lead, on_refunds(initiative::Command::ExplainException { explained })).await.unwrap();
    exception
}

#[tokio::test]
async fn a_step_that_a_leaver_announced_is_taken_over_in_the_same_words_once() {
    let steered = Steered::new().await;
    let world = &steered.world;
    let member = world.person("LEAVER", Role::Contributor).await;
    let heir = world.person("HEIR", Role::Contributor).await;
    let exception = announced(&steered, member).await;
    let step = Holding::Step(world.program, exception);
    let holds = |person| world.inquire("2020-02-10", |inquiry| inquiry.holdings(person)).contains(&step);
    assert_eq!([holds(member), holds(heir)], [true, false]);
    world.leaves(member, "2020-02-10").await;
    let due = world.of_kind(Kind::HandOverDue, "2020-02-10");
    assert!(due.iter().any(|noticed| noticed.exception.key.about == exception.about), "{due:?}");

    let (bulk, actor) = (world.command_id(), Actor::person(world.administrator));
    let parts = vec![HandOverPart { holding: step, to: Some(heir) }];
    let hand_over = HandOver { person: member, leaves: None, on: None, parts };
    let mut lengths = Vec::new();
    for _ in 0..3 {
        let answered = world.ledger.hand_over(actor, bulk, hand_over.clone()).await;
        assert!(answered.parts[0].is_ok(), "{answered:?}");
        lengths.push(world.ledger.snapshot().len);
    }
    assert_eq!(lengths, [lengths[0]; 3]);
    assert_eq!([holds(member), holds(heir)], [false, true]);
    let [late] = world.of_kind(Kind::ImprovementOverdue, "2020-02-10").try_into().unwrap();
    let explanation = late.explanation.unwrap();
    assert_eq!((explanation.owner, explanation.by), (heir, world.administrator));
    assert_eq!(explanation.due, Some(day("2020-03-31")));
    let at = |pointer| TextAt { position: explanation.position, pointer };
    let words = world.ledger.texts(&[at("/fact/cause"), at("/fact/next_step")]).await.unwrap();
    let clear = |words: &str| TextValue::Clear(words.into());
    assert_eq!(words, [clear("The supplier is late"), clear("Call the supplier")]);

    // Once somebody explained it anew, what was handed over is answered all the same, and nothing more is.
    let cause = text("The supplier was sold");
    let explained = ExceptionExplained { exception, cause, next_step: None, owner: heir, due: None };
    let explain = initiative::Command::ExplainException { explained };
    world.run(Command::Initiative(Some(steered.refunds), explain)).await.unwrap();
    let length = world.ledger.snapshot().len;
    assert!(world.ledger.hand_over(actor, bulk, hand_over.clone()).await.parts[0].is_ok());
    let again = world.ledger.hand_over(actor, world.command_id(), hand_over).await;
    assert!(again.parts[0].is_err(), "the step is not theirs any more");
    assert_eq!(world.ledger.snapshot().len, length);
}
