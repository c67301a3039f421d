use chrono::{DateTime, Utc};

use super::*;
use crate::refusal::Refusal;
use crate::spec::{HOA, MINH, PROGRAM, on, token};

fn granted(person: PersonId, role: Role) -> RoleGranted {
    RoleGranted { person, role, program: None }
}

fn grant(granted: RoleGranted, on: &str, until: Option<&str>) -> Command {
    Command::GrantRole { granted, on: Some(day(on)), until: until.map(day) }
}

fn withdraw(number: u128, on: &str) -> Command {
    Command::WithdrawRole { grant: event(number), reason: None, on: Some(day(on)) }
}

fn withdrawn(number: u128, on: &str) -> Event<OrganizationFact> {
    said(RoleWithdrawn { grant: event(number), reason: None }).from(day(on))
}

/// Position 8: Minh is a contributor from 1 February 2026.
fn with_contributor() -> Given<Organization> {
    founded().and(past(granted(MINH, Role::Contributor)).from("2026-02-01"))
}

/// Position 8: Minh is an administrator, too, from 1 February 2026.
fn with_two_administrators() -> Given<Organization> {
    founded().and(past(granted(MINH, Role::Administrator)).from("2026-02-01"))
}

fn roles(given: &Given<Organization>, person: PersonId, at: &str) -> Vec<Role> {
    given.state.roles_of(person, &on(at)).into_iter().map(|held| held.role).collect()
}

#[test]
fn a_role_holds_from_its_first_day_up_to_its_end() {
    let given =
        founded().when(grant(granted(MINH, Role::Reader), "2026-02-01", Some("2026-03-01"))).then_accepted();
    assert_eq!(roles(&given, MINH, "2026-01-31"), []);
    assert_eq!(roles(&given, MINH, "2026-02-28"), [Role::Reader]);
    assert_eq!(roles(&given, MINH, "2026-03-01"), []);
}

#[test]
fn a_role_ends_after_it_begins_and_within_the_days_of_the_ledger() {
    let reader = || granted(MINH, Role::Reader);
    founded().when(grant(reader(), "2026-02-01", Some("2026-02-01"))).then_refused(Refusal::EndBeforeStart {
        field: "role",
        from: day("2026-02-01"),
        until: day("2026-02-01"),
    });
    founded()
        .when(grant(reader(), "2201-01-01", None))
        .then_refused(Refusal::DayOutOfRange { field: "role", day: day("2201-01-01") });
}

#[test]
fn the_same_role_is_not_granted_twice_but_for_another_program_or_length_it_is() {
    let again = grant(granted(MINH, Role::Contributor), "2026-03-01", None);
    with_contributor().when(again).then_refused(Refusal::Unchanged { field: "role" });
    let in_program = RoleGranted { program: Some(PROGRAM), ..granted(MINH, Role::Contributor) };
    with_contributor().when(grant(in_program, "2026-03-01", None)).then_accepted();
    let shorter = grant(granted(MINH, Role::Contributor), "2026-03-01", Some("2026-04-01"));
    with_contributor().when(shorter).then_accepted();
}

#[test]
fn a_role_is_withdrawn_from_a_day_on() {
    let given = with_contributor().when(withdraw(8, "2026-05-01")).then([withdrawn(8, "2026-05-01")]);
    assert_eq!(roles(&given, MINH, "2026-04-30"), [Role::Contributor]);
    assert_eq!(roles(&given, MINH, "2026-05-01"), []);
}

#[test]
fn a_role_is_withdrawn_while_it_holds() {
    with_contributor()
        .when(withdraw(99, "2026-05-01"))
        .then_refused(Refusal::Unknown { noun: "grant", reference: event(99).to_string() });
    with_contributor().when(withdraw(8, "2026-01-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2026-01-31"),
        begins: day("2026-02-01"),
    });
    let ended = with_contributor().when(withdraw(8, "2026-05-01")).then_accepted();
    ended.clone().when(withdraw(8, "2026-05-01")).then_refused(Refusal::EndedAlready { noun: "grant" });
    ended.when(withdraw(8, "2026-04-01")).then_accepted();
}

