//! Why a token opens nothing.

use chrono::{DateTime, Utc};

/// Why a token opens nothing. Nothing that the token says is repeated, other than instants: whoever presents it
/// may have made it up, and logs are read by many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenProblem {
    /// More bytes than a token of a provider has.
    #[error("the token is longer than {most} bytes: ask the provider for fewer claims in it")]
    TooLong {
        /// The most bytes that are read.
        most: usize,
    },
    /// More bytes than a header has.
    #[error("the header of the token is longer than {most} bytes")]
    HeaderTooLong {
        /// The most bytes that are read, in base64.
        most: usize,
    },
    /// Five parts: only whoever has a secret key could read it.
    #[error("the token is encrypted: have the provider issue signed ones")]
    Encrypted,
    /// Not three parts.
    #[error("this is no signed token: it does not have three parts with a dot between them")]
    NotThreeParts,
    /// A part that is not in the one spelling of URL-safe base64.
    #[error("the {part} of the token is not in base64url without padding")]
    Encoding {
        /// Which of the three.
        part: &'static str,
    },
    /// A part that is no JSON object, or has a member of another type or twice.
    #[error("the {part} of the token is no JSON object with the members that it should have, each once")]
    Json {
        /// Header or payload.
        part: &'static str,
    },
    /// The algorithm `none`.
    #[error("the token is not signed")]
    Unsigned,
    /// A signature that whoever knows the key for checking could have made.
    #[error(
        "the token is signed with a shared secret, which anybody who checks tokens could do: have the provider sign \
         with RS256, ES256 or EdDSA"
    )]
    SharedSecret,
    /// No algorithm, or one that is not accepted.
    #[error("the token is not signed with RS256, ES256 or EdDSA")]
    Algorithm,
    /// The header brings, or points at, the key by which the token is to be checked.
    #[error(
        "the token names in its header ({member}) a key by which it wants to be checked: only the keys that the \
         provider publishes count"
    )]
    KeyInHeader {
        /// The member of the header.
        member: &'static str,
    },
    /// The header demands an extension to be understood.
    #[error("the header of the token demands (crit) something that is not understood here")]
    Critical,
    /// No type, or that of something else.
    #[error("the token is not of the type at+jwt or JWT: it was issued for another purpose")]
    Type,
    /// No key is named, and the provider has several.
    #[error("the token does not name (kid) by which of the provider's keys it is signed")]
    KeyNotNamed,
    /// The provider publishes no such key.
    #[error("the token is signed by a key that the provider does not publish")]
    UnknownKey,
    /// The key is for another algorithm or another use.
    #[error(
        "the token is signed with an algorithm for which the provider does not publish the key that it names"
    )]
    KeyUnfit,
    /// An RSA key that can be broken.
    #[error("the provider signs with an RSA key of {bits} bits: fewer than 2048 are not accepted")]
    KeyTooSmall {
        /// Its length.
        bits: usize,
    },
    /// The signature does not belong to the token.
    #[error("the signature does not belong to the token: it was altered, or signed by somebody else")]
    Signature,
    /// Issued by another provider.
    #[error("the token was issued by another provider than the one that this ledger trusts")]
    Issuer,
    /// Issued for another service.
    #[error(
        "the token was issued for another service: ask the provider for one with the audience of this ledger"
    )]
    Audience,
    /// It never expires.
    #[error("the token does not say when it expires (exp)")]
    NoExpiry,
    /// Its time is over.
    #[error("the token expired on {0}: ask the provider for another one")]
    Expired(DateTime<Utc>),
    /// Its time has not come.
    #[error("the token does not hold before {0} (nbf)")]
    NotYet(DateTime<Utc>),
    /// It was issued in the future, so one of the two clocks is wrong.
    #[error(
        "the token was issued on {0}, which is in the future: the provider's clock is ahead, or ours behind"
    )]
    IssuedInFuture(DateTime<Utc>),
    /// Nobody is named.
    #[error("the token does not say whom it stands for (sub), in 1 to 255 characters")]
    Subject,
}
