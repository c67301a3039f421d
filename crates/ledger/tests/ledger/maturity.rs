//! The level of a program from those of its initiatives, and what is decided about practices.

use cxl_domain::calendar::Period;
use cxl_domain::command::Correct;
use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::id::{EvidenceId, InitiativeId, PersonId};
use cxl_domain::initiative;
use cxl_domain::maturity::profile::{self, Decide, Goal, MaturityTargetSet, PracticeNotApplicable};
use cxl_domain::maturity::program::{LevelRule, LevelRuleDecided};
use cxl_domain::maturity::{PracticeId, PracticeState};
use cxl_domain::program;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_ledger::Command;
use cxl_ledger::query::{Inquiry, ProgramMaturity, ToDoKind};

use crate::world::{World, day, text};
use PracticeId::{R1, R2, R3, R4};

/// A ledger with somebody who provides evidence and somebody who accepts it.
struct Program {
    world: World,
    provider: PersonId,
    judge: PersonId,
}

impl Program {
    async fn new() -> Self {
        let world = World::new().await;
        let provider = world.person("PROVIDER", Role::Contributor).await;
        let judge = world.person("JUDGE", Role::ProgramLead).await;
        Self { world, provider, judge }
    }

    /// Accepted evidence for an initiative.
    async fn evidence(
        &self,
        initiative: InitiativeId,
        practice: PracticeId,
        from: &str,
        to: &str,
    ) -> EvidenceId {
        let provided = Provided {
            program: self.world.program,
            practice,
            scope: Scope::Initiative(initiative),
            covers: Period::new(day(from), day(to)).unwrap(),
            summary: text("Twelve interviews"),
        };
        let provide = Command::Evidence(None, evidence::Command::Provide(provided));
        let id = EvidenceId(self.world.run_as(self.provider, provide).await.unwrap().id);
        let accept = Command::Evidence(Some(id), evidence::Command::Accept { remark: None });
        self.world.run_as(self.judge, accept).await.unwrap();
        id
    }

    /// Everything that level 1 takes, without the practices that are left out.
    async fn repaired(&self, initiative: InitiativeId, without: &[PracticeId]) {
        let quarters = [("2020-07-01", "2020-09-30"), ("2020-10-01", "2020-12-31")];
        for practice in [R1, R2, R3, R4].into_iter().filter(|practice| !without.contains(practice)) {
            for (from, to) in quarters {
                self.evidence(initiative, practice, from, to).await;
            }
        }
    }

    async fn run(&self, command: Command) {
        self.world.run(command).await.unwrap();
    }

