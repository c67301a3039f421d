//! The rules of the organization's stream.

use chrono::NaiveDate;

use super::{
    Command, DepartmentClosed, DepartmentCreated, DepartmentNamed, Found, Founded, ModelAdopted, Named,
    Organization, OrganizationFact, RoleGranted, RoleWithdrawn, RuleSetAdopted, TokenRevoked, ZoneSet,
};
use crate::command::{
    Annul, Correct, Moment, annulments, available, corrected, in_order, in_range, standing,
};
use crate::event::{Authority, Effective, Event};
use crate::id::{DepartmentId, EventId, TokenId};
use crate::maturity::Model;
use crate::refusal::Refusal;
use crate::role::Role;

type Facts = Result<Vec<Event<OrganizationFact>>, Refusal>;

/// The rule set in force from the founding on.
const FOUNDING_RULE_SET: &str = "mdc-7-7";

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Organization, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let command = match command {
        Command::Found(found) => return self::found(state, found, moment),
        other => other,
    };
    let now = moment.now();
    if !state.exists(&now) {
        return Err(Refusal::Unknown { noun: "organization", reference: state.id.to_string() });
    }
    match command {
        Command::Found(_) => Err(Refusal::AlreadyRecorded { noun: "organization" }),
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
        Command::CreateDepartment { department, on } => create_department(state, department, on, moment),
        Command::RenameDepartment { department, name, on } => {
            let on = open_department(state, department, on, moment)?;
            Ok(vec![Event::new(moment.by, DepartmentNamed { department, name }).from(on)])
        }
        Command::CloseDepartment { department, reason, on } => {
            let on = open_department(state, department, on, moment)?;
            Ok(vec![Event::new(moment.by, DepartmentClosed { department, reason }).from(on)])
        }
        Command::GrantRole { granted, on, until } => grant_role(state, granted, on, until, moment),
        Command::WithdrawRole { grant, reason, on } => {
            let on = day(on, moment)?;
            let Some(held) = state.grants(&now).into_iter().find(|held| held.event == grant) else {
                return Err(Refusal::Unknown { noun: "grant", reference: grant.to_string() });
            };
            if held.until.is_some_and(|until| until <= on) {
                return Err(Refusal::EndedAlready { noun: "grant" });
            }
            if on < held.from {
                return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: held.from });
            }
            keep_an_administrator(state, grant, moment)?;
            Ok(vec![Event::new(moment.by, RoleWithdrawn { grant, reason }).from(on)])
        }
        Command::IssueToken { issued } => {
            if state.tokens(&now).iter().any(|token| token.sha256 == issued.sha256) {
                return Err(Refusal::AlreadyRecorded { noun: "token" });
            }
            Ok(vec![Event::new(moment.by, issued)])
        }
        Command::RevokeToken { token, reason } => revoke_token(state, token, reason, moment),
        Command::AdoptModel { model, on, authority } => adopt_model(state, model, on, authority, moment),
        Command::AcceptKeyLoss { loss } => Ok(vec![Event::new(moment.by, loss)]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

/// One person who starts alone must be able to do everything that one person may do alone; the
/// grants are facts like any other and are withdrawn when others come.
const FOUNDING_ROLES: [Role; 3] = [Role::Administrator, Role::ProgramLead, Role::Secretary];

fn found(state: &Organization, found: Found, moment: &Moment) -> Facts {
    if !state.history.is_empty() {
        return Err(Refusal::AlreadyRecorded { noun: "organization" });
    }
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
    Ok(facts)
}

fn create_department(
    state: &Organization,
    department: DepartmentCreated,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = day(on, moment)?;
    let departments = state.departments(&moment.on(NaiveDate::MAX));
    if departments.iter().any(|held| held.code == department.code) {
        return Err(Refusal::CodeTaken { taken: department.code, noun: "department" });
    }
    if let Some(parent) = department.parent {
        open_department(state, parent, Some(on), moment)?;
    }
    Ok(vec![Event::new(moment.by, department).from(on)])
}

/// The day meant, on which the department exists and is not closed.
fn open_department(
    state: &Organization,
    id: DepartmentId,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let on = day(on, moment)?;
    let department = state
        .department(id, &moment.on(NaiveDate::MAX))
        .ok_or_else(|| Refusal::Unknown { noun: "department", reference: id.to_string() })?;
    if on < department.created {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: department.created });
    }
    match department.closed {
        Some(day) if day <= on => Err(Refusal::DepartmentClosed { day }),
        _ => Ok(on),
    }
}

