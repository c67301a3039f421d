//! `cx-ledger serve`: the ledger over HTTP until it is told to stop.

mod accept;
mod accounts;
mod asked;
mod attachments;
mod connections;
mod copies;
mod demonstration;
mod etag;
mod events;
mod execution;
mod explorer;
mod form;
mod graphql;
mod headers;
pub(crate) mod health;
mod http;
mod icalendar;
mod identity;
mod live;
mod metrics;
mod opening;
mod origin;
pub(crate) mod patience;
mod problem;
mod provider;
mod rebuild;
pub(crate) mod shutdown;
mod socket;
mod strangers;
mod streams;
mod todo;
mod trusted;
mod unread;
pub(crate) mod views;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use cxl_graphql::CursorKey;
use cxl_ledger::Ledger;
use cxl_sqlite::keys::Refill;
use tokio::net::TcpListener;
use tokio::runtime::{Handle, Runtime};

use crate::ambient::{self, OsEntropy};
use crate::certificate::warn_of_ends;
use crate::checkpoint::{self, Every};
use crate::data::{self, DataArgs, DataDir};
use crate::founding::{self, FoundingArgs};
use crate::log::Log;
use crate::secret::ApiToken;
use crate::wait::Wait;
use accounts::{Accounts, Allowance};
use attachments::{AttachmentLimit, Transfers};
use copies::Copies;
use health::Probe;
use opening::Door;
use patience::Patience;
use provider::{Provider, ProviderArgs};
use shutdown::Shutdown;
use streams::Streams;
use trusted::TrustedDocuments;

/// Serve a ledger over GraphQL; an empty folder becomes a new one
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ServeArgs {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "CX_LEDGER_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: String,

    #[command(flatten)]
    data: DataArgs,

    /// Serve a made-up company from a folder of its own inside the data folder
    #[arg(long, conflicts_with = "store")]
    demo: bool,

    /// Go on although keys that the log uses are gone; what they sealed stays unreadable
    #[arg(long)]
    accept_key_loss: bool,

    #[command(flatten)]
    checkpoint: Every,

    #[command(flatten)]
    attachment_limit: AttachmentLimit,

    #[command(flatten)]
    allowance: Allowance,

    /// Execute the documents of this list, a JSON object of texts by their SHA-256; others only for administrators and auditors
    #[arg(long, env = "CX_LEDGER_TRUSTED_DOCUMENTS", value_name = "FILE")]
    trusted_documents: Option<PathBuf>,

    #[command(flatten)]
    patience: Patience,

    #[command(flatten)]
    provider: ProviderArgs,

    #[command(flatten)]
    founding: FoundingArgs,
}

const EXAMPLES: &str = "\
Examples:
  cx-ledger serve --demo
  cx-ledger serve
  cx-ledger serve --data /var/lib/cx --organization \"Acme Ltd\" --zone Europe/London
  cx-ledger serve --data /var/lib/cx --store sqlite:/mnt/fast/ledger.db
  cx-ledger serve --oidc-issuer https://login.example.com --oidc-audience https://cx.example.com
  CX_LEDGER_TOKEN=$(openssl rand -hex 24) cx-ledger serve --listen 127.0.0.1:0

Environment:
  CX_LEDGER_TOKEN   the administrator's token, for scripts: 32 to 256 of A-Z a-z 0-9 _ -;
                    without it the first start draws one and shows it once
  CX_LEDGER_LOG     what is logged on stderr, for example info or cxl_ledger=debug";

/// What anybody may ask who holds a role.
const FIRST_QUESTION: &str = "{ organization { name { value } } \
     initiatives(first: 5) { edges { node { code status maturity { level } } } } }";

/// Serves until a signal asks to stop.
///
/// Documents are executed on threads of their own: whatever keeps these busy, the others go on to hear
/// signals, to tell how the server is, and to say that an answer takes too long.
pub(crate) fn run(args: &ServeArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let engine = Runtime::new().context("the threads of the server could not be started")?;
    let front = Runtime::new().context("the threads of the server could not be started")?;
    let served = front.block_on(listen(args, engine.handle().clone(), out));
    // A thread that is stuck is left to the end of the process.
    for runtime in [engine, front] {
        runtime.shutdown_timeout(shutdown::LAST_STEPS);
    }
    served.map(|()| ExitCode::SUCCESS)
}

