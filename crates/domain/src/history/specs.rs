//! The two clocks of a fact, how it falls, and which of several holds.
//!
//! The owners of an initiative stand for any dated fact. Positions 0 to 2 are its charter of
//! 1 January 2015; position *n* is recorded on the *n*-th day of 2026 after the first.

use crate::event::{Annulled, Effective};
use crate::id::{EventId, PersonId};
use crate::initiative::{Chartered, Initiative, InitiativeFact, Named, OwnerAssigned, PurposeStated};
use crate::spec::{
    self, Given, HOA, LEAD, MINH, PROGRAM, Past, ZONE, code, day, event, known, on, past, recorded, text,
};
use crate::time::{AsOf, Instant, start_of_day};

fn chartered() -> Given<Initiative> {
    spec::given([
        past(Chartered { program: PROGRAM, code: code("REFUNDS"), committee: None }).from("2015-01-01"),
        past(Named { name: text("Faster refunds") }).from("2015-01-01"),
        past(PurposeStated { purpose: text("Money back") }).from("2015-01-01"),
    ])
}

fn owner(owner: PersonId) -> Past<InitiativeFact> {
    past(OwnerAssigned { owner }).from("2015-01-01")
}

fn annulled(event: EventId) -> Past<InitiativeFact> {
    past(Annulled { event, reason: text("never happened") })
}

#[track_caller]
fn assert_owner(given: &Given<Initiative>, as_of: AsOf, expected: Option<PersonId>) {
    assert_eq!(given.state.owner(&as_of).map(|(_, owner)| owner), expected);
}

#[test]
fn a_backfilled_fact_counts_from_the_day_it_was_published_or_strictly_from_when_it_was_recorded() {
    let given = chartered().and(owner(MINH).published("2020-05-01"));
    assert_owner(&given, known("2020-04-30"), None);
    assert_owner(&given, known("2020-05-01"), Some(MINH));
    assert_owner(&given, recorded("2026-01-03"), None);
    assert_owner(&given, recorded("2026-01-04"), Some(MINH));
}

#[test]
fn a_fact_of_the_present_counts_from_when_it_was_recorded_in_both_modes() {
    let given = chartered().and(owner(MINH));
    for clock in [known, recorded] {
        assert_owner(&given, clock("2026-01-03"), None);
        assert_owner(&given, clock("2026-01-04"), Some(MINH));
    }
}

#[test]
fn what_lies_after_the_position_does_not_count_however_early_it_was_known() {
    let given = chartered().and(owner(MINH).published("2020-05-01"));
    assert_owner(&given, AsOf { position: Some(2), ..on(spec::TODAY) }, None);
    assert_owner(&given, AsOf { position: Some(3), ..on(spec::TODAY) }, Some(MINH));
    assert_owner(&given, AsOf { position: None, ..on(spec::TODAY) }, None);
}

#[test]
fn a_fact_holds_from_its_first_day_on_whenever_it_became_known() {
    let given = chartered().and(owner(MINH).from("2018-01-01")).and(owner(HOA).from("2030-01-01"));
    assert_owner(&given, on("2017-12-31"), None);
    assert_owner(&given, on("2018-01-01"), Some(MINH));
    assert_owner(&given, on("2029-12-31"), Some(MINH));
    assert_owner(&given, on("2030-01-01"), Some(HOA));
}

#[test]
fn a_fact_holds_up_to_its_end_and_the_one_before_holds_again() {
    let mut acting = owner(HOA);
    acting.event.effective = Some(Effective { from: day("2019-01-01"), until: Some(day("2019-04-01")) });
    let given = chartered().and(owner(MINH)).and(acting);
    assert_owner(&given, on("2018-12-31"), Some(MINH));
    assert_owner(&given, on("2019-03-31"), Some(HOA));
    assert_owner(&given, on("2019-04-01"), Some(MINH));
}

#[test]
fn the_greatest_first_day_wins_over_any_rank() {
    let given = chartered().and(owner(MINH).from("2019-01-01")).and(owner(HOA).from("2018-01-01"));
    assert_owner(&given, on("2019-01-01"), Some(MINH));
}

#[test]
fn facts_from_the_same_day_are_ranked_by_published_day_before_position() {
    let given = chartered().and(owner(MINH).published("2021-01-01")).and(owner(HOA).published("2020-01-01"));
    assert_owner(&given, on(spec::TODAY), Some(MINH));
    assert_owner(&given, known("2020-06-01"), Some(HOA));
    // Strict limits what is visible; it does not rank otherwise.
    assert_owner(&given, recorded("2026-12-31"), Some(MINH));
}

#[test]
fn an_undated_fact_is_ranked_by_when_it_was_recorded() {
    let given = chartered().and(owner(HOA)).and(owner(MINH).published("2020-01-01"));
    assert_owner(&given, on(spec::TODAY), Some(HOA));
}

#[test]
fn of_two_published_on_one_day_the_one_recorded_later_holds() {
    let given = chartered().and(owner(MINH).published("2020-01-01")).and(owner(HOA).published("2020-01-01"));
    assert_owner(&given, on(spec::TODAY), Some(HOA));
}

