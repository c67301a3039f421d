//! The header of a token: by which key and algorithm it says to be signed. Nothing in it is believed.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::problem::TokenProblem;

/// The most bytes of a header, in base64.
pub const MAX_HEADER: usize = 2 * 1024;

/// How a token may be signed. Each is a signature that nobody can make who only checks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA with PKCS #1 v1.5 and SHA-256.
    Rs256,
    /// ECDSA over P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    /// The name in a header and in a key (RFC 7518, RFC 8037).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    fn named(name: &str) -> Result<Self, TokenProblem> {
        match name {
            "RS256" => Ok(Self::Rs256),
            "ES256" => Ok(Self::Es256),
            "EdDSA" => Ok(Self::EdDsa),
            "HS256" | "HS384" | "HS512" => Err(TokenProblem::SharedSecret),
            none if none.eq_ignore_ascii_case("none") => Err(TokenProblem::Unsigned),
            _ => Err(TokenProblem::Algorithm),
        }
    }
}

/// What a header says, if that is something that a token of ours says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) algorithm: Algorithm,
    /// The name of the key.
    pub(crate) key: Option<String>,
}

/// The members that matter; a member that stands twice is refused by serde.
#[derive(Deserialize)]
struct Members {
    alg: Option<String>,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<IgnoredAny>,
    jwk: Option<IgnoredAny>,
    jku: Option<IgnoredAny>,
    x5u: Option<IgnoredAny>,
    x5c: Option<IgnoredAny>,
}

impl Header {
    pub(crate) fn read(json: &[u8]) -> Result<Self, TokenProblem> {
        let members: Members =
            serde_json::from_slice(json).map_err(|_| TokenProblem::Json { part: "header" })?;
        let algorithm = Algorithm::named(members.alg.as_deref().ok_or(TokenProblem::Algorithm)?)?;
        let brought =
            [("jwk", members.jwk), ("jku", members.jku), ("x5u", members.x5u), ("x5c", members.x5c)];
        if let Some((member, _)) = brought.into_iter().find(|(_, brought)| brought.is_some()) {
            return Err(TokenProblem::KeyInHeader { member });
        }
        if members.crit.is_some() {
            return Err(TokenProblem::Critical);
        }
        if !members.typ.as_deref().is_some_and(is_access_token) {
            return Err(TokenProblem::Type);
        }
        Ok(Self { algorithm, key: members.kid })
    }
}

/// RFC 9068 says `at+jwt`, older providers `JWT`. A media type is compared without case, and `application/` may be
/// left out (RFC 7515 §4.1.9).
fn is_access_token(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    matches!(media_type.strip_prefix("application/").unwrap_or(&media_type), "at+jwt" | "jwt")
}
