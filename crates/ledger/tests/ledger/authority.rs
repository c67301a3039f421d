//! Who founds, and when an initiative may begin: rules that look at the program beside the initiative.

use chrono::NaiveDate;
use cxl_domain::command::Correct;
use cxl_domain::committee::{self, Establish};
use cxl_domain::decision::Open;
use cxl_domain::event::Authority;
use cxl_domain::id::{CommitteeId, InitiativeId, PersonId};
use cxl_domain::initiative::{self, Charter};
use cxl_domain::measurement::rules::RuleSet;
use cxl_domain::organization::{self, RoleGranted};
use cxl_domain::program;
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_ledger::{Command, ExecuteError, Executed, Request};
use cxl_store::meta::{Actor, Claim};

use crate::decisions::Steering;
use crate::world::{World, code, day, text};

type Answer = Result<Executed, ExecuteError>;

fn charter(world: &World, code: &str, on: Option<NaiveDate>, authority: Option<Authority>) -> Command {
    let Command::Initiative(_, initiative::Command::Charter(charter)) = world.charter(code) else {
        unreachable!("a charter is asked for")
    };
    Command::Initiative(None, initiative::Command::Charter(Charter { on, authority, ..charter }))
}

fn founding(world: &World, code: &str, on: &str) -> Command {
    charter(world, code, Some(day(on)), Some(Authority::Founding))
}

