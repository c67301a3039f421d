//! A token, its signature and what it claims.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};

use crate::claims::{Claims, Expectations};
use crate::header::{Header, MAX_HEADER};
use crate::keys::KeySet;
use crate::problem::TokenProblem;

/// The most bytes of a token. Providers send 1 to 4 KiB; one with many groups in it has more.
pub const MAX_TOKEN: usize = 16 * 1024;

/// What a token claims, if it holds at `now`: signed by one of the provider's `keys`, as `expected`, and in its time.
///
/// Its signature is checked before anything that it claims is read.
pub fn verify(
    token: &str,
    keys: &KeySet,
    expected: &Expectations,
    now: DateTime<Utc>,
) -> Result<Claims, TokenProblem> {
    let parts = Parts::of(token)?;
    let header = Header::read(&decoded(parts.header, "header")?)?;
    let signature = decoded(parts.signature, "signature")?;
    keys.check(&header, parts.signed.as_bytes(), &signature)?;
    Claims::read(&decoded(parts.payload, "payload")?, expected, now)
}

/// A token, cut but not read.
struct Parts<'a> {
    header: &'a str,
    payload: &'a str,
    signature: &'a str,
    /// What the signature is over.
    signed: &'a str,
}

impl<'a> Parts<'a> {
    /// Lengths are limited before anything is decoded.
    fn of(token: &'a str) -> Result<Self, TokenProblem> {
        if token.len() > MAX_TOKEN {
            return Err(TokenProblem::TooLong { most: MAX_TOKEN });
        }
        if token.matches('.').count() == 4 {
            return Err(TokenProblem::Encrypted);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenProblem::NotThreeParts)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenProblem::NotThreeParts)?;
        if payload.contains('.') {
            return Err(TokenProblem::NotThreeParts);
        }
        if header.len() > MAX_HEADER {
            return Err(TokenProblem::HeaderTooLong { most: MAX_HEADER });
        }
        Ok(Self { header, payload, signature, signed })
    }
}

fn decoded(part: &str, named: &'static str) -> Result<Vec<u8>, TokenProblem> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenProblem::Encoding { part: named })
}
