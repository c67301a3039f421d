//! Made-up stable series with known properties, and how often a flag is raised on them.

#[path = "../common/random.rs"]
mod random;

use chrono::{Days, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::id::EventId;
use cxl_domain::measurement::comparison::{SeriesPoint, Setting, compare_improvement};
use cxl_domain::measurement::figures::{Figures, Reading};
use cxl_domain::measurement::flags::{
    Aimed, Arrived, At, FlagId, Judgment, Repeated, Response, Sampled, heaped_at_target, identical_repeats,
    only_before_reviews, response_falls, too_little_variation,
};
use cxl_domain::measurement::kind::{Direction, MetricKind};
use cxl_domain::measurement::rules::RuleSet;
use cxl_domain::measurement::verdict::Verdict;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use random::{normal, uniform};
use rust_decimal::Decimal;
use uuid::Uuid;

/// A flag asked of many series of one kind.
pub(crate) struct Trial {
    /// Which flag.
    pub(crate) flag: FlagId,
    /// What the series are like.
    pub(crate) series: &'static str,
    /// Whether it is raised on the next of them.
    raised: fn(&mut ChaCha8Rng) -> bool,
}

impl Trial {
    /// In which share of `runs` series it is raised; the same seed gives the same share.
    pub(crate) fn rate(&self, runs: u32, seed: u64) -> f64 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let raised: u32 = (0..runs).map(|_| u32::from((self.raised)(&mut rng))).sum();
        f64::from(raised) / f64::from(runs)
    }
}

/// Every trial.
pub(crate) static TRIALS: &[Trial] = &[
    Trial {
        flag: FlagId::ResponseFalls,
        series: "24 months, 1000 invited, 30 % answer",
        raised: |rng| response(rng, 24),
    },
    Trial {
        flag: FlagId::ResponseFalls,
        series: "12 months, 1000 invited, 30 % answer",
        raised: |rng| response(rng, 12),
    },
    Trial {
        flag: FlagId::HeapedAtTarget,
        series: "36 months, target at the mean",
        raised: |rng| heaping(rng, 0.0, 0.0),
    },
    Trial {
        flag: FlagId::HeapedAtTarget,
        series: "36 months, target 0.5 deviations below the mean",
        raised: |rng| heaping(rng, -0.5, 0.0),
    },
    Trial {
        flag: FlagId::HeapedAtTarget,
        series: "36 months, target 1 deviation below the mean",
        raised: |rng| heaping(rng, -1.0, 0.0),
    },
    Trial {
        flag: FlagId::HeapedAtTarget,
        series: "36 months, target 1.5 deviations below the mean",
        raised: |rng| heaping(rng, -1.5, 0.0),
    },
    Trial {
        flag: FlagId::HeapedAtTarget,
        series: "36 months, autocorrelation 0.4, target 1 below",
        raised: |rng| heaping(rng, -1.0, 0.4),
    },
    Trial {
        flag: FlagId::TooLittleVariation,
        series: "24 months, share of 0.5 of 200 answers",
        raised: |rng| dispersion(rng, 24, 0.5),
    },
    Trial {
        flag: FlagId::TooLittleVariation,
        series: "12 months, share of 0.9 of 200 answers",
        raised: |rng| dispersion(rng, 12, 0.9),
    },
    Trial { flag: FlagId::TooLittleVariation, series: "24 months, counts of 50 events", raised: counts },
    Trial {
        flag: FlagId::IdenticalRepeats,
        series: "24 months, whole numbers, deviation 1",
        raised: |rng| repeats_of_values(rng, 1.0),
    },
    Trial {
        flag: FlagId::IdenticalRepeats,
        series: "24 months, whole numbers, deviation 3",
        raised: |rng| repeats_of_values(rng, 3.0),
    },
    Trial {
        flag: FlagId::IdenticalRepeats,
        series: "24 months, whole numbers, deviation 10",
        raised: |rng| repeats_of_values(rng, 10.0),
    },
    Trial {
        flag: FlagId::IdenticalRepeats,
        series: "24 months, share of 0.9 of 200 answers each",
        raised: repeats_of_shares,
    },
    Trial {
        flag: FlagId::OnlyBeforeReviews,
        series: "12 months, within 28 days after each, four reviews",
        raised: reviews,
    },
    Trial { flag: FlagId::Unbalanced, series: "24 months before, 12 after, two metrics", raised: unbalanced },
];

fn month(n: i32) -> Period {
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day of the calendar");
    FiscalCalendar::default().nth(Rhythm::Month, first, n).expect("a month of this century")
}

fn at(n: i32) -> At {
    At { period: month(n), event: EventId(Uuid::nil()) }
}

fn decimal(value: f64, places: u32) -> Decimal {
    Decimal::try_from(value).expect("a small number").round_dp(places)
}

