//! What entitles to an act that needs authority.
//!
//! An act that needs one names a decision or a document, says that it is *founding*, or names the rule by which none
//! is required; without any of them it is recorded and shows as *without decision*. Which rules there
//! are is part of how a program is governed. Every program is governed by [`RULES`]; another set will
//! be another table, adopted by a dated fact.
//!
//! Acts are founding as long as a program has no committee, and only where the sponsor does them: see
//! [`may_found`].

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::event::Authority;
use crate::id::PersonId;
use crate::initiative::InitiativeFact;
use crate::metric::MetricFact;
use crate::refusal::Refusal;

/// An act that needs authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// An initiative is chartered.
    Charter,
    /// An initiative gets another owner, or none.
    ChangeOwner,
    /// A metric gets a target.
    SetTarget,
    /// An initiative is paused.
    Pause,
    /// An initiative moves to sustain.
    Sustain,
    /// An initiative that is paused or in sustain runs again.
    Resume,
    /// An initiative is stopped.
    Stop,
    /// A stopped initiative is reopened.
    Reopen,
    /// An initiative carries another on.
    Succeed,
    /// An initiative is overseen by another committee.
    TransferOversight,
    /// The limits of a series begin anew.
    Rebase,
    /// Two versions of a metric's definition are compared.
    Bridge,
    /// A practice of the maturity model does not apply, or applies again.
    ExcludePractice,
    /// A practice or level gets a target.
    SetMaturityTarget,
    /// The level of a program follows from those of its initiatives by another rule.
    DecideLevelRule,
    /// The organization adopts a maturity model.
    AdoptModel,
    /// The organization adopts a rule set of charts.
    AdoptRuleSet,
}

impl Act {
    /// Every act that needs authority.
    pub const ALL: [Self; 17] = [
        Self::Charter,
        Self::ChangeOwner,
        Self::SetTarget,
        Self::Pause,
        Self::Sustain,
        Self::Resume,
        Self::Stop,
        Self::Reopen,
        Self::Succeed,
        Self::TransferOversight,
        Self::Rebase,
        Self::Bridge,
        Self::ExcludePractice,
        Self::SetMaturityTarget,
        Self::DecideLevelRule,
        Self::AdoptModel,
        Self::AdoptRuleSet,
    ];

    /// The act in words: "charter an initiative".
    pub fn words(self) -> &'static str {
        match self {
            Self::Charter => "charter an initiative",
            Self::ChangeOwner => "change an owner",
            Self::SetTarget => "set a target",
            Self::Pause => "pause an initiative",
            Self::Sustain => "move an initiative to sustain",
            Self::Resume => "resume an initiative",
            Self::Stop => "stop an initiative",
            Self::Reopen => "reopen an initiative",
            Self::Succeed => "let an initiative succeed another",
            Self::TransferOversight => "transfer the oversight of an initiative",
            Self::Rebase => "begin the limits of a series anew",
            Self::Bridge => "bridge two definitions",
            Self::ExcludePractice => "decide whether a practice applies",
            Self::SetMaturityTarget => "set a target of maturity",
            Self::DecideLevelRule => "decide how the level of a program follows",
            Self::AdoptModel => "adopt a maturity model",
            Self::AdoptRuleSet => "adopt a rule set",
        }
    }

    /// The rule by which the act needs no authority, if there is one.
    pub fn rule(self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.act == self)
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// A fact that may record an act that needs authority.
pub trait RecordsAct {
    /// The kind of act that it records, if it is such.
    fn act(&self) -> Option<Act>;
}

impl RecordsAct for InitiativeFact {
    fn act(&self) -> Option<Act> {
        Some(match self {
            Self::Chartered(_) => Act::Charter,
            Self::OwnerAssigned(_) | Self::OwnerVacated(_) => Act::ChangeOwner,
            Self::OversightTransferred(_) => Act::TransferOversight,
            Self::Paused(_) => Act::Pause,
            Self::Sustained(_) => Act::Sustain,
            Self::Resumed(_) => Act::Resume,
            Self::Stopped(_) => Act::Stop,
            Self::Reopened(_) => Act::Reopen,
            Self::Succeeds(_) => Act::Succeed,
            _ => return None,
        })
    }
}

impl RecordsAct for MetricFact {
    fn act(&self) -> Option<Act> {
        match self {
            Self::TargetSet(_) => Some(Act::SetTarget),
            Self::RebaseApproved(_) => Some(Act::Rebase),
            Self::Bridged(_) => Some(Act::Bridge),
            _ => None,
        }
    }
}

/// A rule by which an act needs no authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The code by which a fact names it.
    pub code: &'static str,
    /// The act that it frees.
    pub act: Act,
    /// The rule in words.
    pub sentence: &'static str,
}

/// The rules by which a program is governed unless it says otherwise: at most one an act. To pause,
/// stop or reopen an initiative, to move it to sustain or let it succeed another, to judge readings
/// together or apart, and to adopt a model or rule set always takes authority.
pub static RULES: &[Rule] = &[
    Rule {
        code: "CHARTERS-BY-LEAD",
        act: Act::Charter,
        sentence: "Whoever steers a program charters its initiatives.",
    },
    Rule {
        code: "OWNERS-BY-LEAD",
        act: Act::ChangeOwner,
        sentence: "Whoever steers a program names the owners of its initiatives, and those who stand in for \
                   them.",
    },
    Rule {
        code: "TARGETS-BY-LEAD",
        act: Act::SetTarget,
        sentence: "Whoever steers a program sets the targets of its metrics.",
    },
    Rule {
        code: "RESUMES-BY-LEAD",
        act: Act::Resume,
        sentence: "Whoever steers a program lets an initiative run again when the reason for its pause is \
                   gone.",
    },
];

