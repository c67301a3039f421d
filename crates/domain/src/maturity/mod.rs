//! The maturity of an initiative: four levels, fourteen practices, earned by evidence.
//!
//! - [`model`]: the model as a versioned table. Changing any row means a new model id; old ids keep
//!   their table, so an old assessment can be repeated for ever.
//! - [`assess`](assess()): the level on a day as a pure function of evidence, calendar and course.
//! - [`derived`]: evidence that the record itself shows, by formulas.
//! - [`profile`]: practices that do not apply, and targets; [`pace`]: how far and how fast.
//! - [`program`]: the level of a program; [`years`]: the table year on year.
//! - [`course`]: how paused days are left out of windows and validities, and days in sustain count half.
//!
//! A level is never stored and never declared. It falls with nobody touching it, because evidence
//! lapses, and the day of the fall can be computed ahead.

mod assess;
pub mod course;
pub mod derived;
#[cfg(test)]
mod laws;
pub mod model;
pub mod pace;
pub mod profile;
pub mod program;
#[cfg(test)]
mod specs;
pub mod years;

pub use assess::{
    Assessment, EvidenceScope, EvidenceState, Item, PracticeStanding, PracticeState, Record, Source, assess,
};
pub use course::{Course, Phase};
pub use model::{Level, Model, ModelId, Practice, PracticeId, PracticeScope};
pub use profile::{Exclusion, Goal, Target};
