//! An authority of a test, and certificates that it signs.

use std::fs;

use cxl_keyd::tls::{Identity, TlsFiles};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

/// An authority and the folder of its files.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ca.pem"), issuer.pem()).unwrap();
        Self { issuer, folder }
    }

    /// The files of somebody whom the authority knows.
    pub(crate) fn files(&self, name: &str) -> TlsFiles {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned(), "localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let files = self.paths(name);
        fs::write(&files.certificate, certificate.pem()).unwrap();
        write_private(&files.key, &key.serialize_pem());
        files
    }

    /// Where the files of somebody lie.
    pub(crate) fn paths(&self, name: &str) -> TlsFiles {
        let path = |file: String| self.folder.path().join(file);
        TlsFiles {
            ca: path("ca.pem".into()),
            certificate: path(format!("{name}.pem")),
            key: path(format!("{name}.key")),
        }
    }

    /// Somebody whom the authority knows.
    pub(crate) fn identity(&self, name: &str) -> Identity {
        Identity::read(&self.files(name)).unwrap()
    }
}

/// Writes a file for its owner alone.
pub(crate) fn write_private(path: &std::path::Path, text: &str) {
    fs::write(path, text).unwrap();
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}
