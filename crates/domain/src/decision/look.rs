//! That a decision is looked at again: on which day, and whether somebody did.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::{Facts, since_outcome};
use super::{Decision, DecisionFact};
use crate::command::Moment;
use crate::event::Event;
use crate::history::Entry;
use crate::text::Text;
use crate::time::AsOf;

/// See [`DecisionFact::AnotherLookSet`](super::DecisionFact::AnotherLookSet).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnotherLookSet {
    /// The day on which the decision is looked at again.
    pub day: NaiveDate,
    /// What is to be looked at.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// See [`DecisionFact::LookedAgain`](super::DecisionFact::LookedAgain).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LookedAgain {
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub finding: Option<Text>,
}

impl Decision {
    /// The day on which it is looked at again, as set last.
    pub fn another_look(&self, as_of: &AsOf) -> Option<(&Entry<DecisionFact>, NaiveDate)> {
        self.history.current(as_of, |fact| match fact {
            DecisionFact::AnotherLookSet(set) => Some(set.day),
            _ => None,
        })
    }

    /// The fact that says that it was looked at again on or before E: since the day for that was set, so that
    /// a day that is set anew asks for another look.
    pub fn looked_again(&self, as_of: &AsOf) -> Option<&Entry<DecisionFact>> {
        let looked = |fact: &DecisionFact| matches!(fact, DecisionFact::LookedAgain(_)).then_some(());
        let (entry, ()) = self.history.latest(as_of, looked)?;
        let before = |(set, _): (&Entry<DecisionFact>, NaiveDate)| set.stamp.rank() < entry.stamp.rank();
        self.another_look(as_of).is_none_or(before).then_some(entry)
    }

    /// The day from which on it is due for another look that nobody has taken yet.
    pub fn look_due(&self, as_of: &AsOf) -> Option<NaiveDate> {
        let (_, day) = self.another_look(as_of)?;
        self.looked_again(as_of).is_none().then_some(day)
    }
}

pub(super) fn look_again(
    state: &Decision,
    finding: Option<Text>,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = since_outcome(state, on, moment)?;
    Ok(vec![Event::new(moment.by, LookedAgain { finding }).from(on)])
}
