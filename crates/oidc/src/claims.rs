//! What a token claims, once its signature holds.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use crate::discovery::Issuer;
use crate::problem::TokenProblem;

/// How far the provider's clock and ours may differ.
pub const LEEWAY: Duration = Duration::from_mins(1);

/// The most bytes of a subject (OpenID Connect Core §2).
const MAX_SUBJECT: usize = 255;

/// Whose tokens are accepted, and for whom they must have been issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectations {
    /// The provider: compared character by character.
    pub issuer: Issuer,
    /// What the provider calls this ledger: one of the token's audiences must be it.
    pub audience: String,
}

/// What a token claims that holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who issued it.
    pub issuer: String,
    /// Whom it stands for, in the issuer's words: personal data, never shown by `Debug`.
    pub subject: String,
    /// From when on it no longer holds, the leeway left out.
    pub expires: DateTime<Utc>,
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims")
            .field("issuer", &self.issuer)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Members {
    iss: Option<String>,
    sub: Option<String>,
    aud: Option<Audience>,
    #[serde(default, deserialize_with = "instant")]
    exp: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "instant")]
    nbf: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "instant")]
    iat: Option<DateTime<Utc>>,
}

/// One audience, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn names(&self, wanted: &str) -> bool {
        match self {
            Self::One(one) => one == wanted,
            Self::Several(several) => several.iter().any(|one| one == wanted),
        }
    }
}

/// Seconds since 1970, maybe with a fraction (RFC 7519 §2), which is dropped.
fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let Some(number) = Option::<serde_json::Number>::deserialize(deserializer)? else { return Ok(None) };
    let fraction = || Duration::try_from_secs_f64(number.as_f64()?).ok()?.as_secs().try_into().ok();
    let instant = number.as_i64().or_else(fraction).and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    instant.map(Some).ok_or_else(|| serde::de::Error::custom("not an instant"))
}

impl Claims {
    pub(crate) fn read(
        json: &[u8],
        expected: &Expectations,
        now: DateTime<Utc>,
    ) -> Result<Self, TokenProblem> {
        let members: Members =
            serde_json::from_slice(json).map_err(|_| TokenProblem::Json { part: "payload" })?;
        let issuer = members.iss.filter(|issuer| issuer == expected.issuer.as_str());
        let issuer = issuer.ok_or(TokenProblem::Issuer)?;
        if !members.aud.is_some_and(|audience| audience.names(&expected.audience)) {
            return Err(TokenProblem::Audience);
        }
        let expires = in_time(members.exp, members.nbf, members.iat, now)?;
        let named = |subject: &String| (1..=MAX_SUBJECT).contains(&subject.len());
        let subject = members.sub.filter(named).ok_or(TokenProblem::Subject)?;
        Ok(Self { issuer, subject, expires })
    }
}

/// When a token expires, if `now` lies in its time.
fn in_time(
    expires: Option<DateTime<Utc>>,
    not_before: Option<DateTime<Utc>>,
    issued: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, TokenProblem> {
    let expires = expires.ok_or(TokenProblem::NoExpiry)?;
    if expires + LEEWAY <= now {
        return Err(TokenProblem::Expired(expires));
    }
    if let Some(begins) = not_before.filter(|begins| now + LEEWAY < *begins) {
        return Err(TokenProblem::NotYet(begins));
    }
    match issued.filter(|issued| now + LEEWAY < *issued) {
        Some(issued) => Err(TokenProblem::IssuedInFuture(issued)),
        None => Ok(expires),
    }
}
