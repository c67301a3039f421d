//! Where the server is, read from a connection string.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use cxl_store::{LedgerName, StoreError};
use eventstore::{ClientSettings, Credentials};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use zeroize::Zeroizing;

mod parts;

use parts::{boolean, connection_name, decoded, encoded, ledger, number, unknown};

/// Where a KurrentDB or EventStoreDB is, how to speak to it, and which of its ledgers is meant. Shown without
/// user and password.
///
/// Read from `kurrentdb://[USER:PASSWORD@]HOST[:PORT][,HOST[:PORT]…][?NAME=VALUE&…]`; `kurrent`, `kdb` and
/// `esdb` are other names of the scheme, and `+discover` after any of them asks the one host named for the
/// members of its cluster. The parameter `ledger` names one of several ledgers; the others are the client's.
/// What is not understood is refused: the client would ignore it, or panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    discover: bool,
    hosts: Vec<Host>,
    user: Option<User>,
    tls: bool,
    ca_file: Option<PathBuf>,
    ledger: LedgerName,
    /// Further parameters, as the client spells them, with checked values.
    parameters: Vec<(&'static str, String)>,
}

/// A host and its port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Host {
    name: String,
    port: u16,
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name, self.port)
    }
}

/// Who we are to the server.
#[derive(Clone, PartialEq, Eq)]
struct User {
    name: String,
    password: Zeroizing<String>,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("User")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts: Vec<_> = self.hosts.iter().map(Host::to_string).collect();
        let discover = if self.discover { "+discover" } else { "" };
        write!(f, "kurrentdb{discover}://{}", hosts.join(","))?;
        if self.ledger == LedgerName::default() { Ok(()) } else { write!(f, "?ledger={}", self.ledger) }
    }
}

/// The port where none is named.
const PORT: u16 = 2113;
/// More hosts than any cluster has.
const MOST_HOSTS: usize = 32;
/// More bytes than a list of certificates takes.
const MOST_CERTIFICATE_BYTES: u64 = 1 << 20;

