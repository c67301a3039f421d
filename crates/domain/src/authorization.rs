//! Who may do what: one pure function over a table of rules.
//!
//! [`RULES`] is the whole of it. What no rule allows is denied. Rights are those of the present
//! moment, whatever day a command or a question is about: the caller resolves the dated grants of
//! the actor for now and hands them over.
//!
//! Two rights are asked for beside the act itself, and both must be allowed: [`Action::Backfill`]
//! when a fact carries a published day or claims, and [`Action::EnterForOthers`] when who did the act is
//! not who enters it. The act itself is always judged on who enters it.
//!
//! Some choices that the table makes:
//!
//! - *The owner reports.* Progress and improvements are declared by the initiative's owner; program
//!   lead and secretary can record them too, so a vacant initiative is not mute.
//! - *Any contributor records readings and provides evidence*, whoever is accountable: otherwise
//!   every figure would be entered by the person it measures.
//! - *Contributors mend only their own facts*; program lead and secretary mend anybody's.
//! - *Administrators* set things up and can grant roles, also to themselves, in the open; by that
//!   role they neither record nor judge anything in a program.
//! - *A token opens at most what its holder may do*: one that only reads, or is for one program, less.
//! - *Roles add up.* "Auditors never write" means: not by that role.

mod action;
mod asked;
mod markdown;
mod rules;

#[cfg(test)]
mod matrix;

use std::fmt;

pub use action::Action;
pub use asked::Asked;
pub use markdown::markdown;
pub use rules::RULES;

use serde::Serialize;

use crate::id::{PersonId, ProgramId};
use crate::organization::TokenScope;
use crate::role::Role;

/// Who acts, with the grants that hold at the present moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorRights {
    /// The person who enters the command or asks the question.
    pub person: PersonId,
    /// Their grants, in any order.
    pub grants: Vec<Grant>,
    /// Whether they entered in a way that opens nothing but reading.
    pub reads_only: bool,
}

impl ActorRights {
    /// Everything that the grants allow.
    pub fn of(person: PersonId, grants: Vec<Grant>) -> Self {
        Self { person, grants, reads_only: false }
    }

    /// What is left of them for whoever enters with a token of that scope.
    pub fn within(self, scope: TokenScope) -> Self {
        let narrowed = |grant: Grant| match scope.program {
            Some(only) if grant.program.is_some_and(|program| program != only) => None,
            Some(only) => Some(Grant { program: Some(only), ..grant }),
            None => Some(grant),
        };
        Self {
            person: self.person,
            grants: self.grants.into_iter().filter_map(narrowed).collect(),
            reads_only: self.reads_only || scope.reads_only,
        }
    }
}

/// A role in one program or everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The program it is for; `None` for the organization itself and every program.
    pub program: Option<ProgramId>,
}

/// What is acted on. Whatever does not apply or is not known is `None`, and allows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Resource {
    /// The program it belongs to; `None` for what belongs to the organization. A grant or withdrawal
    /// of a role belongs where the role holds.
    pub program: Option<ProgramId>,
    /// The present owner of the initiative, or of the action that a meeting agreed on.
    pub owner: Option<PersonId>,
    /// Who provided the evidence.
    pub provider: Option<PersonId>,
    /// Who chairs the committee at present; of a meeting that was held, who chaired it; of a decision, who
    /// chairs its electorate.
    pub chair: Option<PersonId>,
    /// Who is the committee's secretary at present.
    pub secretary: Option<PersonId>,
    /// The actor, if in the electorate of the decision.
    pub elector: Option<PersonId>,
}

/// Yes or no, and by which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the act is allowed.
    pub allow: bool,
    /// The rule that allows it; of a denial, the rule that the actor came closest to, or
    /// [`RuleId::DENIED`].
    pub rule: RuleId,
}

/// The stable name of a rule, recorded with every event: `initiative.owner-reports`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleId(&'static str);

impl RuleId {
    /// What no rule allows is denied.
    pub const DENIED: Self = Self("denied");

    /// The operator who holds the ledger's files needs no grant: founding, first tokens, accepted loss
    /// of keys.
    pub const OPERATOR: Self = Self("operator");

    /// Whoever administers, audits or reads votes is shut out by administrators alone, never by those whom
    /// they check.
    pub const ADMINISTRATORS_MEND: Self = Self("administrators-mend");

    /// A token may open less than its holder may do.
    pub const TOKEN_SCOPE: Self = Self("token-scope");

