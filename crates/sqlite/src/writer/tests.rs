//! What the writing thread does when things go wrong, without the thread.

use cxl_store::{Expected, NewEvent, StreamKind, StreamName};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::open;

fn append(stream: u128, expected: Expected, size: usize) -> Append {
    let event = NewEvent {
        id: Uuid::from_u128(stream),
        type_name: "thing.happened.v1".into(),
        body: vec![b'x'; size],
        meta: Vec::new(),
    };
    let stream = StreamName::new(StreamKind::new("thing").unwrap(), Uuid::from_u128(stream));
    Append { stream, expected, events: vec![event] }
}

fn request(append: Append) -> Request {
    let caller = Caller { answers: oneshot::channel().0, appends: 1 };
    Request { bytes: append.bytes(), appends: vec![append], caller }
}

/// A writer on an empty log, and the folder in which it lies.
fn writing() -> (Writing, watch::Receiver<u64>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let lock = WriteLock::take(&path).unwrap();
    open::create(&path, Uuid::nil()).unwrap();
    let connection = open::writer(&path).unwrap();
    let (directory, tail) = (Arc::default(), Arc::default());
    let heads = Heads::load(&path, &connection, &directory).unwrap();
    let (head, receiver) = watch::channel(0);
    let flush = Duration::ZERO;
    let writing =
        Writing { path, connection, directory, heads, tail, head, flush, stopped: None, _lock: lock };
    (writing, receiver, folder)
}

fn positions(answers: Vec<Answer>) -> Vec<u64> {
    answers.into_iter().map(|answer| answer.unwrap().first_position).collect()
}

#[test]
fn a_full_disk_fails_the_whole_group_and_the_next_group_starts_from_the_truth() {
    let (mut writing, head, _folder) = writing();
    let both = || vec![append(1, Expected::NoStream, 10), append(2, Expected::NoStream, 900_000)];
    writing.connection.pragma_update(None, "max_page_count", 40).unwrap();
    for answer in writing.record(both()) {
        assert!(matches!(answer, Err(AppendError::Store(StoreError::Full { .. }))), "{answer:?}");
    }
    assert_eq!(*head.borrow(), 0);

    writing.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    assert_eq!(positions(writing.record(both())), [0, 1]);
    assert_eq!(*head.borrow(), 2);
}

#[test]
fn a_write_that_fails_for_no_passing_reason_is_the_last() {
    let (mut writing, head, _folder) = writing();
    writing.connection.pragma_update(None, "query_only", true).unwrap();
    let one = || vec![append(1, Expected::NoStream, 10)];
    assert!(matches!(writing.record(one())[..], [Err(AppendError::Store(StoreError::Denied { .. }))]));

    writing.connection.pragma_update(None, "query_only", false).unwrap();
    assert!(matches!(writing.record(one())[..], [Err(AppendError::ReadOnly { .. })]));
    assert_eq!(*head.borrow(), 0);
}

#[test]
fn in_one_group_the_second_to_create_a_stream_conflicts_with_the_first() {
    let (mut writing, _head, _folder) = writing();
    let mut rival = append(1, Expected::NoStream, 10);
    rival.events[0].id = Uuid::from_u128(99);
    let answers = writing.record(vec![
        append(1, Expected::NoStream, 10),
        rival,
        append(1, Expected::NoStream, 10),
        append(2, Expected::NoStream, 10),
    ]);
    assert!(matches!(
        answers[..],
        [
            Ok(Appended { first_position: 0, replayed: false, .. }),
            Err(AppendError::Conflict { actual: Some(0), .. }),
            Ok(Appended { first_position: 0, replayed: true, .. }),
            Ok(Appended { first_position: 1, replayed: false, .. }),
        ]
    ));
}

#[test]
fn a_full_queue_says_busy_and_takes_nothing() {
    let queue = Queue::default();
    let push = |size| queue.push(request(append(1, Expected::NoStream, size)), false);
    (0..1024).for_each(|_| assert!(push(10).unwrap().is_none()));
    assert!(matches!(push(10), Err(AppendError::Busy)));

    let queue = Queue::default();
    let push = |size| queue.push(request(append(1, Expected::NoStream, size)), false);
    let taken = (0..100).take_while(|_| push(900_000).is_ok()).count();
    assert_eq!(taken, 74, "as many as 64 MiB hold");
}

