//! `cx-ledger keyd`: the keys of one ledger, served to the nodes that share it.

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use cxl_keyd::Keyd;
use cxl_keyd::server::Served;
use cxl_sqlite::keys::{KeysDb, Refill};
use cxl_store::DataKey;
use uuid::Uuid;

use crate::ambient::{self, OsEntropy};
use crate::certificate::warn_of_ends;
use crate::data::{self, DataDir};
use crate::serve::shutdown::Shutdown;
use crate::shared_vault::TlsArgs;

/// Serve the keys of a data folder to the nodes of one ledger, over mutual TLS
///
/// An empty folder becomes the vault of a new ledger. Only whoever has a certificate of the authority in --tls-ca is
/// answered: let it sign for this vault and its nodes and for nothing else.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct KeydArgs {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "CX_LEDGER_KEYD_LISTEN", default_value = "127.0.0.1:7443", value_name = "ADDR")]
    listen: String,

    /// The folder with keys.db and kek
    #[arg(long = "data", env = "CX_LEDGER_DATA", default_value = "./data", value_name = "DIR")]
    dir: PathBuf,

    #[command(flatten)]
    tls: TlsArgs,
}

const EXAMPLES: &str = "\
Examples:
  cx-ledger keyd --data /var/lib/keyd --listen 0.0.0.0:7443 \\
    --tls-ca ca.pem --tls-certificate keyd.pem --tls-key keyd.key
  CX_LEDGER_VAULT=https://keyd:7443 cx-ledger serve --tls-ca ca.pem --tls-certificate node.pem --tls-key node.key";

/// Serves until a signal asks to stop.
pub(crate) async fn run(args: &KeydArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let shutdown = Shutdown::on_signal().context("the signals of the system can't be heard")?;
    let identity = args.tls.identity()?;
    warn_of_ends(&args.tls.certificates()?, ambient::now());
    let listener =
        TcpListener::bind(&args.listen).with_context(|| format!("failed to listen on {}", args.listen))?;
    let dir = DataDir::new(&args.dir);
    let (vault, ledger) = open(&dir)?;
    let cursors = DataKey::from_bytes(*vault.cursor_secret());
    let keyd = Keyd::start(listener, &identity, Served { vault: Arc::new(vault), ledger, cursors })?;
    writeln!(
        out,
        "CX Ledger {}, keys of ledger {ledger} in {}",
        env!("CARGO_PKG_VERSION"),
        dir.path().display()
    )?;
    writeln!(out, "listening on https://{}", keyd.address())?;
    out.flush()?;
    shutdown.requested().await;
    Ok(ExitCode::SUCCESS)
}

/// The vault in a folder, and whose keys it holds; made where there is neither vault nor ledger.
fn open(dir: &DataDir) -> anyhow::Result<(KeysDb, Uuid)> {
    let files = dir.key_files();
    if files.keys.exists() {
        let ledger = KeysDb::ledger_of(&files.keys).map_err(|error| dir.told_keys(error))?;
        let vault = KeysDb::open(&files, ledger, Box::new(OsEntropy), Refill::Background);
        return Ok((vault.map_err(|error| dir.told_keys(error))?, ledger));
    }
    if dir.log_file().exists() {
        bail!("there is a log in {} and no keys.db: put the keys back from a backup", dir.path().display());
    }
    data::create_private(dir.path())?;
    let ledger = ambient::draw_id();
    let vault = KeysDb::create(&files, ledger, Box::new(OsEntropy), Refill::Background);
    Ok((vault.map_err(|error| dir.told_keys(error))?, ledger))
}
