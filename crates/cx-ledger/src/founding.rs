//! The first start of a ledger: the organization, its first administrator and a token to enter with.

use std::env;

use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use chrono_tz::Tz;
use cxl_domain::code::Code;
use cxl_domain::history::Entry;
use cxl_domain::id::{CommandId, PersonId};
use cxl_domain::organization::{self, Grant, TokenIssued};
use cxl_domain::role::Role;
use cxl_domain::text::Text;
use cxl_domain::time::{AsOf, day_in};
use cxl_ledger::rights::{TokenRefusal, actor_of_token};
use cxl_ledger::{Command, Executed, Founding, Ledger, Views};
use uuid::Uuid;

use crate::ambient::{self, OsEntropy};
use crate::secret::ApiToken;

/// The environment variable that fixes the administrator's token.
pub(crate) const TOKEN_VARIABLE: &str = "CX_LEDGER_TOKEN";

/// What a new ledger is founded with. Later starts take no notice of it.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "First start, when the folder is empty")]
pub(crate) struct FoundingArgs {
    /// The organization's name [default: My organization]
    #[arg(long, value_parser = Text::typed, value_name = "NAME")]
    organization: Option<Text>,

    /// The organization's time zone, an IANA name such as Asia/Ho_Chi_Minh [default: UTC]
    #[arg(long, value_parser = cxl_domain::zone::parse, value_name = "ZONE")]
    zone: Option<Tz>,

    /// The first administrator's code [default: ADMIN]
    #[arg(long, value_parser = Code::parse, value_name = "CODE")]
    administrator: Option<Code>,

    /// The first administrator's name [default: Administrator]
    #[arg(long, value_parser = Text::typed, value_name = "NAME")]
    administrator_name: Option<Text>,
}

impl FoundingArgs {
    fn is_given(&self) -> bool {
        self.organization.is_some()
            || self.zone.is_some()
            || self.administrator.is_some()
            || self.administrator_name.is_some()
    }
}

/// Founds the ledger unless it is founded. A founding that was cut short is resumed: its command is
/// named after the ledger itself.
pub(crate) async fn found(ledger: &Ledger, id: Uuid, args: &FoundingArgs) -> anyhow::Result<()> {
    let views = ledger.snapshot();
    let head = AsOf::head(NaiveDate::MAX);
    if founder(&views).is_some_and(|founder| views.person(founder).is_some()) {
        if args.is_given() {
            tracing::warn!(
                "the ledger is founded already: --organization, --zone and --administrator change nothing"
            );
        }
        return Ok(());
    }
    let text = |given: &Option<Text>, default| match given {
        Some(text) => text.clone(),
        None => Text::typed(default).expect("the default is a text"),
    };
    // Whoever resumes a founding keeps the zone that it began with.
    let begun = views.organization().state.zone(&head);
    let founding = Founding {
        name: text(&args.organization, "My organization"),
        zone: begun.or(args.zone).unwrap_or(Tz::UTC),
        administrator_code: match &args.administrator {
            Some(code) => code.clone(),
            None => Code::parse("ADMIN").expect("the default is a code"),
        },
        administrator_name: text(&args.administrator_name, "Administrator"),
        demo: false,
    };
    ledger.found(founding, CommandId(id)).await.context("the ledger was not founded")?;
    Ok(())
}

/// Whether the ledger is founded and an administrator can enter, so that a start has nothing to write.
pub(crate) fn is_settled(ledger: &Ledger) -> anyhow::Result<bool> {
    let views = ledger.snapshot();
    let admits = match token_of_environment()? {
        Some(fixed) => actor_of_token(&views, &fixed.sha256(), ledger.now()).is_ok(),
        None => ever_issued(&views),
    };
    Ok(admits && founder(&views).is_some_and(|founder| views.person(founder).is_some()))
}

/// Who founded the ledger.
pub(crate) fn founder(views: &Views) -> Option<PersonId> {
    views.organization().state.history.iter().next().map(Entry::by)
}

/// Sees to it that an administrator can enter: by the token in the environment, else by a fresh one if no
/// token was ever issued. Answers the fresh one, to be shown this once.
pub(crate) async fn administrator_token(ledger: &Ledger) -> anyhow::Result<Option<ApiToken>> {
    if let Some(fixed) = token_of_environment()? {
        admit(ledger, &fixed).await?;
        return Ok(None);
    }
    let views = ledger.snapshot();
    if ever_issued(&views) {
        return Ok(None);
    }
    let token = ApiToken::draw(&mut OsEntropy);
    issue(ledger, administrator(ledger)?, &token).await?;
    Ok(Some(token))
}

/// Sees to it that a token chosen by the operator works, for an administrator.
pub(crate) async fn admit(ledger: &Ledger, token: &ApiToken) -> anyhow::Result<()> {
    let (views, sha256) = (ledger.snapshot(), token.sha256());
    match actor_of_token(&views, &sha256, ledger.now()) {
        Ok(_) => Ok(()),
        Err(TokenRefusal::Unknown) => issue(ledger, administrator(ledger)?, token).await.map(drop),
        Err(refusal) => bail!("{refusal}: set another token in {TOKEN_VARIABLE}"),
    }
}

/// Who was the first to administer the organization and still does.
fn administrator(ledger: &Ledger) -> anyhow::Result<PersonId> {
    let views = ledger.snapshot();
    let zone = views.organization_zone(&AsOf::head(ledger.now().date_naive()));
    let today = day_in(ledger.now(), zone);
    let administers = |grant: &Grant| {
        grant.role == Role::Administrator
            && grant.program.is_none()
            && grant.from <= today
            && grant.until.is_none_or(|until| today < until)
    };
    let grants = views.organization().state.grants(&AsOf::head(today));
    grants
        .into_iter()
        .find(administers)
        .map(|grant| grant.person)
        .context("nobody administers the organization today")
}

/// Records a token for a person, by the operator; it lasts until it is revoked.
pub(crate) async fn issue(ledger: &Ledger, person: PersonId, token: &ApiToken) -> anyhow::Result<Executed> {
    let by = founder(&ledger.snapshot()).context("the ledger is not founded")?;
    let issued = TokenIssued { person, sha256: token.sha256(), expires: None, scope: None };
    let command = Command::Organization(organization::Command::IssueLastingToken { issued });
    ledger.as_operator(by, ambient::draw_command(), command).await.context("the token was not issued")
}

/// The token that the environment fixes.
pub(crate) fn token_of_environment() -> anyhow::Result<Option<ApiToken>> {
    let Some(value) = env::var_os(TOKEN_VARIABLE) else { return Ok(None) };
    let token = value.to_str().context("it is not Unicode").and_then(|text| Ok(ApiToken::parse(text)?));
    token.map(Some).with_context(|| format!("{TOKEN_VARIABLE} is not a token"))
}

fn ever_issued(views: &Views) -> bool {
    let issued = |fact: &organization::OrganizationFact| {
        matches!(fact, organization::OrganizationFact::TokenIssued(_))
    };
    views.organization().state.history.iter().any(|entry| issued(&entry.fact))
}
