//! Where the keys of a ledger are: in its data folder, or in a vault that several nodes share.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use cxl_graphql::CursorKey;
use cxl_keyd::tls::{Identity, TlsFiles};
use cxl_keyd::{Address, RemoteVault};
use cxl_sqlite::keys::{KeysDb, Refill};
use cxl_store::Vault;
use uuid::Uuid;

use crate::ambient::OsEntropy;

/// A vault that several nodes share.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct VaultArgs {
    /// The shared vault with the keys, https://HOST:PORT, as cx-ledger keyd serves it [default: keys.db in the data
    /// folder]
    #[arg(long, env = "CX_LEDGER_VAULT", value_name = "URL")]
    vault: Option<Address>,

    #[command(flatten)]
    tls: TlsArgs,
}

/// By what one side of a shared vault shows who it is, and knows the other.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct TlsArgs {
    /// The certificate of the authority that signed for the shared vault and its nodes, PEM
    #[arg(long = "tls-ca", env = "CX_LEDGER_VAULT_CA", value_name = "FILE")]
    ca: Option<PathBuf>,

    /// One's own certificate, signed by that authority, PEM
    #[arg(long = "tls-certificate", env = "CX_LEDGER_VAULT_CERTIFICATE", value_name = "FILE")]
    certificate: Option<PathBuf>,

    /// One's own private key, PEM
    #[arg(long = "tls-key", env = "CX_LEDGER_VAULT_KEY", value_name = "FILE")]
    key: Option<PathBuf>,
}

impl TlsArgs {
    /// Reads the three files.
    pub(crate) fn identity(&self) -> anyhow::Result<Identity> {
        Ok(Identity::read(&self.files()?)?)
    }

    /// The certificates in them, each with its file.
    pub(crate) fn certificates(&self) -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
        Ok(self.files()?.certificates()?)
    }

    /// The three files.
    fn files(&self) -> anyhow::Result<TlsFiles> {
        let named = |file: &Option<PathBuf>, option: &str| {
            file.clone().with_context(|| {
                format!("a shared vault speaks to those it knows: name the three files with --tls-ca, --tls-certificate and \
                         --tls-key; {option} is missing")
            })
        };
        Ok(TlsFiles {
            ca: named(&self.ca, "--tls-ca")?,
            certificate: named(&self.certificate, "--tls-certificate")?,
            key: named(&self.key, "--tls-key")?,
        })
    }
}

impl VaultArgs {
    /// The shared vault, if one is named. It need not be there yet.
    pub(crate) fn shared(&self) -> anyhow::Result<Option<SharedVault>> {
        let Some(address) = self.vault.clone() else { return Ok(None) };
        Ok(Some(SharedVault { address, identity: self.tls.identity()?, files: self.tls.files()? }))
    }
}

/// Where a shared vault is, and who asks.
#[derive(Debug, Clone)]
pub(crate) struct SharedVault {
    address: Address,
    identity: Identity,
    files: TlsFiles,
}

impl SharedVault {
    /// Where it is.
    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// The certificates by which both sides know each other, as far as they lie here, each with its file.
    pub(crate) fn certificates(&self) -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
        Ok(self.files.certificates()?)
    }

    /// The vault of a ledger; without one, of whichever ledger it says. Whoever refills in the background has the
    /// first keys fetched at once.
    pub(crate) fn of(&self, ledger: Option<Uuid>, refill: Refill) -> anyhow::Result<Arc<RemoteVault>> {
        let vault = RemoteVault::new(self.address.clone(), &self.identity, ledger)?;
        if refill == Refill::Background {
            vault.fill();
        }
        Ok(Arc::new(vault))
    }
}

/// The keys of an open ledger.
#[derive(Debug, Clone)]
pub(crate) enum Keys {
    /// In the data folder.
    Here(Arc<KeysDb>),
    /// In a vault that several nodes share.
    Shared(Arc<RemoteVault>),
}

impl Keys {
    /// The vault.
    pub(crate) fn vault(&self) -> Arc<dyn Vault> {
        match self {
            Self::Here(vault) => vault.clone(),
            Self::Shared(vault) => vault.clone(),
        }
    }

    /// The key with which this ledger signs its cursors: the same after every start and on every node.
    ///
    /// A node that can't reach its vault signs with a key of its own, until it is started again.
    pub(crate) fn cursors(&self) -> CursorKey {
        match self {
            Self::Here(vault) => CursorKey::new(*vault.cursor_secret()),
            Self::Shared(vault) => match vault.hello() {
                Ok(hello) => CursorKey::new(*hello.cursors.expose()),
                Err(away) => {
                    tracing::warn!(%away, "cursors of lists hold on this node alone until it is started again");
                    CursorKey::new(cxl_store::entropy::random(&mut OsEntropy))
                }
            },
        }
    }
}