#[test]
fn the_last_administrator_stays() {
    founded().when(withdraw(5, spec::TODAY)).then_refused(Refusal::LastAdministrator);
    founded().when(annul(event(5))).then_refused(Refusal::LastAdministrator);
    let reader = grant(granted(LEAD, Role::Reader), "2026-01-01", None);
    founded().when(correct(event(5), reader)).then_refused(Refusal::LastAdministrator);
    let ending = grant(granted(LEAD, Role::Administrator), "2026-01-01", Some("2027-01-01"));
    founded().when(correct(event(5), ending)).then_refused(Refusal::LastAdministrator);
    for (number, other) in [(5, MINH), (8, LEAD)] {
        let given = with_two_administrators().when(withdraw(number, spec::TODAY)).then_accepted();
        assert!(roles(&given, other, spec::TODAY).contains(&Role::Administrator));
        given.when(annul(event(13 - number))).then_refused(Refusal::LastAdministrator);
    }
}

#[test]
fn who_administers_only_later_for_a_time_or_one_program_is_no_administrator_left() {
    let in_program = RoleGranted { program: Some(PROGRAM), ..granted(MINH, Role::Administrator) };
    let not_yet = founded().and(past(granted(MINH, Role::Administrator)).from("2026-09-01"));
    let candidates = [
        not_yet.clone(),
        founded().and(past(in_program).from("2026-02-01")),
        founded()
            .when(grant(granted(MINH, Role::Administrator), "2026-02-01", Some("2027-01-01")))
            .then_accepted(),
    ];
    for given in candidates {
        given.when(withdraw(5, spec::TODAY)).then_refused(Refusal::LastAdministrator);
    }
    not_yet.when(withdraw(5, "2026-09-01")).then_accepted();
}

#[test]
fn the_only_administrator_is_corrected_to_another_person() {
    let with = grant(granted(MINH, Role::Administrator), "2026-01-01", None);
    let given = founded().when(correct(event(5), with)).then_accepted();
    assert!(roles(&given, MINH, spec::TODAY).contains(&Role::Administrator));
    assert!(!roles(&given, LEAD, spec::TODAY).contains(&Role::Administrator));
}

#[test]
fn a_withdrawal_outlives_the_correction_of_the_grant() {
    let given = with_contributor()
        .when(withdraw(8, "2026-05-01"))
        .then_accepted()
        .when(correct(event(8), grant(granted(HOA, Role::Contributor), "2026-02-15", None)))
        .then_accepted();
    assert_eq!(roles(&given, HOA, "2026-04-30"), [Role::Contributor]);
    assert_eq!(roles(&given, HOA, "2026-05-01"), []);
    given.when(annul(event(10))).then([annulled(event(10)), annulled(event(9))]);
}

#[test]
fn a_corrected_grant_is_withdrawn_by_any_of_its_facts() {
    for number in [8, 9] {
        let given = with_contributor()
            .when(correct(event(8), grant(granted(HOA, Role::Contributor), "2026-02-15", None)))
            .then_accepted()
            .when(withdraw(number, "2026-05-01"))
            .then([withdrawn(9, "2026-05-01")]);
        assert_eq!(roles(&given, HOA, "2026-05-01"), []);
    }
}

#[test]
fn an_annulled_withdrawal_gives_the_role_back() {
    let given = with_contributor()
        .when(withdraw(8, "2026-05-01"))
        .then_accepted()
        .when(annul(event(9)))
        .then([annulled(event(9))]);
    assert_eq!(roles(&given, MINH, spec::TODAY), [Role::Contributor]);
}

#[test]
fn an_annulled_grant_takes_its_withdrawal_along() {
    with_contributor()
        .when(withdraw(8, "2026-05-01"))
        .then_accepted()
        .when(annul(event(8)))
        .then([annulled(event(8)), annulled(event(9))]);
}

fn issued(byte: u8) -> TokenIssued {
    TokenIssued { person: MINH, sha256: Sha256Hex([byte; 32]), expires: None, scope: None }
}

fn issue(issued: TokenIssued) -> Command {
    Command::IssueToken { issued }
}

fn revoke(number: u128) -> Command {
    Command::RevokeToken { token: token(number), reason: None }
}

fn tokens(given: &Given<Organization>) -> Vec<TokenId> {
    given.state.tokens(&on(spec::TODAY)).into_iter().map(|held| held.id).collect()
}

