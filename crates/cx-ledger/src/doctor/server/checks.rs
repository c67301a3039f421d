//! What is judged of a server and of a shared vault.

use std::path::PathBuf;

use anyhow::Error;
use chrono::{DateTime, TimeDelta, Utc};
use cxl_kurrent::{Address, Looked};
use cxl_store::{EventStore, StoreError, VaultError};
use uuid::Uuid;

use super::super::checks::Check;
use crate::certificate::Certificate;
use crate::finding::{self, Finding};
use crate::serve::health::{Outcome, outcome_of};

/// How far two clocks may be apart: that of a server is told to the second.
const APART: TimeDelta = TimeDelta::seconds(2);

/// Whether what is said on the way can be read or changed by others.
pub(super) fn of_transport(address: &Address) -> Check {
    const NAME: &str = "encryption";
    if address.is_local() {
        return Check::ok(NAME, "the server is on this machine");
    }
    if !address.is_encrypted() {
        let message = "tls=false: user, password and everything typed travel in clear; give the servers certificates and \
                       leave tls=false out";
        return Check::not(NAME, Finding::new("not-encrypted", message));
    }
    if !address.is_verified() {
        let message =
            "tlsVerifyCert=false: any server is taken for the right one; name the authority with tlsCaFile";
        return Check::not(NAME, Finding::new("not-verified", message));
    }
    Check::ok(NAME, "TLS, and the certificate of the server is verified")
}

/// Whether a host is there, who issued its certificate and for how long, and what its clock says.
pub(super) fn of_host(looked: &Looked, now: DateTime<Utc>) -> Vec<Check> {
    let host = &looked.host;
    let shown = match &looked.shown {
        Ok(shown) => shown,
        Err(reason) => {
            let message =
                format!("{host} cannot be reached ({reason}): start it, or leave it out of the address");
            return vec![Check::not("host", Finding::new("host-away", message))];
        }
    };
    let mut checks = vec![Check::ok("host", format!("{host} accepts connections"))];
    checks.extend(shown.certificate.as_ref().map(|der| of_certificate(&format!("that of {host}"), der, now)));
    checks.push(of_clocks(host, clock(looked), now));
    checks
}

/// What the clock of a host says, if it tells.
pub(super) fn clock(looked: &Looked) -> Option<DateTime<Utc>> {
    let date = looked.shown.as_ref().ok()?.date.as_ref()?;
    Some(DateTime::parse_from_rfc2822(date).ok()?.to_utc())
}

fn of_clocks(host: &str, theirs: Option<DateTime<Utc>>, ours: DateTime<Utc>) -> Check {
    let Some(theirs) = theirs else {
        return Check::ok("server clock", format!("{host} does not tell its clock"));
    };
    if (theirs - ours).abs() <= APART {
        return Check::ok("server clock", format!("{host} says {theirs}"));
    }
    let message =
        format!("{host} says {theirs}, and this machine {ours}: let both follow the same time servers");
    Check::not("server clock", Finding::new("clocks-apart", message))
}

/// Who issued the certificates in files, and until when they hold.
pub(super) fn of_files(files: &[(PathBuf, Vec<u8>)], now: DateTime<Utc>) -> Vec<Check> {
    files.iter().map(|(path, der)| of_certificate(&format!("one in {}", path.display()), der, now)).collect()
}

/// Who issued a certificate in DER, and until when it holds.
pub(super) fn of_certificate(which: &str, der: &[u8], now: DateTime<Utc>) -> Check {
    const NAME: &str = "certificate";
    match Certificate::read(der).judged(which, now) {
        Ok(told) => Check::ok(NAME, told),
        Err(finding) => Check::not(NAME, finding),
    }
}

/// Which server it is.
pub(super) fn of_server(address: &Address, version: Option<&str>) -> Check {
    let version = version.unwrap_or("of an unknown version");
    let user = if address.names_user() { "as the user that is named" } else { "without a user" };
    Check::ok("server", format!("KurrentDB {version} at {address}, entered {user}"))
}

/// Why the log can't be read.
pub(super) fn of_shut_log(error: &Error) -> Check {
    let code = match error.chain().find_map(|cause| cause.downcast_ref()) {
        Some(StoreError::Refused { .. }) => "store-refused",
        Some(StoreError::Corrupt { .. }) => "damaged",
        _ => "store-away",
    };
    Check::not("log", Finding::new(code, format!("{error:#}")))
}

