//! The level of a program, from those of its initiatives.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::calendar::plus_months;
use crate::text::Text;

/// For how many months after it began an initiative is settling and leaves the level of its program
/// alone.
pub const SETTLING_MONTHS: u32 = 12;

/// How the level of a program follows from those of its initiatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LevelRule {
    /// It is the lowest of them.
    #[default]
    Lowest,
    /// It is the median of them, of an even number the lower of the two in the middle.
    LowerMedian,
}

/// The rule by which the level of a program follows was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LevelRuleDecided {
    /// The rule.
    pub rule: LevelRule,
    /// Why.
    pub reason: Text,
}

/// The first day on which an initiative that began on `begins` is no longer settling.
pub fn settled_from(begins: NaiveDate) -> NaiveDate {
    plus_months(begins, SETTLING_MONTHS)
}

/// The level of a program whose running and settled initiatives have these levels, in any order; `None`
/// where there are none.
pub fn level_of(rule: LevelRule, levels: &[u8]) -> Option<u8> {
    let mut levels = levels.to_vec();
    levels.sort_unstable();
    match rule {
        LevelRule::Lowest => levels.first().copied(),
        LevelRule::LowerMedian => levels.get(levels.len().checked_sub(1)? / 2).copied(),
    }
}

/// How many have each level, the lowest level first; levels that nobody has are left out.
pub fn distribution(levels: &[u8]) -> Vec<(u8, usize)> {
    let mut levels = levels.to_vec();
    levels.sort_unstable();
    levels.chunk_by(|one, next| one == next).map(|same| (same[0], same.len())).collect()
}

/// The mean with two decimals, to stand beside the distribution and never alone.
pub fn mean(levels: &[u8]) -> Option<Decimal> {
    let sum: u64 = levels.iter().map(|level| u64::from(*level)).sum();
    let n = u64::try_from(levels.len()).ok().filter(|n| *n > 0)?;
    Some((Decimal::from(sum) / Decimal::from(n)).round_dp(2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measurement::decimal::dec;

    #[test]
    fn a_program_is_as_mature_as_its_least_mature_initiative_unless_decided_otherwise() {
        let levels = [3, 1, 2, 2];
        assert_eq!(level_of(LevelRule::default(), &levels), Some(1));
        assert_eq!(level_of(LevelRule::LowerMedian, &levels), Some(2));
        assert_eq!(level_of(LevelRule::LowerMedian, &[1, 3]), Some(1));
        assert_eq!(level_of(LevelRule::LowerMedian, &[1, 3, 4]), Some(3));
        for rule in [LevelRule::Lowest, LevelRule::LowerMedian] {
            assert_eq!(level_of(rule, &[]), None);
        }
    }

    #[test]
    fn the_distribution_counts_each_initiative_once() {
        let levels = [3, 1, 2, 2];
        assert_eq!(distribution(&levels), [(1, 1), (2, 2), (3, 1)]);
        assert_eq!(distribution(&levels).iter().map(|(_, count)| count).sum::<usize>(), levels.len());
        assert_eq!((mean(&levels), mean(&[])), (Some(dec("2")), None));
        assert_eq!(mean(&[1, 1, 2]), Some(dec("1.33")));
    }

    #[test]
    fn an_initiative_settles_for_twelve_months() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(settled_from(day("2024-02-29")), day("2025-02-28"));
    }

    proptest! {
        #[test]
        fn the_initiatives_at_each_level_add_up_to_all_of_them(levels in prop::collection::vec(0u8..=4, 0..20)) {
            let distribution = distribution(&levels);
            let initiatives: usize = distribution.iter().map(|(_, count)| count).sum();
            prop_assert_eq!(initiatives, levels.len());
            let at = |(level, count): (u8, usize)| std::iter::repeat_n(level, count);
            let mut sorted = levels.clone();
            sorted.sort_unstable();
            prop_assert_eq!(distribution.into_iter().flat_map(at).collect::<Vec<_>>(), sorted);
        }
    }
}
