//! What an outcome entitles to, and carrying it out: once, by whoever may, from its day on.

use cxl_domain::command::{Annul, Moment};
use cxl_domain::decision::{Command as Act, Decision, Minute, Minuted, Open};
use cxl_domain::event::Authority;
use cxl_domain::id::{DecisionId, InitiativeId, MetricId, PersonId};
use cxl_domain::initiative;
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_ledger::{Command, ExecuteError, Executed, Request};
use cxl_store::meta::{Actor, Claim};

use crate::decisions::{Steering, refusal};
use crate::world::{code, day, text};

/// A steering committee with an initiative, a metric, and a decision that lists three acts on them.
async fn with_acts() -> (Steering, InitiativeId, MetricId, DecisionId) {
    use cxl_domain::decision::{ActAuthorized, AuthorizedAct};
    let steering = Steering::new().await;
    let chartered = steering.world.run_as(steering.lead, steering.world.charter("REFUNDS")).await.unwrap();
    let initiative = InitiativeId(chartered.id);
    let metric = steering.world.metric("IN-TIME").await;
    let listed = |act, reason: Option<&str>| ActAuthorized { act, on: None, reason: reason.map(text) };
    let value = rust_decimal::Decimal::new(9, 1);
    let acts = vec![
        listed(AuthorizedAct::AssignOwner { initiative, owner: steering.minh }, None),
        listed(AuthorizedAct::SetTarget { metric, value }, Some("Reachable within a year")),
        listed(AuthorizedAct::Pause { initiative }, None),
    ];
    let decision = steering.open(Open { acts, ..steering.opening("D-1") }).await;
    (steering, initiative, metric, decision)
}

async fn carry_out(steering: &Steering, by: PersonId, decision: DecisionId) -> cxl_ledger::CarryingOut {
    let (actor, command) = (Actor::person(by), steering.world.command_id());
    steering.world.ledger.carry_out(actor, command, decision, None).await.unwrap()
}

fn is_done(carried: &cxl_ledger::CarryingOut) -> bool {
    carried.acts.iter().all(|act| matches!(act.answer, cxl_ledger::ActAnswer::Done(_)))
}

