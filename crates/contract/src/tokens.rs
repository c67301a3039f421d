//! The text of schemas and documents as tokens, for what the parser does not tell.

use async_graphql_parser::Pos;

/// Whether a name may begin with it.
pub(crate) fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// The tokens of a document and where they begin; a string is one token, comments are none.
pub(crate) struct Tokens<'a> {
    rest: &'a str,
    line: usize,
    column: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (&'a str, Pos);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let first = self.rest.chars().next()?;
            let at = Pos { line: self.line, column: self.column };
            let length = match first {
                '#' => self.rest.find(['\n', '\r']).unwrap_or(self.rest.len()),
                '"' => string(self.rest),
                c if is_name_start(c) => {
                    let end = |c: char| !(is_name_start(c) || c.is_ascii_digit());
                    self.rest.find(end).unwrap_or(self.rest.len())
                }
                c => c.len_utf8(),
            };
            let token = self.advance(length);
            if !(first == '#' || first.is_whitespace() || matches!(first, ',' | '\u{feff}')) {
                return Some((token, at));
            }
        }
    }
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(source: &'a str) -> Self {
        Self { rest: source, line: 1, column: 1 }
    }

    fn advance(&mut self, length: usize) -> &'a str {
        let (token, rest) = self.rest.split_at(length);
        self.rest = rest;
        match token.rfind('\n') {
            Some(last) => {
                self.line += token.matches('\n').count();
                self.column = token[last..].chars().count();
            }
            None => self.column += token.chars().count(),
        }
        token
    }
}

/// How long the string is with which the text begins; all of it where it does not end.
fn string(text: &str) -> usize {
    let block = text.starts_with("\"\"\"");
    let (quotes, escape) = if block { ("\"\"\"", "\\\"\"\"") } else { ("\"", "\\") };
    let mut end = quotes.len();
    loop {
        let rest = &text[end..];
        if rest.starts_with(quotes) {
            return end + quotes.len();
        }
        if rest.starts_with(escape) {
            end += escape.len();
            // Of a plain string, what was escaped comes after the backslash.
            end += if block { 0 } else { text[end..].chars().next().map_or(0, char::len_utf8) };
        } else {
            match rest.chars().next() {
                Some(c) => end += c.len_utf8(),
                None => return text.len(),
            }
        }
    }
}
