//! What a certificate says of itself: who issued it, and until when it holds.
//!
//! Of the form (RFC 5280, section 4.1) only what stands before the second date is read: nothing is verified, since
//! whoever connects does that.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::finding::Finding;

/// How long before its end a certificate should be renewed.
const RENEW: TimeDelta = TimeDelta::days(30);

/// The longest name of an issuer that is shown.
const LONGEST_NAME: usize = 64;

/// What is read of a certificate; nothing of what is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Certificate {
    /// The common name of whoever issued it, or else its organization.
    pub(crate) issuer: Option<String>,
    /// Until when it holds.
    pub(crate) ends: Option<DateTime<Utc>>,
}

impl Certificate {
    /// Reads a certificate in DER.
    pub(crate) fn read(der: &[u8]) -> Self {
        let Some((issuer, validity)) = fields(der) else { return Self::default() };
        Self { issuer: name(issuer), ends: end(validity) }
    }

    /// Who issued it and until when it holds, or what to do about its end. `which` names it.
    pub(crate) fn judged(&self, which: &str, now: DateTime<Utc>) -> Result<String, Finding> {
        let issuer = self.issuer.as_deref().unwrap_or("somebody without a name");
        let which = format!("{which}, issued by {issuer},");
        let message = match self.ends {
            Some(end) if end > now + RENEW => return Ok(format!("{which} holds until {end}")),
            Some(end) if end > now => format!("{which} holds until {end} only: renew it"),
            Some(end) => format!("{which} held until {end}: renew it"),
            None => format!("{which} does not say until when it holds: make it anew"),
        };
        Err(Finding::new("certificate-ends", message))
    }
}

/// Says in the log which of the certificates in these files are to be renewed.
pub(crate) fn warn_of_ends(files: &[(PathBuf, Vec<u8>)], now: DateTime<Utc>) {
    for (path, der) in files {
        let which = format!("the certificate in {}", path.display());
        if let Err(Finding { message, .. }) = Certificate::read(der).judged(&which, now) {
            tracing::warn!("{message}");
        }
    }
}

/// What stands in a certificate for its issuer and for the time in which it holds.
fn fields(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (mut rest, _) = open(der, SEQUENCE)?;
    (rest, _) = open(rest, SEQUENCE)?;
    // The version stands first unless it is the oldest.
    if rest.first() == Some(&VERSION) {
        (_, rest) = open(rest, VERSION)?;
    }
    for passed_over in [INTEGER, SEQUENCE] {
        (_, rest) = open(rest, passed_over)?;
    }
    let (issuer, rest) = open(rest, SEQUENCE)?;
    let (validity, _) = open(rest, SEQUENCE)?;
    Some((issuer, validity))
}

/// The common name among the parts of a name, or else the organization.
fn name(mut parts: &[u8]) -> Option<String> {
    let mut organization = None;
    while let Some((mut part, rest)) = open(parts, SET) {
        parts = rest;
        while let Some((attribute, rest)) = open(part, SEQUENCE) {
            part = rest;
            let (kind, value) = open(attribute, KIND)?;
            match kind {
                COMMON_NAME => return text(value),
                ORGANIZATION => organization = text(value),
                _ => {}
            }
        }
    }
    organization
}

/// A text of a name, without what could mislead whoever reads it on a terminal.
fn text(value: &[u8]) -> Option<String> {
    let (tag, text, _) = element(value)?;
    if ![UTF8_STRING, PRINTABLE_STRING, IA5_STRING].contains(&tag) {
        return None;
    }
    let shown = str::from_utf8(text).ok()?.chars().filter(|char| !char.is_control());
    Some(shown.take(LONGEST_NAME).collect())
}