#[tokio::test]
async fn carrying_out_does_what_is_not_done_and_twice_does_nothing_wherever_it_broke_off() {
    use cxl_domain::metric;
    for done_before in 0..8_u8 {
        let (steering, initiative, metric, decision) = with_acts().await;
        steering.carried(decision, "YES").await;
        let (on, authority) = (None, || Some(Authority::Decision(decision)));
        let value = rust_decimal::Decimal::new(9, 1);
        let before = [
            Command::Initiative(
                Some(initiative),
                initiative::Command::AssignOwner { owner: steering.minh, on, authority: authority() },
            ),
            Command::Metric(
                Some(metric),
                metric::Command::SetTarget { value, reason: None, on, until: None, authority: authority() },
            ),
            Command::Initiative(
                Some(initiative),
                initiative::Command::Pause { reason: text("Budget"), on, authority: authority() },
            ),
        ];
        for (index, command) in before.into_iter().enumerate() {
            if done_before & (1 << index) != 0 {
                steering.world.run_as(steering.lead, command).await.unwrap();
            }
        }
        let events = |steering: &Steering| steering.world.ledger.snapshot().len;
        let so_far = events(&steering);
        let carried = carry_out(&steering, steering.lead, decision).await;
        assert!(is_done(&carried) && carried.recorded.is_some(), "{carried:?}");
        let left = 3 - u64::from(done_before.count_ones());
        assert_eq!(events(&steering), so_far + left + 1);
        let secretary = steering.world.person("SEC", Role::Secretary).await;
        let so_far = events(&steering);
        for by in [steering.lead, secretary] {
            let again = carry_out(&steering, by, decision).await;
            assert!(is_done(&again) && again.recorded.is_none(), "{again:?}");
        }
        assert_eq!(events(&steering), so_far);
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_told_and_tried_anew() {
    let (steering, initiative, _, decision) = with_acts().await;
    let actor = Actor::person(steering.lead);
    let early = steering.world.ledger.carry_out(actor, steering.world.command_id(), decision, None).await;
    assert!(matches!(early, Err(ExecuteError::Refused(Refusal::NotDecided { status: "open" }))));
    steering.carried(decision, "YES").await;
    let on_initiative = |act| Command::Initiative(Some(initiative), act);
    let pause = initiative::Command::Stop { reason: text("Merged"), lesson: None, on: None, authority: None };
    let stopped = steering.world.run_as(steering.lead, on_initiative(pause)).await.unwrap();
    let partly = carry_out(&steering, steering.lead, decision).await;
    assert!(partly.recorded.is_none() && !is_done(&partly));
    assert!(matches!(partly.acts[1].answer, cxl_ledger::ActAnswer::Done(_)));
    let views = steering.world.ledger.snapshot();
    let as_of = Moment::new(steering.lead, steering.world.ledger.now(), chrono_tz::UTC).now();
    let inquiry =
        cxl_ledger::query::Inquiry { views: &views, analyses: &steering.world.ledger.analyses, as_of };
    let held = &views.thing::<Decision>(decision).unwrap().state;
    assert!(inquiry.awaits_carrying_out(held));
    let done: Vec<_> = inquiry.authorized_acts(held).iter().map(|act| act.done.is_some()).collect();
    assert_eq!(done, [false, true, false]);
    let annul = Annul { event: stopped.events[0].id, reason: text("A slip") };
    let undo = on_initiative(initiative::Command::Annul(annul));
    steering.world.run_as(steering.lead, undo).await.unwrap();
    let rest = carry_out(&steering, steering.lead, decision).await;
    assert!(is_done(&rest) && rest.recorded.is_some(), "{rest:?}");
}

#[tokio::test]
async fn an_annulled_act_is_done_again() {
    let (steering, initiative, _, decision) = with_acts().await;
    steering.carried(decision, "YES").await;
    let first = carry_out(&steering, steering.lead, decision).await;
    let cxl_ledger::ActAnswer::Done(paused) = first.acts[2].answer else { panic!("{first:?}") };
    let annul = Annul { event: paused, reason: text("A slip") };
    let undo = Command::Initiative(Some(initiative), initiative::Command::Annul(annul));
    steering.world.run_as(steering.lead, undo).await.unwrap();
    let again = carry_out(&steering, steering.lead, decision).await;
    assert!(matches!(again.acts[2].answer, cxl_ledger::ActAnswer::Done(anew) if anew != paused), "{again:?}");
}

#[tokio::test]
async fn a_decision_entitles_to_what_it_lists_once_it_is_decided_and_until_it_is_superseded() {
    let (steering, initiative, _, decision) = with_acts().await;
    let under = async |decision, act: fn(Option<Authority>) -> initiative::Command| {
        under(&steering, initiative, act, decision).await
    };
    let pause = |authority| initiative::Command::Pause { reason: text("Budget"), on: None, authority };
    let stop =
        |authority| initiative::Command::Stop { reason: text("Merged"), lesson: None, on: None, authority };
    assert_eq!(refusal(under(decision, pause).await), Refusal::NotDecided { status: "open" });
    steering.carried(decision, "YES").await;
    let refused = Refusal::NotAuthorized { decision: code("D-1"), act: "stop an initiative" };
    assert_eq!(refusal(under(decision, stop).await), refused);
    under(decision, pause).await.unwrap();
    let later = steering.open(Open { supersedes: vec![decision], ..steering.opening("D-2") }).await;
    steering.carried(later, "NO").await;
    let refused = Refusal::DecisionSuperseded { decision: code("D-1"), by: code("D-2") };
    assert_eq!(refusal(under(decision, stop).await), refused);
    // One that lists nothing, and is about nothing in particular, entitles to anything.
    under(later, stop).await.unwrap();
    let nowhere = DecisionId(uuid::Uuid::from_u128(97));
    assert!(matches!(refusal(under(nowhere, stop).await), Refusal::Unknown { noun: "decision", .. }));
}

#[tokio::test]
async fn strict_governance_refuses_what_it_names_without_authority() {
    use cxl_domain::authority::{Act as Kind, Governance};
    use cxl_domain::event::NotRequired;
    use cxl_domain::program;
    let (steering, initiative, ..) = with_acts().await;
    steering.world.clock.set("2020-02-01T02:00:00Z");
    let governance = Governance { needing: vec![Kind::Stop, Kind::ChangeOwner], strict: true };
    let set = program::Command::SetGovernance { governance, on: None };
    steering.world.run_as(steering.lead, Command::Program(Some(steering.world.program), set)).await.unwrap();
    let act =
        async |act| steering.world.run_as(steering.lead, Command::Initiative(Some(initiative), act)).await;
    act(initiative::Command::Pause { reason: text("Budget"), on: None, authority: None }).await.unwrap();
    // Neither a day before the rule held, nor another rule by which none is needed, gets around it.
    for on in [None, Some(day("2020-01-15"))] {
        let stop = initiative::Command::Stop { reason: text("Merged"), lesson: None, on, authority: None };
        assert_eq!(refusal(act(stop).await), Refusal::AuthorityNeeded { act: "stop an initiative" });
    }
    let authority = Some(Authority::NotRequired(NotRequired { rule: code("OWNERS-BY-LEAD") }));
    let assign = initiative::Command::AssignOwner { owner: steering.hoa, on: None, authority };
    assert_eq!(refusal(act(assign).await), Refusal::AuthorityNeeded { act: "change an owner" });
}

#[tokio::test]
async fn a_superseded_decision_still_answers_as_of_its_time() {
    use cxl_ledger::query::{Inquiry, Standing};
    let steering = Steering::new().await;
    let first = steering.open(steering.opening("D-1")).await;
    steering.carried(first, "YES").await;
    let before = steering.world.ledger.snapshot().head();
    steering.world.clock.set("2020-02-01T02:00:00Z");
    let second = steering.open(Open { supersedes: vec![first], ..steering.opening("D-2") }).await;
    steering.carried(second, "NO").await;
    let views = steering.world.ledger.snapshot();
    let standing = |as_of| {
        let inquiry = Inquiry { views: &views, analyses: &steering.world.ledger.analyses, as_of };
        inquiry.standing(&views.thing::<Decision>(first).unwrap().state)
    };
    let decided = Standing::Own(cxl_domain::decision::Status::Decided);
    let now = cxl_domain::time::AsOf::head(day("2020-02-01"));
    assert_eq!(standing(now), Standing::Superseded(second));
    assert_eq!(standing(now.on(day("2020-01-31"))), decided);
    assert_eq!(standing(cxl_domain::time::AsOf { position: before, ..now }), decided);
}

#[tokio::test]
async fn a_fact_under_an_annulled_outcome_is_a_contradiction() {
    use cxl_ledger::query::{ContradictionKind, Inquiry};
    let (steering, initiative, _, decision) = with_acts().await;
    steering.carried(decision, "YES").await;
    carry_out(&steering, steering.lead, decision).await;
    let views = steering.world.ledger.snapshot();
    let as_of = Moment::new(steering.lead, steering.world.ledger.now(), chrono_tz::UTC).now();
    let outcome = views.thing::<Decision>(decision).unwrap().state.outcome(&as_of).unwrap().entry.event;
    let annul = Annul { event: outcome, reason: text("Miscounted") };
    let executed = steering.act(steering.lead, decision, Act::Annul(annul)).await.unwrap();
    let inquiry = Inquiry { views: &executed.views, analyses: &steering.world.ledger.analyses, as_of };
    let listed = inquiry.contradictions(Some(steering.world.program));
    let owner = executed.views.initiative(initiative).unwrap().state.owner(&as_of).unwrap().0;
    assert!(listed.iter().any(|it| it.kind == ContradictionKind::Undecided && it.event == owner.event));
    assert_eq!(inquiry.without_decision(owner, Some(steering.world.program)), Some(true));
    assert_eq!(executed.contradictions.len(), 3);
}

/// An act on an initiative under a decision.
async fn under(
    steering: &Steering,
    initiative: InitiativeId,
    act: impl FnOnce(Option<Authority>) -> initiative::Command,
    decision: DecisionId,
) -> Result<Executed, ExecuteError> {
    let command = Command::Initiative(Some(initiative), act(Some(Authority::Decision(decision))));
    steering.world.run_as(steering.lead, command).await
}

fn pause(on: Option<&str>) -> impl FnOnce(Option<Authority>) -> initiative::Command {
    let on = on.map(day);
    move |authority| initiative::Command::Pause { reason: text("Budget"), on, authority }
}

fn resume(authority: Option<Authority>) -> initiative::Command {
    initiative::Command::Resume { reason: None, on: None, authority }
}

#[tokio::test]
async fn what_a_decision_lists_is_done_once_and_not_before_its_outcome() {
    let (steering, initiative, _, decision) = with_acts().await;
    steering.world.clock.set("2020-02-01T02:00:00Z");
    steering.carried(decision, "YES").await;
    let early = under(&steering, initiative, pause(Some("2020-01-31")), decision).await;
    let (decided, early_day) = (day("2020-02-01"), day("2020-01-31"));
    let refused = Refusal::BeforeDecision { decision: code("D-1"), decided, day: early_day };
    assert_eq!(refusal(early), refused);
    under(&steering, initiative, pause(None), decision).await.unwrap();
    let free = Command::Initiative(Some(initiative), resume(None));
    steering.world.clock.set("2020-02-02T02:00:00Z");
    steering.world.run_as(steering.lead, free).await.unwrap();
    let again = under(&steering, initiative, pause(None), decision).await;
    assert_eq!(refusal(again), Refusal::DoneAlready { decision: code("D-1") });
}

#[tokio::test]
async fn a_decision_that_lists_nothing_entitles_to_what_it_is_about() {
    let steering = Steering::new().await;
    let chartered = async |written| {
        let charter = steering.world.charter(written);
        InitiativeId(steering.world.run_as(steering.lead, charter).await.unwrap().id)
    };
    let (refunds, calls) = (chartered("REFUNDS").await, chartered("CALLS").await);
    let decision = steering.open(Open { about: vec![refunds], ..steering.opening("D-1") }).await;
    steering.carried(decision, "YES").await;
    let refused = Refusal::NotAuthorized { decision: code("D-1"), act: "pause an initiative" };
    assert_eq!(refusal(under(&steering, calls, pause(None), decision).await), refused);
    under(&steering, refunds, pause(None), decision).await.unwrap();
}

fn minutes(steering: &Steering, open: Option<Open>, on: Option<&str>) -> Act {
    let present = vec![steering.lead, steering.minh];
    Act::Minute(Box::new(Minute {
        open,
        minutes: Minuted { meeting: None, number: None, document: None, present },
        choice: code("YES"),
        reasons: text("As said"),
        votes: Vec::new(),
        tally: None,
        dissents: Vec::new(),
        carry_out_by: None,
        on: on.map(day),
    }))
}

#[tokio::test]
async fn minutes_entitle_to_nothing_before_somebody_else_confirmed_them() {
    let (steering, initiative, _, decision) = with_acts().await;
    let secretary = steering.world.person("SEC", Role::Secretary).await;
    let minuted = steering.act(secretary, decision, minutes(&steering, None, None)).await.unwrap();
    let outcome = minuted.events.last().unwrap().id;
    let refused = || Refusal::NotConfirmed { decision: code("D-1") };
    assert_eq!(refusal(under(&steering, initiative, pause(None), decision).await), refused());
    let done = Act::RecordCarriedOut { remark: None, on: None };
    assert_eq!(refusal(steering.act(steering.lead, decision, done.clone()).await), refused());
    let carried = steering.world.ledger.carry_out(
        Actor::person(steering.lead),
        steering.world.command_id(),
        decision,
        None,
    );
    assert!(matches!(carried.await, Err(ExecuteError::Refused(refusal)) if refusal == refused()));
    steering.act(steering.lead, decision, Act::ConfirmMinutes { outcome }).await.unwrap();
    under(&steering, initiative, pause(None), decision).await.unwrap();
    let left = refusal(steering.act(steering.lead, decision, done).await);
    assert_eq!(left, Refusal::NotAllDone { left: 2 });
}

#[tokio::test]
async fn an_unconfirmed_outcome_supersedes_nothing() {
    let steering = Steering::new().await;
    let first = steering.open(steering.opening("D-1")).await;
    steering.carried(first, "YES").await;
    let second = steering.open(Open { supersedes: vec![first], ..steering.opening("D-2") }).await;
    let secretary = steering.world.person("SEC", Role::Secretary).await;
    let minuted = steering.act(secretary, second, minutes(&steering, None, None)).await.unwrap();
    let superseded = || {
        let views = steering.world.ledger.snapshot();
        let as_of = Moment::new(steering.lead, steering.world.ledger.now(), chrono_tz::UTC).now();
        let inquiry =
            cxl_ledger::query::Inquiry { views: &views, analyses: &steering.world.ledger.analyses, as_of };
        inquiry.superseded_by(&views.thing::<Decision>(first).unwrap().state)
    };
    assert_eq!(superseded(), None);
    let outcome = minuted.events.last().unwrap().id;
    steering.act(steering.lead, second, Act::ConfirmMinutes { outcome }).await.unwrap();
    assert_eq!(superseded(), Some(second));
}

#[tokio::test]
async fn who_entered_minutes_for_another_does_not_confirm_them() {
    let steering = Steering::new().await;
    let secretary = steering.world.person("SEC", Role::Secretary).await;
    let decision = steering.open(steering.opening("D-1")).await;
    let command = Command::Decision(Some(decision), minutes(&steering, None, None));
    let request = Request::new(Actor::person(steering.lead), steering.world.command_id(), command);
    let entered = Request { by: Some(secretary), ..request };
    let minuted = steering.world.ledger.execute(entered).await.unwrap();
    let outcome = minuted.events.last().unwrap().id;
    let confirm = Act::ConfirmMinutes { outcome };
    assert_eq!(refusal(steering.act(steering.lead, decision, confirm).await), Refusal::OwnMinutes);
}

async fn claimed(
    steering: &Steering,
    on: &str,
    published: &str,
    written: &str,
) -> Result<Executed, ExecuteError> {
    let open = Open { on: Some(day(on)), ..steering.opening(written) };
    let command = Command::Decision(None, minutes(steering, Some(open), Some(on)));
    let request = Request::new(Actor::person(steering.lead), steering.world.command_id(), command);
    let claim = Claim { published: day(published), source: None, document: None, batch: None };
    steering.world.ledger.execute(Request { claim: Some(claim), ..request }).await
}

#[tokio::test]
async fn what_the_ledger_saw_itself_is_not_claimed_to_have_been_decided() {
    let steering = Steering::new().await;
    steering.world.clock.set("2020-06-01T02:00:00Z");
    let refused = || Refusal::NotOfThePast { began: day("2020-01-01") };
    assert_eq!(refusal(claimed(&steering, "2020-06-01", "2020-06-01", "D-1").await), refused());
    assert_eq!(refusal(claimed(&steering, "2020-01-01", "2020-01-02", "D-1").await), refused());
    let decision = claimed(&steering, "2019-12-31", "2020-01-02", "D-1").await.unwrap().id.into();
    // Claimed by one person, it entitles nobody today.
    let charter = steering.world.run_as(steering.lead, steering.world.charter("REFUNDS")).await.unwrap();
    let answer = under(&steering, InitiativeId(charter.id), pause(None), decision).await;
    assert_eq!(refusal(answer), Refusal::NotConfirmed { decision: code("D-1") });
}

#[tokio::test]
async fn whoever_may_not_carry_a_decision_out_learns_nothing_of_it() {
    let (steering, .., decision) = with_acts().await;
    let actor = Actor::person(steering.minh);
    for known in [decision, DecisionId(uuid::Uuid::from_u128(97))] {
        let answer = steering.world.ledger.carry_out(actor, steering.world.command_id(), known, None).await;
        assert!(matches!(answer, Err(ExecuteError::Forbidden { .. })), "{answer:?}");
    }
}
