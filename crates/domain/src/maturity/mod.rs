//! The maturity of an initiative: four levels, fourteen practices, earned by evidence.
//!
//! - [`model`]: the model as a versioned table. Changing any row means a new model id; old ids keep
//!   their table, so an old assessment can be repeated for ever.
//! - [`assess`](assess()): the level on a day as a pure function of evidence, calendar and course.
//! - [`course`]: how paused days are left out of windows and validities, and days in sustain count half.
//!
//! A level is never stored and never declared. It falls with nobody touching it, because evidence
//! lapses, and the day of the fall can be computed ahead.

mod assess;
pub mod course;
#[cfg(test)]
mod laws;
pub mod model;
#[cfg(test)]
mod specs;

pub use assess::{Assessment, EvidenceScope, EvidenceState, Item, PracticeStanding, PracticeState, assess};
pub use course::{Course, Pace};
pub use model::{Level, Model, ModelId, Practice, PracticeId, PracticeScope};
