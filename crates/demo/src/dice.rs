//! The demo's chance: the same name gives the same throws, on every machine and for ever.
//!
//! Whole numbers only. What a processor makes of a sine or a logarithm may differ in the last bit,
//! and one bit is another root.

use cxl_domain::id::CommandId;
use cxl_store::{Entropy, SeededEntropy};
use sha2::{Digest, Sha256};

/// A source of throws.
#[derive(Debug)]
pub(super) struct Dice(SeededEntropy);

impl Dice {
    /// The dice of this name; another name throws independently.
    pub(super) fn named(name: &str) -> Self {
        Self(SeededEntropy::new(seed(name)))
    }

    /// A number from 0 up to but without `end`, which is not 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        let drawn = u64::from_le_bytes(bytes) % u64::from(end);
        u32::try_from(drawn).expect("a remainder is below its divisor")
    }

    /// One of some things, of which there is at least one.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(u32::try_from(things.len()).expect("tables are short")) as usize]
    }

    /// Noise around 0 with this standard deviation: the sum of twelve even throws, which is close to
    /// a bell and never beyond six deviations.
    pub(super) fn noise(&mut self, deviation: i64) -> i64 {
        const SIDES: u32 = 1 << 16;
        let sum: i64 = (0..12).map(|_| i64::from(self.below(SIDES))).sum();
        deviation * (sum - 6 * i64::from(SIDES)) / i64::from(SIDES)
    }

    /// A command id in the form of a random UUID, which the id of a person must not give away.
    pub(super) fn command_id(&mut self) -> CommandId {
        let mut bytes = [0; 16];
        self.0.fill(&mut bytes);
        CommandId(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// A hash of nothing at all: nobody knows what it would be a hash of.
    pub(super) fn hash(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.0.fill(&mut bytes);
        bytes
    }
}

/// The seed under a name.
pub(super) fn seed(name: &str) -> [u8; 32] {
    Sha256::new().chain_update("cx-ledger/demo/1\n").chain_update(name).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_keeps_its_mean_and_its_deviation() {
        let mut dice = Dice::named("noise");
        let throws: Vec<i64> = (0..4_000).map(|_| dice.noise(1_000)).collect();
        let mean = throws.iter().sum::<i64>() / 4_000;
        let variance = throws.iter().map(|throw| throw * throw).sum::<i64>() / 4_000;
        assert!(mean.abs() < 60, "{mean}");
        assert!((900_000..1_100_000).contains(&variance), "{variance}");
    }
}
