//! Rebases and bridges: which readings a chart and a comparison lay side by side.

use cxl_domain::calendar::Period;
use cxl_domain::id::{CommandId, EventId, MetricId, PersonId};
use cxl_domain::measurement::rules::RuleSet;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::measurement::verdict::{NotComparable, Verdict};
use cxl_domain::metric::{self, Bridged, RebaseProposed, RecordReading};
use cxl_domain::organization;
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_ledger::query::Inquiry;
use cxl_ledger::{BulkItem, Command, ExecuteError, Request, Views};
use cxl_store::meta::Actor;
use uuid::Uuid;

use crate::world::{World, day, reading, text};

/// Two years of about 80 and then two of about 90 of 100.
async fn four_years(world: &World, definition_of: impl Fn(i32) -> u32) -> MetricId {
    let metric = world.metric("IN-TIME").await;
    let wording = text("Refunds paid within a working day over all refunds");
    let redefine = metric::Command::Redefine { wording, on: Some(day("2018-01-01")) };
    world.run(Command::Metric(Some(metric), redefine)).await.unwrap();
    let months = (2016..2020).flat_map(|year| (1..=12).map(move |month| (year, month)));
    let items = months.map(|(year, month)| {
        let level = if year < 2018 { 79 } else { 89 };
        let reading = reading(&format!("{year}-{month:02}"), level + i64::from(month % 3), 100);
        let series = SeriesKey::of(definition_of(year));
        BulkItem { metric, reading: RecordReading { series, ..reading }, claim: None }
    });
    let bulk = CommandId(Uuid::from_u128(77));
    let actor = Actor::person(world.administrator);
    let answers = world.ledger.record_readings(actor, bulk, items.collect()).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    metric
}

fn inquiry<'a>(world: &'a World, views: &'a Views) -> Inquiry<'a> {
    Inquiry { views, analyses: &world.ledger.analyses, as_of: AsOf::head(day("2020-01-01")) }
}

async fn proposed(world: &World, by: PersonId, metric: MetricId) -> EventId {
    let proposed = RebaseProposed {
        series: SeriesKey::of(1),
        date: day("2018-01-01"),
        reason: text("Another system pays out since the new year"),
    };
    let command = Command::Metric(Some(metric), metric::Command::ProposeRebase { proposed });
    world.run_as(by, command).await.unwrap().events[0].id
}

fn approve(metric: MetricId, rebase: EventId) -> Command {
    Command::Metric(Some(metric), metric::Command::ApproveRebase { rebase, authority: None })
}

#[tokio::test]
async fn limits_begin_anew_only_when_another_person_has_approved_it() {
    let world = World::new().await;
    let metric = four_years(&world, |_| 1).await;
    let (lead, secretary) =
        (world.person("LEAD", Role::ProgramLead).await, world.person("SEC", Role::Secretary).await);
    let groups = |views: &Views| inquiry(&world, views).chart(metric, None, None).unwrap().groups.len();
    let rebase = proposed(&world, lead, metric).await;
    assert_eq!(groups(&world.ledger.snapshot()), 1);
    let own = world.run_as(lead, approve(metric, rebase)).await;
    assert!(matches!(own, Err(ExecuteError::Refused(Refusal::OwnProposal))), "{own:?}");
    let approved = world.run_as(secretary, approve(metric, rebase)).await.unwrap();
    assert_eq!(groups(&approved.views), 2);

    // The baseline of a comparison does not reach back behind it.
    let window = |from: &str, to: &str| Period::new(day(from), day(to)).unwrap();
    let windows = (window("2016-01-01", "2018-12-31"), window("2019-01-01", "2019-12-31"));
    let compared = inquiry(&world, &approved.views).window_comparison(metric, None, None, windows, None);
    assert_eq!(compared.unwrap().baseline.window, Some(window("2018-01-01", "2018-12-31")));
}

#[tokio::test]
async fn who_entered_a_proposal_for_somebody_else_does_not_approve_it() {
    let world = World::new().await;
    let metric = four_years(&world, |_| 1).await;
    let (lead, secretary) =
        (world.person("LEAD", Role::ProgramLead).await, world.person("SEC", Role::Secretary).await);
    let proposed = RebaseProposed {
        series: SeriesKey::of(1),
        date: day("2018-01-01"),
        reason: text("Another system pays out"),
    };
    let command = Command::Metric(Some(metric), metric::Command::ProposeRebase { proposed });
    let entered =
        Request { by: Some(lead), ..Request::new(Actor::person(secretary), world.command_id(), command) };
    let rebase = world.ledger.execute(entered).await.unwrap().events[0].id;
    let own = world.run_as(secretary, approve(metric, rebase)).await;
    assert!(matches!(own, Err(ExecuteError::Refused(Refusal::OwnProposal))), "{own:?}");
}

#[tokio::test]
async fn two_definitions_are_laid_side_by_side_once_somebody_bridges_them() {
    let world = World::new().await;
    let metric = four_years(&world, |year| if year < 2018 { 1 } else { 2 }).await;
    let lead = world.person("LEAD", Role::ProgramLead).await;
    let year = |year: i32| Period::new(day(&format!("{year}-01-01")), day(&format!("{year}-12-31"))).unwrap();
    let windows = (year(2017), year(2018));
    let two = SeriesKey::of(2);
    let compared = |views: &Views, after: Option<&SeriesKey>| {
        inquiry(&world, views).window_comparison(metric, None, after, windows, None).unwrap()
    };
    let before = world.ledger.snapshot();
    let reason = NotComparable::Definition;
    assert_eq!(compared(&before, Some(&two)).verdict, Verdict::NotComparable { reason });
    assert_eq!(inquiry(&world, &before).chart(metric, Some(&two), None).unwrap().points.len(), 24);

    let bridged = Bridged { earlier: 1, later: 2, reason: text("Hardly any refund is paid on a holiday") };
    let bridge = metric::Command::Bridge { bridged, authority: None };
    let views = world.run_as(lead, Command::Metric(Some(metric), bridge)).await.unwrap().views;
    for after in [Some(&two), None] {
        let comparison = compared(&views, after);
        assert_eq!((comparison.verdict, comparison.bridged), (Verdict::Improved, true));
    }
    for series in [SeriesKey::of(1), two] {
        assert_eq!(inquiry(&world, &views).chart(metric, Some(&series), None).unwrap().points.len(), 48);
    }
}

#[tokio::test]
async fn charts_and_comparisons_go_by_the_adopted_rule_set_unless_asked_for_another() {
    let world = World::new().await;
    let metric = four_years(&world, |_| 1).await;
    let rules = |views: &Views, asked| inquiry(&world, views).chart(metric, None, asked).unwrap().rule_set;
    let adopt = organization::Command::AdoptRuleSet {
        rule_set: RuleSet::R86,
        on: Some(day("2020-01-01")),
        authority: None,
    };
    let before = world.ledger.snapshot();
    assert_eq!(rules(&before, None), RuleSet::Mdc77);
    let views = world.run(Command::Organization(adopt)).await.unwrap().views;
    assert_eq!([rules(&views, None), rules(&views, Some(RuleSet::Mdc77))], [RuleSet::R86, RuleSet::Mdc77]);
    let year = |year: i32| Period::new(day(&format!("{year}-01-01")), day(&format!("{year}-12-31"))).unwrap();
    let compared = inquiry(&world, &views)
        .window_comparison(metric, None, None, (year(2017), year(2018)), None)
        .unwrap();
    assert_eq!(compared.rule_set, RuleSet::R86);
}
