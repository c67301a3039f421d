//! What a GraphQL document must be before the library touches it.
//!
//! Two kinds of document are harmless to read and ruinous to process: literals nested thousands deep,
//! which overflow the parser's stack and take the process along, and fragments that spread each other
//! many times, whose expansion grows as a power of their number. The first is refused by [`scan`] on the
//! characters alone, the second by [`expansion`] on the parsed document, where every fragment is measured
//! once, also those that no operation spreads: the library expands them all the same.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use cxl_graphql::ErrorCode;

/// The longest document, in bytes.
const MAX_BYTES: usize = 64 * 1024;
/// How deep `(`, `[` and `{` may nest.
const MAX_NESTING: usize = 64;
/// The most tokens of a document, and the most fields that its fragments may expand to.
const MAX_TOKENS: usize = 10_000;
/// How deep selections may nest once fragments are expanded.
const MAX_DEPTH: usize = 64;

/// Why a document is not processed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Excess {
    /// Too long.
    #[error("the document has {bytes} bytes; at most {MAX_BYTES} are read: split it, or use variables")]
    Bytes {
        /// Its length.
        bytes: usize,
    },
    /// Nested too deep.
    #[error("the document nests brackets more than {MAX_NESTING} deep")]
    Nesting,
    /// Too many tokens.
    #[error("the document has more than {MAX_TOKENS} tokens: split it, or use variables")]
    Tokens,
    /// A string without end, in which brackets could hide.
    #[error("a string in the document does not end")]
    OpenString,
    /// Fragments that expand to too much.
    #[error("the document's fragments expand to more than {MAX_TOKENS} fields")]
    Fields,
    /// A fragment that is spread and not there.
    #[error("the document spreads the fragment {name} and does not define it")]
    UnknownFragment {
        /// Its name.
        name: Name,
    },
    /// Fragments that expand too deep, or without end.
    #[error("the document's selections nest more than {MAX_DEPTH} deep once fragments are expanded")]
    Depth,
}

impl Excess {
    /// The code by which a client program tells what to mend.
    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            Self::Bytes { .. } | Self::Nesting | Self::Depth | Self::Tokens | Self::Fields => {
                ErrorCode::LimitExceeded
            }
            Self::OpenString => ErrorCode::ParseFailed,
            Self::UnknownFragment { .. } => ErrorCode::ValidationFailed,
        }
    }
}

/// Reads the document once, from left to right, without recursion.
pub(crate) fn scan(document: &str) -> Result<(), Excess> {
    if document.len() > MAX_BYTES {
        return Err(Excess::Bytes { bytes: document.len() });
    }
    let bytes = document.as_bytes();
    let (mut at, mut nesting, mut tokens) = (0, 0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let is_token = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => false,
            b'#' => {
                at += length_while(&bytes[at..], |byte| !matches!(byte, b'\r' | b'\n'));
                continue;
            }
            b'(' | b'[' | b'{' => {
                nesting += 1;
                if nesting > MAX_NESTING {
                    return Err(Excess::Nesting);
                }
                true
            }
            b')' | b']' | b'}' => {
                nesting = nesting.saturating_sub(1);
                true
            }
            _ => true,
        };
        tokens += usize::from(is_token);
        if tokens > MAX_TOKENS {
            return Err(Excess::Tokens);
        }
        at += match byte {
            b'"' => string_length(&bytes[at..])?,
            b'.' if bytes[at..].starts_with(b"...") => 3,
            _ if is_word(byte) => length_while(&bytes[at..], is_word),
            _ => 1,
        };
    }
    Ok(())
}

/// How many bytes the string at the beginning of `rest` takes, its quotes included.
fn string_length(rest: &[u8]) -> Result<usize, Excess> {
    const BLOCK: &[u8] = br#"""""#;
    const ESCAPED_BLOCK: &[u8] = br#"\""""#;
    if rest.starts_with(BLOCK) {
        let mut at = BLOCK.len();
        loop {
            let ahead = &rest[at..];
            match ahead {
                [] => return Err(Excess::OpenString),
                _ if ahead.starts_with(ESCAPED_BLOCK) => at += ESCAPED_BLOCK.len(),
                _ if ahead.starts_with(BLOCK) => return Ok(at + BLOCK.len()),
                _ => at += 1,
            }
        }
    }
    let mut at = 1;
    loop {
        match rest.get(at) {
            None | Some(b'\r' | b'\n') => return Err(Excess::OpenString),
            Some(b'\\') => at += 2,
            Some(b'"') => return Ok(at + 1),
            Some(_) => at += 1,
        }
    }
}