impl Address {
    /// Reads a connection string. No part of it that could belong to a password is repeated in an error.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        let (scheme, rest) = url.split_once("://").ok_or_else(|| refused(FORM))?;
        let (scheme, discover) = match scheme.strip_suffix("+discover") {
            Some(scheme) => (scheme, true),
            None => (scheme, false),
        };
        if !["kurrentdb", "kurrent", "kdb", "esdb"].contains(&scheme) {
            return Err(refused("it begins with none of kurrentdb://, kurrent://, kdb://, esdb://"));
        }
        let (authority, query) = rest.split_once('?').unwrap_or((rest, ""));
        if (query.contains('@') && !authority.contains('@')) || authority.contains('#') {
            return Err(refused(ENCODE));
        }
        let (user, hosts) = match authority.rsplit_once('@') {
            Some((user, hosts)) => (Some(User::parse(user)?), hosts),
            None => (None, authority),
        };
        let hosts = hosts.strip_suffix('/').unwrap_or(hosts).split(',');
        let hosts: Vec<_> = hosts.take(MOST_HOSTS + 1).map(Host::parse).collect::<Result<_, _>>()?;
        if hosts.len() > MOST_HOSTS {
            return Err(refused(format!("it names more than {MOST_HOSTS} hosts")));
        }
        if hosts.len() > 1 && (discover || hosts.iter().any(|host| host.name.starts_with('['))) {
            return Err(refused(
                "several hosts go with neither +discover nor numeric IPv6: name one host, or name them by name",
            ));
        }
        let mut address = Self {
            discover,
            hosts,
            user,
            tls: true,
            ca_file: None,
            ledger: LedgerName::default(),
            parameters: Vec::new(),
        };
        address.read_parameters(query)?;
        Ok(address)
    }

    /// The ledger that is meant: `cx` unless the address names another one.
    pub fn ledger(&self) -> &LedgerName {
        &self.ledger
    }

    /// The same server, and another of its ledgers.
    pub fn of_ledger(self, ledger: LedgerName) -> Self {
        Self { ledger, ..self }
    }

    /// Whether every host is this machine.
    pub fn is_local(&self) -> bool {
        let is_here = |host: &Host| {
            let name = host.bare_name();
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        };
        self.hosts.iter().all(is_here)
    }

    /// Whether connections are encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.tls
    }

    /// Whether a server's certificate must come from an authority that is trusted.
    pub fn is_verified(&self) -> bool {
        !self.parameters.contains(&("tlsVerifyCert", "false".into()))
    }

    /// Whether a user is named.
    pub fn names_user(&self) -> bool {
        self.user.is_some()
    }

    /// The certificates in the files that are named, in DER, each with its file. A file that can't be read has none.
    pub fn certificates(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let own = self.parameters.iter().filter(|(name, _)| *name == "userCertFile");
        let files = self.ca_file.iter().cloned().chain(own.map(|(_, file)| PathBuf::from(file)));
        let certificates = |file: PathBuf| {
            let read = CertificateDer::pem_file_iter(&file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
            let read = read.unwrap_or_default().into_iter();
            read.map(move |certificate| (file.clone(), certificate.to_vec())).collect::<Vec<_>>()
        };
        files.flat_map(certificates).collect()
    }

    /// Who we are to the server. Given with each call, because the client does not decode what stands in a
    /// connection string, and shows it.
    pub(crate) fn credentials(&self) -> Option<Credentials> {
        self.user.as_ref().map(|user| Credentials::new(user.name.clone(), user.password.to_string()))
    }

    /// What the client is told; no user and no password are in it.
    pub(crate) fn settings(&self) -> Result<ClientSettings, StoreError> {
        let hosts: Vec<_> = self.hosts.iter().map(Host::to_string).collect();
        let discover = if self.discover { "+discover" } else { "" };
        let mut url = format!("kurrentdb{discover}://{}?tls={}", hosts.join(","), self.tls);
        if let Some(file) = &self.ca_file {
            let file = file.to_str().expect("a path that was read from text");
            url.extend(["&tlsCaFile=", &encoded(file)]);
        }
        for (name, value) in &self.parameters {
            url.extend(["&", name, "=", &encoded(value)]);
        }
        url.parse().map_err(|error: eventstore::ClientSettingsParseError| refused(error.message()))
    }

    /// Refuses a file of certificates that the client would panic on.
    pub(crate) fn check_files(&self) -> Result<(), StoreError> {
        self.ca_file.as_deref().map_or(Ok(()), check_certificates)
    }

    pub(crate) fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// Whom a server's certificate must come from; none if any will do or connections are not encrypted.
    pub(crate) fn roots(&self) -> io::Result<Option<RootCertStore>> {
        if !self.tls || !self.is_verified() {
            return Ok(None);
        }
        let mut roots = RootCertStore::empty();
        let certificates = match &self.ca_file {
            Some(file) => CertificateDer::pem_file_iter(file)
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .map_err(io::Error::other)?,
            None => rustls_native_certs::load_native_certs().certs,
        };
        roots.add_parsable_certificates(certificates);
        Ok(Some(roots))
    }

    fn read_parameters(&mut self, query: &str) -> Result<(), StoreError> {
        let mut seen = Vec::new();
        let (mut certificate, mut key) = (false, false);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value)
                .filter(|value| !value.contains(char::is_control))
                .ok_or_else(|| refused("a parameter's value is not percent-encoded UTF-8"))?;
            let name = name.to_lowercase();
            if seen.contains(&name) {
                return Err(refused(format!("{name} stands in it twice")));
            }
            match name.as_str() {
                "ledger" => self.ledger = ledger(&value)?,
                "tls" => self.tls = boolean(&name, &value)?,
                "tlsverifycert" => self.put("tlsVerifyCert", boolean(&name, &value)?.to_string()),
                "tlscafile" => self.ca_file = Some(value.into()),
                "usercertfile" => {
                    certificate = true;
                    self.put("userCertFile", value);
                }
                "userkeyfile" => {
                    key = true;
                    self.put("userKeyFile", value);
                }
                "nodepreference" if value.eq_ignore_ascii_case("leader") => {}
                "nodepreference" => {
                    return Err(refused(
                        "nodePreference must be leader: another node may lag behind what was acknowledged",
                    ));
                }
                "connectionname" => self.put("connectionName", connection_name(value)?),
                "keepaliveinterval" => self.put("keepAliveInterval", number(&name, &value, 10_000, 600_000)?),
                "keepalivetimeout" => self.put("keepAliveTimeout", number(&name, &value, 10_000, 600_000)?),
                "gossiptimeout" => self.put("gossipTimeout", number(&name, &value, 100, 60_000)?),
                "discoveryinterval" => self.put("discoveryInterval", number(&name, &value, 1, 60_000)?),
                "maxdiscoverattempts" => self.put("maxDiscoverAttempts", number(&name, &value, 2, 100)?),
                _ => return Err(refused(unknown(&name))),
            }
            seen.push(name);
        }
        if certificate != key {
            return Err(refused("userCertFile and userKeyFile go together: name both"));
        }
        if !self.tls && (self.ca_file.is_some() || certificate) {
            return Err(refused("it names certificates and tls=false: leave out one of the two"));
        }
        self.put("nodePreference", "leader".into());
        if !seen.iter().any(|name| name == "discoveryinterval") {
            self.put("discoveryInterval", DISCOVERY_INTERVAL.into());
        }
        Ok(())
    }

    fn put(&mut self, name: &'static str, value: String) {
        self.parameters.push((name, value));
    }
}

