//! A CA of its own, made anew each time, and a certificate from it.

use rcgen::{BasicConstraints, CertificateParams, Error, IsCa, Issuer, KeyPair};
use tonic::transport::Identity;

/// A certificate and key for nodes on this machine, and the certificate of the CA that signed it, in PEM.
pub(crate) fn make() -> Result<(Identity, String), Error> {
    // The server side takes the one of the process. Whoever was first is as good.
    rustls::crypto::ring::default_provider().install_default().ok();
    let ca_key = KeyPair::generate()?;
    let mut ca = CertificateParams::new(Vec::new())?;
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_certificate = ca.self_signed(&ca_key)?.pem();
    let key = KeyPair::generate()?;
    let certificate =
        CertificateParams::new(vec!["127.0.0.1".to_owned()])?.signed_by(&key, &Issuer::new(ca, ca_key))?;
    Ok((Identity::from_pem(certificate.pem(), key.serialize_pem()), ca_certificate))
}