#[test]
fn a_panic_in_the_middle_of_a_commit_closes_the_log() {
    let (writing, _head, _folder) = writing();
    let shared = Shared::new(writing);
    let of = |stream| request(append(stream, Expected::NoStream, 10));
    let group = shared.queue.push(of(1), true).unwrap().unwrap();
    shared.queue.push(of(2), true).unwrap();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _turn = Turn(&shared.queue);
        drop(group);
        panic!("on purpose");
    }));
    assert!(panicked.is_err());
    shared.run();
    assert!(matches!(shared.queue.push(of(3), true), Err(AppendError::Store(StoreError::Closed))));
}

mod groups {
    use super::*;

    const AN_HOUR: Duration = Duration::from_hours(1);

    fn push(queue: &Queue, leads: bool) -> Option<Group> {
        queue.push(request(append(1, Expected::NoStream, 10)), leads).unwrap()
    }

    /// A queue after a group of so many callers that was flushed in so long, in which so many wait.
    fn waiting(callers: usize, flush: Duration, waiting: usize) -> Queue {
        let queue = Queue::default();
        queue.committed(callers, Duration::ZERO, flush);
        (0..waiting).for_each(|_| assert!(push(&queue, false).is_none()));
        queue
    }

    #[test]
    fn a_lone_caller_commits_at_once() {
        assert_eq!(push(&waiting(1, AN_HOUR, 0), true).unwrap().callers.len(), 1);
        assert_eq!(push(&Queue::default(), true).unwrap().callers.len(), 1);
    }

    #[test]
    fn the_last_of_the_callers_of_a_moment_ago_commits_for_all() {
        let queue = waiting(3, AN_HOUR, 0);
        assert!(push(&queue, true).is_none() && push(&queue, true).is_none());
        assert_eq!(push(&queue, true).unwrap().callers.len(), 3);
    }

    #[test]
    fn while_a_group_is_committed_the_next_one_waits() {
        let queue = waiting(1, AN_HOUR, 0);
        let first = push(&queue, true).unwrap();
        assert!(push(&queue, true).is_none());
        queue.committed(first.callers.len(), Duration::ZERO, AN_HOUR);
        assert_eq!(push(&queue, true).unwrap().callers.len(), 2);
    }

    #[test]
    fn the_thread_commits_for_callers_who_may_not_wait() {
        assert_eq!(waiting(1, AN_HOUR, 1).next().unwrap().callers.len(), 1);
        assert_eq!(waiting(16, AN_HOUR, 16).next().unwrap().callers.len(), 16);
    }

    #[test]
    fn a_group_that_waits_goes_when_the_last_of_them_comes() {
        let queue = waiting(2, AN_HOUR, 1);
        thread::scope(|scope| {
            let group = scope.spawn(|| queue.next().unwrap());
            assert!(push(&queue, false).is_none());
            assert_eq!(group.join().unwrap().callers.len(), 2);
        });
    }

    #[test]
    fn a_group_waits_no_longer_than_its_time_for_callers_who_stay_away() {
        assert_eq!(waiting(16, Duration::from_nanos(4), 3).next().unwrap().callers.len(), 3);
    }

    #[test]
    fn a_group_waits_for_nobody_where_a_flush_takes_no_longer_than_callers_are_away() {
        let queue = waiting(16, AN_HOUR, 0);
        queue.committed(16, AN_HOUR, AN_HOUR);
        assert_eq!(push(&queue, true).unwrap().callers.len(), 1);
        queue.committed(8, Duration::from_mins(10), AN_HOUR);
        assert!(push(&queue, true).is_none(), "what eight append is written in a sixth of a flush");
    }

    #[test]
    fn a_group_takes_all_that_wait_up_to_its_size() {
        assert_eq!(waiting(1, AN_HOUR, 40).next().unwrap().callers.len(), 40);
        assert_eq!(waiting(1, AN_HOUR, GROUP + 1).next().unwrap().callers.len(), GROUP);
    }

    #[test]
    fn a_group_of_large_appends_ends_early() {
        let queue = waiting(100, AN_HOUR, 0);
        let large = || request(append(1, Expected::NoStream, 900_000));
        (0..20).for_each(|_| assert!(queue.push(large(), false).unwrap().is_none()));
        assert_eq!(queue.next().unwrap().appends.len(), 5);
    }

    #[test]
    fn a_closed_queue_is_emptied_before_it_ends() {
        let queue = waiting(16, AN_HOUR, 1);
        queue.close();
        let group = queue.next().unwrap();
        queue.committed(group.callers.len(), Duration::ZERO, AN_HOUR);
        assert!(queue.next().is_none());
    }
}
