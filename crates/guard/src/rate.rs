//! How much may be asked in how long, for each of many who ask.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

/// So much in so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many points a full bucket holds.
    pub points: u64,
    /// How long an empty one takes to fill.
    pub per: Duration,
}

/// A bucket of points for everybody who asks. Asking takes points out; they come back steadily.
///
/// What is kept of a bucket is when it will be full again, and nothing of a full one. Once there is no room for
/// another one, those who have none share one: nobody gains anything by coming under many names.
#[derive(Debug)]
pub struct Buckets<K> {
    rate: Rate,
    room: usize,
    full_at: HashMap<K, Duration>,
    shared_full_at: Duration,
    /// No bucket that is kept is full before.
    none_full_before: Duration,
}

/// How a bucket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How many points it holds when it is full.
    pub limit: u64,
    /// How many it holds.
    pub remaining: u64,
    /// How long it takes until it is full, if nothing is taken out meanwhile.
    pub full_in: Duration,
}

/// There are too few points in the bucket; none was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exhausted {
    /// How it stands.
    pub standing: Standing,
    /// How long it takes until there are enough; none if it never holds as many.
    pub enough_in: Option<Duration>,
}

impl<K: Hash + Eq> Buckets<K> {
    /// Full buckets for everybody. At most `room` that are not full are told apart.
    ///
    /// # Panics
    ///
    /// If the rate is no points, or takes no time.
    pub fn new(rate: Rate, room: usize) -> Self {
        assert!(rate.points > 0 && !rate.per.is_zero(), "a rate is some points in some time");
        let zero = Duration::ZERO;
        Self { rate, room, full_at: HashMap::new(), shared_full_at: zero, none_full_before: zero }
    }

    /// Takes points out of somebody's bucket, at a time that is told from any fixed moment on.
    pub fn take(&mut self, key: K, points: u64, now: Duration) -> Result<Standing, Exhausted> {
        let rate = self.rate;
        let full_at = self.bucket(key, now);
        let full_in = full_at.saturating_sub(now);
        let then = full_in.saturating_add(rate.time_for(points));
        if then > rate.per {
            let enough_in = (points <= rate.points).then(|| then.saturating_sub(rate.per));
            return Err(Exhausted { standing: rate.standing(full_in), enough_in });
        }
        *full_at = now.saturating_add(then);
        Ok(rate.standing(then))
    }

    /// How many buckets are kept apart.
    pub fn kept(&self) -> usize {
        self.full_at.len()
    }

    fn bucket(&mut self, key: K, now: Duration) -> &mut Duration {
        if self.full_at.len() >= self.room && !self.full_at.contains_key(&key) {
            if now >= self.none_full_before {
                self.full_at.retain(|_, full_at| *full_at > now);
                self.none_full_before = self.full_at.values().min().copied().unwrap_or(now);
            }
            if self.full_at.len() >= self.room {
                return &mut self.shared_full_at;
            }
        }
        self.full_at.entry(key).or_insert(now)
    }
}

impl Rate {
    /// How long so many points take to come back, rounded up.
    fn time_for(self, points: u64) -> Duration {
        let nanos =
            (self.per.as_nanos().saturating_mul(u128::from(points))).div_ceil(u128::from(self.points));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    fn standing(self, full_in: Duration) -> Standing {
        let missing =
            (full_in.as_nanos().saturating_mul(u128::from(self.points))).div_ceil(self.per.as_nanos());
        let missing = u64::try_from(missing).unwrap_or(u64::MAX);
        Standing { limit: self.points, remaining: self.points.saturating_sub(missing), full_in }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOURLY: Rate = Rate { points: 100, per: Duration::from_hours(1) };
    const MINUTE: Duration = Duration::from_mins(1);

    fn at(minutes: u32) -> Duration {
        MINUTE * minutes
    }

    fn buckets() -> Buckets<&'static str> {
        Buckets::new(HOURLY, 2)
    }

    #[test]
    fn a_full_bucket_gives_all_it_has_at_once_and_then_nothing() {
        let mut buckets = buckets();
        let standing = buckets.take("a", 60, at(0)).unwrap();
        assert_eq!((standing.limit, standing.remaining, standing.full_in), (100, 40, at(36)));
        assert_eq!(buckets.take("a", 40, at(0)).unwrap().remaining, 0);
        let exhausted = buckets.take("a", 1, at(0)).unwrap_err();
        assert_eq!((exhausted.standing.remaining, exhausted.enough_in), (0, Some(Duration::from_secs(36))));
        assert_eq!(buckets.take("b", 100, at(0)).unwrap().remaining, 0, "the others have theirs");
    }

    #[test]
    fn points_come_back_steadily_and_no_further_than_full() {
        let mut buckets = buckets();
        buckets.take("a", 100, at(0)).unwrap();
        assert_eq!(buckets.take("a", 50, at(30)).unwrap().remaining, 0);
        assert_eq!(buckets.take("a", 100, at(500)).unwrap().remaining, 0);
    }

    #[test]
    fn a_refusal_takes_nothing_and_tells_how_long_to_wait() {
        let mut buckets = buckets();
        buckets.take("a", 90, at(0)).unwrap();
        let refused = buckets.take("a", 30, at(0)).unwrap_err();
        assert_eq!(refused.standing.remaining, 10);
        let wait = refused.enough_in.unwrap();
        assert!(buckets.take("a", 30, wait.saturating_sub(Duration::from_nanos(100))).is_err());
        buckets.take("a", 30, wait).unwrap();
        assert_eq!(
            buckets.take("b", 101, at(0)).unwrap_err().enough_in,
            None,
            "a bucket never holds as many"
        );
    }

    #[test]
    fn full_buckets_make_room_and_who_finds_none_shares_one() {
        let mut buckets = buckets();
        buckets.take("a", 100, at(0)).unwrap();
        buckets.take("b", 50, at(0)).unwrap();
        assert_eq!(buckets.take("c", 60, at(1)).unwrap().remaining, 40);
        assert!(buckets.take("d", 60, at(1)).is_err(), "c took of what they share");
        assert_eq!(buckets.kept(), 2);
        // The bucket of b is full again.
        assert_eq!(buckets.take("d", 100, at(31)).unwrap().remaining, 0);
        assert_eq!(buckets.kept(), 2);
        assert_eq!(buckets.take("a", 1, at(31)).unwrap().remaining, 50, "nobody forgot what a took");
    }

    proptest! {
        #[test]
        fn nobody_ever_gets_more_than_a_bucket_and_what_came_back(
            steps in proptest::collection::vec((0_u64..40, 0_u64..600), 1..60),
        ) {
            let mut buckets = buckets();
            let (mut now, mut taken) = (Duration::ZERO, 0);
            for (points, pause) in steps {
                now += Duration::from_secs(pause);
                if buckets.take("a", points, now).is_ok() {
                    taken += points;
                }
                let came_back = now.as_secs() * 100 / 3600;
                prop_assert!(taken <= 100 + came_back, "{taken} of 100 and {came_back}");
            }
        }
    }
}
