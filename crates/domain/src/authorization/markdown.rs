//! The table as a page for people.

use super::{Action, RULES, Relation};
use crate::authority::Act;
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
         ## Rules\n\n| rule | in words |\n| --- | --- |\n{rules}\n{AUTHORITY}\n| act | rule | in words |\n\
         | --- | --- | --- |\n{}",
        authorities()
    )
}

fn authorities() -> String {
    let line = |act: Act| match act.rule() {
        Some(rule) => format!("| {act} | `{}` | {} |\n", rule.code, rule.sentence),
        None => format!("| {act} | – | Always takes authority. |\n"),
    };
    Act::ALL.map(line).concat()
}

const INTRODUCTION: &str = "\
# Who may do what

Printed from the tables in `crates/domain/src/authorization/rules.rs` and `crates/domain/src/authority.rs`;
`UPDATE=1 cargo test -p cxl-domain authorization` prints it again.

What no rule allows is denied, and the rule that allowed an act is recorded with it. Rights are
those of the moment in which a command is entered or a question is asked, whatever day it is about.

A role is granted for one program or for the whole organization. What belongs to the organization
itself (its departments and people, its tokens) takes a grant for the whole of it. Roles add up.

A token may be made for reading alone, or for one program alone; it never opens more than its holder may do.
A service has roles of its own and enters for people: see [identity.md](identity.md).

Two kinds of reading are grants of their own, because they are about people: who voted for what, and what people are
called. Whoever reads programs without `read.personal` is told codes in the place of names; whatever else a person's own
key seals, all texts of their stream, stays closed to them.

Annulling or correcting a fact takes the right to record it. Backfill and entering for others are
asked for beside the act itself.

*yes*: any holder of the role. *owner*: if the initiative or the action is theirs. *own*: if they
provided the evidence. *others'*: if somebody else provided it. *chair* and *secretary*: if that is
their seat on the committee which the act is about; the secretary of a committee needs no other role
than to contribute. *elector*: if they are in the electorate of the decision.
";

const AUTHORITY: &str = "\
## Authority

Beside the right to record it, some acts need an *authority*: a document with its hash, *founding*, or
*not required* by a rule that frees the act. Without any of them the act is recorded and shows as
*without decision*.

*Founding* are the acts of the program's sponsor before its first committee exists: whoever does the
act is the sponsor on the day from which it holds, and no committee has begun by then. An administrator
who imports history, with the day on which its source published it, may state founding acts, too. A
maturity model is adopted for the whole organization, which has no sponsor, so there an administrator
founds.
";

fn cell(role: Role, action: Action) -> &'static str {
    let rule = RULES.iter().find(|rule| rule.actions.contains(&action) && rule.roles.contains(&role));
    match rule.map(|rule| rule.relation) {
        Some(Relation::Any) => "yes",
        Some(Relation::Owner) => "owner",
        Some(Relation::Provider) => "own",
        Some(Relation::NotProvider) => "others'",
        Some(Relation::Chair) => "chair",
        Some(Relation::Secretary) => "secretary",
        Some(Relation::OwnerOrSecretary) => "owner, secretary",
        Some(Relation::Elector) => "elector",
        None => "–",
    }
}
