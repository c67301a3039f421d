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

    /// The last fact that says that it was looked at again on or before E: since the day for that was set, so
    /// that a day that is set anew asks for another look. A correction, of the day or of what was found, sets
    /// nothing anew and is no look of its own.
    pub fn looked_again(&self, as_of: &AsOf) -> Option<&Entry<DecisionFact>> {
        let set = self.another_look(as_of).map(|(entry, _)| self.history.first_rank(entry));
        let looked = |fact: &DecisionFact| matches!(fact, DecisionFact::LookedAgain(_)).then_some(());
        let looks = self.history.picked(as_of, looked).map(|(entry, ())| entry);
        looks
            .filter(|entry| entry.holds_on(as_of.effective))
            .filter(|entry| set.is_none_or(|set| set < self.history.first_rank(entry)))
            .max_by_key(|entry| (entry.from(), entry.stamp.rank()))
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
