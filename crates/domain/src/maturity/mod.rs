//! The maturity of an initiative: four levels, fourteen practices, earned by evidence.
//!
//! - [`model`]: the model as a versioned table. Changing any row means a new model id; old ids keep
//!   their table, so an old assessment can be repeated for ever.
//! - [`assess`](assess()): the level on a day as a pure function of evidence, calendar and pauses.
//! - [`pauses`]: how paused days are left out of windows and validities.
//!
//! A level is never stored and never declared. It falls with nobody touching it, because evidence
//! lapses, and the day of the fall can be computed ahead.

mod assess;
#[cfg(test)]
mod laws;
pub mod model;
pub mod pauses;
#[cfg(test)]
mod specs;

pub use assess::{Assessment, EvidenceScope, EvidenceState, Item, PracticeStanding, PracticeState, assess};
pub use model::{Level, Model, ModelId, Practice, PracticeId, PracticeScope};
pub use pauses::Pauses;
