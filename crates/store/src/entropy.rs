//! Randomness as an argument: whoever needs it is handed a source.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of randomness fit for keys and nonces.
///
/// A source cannot fail: one that asks the operating system and gets no answer must stop the
/// process, because going on would write secrets that are none.
pub trait Entropy {
    /// Overwrites all of `bytes` with random ones.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// `N` random bytes from `entropy`.
pub fn random<const N: usize>(entropy: &mut dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// The same bytes for the same seed, on every machine and in every later version: the ChaCha20
/// key stream (20 rounds, nonce 0) under the seed.
///
/// For demonstrations and tests, whose data must come out equal. A real ledger never uses it.
#[derive(Debug)]
pub struct SeededEntropy(ChaCha20Rng);

impl SeededEntropy {
    /// A source that starts at the beginning of the seed's stream.
    pub fn new(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }

    /// A source for each small number: the seed is the number, little-endian, and then zeros.
    pub fn numbered(number: u64) -> Self {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&number.to_le_bytes());
        Self::new(seed)
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeded_randomness_never_changes() {
        // The first bytes of ChaCha20 under an all-zero key and nonce, RFC 8439 appendix A.1.
        let bytes: [u8; 16] = random(&mut SeededEntropy::new([0; 32]));
        assert_eq!(hex::encode(bytes), "76b8e0ada0f13d90405d6ae55386bd28");
    }

    #[test]
    fn another_seed_gives_other_bytes() {
        let [one, other] = [1, 2].map(|number| random::<32>(&mut SeededEntropy::numbered(number)));
        assert_ne!(one, other);
    }
}
