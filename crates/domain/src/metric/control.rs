//! Control statements: whether whoever answers for a metric can move it. "No" is allowed and valuable: it
//! shows as an accountability gap.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::Facts;
use super::{Metric, MetricFact};
use crate::command::{Moment, in_range};
use crate::event::Event;
use crate::history::Entry;
use crate::id::{DepartmentId, PersonId};
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::AsOf;

/// See [`MetricFact::ControlStated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ControlStated {
    /// Whether what they do moves it.
    pub controls: ControlAnswer,
    /// Whether they know how to improve it.
    pub knows_how: ControlAnswer,
    /// Whether they may do what that takes.
    pub has_authority: ControlAnswer,
    /// The department that controls it, where they do not and one does.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub controlled_by: Option<DepartmentId>,
}

/// One answer of a control statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ControlAnswer {
    /// Yes or no.
    pub yes: bool,
    /// What there is to say about it, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub remark: Option<Text>,
}

/// What keeps whoever answers for a metric from moving it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// Nobody answers for it.
    NobodyAccountable,
    /// They say that what they do does not move it.
    NoControl,
    /// They say that they do not know how to improve it.
    NotKnowingHow,
    /// They say that they may not do what that takes.
    NoAuthority,
}

impl GapReason {
    /// Every reason.
    pub const ALL: [Self; 4] =
        [Self::NobodyAccountable, Self::NoControl, Self::NotKnowingHow, Self::NoAuthority];

    /// The name under which answers state it.
    pub fn name(self) -> &'static str {
        match self {
            Self::NobodyAccountable => "nobody_accountable",
            Self::NoControl => "no_control",
            Self::NotKnowingHow => "not_knowing_how",
            Self::NoAuthority => "no_authority",
        }
    }
}

/// That whoever answers for a metric cannot move it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountabilityGap {
    /// Who answers for it.
    pub accountable: Option<PersonId>,
    /// What keeps them from moving it; at least one reason.
    pub reasons: Vec<GapReason>,
    /// The department that they say controls it.
    pub controlled_by: Option<DepartmentId>,
    /// Whether no department controls it, so that it belongs to the sponsor of the program.
    pub belongs_to_sponsor: bool,
}

impl Metric {
    /// Every control statement that stands, by first day, whoever made it.
    pub fn control_statements(&self, as_of: &AsOf) -> Vec<(&Entry<MetricFact>, &ControlStated)> {
        let mut statements: Vec<_> = self.history.picked(as_of, control).collect();
        statements.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        statements
    }

    /// The control statement that holds on E: the latest of whoever is accountable then. What somebody
    /// said who answered for it before does not speak for who does now.
    pub fn control_statement(&self, as_of: &AsOf) -> Option<(&Entry<MetricFact>, &ControlStated)> {
        let accountable = self.accountable(as_of)?;
        self.history
            .picked(as_of, control)
            .filter(|(entry, _)| entry.by() == accountable && entry.holds_on(as_of.effective))
            .max_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()))
    }

    /// The accountability gap on E: nobody answers for the metric, or who does said "no". Somebody who
    /// has said nothing leaves no gap, only a statement to make.
    pub fn accountability_gap(&self, as_of: &AsOf) -> Option<AccountabilityGap> {
        let Some(accountable) = self.accountable(as_of) else {
            return Some(AccountabilityGap {
                accountable: None,
                reasons: vec![GapReason::NobodyAccountable],
                controlled_by: None,
                belongs_to_sponsor: true,
            });
        };
        let (_, stated) = self.control_statement(as_of)?;
        let answers = [
            (&stated.controls, GapReason::NoControl),
            (&stated.knows_how, GapReason::NotKnowingHow),
            (&stated.has_authority, GapReason::NoAuthority),
        ];
        let reasons: Vec<_> =
            answers.into_iter().filter(|(answer, _)| !answer.yes).map(|(_, reason)| reason).collect();
        (!reasons.is_empty()).then(|| AccountabilityGap {
            accountable: Some(accountable),
            reasons,
            controlled_by: stated.controlled_by,
            belongs_to_sponsor: !stated.controls.yes && stated.controlled_by.is_none(),
        })
    }
}

fn control(fact: &MetricFact) -> Option<&ControlStated> {
    match fact {
        MetricFact::ControlStated(stated) => Some(stated),
        _ => None,
    }
}

pub(super) fn state_control(
    state: &Metric,
    stated: ControlStated,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = moment.day(on);
    in_range("on", on)?;
    if state.accountable(&moment.on(on)) != Some(moment.by) {
        return Err(Refusal::NotAccountable { day: on });
    }
    if stated.controls.yes && stated.controlled_by.is_some() {
        let problem = "who controls the metric names no other department that does; leave it out";
        return Err(Refusal::invalid("controlledBy", problem));
    }
    Ok(vec![Event::new(moment.by, stated).from(on)])
}