/// Whether changes come through to the leader, tried by one that must be refused.
pub(super) async fn of_writing(address: &Address, log: &dyn EventStore) -> Check {
    const NAME: &str = "writing";
    match outcome_of(log).await {
        Outcome::Passed => Check::ok(NAME, "the leader judges appends, and this user may append"),
        Outcome::Failed(reason) | Outcome::ReadOnly(reason) => {
            let message = format!("an append does not get as far as {address} judging it: {reason}");
            Check::not(NAME, Finding::new("not-writable", message))
        }
        Outcome::Crowded | Outcome::Waiting(_) => Check::ok(NAME, "more appends wait than may"),
    }
}

/// Whether the server recognizes what it has recorded when it comes again.
pub(super) fn of_repetition(recognized: Result<Option<bool>, StoreError>) -> Check {
    const NAME: &str = "repetition";
    let message = match recognized {
        Ok(Some(true)) => return Check::ok(NAME, "the first event of the ledger, sent again, is recognized"),
        Ok(None) => return Check::ok(NAME, "nothing is recorded yet that could be sent again"),
        Ok(Some(false)) => "the first event of the ledger, sent again, is not recognized: something between takes \
                            part in it, or its stream was truncated; a command whose answer is lost may be refused"
            .into(),
        Err(error) => format!("{:#}", Error::new(error)),
    };
    Check::not(NAME, Finding::new("not-idempotent", message))
}

/// Whether positions and revisions are without gap, and whose streams lie among them.
pub(super) fn of_ranks(events: u64, strangers: u64) -> Check {
    if strangers == 0 {
        return Check::ok("ranks", format!("{events} events, each stream without gap"));
    }
    let message = format!(
        "{strangers} events stand in streams that begin like the ledger's and are not of its form; they are passed over: \
         find out who writes them, and let nobody else write under that name"
    );
    Check::not("ranks", Finding::new("strange-streams", message))
}

/// Whether a shared vault is there, and has the keys that the log uses.
pub(super) fn of_vault(
    address: &cxl_keyd::Address,
    looked: &Result<(Uuid, u64), VaultError>,
    used: u64,
) -> Vec<Check> {
    match looked {
        Ok((ledger, missing)) => {
            let keys = match finding::of_keys(*missing) {
                None => Check::ok("keys", format!("all {used} that the log uses are there")),
                Some(finding) => Check::not("keys", finding),
            };
            vec![Check::ok("vault", format!("{address} answers with the keys of ledger {ledger}")), keys]
        }
        Err(error) => {
            let message = format!("the shared vault at {address}: {error}");
            vec![Check::not("vault", Finding::new("vault-away", message))]
        }
    }
}

#[cfg(test)]
mod tests {
    use cxl_kurrent::Shown;

    use super::*;

    fn codes(checks: &[Check]) -> Vec<&'static str> {
        checks.iter().filter_map(|check| check.finding().map(|finding| finding.code)).collect()
    }

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    #[test]
    fn what_travels_in_clear_or_to_anybody_is_a_finding_unless_it_stays_on_this_machine() {
        let told = |text| codes(&[of_transport(&address(text))]);
        assert_eq!(told("esdb://db?tls=false"), ["not-encrypted"]);
        assert_eq!(told("esdb://localhost,db?tls=false"), ["not-encrypted"]);
        assert_eq!(told("esdb://db?tlsVerifyCert=false"), ["not-verified"]);
        for well in [
            "esdb://db",
            "esdb://localhost?tls=false",
            "esdb://127.0.0.1?tls=false",
            "esdb://[::1]?tls=false",
        ] {
            assert!(told(well).is_empty(), "{well}");
        }
    }

    #[test]
    fn clocks_that_are_further_apart_than_two_seconds_are_a_finding() {
        let now = "2026-11-22T18:00:00Z".parse().unwrap();
        let told = |date: Option<&str>| {
            let shown = Shown { date: date.map(str::to_owned), ..Shown::default() };
            codes(&of_host(&Looked { host: "db:2113".into(), shown: Ok(shown) }, now))
        };
        assert!(told(None).is_empty() && told(Some("Sun, 22 Nov 2026 17:59:58 GMT")).is_empty());
        assert_eq!(told(Some("Sun, 22 Nov 2026 18:00:03 GMT")), ["clocks-apart"]);
        let away = Looked { host: "db:2113".into(), shown: Err("connection refused".into()) };
        assert_eq!(codes(&of_host(&away, now)), ["host-away"]);
    }
}
