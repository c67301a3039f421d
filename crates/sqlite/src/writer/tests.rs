//! What the writing thread does when things go wrong, without the thread.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

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
    let room = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
    Request { append, caller: Caller { answer: oneshot::channel().0, _room: room } }
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
    (Writing { path, connection, directory, heads, tail, head, stopped: None, _lock: lock }, receiver, folder)
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
fn a_full_queue_says_busy_and_writes_nothing() {
    let (queue, _requests) = sync_channel(1);
    let writer = Writer { queue: Some(queue), room: Arc::new(Semaphore::new(100_000)), thread: None };
    let poll = |append| pin!(writer.append(append)).poll(&mut Context::from_waker(Waker::noop()));
    let mut first = pin!(writer.append(append(1, Expected::NoStream, 10)));
    assert!(first.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert!(matches!(poll(append(2, Expected::NoStream, 10)), Poll::Ready(Err(AppendError::Busy))));
    assert!(matches!(poll(append(3, Expected::NoStream, 200_000)), Poll::Ready(Err(AppendError::Busy))));
}

mod groups {
    use std::time::Duration;

    use super::*;

    const AN_HOUR: Duration = Duration::from_hours(1);

    fn filled(waiting: usize, linger: Option<Linger>) -> usize {
        let (queue, requests) = sync_channel(QUEUE);
        (0..waiting).for_each(|_| queue.send(request(append(1, Expected::NoStream, 10))).unwrap());
        let mut group = Group::default();
        assert!(group.fill(&requests, linger));
        group.appends.len()
    }

    #[test]
    fn a_lone_caller_waits_for_nobody() {
        assert_eq!(filled(1, Linger::after(AN_HOUR, 1)), 1);
    }

    #[test]
    fn a_group_goes_as_soon_as_the_callers_of_a_moment_ago_are_back() {
        assert_eq!(filled(16, Linger::after(AN_HOUR, 16)), 16);
    }

    #[test]
    fn a_group_waits_no_longer_than_its_time_for_callers_who_stay_away() {
        assert_eq!(filled(3, Linger::after(Duration::ZERO, 16)), 3);
    }

    #[test]
    fn a_group_takes_all_that_wait_up_to_its_size() {
        assert_eq!(filled(40, None), 40);
        assert_eq!(filled(GROUP + 1, None), GROUP);
    }

    #[test]
    fn a_group_of_large_appends_ends_early() {
        let (queue, requests) = sync_channel(QUEUE);
        (0..20).for_each(|_| queue.send(request(append(1, Expected::NoStream, 900_000))).unwrap());
        let mut group = Group::default();
        assert!(group.fill(&requests, None));
        assert_eq!(group.appends.len(), 5);
    }

    #[test]
    fn the_end_of_the_queue_ends_the_thread() {
        let (queue, requests) = sync_channel::<Request>(1);
        drop(queue);
        assert!(!Group::default().fill(&requests, None));
    }
}