/// Milliseconds that the client waits before it connects, even for the first time.
const DISCOVERY_INTERVAL: &str = "50";

const FORM: &str = "write kurrentdb://HOST:PORT, with user and password and parameters where needed: \
                    kurrentdb://USER:PASSWORD@HOST:PORT,HOST:PORT?tlsCaFile=PATH";
const ENCODE: &str = "what stands between :// and the hosts cannot be read: percent-encode each of \
                      / ? # @ : , % in a user's name or password (%2F %3F %23 %40 %3A %2C %25)";

impl Host {
    /// The name as it stands in a certificate, and as the system looks it up.
    pub(crate) fn bare_name(&self) -> &str {
        self.name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(&self.name)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The text is not repeated in an error: it may be the rest of a password that was not encoded.
    fn parse(text: &str) -> Result<Self, StoreError> {
        let (name, port) = match text.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok().filter(|port| *port > 0)),
            _ => (text, Some(PORT)),
        };
        let is_numeric = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'))
            .is_some_and(|name| name.parse::<std::net::Ipv6Addr>().is_ok());
        let is_name = !name.is_empty()
            && name.len() <= 253
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        match port {
            Some(port) if is_numeric || is_name => Ok(Self { name: name.into(), port }),
            _ => Err(refused(format!(
                "a host in it is not of the form HOST or HOST:PORT. If it is one, {ENCODE}"
            ))),
        }
    }
}

impl User {
    fn parse(text: &str) -> Result<Self, StoreError> {
        let (name, password) = text
            .split_once(':')
            .ok_or_else(|| refused("it names a user without a password: write USER:PASSWORD@HOST"))?;
        let part = |text| decoded(text).filter(|part| !part.is_empty()).ok_or_else(|| refused(ENCODE));
        let (name, password) = (part(name)?, Zeroizing::new(part(password)?));
        // So says the form in which both are sent: the first colon ends the name.
        if name.contains(':') {
            Err(refused("a user's name cannot contain a colon"))
        } else {
            Ok(Self { name, password })
        }
    }
}

/// Refuses what is not a file of certificates in PEM.
fn check_certificates(path: &Path) -> Result<(), StoreError> {
    let file = path.display();
    let bytes = std::fs::metadata(path)
        .map_err(|error| refused(format!("tlsCaFile {file} cannot be read: {error}")))?
        .len();
    if bytes > MOST_CERTIFICATE_BYTES {
        return Err(refused(format!("tlsCaFile {file} is too large to be a list of certificates")));
    }
    let certificates: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match certificates {
        Ok(certificates) if certificates.is_empty() => Err(refused(format!(
            "tlsCaFile {file} holds no certificate in PEM: name the CA's own certificate"
        ))),
        Ok(_) => Ok(()),
        Err(error) => Err(refused(format!("tlsCaFile {file} cannot be read: {error}"))),
    }
}

fn refused(reason: impl Into<String>) -> StoreError {
    StoreError::Address { reason: reason.into() }
}

#[cfg(test)]
mod tests;
