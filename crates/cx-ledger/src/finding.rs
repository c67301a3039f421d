//! What is not as it should be, and what to do about it.

use std::io::{self, Write};

use serde::Serialize;

/// One thing that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// What kind of thing; stable, for programs.
    pub(crate) code: &'static str,
    /// What was found and what to do, for people.
    pub(crate) message: String,
}

impl Finding {
    /// A finding of a kind.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Writes what was found, one line each, for a person.
pub(crate) fn write(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    if findings.is_empty() {
        return writeln!(out, "findings  none");
    }
    findings.iter().try_for_each(|Finding { code, message }| writeln!(out, "finding   {code}: {message}"))
}

/// Files of one kind: how many, and which are the first.
pub(crate) fn of_files(code: &'static str, names: &[String], message: &str) -> Option<Finding> {
    const LISTED: usize = 5;
    let first = names.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if names.len() > LISTED { ", …" } else { "" };
    (!names.is_empty())
        .then(|| Finding::new(code, format!("{} files {message} ({first}{more})", names.len())))
}

/// The keys that the log uses and the vault lacks.
pub(crate) fn of_keys(missing: u64) -> Option<Finding> {
    (missing > 0).then(|| {
        let message = format!(
            "{missing} keys that the log uses are not in keys.db: put the right keys.db back; what they sealed can't \
             be read, by erasure or by loss"
        );
        Finding::new("keys-missing", message)
    })
}
