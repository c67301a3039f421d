//! The gist of every version of a fact that was ever written reads back as it was.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

#[path = "support/samples.rs"]
mod samples;

use cxl_domain::id::EventId;
use cxl_store::gist::{Gist, GistError, GistReader, GistWriter};
use cxl_store::seal::{TYPED_MARK, sealed_keys};
use proptest::prelude::*;
use uuid::Uuid;

fn written(gists: &[Gist]) -> Vec<u8> {
    let mut writer = GistWriter::default();
    for gist in gists {
        writer.push(gist).unwrap();
    }
    writer.finish()
}

fn read(bytes: &[u8], first: u64, count: u64) -> Result<Vec<Gist>, GistError> {
    GistReader::new(bytes, first, count).collect()
}

#[test]
fn the_gist_of_every_fact_reads_back_as_it_was() {
    let events = samples::recorded();
    assert!(events.len() > 150, "{} samples", events.len());
    let gists: Vec<Gist> = events.iter().map(|event| Gist::of(event).unwrap()).collect();
    let bytes = written(&gists);
    let read = read(&bytes, 0, gists.len() as u64).unwrap();
    for (gist, read) in gists.iter().zip(&read) {
        assert_eq!(gist, read);
        // Equal figures may be written with other digits.
        assert_eq!(format!("{gist:?}"), format!("{read:?}"));
    }
    let mut reader = GistReader::new(&bytes, 0, gists.len() as u64);
    assert!(reader.by_ref().all(|gist| gist.is_ok()) && reader.is_at_end());
}

#[test]
fn a_gist_names_the_keys_of_its_texts_and_nothing_of_them() {
    let events = samples::recorded();
    let mut sealed = 0;
    for event in &events {
        let gist = Gist::of(event).unwrap();
        assert_eq!((gist.id, &gist.keys), (EventId(event.id), &sealed_keys(&event.body)));
        let bytes = written(&[gist]);
        let holds = |part: &str| bytes.windows(part.len()).any(|window| window == part.as_bytes());
        assert!(!holds(samples::SECRET) && !holds("$pii") && !holds(TYPED_MARK), "{}", event.type_name);
        sealed += usize::from(!sealed_keys(&event.body).is_empty());
    }
    assert!(sealed > 50, "{sealed} samples have texts");
}

#[test]
fn a_text_that_is_not_sealed_has_no_gist() {
    let events = samples::typed();
    let with_text: Vec<_> =
        events.iter().filter(|event| String::from_utf8_lossy(&event.body).contains(TYPED_MARK)).collect();
    assert!(with_text.len() > 50);
    for event in with_text {
        let gist = Gist::of(event).unwrap();
        assert!(GistWriter::default().push(&gist).is_err(), "{}", event.type_name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn damaged_bytes_are_an_error_or_other_gists_and_no_panic(
        noise in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let gists: Vec<Gist> = samples::recorded().iter().map(|event| Gist::of(event).unwrap()).collect();
        let mut bytes = written(&gists);
        for (at, byte) in noise {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes, 0, gists.len() as u64);
        bytes.truncate(cut.index(bytes.len()));
        prop_assert!(read(&bytes, 0, gists.len() as u64).is_err());
    }

    #[test]
    fn gists_of_any_order_times_and_people_read_back(
        events in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<i32>()), 1..50),
        first in any::<u32>(),
    ) {
        let samples = samples::recorded();
        let gists: Vec<Gist> = events
            .iter()
            .zip(u64::from(first)..)
            .map(|((sample, who, when), position)| {
                let mut gist = Gist::of(&samples[sample.index(samples.len())]).unwrap();
                gist.position = position;
                gist.actor = Uuid::from_u128(u128::from(*who));
                gist.recorded.0 += i64::from(*when) * 1_000_000;
                gist
            })
            .collect();
        prop_assert_eq!(read(&written(&gists), u64::from(first), gists.len() as u64).unwrap(), gists);
    }
}
