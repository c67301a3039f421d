//! IANA time zones in bodies: stored by name.

use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serializer};

use crate::refusal::Refusal;

/// Reads an IANA name as a person would type it.
pub fn parse(name: &str) -> Result<Tz, Refusal> {
    name.trim().parse().map_err(|_| {
        Refusal::invalid(
            "zone",
            format!("{name:?} is no IANA time zone such as Asia/Ho_Chi_Minh or Europe/London"),
        )
    })
}

/// Writes the name.
pub fn serialize<S: Serializer>(zone: &Tz, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.name())
}

/// Reads the name.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
    let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
    parse(&name).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_read_by_its_iana_name() {
        assert_eq!(parse(" Asia/Ho_Chi_Minh "), Ok(chrono_tz::Asia::Ho_Chi_Minh));
        for wrong in ["", "Hanoi", "UTC+7", "asia/ho_chi_minh"] {
            let refusal = parse(wrong).unwrap_err().to_string();
            assert!(refusal.contains(&format!("{wrong:?}")), "{refusal}");
        }
    }
}
