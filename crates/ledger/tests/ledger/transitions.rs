//! What sets in between two days with nobody recording it, and what became of decisions and actions: among
//! the changes, each with its day.

use std::slice::from_ref;

use chrono::NaiveDate;
use cxl_domain::calendar::Period;
use cxl_domain::decision::{Command as Act, DeadlineSet, Open, Status};
use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::exception::ExceptionKind as Kind;
use cxl_domain::id::{ActionId, EventId, MeetingId};
use cxl_domain::maturity::PracticeId;
use cxl_domain::meeting::{self, ActionAgreed, ActionState};
use cxl_domain::time::{AsOf, end_of_day};
use cxl_ledger::Command;
use cxl_ledger::query::{Aspect, Change, Standing, State};
use cxl_ledger::thing::Thing;

use crate::committees::Steered;
use crate::decisions::Steering;
use crate::world::{day, text};

/// A change of an exception: its kind, since when on the earlier day, since when on the later, and its day.
type Turned = (Kind, Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>);

fn turned(changes: &[Change]) -> Vec<Turned> {
    let since = |state: &Option<State>| match state {
        Some(State::Exception(noticed)) => Some(noticed.exception.key.since),
        _ => None,
    };
    let of_exception = |change: &Change| match change.aspect {
        Aspect::Exception(key) => {
            assert!(change.is_computed() && change.event.is_none());
            Some((key.kind, since(&change.before), since(&change.after), change.on))
        }
        _ => None,
    };
    changes.iter().filter_map(of_exception).collect()
}

/// The day on which something changed, where it is known.
#[expect(clippy::unnecessary_wraps, reason = "a change knows its day or does not")]
fn on(date: &str) -> Option<NaiveDate> {
    Some(day(date))
}

/// A meeting of February 2020 at which somebody took on to ask the bank until 1 March.
async fn agreed(steered: &Steered) -> (MeetingId, ActionId) {
    let world = &steered.world;
    world.clock.set("2020-02-01T05:00:00Z");
    let meeting = steered.held("Q1", "2020-02-01").await;
    let (task, owner, initiative) = (text("Ask the bank"), world.administrator, None);
    let action = ActionAgreed { task, owner, due: day("2020-03-01"), initiative };
    let agree = Command::Meeting(Some(meeting), meeting::Command::AgreeAction { action });
    (meeting, ActionId(world.on("2020-02-01", agree).await.0))
}

fn done(meeting: MeetingId, action: ActionId, on: &str) -> Command {
    let complete = meeting::Command::CompleteAction { action, remark: None, on: Some(day(on)) };
    Command::Meeting(Some(meeting), complete)
}

#[tokio::test]
async fn an_action_that_became_overdue_is_a_change_on_that_day_and_done_is_one_on_its_own() {
    let steered = Steered::new().await;
    let world = &steered.world;
    let (meeting, action) = agreed(&steered).await;
    let came = world.changes("2020-01-31", "2020-02-10");
    let [came] = came.as_slice() else { panic!("{came:?}") };
    assert_eq!((came.aspect, came.on), (Aspect::Action(action), on("2020-02-01")));
    assert_eq!((&came.before, &came.after), (&None, &Some(State::Action(ActionState::Open))));

    let late = world.changes("2020-02-20", "2020-03-05");
    assert_eq!(late[0].about, Thing::Meeting(meeting));
    assert_eq!(turned(&late), [(Kind::ActionOverdue, None, on("2020-03-02"), on("2020-03-02"))]);
    assert_eq!(world.changes("2020-03-05", "2020-03-10"), [], "what is overdue on both days is no change");

    let finished = world.on("2020-03-14", done(meeting, action, "2020-03-12")).await;
    let ended = Change {
        about: Thing::Meeting(meeting),
        aspect: Aspect::Action(action),
        before: Some(State::Action(ActionState::Open)),
        after: Some(State::Action(ActionState::Done(day("2020-03-12")))),
        event: Some(finished),
        on: on("2020-03-14"),
    };
    assert_eq!(
        world.changes("2020-03-10", "2020-03-20"),
        from_ref(&ended),
        "and says why it is overdue no more"
    );
    // Overdue and done between the two days: that it was done is what differs.
    assert_eq!(world.changes("2020-02-20", "2020-03-20"), from_ref(&ended));
    // By hindsight it was done on its day; as known that evening it was not.
    let hindsight = Change { on: on("2020-03-12"), ..ended };
    assert_eq!(world.changes("2020-03-10", "2020-03-13"), [hindsight]);
    let known = end_of_day(day("2020-03-13"), chrono_tz::Asia::Ho_Chi_Minh);
    let that_evening = AsOf { known, ..AsOf::head(day("2020-03-13")) };
    assert_eq!(world.changes_at("2020-03-10", that_evening), []);
}