fn length_while(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| belongs(**byte)).count()
}

/// Names and numbers; bytes of other scripts are no tokens of GraphQL and count one each.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// What a selection comes to when its fragments are written out. A spread counts as a field of its own,
/// whatever it spreads: a step of the library is what is counted, and it takes one for each.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    fields: usize,
    depth: usize,
}

/// Measures the document with its fragments written out; every fragment is looked at once.
pub(crate) fn expansion(document: &ExecutableDocument) -> Result<(), Excess> {
    let mut measure = Measure { document, fragments: HashMap::new() };
    let mut fields = 0_usize;
    for name in document.fragments.keys() {
        fields = fields.saturating_add(measure.fragment(name, 1)?.fields);
    }
    for (_, operation) in document.operations.iter() {
        fields = fields.saturating_add(measure.selections(&operation.node.selection_set.node, 1)?.fields);
    }
    if fields > MAX_TOKENS { Err(Excess::Fields) } else { Ok(()) }
}

/// A document, and the size of every fragment that was looked at.
struct Measure<'a> {
    document: &'a ExecutableDocument,
    fragments: HashMap<&'a Name, Size>,
}

impl<'a> Measure<'a> {
    /// `depth` is where the selections stand; a fragment that spreads itself is found by it.
    fn selections(&mut self, selections: &'a SelectionSet, depth: usize) -> Result<Size, Excess> {
        if depth > MAX_DEPTH {
            return Err(Excess::Depth);
        }
        let mut whole = Size::default();
        for selection in &selections.items {
            let below = match &selection.node {
                Selection::Field(field) => self.selections(&field.node.selection_set.node, depth + 1)?,
                Selection::InlineFragment(inline) => {
                    self.selections(&inline.node.selection_set.node, depth + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, depth + 1)?
                }
            };
            whole.fields = whole.fields.saturating_add(below.fields).saturating_add(1);
            whole.depth = whole.depth.max(below.depth + 1);
            if whole.fields > MAX_TOKENS {
                return Err(Excess::Fields);
            }
            if depth + whole.depth > MAX_DEPTH {
                return Err(Excess::Depth);
            }
        }
        Ok(whole)
    }

    fn fragment(&mut self, name: &'a Name, depth: usize) -> Result<Size, Excess> {
        if let Some(known) = self.fragments.get(name) {
            return Ok(*known);
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Err(Excess::UnknownFragment { name: name.clone() });
        };
        let size = self.selections(&fragment.node.selection_set.node, depth)?;
        self.fragments.insert(name, size);
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_whatever_makes_the_guard_fail(text in "[\\[\\](){}\"#.\\\\a \n\u{e9}]{0,200}|\\PC{0,200}") {
            if scan(&text).is_ok() && let Ok(document) = parse_query(&text) {
                let _ = expansion(&document);
            }
        }

        #[test]
        fn whatever_a_string_holds_counts_as_one_token(text in "\\PC{0,100}") {
            let literal = serde_json::to_string(&format!("{text}{}", "[{(".repeat(100))).unwrap();
            prop_assert_eq!(scan(&format!("{{a(x:{literal})}}")), Ok(()));
        }
    }

    fn nested(open: &str, close: &str, times: usize) -> String {
        format!("{{hello(x:{}1{})}}", open.repeat(times), close.repeat(times))
    }

    #[track_caller]
    fn expand(document: &str) -> Result<(), Excess> {
        scan(document).expect("the document is small");
        expansion(&parse_query(document).expect("the document is well formed"))
    }

    /// A chain of fragments, each of which spreads the next one `times` times.
    fn chain(length: usize, times: usize) -> String {
        chain_to("hello", length, times)
    }

    /// The same with something else in the last one.
    fn chain_to(leaf: &str, length: usize, times: usize) -> String {
        let fragments = (0..length).map(|index| {
            let spreads = format!("...f{} ", index + 1).repeat(times);
            format!("fragment f{index} on Query{{{spreads}}}")
        });
        let last = format!("fragment f{length} on Query{{{leaf}}}");
        ["{...f0}".to_owned()].into_iter().chain(fragments).chain([last]).collect()
    }