fn grant_role(
    state: &Organization,
    granted: RoleGranted,
    on: Option<NaiveDate>,
    until: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let effective = Effective { from: on.unwrap_or(moment.today), until };
    in_order("role", effective)?;
    let held = state
        .roles_of(granted.person, &moment.on(effective.from))
        .into_iter()
        .any(|grant| grant.role == granted.role && grant.program == granted.program && grant.until == until);
    if held {
        return Err(Refusal::Unchanged { field: "role" });
    }
    Ok(vec![Event::new(moment.by, granted).within(effective)])
}

/// Refuses to take the last administrator away.
fn keep_an_administrator(state: &Organization, grant: EventId, moment: &Moment) -> Result<(), Refusal> {
    let administers = |held: &super::Grant| {
        held.role == Role::Administrator && held.program.is_none() && held.until.is_none()
    };
    let grants = state.grants(&moment.now());
    let taken = grants.iter().any(|held| held.event == grant && administers(held));
    if taken && !grants.iter().any(|held| held.event != grant && administers(held)) {
        return Err(Refusal::LastAdministrator);
    }
    Ok(())
}

fn revoke_token(
    state: &Organization,
    token: TokenId,
    reason: Option<crate::text::Text>,
    moment: &Moment,
) -> Facts {
    let issued = state.history.find(EventId(token.0));
    if !issued.is_some_and(|entry| matches!(entry.fact, OrganizationFact::TokenIssued(_))) {
        return Err(Refusal::Unknown { noun: "token", reference: token.to_string() });
    }
    if !state.tokens(&moment.now()).iter().any(|held| held.id == token) {
        return Err(Refusal::EndedAlready { noun: "token" });
    }
    Ok(vec![Event::new(moment.by, TokenRevoked { token, reason })])
}

fn adopt_model(
    state: &Organization,
    model: String,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    available(authority.as_ref())?;
    let on = day(on, moment)?;
    if Model::find(&model).is_none() {
        return Err(Refusal::Unknown { noun: "maturity model", reference: model });
    }
    if state.model(&moment.on(on)) == Some(model.as_str()) {
        return Err(Refusal::Unchanged { field: "model" });
    }
    Ok(vec![Event::new(moment.by, ModelAdopted { model }).from(on).under(authority)])
}

fn annul(state: &Organization, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        OrganizationFact::Founded(_) => return Err(Refusal::BeganIt { noun: "organization" }),
        OrganizationFact::RoleGranted(_) => keep_an_administrator(state, annul.event, moment)?,
        _ => {}
    }
    Ok(annulments(annul, dependents(state, annul.event, moment), moment))
}

/// The standing facts about a department, grant or token that began with `event`.
fn dependents(state: &Organization, event: EventId, moment: &Moment) -> Vec<EventId> {
    let first = state.first_statement(event);
    let about = |fact: &OrganizationFact| match fact {
        OrganizationFact::DepartmentNamed(named) => named.department.0 == first.0,
        OrganizationFact::DepartmentClosed(closed) => closed.department.0 == first.0,
        OrganizationFact::RoleWithdrawn(withdrawn) => withdrawn.grant == event,
        OrganizationFact::TokenRevoked(revoked) => revoked.token.0 == event.0,
        _ => false,
    };
    state.history.standing(&moment.now()).filter(|entry| about(&entry.fact)).map(|e| e.event).collect()
}

fn correct(state: &Organization, correct: Correct<Command>, moment: &Moment) -> Facts {
    let Correct { event, reason, with } = correct;
    let entry = standing(&state.history, event, moment)?;
    let stated = match *with {
        Command::Annul(_) | Command::Correct(_) | Command::AcceptKeyLoss { .. } | Command::Found(_) => {
            return Err(Refusal::AnnulmentStands);
        }
        other => {
            if matches!(entry.fact, OrganizationFact::RoleGranted(_)) {
                keep_an_administrator(state, event, moment)?;
            }
            let mut without = state.clone();
            without.history.forget(event);
            decide(&without, other, moment)?
        }
    };
    corrected(stated, &entry.fact, event, reason)
}

fn day(on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    let day = on.unwrap_or(moment.today);
    in_range("on", day)?;
    Ok(day)
}