#[tokio::test]
async fn a_report_that_came_and_the_next_that_did_not_are_both_told() {
    let steered = Steered::new().await;
    let world = &steered.world;
    let reports = |since: &str, until: &str| {
        let mut turned = turned(&world.changes(since, until));
        turned.retain(|(kind, ..)| *kind == Kind::ReportOverdue);
        turned
    };
    let (first, second) = (on("2020-04-15"), on("2020-07-15"));
    assert_eq!(reports("2020-04-14", "2020-04-15"), [(Kind::ReportOverdue, None, first, first)]);
    assert_eq!(reports("2020-04-15", "2020-07-31"), [], "of several in a row the first says since when");
    world.clock.set("2020-05-01T05:00:00Z");
    steered.reported("2020-01-01", "2020-03-31").await;
    assert_eq!(reports("2020-04-15", "2020-05-01"), [(Kind::ReportOverdue, first, None, None)]);
    assert_eq!(reports("2020-04-30", "2020-07-31"), [(Kind::ReportOverdue, first, second, second)]);
}

#[tokio::test]
async fn a_decision_is_told_as_it_is_put_awaited_decided_carried_out_and_superseded() {
    let steering = Steering::new().await;
    let world = &steering.world;
    let at = |date: &str| world.clock.set(&format!("{date}T05:00:00Z"));
    at("2020-01-10");
    let first = steering.open(steering.opening("D-1")).await;
    at("2020-01-15");
    steering.vote(steering.minh, first, "YES").await.unwrap();
    steering.vote(steering.hoa, first, "YES").await.unwrap();
    steering.close(first).await.unwrap();
    at("2020-01-20");
    let decided = steering.decide(first, "YES").await.unwrap().events[0].id;
    at("2020-01-25");
    let carry_out = Act::RecordCarriedOut { remark: None, on: None };
    let carried_out = steering.act(steering.lead, first, carry_out).await.unwrap().events[0].id;
    at("2020-02-01");
    let second = steering.open(Open { supersedes: vec![first], ..steering.opening("D-2") }).await;
    at("2020-02-10");
    steering.carried(second, "NO").await;
    let superseding = outcome_of(&steering, second);

    let told = |since: &str, until: &str| -> Vec<_> {
        let of_first =
            world.changes(since, until).into_iter().filter(|it| it.about == Thing::Decision(first));
        of_first.map(|it| (it.aspect, it.before, it.after, it.event, it.on)).collect()
    };
    let stood = |status| Some(State::Decision(Standing::Own(status)));
    let (open, settled) = (stood(Status::Open), stood(Status::Decided));
    let put = told("2020-01-09", "2020-01-12");
    let [(Aspect::Decision, None, state, Some(_), since)] = put.as_slice() else { panic!("{put:?}") };
    assert_eq!((state, *since), (&open, on("2020-01-10")));
    let awaited = turned(&world.changes("2020-01-12", "2020-01-18"));
    assert_eq!(awaited, [(Kind::DecisionAwaitsOutcome, None, on("2020-01-15"), on("2020-01-15"))]);
    let outcome = (Aspect::Decision, open, settled.clone(), Some(decided), on("2020-01-20"));
    assert_eq!(told("2020-01-18", "2020-01-22"), [outcome]);
    let done = (Aspect::CarriedOut, None, Some(State::There), Some(carried_out), on("2020-01-25"));
    assert_eq!(told("2020-01-22", "2020-01-31"), [done]);
    let replaced = Some(State::Decision(Standing::Superseded(second)));
    let replaced = (Aspect::Decision, settled, replaced, Some(superseding), on("2020-02-10"));
    assert_eq!(told("2020-01-31", "2020-02-28"), [replaced]);
}

