//! `cx-ledger token`: who may enter, seen to by whoever holds the ledger's files.

mod list;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use cxl_domain::calendar::parse_day;
use cxl_domain::code::Code;
use cxl_domain::id::{PersonId, ProgramId, TokenId};
use cxl_domain::organization::{self, RoleGranted, TokenIssued, TokenScope};
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::text::Text;
use cxl_domain::time::{AsOf, end_of_day};
use cxl_ledger::{Command, ExecuteError, Ledger};
use serde_json::json;
use uuid::Uuid;

use crate::ambient::{self, OsEntropy};
use crate::data::{self, Access, DataArgs, DataDir};
use crate::founding;
use crate::secret::ApiToken;

/// Create, list and revoke the tokens with which people and services enter
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct TokenArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Action {
    Create(CreateArgs),
    List(ListArgs),
    Revoke(RevokeArgs),
}

/// Create a token for a person or a service, and show it this once
///
/// A token carries no rights: it stands for the person, who has the roles that were granted, and opens at most what
/// these allow. Stop the server first, or use its mutation issueToken.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  cx-ledger token create --person ADMIN
  cx-ledger token create --person LAN --role contributor --program RETAIL --expires 2027-06-30
  cx-ledger token create --person DASHBOARD --read-only --only-program RETAIL")]
struct CreateArgs {
    /// The person's code
    #[arg(long, value_parser = Code::parse, value_name = "CODE")]
    person: Code,

    /// Grant this role too: administrator, program_lead, secretary, contributor, reader or auditor
    #[arg(long, value_name = "ROLE")]
    role: Option<Role>,

    /// Grant the role for this program alone
    #[arg(long, requires = "role", value_parser = Code::parse, value_name = "CODE")]
    program: Option<Code>,

    /// The last day on which the token works, in the organization's time zone, within a year [default: in 90 days]
    #[arg(long, value_parser = parse_day, value_name = "DATE")]
    expires: Option<NaiveDate>,

    /// Have the token open nothing but reading
    #[arg(long)]
    read_only: bool,

    /// Have the token open this program alone
    #[arg(long, value_parser = Code::parse, value_name = "CODE")]
    only_program: Option<Code>,

    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    data: DataArgs,
}

/// List the tokens that were not revoked; works beside a running server
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  cx-ledger token list --json")]
struct ListArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    data: DataArgs,
}

/// Revoke a token: from then on it works no more
///
/// Stop the server first, or use its mutation revokeToken.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  cx-ledger token revoke 6f9619ff-8b86-5d01-b42d-00cf4fc964ff --reason \"laptop lost\""
)]
struct RevokeArgs {
    /// The token's id, as the list shows it
    #[arg(value_parser = parse_id)]
    token: Uuid,

    /// Why
    #[arg(long, value_parser = Text::typed, value_name = "TEXT")]
    reason: Option<Text>,

    #[command(flatten)]
    data: DataArgs,
}

/// An id as a list shows it.
pub(crate) fn parse_id(typed: &str) -> Result<Uuid, String> {
    let message = "an id is a UUID such as 6f9619ff-8b86-5d01-b42d-00cf4fc964ff: the list shows it";
    typed.parse().map_err(|_| message.into())
}

