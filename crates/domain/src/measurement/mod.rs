//! Measurement: from the figures of a reading to a chart, a signal and a verdict.
//!
//! In the order in which they build on each other:
//!
//! - [`kind`]: what a metric may be, which figures each kind accepts, which direction is better;
//! - [`decimal`]: how a number is read;
//! - [`figures`]: one reading, checked, and its value;
//! - [`series`]: which readings belong together, and how their periods lie;
//! - [`publication`]: what the source stated about one period over time, and which of it counts;
//! - [`limits`], [`rules`] and [`xmr`]: the XmR chart, its signal and assurance;
//! - [`comparison`] and [`verdict`]: before and after an improvement;
//! - [`arrival`]: what is due when, and what came of it;
//! - [`flags`]: signs that a figure was moved and not what it measures;
//! - [`relation`]: how a customer metric moves with a business metric;
//! - [`interval`], [`student`] and [`poisson`]: sampling error of one reading.
//!
//! **Where floating point begins.** Figures, values, charts and comparisons are exact decimals, to
//! 28 significant digits where a quotient or a root does not end: whether a point lies on the mean,
//! or a difference exactly on its margin, is never decided by binary rounding. A chart of 24 points
//! costs about 4 µs this way (`benches/xmr.rs`), little beside finding its readings. The
//! intervals of [`interval`], the correlations of [`relation`] and the chances that [`flags`] reckon
//! with are `f64`; no verdict rests on them.

pub mod arrival;
pub mod comparison;
pub mod decimal;
pub mod figures;
pub mod flags;
pub mod interval;
pub mod kind;
pub mod limits;
pub mod poisson;
pub mod publication;
pub mod relation;
pub mod rules;
pub mod series;
pub mod student;
pub mod verdict;
pub mod xmr;