/// Which acts of a program need authority, and what becomes of one without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Governance {
    /// The acts that need authority, each once.
    pub needing: Vec<Act>,
    /// Whether one of them without authority is refused. Otherwise it is recorded and shows as *without
    /// decision*.
    pub strict: bool,
}

impl Default for Governance {
    /// Every act needs authority, and is recorded without.
    fn default() -> Self {
        Self { needing: Act::ALL.to_vec(), strict: false }
    }
}

impl Governance {
    /// Whether an act needs authority.
    pub fn needs(&self, act: Act) -> bool {
        self.needing.contains(&act)
    }
}

/// Refuses a rule that does not free this act.
///
/// Whether a founding act is done by somebody who may found, and whether a decision authorizes the act,
/// follows from other streams: see [`may_found`] and [`ActAuthorized`](crate::decision::ActAuthorized).
pub fn check(authority: Option<&Authority>, act: Act) -> Result<(), Refusal> {
    match authority {
        None | Some(Authority::Document(_) | Authority::Founding | Authority::Decision(_)) => Ok(()),
        Some(Authority::NotRequired(named)) => match act.rule() {
            Some(rule) if rule.code == named.rule.as_str() => Ok(()),
            rule => Err(Refusal::NoSuchRule {
                rule: named.rule.clone(),
                act: act.words(),
                known: rule.map_or("none", |rule| rule.code),
            }),
        },
    }
}

/// In which respect somebody may do founding acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Founder {
    /// Who does the act.
    pub by: PersonId,
    /// The sponsor of the program on the day from which the act holds; none for an act on the
    /// organization as a whole.
    pub sponsor: Option<PersonId>,
    /// Whether who does the act administers the whole organization today.
    pub administers: bool,
    /// Whether the act is history that is imported with the day on which its source published it,
    /// which takes the right to backfill.
    pub backfilled: bool,
    /// Whether the program had a committee on the day from which the act holds, one since dissolved included:
    /// from its first one on, nothing is founding.
    pub has_committee: bool,
}

/// Whether a founding act on a program may be done by this person: before its first committee exists,
/// the acts of the program's sponsor are founding.
///
/// An administrator who imports history states founding acts, too: whoever sponsored the program then
/// may be known to no ledger. Live, an administrator founds nothing in a program.
pub fn may_found(founder: &Founder) -> bool {
    !founder.has_committee
        && (founder.sponsor == Some(founder.by) || (founder.administers && founder.backfilled))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::code::Code;
    use crate::event::NotRequired;
    use crate::spec::{LEAD, MINH, code};

    fn by_rule(rule: &str) -> Authority {
        Authority::NotRequired(NotRequired { rule: code(rule) })
    }

    #[test]
    fn a_rule_frees_its_own_act_and_no_other() {
        for rule in RULES {
            for act in Act::ALL {
                assert_eq!(check(Some(&by_rule(rule.code)), act).is_ok(), rule.act == act, "{act}");
            }
        }
    }

    #[test]
    fn an_unknown_rule_is_refused_with_the_one_that_exists() {
        let refused = check(Some(&by_rule("SMALL")), Act::ChangeOwner).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "no rule SMALL lets one change an owner without authority (those that do: OWNERS-BY-LEAD); name \
             one of these or a document, or leave the authority out"
        );
        let refused = check(Some(&by_rule("SMALL")), Act::Stop).unwrap_err();
        assert!(refused.to_string().contains("(those that do: none)"), "{refused}");
    }

    #[test]
    fn every_rule_has_a_code_of_its_own_and_frees_an_act_of_its_own() {
        let acts: Vec<_> = Act::ALL.into_iter().filter_map(Act::rule).collect();
        assert_eq!(acts.len(), RULES.len());
        let codes: BTreeSet<_> = RULES.iter().map(|rule| Code::parse(rule.code).unwrap()).collect();
        assert_eq!(codes.len(), RULES.len());
        assert!(RULES.iter().all(|rule| codes.contains(&code(rule.code))));
    }

    #[test]
    fn founding_is_for_the_sponsor_of_that_day_and_for_an_administrator_who_imports_history() {
        let founder = Founder {
            by: MINH,
            sponsor: Some(MINH),
            administers: false,
            backfilled: false,
            has_committee: false,
        };
        let stranger = Founder { by: LEAD, ..founder };
        assert!(may_found(&founder));
        assert!(!may_found(&stranger));
        assert!(!may_found(&Founder { sponsor: None, ..founder }));
        assert!(!may_found(&Founder { administers: true, ..stranger }));
        assert!(!may_found(&Founder { backfilled: true, ..stranger }));
        assert!(may_found(&Founder { administers: true, backfilled: true, ..stranger }));
    }

    #[test]
    fn nothing_is_founding_once_the_program_has_a_committee() {
        let founder = Founder {
            by: MINH,
            sponsor: Some(MINH),
            administers: true,
            backfilled: true,
            has_committee: true,
        };
        assert!(!may_found(&founder));
        assert!(may_found(&Founder { has_committee: false, ..founder }));
    }
}
