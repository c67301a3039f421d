//! What sealing costs: drawing keys, sealing a sentence, opening it, and finding the keys in use.
//!
//! `cargo bench -p cxl-sqlite --bench keys`, optionally with a folder to work in behind `--`.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use cxl_sqlite::keys::{KeyFiles, KeysDb, Refill};
use cxl_store::seal::{has_typed_text, open_body, seal_body, sealed_keys};
use cxl_store::{KeyId, SeededEntropy, Vault};
use uuid::Uuid;

const EVENT: Uuid = Uuid::from_u128(1);

/// A progress report with one typed sentence.
const REPORT: &str = concat!(
    r#"{"by":"01900000-0000-4000-8000-000000000001","effective":{"from":"2031-03-31"},"fact":{"sentence":"#,
    r#"{"$text":"Half of the branches now answer refund calls within the day; the rest follows in May."}}}"#,
);

/// A reading, which has no text.
const READING: &str = concat!(
    r#"{"by":"01900000-0000-4000-8000-000000000001","effective":{"from":"2031-03-31"},"fact":{"metric":"#,
    r#""01900000-0000-4000-8000-000000000002","numerator":"8123","denominator":"9045","source":"CRM"}}"#,
);

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let folder =
        tempfile::tempdir_in(folder.map_or_else(std::env::temp_dir, PathBuf::from)).expect("a folder");
    let files = KeyFiles::in_dir(folder.path());
    let entropy = Box::new(SeededEntropy::numbered(1));
    let vault = KeysDb::create(&files, EVENT, entropy, Refill::Background).expect("a vault");

    println!("draws, one caller without pause");
    let mut drawn: Vec<KeyId> = Vec::new();
    for until in [10_000, 100_000, 500_000] {
        let (from, started) = (drawn.len(), Instant::now());
        let mut waits = Vec::new();
        while drawn.len() < until {
            let asked = Instant::now();
            drawn.push(vault.draw().expect("a key").0);
            waits.push(asked.elapsed());
        }
        let rate = per_second(until - from, started.elapsed());
        waits.sort_unstable();
        let (median, longest) = (waits[waits.len() / 2], waits[waits.len() - 1]);
        println!("  {from:>7} to {until:>7} keys: {rate:>9}/s, median {median:?}, longest {longest:?}");
    }

    let key = vault.draw().expect("a key");
    let mut nonces = SeededEntropy::numbered(2);
    let sealed = seal_body(REPORT.as_bytes(), EVENT, &key, &mut nonces).expect("a body");
    println!("bodies: {} bytes typed, {} bytes sealed", REPORT.len(), sealed.len());
    measure("seal a report", || seal_body(REPORT.as_bytes(), EVENT, &key, &mut nonces));
    measure("open a report, key in memory", || open_body(&sealed, EVENT, &vault));
    measure("pass a reading", || has_typed_text(black_box(READING.as_bytes())));
    measure("find the keys of a report", || sealed_keys(black_box(&sealed)));
    let mut cold = drawn.iter().step_by(7);
    measure("look up a key on disk", || vault.key(*cold.next().expect("more keys than rounds")));
    let started = Instant::now();
    let missing = vault.missing(&drawn).expect("an answer").len();
    println!("  check {} keys at start: {:?}, {missing} missing", drawn.len(), started.elapsed());
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn measure<T>(what: &str, mut run: impl FnMut() -> T) {
    const ROUNDS: u32 = 50_000;
    let started = Instant::now();
    for _ in 0..ROUNDS {
        black_box(run());
    }
    println!("  {what}: {:?}", started.elapsed() / ROUNDS);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a rate"
)]
fn per_second(count: usize, time: Duration) -> u64 {
    (count as f64 / time.as_secs_f64()) as u64
}
