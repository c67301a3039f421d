//! The tokens that were not revoked, with whom they stand for.

use std::io::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use cxl_domain::id::{EventId, PersonId};
use cxl_domain::organization::Token;
use cxl_domain::time::{AsOf, day_in};
use cxl_ledger::{Ledger, TextAt, TextValue, Views};
use serde::Serialize;
use uuid::Uuid;

#[derive(Serialize)]
struct Row {
    id: Uuid,
    /// The person's code; none if its key is gone.
    person: Option<String>,
    /// Roles now, each with its program where it is for one.
    roles: Vec<String>,
    issued: DateTime<Utc>,
    expires: Option<DateTime<Utc>>,
    reads_only: bool,
    /// The code of the only program that it opens.
    only_program: Option<String>,
}

impl Row {
    /// What it opens of what its holder may do.
    fn opens(&self) -> String {
        let what = if self.reads_only { "reading" } else { "all" };
        self.only_program.as_ref().map_or_else(|| what.to_owned(), |program| format!("{what} of {program}"))
    }
}

/// Writes the list, oldest first.
pub(super) async fn write(ledger: &Ledger, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let views = ledger.snapshot();
    let now = ledger.now();
    let today = AsOf::head(day_in(now, views.organization_zone(&AsOf::head(now.date_naive()))));
    let tokens = views.organization().state.tokens(&today);
    let mut rows = Vec::with_capacity(tokens.len());
    for token in tokens {
        rows.push(row(ledger, &views, &token, &today).await?);
    }
    if json {
        serde_json::to_writer_pretty(&mut *out, &rows).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        table(&rows, now, out)?;
    }
    Ok(out.flush()?)
}

async fn row(ledger: &Ledger, views: &Views, token: &Token, today: &AsOf) -> anyhow::Result<Row> {
    let organization = &views.organization().state;
    let issued = organization.history.find(EventId(token.id.0));
    let code = |id| Some(views.program(id)?.state.code(today)?.to_string());
    let roles = organization.roles_of(token.person, today).into_iter().map(|grant| {
        let program = grant.program.and_then(code);
        program.map_or_else(|| grant.role.to_string(), |code| format!("{} of {code}", grant.role))
    });
    Ok(Row {
        id: token.id.0,
        person: code_of(ledger, views, token.person, today).await?,
        roles: roles.collect(),
        issued: issued.map_or(DateTime::UNIX_EPOCH, |entry| entry.stamp.recorded.to_utc()),
        expires: token.expires,
        reads_only: token.scope.is_some_and(|scope| scope.reads_only),
        only_program: token.scope.and_then(|scope| code(scope.program?)),
    })
}

async fn code_of(
    ledger: &Ledger,
    views: &Views,
    person: PersonId,
    today: &AsOf,
) -> anyhow::Result<Option<String>> {
    let Some(entry) = views.person(person).and_then(|held| held.state.registration(today)) else {
        return Ok(None);
    };
    let texts = ledger.texts(&[TextAt::field(entry, "/fact/code")]).await?;
    Ok(match texts.first() {
        Some(TextValue::Clear(code)) => Some(code.to_string()),
        _ => None,
    })
}

fn table(rows: &[Row], now: DateTime<Utc>, out: &mut dyn Write) -> std::io::Result<()> {
    let second = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    writeln!(out, "{:36}  {:20}  {:20}  {:20}  {:20}  ROLES", "ID", "PERSON", "ISSUED", "EXPIRES", "OPENS")?;
    for row in rows {
        let expires = match row.expires {
            None => "never".to_owned(),
            Some(at) if at <= now => "expired".to_owned(),
            Some(at) => second(at),
        };
        let person = row.person.as_deref().unwrap_or("(unavailable)");
        let roles = row.roles.join(", ");
        let opens = row.opens();
        writeln!(
            out,
            "{:36}  {person:20}  {:20}  {expires:20}  {opens:20}  {roles}",
            row.id,
            second(row.issued)
        )?;
    }
    Ok(())
}
