//! Who may speak to a vault: whoever has a certificate of the same authority, on both sides.
//!
//! The authority is the operator's own and signs for nothing else; whatever it has signed may ask for keys.
//! TLS 1.3 and nothing older.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig, version};

/// The files by which one side shows who it is and knows the other. PEM all three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate of the authority that signed for both sides.
    pub ca: PathBuf,
    /// One's own certificate, with those between it and the authority.
    pub certificate: PathBuf,
    /// One's own private key.
    pub key: PathBuf,
}

/// One side's identity, and whom it trusts. Never shows a secret.
#[derive(Clone)]
pub struct Identity {
    roots: Arc<RootCertStore>,
    chain: Vec<CertificateDer<'static>>,
    key: Arc<PrivateKeyDer<'static>>,
}

/// Why certificates can't be used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read as PEM.
    #[error("{} can't be read as {what} in PEM: {reason}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        what: &'static str,
        /// What was found.
        reason: String,
    },
    /// A private key that others may read.
    #[error("{} can be read by others on this machine (mode {mode:o}): chmod 600 it", .path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The certificates and the key do not go together.
    #[error("the certificates can't be used: {0}")]
    Unfit(String),
}

impl TlsFiles {
    /// The certificates in the files, in DER, each with its file.
    pub fn certificates(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, TlsError> {
        let mut read = Vec::new();
        for file in [&self.ca, &self.certificate] {
            read.extend(certificates(file)?.iter().map(|certificate| (file.clone(), certificate.to_vec())));
        }
        Ok(read)
    }
}

impl Identity {
    /// Reads the files.
    pub fn read(files: &TlsFiles) -> Result<Self, TlsError> {
        refuse_exposed(&files.key)?;
        let mut roots = RootCertStore::empty();
        for certificate in certificates(&files.ca)? {
            roots.add(certificate).map_err(|error| unfit(&error))?;
        }
        let key = PrivateKeyDer::from_pem_file(&files.key);
        let key = key.map_err(|error| unreadable(&files.key, "a private key", &error))?;
        Ok(Self { roots: Arc::new(roots), chain: certificates(&files.certificate)?, key: Arc::new(key) })
    }

    /// What a vault's server goes by.
    pub(crate) fn server(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let clients = WebPkiClientVerifier::builder_with_provider(Arc::clone(&self.roots), provider());
        let clients = clients.build().map_err(|error| unfit(&error))?;
        let config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&version::TLS13])
            .map_err(|error| unfit(&error))?
            .with_client_cert_verifier(clients)
            .with_single_cert(self.chain.clone(), self.key.clone_key())
            .map_err(|error| unfit(&error))?;
        Ok(Arc::new(config))
    }

    /// What a node goes by.
    pub(crate) fn client(&self) -> Result<Arc<ClientConfig>, TlsError> {
        let servers = WebPkiServerVerifier::builder_with_provider(Arc::clone(&self.roots), provider());
        let servers = servers.build().map_err(|error| unfit(&error))?;
        let config = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&version::TLS13])
            .map_err(|error| unfit(&error))?
            .with_webpki_verifier(servers)
            .with_client_auth_cert(self.chain.clone(), self.key.clone_key())
            .map_err(|error| unfit(&error))?;
        Ok(Arc::new(config))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("certificates", &self.chain.len()).finish_non_exhaustive()
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let unreadable = |error: &dyn fmt::Display| unreadable(path, "a certificate", error);
    let read = CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))?;
    let read: Vec<_> = read.collect::<Result<_, _>>().map_err(|error| unreadable(&error))?;
    if read.is_empty() { Err(unreadable(&"there is none in it")) } else { Ok(read) }
}

fn unreadable(path: &Path, what: &'static str, reason: &dyn fmt::Display) -> TlsError {
    TlsError::File { path: path.to_owned(), what, reason: reason.to_string() }
}

fn unfit(error: &dyn fmt::Display) -> TlsError {
    TlsError::Unfit(error.to_string())
}

#[cfg(unix)]
fn refuse_exposed(path: &Path) -> Result<(), TlsError> {
    use std::os::unix::fs::PermissionsExt as _;
    const OTHERS: u32 = 0o007;
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, "a private key", &error))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & OTHERS == 0 { Ok(()) } else { Err(TlsError::Exposed { path: path.to_owned(), mode }) }
}

#[cfg(not(unix))]
fn refuse_exposed(_: &Path) -> Result<(), TlsError> {
    Ok(())
}
