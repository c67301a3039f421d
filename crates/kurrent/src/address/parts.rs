//! The pieces of a connection string, each checked by itself.

use cxl_store::{LedgerName, StoreError};

use super::refused;

pub(super) fn unknown(name: &str) -> String {
    const KNOWN: &str = "tls, tlsCaFile, tlsVerifyCert, userCertFile, userKeyFile, nodePreference, \
                         connectionName, keepAliveInterval, keepAliveTimeout, gossipTimeout, \
                         discoveryInterval, maxDiscoverAttempts, ledger";
    if name == "defaultdeadline" {
        return "defaultDeadline has no effect here: this program waits as long as it says itself".into();
    }
    // A longer name is more likely a part of something else, which may be secret.
    let is_name = name.len() <= 32 && name.bytes().all(|byte| byte.is_ascii_lowercase());
    let name = if is_name { name } else { "a parameter in it" };
    format!("{name} is not known: it knows {KNOWN}")
}

pub(super) fn boolean(name: &str, value: &str) -> Result<bool, StoreError> {
    value.parse().map_err(|_| refused(format!("{name} is neither true nor false")))
}

pub(super) fn number(name: &str, value: &str, least: u64, most: u64) -> Result<String, StoreError> {
    match value.parse::<u64>() {
        Ok(number) if (least..=most).contains(&number) => Ok(value.to_owned()),
        _ => Err(refused(format!("{name} is not a number from {least} to {most}"))),
    }
}

pub(super) fn connection_name(name: String) -> Result<String, StoreError> {
    if !name.is_empty() && name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(name)
    } else {
        Err(refused("connectionName is not 1 to 64 visible ASCII characters without space"))
    }
}

pub(super) fn ledger(name: &str) -> Result<LedgerName, StoreError> {
    // The name is not repeated: it may be the rest of a password that was not encoded.
    name.parse().map_err(|_| {
        refused("ledger is no name: write 1 to 16 letters a-z, digits and hyphens, a letter first")
    })
}

pub(super) fn encoded(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes()
        .map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

pub(super) fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            (digit(bytes.next()?)? << 4) | digit(bytes.next()?)?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok()
}