    /// The name as it is recorded.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// The rule in one English sentence.
    pub fn sentence(self) -> &'static str {
        if self == Self::ADMINISTRATORS_MEND {
            return "That an administrator, an auditor or a reader of votes has left, or was recorded wrongly, \
                    administrators alone record.";
        }
        if self == Self::TOKEN_SCOPE {
            return "The token that was presented opens less than its holder may do: it reads only, or is for one \
                    program.";
        }
        RULES
            .iter()
            .find(|rule| rule.id == self)
            .map_or("What no rule allows is denied.", |rule| rule.sentence)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// One row of the table: these roles may do these things, under this condition.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name.
    pub id: RuleId,
    /// Holding any of these roles is enough.
    pub roles: &'static [Role],
    /// What it allows.
    pub actions: &'static [Action],
    /// What must be true between the actor and what is acted on.
    pub relation: Relation,
    /// Whose facts of these kinds it lets annul and correct.
    pub mends: Mends,
    /// Where the role must have been granted.
    pub reach: Reach,
    /// The rule in one English sentence.
    pub sentence: &'static str,
}

/// What must be true between the actor and what is acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Nothing.
    Any,
    /// The actor is the initiative's owner.
    Owner,
    /// The actor provided the evidence.
    Provider,
    /// Somebody else provided the evidence.
    NotProvider,
    /// The actor chairs the committee or the decision.
    Chair,
    /// The actor is the committee's secretary.
    Secretary,
    /// The actor owns the action, or is the committee's secretary.
    OwnerOrSecretary,
    /// The actor is in the electorate of the decision.
    Elector,
}

/// Whose facts may be annulled and corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mends {
    /// Only those of the actor.
    Own,
    /// Anybody's.
    Anybodys,
}

/// Where the role must have been granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// For the program acted on or for the whole organization; what belongs to the organization
    /// needs the latter.
    There,
    /// Anywhere.
    Anywhere,
}

/// Whether `actor` may do `action` on `resource` now.
pub fn authorize(actor: &ActorRights, action: Action, resource: &Resource) -> Verdict {
    judge(actor, action, resource, None)
}

/// Whether `actor` may annul or correct a fact that `action` recorded and `recorded_by` did. It
/// takes the right to record the fact itself, under the same conditions; contributors have it for
/// their own facts alone. For a thing recorded in error as a whole, `action` is the one that began it.
pub fn authorize_mending(
    actor: &ActorRights,
    action: Action,
    recorded_by: PersonId,
    resource: &Resource,
) -> Verdict {
    judge(actor, action, resource, Some(recorded_by))
}

fn judge(actor: &ActorRights, action: Action, resource: &Resource, recorded_by: Option<PersonId>) -> Verdict {
    let mut closest = RuleId::DENIED;
    for rule in RULES.iter().filter(|rule| rule.actions.contains(&action)) {
        if !actor.grants.iter().any(|grant| rule.is_granted_by(grant, resource)) {
            continue;
        }
        let holds = rule.relation.holds(actor.person, resource);
        if holds && actor.reads_only && !action.is_reading() {
            return Verdict { allow: false, rule: RuleId::TOKEN_SCOPE };
        }
        if holds && recorded_by.is_none_or(|by| rule.mends.allows(actor.person, by)) {
            return Verdict { allow: true, rule: rule.id };
        }
        closest = rule.id;
    }
    Verdict { allow: false, rule: closest }
}

impl Rule {
    fn is_granted_by(&self, grant: &Grant, resource: &Resource) -> bool {
        let there = grant.program.is_none() || grant.program == resource.program;
        self.roles.contains(&grant.role) && (there || self.reach == Reach::Anywhere)
    }
}

impl Relation {
    fn holds(self, actor: PersonId, resource: &Resource) -> bool {
        match self {
            Self::Any => true,
            Self::Owner => resource.owner == Some(actor),
            Self::Provider => resource.provider == Some(actor),
            Self::Elector => resource.elector == Some(actor),
            Self::NotProvider => resource.provider.is_some_and(|provider| provider != actor),
            Self::Chair => resource.chair == Some(actor),
            Self::Secretary => resource.secretary == Some(actor),
            Self::OwnerOrSecretary => resource.owner == Some(actor) || resource.secretary == Some(actor),
        }
    }
}

impl Mends {
    fn allows(self, actor: PersonId, recorded_by: PersonId) -> bool {
        self == Self::Anybodys || actor == recorded_by
    }
}
