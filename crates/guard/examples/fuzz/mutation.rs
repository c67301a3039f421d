//! Requests made of others by changing them a little, or beyond recognition.

use crate::Random;
use crate::check::Sample;

/// Words that mean something to a parser.
const WORDS: [&str; 22] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "...",
    "...f0 ",
    "\"",
    "\"\"\"",
    "\\",
    "#",
    "\n",
    "\r",
    "@skip(if:true)",
    "$v",
    "fragment f0 on Query{node{...f1}}",
    "query q($v:Int){node}",
    ":",
    "!",
    "\u{feff}",
    "\u{e9}",
];

/// The longest document that is worth making; the guard reads less.
const LONGEST: usize = 80_000;

/// One of them, changed.
pub(crate) fn changed(corpus: &[Sample], random: &mut Random) -> Sample {
    let mut sample = random.one(corpus).clone();
    for _ in 0..=random.below(6) {
        let mut text: Vec<char> = sample.query.chars().collect();
        change(&mut text, corpus, random);
        text.truncate(LONGEST);
        sample.query = text.into_iter().collect();
    }
    if random.below(4) == 0 {
        sample.variables.clone_from(&random.one(corpus).variables);
    }
    sample
}

fn change(text: &mut Vec<char>, corpus: &[Sample], random: &mut Random) {
    let from = random.below(text.len() + 1);
    let to = (from + random.count()).min(text.len());
    match random.below(7) {
        // Leave something out.
        0 => drop(text.drain(from..to)),
        // Say something again, and again.
        1 => {
            let times = random.count().min(LONGEST / (to - from).max(1));
            let part = text[from..to].repeat(times);
            text.splice(from..from, part);
        }
        // Say something else.
        2 | 3 => {
            let times = 1 + random.count();
            let word = random.one(&WORDS).repeat(times);
            text.splice(from..from, word.chars());
        }
        // Put something into brackets, many times.
        4 => {
            let times = random.count();
            let (open, close) = *random.one(&[("[", "]"), ("{a:", "}"), ("{a", "}"), ("{...on Query", "}")]);
            let close = close.repeat(times);
            let open = open.repeat(times);
            text.splice(to..to, close.chars());
            text.splice(from..from, open.chars());
        }
        // Go on with another one.
        5 => {
            let other: Vec<char> = random.one(corpus).query.chars().collect();
            let begin = random.below(other.len() + 1);
            text.truncate(from);
            text.extend(&other[begin..]);
        }
        // Change one character.
        _ => {
            if let Some(character) = text.get_mut(from) {
                *character = char::from(u8::try_from(random.below(128)).unwrap_or(b' '));
            }
        }
    }
}