async fn listen(args: &ServeArgs, engine: Handle, out: &mut dyn Write) -> anyhow::Result<()> {
    let trusted = args.trusted_documents.as_deref().map(TrustedDocuments::read).transpose()?;
    let trusted = trusted.map(Arc::new);
    let shutdown = Shutdown::on_signal().context("the signals of the system can't be heard")?;
    let listener = TcpListener::bind(&args.listen).await.with_context(|| {
        format!(
            "failed to listen on {}: name another address with --listen, such as 127.0.0.1:8080",
            args.listen
        )
    })?;
    let address = listener.local_addr().context("the address of the listener is not known")?;
    let (wait, away) = Wait::of_server(args.data.store_timeout);
    let data = DataDir::named(&args.data)?.waiting(wait);
    let dir = if args.demo { data.demo() } else { data };
    warn_of_strangers(address);
    if let Some(shared) = dir.shared() {
        warn_of_ends(&shared.certificates()?, ambient::now());
    }
    let provider = args.provider.provider()?;
    if let Some(provider) = &provider {
        provider.keep_fresh();
    }
    let door = Door::new(away);
    let connections = connections::serve(listener, door.router(), args.patience, shutdown.clone());
    let connections = tokio::spawn(connections);
    let streams = Streams::new(shutdown.clone());
    let opened = tokio::select! {
        opened = open(&dir, args) => Some(opened?),
        failed = door.announce(address, out) => return Ok(failed?),
        () = shutdown.requested() => None,
    };
    let Some(opened) = opened else { return Ok(connections.await?) };
    door.open(http::router(app(&opened, &dir, args, engine, provider, streams.clone(), trusted)));
    greet(out, address, &dir, &opened)?;
    let Opened { ledger, log, tokens, .. } = opened;
    drop(tokens);
    let (served, ()) = tokio::join!(connections, streams.ended());
    served?;
    checkpoint::write_last(&ledger, shutdown::LAST_STEPS).await;
    log.rest().await;
    Ok(())
}

/// What requests need of an open ledger.
fn app(
    opened: &Opened,
    dir: &DataDir,
    args: &ServeArgs,
    engine: Handle,
    provider: Option<Arc<Provider>>,
    streams: Streams,
    trusted: Option<Arc<TrustedDocuments>>,
) -> http::App {
    http::App {
        schema: cxl_graphql::schema(opened.ledger.clone(), opened.cursors.clone()),
        ledger: opened.ledger.clone(),
        probe: Probe::new(engine.clone()),
        engine,
        accounts: Accounts::new(&args.allowance),
        trusted,
        patience: args.patience,
        attachment_limit: args.attachment_limit,
        transfers: Transfers::new(dir.attachments_dir()),
        provider,
        streams,
        copies: Copies::default(),
    }
}

/// An open ledger, and what the server needs beside it.
struct Opened {
    ledger: Arc<Ledger>,
    log: Log,
    cursors: CursorKey,
    /// What the log runs with, as the connection that writes reads it back.
    keeper: String,
    /// The tokens that were drawn, to be shown this once.
    tokens: Vec<Shown>,
}

/// A token on its way to the console.
struct Shown {
    whose: String,
    token: ApiToken,
}

/// Opens the ledger, founded; or the demonstration, told.
async fn open(dir: &DataDir, args: &ServeArgs) -> anyhow::Result<Opened> {
    if args.demo {
        return demonstration::open(dir).await;
    }
    let files = dir.open_or_create(
        ambient::draw_id(),
        || Box::new(OsEntropy),
        Refill::Background,
        args.accept_key_loss,
    );
    let files = files.await?.keeping_checkpoint(args.checkpoint.every);
    let ledger = files.ledger(args.accept_key_loss).await?;
    data::refuse_demo(&ledger.snapshot(), dir)?;
    let (cursors, keeper) = (files.cursors(), files.log.described().await?);
    // The keys are compared while questions are answered, unless something has to be written first.
    if !founding::is_settled(&ledger)? {
        ledger.keys_judged().await;
    }
    if ledger.health().read_only.is_some() {
        return Ok(Opened { ledger, log: files.log, cursors, keeper, tokens: Vec::new() });
    }
    founding::found(&ledger, files.ledger_id()?, &args.founding).await?;
    let token = founding::administrator_token(&ledger).await?;
    let tokens = token.into_iter().map(|token| Shown { whose: "administrator".into(), token });
    Ok(Opened { ledger, log: files.log, cursors, keeper, tokens: tokens.collect() })
}

fn greet(out: &mut dyn Write, address: SocketAddr, dir: &DataDir, opened: &Opened) -> anyhow::Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    let events = opened.ledger.snapshot().len;
    writeln!(out, "CX Ledger {version}, {events} events in {}", dir.path().display())?;
    writeln!(out, "{}", opened.keeper)?;
    if let Some(Shown { token, .. }) = opened.tokens.first() {
        writeln!(out, "\nTokens, shown this once and kept nowhere:\n")?;
        for Shown { whose, token } in &opened.tokens {
            writeln!(out, "    {whose:15} {}", token.reveal())?;
        }
        writeln!(
            out,
            "\nA first question:\n\n    curl -s http://{address}/graphql -H 'Content-Type: application/json' \\\n      \
             -H 'Authorization: Bearer {}' \\\n      -d '{{\"query\":\"{FIRST_QUESTION}\"}}'\n",
            token.reveal()
        )?;
    } else if data::is_demo(&opened.ledger.snapshot()) {
        writeln!(
            out,
            "\nThe tokens of this demonstration were shown at its first start. For new ones stop the server and\n\
             remove {}: the next start tells the story anew.\n",
            dir.path().display()
        )?;
    }
    writeln!(out, "listening on http://{address}/graphql")?;
    Ok(out.flush()?)
}

fn warn_of_strangers(address: SocketAddr) {
    if !address.ip().is_loopback() {
        tracing::warn!(
            %address,
            "others can reach this address, and tokens travel in clear: put a proxy with TLS before it"
        );
    }
}