#[track_caller]
fn refused(answer: Answer) -> Refusal {
    match answer {
        Err(ExecuteError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Imported history, with the day on which its source published it.
async fn imported(world: &World, actor: PersonId, published: &str, command: Command) -> Answer {
    let claim = Claim { published: day(published), source: None, document: None, batch: None };
    let request = Request::new(Actor::person(actor), world.command_id(), command);
    world.ledger.execute(Request { claim: Some(claim), ..request }).await
}

/// A program that AN sponsors until BINH follows on 2020-03-01; the day is 2020-06-01.
async fn sponsored() -> (World, PersonId, PersonId) {
    let world = World::new().await;
    let (an, binh) =
        (world.person("AN", Role::ProgramLead).await, world.person("BINH", Role::ProgramLead).await);
    for (sponsor, on) in [(an, "2020-01-01"), (binh, "2020-03-01")] {
        let named = program::Command::NameSponsor { sponsor, on: Some(day(on)) };
        world.run(Command::Program(Some(world.program), named)).await.unwrap();
    }
    world.clock.set("2020-06-01T02:00:00Z");
    (world, an, binh)
}

#[tokio::test]
async fn founding_acts_are_those_of_the_sponsor_on_the_day_from_which_they_hold() {
    let (world, an, binh) = sponsored().await;
    world.run_as(an, founding(&world, "A", "2020-02-29")).await.unwrap();
    world.run_as(binh, founding(&world, "B", "2020-03-01")).await.unwrap();
    for (by, on) in [(an, "2020-03-01"), (binh, "2020-02-29"), (world.administrator, "2020-03-01")] {
        let answer = world.run_as(by, founding(&world, "C", on)).await;
        assert_eq!(refused(answer), Refusal::NotFounding { day: day(on) });
    }
}

#[tokio::test]
async fn who_enters_for_the_sponsor_founds_in_the_sponsors_name() {
    let (world, an, binh) = sponsored().await;
    let request = world.request(founding(&world, "A", "2020-04-01"));
    world.ledger.execute(Request { by: Some(binh), ..request }).await.unwrap();
    let request = world.request(founding(&world, "B", "2020-04-01"));
    let answer = world.ledger.execute(Request { by: Some(an), ..request }).await;
    assert_eq!(refused(answer), Refusal::NotFounding { day: day("2020-04-01") });
}

#[tokio::test]
async fn every_act_on_an_initiative_that_claims_to_be_founding_is_the_sponsors() {
    use initiative::Command as C;
    let (world, an, binh) = sponsored().await;
    let id = InitiativeId(world.run_as(an, founding(&world, "A", "2020-02-01")).await.unwrap().id);
    let (on, authority) = (Some(day("2020-05-01")), Some(Authority::Founding));
    let acts = [
        C::AssignOwner { owner: an, on, authority: authority.clone() },
        C::VacateOwner { reason: None, on, authority: authority.clone() },
        C::Pause { reason: text("budget"), on, authority: authority.clone() },
        C::Resume { reason: None, on, authority: authority.clone() },
        C::Stop { reason: text("merged"), lesson: None, on, authority },
    ];
    for act in acts {
        let command = Command::Initiative(Some(id), act);
        let answer = world.run_as(an, command.clone()).await;
        assert_eq!(refused(answer), Refusal::NotFounding { day: day("2020-05-01") });
        world.run_as(binh, command).await.unwrap();
    }
}

#[tokio::test]
async fn a_correction_without_a_day_is_judged_by_the_day_of_what_it_corrects() {
    let (world, an, binh) = sponsored().await;
    let chartered = world.run_as(an, founding(&world, "A", "2020-02-01")).await.unwrap();
    let Command::Initiative(_, with) = charter(&world, "AA", None, Some(Authority::Founding)) else {
        unreachable!("a charter is asked for")
    };
    let correct = Correct { event: chartered.events[0].id, reason: text("a slip"), with: Box::new(with) };
    let correct =
        Command::Initiative(Some(InitiativeId(chartered.id)), initiative::Command::Correct(correct));
    let answer = world.run_as(binh, correct.clone()).await;
    assert_eq!(refused(answer), Refusal::NotFounding { day: day("2020-02-01") });
    world.run_as(an, correct).await.unwrap();
}

#[tokio::test]
async fn an_administrator_founds_where_history_is_imported_and_nobody_else_does() {
    let (world, an, _) = sponsored().await;
    imported(&world, world.administrator, "2020-04-02", founding(&world, "A", "2020-04-01")).await.unwrap();
    let answer = imported(&world, an, "2020-04-02", founding(&world, "B", "2020-04-01")).await;
    assert_eq!(refused(answer), Refusal::NotFounding { day: day("2020-04-01") });
    // Of one program, not of the organization.
    let granted = RoleGranted { person: an, role: Role::Administrator, program: Some(world.program) };
    let grant = organization::Command::GrantRole { granted, on: None, until: None };
    world.run(Command::Organization(grant)).await.unwrap();
    let answer = imported(&world, an, "2020-04-02", founding(&world, "B", "2020-04-01")).await;
    assert_eq!(refused(answer), Refusal::NotFounding { day: day("2020-04-01") });
}

#[tokio::test]
async fn once_a_committee_has_begun_nothing_that_holds_from_then_on_is_founding() {
    let (world, an, binh) = sponsored().await;
    let begin = Establish {
        program: world.program,
        code: code("STEER"),
        name: text("Steering committee"),
        on: Some(day("2020-04-01")),
    };
    let established =
        world.run(Command::Committee(None, committee::Command::Establish(begin))).await.unwrap();
    world.run_as(an, founding(&world, "A", "2020-02-29")).await.unwrap();
    world.run_as(binh, founding(&world, "B", "2020-03-31")).await.unwrap();
    let late = Refusal::NoLongerFounding { day: day("2020-04-02"), since: day("2020-04-01") };
    let answer = world.run_as(binh, founding(&world, "C", "2020-04-02")).await;
    assert_eq!(refused(answer), late);
    let answer =
        imported(&world, world.administrator, "2020-04-03", founding(&world, "C", "2020-04-02")).await;
    assert_eq!(refused(answer), late, "history too");
    // A committee that was dissolved was there; one recorded in error was not.
    let id = CommitteeId(established.id);
    let dissolve = committee::Command::Dissolve { reason: text("merged"), on: Some(day("2020-04-02")) };
    world.run(Command::Committee(Some(id), dissolve)).await.unwrap();
    assert_eq!(refused(world.run_as(binh, founding(&world, "C", "2020-04-02")).await), late);
    let in_error = committee::Command::RecordInError { reason: text("another program's") };
    world.run(Command::Committee(Some(id), in_error)).await.unwrap();
    world.run_as(binh, founding(&world, "C", "2020-04-02")).await.unwrap();
}

#[tokio::test]
async fn an_initiative_does_not_begin_before_its_program_imported_or_not() {
    let world = World::new().await;
    let refusal = Refusal::BeforeProgram { day: day("2018-12-31"), begins: day("2019-01-01") };
    let early = || charter(&world, "EARLY", Some(day("2018-12-31")), None);
    assert_eq!(refused(world.run(early()).await), refusal);
    let answer = imported(&world, world.administrator, "2020-01-01", early()).await;
    assert_eq!(refused(answer), refusal);
    let first_day = charter(&world, "EARLY", Some(day("2019-01-01")), None);
    let chartered = world.run(first_day).await.unwrap();

    let Command::Initiative(_, with) = early() else { unreachable!("a charter is asked for") };
    let correct = Correct { event: chartered.events[0].id, reason: text("a slip"), with: Box::new(with) };
    let correct = initiative::Command::Correct(correct);
    let answer = world.run(Command::Initiative(Some(InitiativeId(chartered.id)), correct)).await;
    assert_eq!(refused(answer), refusal);
}

#[tokio::test]
async fn what_an_organization_adopts_under_a_decision_holds_from_its_outcome_on() {
    let steering = Steering::new().await;
    let charter = steering.world.charter("REFUNDS");
    let about = vec![InitiativeId(steering.world.run_as(steering.lead, charter).await.unwrap().id)];
    let ours = steering.open(steering.opening("D-1")).await;
    let theirs = steering.open(Open { about, ..steering.opening("D-2") }).await;
    let adopt = |decision, on: Option<&str>| {
        let authority = Some(Authority::Decision(decision));
        organization::Command::AdoptRuleSet { rule_set: RuleSet::R86, on: on.map(day), authority }
    };
    let run = async |act| steering.world.run(Command::Organization(act)).await;
    assert_eq!(refused(run(adopt(ours, None)).await), Refusal::NotDecided { status: "open" });
    steering.world.clock.set("2020-02-01T02:00:00Z");
    for decision in [ours, theirs] {
        steering.carried(decision, "YES").await;
    }
    let refusal = Refusal::NotAuthorized { decision: code("D-2"), act: "adopt a rule set" };
    assert_eq!(refused(run(adopt(theirs, None)).await), refusal);
    let (decided, early) = (day("2020-02-01"), day("2020-01-31"));
    let refusal = Refusal::BeforeDecision { decision: code("D-1"), decided, day: early };
    assert_eq!(refused(run(adopt(ours, Some("2020-01-31"))).await), refusal);
    let adopted = run(adopt(ours, None)).await.unwrap().events[0].id;

    // A correction without a day is of the day of what it corrects.
    let correct = |with| Correct { event: adopted, reason: text("a slip"), with: Box::new(with) };
    steering.world.clock.set("2020-03-01T02:00:00Z");
    let refusal = Refusal::BeforeDecision { decision: code("D-1"), decided, day: early };
    let backdated = correct(adopt(ours, Some("2020-01-31")));
    assert_eq!(refused(run(organization::Command::Correct(backdated)).await), refusal);
    let restated = run(organization::Command::Correct(correct(adopt(ours, None)))).await.unwrap();
    let history = &restated.views.organization().state.history;
    assert_eq!(history.find(restated.events[0].id).unwrap().from(), decided);
}
