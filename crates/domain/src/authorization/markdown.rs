//! The table as a page for people.

use super::{Action, RULES, Relation};
use crate::role::Role;

/// The page `docs/authorization.md`: the matrix of actions and roles, then every rule.
pub fn markdown() -> String {
    let roles = Role::ALL.map(|role| role.as_str().replace('_', " ")).join(" | ");
    let rule_lines = RULES.iter().map(|rule| format!("| `{}` | {} |\n", rule.id, rule.sentence));
    let action_lines = Action::ALL.iter().map(|&action| {
        let cells = Role::ALL.map(|role| cell(role, action)).join(" | ");
        format!("| `{action}` | {cells} |\n")
    });
    let (actions, rules) = (action_lines.collect::<String>(), rule_lines.collect::<String>());
    let columns = " :-: |".repeat(Role::ALL.len());
    format!(
        "{INTRODUCTION}\n## Actions and roles\n\n| action | {roles} |\n| --- |{columns}\n{actions}\n\
         ## Rules\n\n| rule | in words |\n| --- | --- |\n{rules}"
    )
}

const INTRODUCTION: &str = "\
# Who may do what

Printed from the table in `crates/domain/src/authorization/rules.rs`;
`UPDATE=1 cargo test -p cxl-domain authorization` prints it again.

What no rule allows is denied, and the rule that allowed an act is recorded with it. Rights are
those of the moment in which a command is entered or a question is asked, whatever day it is about.

A role is granted for one program or for the whole organization. What belongs to the organization
itself (its departments and people, its tokens) takes a grant for the whole of it. Roles add up.

Annulling or correcting a fact takes the right to record it. Backfill and entering for others are
asked for beside the act itself.

*yes*: any holder of the role. *owner*: if the initiative is theirs. *others'*: if somebody else
provided the evidence.
";

fn cell(role: Role, action: Action) -> &'static str {
    let rule = RULES.iter().find(|rule| rule.actions.contains(&action) && rule.roles.contains(&role));
    match rule.map(|rule| rule.relation) {
        Some(Relation::Any) => "yes",
        Some(Relation::Owner) => "owner",
        Some(Relation::NotProvider) => "others'",
        None => "–",
    }
}
