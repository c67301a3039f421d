//! The characters of a document, read once from left to right, without recursion and before they are parsed.

use crate::document::{Malformed, Refusal};
use crate::limits::{Excess, Limit, Limits};

/// Holds a text against the limits that can be told from its characters. It sees strings and comments where
/// the parser sees them, so that nothing hides in them.
pub(crate) fn scan(text: &str, limits: &Limits) -> Result<(), Refusal> {
    let length = text.len() as u64;
    if length > limits.bytes {
        return Err(Excess { limit: Limit::Bytes, most: limits.bytes, found: Some(length) }.into());
    }
    let bytes = text.as_bytes();
    let (mut at, mut nesting, mut tokens) = (0, 0_u64, 0_u64);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        if byte == b'#' {
            at += length_while(rest, |byte| !matches!(byte, b'\r' | b'\n'));
            continue;
        }
        match byte {
            b'(' | b'[' | b'{' => nesting += 1,
            b')' | b']' | b'}' => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        Excess::over(limits, Limit::Nesting, nesting)?;
        tokens += u64::from(!matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b','));
        Excess::over(limits, Limit::Tokens, tokens)?;
        at += match byte {
            b'"' => string_length(rest).ok_or_else(|| open_string(text, at))?,
            b'.' if rest.starts_with(b"...") => 3,
            _ if is_word(byte) => {
                let length = length_while(rest, is_word);
                Excess::over(limits, Limit::NameBytes, length as u64)?;
                length
            }
            _ => 1,
        };
    }
    Ok(())
}

/// How many bytes the string at the beginning of `rest` takes, its quotes included; none if it does not end.
fn string_length(rest: &[u8]) -> Option<usize> {
    const BLOCK: &[u8] = br#"""""#;
    const ESCAPED_BLOCK: &[u8] = br#"\""""#;
    if rest.starts_with(BLOCK) {
        let mut at = BLOCK.len();
        loop {
            let ahead = &rest[at..];
            match ahead {
                [] => return None,
                _ if ahead.starts_with(ESCAPED_BLOCK) => at += ESCAPED_BLOCK.len(),
                _ if ahead.starts_with(BLOCK) => return Some(at + BLOCK.len()),
                _ => at += 1,
            }
        }
    }
    let mut at = 1;
    loop {
        match rest.get(at)? {
            b'\r' | b'\n' => return None,
            b'\\' => at += 2,
            b'"' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

fn open_string(text: &str, at: usize) -> Refusal {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Malformed { line, column, what: "a string does not end" }.into()
}

fn length_while(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| belongs(**byte)).count()
}

/// Names and numbers; bytes of other scripts are no tokens of GraphQL and count one each.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use async_graphql_parser::parse_query;
    use proptest::prelude::*;

    use super::*;

    fn scanned(text: &str) -> Result<(), Refusal> {
        scan(text, &Limits::default())
    }

    #[track_caller]
    fn assert_exceeds(text: &str, limit: Limit) {
        match scanned(text) {
            Err(Refusal::Excess(excess)) => assert_eq!(excess.limit, limit),
            other => panic!("{limit:?} is not exceeded: {other:?}"),
        }
    }

    #[track_caller]
    fn assert_open(text: &str) {
        assert!(matches!(scanned(text), Err(Refusal::Malformed(_))), "{text}");
    }

    fn nested(open: &str, close: &str, times: usize) -> String {
        format!("{{hello(x:{}1{})}}", open.repeat(times), close.repeat(times))
    }

    proptest! {
        #[test]
        fn whatever_a_string_holds_counts_as_one_token(text in "\\PC{0,100}") {
            let literal = serde_json::to_string(&format!("{text}{}", "[{(".repeat(100))).unwrap();
            let document = format!("{{a(x:{literal})}}");
            prop_assert!(scanned(&document).is_ok(), "{document}");
        }
    }

    #[test]
    fn literals_nested_thousands_deep_are_refused_before_they_are_parsed() {
        for (open, close) in [("[", "]"), ("{a:", "}")] {
            assert_exceeds(&nested(open, close, 2_000), Limit::Nesting);
            assert_exceeds(&nested(open, close, 63), Limit::Nesting);
            scanned(&nested(open, close, 62)).unwrap();
            parse_query(nested(open, close, 62)).expect("what passes can be parsed");
        }
        let types = format!("query($x:{}Int{}){{a}}", "[".repeat(99), "]".repeat(99));
        assert_exceeds(&types, Limit::Nesting);
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let brackets = "[".repeat(500);
        let block = format!("\"\"\"{brackets} \\\"\"\" {brackets}\n\"\"\"");
        for document in [
            format!("{{a(x:\"{brackets} \\\" {brackets}\")}}"),
            format!("{{a(x:{block})}}"),
            format!("#{brackets}\r{{a}}"),
        ] {
            scanned(&document).unwrap();
            parse_query(&document).expect("the parser sees the same strings");
        }
    }

    #[test]
    fn no_string_hides_brackets_from_the_scan_that_the_parser_would_see() {
        let brackets = "[".repeat(500);
        for quotes in ["\"", "\"\"\"", "\"\\"] {
            assert_open(&format!("{{a(x:{quotes}\n{brackets}"));
        }
        assert_exceeds(&format!("{{a(x:\"\" y:{brackets}"), Limit::Nesting);
        assert_exceeds(&format!("# \"\n{{a(y:{brackets}"), Limit::Nesting);
        assert_exceeds(&format!("{{a(x:\"\\\\\" y:{brackets}"), Limit::Nesting);
    }

    #[test]
    fn where_a_string_begins_that_does_not_end_is_told() {
        let Err(Refusal::Malformed(told)) = scanned("{\n  a(é: \"b") else { panic!("it ends") };
        assert_eq!((told.line, told.column), (2, 8));
    }

    #[test]
    fn a_document_that_is_too_long_has_too_many_tokens_or_too_long_a_name_is_refused() {
        let Limits { bytes, tokens, name_bytes, .. } = Limits::default();
        let times = |count: u64| usize::try_from(count).unwrap();
        assert_exceeds(&" ".repeat(times(bytes) + 1), Limit::Bytes);
        assert_exceeds(&"a ".repeat(times(tokens) + 1), Limit::Tokens);
        assert_exceeds(&"a".repeat(times(name_bytes) + 1), Limit::NameBytes);
        scanned(&"a,".repeat(times(tokens))).unwrap();
        scanned(&"...a ".repeat(times(tokens) / 2)).unwrap();
        scanned(&"a".repeat(times(name_bytes))).unwrap();
    }
}