#[test]
fn a_token_bears_the_id_of_the_event_that_issued_it() {
    let given = founded().when(issue(lasting(90))).then([said(lasting(90))]);
    assert_eq!(tokens(&given), [token(8)]);
}

/// One that expires after so many days.
fn lasting(days: i64) -> TokenIssued {
    let now: DateTime<Utc> = "2026-06-15T00:00:00Z".parse().unwrap();
    TokenIssued { expires: Some(now + chrono::TimeDelta::days(days)), ..issued(1) }
}

#[test]
fn a_token_expires_after_90_days_unless_somebody_says_when_and_within_a_year() {
    founded().when(issue(issued(1))).then([said(lasting(90))]);
    founded().when(issue(lasting(366))).then([said(lasting(366))]);
    let problem = "a token works for at most 366 days: name an earlier time";
    founded().when(issue(lasting(367))).then_refused(Refusal::invalid("expires", problem));
    founded().when(Command::IssueLastingToken { issued: issued(1) }).then([said(issued(1))]);
}

#[test]
fn a_token_expires_later_than_now() {
    let expires = |at: &str| Some(at.parse::<DateTime<Utc>>().unwrap());
    let past = TokenIssued { expires: expires("2026-06-15T00:00:00Z"), ..issued(1) };
    let problem = "it lies in the past; leave it out or name a later time";
    founded().when(issue(past)).then_refused(Refusal::invalid("expires", problem));
    let future = TokenIssued { expires: expires("2026-06-15T00:00:01Z"), ..issued(1) };
    founded().when(issue(future)).then_accepted();
}

#[test]
fn a_revoked_token_does_not_work_and_does_not_come_back() {
    let given = founded()
        .when(issue(issued(1)))
        .then_accepted()
        .when(revoke(8))
        .then([said(TokenRevoked { token: token(8), reason: None })]);
    assert_eq!(tokens(&given), []);
    given.clone().when(revoke(8)).then_refused(Refusal::EndedAlready { noun: "token" });
    given.when(issue(issued(1))).then_refused(Refusal::AlreadyRecorded { noun: "token" });
}

#[test]
fn a_token_is_revoked_that_was_issued() {
    for number in [5, 99] {
        founded()
            .when(revoke(number))
            .then_refused(Refusal::Unknown { noun: "token", reference: token(number).to_string() });
    }
}

#[test]
fn a_revocation_outlives_the_correction_of_the_token() {
    let with = issue(TokenIssued { person: HOA, ..issued(1) });
    let given = founded()
        .when(issue(issued(1)))
        .then_accepted()
        .when(revoke(8))
        .then_accepted()
        .when(correct(event(8), with))
        .then_accepted();
    assert_eq!(tokens(&given), []);
    given.when(revoke(10)).then_refused(Refusal::EndedAlready { noun: "token" });
}

#[test]
fn a_corrected_token_keeps_its_id() {
    let with = issue(TokenIssued { person: HOA, ..issued(1) });
    let given = founded().when(issue(issued(1))).then_accepted().when(correct(event(8), with));
    let given = given.then_accepted();
    assert_eq!(tokens(&given), [token(8)]);
    assert_eq!(given.state.tokens(&on(spec::TODAY))[0].person, HOA);
}

#[test]
fn an_annulled_token_takes_its_revocation_along() {
    founded()
        .when(issue(issued(1)))
        .then_accepted()
        .when(revoke(8))
        .then_accepted()
        .when(annul(event(8)))
        .then([annulled(event(8)), annulled(event(9))]);
}

#[test]
fn every_fact_about_roles_and_tokens_can_be_corrected() {
    with_contributor()
        .when(correct(event(8), grant(granted(MINH, Role::Contributor), "2026-02-01", None)))
        .then_restated(event(8));
    with_contributor()
        .and(past(RoleWithdrawn { grant: event(8), reason: None }).from("2026-05-01"))
        .when(correct(event(9), Command::WithdrawRole { grant: event(8), reason: None, on: None }))
        .then_restated(event(9));
    let with_token = || founded().and(past(lasting(90)));
    with_token().when(correct(event(8), issue(lasting(90)))).then_restated(event(8));
    with_token()
        .and(past(TokenRevoked { token: token(8), reason: None }))
        .when(correct(event(9), revoke(8)))
        .then_restated(event(9));
}
