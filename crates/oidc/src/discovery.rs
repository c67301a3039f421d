//! What a provider publishes of itself: where its keys are (OpenID Connect Discovery 1.0).

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use url::{Host, Url};

/// A provider, by the name that stands in its tokens: an https address; on this machine http will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer(String);

/// Why an address is no issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IssuerError {
    /// Not an address.
    #[error("an issuer is the provider's address, such as https://login.example.com")]
    Address,
    /// Anybody on the way could put keys of their own there.
    #[error("an issuer is reached over https; over http only on this machine (localhost, 127.0.0.1, [::1])")]
    Insecure,
    /// More than an address.
    #[error("an issuer is an address without a name, password, ? or # in it")]
    Extra,
}

impl Issuer {
    /// As it stands in tokens.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it publishes what it is.
    pub fn configuration(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.0.trim_end_matches('/'))
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Issuer {
    type Err = IssuerError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| IssuerError::Address)?;
        if !is_trustworthy(&url)? {
            return Err(IssuerError::Insecure);
        }
        Ok(Self(text.to_owned()))
    }
}

/// Whether nobody on the way can alter what is fetched from there.
fn is_trustworthy(url: &Url) -> Result<bool, IssuerError> {
    let host = url.host().ok_or(IssuerError::Address)?;
    if !url.username().is_empty()
        || url.password().is_some()
        || url.fragment().is_some()
        || url.query().is_some()
    {
        return Err(IssuerError::Extra);
    }
    let here = match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    Ok(url.scheme() == "https" || (url.scheme() == "http" && here))
}

/// What a provider says of itself, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Where its keys are.
    pub jwks_uri: String,
}

/// Why what a provider says of itself is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// Not of the form.
    #[error("its configuration is no JSON object with issuer and jwks_uri")]
    Form,
    /// It calls itself something else, so its tokens would not be accepted.
    #[error("it calls itself {said:?}, not {expected:?}: name it as it does, to the character")]
    OtherIssuer {
        /// What it says, cut short.
        said: String,
        /// What it should say.
        expected: String,
    },
    /// Its keys could be altered on the way.
    #[error("the address of its keys: {0}")]
    Keys(IssuerError),
}

#[derive(Deserialize)]
struct Published {
    issuer: String,
    jwks_uri: String,
}

impl Provider {
    /// Reads the configuration of a provider.
    pub fn parse(json: &[u8], issuer: &Issuer) -> Result<Self, ProviderError> {
        let published: Published = serde_json::from_slice(json).map_err(|_| ProviderError::Form)?;
        if published.issuer != issuer.as_str() {
            let said = published.issuer.chars().take(200).collect();
            return Err(ProviderError::OtherIssuer { said, expected: issuer.to_string() });
        }
        let mut keys =
            Url::parse(&published.jwks_uri).map_err(|_| ProviderError::Keys(IssuerError::Address))?;
        // Some providers tell their tenants apart by a query.
        keys.set_query(None);
        match is_trustworthy(&keys) {
            Ok(true) => Ok(Self { jwks_uri: published.jwks_uri }),
            Ok(false) => Err(ProviderError::Keys(IssuerError::Insecure)),
            Err(error) => Err(ProviderError::Keys(error)),
        }
    }
}
