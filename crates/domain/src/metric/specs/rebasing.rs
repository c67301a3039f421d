//! Which readings are judged together is a decision.

use super::*;
use crate::refusal::Refusal;
use crate::spec::{LEAD, on};

fn proposed(date: &str) -> RebaseProposed {
    RebaseProposed { series: SeriesKey::of(1), date: day(date), reason: text("another system pays out") }
}

fn propose(date: &str) -> Command {
    Command::ProposeRebase { proposed: proposed(date) }
}

fn approve(position: u128) -> Command {
    Command::ApproveRebase { rebase: event(position), authority: None }
}

/// The proposal of Lead stands at position 4.
fn awaiting() -> Given<Metric> {
    defined().when(propose("2025-01-01")).then([said(proposed("2025-01-01"))])
}

fn days(given: &Given<Metric>) -> Vec<NaiveDate> {
    given.state.rebase_days(&SeriesKey::of(1), &on(spec::TODAY))
}

fn bridge(earlier: u32, later: u32) -> Command {
    let bridged = Bridged { earlier, later, reason: text("only the wording changed") };
    Command::Bridge { bridged, authority: None }
}

fn of_three_definitions() -> Given<Metric> {
    let version = |version| past(DefinitionStated { version, wording: text("Days") }).from("2025-01-01");
    defined().and(version(2)).and(version(3))
}

#[test]
fn a_rebase_nobody_approved_changes_nothing() {
    let given = awaiting();
    assert_eq!(days(&given), []);
    let proposals = given.state.rebases(&SeriesKey::of(1), &on(spec::TODAY));
    assert!(proposals.len() == 1 && proposals[0].approval.is_none());
}

#[test]
fn a_rebase_is_approved_by_another_with_an_authority() {
    let authority = Some(Authority::Founding);
    let command = Command::ApproveRebase { rebase: event(4), authority: authority.clone() };
    let approval = RebaseApproved { rebase: event(4), proposed_by: LEAD };
    let fact = past(approval).by(MINH).event.under(authority);
    let given = awaiting().by(MINH).when(command).then([fact]);
    assert_eq!(days(&given), [day("2025-01-01")]);
    assert_eq!(given.state.rebase_days(&SeriesKey::of(2), &on(spec::TODAY)), []);
    given.by(HOA).when(approve(4)).then_refused(Refusal::ApprovedAlready);
}

#[test]
fn who_proposed_a_rebase_in_any_wording_does_not_approve_it() {
    awaiting().when(approve(4)).then_refused(Refusal::OwnProposal);
    let corrected = awaiting().by(MINH).when(correct(event(4), propose("2025-02-01"))).then_accepted();
    corrected.clone().by(MINH).when(approve(5)).then_refused(Refusal::OwnProposal);
    corrected.clone().by(LEAD).when(approve(5)).then_refused(Refusal::OwnProposal);
    let given = corrected.by(HOA).when(approve(5)).then_accepted();
    assert_eq!(days(&given), [day("2025-02-01")]);
}

#[test]
fn only_a_standing_proposal_is_approved_and_a_day_is_proposed_once() {
    let reference = event(9).to_string();
    awaiting().by(MINH).when(approve(9)).then_refused(Refusal::Unknown { noun: "rebase", reference });
    awaiting().when(propose("2025-01-01")).then_refused(Refusal::Unchanged { field: "date" });
    let of_two = RebaseProposed { series: SeriesKey::of(2), ..proposed("2025-01-01") };
    defined()
        .when(Command::ProposeRebase { proposed: of_two })
        .then_refused(Refusal::UnknownDefinition { version: 2, newest: 1 });
}

#[test]
fn an_annulled_or_corrected_proposal_takes_its_approval_along() {
    let approved = awaiting().by(MINH).when(approve(4)).then_accepted();
    let by_minh = |annulment: Event<MetricFact>| Event { by: MINH, ..annulment };
    let given = approved
        .clone()
        .when(annul(event(4)))
        .then([by_minh(annulled(event(4))), by_minh(annulled(event(5)))]);
    assert_eq!(days(&given), []);
    let corrected = approved.by(MINH).when(correct(event(4), propose("2025-03-01"))).then_accepted();
    assert_eq!(days(&corrected), []);
    assert_eq!(corrected.state.rebases(&SeriesKey::of(1), &on(spec::TODAY)).len(), 1);
}

#[test]
fn a_bridge_joins_two_known_versions_once_and_carries_over_others() {
    let joined = |given: &Given<Metric>| -> Vec<u32> {
        given.state.bridged_versions(1, &on(spec::TODAY)).into_iter().collect()
    };
    let given = of_three_definitions();
    assert_eq!(joined(&given), [1]);
    let bridged = Bridged { earlier: 1, later: 2, reason: text("only the wording changed") };
    let given = given.when(bridge(2, 1)).then([said(bridged)]);
    assert_eq!(joined(&given), [1, 2]);
    given.clone().when(bridge(1, 2)).then_refused(Refusal::BridgedAlready { earlier: 1, later: 2 });
    let given = given.when(bridge(2, 3)).then_accepted();
    assert_eq!(joined(&given), [1, 2, 3]);
    let given = given.when(annul(event(6))).then_accepted();
    assert_eq!(joined(&given), [1]);
    defined().when(bridge(1, 2)).then_refused(Refusal::UnknownDefinition { version: 2, newest: 1 });
    defined().when(bridge(1, 1)).then_refused(Refusal::BridgeToItself { version: 1 });
}

#[test]
fn an_annulled_version_takes_its_rebases_and_bridges_along() {
    let of_two = RebaseProposed { series: SeriesKey::of(2), ..proposed("2025-06-01") };
    let given = of_three_definitions()
        .when(bridge(1, 2))
        .then_accepted()
        .when(Command::ProposeRebase { proposed: of_two })
        .then_accepted()
        .by(MINH)
        .when(approve(7))
        .then_accepted()
        .by(LEAD)
        .when(annul(event(4)))
        .then([4, 6, 7, 8].map(|position| annulled(event(position))));
    assert_eq!(given.state.bridges(&on(spec::TODAY)).len(), 0);
}