/// Carries out one of the three.
pub(crate) async fn run(args: &TokenArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    match &args.action {
        Action::Create(args) => create(args, out).await?,
        Action::List(args) => {
            let dir = DataDir::named(&args.data)?;
            let ledger = dir.open(Access::Read).await?.ledger(false).await?;
            refuse_demo(&ledger, &dir)?;
            list::write(&ledger, args.json, out).await?;
        }
        Action::Revoke(args) => revoke(args, out).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(args: &CreateArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = open(&args.data).await?;
    let head = AsOf::head(ledger.now().date_naive());
    let person = ledger
        .person_by_code(&args.person, &head)
        .await?
        .with_context(|| format!("there is no person {}: register the person first", args.person))?;
    if let Some(role) = args.role {
        grant(&ledger, person, role, args.program.as_ref()).await?;
    }
    let zone = ledger.snapshot().organization_zone(&head);
    let expires = args.expires.map(|day| end_of_day(day, zone).to_utc());
    let token = ApiToken::draw(&mut OsEntropy);
    let program = args.only_program.as_ref().map(|code| program(&ledger, code)).transpose()?;
    let scope = TokenScope { reads_only: args.read_only, program };
    let issued = TokenIssued {
        person,
        sha256: token.sha256(),
        expires,
        scope: (scope != TokenScope::default()).then_some(scope),
    };
    let by = founding::founder(&ledger.snapshot()).context("the ledger is not founded")?;
    let command = Command::Organization(organization::Command::IssueToken { issued });
    let issued = ledger.as_operator(by, ambient::draw_command(), command).await;
    let issued = issued.context("the token was not issued")?;
    let id = issued.events.first().map(|event| event.id.0).context("the token was not recorded")?;
    let known = issued.views.organization().state.tokens(&head);
    let expires = known.iter().find(|known| known.id.0 == id).and_then(|known| known.expires);
    if args.json {
        let shown =
            json!({ "id": id, "person": args.person.as_str(), "token": token.reveal(), "expires": expires });
        writeln!(out, "{shown}")?;
    } else {
        writeln!(
            out,
            "Token {id} for {}, shown this once and kept nowhere:\n\n    {}\n",
            args.person,
            token.reveal()
        )?;
    }
    Ok(out.flush()?)
}

/// The program of a code.
fn program(ledger: &Ledger, code: &Code) -> anyhow::Result<ProgramId> {
    let head = AsOf::head(ledger.now().date_naive());
    ledger.snapshot().program_by_code(code, &head).with_context(|| format!("there is no program {code}"))
}

/// Grants the role, unless the person has it.
async fn grant(ledger: &Ledger, person: PersonId, role: Role, program: Option<&Code>) -> anyhow::Result<()> {
    let program = program.map(|code| self::program(ledger, code)).transpose()?;
    let granted = RoleGranted { person, role, program };
    let command = organization::Command::GrantRole { granted, on: None, until: None };
    let by = founding::founder(&ledger.snapshot()).context("the ledger is not founded")?;
    match ledger.as_operator(by, ambient::draw_command(), Command::Organization(command)).await {
        Ok(_) | Err(ExecuteError::Refused(Refusal::Unchanged { .. })) => Ok(()),
        Err(error) => Err(error).context("the role was not granted"),
    }
}

async fn revoke(args: &RevokeArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = open(&args.data).await?;
    let token = TokenId(args.token);
    let command = organization::Command::RevokeToken { token, reason: args.reason.clone() };
    let by = founding::founder(&ledger.snapshot()).context("the ledger is not founded")?;
    ledger
        .as_operator(by, ambient::draw_command(), Command::Organization(command))
        .await
        .context("the token was not revoked")?;
    writeln!(out, "token {token} works no more")?;
    Ok(out.flush()?)
}

/// The ledger for writing, if anything can be written.
pub(crate) async fn open(data: &DataArgs) -> anyhow::Result<Arc<Ledger>> {
    let dir = DataDir::named(data)?;
    let ledger = dir.open(Access::Write).await?.ledger(false).await?;
    refuse_demo(&ledger, &dir)?;
    ledger.keys_judged().await;
    if let Some(reason) = ledger.health().read_only {
        bail!("nothing can be written: {reason}");
    }
    Ok(ledger)
}

/// A demonstration has a clock of its own, which the machine's would move for good.
pub(crate) fn refuse_demo(ledger: &Ledger, dir: &DataDir) -> anyhow::Result<()> {
    if data::is_demo(&ledger.snapshot()) {
        let dir = dir.path().display();
        bail!(
            "{dir} holds a demonstration, whose tokens were shown at its first start: for new ones stop the \
             server, remove {dir}, and start it with serve --demo, which tells the story anew; for a ledger of \
             your own, name another folder with --data"
        );
    }
    Ok(())
}
