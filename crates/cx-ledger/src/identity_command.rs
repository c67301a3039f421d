//! `cx-ledger identity`: by which identity of the identity provider a person enters, seen to by whoever holds the
//! ledger's files.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use cxl_domain::code::Code;
use cxl_domain::id::{IdentityId, PersonId};
use cxl_domain::person::{self, IdentityLinked};
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;
use cxl_ledger::{Command, Executed, Ledger, TextAt, TextValue};
use cxl_oidc::Issuer;
use serde::Serialize;
use uuid::Uuid;

use crate::ambient;
use crate::data::{Access, DataArgs, DataDir};
use crate::founding;
use crate::token;

/// Link people to the identities of the identity provider by which they enter
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct IdentityArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Action {
    Link(LinkArgs),
    List(ListArgs),
    Unlink(UnlinkArgs),
}

/// Let a person enter by an identity of the identity provider
///
/// Stop the server first, or use its mutation linkIdentity.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  cx-ledger identity link --person LAN --issuer https://login.example.com --subject 00u1a2b3"
)]
struct LinkArgs {
    /// The person's code
    #[arg(long, value_parser = Code::parse, value_name = "CODE")]
    person: Code,

    /// The provider, as it names itself
    #[arg(long, value_name = "URL")]
    issuer: Issuer,

    /// What the provider calls the person (sub); never an e-mail address that may be given to somebody else
    #[arg(long, value_parser = Text::typed, value_name = "TEXT")]
    subject: Text,

    #[command(flatten)]
    data: DataArgs,
}

/// List the identities by which people enter; works beside a running server
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  cx-ledger identity list --json")]
struct ListArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    data: DataArgs,
}

/// Let a person enter by an identity no more
///
/// Stop the server first, or use its mutation unlinkIdentity.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  cx-ledger identity unlink 6f9619ff-8b86-5d01-b42d-00cf4fc964ff --reason \"left the company\""
)]
struct UnlinkArgs {
    /// The identity's id, as the list shows it
    #[arg(value_parser = token::parse_id)]
    identity: Uuid,

    /// Why
    #[arg(long, value_parser = Text::typed, value_name = "TEXT")]
    reason: Option<Text>,

    #[command(flatten)]
    data: DataArgs,
}

/// Carries out one of the three.
pub(crate) async fn run(args: &IdentityArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    match &args.action {
        Action::Link(args) => link(args, out).await?,
        Action::List(args) => list(args, out).await?,
        Action::Unlink(args) => unlink(args, out).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn link(args: &LinkArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = token::open(&args.data).await?;
    let head = AsOf::head(ledger.now().date_naive());
    let person = ledger.person_by_code(&args.person, &head).await?;
    let person =
        person.with_context(|| format!("there is no person {}: register the person first", args.person))?;
    let issuer = Text::typed(args.issuer.as_str()).context("the issuer can't be recorded")?;
    let linked = IdentityLinked { issuer, subject: args.subject.clone() };
    let recorded = record(&ledger, person, person::Command::LinkIdentity { linked }).await;
    let recorded = recorded.context("the identity was not linked")?;
    let id = recorded.events.first().map(|event| event.id.0).context("the identity was not recorded")?;
    writeln!(out, "identity {id} stands for {}", args.person)?;
    Ok(out.flush()?)
}

async fn unlink(args: &UnlinkArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = token::open(&args.data).await?;
    let (identity, head) = (IdentityId(args.identity), AsOf::head(ledger.now().date_naive()));
    let person = ledger.snapshot().person_entering_by(identity, &head);
    let person =
        person.with_context(|| format!("there is no identity {identity} that stands for anybody"))?;
    let command = person::Command::UnlinkIdentity { identity, reason: args.reason.clone() };
    record(&ledger, person, command).await.context("the identity was not unlinked")?;
    writeln!(out, "identity {identity} stands for nobody any more")?;
    Ok(out.flush()?)
}

async fn record(ledger: &Ledger, person: PersonId, command: person::Command) -> anyhow::Result<Executed> {
    let by = founding::founder(&ledger.snapshot()).context("the ledger is not founded")?;
    let command = Command::Person(Some(person), command.into());
    Ok(ledger.as_operator(by, ambient::draw_command(), command).await?)
}

#[derive(Serialize)]
struct Row {
    id: Uuid,
    /// The person's code; none if its key is gone, and likewise of the two below.
    person: Option<String>,
    issuer: Option<String>,
    subject: Option<String>,
    linked: DateTime<Utc>,
}

async fn list(args: &ListArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let dir = DataDir::named(&args.data)?;
    let ledger = dir.open(Access::Read).await?.ledger(false).await?;
    token::refuse_demo(&ledger, &dir)?;
    let rows = rows(&ledger).await?;
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &rows).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "(unavailable)".into());
        writeln!(out, "{:36}  {:20}  {:40}  SUBJECT", "ID", "PERSON", "ISSUER")?;
        for row in &rows {
            let (person, issuer, subject) = (shown(&row.person), shown(&row.issuer), shown(&row.subject));
            writeln!(out, "{:36}  {person:20}  {issuer:40}  {subject}", row.id)?;
        }
    }
    Ok(out.flush()?)
}

/// The identities that stand for somebody, in the order of the people's registration.
async fn rows(ledger: &Ledger) -> anyhow::Result<Vec<Row>> {
    let views = ledger.snapshot();
    let head = AsOf::head(ledger.now().date_naive());
    let mut rows = Vec::new();
    for held in views.people() {
        for linked in held.state.identities(&head) {
            let mut places =
                vec![TextAt::field(linked, "/fact/issuer"), TextAt::field(linked, "/fact/subject")];
            places.extend(held.state.registration(&head).map(|entry| TextAt::field(entry, "/fact/code")));
            let clear = |text: TextValue| match text {
                TextValue::Clear(text) => Some(text.to_string()),
                TextValue::Unavailable | TextValue::Absent => None,
            };
            let mut texts = ledger.texts(&places).await?.into_iter().map(clear);
            let (issuer, subject) = (texts.next().flatten(), texts.next().flatten());
            let (person, linked_at) = (texts.next().flatten(), linked.stamp.recorded.to_utc());
            rows.push(Row { id: linked.event.0, person, issuer, subject, linked: linked_at });
        }
    }
    Ok(rows)
}
