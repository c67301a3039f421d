//! A field that stands twice in one literal object. The parser keeps the last and forgets the others, so that only the text
//! tells (<https://spec.graphql.org/September2025/#sec-Input-Object-Field-Uniqueness>).

use std::collections::HashSet;

use super::Violation;
use crate::tokens::{Tokens, is_name_start};

/// The first field that is repeated in its object.
pub(super) fn repeated_fields(source: &str) -> Option<Violation> {
    let mut tokens = Tokens::of(source).peekable();
    let mut open: Vec<Bracket<'_>> = Vec::new();
    let mut after_dollar = false;
    while let Some((token, at)) = tokens.next() {
        match token {
            "(" => open.push(Bracket::Arguments),
            "[" => open.push(Bracket::List),
            "{" => open.push(match open.last() {
                None | Some(Bracket::Selections) => Bracket::Selections,
                Some(_) => Bracket::Object(HashSet::new()),
            }),
            ")" | "]" | "}" => {
                open.pop();
            }
            name if !after_dollar && name.starts_with(is_name_start) => {
                let named = matches!(tokens.peek(), Some((":", _)));
                if let Some(Bracket::Object(fields)) = open.last_mut()
                    && named
                    && !fields.insert(name)
                {
                    return Some(Violation::new(at, format!("the field {name} stands twice in one object")));
                }
            }
            _ => {}
        }
        after_dollar = token == "$";
    }
    None
}

enum Bracket<'a> {
    Selections,
    Arguments,
    List,
    /// The fields that stand in it so far.
    Object(HashSet<&'a str>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn repeated(document: &str, expected: Option<(usize, usize)>) {
        let found = repeated_fields(document).map(|violation| (violation.at.line, violation.at.column));
        assert_eq!(found, expected, "{document}");
    }

    #[test]
    fn a_field_that_stands_twice_in_one_object_is_found_where_it_stands_again() {
        repeated("{ a(b: {c: 1, c: 2}) }", Some((1, 15)));
        repeated("query ($v: I = {c: 1\n c: 2}) { a(b: $v) }", Some((2, 2)));
        repeated("{ a(b: [{c: {d: E, d: $v}}]) }", Some((1, 20)));
        repeated("{ a @skip(if: {c: $x c: 2}) }", Some((1, 22)));
    }

    #[test]
    fn what_is_repeated_elsewhere_does_not_count() {
        repeated("{ a: b(c: {d: {e: 1}, f: {e: 2}}) a: b { a: c } }", None);
        repeated("{ a(b: {c: $c, d: C}, b2: {c: 1}) }", None);
        repeated("{ a(b: {c: \"c: 1, c: 2\" d: \"\"\"c: \\\"\"\" c:\"\"\"}) } # {c: 1 c: 2}", None);
        repeated("{ a(b: {c: \"\\\"\", d: \"\\\\\"}) }", None);
        repeated("{ a(b: {c: \"never", None);
        repeated("", None);
    }
}
