//! Which keeper holds a log, and where: the one place that knows the schemes of `--store`.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use cxl_kurrent::Address;
use cxl_store::StoreError;

/// A log's keeper, and where it keeps the log.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum StoreUrl {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A KurrentDB or EventStoreDB, by any of the names of its scheme.
    Kurrent(Address),
    /// The memory of this process; gone with it.
    Memory,
}

impl StoreUrl {
    /// Reads what was typed.
    ///
    /// The errors repeat no more of it than a path or the scheme: the rest may hold a password.
    pub(crate) fn parse(typed: &StoreArg) -> Result<Self, StoreUrlError> {
        let (scheme, rest) = typed.0.split_once(':').ok_or(StoreUrlError::NoScheme)?;
        match scheme {
            "sqlite" if rest.is_empty() => Err(StoreUrlError::NoPath),
            "sqlite" if is_host(rest) => Err(StoreUrlError::Host(rest.to_owned())),
            "sqlite" => Ok(Self::Sqlite(rest.into())),
            "memory" if rest.is_empty() => Ok(Self::Memory),
            "memory" => Err(StoreUrlError::MemoryPath),
            other if is_kurrent(other) => Ok(Self::Kurrent(Address::parse(&typed.0)?)),
            other => Err(StoreUrlError::Scheme(other.chars().take(LONGEST_SCHEME).collect())),
        }
    }
}

/// What stands after `--store`, as it was typed. It may hold a password, so nothing shows it.
#[derive(Clone)]
pub(crate) struct StoreArg(String);

/// Text before a colon that is longer was not meant as a scheme.
const LONGEST_SCHEME: usize = 20;

/// Whether a scheme is one of those of KurrentDB, which was EventStoreDB.
fn is_kurrent(scheme: &str) -> bool {
    let scheme = scheme.strip_suffix("+discover").unwrap_or(scheme);
    ["esdb", "kurrentdb", "kurrent", "kdb"].contains(&scheme)
}

/// `//host/path`, which is how other programs write that a file lies on another machine.
fn is_host(rest: &str) -> bool {
    rest.strip_prefix("//").is_some_and(|rest| !rest.starts_with('/'))
}

impl FromStr for StoreArg {
    type Err = Infallible;

    /// Takes anything: what is wrong with it is told later, without repeating it.
    fn from_str(typed: &str) -> Result<Self, Infallible> {
        Ok(Self(typed.to_owned()))
    }
}

impl fmt::Debug for StoreArg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreArg(…)")
    }
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Kurrent(address) => address.fmt(f),
            Self::Memory => f.write_str("memory:"),
        }
    }
}

impl fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreUrl({self})")
    }
}

/// Why a text names no keeper.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum StoreUrlError {
    /// The address of a server that can't be used.
    #[error(transparent)]
    Address(#[from] StoreError),
    /// There is no colon.
    #[error(
        "the store names no keeper: write sqlite:PATH, for example sqlite:/var/lib/cx/ledger.db, or esdb://HOST:PORT"
    )]
    NoScheme,
    /// A keeper that nobody knows.
    #[error(
        "there is no keeper {0:?}: write sqlite:PATH, for example sqlite:/var/lib/cx/ledger.db, or esdb://HOST:PORT"
    )]
    Scheme(String),
    /// `sqlite:` and nothing more.
    #[error("sqlite: names no file: write sqlite:PATH, for example sqlite:/var/lib/cx/ledger.db")]
    NoPath,
    /// `sqlite://host/path`.
    #[error(
        "sqlite:{0} names another machine, and SQLite keeps files on this one: write sqlite:PATH, for example \
         sqlite:/var/lib/cx/ledger.db"
    )]
    Host(String),
    /// `memory:` and something more.
    #[error("memory: has no path: write memory: and nothing after it")]
    MemoryPath,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<StoreUrl, StoreUrlError> {
        StoreUrl::parse(&typed.parse().unwrap_or_else(|never| match never {}))
    }

    #[test]
    fn a_keeper_is_named_by_its_scheme() {
        let file = |path: &str| StoreUrl::Sqlite(path.into());
        assert_eq!(parse("sqlite:ledger.db").unwrap(), file("ledger.db"));
        assert_eq!(parse("sqlite:/var/lib/cx/a:b.db").unwrap(), file("/var/lib/cx/a:b.db"));
        assert_eq!(parse("sqlite:///var/lib/cx/l.db").unwrap(), file("/var/lib/cx/l.db"));
        assert_eq!(parse("memory:").unwrap(), StoreUrl::Memory);
        for scheme in ["esdb", "esdb+discover", "kurrentdb", "kurrent", "kdb"] {
            let url = parse(&format!("{scheme}://ann:swordfish@node:2113")).unwrap();
            assert!(matches!(url, StoreUrl::Kurrent(_)) && !format!("{url} {url:?}").contains("swordfish"));
        }
    }

    #[test]
    fn what_names_no_keeper_is_refused_with_the_form_to_write() {
        for typed in
            ["", "ledger.db", "/var/lib/cx/ledger.db", "sqlite:", "sqlite://host/l.db", "postgres://x"]
        {
            assert!(parse(typed).is_err_and(|error| error.to_string().contains("sqlite:PATH")), "{typed}");
        }
        assert!(matches!(parse("memory:x"), Err(StoreUrlError::MemoryPath)));
        assert!(parse("esdb://node:port").is_err());
    }

    #[test]
    fn a_password_is_shown_by_nothing() {
        let typed = "postgres://ann:swordfish@host/l";
        let arg: StoreArg = typed.parse().unwrap_or_else(|never| match never {});
        let error = StoreUrl::parse(&arg).unwrap_err();
        for shown in [format!("{arg:?}"), error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("swordfish"), "{shown}");
        }
    }
}