    fn ask<T>(&self, on: &str, question: impl FnOnce(Inquiry<'_>) -> T) -> T {
        let views = self.world.ledger.snapshot();
        question(Inquiry { views: &views, analyses: &self.world.ledger.analyses, as_of: AsOf::head(day(on)) })
    }

    fn maturity(&self, on: &str) -> ProgramMaturity {
        self.ask(on, |inquiry| inquiry.program_maturity(self.world.program))
    }

    fn level(&self, initiative: InitiativeId, on: &str) -> u8 {
        self.ask(on, |inquiry| inquiry.assessment(inquiry.initiative(initiative).unwrap()).level)
    }
}

#[tokio::test]
async fn a_program_is_at_the_lowest_level_of_what_runs_and_is_older_than_twelve_months() {
    let program = Program::new().await;
    let world = &program.world;
    let (old, weak) = (world.chartered("OLD").await, world.chartered("WEAK").await);
    world.clock.set("2020-06-01T02:00:00Z");
    let young = world.chartered("YOUNG").await;
    world.clock.set("2021-01-15T02:00:00Z");
    program.repaired(old, &[]).await;

    let before = program.maturity("2020-12-31");
    assert_eq!((before.level, before.settled.len(), before.settling.len()), (None, 0, 3));
    let now = program.maturity("2021-01-15");
    assert_eq!((now.level, now.distribution), (Some(0), vec![(0, 1), (1, 1)]));
    assert_eq!(now.mean, Some("0.50".parse().unwrap()));
    assert_eq!(now.settling.iter().map(|of| of.initiative).collect::<Vec<_>>(), [young]);

    let pause = initiative::Command::Pause { reason: text("no budget"), on: None, authority: None };
    program.run(Command::Initiative(Some(weak), pause)).await;
    let paused = program.maturity("2021-01-15");
    assert_eq!((paused.level, paused.paused[0].initiative), (Some(1), weak));
}

#[tokio::test]
async fn another_rule_for_the_level_of_a_program_is_a_dated_decision() {
    let program = Program::new().await;
    let world = &program.world;
    let [a, b, _] = [world.chartered("A").await, world.chartered("B").await, world.chartered("C").await];
    world.clock.set("2021-01-15T02:00:00Z");
    program.repaired(a, &[]).await;
    program.repaired(b, &[]).await;
    let decided = LevelRuleDecided { rule: LevelRule::LowerMedian, reason: text("one branch is sold") };
    let decide = program::Command::DecideLevelRule { decided, on: Some(day("2021-02-01")), authority: None };
    program.run(Command::Program(Some(world.program), decide)).await;
    let told = |on| {
        let maturity = program.maturity(on);
        (maturity.rule, maturity.level, maturity.settled.len(), maturity.held_by().count())
    };
    assert_eq!(told("2021-01-31"), (LevelRule::Lowest, Some(0), 3, 1));
    assert_eq!(told("2021-02-01"), (LevelRule::LowerMedian, Some(1), 3, 3));
}

#[tokio::test]
async fn what_does_not_apply_to_a_program_applies_to_none_of_its_initiatives() {
    let program = Program::new().await;
    let initiative = program.world.chartered("A").await;
    program.world.clock.set("2021-01-15T02:00:00Z");
    program.repaired(initiative, &[R3]).await;
    assert_eq!(program.level(initiative, "2021-01-15"), 0);
    let said =
        PracticeNotApplicable { practice: R3, reason: text("one department"), review_on: day("2022-01-01") };
    let command = profile::Command {
        decide: Decide::NotApplicable { said, until: None },
        on: Some(day("2021-01-01")),
        authority: None,
    };
    program.run(Command::Program(Some(program.world.program), program::Command::Profile(command))).await;
    assert_eq!(program.level(initiative, "2021-01-15"), 1);
    assert_eq!(program.level(initiative, "2020-12-31"), 0);
}

#[tokio::test]
async fn what_lapses_next_is_told_ahead_and_withdrawn_evidence_counts_no_more() {
    let program = Program::new().await;
    let initiative = program.world.chartered("A").await;
    program.world.clock.set("2021-01-15T02:00:00Z");
    program.repaired(initiative, &[R4]).await;
    let only = program.evidence(initiative, R4, "2020-10-01", "2020-12-31").await;
    let lapses =
        |on: &str, until: &str| program.ask(on, |inquiry| inquiry.lapses(program.world.program, day(until)));
    assert!(lapses("2021-01-15", "2021-09-29").is_empty());
    let told: Vec<_> =
        lapses("2021-01-15", "2021-09-30").iter().map(|lapse| (lapse.practice, lapse.lowers_level)).collect();
    assert_eq!(told, [(R1, true), (R3, true)]);

    let withdraw = evidence::Command::Withdraw { reason: text("another year") };
    program.run(Command::Evidence(Some(only), withdraw)).await;
    let r4 = program.ask("2021-01-15", |inquiry| {
        inquiry.assessment(inquiry.initiative(initiative).unwrap()).practices[3].clone()
    });
    assert_eq!((r4.practice, r4.state, r4.counting.len()), (R4, PracticeState::None, 0));
}

#[tokio::test]
async fn a_target_of_the_program_is_one_of_each_initiative_unless_it_has_its_own() {
    let program = Program::new().await;
    let world = &program.world;
    let (a, b) = (world.chartered("A").await, world.chartered("B").await);
    let target = |due: &str| profile::Command {
        decide: Decide::SetTarget(MaturityTargetSet { goal: Goal::Level(1), due: day(due), reason: None }),
        on: None,
        authority: None,
    };
    program.run(Command::Program(Some(world.program), program::Command::Profile(target("2022-01-01")))).await;
    program.run(Command::Initiative(Some(b), initiative::Command::Profile(target("2021-07-01")))).await;
    world.clock.set("2021-01-15T02:00:00Z");
    program.repaired(a, &[]).await;
    let told = |initiative| {
        program.ask("2021-01-15", |inquiry| {
            let targets = inquiry.targets(inquiry.initiative(initiative).unwrap());
            let [at] = targets.as_slice() else { panic!("{targets:?}") };
            (at.target.due, at.of_program, at.outlook.reached, at.outlook.to_go.len())
        })
    };
    assert_eq!(told(a), (day("2022-01-01"), true, true, 0));
    assert_eq!(told(b), (day("2021-07-01"), false, false, 4));
}

#[tokio::test]
async fn the_table_year_on_year_shows_a_level_that_was_won_and_lost() {
    let program = Program::new().await;
    let initiative = program.world.chartered("A").await;
    program.world.clock.set("2021-01-15T02:00:00Z");
    program.repaired(initiative, &[]).await;
    let years =
        program.ask("2023-01-15", |inquiry| inquiry.years(inquiry.initiative(initiative).unwrap(), 5));
    let told: Vec<_> =
        years.iter().map(|year| (year.on, year.level, year.gained.len(), year.lapsed.len())).collect();
    assert_eq!(
        told,
        [
            (day("2020-01-15"), 0, 0, 0),
            (day("2021-01-15"), 1, 4, 0),
            (day("2022-01-15"), 0, 0, 2),
            (day("2023-01-15"), 0, 0, 2),
        ]
    );
    assert_eq!(years[3].days_since_evidence, Some(745));
}

#[tokio::test]
async fn evidence_is_judged_by_who_stated_none_of_it_until_it_is_withdrawn() {
    let program = Program::new().await;
    let world = &program.world;
    let initiative = world.chartered("A").await;
    let provide = |summary: &str| {
        evidence::Command::Provide(Provided {
            program: world.program,
            practice: R1,
            scope: Scope::Initiative(initiative),
            covers: Period::new(day("2019-10-01"), day("2019-12-31")).unwrap(),
            summary: text(summary),
        })
    };
    let provided = world.run_as(program.provider, Command::Evidence(None, provide("Ten"))).await.unwrap();
    let id = EvidenceId(provided.id);
    let asked = || {
        let asked = |person| {
            let to_do = program.ask("2020-01-02", |inquiry| inquiry.to_do(person, &|_| true));
            to_do.iter().any(|item| item.kind == ToDoKind::Accept)
        };
        [program.provider, program.judge, world.administrator].map(asked)
    };
    assert_eq!(asked(), [false, true, true]);
    let event = provided.events[0].id;
    let correct = Correct { event, reason: text("A slip"), with: Box::new(provide("Twelve")) };
    program.run(Command::Evidence(Some(id), evidence::Command::Correct(correct))).await;
    assert_eq!(asked(), [false, true, false], "who corrected it does not judge it");
    let withdraw = evidence::Command::Withdraw { reason: text("Another year") };
    program.run(Command::Evidence(Some(id), withdraw)).await;
    assert_eq!(asked(), [false, false, false]);
}
