//! The rules of the organization's stream.

use chrono::NaiveDate;

use super::access::{
    administers, grant_role, issue_lasting_token, issue_token, keep_an_administrator, revoke_token,
    withdraw_role,
};
use super::department::{
    close_department, create_department, not_below_itself, nothing_below, open_department, reopened,
    state_side,
};
use super::{
    Command, DepartmentClosed, DepartmentNamed, Found, Founded, ModelAdopted, Named, Organization,
    OrganizationFact, RoleGranted, RuleSetAdopted, ZoneSet,
};
use crate::authority::{self, Act};
use crate::command::{
    Annul, Correct, Moment, annulments, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Authority, Event};
use crate::history::chain;
use crate::id::{DepartmentId, EventId};
use crate::maturity::Model;
use crate::measurement::rules::RuleSet;
use crate::refusal::Refusal;
use crate::role::Role;

pub(super) type Facts = Result<Vec<Event<OrganizationFact>>, Refusal>;

/// The rule set in force from the founding on.
const FOUNDING_RULE_SET: &str = "mdc-7-7";

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Organization, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Found(_));
    in_turn("organization", state.id, begins, state.exists(&now), false)?;
    match command {
        Command::Found(found) => Ok(self::found(found, moment)),
        Command::Rename { name, on } => {
            Ok(vec![Event::new(moment.by, Named { name }).from(day(on, moment)?)])
        }
        Command::SetZone { zone, on } => {
            let on = day(on, moment)?;
            if state.zone(&moment.on(on)) == Some(zone) {
                return Err(Refusal::Unchanged { field: "zone" });
            }
            Ok(vec![Event::new(moment.by, ZoneSet { zone }).from(on)])
        }
        Command::CreateDepartment { department, on } => {
            create_department(state, department, on, None, moment)
        }
        Command::RenameDepartment { department, name, on } => {
            let on = open_department(state, department, on, moment)?;
            Ok(vec![Event::new(moment.by, DepartmentNamed { department, name }).from(on)])
        }
        Command::CloseDepartment { department, reason, on } => {
            let on = close_department(state, department, on, moment)?;
            Ok(vec![Event::new(moment.by, DepartmentClosed { department, reason }).from(on)])
        }
        Command::StateDepartmentSide { department, side, on } => {
            state_side(state, department, side, on, moment)
        }
        Command::GrantRole { granted, on, until } => grant_role(state, granted, on, until, moment),
        Command::WithdrawRole { grant, reason, on } => withdraw_role(state, grant, reason, on, moment),
        Command::IssueToken { issued } => issue_token(state, issued, moment),
        Command::IssueLastingToken { issued } => issue_lasting_token(state, issued, moment),
        Command::RevokeToken { token, reason } => revoke_token(state, token, reason, moment),
        Command::AdoptModel { model, on, authority } => adopt_model(state, model, on, authority, moment),
        Command::AdoptRuleSet { rule_set, on, authority } => {
            adopt_rule_set(state, rule_set, on, authority, moment)
        }
        Command::AcceptKeyLoss { loss } => Ok(vec![Event::new(moment.by, loss)]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

/// One person who starts alone must be able to do everything that one person may do alone; the
/// grants are facts like any other and are withdrawn when others come.
const FOUNDING_ROLES: [Role; 3] = [Role::Administrator, Role::ProgramLead, Role::Secretary];

fn found(found: Found, moment: &Moment) -> Vec<Event<OrganizationFact>> {
    let Found { name, zone, administrator, demo } = found;
    let today = moment.today;
    let mut facts = vec![
        Event::new(moment.by, Founded { demo }),
        Event::new(moment.by, Named { name }).from(today),
        Event::new(moment.by, ZoneSet { zone }).from(today),
        // Evidence and readings of earlier years are judged by the same model and rules.
        Event::new(moment.by, ModelAdopted { model: Model::FOUNDING.id.as_str().into() })
            .from(crate::calendar::FIRST_DAY)
            .under(Some(Authority::Founding)),
        Event::new(moment.by, RuleSetAdopted { rule_set: FOUNDING_RULE_SET.into() })
            .from(crate::calendar::FIRST_DAY)
            .under(Some(Authority::Founding)),
    ];
    facts.extend(FOUNDING_ROLES.map(|role| {
        Event::new(moment.by, RoleGranted { person: administrator, role, program: None }).from(today)
    }));
    facts
}

fn adopt_model(
    state: &Organization,
    model: String,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::AdoptModel)?;
    let on = day(on, moment)?;
    if Model::find(&model).is_none() {
        return Err(Refusal::Unknown { noun: "maturity model", reference: model });
    }
    if state.model(&moment.on(on)) == Some(model.as_str()) {
        return Err(Refusal::Unchanged { field: "model" });
    }
    Ok(vec![Event::new(moment.by, ModelAdopted { model }).from(on).under(authority)])
}

fn adopt_rule_set(
    state: &Organization,
    rule_set: RuleSet,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::AdoptRuleSet)?;
    let on = day(on, moment)?;
    if state.rule_set(&moment.on(on)) == Some(rule_set.name()) {
        return Err(Refusal::Unchanged { field: "ruleSet" });
    }
    let adopted = RuleSetAdopted { rule_set: rule_set.name().into() };
    Ok(vec![Event::new(moment.by, adopted).from(on).under(authority)])
}

