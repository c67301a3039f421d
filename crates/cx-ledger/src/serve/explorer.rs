//! `GET /explorer`: a page to write and run documents with the schema beside them.
//!
//! It is part of the program: plain files, nothing that is fetched from elsewhere, nothing inline, so that the policy which the
//! browser is told forbids everything else. GraphiQL was looked at and left out: its editor needs workers and styles that this
//! policy refuses, and several megabytes.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($($media:ident $name:literal,)*) => {
        /// Every file of the page: its name, media type and text.
        const FILES: &[(&str, &str, &str)] = &[$(($name, $media, include_str!(concat!("explorer/", $name)))),*];
    };
}

files! {
    HTML "index.html",
    CSS "style.css",
    JS "main.js",
    JS "answers.js",
    JS "ask.js",
    JS "completion.js",
    JS "docs.js",
    JS "editor.js",
    JS "history.js",
    JS "schema.js",
    JS "words.js",
}

/// What the browser may do on the page: run its own scripts and styles, and ask this server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// Answers the page.
pub(super) async fn page(headers: HeaderMap) -> Response {
    answer("index.html", &headers)
}

/// Answers a file of the page.
pub(super) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    answer(&name, &headers)
}

/// A file, unless the browser has it already.
fn answer(name: &str, headers: &HeaderMap) -> Response {
    let Some((_, media_type, text)) = FILES.iter().find(|(own, ..)| *own == name) else {
        return (StatusCode::NOT_FOUND, "the explorer has no such file\n").into_response();
    };
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(text)[..16]));
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let headers: [(HeaderName, &str); 6] = [
        (header::ETAG, tag.as_str()),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(header::CONTENT_TYPE, *media_type)], *text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> &'static str {
        FILES.iter().find(|(own, ..)| *own == name).unwrap().2
    }

    fn texts(media_type: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        FILES.iter().filter(move |(_, own, _)| *own == media_type).map(|(name, _, text)| (*name, *text))
    }

    #[test]
    fn everything_that_a_file_names_is_a_file_of_the_page() {
        let named = |text: &'static str, before: &'static str| {
            text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap())
        };
        let page = named(text("index.html"), "=\"/explorer/");
        let imports = texts(JS).flat_map(|(_, text)| named(text, "from \"./"));
        let files: Vec<_> = page.chain(imports).collect();
        assert!(files.len() > 8, "{files:?}");
        for file in files {
            assert!(FILES.iter().any(|(own, ..)| *own == file), "{file}");
        }
    }

    #[test]
    fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
        let page = text("index.html");
        for inline in ["<style", " style=", " onclick", " onload", " onerror", "javascript:", "<script>"] {
            assert!(!page.contains(inline), "{inline}");
        }
        for (name, _, text) in FILES {
            for outside in
                ["http://", "https://", "//cdn", "@import", "url(", "eval(", "innerHTML", "new Function"]
            {
                assert!(!text.contains(outside), "{name} has {outside}");
            }
        }
    }

    #[test]
    fn every_word_of_the_page_is_there_in_both_languages() {
        let words = text("words.js");
        let (_, en_and_rest) = words.split_once("  en: {").unwrap();
        let (en, vi_and_rest) = en_and_rest.split_once("  vi: {").unwrap();
        let (vi, _) = vi_and_rest.split_once("\n};").unwrap();
        let used = texts(JS).flat_map(|(_, text)| text.split("word(\"").skip(1)).chain(
            ["data-word=\"", "data-label=\""]
                .into_iter()
                .flat_map(|place| text("index.html").split(place).skip(1)),
        );
        let used: Vec<_> = used.map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(used.len() > 30, "{used:?}");
        for key in used {
            for language in [en, vi] {
                assert!(language.contains(&format!("{key}: ")), "{key} has no word in {language}");
            }
        }
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let first = answer("main.js", &HeaderMap::new());
        assert_eq!(first.status(), StatusCode::OK);
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(answer("main.js", &headers).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer("style.css", &headers).status(), StatusCode::OK);
        assert_eq!(answer("../main.js", &headers).status(), StatusCode::NOT_FOUND);
    }
}