fn outcome_of(steering: &Steering, decision: cxl_domain::id::DecisionId) -> EventId {
    let views = steering.world.ledger.snapshot();
    let held = views.thing::<cxl_domain::decision::Decision>(decision).unwrap();
    held.state.outcome(&AsOf::head(day("2020-12-31"))).unwrap().entry.event
}

#[tokio::test]
async fn a_decision_expires_without_an_event_on_the_day_after_its_deadline_until_another_one_is_set() {
    let steering = Steering::new().await;
    let opening = Open { deadline: Some(day("2020-02-01")), ..steering.opening("D-1") };
    let decision = steering.open(opening).await;
    let expired = |since: &str, until: &str| steering.world.changes(since, until);
    let expiry = Change {
        about: Thing::Decision(decision),
        aspect: Aspect::Decision,
        before: Some(State::Decision(Standing::Own(Status::Open))),
        after: Some(State::Decision(Standing::Own(Status::Expired))),
        event: None,
        on: on("2020-02-02"),
    };
    assert!(expiry.is_computed());
    assert_eq!(expired("2020-01-31", "2020-02-01"), []);
    assert_eq!(expired("2020-01-31", "2020-02-05"), from_ref(&expiry));
    assert_eq!(expired("2020-02-02", "2020-02-05"), [], "it had expired before");
    steering.world.clock.set("2020-02-10T05:00:00Z");
    let later = Act::SetDeadline(DeadlineSet { day: day("2020-03-01") });
    steering.act(steering.lead, decision, later).await.unwrap();
    let [opened] = expired("2020-02-05", "2020-02-20").try_into().unwrap();
    assert_eq!((&opened.before, &opened.after), (&expiry.after, &expiry.before));
    assert!(!opened.is_computed());
}

#[tokio::test]
async fn what_is_decided_is_overdue_from_the_day_after_it_was_to_be_carried_out() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    steering.vote(steering.minh, decision, "YES").await.unwrap();
    steering.vote(steering.hoa, decision, "YES").await.unwrap();
    steering.close(decision).await.unwrap();
    let (choice, reasons, by) = (crate::world::code("YES"), text("It pays"), on("2020-02-28"));
    let decide = cxl_domain::decision::Decide { choice, reasons, carry_out_by: by, on: None };
    steering.act(steering.lead, decision, Act::Decide(decide)).await.unwrap();
    let since = on("2020-01-01");
    let kind = Kind::DecisionNotCarriedOut;
    assert_eq!(turned(&steering.world.changes("2020-01-31", "2020-02-28")), []);
    let late = turned(&steering.world.changes("2020-01-31", "2020-03-31"));
    assert_eq!(late, [(kind, None, since, on("2020-02-29"))]);
}

#[tokio::test]
async fn changes_come_by_their_days_and_what_no_one_day_tells_comes_last() {
    let steered = Steered::new().await;
    let (meeting, action) = agreed(&steered).await;
    let world = &steered.world;
    world.on("2020-03-12", done(meeting, action, "2020-03-12")).await;
    world.clock.set("2020-05-01T05:00:00Z");
    steered.reported("2020-01-01", "2020-03-31").await;
    // That a practice is started rests on evidence, however much of it there is.
    let provide = evidence::Command::Provide(Provided {
        program: world.program,
        practice: PracticeId::R1,
        scope: Scope::Initiative(steered.refunds),
        covers: Period::new(day("2020-01-01"), day("2020-03-31")).unwrap(),
        summary: text("Forty complaints read and sorted"),
    });
    world.run(Command::Evidence(None, provide)).await.unwrap();
    let changes = world.changes("2020-01-01", "2020-08-31");
    let days: Vec<_> = changes.iter().map(|change| change.on).collect();
    let (dated, undated): (Vec<_>, Vec<_>) = days.iter().partition(|day| day.is_some());
    assert!(dated.is_sorted() && !undated.is_empty(), "{changes:?}");
    assert_eq!(days, [dated.clone(), undated].concat());
    assert_eq!((dated.first(), dated.last()), (Some(&on("2020-02-16")), Some(&on("2020-07-15"))));
}