fn annul(state: &Organization, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    let the_only = |noun| not_the_only_one(&state.history, &entry, noun, moment);
    match &entry.fact {
        OrganizationFact::Founded(_) => return Err(Refusal::BeganIt { noun: "organization" }),
        OrganizationFact::Named(_) => the_only("name")?,
        OrganizationFact::ZoneSet(_) => the_only("time zone")?,
        OrganizationFact::ModelAdopted(_) => the_only("maturity model")?,
        OrganizationFact::RuleSetAdopted(_) => the_only("rule set")?,
        OrganizationFact::DepartmentCreated(_) => nothing_below(state, annul.event, moment)?,
        OrganizationFact::DepartmentClosed(closed) => reopened(state, closed.department, moment)?,
        OrganizationFact::RoleGranted(_) => keep_an_administrator(state, annul.event, moment.today, moment)?,
        _ => {}
    }
    Ok(annulments(annul, dependents(state, annul.event, moment), moment))
}

/// The standing facts about a department, grant or token that began with `event`.
fn dependents(state: &Organization, event: EventId, moment: &Moment) -> Vec<EventId> {
    let first = state.first_statement(event);
    let about = |fact: &OrganizationFact| match fact {
        OrganizationFact::DepartmentNamed(named) => Some(EventId(named.department.0)),
        OrganizationFact::DepartmentClosed(closed) => Some(EventId(closed.department.0)),
        OrganizationFact::DepartmentSideStated(stated) => Some(EventId(stated.department.0)),
        OrganizationFact::RoleWithdrawn(withdrawn) => Some(withdrawn.grant),
        OrganizationFact::TokenRevoked(revoked) => Some(EventId(revoked.token.0)),
        _ => None,
    };
    let of_it = |about: &EventId| state.first_statement(*about) == first;
    let named = state.history.picked(&moment.now(), about);
    named.filter(|(_, about)| of_it(about)).map(|(entry, _)| entry.event).collect()
}

fn correct(state: &Organization, correct: Correct<Command>, moment: &Moment) -> Facts {
    let event = correct.event;
    let replaced = standing(&state.history, event, moment)?;
    if matches!(replaced.fact, OrganizationFact::Founded(_)) {
        return Err(Refusal::BeganIt { noun: "organization" });
    }
    if let Command::CreateDepartment { department, .. } = correct.with.as_ref() {
        not_below_itself(state, event, department.parent, moment)?;
    }
    // Without the whole chain: what a corrected fact claimed before, such as a code, is its own.
    let chained = chain(event, |event| state.history.find(event)).map(|entry| entry.event);
    let history = chained.fold(state.history.clone(), |history, event| history.without(event));
    let without = Organization { id: state.id, history };
    let closed = || {
        let id = DepartmentId(state.first_statement(event).0);
        state.department(id, &moment.on(NaiveDate::MAX)).and_then(|held| held.closed)
    };
    let stated = restate(&replaced, correct, moment, |command, moment| match command {
        Command::CreateDepartment { department, on } => {
            create_department(&without, department, on, closed(), moment)
        }
        other => decide(&without, other, moment),
    })?;
    let administers_still = stated.iter().any(|anew| match (&anew.fact, anew.effective) {
        (OrganizationFact::RoleGranted(granted), Some(effective)) => {
            administers(granted, effective, moment.today)
        }
        _ => false,
    });
    if !administers_still {
        keep_an_administrator(state, event, moment.today, moment)?;
    }
    Ok(stated)
}

pub(super) fn day(on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    let day = moment.day(on);
    in_range("on", day)?;
    Ok(day)
}
