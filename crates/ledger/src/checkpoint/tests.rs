//! A checkpoint shortens the way to the views and changes nothing about them.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use cxl_store::{Append, Expected, MemoryStore, NewEvent, StreamName};
use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;
use tokio::runtime::Builder;

use super::*;
use crate::views::Views;

#[path = "../../../store/tests/support/samples.rs"]
mod samples;

static SAMPLES: LazyLock<Vec<Recorded>> = LazyLock::new(samples::recorded);

const LEDGER: Uuid = Uuid::from_u128(77);

/// What a log holds: which sample stands in which of a few streams of its kind, and how long after the one
/// before it was recorded.
type Plan = Vec<(usize, u8, u32)>;

fn plan() -> impl Strategy<Value = Plan> {
    prop::collection::vec((0_usize..1000, 0_u8..3, any::<u32>()), 1..60)
}

/// A log, and the streams in it with their number of events.
#[derive(Default)]
struct Log {
    store: MemoryStore,
    streams: HashMap<StreamName, u64>,
}

impl Log {
    /// Appends what a plan says. `blind` tells this log from others with the same facts.
    async fn append(&mut self, plan: &Plan, blind: u8) {
        for (sample, stream, later) in plan {
            let sample = &SAMPLES[sample % SAMPLES.len()];
            let name = StreamName::new(sample.stream.kind().clone(), Uuid::from_u128(u128::from(*stream)));
            let revision = self.streams.entry(name.clone()).or_default();
            let expected = revision.checked_sub(1).map_or(Expected::NoStream, Expected::Exact);
            *revision += 1;
            let position = *self.store.head().borrow();
            let mut meta: serde_json::Value = serde_json::from_slice(&sample.meta).unwrap();
            let recorded = 1_577_836_800_000_000 + i64::from(*later);
            let recorded = chrono::DateTime::from_timestamp_micros(recorded).unwrap();
            meta["recorded"] = cxl_store::meta::write_instant(recorded).into();
            meta["blind"] = hex::encode([blind; 32]).into();
            let event = NewEvent {
                id: Uuid::from_u128(u128::from(position) + 1),
                type_name: sample.type_name.clone(),
                body: sample.body.clone(),
                meta: meta.to_string().into_bytes(),
            };
            self.store.append(Append { stream: name, expected, events: vec![event] }).await.unwrap();
        }
    }

    fn len(&self) -> u64 {
        *self.store.head().borrow()
    }

    /// The fold of all of it, without a checkpoint.
    async fn folded(&self) -> Fold {
        self.folded_on(Fold::default()).await
    }

    /// The fold of the rest of it.
    async fn folded_on(&self, mut fold: Fold) -> Fold {
        for recorded in self.store.read_all(fold.views.len, 1000).await.unwrap() {
            fold.apply(&recorded).unwrap();
        }
        fold
    }

    /// The fold of all of it with the help of a checkpoint, and how much that held.
    async fn restored(&self, checkpoint: &Checkpoint) -> (Fold, u64) {
        let fold = checkpoint.restored(&self.store, |_| ()).await.unwrap();
        let held = fold.views.len;
        (self.folded_on(fold).await, held)
    }
}

fn checkpoint(folder: &TempDir, size: u64) -> Checkpoint {
    let checkpoint = Checkpoint::new(&folder.path().join("checkpoint"), LEDGER);
    Checkpoint { segment: size, ..checkpoint.written_every(Duration::from_hours(1)) }
}

/// Writes the checkpoint from a position up to another.
async fn write(checkpoint: &Checkpoint, log: &Log, mut from: u64, until: u64) {
    while from < until {
        from = checkpoint.write(&log.store, from, until).await.unwrap();
    }
}

fn files(checkpoint: &Checkpoint) -> Vec<PathBuf> {
    let entries = fs::read_dir(checkpoint.folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| !path.ends_with("lock")).collect();
    files.sort();
    files
}