fn end(validity: &[u8]) -> Option<DateTime<Utc>> {
    let (_, _, end) = element(validity)?;
    let (tag, time, _) = element(end)?;
    let time = str::from_utf8(time).ok()?;
    let year = match tag {
        // Two digits of the year stand for 1950 to 2049.
        UTC_TIME if time.get(..2)? < "50" => "20",
        UTC_TIME => "19",
        GENERALIZED_TIME => "",
        _ => return None,
    };
    Some(NaiveDateTime::parse_from_str(&format!("{year}{time}"), "%Y%m%d%H%M%SZ").ok()?.and_utc())
}

const INTEGER: u8 = 0x02;
const KIND: u8 = 0x06;
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const IA5_STRING: u8 = 0x16;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const VERSION: u8 = 0xa0;
/// 2.5.4.3 and 2.5.4.10.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];

/// The content of the first element, if it has this tag, and what follows it.
fn open(bytes: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = element(bytes)?;
    (tag == wanted).then_some((content, rest))
}

/// Tag and content of the first element, and what follows it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, bytes) = bytes.split_first()?;
    let (length, bytes) = bytes.split_first()?;
    let (length, bytes) = match length {
        0..=0x7f => (usize::from(*length), bytes),
        0x81..=0x84 => {
            let (digits, bytes) = bytes.split_at_checked(usize::from(length & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), bytes)
        }
        _ => return None,
    };
    let (content, rest) = bytes.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, date_time_ymd};

    use super::*;

    fn certificate(year: i32, names: &[(DnType, &str)]) -> Vec<u8> {
        let mut params = CertificateParams::new(vec!["db".to_owned()]).unwrap();
        params.not_after = date_time_ymd(year, 4, 5);
        params.distinguished_name = DistinguishedName::new();
        for (kind, name) in names {
            params.distinguished_name.push(kind.clone(), *name);
        }
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec()
    }

    #[test]
    fn a_certificate_tells_its_last_moment_before_and_after_2050() {
        for year in [2031, 2049, 2050, 2999] {
            let ends = Certificate::read(&certificate(year, &[])).ends.unwrap();
            assert_eq!(ends.to_rfc3339(), format!("{year}-04-05T00:00:00+00:00"));
        }
    }

    #[test]
    fn a_certificate_tells_who_issued_it() {
        let (common, organization) = (DnType::CommonName, DnType::OrganizationName);
        for (names, issuer) in [
            (vec![(organization.clone(), "Acme"), (common.clone(), "CX vault")], Some("CX vault")),
            (vec![(DnType::CountryName, "VN"), (organization, "Viễn thông")], Some("Viễn thông")),
            (vec![(common, "\u{1b}[31mCX\u{7}")], Some("[31mCX")),
            (vec![], None),
        ] {
            assert_eq!(Certificate::read(&certificate(2031, &names)).issuer.as_deref(), issuer, "{names:?}");
        }
    }

    #[test]
    fn a_certificate_is_to_be_renewed_a_month_before_its_end() {
        let read = Certificate::read(&certificate(2031, &[(DnType::CommonName, "CX vault")]));
        let judged = |now: &str| read.judged("that of db", now.parse().unwrap());
        let well = judged("2031-03-01T00:00:00Z").unwrap();
        assert_eq!(well, "that of db, issued by CX vault, holds until 2031-04-05 00:00:00 UTC");
        for late in ["2031-03-07T00:00:00Z", "2031-04-06T00:00:00Z"] {
            let Finding { code, message } = judged(late).unwrap_err();
            assert!(code == "certificate-ends" && message.ends_with("renew it"), "{message}");
        }
        let none = Certificate::read(b"no").judged("one", "2031-03-01T00:00:00Z".parse().unwrap());
        assert_eq!(none.unwrap_err().code, "certificate-ends");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            Certificate::read(&bytes);
        }

        #[test]
        fn a_certificate_that_was_cut_off_tells_nothing(left in 0..400_usize) {
            let whole = certificate(2031, &[(DnType::CommonName, "CX vault")]);
            let told = Certificate::read(&whole[..left.min(whole.len() - 1)]);
            prop_assert_eq!(told, Certificate::default());
        }
    }
}
