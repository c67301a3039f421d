//! The keys that a provider publishes (JSON Web Key Set, RFC 7517).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;

use crate::header::{Algorithm, Header};
use crate::problem::TokenProblem;

/// The most bytes of a key set.
pub const MAX_KEY_SET: usize = 256 * 1024;

/// The most keys of a set.
pub const MAX_KEYS: usize = 100;

/// The fewest bits of an RSA key.
const MIN_RSA_BITS: usize = 2048;

/// The keys by which a provider signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// Why what a provider publishes is no key set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// Longer than a key set is.
    #[error("it has more than {MAX_KEY_SET} bytes")]
    TooLong,
    /// Not of the form.
    #[error("it is no JSON object with a list \"keys\" of JSON Web Keys")]
    Form,
    /// More keys than a provider has.
    #[error("it has more than {MAX_KEYS} keys")]
    TooMany,
    /// None by which a token could be checked.
    #[error(
        "it has no key for signatures with RS256, ES256 or EdDSA (RSA from {MIN_RSA_BITS} bits on, P-256, Ed25519)"
    )]
    NoneUsable,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    id: Option<String>,
    /// The only algorithm for which it may be used, if it says so.
    algorithm: Option<String>,
    material: Material,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Material {
    /// Modulus and exponent, big-endian without leading zeros.
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// A modulus of so few bits.
    SmallRsa {
        bits: usize,
    },
    /// An uncompressed point.
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
    /// Something else, known by its name alone.
    Other,
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<PublishedKey>,
}

/// What a set says of one key. A key of a form that is not known is passed over, as RFC 7517 §5 asks for.
#[derive(Deserialize)]
struct PublishedKey {
    kty: Option<String>,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    used_for: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl KeySet {
    /// Reads a set. Keys for encryption are left out; those of other kinds stay, so that a token can be told why
    /// they do not open anything.
    pub fn parse(json: &[u8]) -> Result<Self, KeySetError> {
        if json.len() > MAX_KEY_SET {
            return Err(KeySetError::TooLong);
        }
        let published: Published = serde_json::from_slice(json).map_err(|_| KeySetError::Form)?;
        if published.keys.len() > MAX_KEYS {
            return Err(KeySetError::TooMany);
        }
        let keys: Vec<Key> =
            published.keys.into_iter().filter(PublishedKey::signs).map(PublishedKey::read).collect();
        if keys.iter().any(Key::is_usable) { Ok(Self { keys }) } else { Err(KeySetError::NoneUsable) }
    }

    /// Whether `signature` over `signed` is by the key that the header names.
    pub(crate) fn check(&self, header: &Header, signed: &[u8], signature: &[u8]) -> Result<(), TokenProblem> {
        // Two keys may share a name, one for each algorithm.
        let mut problem = None;
        for key in self.named(header.key.as_deref())? {
            match key.check(header.algorithm, signed, signature) {
                Ok(()) => return Ok(()),
                Err(TokenProblem::KeyUnfit) if problem.is_some() => {}
                Err(other) => problem = Some(other),
            }
        }
        Err(problem.unwrap_or(TokenProblem::UnknownKey))
    }

    /// The keys of a name. A token that names none is signed by the only one.
    fn named(&self, id: Option<&str>) -> Result<impl Iterator<Item = &Key>, TokenProblem> {
        if id.is_none() && self.keys.len() != 1 {
            return Err(TokenProblem::KeyNotNamed);
        }
        Ok(self.keys.iter().filter(move |key| id.is_none() || key.id.as_deref() == id))
    }
}

impl Key {
    fn is_usable(&self) -> bool {
        !matches!(self.material, Material::SmallRsa { .. } | Material::Other)
    }

    fn check(&self, algorithm: Algorithm, signed: &[u8], signature: &[u8]) -> Result<(), TokenProblem> {
        if self.algorithm.as_deref().is_some_and(|only| only != algorithm.name()) {
            return Err(TokenProblem::KeyUnfit);
        }
        let checked = match (&self.material, algorithm) {
            (Material::Rsa { modulus, exponent }, Algorithm::Rs256) => {
                let key = RsaPublicKeyComponents { n: modulus, e: exponent };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature)
            }
            (Material::P256(point), Algorithm::Es256) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed, signature)
            }
            (Material::Ed25519(point), Algorithm::EdDsa) => {
                UnparsedPublicKey::new(&ED25519, point).verify(signed, signature)
            }
            (Material::SmallRsa { bits }, Algorithm::Rs256) => {
                return Err(TokenProblem::KeyTooSmall { bits: *bits });
            }
            _ => return Err(TokenProblem::KeyUnfit),
        };
        checked.map_err(|_| TokenProblem::Signature)
    }
}

impl PublishedKey {
    /// Whether it is for checking signatures, as far as it says.
    fn signs(&self) -> bool {
        self.used_for.as_deref().is_none_or(|used_for| used_for == "sig")
            && self.key_ops.as_ref().is_none_or(|allowed| allowed.iter().any(|one| one == "verify"))
    }

    fn read(self) -> Key {
        let material = self.material().unwrap_or(Material::Other);
        Key { id: self.kid, algorithm: self.alg, material }
    }

    fn material(&self) -> Option<Material> {
        match (self.kty.as_deref()?, self.crv.as_deref()) {
            ("RSA", _) => Some(rsa(number(self.n.as_deref())?, number(self.e.as_deref())?)),
            ("EC", Some("P-256")) => {
                let (x, y) = (coordinate(self.x.as_deref())?, coordinate(self.y.as_deref())?);
                Some(Material::P256([&[4], &x[..], &y[..]].concat()))
            }
            ("OKP", Some("Ed25519")) => Some(Material::Ed25519(coordinate(self.x.as_deref())?)),
            _ => None,
        }
    }
}

fn rsa(modulus: Vec<u8>, exponent: Vec<u8>) -> Material {
    let unused = modulus.first().map_or(0, |first| first.leading_zeros() as usize);
    let bits = modulus.len() * 8 - unused;
    if bits < MIN_RSA_BITS { Material::SmallRsa { bits } } else { Material::Rsa { modulus, exponent } }
}

/// A whole number, big-endian; some providers set zeros before it.
fn number(text: Option<&str>) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text?).ok()?;
    Some(bytes.into_iter().skip_while(|byte| *byte == 0).collect())
}

/// A coordinate of a curve over 256 bits.
fn coordinate(text: Option<&str>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text?).ok().filter(|bytes| bytes.len() == 32)
}
