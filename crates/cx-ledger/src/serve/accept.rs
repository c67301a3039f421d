//! Which media type whoever asks would rather have, by the header `Accept` (RFC 9110, 12.5.1).

use axum::http::{HeaderMap, header};

/// The most that a media type can be liked, in thousandths.
const FULLY: u16 = 1000;

/// How much a media type is liked; the greater is liked better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Liking {
    /// In thousandths, more than 0.
    quality: u16,
    /// How exactly it was named.
    named: Named,
}

/// How exactly a range of media types names one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    /// As any, `*/*`.
    NotAtAll,
    /// As one of its kind, `application/*`.
    InPart,
    Wholly,
}

impl Liking {
    /// How much a media type is liked; none if it is not accepted.
    pub(super) fn of(media_type: &str, headers: &HeaderMap) -> Option<Self> {
        let values: Vec<_> =
            headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
        let ranges = values.iter().flat_map(|value| value.split(',')).map(str::trim);
        let mut ranges = ranges.filter(|range| !range.is_empty()).peekable();
        if ranges.peek().is_none() {
            return Some(Self { quality: FULLY, named: Named::NotAtAll });
        }
        // What names it most exactly decides.
        let told = ranges.filter_map(|range| said_by(range, media_type));
        told.max_by_key(|liking| (liking.named, liking.quality)).filter(|liking| liking.quality > 0)
    }

    /// Whether it was named, and not only among others.
    pub(super) fn is_named(self) -> bool {
        self.named == Named::Wholly
    }
}

/// What one range says of a media type, if it is about it.
fn said_by(range: &str, media_type: &str) -> Option<Liking> {
    let mut parts = range.split(';').map(str::trim);
    let range = parts.next()?;
    let kind = media_type.split('/').next()?;
    let named = match range.split_once('/')? {
        ("*", "*") => Named::NotAtAll,
        (named, "*") if named.eq_ignore_ascii_case(kind) => Named::InPart,
        _ if range.eq_ignore_ascii_case(media_type) => Named::Wholly,
        _ => return None,
    };
    let quality = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim_end().eq_ignore_ascii_case("q").then(|| thousandths(value.trim()))
    });
    Some(Liking { quality: quality.unwrap_or(FULLY), named })
}

/// A quality such as `0.8`; one that is none is as good as none given.
fn thousandths(quality: &str) -> u16 {
    let quality = quality.parse::<f32>().ok().filter(|quality| (0.0..=1.0).contains(quality));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
    quality.map_or(FULLY, |quality| (quality * f32::from(FULLY)).round() as u16)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn liking(accept: &[&'static str]) -> Option<Liking> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, HeaderValue::from_static(value));
        }
        Liking::of("application/json", &headers)
    }

    #[test]
    fn whatever_is_not_spoken_of_is_not_accepted() {
        for accept in
            ["text/html", "application/xml", "text/*, image/png", "application/json;q=0", "nonsense"]
        {
            assert_eq!(liking(&[accept]), None, "{accept}");
        }
        assert_eq!(liking(&["application/json;q=0, */*"]), None, "what names it most exactly decides");
    }

    #[test]
    fn a_media_type_is_accepted_by_its_name_its_kind_or_as_any() {
        for accept in [
            "application/json",
            "Application/JSON ; charset=utf-8",
            "application/*",
            "*/*",
            "",
            "text/html, */*",
        ] {
            assert!(liking(&[accept]).is_some(), "{accept}");
        }
        assert!(liking(&[]).is_some());
        assert!(liking(&["text/html", "application/json"]).is_some());
    }

    #[test]
    fn quality_goes_before_exactness() {
        assert!(liking(&["*/*"]) > liking(&["application/json;q=0.9"]));
        assert!(liking(&["application/json"]) > liking(&["application/*"]));
        assert!(liking(&["application/*"]) > liking(&["*/*"]));
        assert!(liking(&["application/json;Q=0.35"]) > liking(&["application/json; q=0.349"]));
        assert_eq!(liking(&["application/json;q=much"]), liking(&["application/json"]));
    }
}
