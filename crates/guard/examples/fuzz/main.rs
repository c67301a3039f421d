//! Looks for a request that passes the guard and is ruinous all the same, or that is ruinous to the guard.
//!
//! ```sh
//! cargo run --release -p cxl-guard --example fuzz -- 600        # for so many seconds
//! cargo run --release -p cxl-guard --example fuzz -- 600 7      # from another seed
//! ```
//!
//! Requests are made up by the grammar, and by changing those of `corpus/requests.jsonl`. One whose outcome none
//! had before is changed on; it is added to the file if the third argument is `keep`. What is being judged stands
//! in `target/fuzz-request.json`, so that it is found also after the process has ended by it.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for developers")]

#[path = "../../tests/corpus/check.rs"]
mod check;
mod grammar;
mod mutation;
#[path = "../../tests/corpus/schema.rs"]
mod schema;

use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use check::{Judge, Sample};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// What a thread of the server has.
const STACK: usize = 2 << 20;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(60, |seconds| seconds.parse().expect("seconds"));
    let seed = arguments.next().map_or(1, |seed| seed.parse().expect("a seed is a number"));
    let keeps = arguments.next().is_some_and(|word| word == "keep");
    let fuzzing = move || fuzz(Duration::from_secs(seconds), seed, keeps);
    std::thread::Builder::new().stack_size(STACK).spawn(fuzzing).unwrap().join().unwrap();
}

fn fuzz(time: Duration, seed: u64, keeps: bool) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let file = folder.join("corpus/requests.jsonl");
    let under_way = folder.join("../../target/fuzz-request.json");
    let mut corpus: Vec<Sample> =
        fs::read_to_string(&file).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let judge = Judge::new();
    let mut seen: HashSet<String> = corpus.iter().map(|sample| judge.judge(sample)).collect();
    let mut random = Random(ChaCha8Rng::seed_from_u64(seed));
    let (begun, mut judged, mut told) = (Instant::now(), 0_u64, Duration::ZERO);
    while begun.elapsed() < time {
        let sample = if random.below(3) == 0 {
            grammar::request(&mut random)
        } else {
            mutation::changed(&corpus, &mut random)
        };
        fs::write(&under_way, serde_json::to_vec(&sample).unwrap()).unwrap();
        judged += 1;
        let signature = judge.judge(&sample);
        if seen.insert(signature.clone()) {
            if keeps {
                let mut file = fs::OpenOptions::new().append(true).open(&file).unwrap();
                writeln!(file, "{}", serde_json::to_string(&sample).unwrap()).unwrap();
            }
            println!("{:>6.0} s  {signature}", begun.elapsed().as_secs_f64());
            corpus.push(sample);
        }
        if begun.elapsed().saturating_sub(told) > Duration::from_mins(1) {
            told = begun.elapsed();
            println!("{:>6.0} s  {judged} requests, {} outcomes", told.as_secs_f64(), seen.len());
        }
    }
    fs::remove_file(&under_way).unwrap();
    println!(
        "{judged} requests in {} s from seed {seed}, {} outcomes: no promise broken",
        time.as_secs(),
        seen.len()
    );
}

/// Seeded randomness, in the words of who makes things up.
struct Random(ChaCha8Rng);

impl Random {
    /// A number less than `bound`.
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.0.next_u64() % bound.max(1) as u64).unwrap()
    }

    /// One of several.
    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Mostly small, and now and then large.
    fn count(&mut self) -> usize {
        let bound = *self.one(&[2, 3, 5, 9, 40, 300, 3_000]);
        self.below(bound)
    }
}