/// How many of `n` say yes, each with probability `p`.
fn binomial(rng: &mut ChaCha8Rng, n: u32, p: f64) -> u32 {
    (0..n).map(|_| u32::from(uniform(rng) < p)).sum()
}

/// How many events come where `mean` are expected: the arrivals before the time is over.
fn events(rng: &mut ChaCha8Rng, mean: f64) -> u32 {
    let (mut time, mut count) = (-uniform(rng).ln(), 0);
    while time < mean {
        count += 1;
        time -= uniform(rng).ln();
    }
    count
}

fn is_raised(judgment: &Judgment) -> bool {
    matches!(judgment, Judgment::Raised(_))
}

fn response(rng: &mut ChaCha8Rng, months: i32) -> bool {
    let readings: Vec<Response> = (0..months)
        .map(|n| Response {
            at: at(n),
            value: decimal(40.0 + 5.0 * normal(rng), 2),
            answers: binomial(rng, 1_000, 0.3).into(),
            invited: u64::from(1_000 + binomial(rng, 100, 0.5)),
        })
        .collect();
    is_raised(&response_falls(&readings, Direction::Increase))
}

fn heaping(rng: &mut ChaCha8Rng, offset: f64, autocorrelation: f64) -> bool {
    let mut deviation = normal(rng);
    let readings: Vec<Aimed> = (0..36)
        .map(|n| {
            deviation = autocorrelation * deviation + (1.0 - autocorrelation.powi(2)).sqrt() * normal(rng);
            let (value, target) = (decimal(100.0 + 10.0 * deviation, 2), decimal(100.0 + 10.0 * offset, 2));
            Aimed { at: at(n), value, target }
        })
        .collect();
    is_raised(&heaped_at_target(&readings, Direction::Increase))
}

fn share(rng: &mut ChaCha8Rng, answers: u32, p: f64) -> Reading {
    let numerator = binomial(rng, answers, p).into();
    Reading::of(Figures::Ratio { numerator, denominator: answers.into() })
}

fn dispersion(rng: &mut ChaCha8Rng, months: i32, p: f64) -> bool {
    let readings: Vec<Sampled> =
        (0..months).filter_map(|n| Sampled::of(at(n), MetricKind::Proportion, &share(rng, 200, p))).collect();
    is_raised(&too_little_variation(&readings))
}

fn counts(rng: &mut ChaCha8Rng) -> bool {
    let readings: Vec<Sampled> = (0..24)
        .filter_map(|n| {
            let reading = Reading::of(Figures::Value(events(rng, 50.0).into()));
            Sampled::of(at(n), MetricKind::Count, &reading)
        })
        .collect();
    is_raised(&too_little_variation(&readings))
}

fn repeats_of_values(rng: &mut ChaCha8Rng, deviation: f64) -> bool {
    let readings: Vec<Repeated> = (0..24)
        .map(|n| {
            let value = decimal(50.0 + deviation * normal(rng), 0);
            Repeated::of(at(n), MetricKind::Mean, &Reading::of(Figures::Value(value)))
        })
        .collect();
    is_raised(&identical_repeats(&readings))
}

fn repeats_of_shares(rng: &mut ChaCha8Rng) -> bool {
    let readings: Vec<Repeated> =
        (0..24).map(|n| Repeated::of(at(n), MetricKind::Csat, &share(rng, 200, 0.9))).collect();
    is_raised(&identical_repeats(&readings))
}

fn reviews(rng: &mut ChaCha8Rng) -> bool {
    let later = |period: Period, days: u64| period.to() + Days::new(days);
    let readings: Vec<Arrived> = (0..12)
        .map(|n| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 27")]
            let delay = (28.0 * uniform(rng)) as u64;
            Arrived { at: at(n), day: Some(later(month(n), delay)) }
        })
        .collect();
    let reviews: Vec<NaiveDate> = [2, 5, 8, 11].map(|n| later(month(n), 20)).into();
    is_raised(&only_before_reviews(&readings, &reviews))
}

fn unbalanced(rng: &mut ChaCha8Rng) -> bool {
    let setting = Setting {
        direction: Direction::Increase,
        rhythm: Rhythm::Month,
        rebases: &[],
        rule_set: RuleSet::Mdc77,
    };
    let mut verdict = || {
        let points: Vec<SeriesPoint> = (0..36)
            .map(|n| SeriesPoint {
                period: month(n),
                value: decimal(100.0 + 10.0 * normal(rng), 3),
                definition: 1,
                late: false,
                backfilled: false,
                provisional: false,
            })
            .collect();
        let start = month(24).from();
        compare_improvement(&points, start, start, &setting).expect("the months are in order").verdict
    };
    (verdict(), verdict()) == (Verdict::Improved, Verdict::Worse)
}
