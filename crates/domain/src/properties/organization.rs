use chrono_tz::{Asia, Europe};
use proptest::prelude::*;
use proptest::sample::select;

use super::{Answering, any_event, any_on, any_person, id_of};
use crate::command::{Annul, Correct};
use crate::event::Sha256Hex;
use crate::id::{DepartmentId, TokenId};
use crate::organization::{
    Command, DepartmentCreated, Found, Grant, KeyLossAccepted, Organization, RoleGranted, Side, TokenIssued,
};
use crate::role::Role;
use crate::spec::{HOA, LEAD, MINH, PROGRAM, code, text};
use crate::time::AsOf;

impl Answering for Organization {
    fn beginning() -> Command {
        Command::Found(found())
    }

    fn plain_command() -> BoxedStrategy<Command> {
        let plain = prop_oneof![1 => any_plain(), 2 => any_department_act(), 2 => any_access_act()];
        plain.boxed()
    }

    fn annul(annul: Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(correct: Correct<Command>) -> Command {
        Command::Correct(correct)
    }

    fn answers(&self, as_of: &AsOf) -> Vec<String> {
        let roles: Vec<_> = [LEAD, MINH, HOA].map(|person| self.roles_of(person, as_of)).into();
        let codes: Vec<_> =
            ["OPS", "REFUNDS"].map(|named| self.department_of_code(&code(named), as_of)).into();
        vec![
            format!("exists {} demo {}", self.exists(as_of), self.is_demo(as_of)),
            format!("name {} zone {:?}", id_of(self.name(as_of)), self.zone(as_of)),
            format!("model {:?} rule set {:?}", self.model(as_of), self.rule_set(as_of)),
            format!("departments {:?} {codes:?}", self.departments(as_of)),
            format!("grants {:?} roles {roles:?}", self.grants(as_of)),
            format!("tokens {:?}", self.tokens(as_of)),
            format!("broken {:?}", self.broken_dependents(as_of)),
        ]
    }

    /// Somebody can grant roles, and no department stands below itself.
    fn keeps_its_promises(&self, today: &AsOf) -> bool {
        let administers = |grant: &Grant| grant.role == Role::Administrator && grant.program.is_none();
        let administered =
            [LEAD, MINH, HOA].iter().any(|person| self.roles_of(*person, today).iter().any(administers));
        let departments = self.departments(&today.on(chrono::NaiveDate::MAX));
        let above = |id| departments.iter().find(|held| held.id == id).and_then(|held| held.parent);
        let ends = |id| std::iter::successors(Some(id), |id| above(*id)).nth(departments.len()).is_none();
        administered && departments.iter().all(|held| ends(held.id))
    }
}

fn found() -> Found {
    Found { name: text("Acme"), zone: Asia::Ho_Chi_Minh, administrator: LEAD, demo: false }
}

fn any_plain() -> impl Strategy<Value = Command> + Clone {
    let zone = select(vec![Asia::Ho_Chi_Minh, Europe::London]);
    let model = select(vec!["cx-maturity/1", "cx-maturity/9"]);
    prop_oneof![
        Just(Command::Found(found())),
        any_on().prop_map(|on| Command::Rename { name: text("Acme Group"), on }),
        (zone, any_on()).prop_map(|(zone, on)| Command::SetZone { zone, on }),
        (model, any_on()).prop_map(|(model, on)| Command::AdoptModel {
            model: model.into(),
            on,
            authority: None,
        }),
        Just(Command::AcceptKeyLoss { loss: KeyLossAccepted { keys: 1, sha256: Sha256Hex([0; 32]) } }),
    ]
}

fn any_department_act() -> impl Strategy<Value = Command> + Clone {
    let department = || any_event().prop_map(|event| DepartmentId(event.0));
    let named = select(vec!["OPS", "REFUNDS", "CARDS"]);
    let parent = prop_oneof![Just(None), department().prop_map(Some)];
    prop_oneof![
        2 => (named, parent, any_on()).prop_map(|(named, parent, on)| Command::CreateDepartment {
            department: DepartmentCreated { code: code(named), name: text(named), parent },
            on,
        }),
        1 => (department(), any_on()).prop_map(|(department, on)| Command::RenameDepartment {
            department,
            name: text("Operations"),
            on,
        }),
        1 => (department(), select(Side::ALL.to_vec()), any_on()).prop_map(|(department, side, on)| {
            Command::StateDepartmentSide { department, side, on }
        }),
        1 => (department(), any_on()).prop_map(|(department, on)| Command::CloseDepartment {
            department,
            reason: text("merged"),
            on,
        }),
    ]
}

fn any_access_act() -> impl Strategy<Value = Command> + Clone {
    let role = select(vec![Role::Administrator, Role::Reader]);
    let program = select(vec![None, Some(PROGRAM)]);
    let token = any_event().prop_map(|event| TokenId(event.0));
    prop_oneof![
        (any_person(), role, program, any_on(), any_on()).prop_map(|(person, role, program, on, until)| {
            Command::GrantRole { granted: RoleGranted { person, role, program }, on, until }
        }),
        (any_event(), any_on()).prop_map(|(grant, on)| Command::WithdrawRole { grant, reason: None, on }),
        (any_person(), 0u8..3).prop_map(|(person, byte)| Command::IssueToken {
            issued: TokenIssued { person, sha256: Sha256Hex([byte; 32]), expires: None, scope: None },
        }),
        token.prop_map(|token| Command::RevokeToken { token, reason: None }),
    ]
}
