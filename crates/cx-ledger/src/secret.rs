//! An API token as its holder has it. The ledger keeps its hash alone.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cxl_domain::event::Sha256Hex;
use cxl_store::Entropy;
use cxl_store::entropy::random;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// The fewest characters of a token: 192 bits, if they are random.
const SHORTEST: usize = 32;
/// The most characters of a token.
const LONGEST: usize = 256;

/// A token: 32 to 256 characters of `A-Z a-z 0-9 _ -`. Never shown by `Debug`, overwritten when dropped.
#[derive(Clone)]
pub(crate) struct ApiToken(Zeroizing<String>);

impl ApiToken {
    /// A fresh token: `cxl_` and 32 random bytes in URL-safe base64.
    pub(crate) fn draw(entropy: &mut dyn Entropy) -> Self {
        let bytes = Zeroizing::new(random::<32>(entropy));
        Self(Zeroizing::new(format!("cxl_{}", URL_SAFE_NO_PAD.encode(*bytes))))
    }

    /// Reads a token that somebody presents or chose.
    pub(crate) fn parse(text: &str) -> Result<Self, TokenError> {
        let length = text.len();
        if !(SHORTEST..=LONGEST).contains(&length) {
            return Err(TokenError::Length { length });
        }
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            Ok(Self(Zeroizing::new(text.to_owned())))
        } else {
            Err(TokenError::Alphabet)
        }
    }

    /// What the ledger knows the token by. The token is random, so a plain hash gives nothing away.
    pub(crate) fn sha256(&self) -> Sha256Hex {
        Sha256Hex(Sha256::digest(self.0.as_bytes()).into())
    }

    /// The characters, for the one time that they are shown.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiToken")
    }
}

/// Why a text is not a token. The text itself is not repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    /// Too short to be a secret, or too long.
    #[error("a token has {SHORTEST} to {LONGEST} characters, this one has {length}")]
    Length {
        /// Its bytes.
        length: usize,
    },
    /// A character that a header might not carry unchanged.
    #[error("a token is made of letters A to Z and a to z, digits, hyphens and underscores")]
    Alphabet,
}

#[cfg(test)]
mod tests {
    use cxl_store::SeededEntropy;

    use super::*;

    #[test]
    fn a_drawn_token_reads_back_and_hashes_alike() {
        let token = ApiToken::draw(&mut SeededEntropy::numbered(1));
        assert!(token.reveal().starts_with("cxl_") && token.reveal().len() == 47);
        assert_eq!(ApiToken::parse(token.reveal()).unwrap().sha256(), token.sha256());
    }

    #[test]
    fn a_token_never_shows_in_debug_output() {
        let token = ApiToken::draw(&mut SeededEntropy::numbered(1));
        assert_eq!(format!("{token:?}"), "ApiToken");
    }

    #[test]
    fn what_is_no_secret_is_refused_without_being_repeated() {
        assert_eq!(ApiToken::parse("secret").unwrap_err(), TokenError::Length { length: 6 });
        assert_eq!(ApiToken::parse(&"x".repeat(257)).unwrap_err(), TokenError::Length { length: 257 });
        assert_eq!(ApiToken::parse(&"a b".repeat(20)).unwrap_err(), TokenError::Alphabet);
    }
}
