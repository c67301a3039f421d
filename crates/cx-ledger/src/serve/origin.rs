//! Whether a page of another site asks.

use axum::http::{HeaderMap, header};

/// Whether a browser says that a page of another site opens a socket here: no rule of browsers keeps it from
/// that, as one does with requests. Programs that are no browsers say nothing of where they come from.
pub(super) fn is_another_site(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    match (origin, host) {
        (Some((scheme, authority)), Some(host)) => {
            let usual = match scheme {
                "https" | "wss" => ":443",
                _ => ":80",
            };
            let bare = |name: &str| name.strip_suffix(usual).unwrap_or(name).to_ascii_lowercase();
            bare(authority) != bare(host)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(origin: &str, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, origin.parse().unwrap());
        headers.insert(header::HOST, host.parse().unwrap());
        is_another_site(&headers)
    }

    #[test]
    fn a_page_of_the_same_site_is_let_in_also_behind_a_proxy_with_tls() {
        assert!(!refused("http://127.0.0.1:8080", "127.0.0.1:8080"));
        assert!(!refused("https://cx.example", "cx.example"));
        assert!(!refused("https://CX.example:443", "cx.example"));
        assert!(!refused("http://cx.example", "cx.example:80"));
        assert!(!is_another_site(&HeaderMap::new()), "a program that is no browser");
    }

    #[test]
    fn a_page_of_another_site_is_not() {
        assert!(refused("https://evil.example", "cx.example"));
        assert!(refused("https://cx.example.evil", "cx.example"));
        assert!(refused("https://cx.example:8443", "cx.example"));
        assert!(refused("http://cx.example:443", "cx.example"));
        assert!(refused("null", "cx.example"), "a page from nowhere");
        assert!(refused("", "cx.example"));
    }
}