#[test]
fn the_annulment_of_a_backfilled_fact_works_back_to_its_published_day_unless_strict() {
    let given = chartered().and(owner(MINH).published("2020-05-01")).and(annulled(event(3)));
    assert_owner(&given, known("2021-01-01"), None);
    assert_owner(&given, recorded("2026-01-04"), Some(MINH));
    assert_owner(&given, recorded("2026-01-05"), None);
}

#[test]
fn the_annulment_of_a_backfilled_fact_does_not_reach_positions_before_it() {
    let given = chartered().and(owner(MINH).published("2020-05-01")).and(annulled(event(3)));
    assert_owner(&given, AsOf { position: Some(3), ..known("2021-01-01") }, Some(MINH));
}

#[test]
fn an_annulment_with_a_published_day_of_its_own_works_from_that_day() {
    let annulment = annulled(event(3)).published("2022-01-01");
    let given = chartered().and(owner(MINH).published("2020-05-01")).and(annulment);
    assert_owner(&given, known("2021-12-31"), Some(MINH));
    assert_owner(&given, known("2022-01-01"), None);
}

#[test]
fn the_annulment_of_a_fact_of_the_present_works_from_when_it_was_recorded() {
    let given = chartered().and(owner(MINH)).and(annulled(event(3)));
    assert_owner(&given, known("2026-01-04"), Some(MINH));
    assert_owner(&given, known("2026-01-05"), None);
}

#[test]
fn the_correction_of_a_backfilled_fact_is_known_as_early_as_what_it_corrects() {
    let given = chartered().and(owner(MINH).published("2020-05-01")).and(owner(HOA).correcting(event(3)));
    assert_owner(&given, known("2020-04-30"), None);
    assert_owner(&given, known("2020-05-01"), Some(HOA));
    assert_owner(&given, recorded("2026-01-04"), Some(MINH));
    assert_owner(&given, recorded("2026-01-05"), Some(HOA));
}

#[test]
fn the_correction_of_a_backfilled_fact_is_ranked_by_when_it_was_recorded() {
    let given = chartered()
        .and(owner(MINH).published("2020-05-01"))
        .and(owner(LEAD).published("2021-05-01"))
        .and(owner(HOA).correcting(event(3)));
    assert_owner(&given, on(spec::TODAY), Some(HOA));
    assert_owner(&given, known("2022-01-01"), Some(HOA));
}

#[test]
fn a_correction_of_a_correction_is_known_as_early_as_the_first_of_them() {
    let given = chartered()
        .and(owner(MINH).published("2020-05-01"))
        .and(owner(LEAD).correcting(event(3)))
        .and(owner(HOA).correcting(event(4)));
    assert_owner(&given, known("2020-05-01"), Some(HOA));
    assert_owner(&given, recorded("2026-01-05"), Some(LEAD));
}

#[test]
fn a_fact_falls_through_a_chain_whose_links_are_not_visible() {
    let chain = chartered()
        .and(owner(MINH).published("2020-05-01"))
        .and(owner(LEAD).published("2023-01-01").correcting(event(3)))
        .and(owner(HOA).published("2022-01-01").correcting(event(4)));
    assert_owner(&chain, known("2021-12-31"), Some(MINH));
    // The link of 2023 is not known yet, its correction of 2022 is: the first statement has fallen.
    assert_owner(&chain, known("2022-06-01"), Some(HOA));
    assert_owner(&chain, on(spec::TODAY), Some(HOA));
}

#[test]
fn annulling_a_correction_does_not_revive_what_it_corrected() {
    let given = chartered().and(owner(MINH)).and(owner(HOA).correcting(event(3))).and(annulled(event(4)));
    assert_owner(&given, on(spec::TODAY), None);
    assert_owner(&given, known("2026-01-05"), Some(HOA));
}

#[test]
fn recorded_facts_of_the_future_days_wait_for_their_day() {
    let given = chartered().and(owner(MINH)).and(owner(HOA).from("2027-01-01"));
    assert_owner(&given, known("2026-01-05"), Some(MINH));
    assert_owner(&given, known("2026-01-05").on(day("2027-01-01")), Some(HOA));
    assert_owner(&given, known("2026-01-04").on(day("2027-01-01")), Some(MINH));
}

#[test]
fn a_fact_published_on_the_day_it_was_recorded_counts_from_the_start_of_that_day() {
    let mut given = chartered();
    let noon = Instant(start_of_day(day("2026-01-04"), ZONE).0 + 12 * 3_600_000_000);
    given.record_at(&owner(MINH).published("2026-01-04"), noon);
    let morning = AsOf { known: Instant(noon.0 - 1), ..on(spec::TODAY) };
    assert_owner(&given, morning, Some(MINH));
    assert_owner(&given, AsOf { strict: true, ..morning }, None);
}

#[test]
fn an_annulment_of_what_is_not_here_annuls_nothing() {
    let given = chartered().and(owner(MINH)).and(annulled(event(99)));
    assert_owner(&given, on(spec::TODAY), Some(MINH));
}

#[test]
fn a_damaged_log_whose_corrections_name_each_other_still_folds() {
    let given = chartered()
        .and(owner(MINH).correcting(event(4)))
        .and(owner(HOA).correcting(event(3)))
        .and(owner(LEAD).correcting(event(4)));
    assert_owner(&given, on(spec::TODAY), Some(LEAD));
    assert_eq!(given.state.history.first_statement(event(5)), event(3));
}
