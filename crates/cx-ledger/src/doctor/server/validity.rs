//! Until when a certificate holds.

use chrono::{DateTime, NaiveDateTime, Utc};

/// Until when a certificate in DER holds; none if it is no certificate.
///
/// Of the form (RFC 5280, section 4.1) only what stands before the second date is read: nothing is verified, since
/// whoever connects does that.
pub(super) fn ends(certificate: &[u8]) -> Option<DateTime<Utc>> {
    let (mut fields, _) = open(certificate, SEQUENCE)?;
    (fields, _) = open(fields, SEQUENCE)?;
    // The version stands first unless it is the oldest.
    if fields.first() == Some(&VERSION) {
        (_, fields) = open(fields, VERSION)?;
    }
    for passed_over in [INTEGER, SEQUENCE, SEQUENCE] {
        (_, fields) = open(fields, passed_over)?;
    }
    let (validity, _) = open(fields, SEQUENCE)?;
    let (_, end) = any(validity)?;
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
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// The content of the first element, if it has this tag, and what follows it.
fn open(bytes: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = element(bytes)?;
    (tag == wanted).then_some((content, rest))
}

/// The same, whatever its tag.
fn any(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (_, content, rest) = element(bytes)?;
    Some((content, rest))
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
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::*;

    fn certificate(year: i32) -> Vec<u8> {
        let mut params = CertificateParams::new(vec!["db".to_owned()]).unwrap();
        params.not_after = date_time_ymd(year, 4, 5);
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec()
    }

    #[test]
    fn a_certificate_tells_its_last_moment_before_and_after_2050() {
        for year in [2031, 2049, 2050, 2999] {
            let told = ends(&certificate(year)).unwrap();
            assert_eq!(told.to_rfc3339(), format!("{year}-04-05T00:00:00+00:00"));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            ends(&bytes);
        }

        #[test]
        fn a_certificate_that_was_cut_off_tells_nothing_or_the_same(left in 0..400_usize) {
            let whole = certificate(2031);
            let told = ends(&whole[..left.min(whole.len() - 1)]);
            prop_assert_eq!(told, None);
        }
    }
}