    #[test]
    fn literals_nested_thousands_deep_are_refused_before_they_are_parsed() {
        for (open, close) in [("[", "]"), ("{a:", "}")] {
            assert_eq!(scan(&nested(open, close, 2_000)), Err(Excess::Nesting));
            assert_eq!(scan(&nested(open, close, 63)), Err(Excess::Nesting));
            assert_eq!(scan(&nested(open, close, 62)), Ok(()));
            parse_query(nested(open, close, 62)).expect("what passes can be parsed");
        }
        assert_eq!(
            scan(&format!("query($x:{}Int{}){{a}}", "[".repeat(99), "]".repeat(99))),
            Err(Excess::Nesting)
        );
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
            assert_eq!(scan(&document), Ok(()), "{document}");
            parse_query(&document).expect("the parser sees the same strings");
        }
    }

    #[test]
    fn no_string_hides_brackets_from_the_scan_that_the_parser_would_see() {
        let brackets = "[".repeat(500);
        for quotes in ["\"", "\"\"\"", "\"\\"] {
            let document = format!("{{a(x:{quotes}\n{brackets}");
            assert_eq!(scan(&document), Err(Excess::OpenString), "{document}");
        }
        assert_eq!(scan(&format!("{{a(x:\"\" y:{brackets}")), Err(Excess::Nesting));
        assert_eq!(scan(&format!("# \"\n{{a(y:{brackets}")), Err(Excess::Nesting));
        assert_eq!(scan(&format!("{{a(x:\"\\\\\" y:{brackets}")), Err(Excess::Nesting));
    }

    #[test]
    fn a_document_that_is_too_long_or_has_too_many_tokens_is_refused() {
        assert_eq!(scan(&" ".repeat(MAX_BYTES + 1)), Err(Excess::Bytes { bytes: MAX_BYTES + 1 }));
        assert_eq!(scan(&"a ".repeat(MAX_TOKENS + 1)), Err(Excess::Tokens));
        assert_eq!(scan(&"a,".repeat(MAX_TOKENS)), Ok(()));
        assert_eq!(scan(&"...a ".repeat(MAX_TOKENS / 2)), Ok(()));
    }

    #[test]
    fn fragments_that_multiply_are_refused_at_once() {
        assert_eq!(expand(&chain(20, 10)), Err(Excess::Fields));
        assert_eq!(expand(&chain(3, 10)), Ok(()));
    }

    #[test]
    fn fragments_that_spread_without_end_are_refused() {
        assert_eq!(expand("{...a} fragment a on Query{...b} fragment b on Query{...a}"), Err(Excess::Depth));
        assert_eq!(expand(&chain(200, 1)), Err(Excess::Depth));
    }

    #[test]
    fn a_fragment_used_at_two_depths_is_measured_where_it_stands() {
        let within = |levels: usize, inside: &str| "{a".repeat(levels) + inside + &"}".repeat(levels);
        let leaf = within(20, "{b}");
        let document = |levels: usize| {
            format!("{{...leaf a{}}} fragment leaf on Query{leaf}", within(levels, "{...leaf}"))
        };
        assert_eq!(expand(&document(30)), Ok(()));
        assert_eq!(expand(&document(50)), Err(Excess::Depth));
    }

    #[test]
    fn a_fragment_that_is_not_there_is_refused_by_its_name() {
        let unknown = Err(Excess::UnknownFragment { name: Name::new("nowhere") });
        assert_eq!(expand("{...nowhere}"), unknown);
        for (length, times) in [(27, 2), (30, 10)] {
            assert_eq!(expand(&chain_to("...nowhere", length, times)), unknown);
        }
    }

    #[test]
    fn fragments_that_multiply_without_a_field_are_refused() {
        for leaf in ["__typename @skip(if:true)", "...on Query{...on Query{a}}"] {
            assert_eq!(expand(&chain_to(leaf, 27, 2)), Err(Excess::Fields));
            assert_eq!(expand(&chain_to(leaf, 30, 10)), Err(Excess::Fields));
        }
    }

    #[test]
    fn fragments_that_nothing_spreads_are_measured_too() {
        let unused = |fragments: &str| expand(&format!("{{hello}} {}", fragments.replacen("{...f0}", "", 1)));
        assert_eq!(unused(&chain(27, 2)), Err(Excess::Fields));
        assert_eq!(unused("fragment a on Query{...a}"), Err(Excess::Depth));
        assert_eq!(unused(&chain(3, 2)), Ok(()));
    }

    #[test]
    fn how_deep_a_chain_goes_does_not_depend_on_where_it_is_looked_at_first() {
        for _ in 0..20 {
            assert_eq!(expand(&chain(70, 1)), Err(Excess::Depth));
            assert_eq!(expand(&chain(50, 1)), Ok(()));
        }
    }
}