fn run<T>(work: impl Future<Output = T>) -> T {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Everything that a fold holds, in an order of its own.
fn dump(fold: &Fold) -> Vec<String> {
    let Views {
        len,
        ticks,
        organization,
        programs,
        people,
        identities,
        initiatives,
        metrics,
        evidence,
        shelves,
        program_order,
        person_order,
        initiatives_of,
        metrics_of,
        evidence_of,
        reach_of_evidence,
        with_file,
        succeeding_in,
        linked_to,
        codes,
        tokens,
        improvements,
        spots,
    } = &fold.views;
    let crate::shelf::Shelves { committees, meetings, decisions, journeys, pain_points, insights } = shelves;
    let times: Vec<_> = (0..*len).map(|position| ticks.at(position)).collect();
    let mut lines = vec![
        format!("{len} {times:?} {organization:?} {program_order:?} {person_order:?}"),
        format!("{:?}", fold.keys),
    ];
    macro_rules! maps {
        ($($map:expr),*) => {
            $(lines.extend($map.iter().map(|entry| format!("{} {entry:?}", stringify!($map))));)*
        };
    }
    maps![
        programs,
        people,
        identities,
        initiatives,
        metrics,
        evidence,
        initiatives_of,
        metrics_of,
        evidence_of,
        reach_of_evidence
    ];
    maps![with_file, succeeding_in, linked_to, codes, tokens, improvements, spots];
    maps![committees.things, meetings.things, decisions.things, journeys.things, pain_points.things];
    maps![
        insights.things,
        committees.of,
        meetings.of,
        decisions.of,
        journeys.of,
        pain_points.of,
        insights.of
    ];
    lines.sort();
    lines
}

/// Where each command of a log is found again.
fn commands(fold: &Fold, log: &Log) -> Vec<Option<u64>> {
    let events = run(log.store.read_all(0, 1000)).unwrap();
    let gists = events.iter().map(|event| Gist::of(event).unwrap());
    gists.map(|gist| fold.commands.revision_from(0, gist.stream.id(), gist.actor, gist.command.0)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn views_from_a_checkpoint_and_what_came_after_it_equal_views_from_nothing(
        before in plan(),
        after in plan(),
        size in 1_u64..20,
        first in any::<Index>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let checkpoint = checkpoint(&folder, size);
        let mut log = Log::default();
        run(log.append(&before, 1));
        // A first stop somewhere, then one at the end, then more that no checkpoint holds.
        let (stop, held) = (first.index(before.len()) as u64, log.len());
        run(write(&checkpoint, &log, 0, stop));
        run(write(&checkpoint, &log, stop, held));
        run(log.append(&after, 1));
        let (restored, from_files) = run(log.restored(&checkpoint));
        prop_assert_eq!(from_files, held);
        let folded = run(log.folded());
        prop_assert_eq!(dump(&restored), dump(&folded));
        prop_assert_eq!(commands(&restored, &log), commands(&folded, &log));
    }

    #[test]
    fn a_file_that_is_damaged_anywhere_is_deleted_with_those_after_it_and_no_answer_changes(
        plan in plan(),
        size in 1_u64..20,
        which in any::<Index>(),
        place in any::<Index>(),
        damage in prop_oneof![(1_u8..).prop_map(Some), Just(None)],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let checkpoint = checkpoint(&folder, size);
        let mut log = Log::default();
        run(log.append(&plan, 1));
        run(write(&checkpoint, &log, 0, log.len()));
        let files_before = files(&checkpoint);
        let damaged = which.index(files_before.len());
        let mut content = fs::read(&files_before[damaged]).unwrap();
        let place = place.index(content.len());
        match damage {
            Some(bits) => content[place] ^= bits,
            None => content.truncate(place),
        }
        fs::write(&files_before[damaged], content).unwrap();
        let standing = run(checkpoint.examine(&log.store)).unwrap();
        prop_assert!(standing.unusable.is_some());
        prop_assert_eq!((standing.files, standing.events), (damaged as u64, damaged as u64 * size));
        let (restored, held) = run(log.restored(&checkpoint));
        prop_assert_eq!(held, damaged as u64 * size);
        prop_assert_eq!(dump(&restored), dump(&run(log.folded())));
        prop_assert_eq!(files(&checkpoint), &files_before[..damaged]);
    }

    #[test]
    fn a_checkpoint_of_a_log_that_went_on_otherwise_counts_up_to_where_they_part(
        common in plan(),
        theirs in plan(),
        ours in plan(),
        size in 1_u64..20,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let checkpoint = checkpoint(&folder, size);
        let (mut one, mut other) = (Log::default(), Log::default());
        run(one.append(&common, 1));
        run(other.append(&common, 1));
        run(one.append(&theirs, 2));
        run(other.append(&ours, 3));
        run(write(&checkpoint, &one, 0, one.len()));
        let (restored, held) = run(other.restored(&checkpoint));
        let shared = common.len() as u64;
        prop_assert_eq!(held, shared - shared % size);
        prop_assert_eq!(dump(&restored), dump(&run(other.folded())));
    }
}

/// A log of some samples, and a checkpoint of all of it.
async fn small(folder: &TempDir) -> (Log, Checkpoint) {
    let (mut log, checkpoint) = (Log::default(), checkpoint(folder, 8));
    let plan: Plan = (0..20).map(|sample| (sample * 7, 1, 5)).collect();
    log.append(&plan, 1).await;
    write(&checkpoint, &log, 0, log.len()).await;
    (log, checkpoint)
}

#[tokio::test]
async fn a_checkpoint_of_another_build_ledger_or_place_or_of_a_longer_log_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let (log, checkpoint) = small(&folder).await;
    let other_build = Identity { build: "another", ..checkpoint.identity };
    let other_ledger = Identity { ledger: Uuid::from_u128(78), ..checkpoint.identity };
    for (identity, reason) in [(other_build, "another build"), (other_ledger, "of the ledger")] {
        write(&checkpoint, &log, 0, log.len()).await;
        let other = Checkpoint { identity, ..checkpoint.clone() };
        let told = other.examine(&log.store).await.unwrap().unusable.unwrap();
        assert!(told.contains(reason), "{told}");
        assert_eq!(log.restored(&other).await.1, 0);
        assert_eq!(files(&checkpoint), Vec::<PathBuf>::new());
    }
    write(&checkpoint, &log, 0, log.len()).await;
    let written = files(&checkpoint);
    fs::copy(&written[1], &written[0]).unwrap();
    let told = checkpoint.examine(&log.store).await.unwrap().unusable.unwrap();
    assert!(told.contains("begins at position 8 stands in the place of the one that begins at 0"), "{told}");
    write(&checkpoint, &log, 0, log.len()).await;
    let shorter = Log::default();
    let told = checkpoint.examine(&shorter.store).await.unwrap().unusable.unwrap();
    assert!(told.contains("it reaches to 8 events, and the log has 0"), "{told}");
    let reader = Checkpoint { every: None, ..checkpoint.clone() };
    assert_eq!(shorter.restored(&reader).await.1, 0);
    assert_eq!(files(&checkpoint), written, "who only reads deletes nothing");
    assert_eq!(shorter.restored(&checkpoint).await.1, 0);
    assert_eq!(files(&checkpoint), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn while_another_process_writes_a_folder_nothing_is_deleted_there() {
    let folder = tempfile::tempdir().unwrap();
    let (log, checkpoint) = small(&folder).await;
    assert!(checkpoint.is_ours().await.unwrap());
    let written = files(&checkpoint);
    let other = Checkpoint::new(checkpoint.folder(), Uuid::from_u128(78));
    let other = Checkpoint { segment: 8, ..other.written_every(Duration::from_hours(1)) };
    assert!(!other.is_ours().await.unwrap());
    assert_eq!(log.restored(&other).await.1, 0);
    assert_eq!(files(&checkpoint), written);
    drop(checkpoint);
    assert_eq!(log.restored(&other).await.1, 0);
    assert_eq!(files(&other), Vec::<PathBuf>::new(), "now it may");
}

#[tokio::test]
async fn files_hold_no_text_and_are_open_to_their_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (log, checkpoint) = small(&folder).await;
    assert!(!log.folded().await.keys.is_empty(), "there are texts in the log");
    for file in files(&checkpoint) {
        let content = fs::read(&file).unwrap();
        for text in [samples::SECRET, "$pii", "$text"] {
            assert!(!content.windows(text.len()).any(|part| part == text.as_bytes()), "{text}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}

#[tokio::test]
async fn what_is_no_file_of_a_checkpoint_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (log, checkpoint) = small(&folder).await;
    let [note, other] = ["note.txt", "x.gists"].map(|name| checkpoint.folder().join(name));
    fs::write(&note, "mine").unwrap();
    fs::write(&other, "mine").unwrap();
    let other_build = Identity { build: "another", ..checkpoint.identity };
    log.restored(&Checkpoint { identity: other_build, ..checkpoint.clone() }).await;
    assert_eq!(files(&checkpoint), [note, other]);
}

#[tokio::test]
async fn without_a_folder_there_is_nothing_to_restore_and_nothing_to_say() {
    let folder = tempfile::tempdir().unwrap();
    let checkpoint = checkpoint(&folder, 8);
    let standing = checkpoint.examine(&MemoryStore::new()).await.unwrap();
    assert_eq!(standing, Standing { events: 0, files: 0, bytes: 0, unusable: None });
    assert!(!checkpoint.folder().exists());
}
