//! Requests made up by the grammar of GraphQL, most of them valid against the small schema, many abusive.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use async_graphql::{Name, Value};

use crate::Random;
use crate::check::Sample;

/// The longest document that is worth making up; the guard reads less.
const LONGEST: usize = 80_000;

/// A request.
pub(crate) fn request(random: &mut Random) -> Sample {
    let mut made = Made { random, text: String::new(), depth: 0 };
    for index in 0..=made.random.below(3).pow(made.random.below(5).try_into().unwrap_or(0)) {
        made.operation(index);
    }
    let fragments = made.random.below(9);
    for index in 0..fragments {
        made.fragment(index);
    }
    let query = std::mem::take(&mut made.text);
    let names = ["v", "w", "ids"].into_iter().filter(|_| made.random.below(2) == 0).collect::<Vec<_>>();
    let variables: BTreeMap<_, _> =
        names.into_iter().map(|name| (Name::new(name), variable(made.random, 0))).collect();
    Sample { query, variables }
}

fn variable(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth < 6 { 7 } else { 4 }) {
        0 => Value::Null,
        1 => Value::from(random.count()),
        2 => Value::from("x".repeat(random.count())),
        3 => Value::from(-1_i64),
        4 => Value::List((0..random.count()).map(|_| Value::from(1)).collect()),
        5 => Value::List((0..random.below(4)).map(|_| variable(random, depth + 1)).collect()),
        _ => Value::Object([(Name::new("items"), variable(random, depth + 1))].into_iter().collect()),
    }
}

struct Made<'a> {
    random: &'a mut Random,
    text: String,
    depth: usize,
}

impl Made<'_> {
    fn say(&mut self, words: &[&str]) {
        let word = *self.random.one(words);
        self.text.push_str(word);
    }

    fn operation(&mut self, index: usize) {
        if index > 0 || self.random.below(3) > 0 {
            self.say(&["query", "query", "query", "mutation", "subscription"]);
            let _ = write!(self.text, " q{index}");
            if self.random.below(2) == 0 {
                self.text.push('(');
                for _ in 0..=self.random.below(3) {
                    self.say(&["$v:", "$w:", "$ids:"]);
                    self.say(&["Int", "[Int]", "Filter", "Bulk!", "[[Int!]!]!", "Either", "Nowhere"]);
                    self.say(&["", "=1 ", "=[1,2] ", "={items:[]} ", "=null "]);
                }
                self.text.push(')');
            }
            self.directives();
        }
        self.selections();
    }

    fn fragment(&mut self, index: usize) {
        let _ = write!(self.text, " fragment f{index} on ");
        self.say(&["Query", "Query", "Node", "Item", "Leaf", "Named", "Mutation", "Nowhere"]);
        self.directives();
        self.selections();
    }

    fn selections(&mut self) {
        self.depth += 1;
        self.text.push('{');
        let count = if self.depth > 4 { 1 + self.random.below(2) } else { 1 + self.random.count() };
        for _ in 0..count {
            if self.text.len() > LONGEST {
                break;
            }
            self.selection();
        }
        self.text.push('}');
        self.depth -= 1;
    }

    fn selection(&mut self) {
        match self.random.below(12) {
            0 | 1 => {
                let index = self.random.below(9);
                let _ = write!(self.text, "...f{index} ");
                self.directives();
            }
            2 if self.depth < 40 => {
                self.say(&["... ", "...on Query", "...on Node", "...on Leaf", "...on Nowhere"]);
                self.directives();
                self.selections();
            }
            _ => self.field(),
        }
    }

    fn field(&mut self) {
        if self.random.below(6) == 0 {
            self.say(&["a:", "b:", "node:", "long_alias_that_is_said_again_and_again:"]);
        }
        self.say(&[
            "node",
            "items",
            "id",
            "list",
            "either",
            "named",
            "record",
            "word",
            "__typename",
            "__schema",
            "x",
        ]);
        if self.random.below(3) == 0 {
            self.text.push('(');
            for _ in 0..=self.random.below(3).pow(3) {
                self.say(&["first:", "filter:", "id:", "of:", "one:", "input:", "x:"]);
                self.value(0);
                self.text.push(' ');
            }
            self.text.push(')');
        }
        self.directives();
        if self.depth < 40 && self.random.below(2) == 0 {
            self.selections();
        }
    }

    fn directives(&mut self) {
        while self.random.below(9) == 0 {
            self.say(&["@skip(if:true)", "@include(if:$v)", "@deprecated", "@x(y:[$ids,$ids])"]);
        }
    }

    fn value(&mut self, depth: usize) {
        match self.random.below(if depth < 90 { 12 } else { 8 }) {
            0 => self.say(&["$v", "$w", "$ids", "$nowhere"]),
            1..=7 => self.say(&[
                "1",
                "-1.5e9",
                "true",
                "null",
                "SHORT",
                "\"a\\\"[{\"",
                "\"\"\"b\"\"\"",
                "{}",
                "[]",
            ]),
            8 => {
                let times = self.random.below(90);
                self.text.push_str(&"[".repeat(times));
                self.text.push_str(&"]".repeat(times));
            }
            9 | 10 => {
                self.text.push('[');
                self.value(depth + 1);
                self.text.push(']');
            }
            _ => {
                self.say(&["{word:", "{inner:", "{items:", "{number:"]);
                self.value(depth + 1);
                self.text.push('}');
            }
        }
    }
}
