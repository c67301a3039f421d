//! What is kept reads back as it was, and whatever happened to the files, nothing else does.

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

/// Small files, so that a few hundred events fill several.
const SMALL: u64 = 2 * EVERY;

fn kept(folder: &TempDir) -> Kept {
    Kept::in_stretches(folder.path(), &LedgerName::default(), SMALL)
}

fn stream(number: u8) -> StreamName {
    StreamName::new(StreamKind::new("pain-point").unwrap(), Uuid::from_u128(u128::from(number)))
}

/// Counts one event more in each of these streams; `seed` tells one log from another.
fn count(ranks: &mut Ranks, streams: &[u8], seed: u64) {
    for number in streams {
        let rank = ranks.count();
        let token = Token { commit: rank * 100 + 7, prepare: rank * 100 };
        let mark = Mark { token, id: Uuid::from_u64_pair(seed, rank) };
        ranks.push(&stream(*number), ranks.count_in(&stream(*number)), mark).unwrap();
    }
}

fn counted(streams: &[u8]) -> Ranks {
    let mut ranks = Ranks::default();
    count(&mut ranks, streams, 1);
    ranks
}

fn rewound(mut ranks: Ranks) -> Ranks {
    ranks.rewind();
    ranks
}

/// Whether one is the beginning of the other, streams that begin later set aside.
fn begins(part: &Ranks, whole: &Ranks) -> bool {
    (0..part.count())
        .all(|rank| part.place(rank) == whole.place(rank) && part.start(rank) == whole.start(rank))
}

fn write(kept: &Kept, ranks: &Ranks, rest: bool) {
    kept.write(&RwLock::new(ranks.clone()), rest).unwrap();
}

fn any_events(most: usize) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(0..40_u8, 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_reads_back_however_often_it_was_written_on(
        rounds in proptest::collection::vec((any_events(200), any::<bool>(), any::<bool>()), 1..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (mut keeper, mut ranks) = (kept(&folder), Ranks::default());
        for (events, rest, restarts) in rounds {
            count(&mut ranks, &events, 1);
            write(&keeper, &ranks, rest);
            let read = kept(&folder).read();
            prop_assert!(begins(&read, &ranks));
            let full = ranks.count() - ranks.count() % SMALL;
            let least = if rest { ranks.count() } else { full };
            prop_assert!(read.count() + EVERY > least, "{} of {}", read.count(), ranks.count());
            if restarts {
                keeper = kept(&folder);
                let streams: Vec<_> = (keeper.read().count()..ranks.count())
                    .map(|rank| ranks.place(rank).unwrap().0.id().as_u128())
                    .collect();
                let mut again = kept(&folder).read();
                for number in streams {
                    count(&mut again, &[u8::try_from(number).unwrap()], 1);
                }
                prop_assert!(begins(&ranks, &again) && ranks.count() == again.count());
                ranks = again;
            }
        }
    }

    #[test]
    fn a_file_that_was_changed_anywhere_is_not_believed(
        events in any_events(500),
        place: prop::sample::Index,
        file: prop::sample::Index,
        bit in 0..8_u8,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let ranks = counted(&events);
        write(&kept(&folder), &ranks, true);
        let paths = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let paths: Vec<_> = paths.filter(|path| begins_at(path).is_some()).collect();
        let path = file.get(&paths);
        let mut content = fs::read(path).unwrap();
        let changed = place.index(content.len());
        content[changed] ^= 1 << bit;
        fs::write(path, content).unwrap();
        let first = begins_at(path).unwrap();
        let keeper = kept(&folder);
        let read = keeper.read();
        prop_assert!(read.count() <= first && begins(&read, &ranks));
        prop_assert!(!path.exists(), "it is deleted");
        write(&keeper, &ranks, true);
        prop_assert!(begins(&rewound(ranks.clone()), &kept(&folder).read()), "and written anew");
    }

    #[test]
    fn a_file_that_was_cut_off_is_not_believed(events in any_events(100), left: prop::sample::Index) {
        let folder = tempfile::tempdir().unwrap();
        write(&kept(&folder), &counted(&events), true);
        let path = kept(&folder).file(0);
        let content = fs::read(&path).unwrap();
        fs::write(&path, &content[..left.index(content.len())]).unwrap();
        prop_assert_eq!(kept(&folder).read().count(), 0);
    }
}

#[test]
fn a_file_of_another_history_of_the_same_length_follows_nothing() {
    let (mine, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let streams = [3; 300];
    write(&kept(&mine), &counted(&streams), true);
    let mut elsewhere = Ranks::default();
    count(&mut elsewhere, &streams, 2);
    write(&kept(&other), &elsewhere, true);
    fs::copy(kept(&other).file(SMALL), kept(&mine).file(SMALL)).unwrap();
    let read = kept(&mine).read();
    assert_eq!(read.count(), SMALL - EVERY + 1, "the first file alone");
    assert!(!kept(&mine).file(2 * SMALL).exists(), "what follows goes with it");
}

#[test]
fn the_ranks_of_another_ledger_are_not_taken_for_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    write(&kept(&folder), &counted(&[1; 100]), true);
    let other = Kept::in_stretches(folder.path(), &"cx-2".parse().unwrap(), SMALL);
    assert_eq!(other.read().count(), 0);
}

#[test]
fn what_was_kept_is_thrown_away_whole_and_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let keeper = kept(&folder);
    write(&keeper, &counted(&[1; 300]), true);
    fs::write(folder.path().join("note.txt"), "not ours").unwrap();
    keeper.discard("a test says so");
    let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut left: Vec<_> = left.collect();
    left.sort();
    assert_eq!(left, ["lock", "note.txt"], "what is not ours stays");
    let other = counted(&[2; 10]);
    write(&keeper, &other, true);
    assert_eq!(kept(&folder).read(), rewound(other));
}

#[test]
fn of_two_that_share_a_folder_both_read_and_one_writes_until_it_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (kept(&folder), kept(&folder));
    let (few, many) = (counted(&[1; 300]), counted(&[1; 700]));
    write(&one, &few, true);
    assert_eq!(other.read(), rewound(few.clone()));
    write(&other, &many, false);
    assert!(!other.is_due(700), "it is not tried again and again");
    other.discard("a test says so");
    assert_eq!(kept(&folder).read(), rewound(few), "nothing was written or deleted");
    drop(one);
    write(&other, &many, true);
    assert_eq!(kept(&folder).read(), rewound(many), "at its end it may");
}
