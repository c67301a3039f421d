//! Promises about what an append does and when it is refused.

use tokio::task::JoinSet;

use super::Broken;
use super::trial::{Trial, after, gapless, ids, refused, same};
use crate::append::MAX_APPEND_BYTES;
use crate::error::AppendError;
use crate::port::{Append, Appended, Expected::Exact, Expected::NoStream, Revision};

pub(super) async fn revisions_of_a_stream_are_gapless(trial: Trial) -> Result<(), Broken> {
    let first = trial.append(0, NoStream, 0..3).await?;
    let other = trial.append(1, NoStream, [10]).await?;
    let second = trial.append(0, Exact(2), 3..5).await?;
    same("first revisions", [first, other, second].map(|it| it.first_revision), [0, 0, 3])?;
    same("last revisions", [first, other, second].map(|it| it.last_revision()), [2, 0, 4])?;
    let revisions: Vec<_> = trial.read(0).await?.iter().map(|event| event.revision).collect();
    same("revisions", revisions, (0..5).collect())
}

pub(super) async fn positions_are_gapless_across_streams(trial: Trial) -> Result<(), Broken> {
    let start = trial.head();
    for round in 0..4 {
        let expected = if round == 0 { NoStream } else { Exact(u64::from(round) * 2 - 1) };
        for stream in 0..3 {
            let number = (stream * 4 + round) * 2;
            let appended = trial.append(stream, expected, number..number + 2).await?;
            let before = u64::from(round * 3 + stream) * 2;
            same("first position", appended.first_position, start + before)?;
        }
        // A refused append must not use up a position.
        refused(trial.append(0, NoStream, [1000]).await, "a conflict", is_conflict)?;
    }
    let events = trial.read_to_end(start, 7).await?;
    same("number of events", events.len(), 24)?;
    gapless(start, &events)
}

pub(super) async fn events_of_one_append_are_neighbors(trial: Trial) -> Result<(), Broken> {
    let mut writers = JoinSet::new();
    for writer in 0..8_u32 {
        let trial = trial.clone();
        writers.spawn(async move {
            let mut expected = NoStream;
            for round in 0..5 {
                let first = (writer * 5 + round) * 4;
                let appended = trial.append(writer, expected, first..first + 4).await?;
                let positions: Vec<_> = (appended.first_position..=appended.last_position()).collect();
                let events = trial.store.read_events(&positions).await?;
                same(
                    "events of one append",
                    ids(&events),
                    (first..first + 4).map(|n| trial.event(n).id).collect(),
                )?;
                expected = after(appended);
            }
            Ok::<_, Broken>(())
        });
    }
    all(writers).await
}

pub(super) async fn a_refused_append_leaves_nothing_behind(trial: Trial) -> Result<(), Broken> {
    trial.append(0, NoStream, 0..2).await?;
    let head = trial.head();
    refused(trial.append(0, Exact(0), [5, 6, 7]).await, "a conflict", is_conflict)?;
    refused(trial.append(0, NoStream, [0, 1, 7]).await, "a reused id", is_reused)?;
    refused(trial.append(1, Exact(3), [8, 9]).await, "a conflict", is_conflict)?;
    same("events in the first stream", trial.read(0).await?.len(), 2)?;
    same("events in the second stream", trial.read(1).await?.len(), 0)?;
    same("head", trial.head(), head)
}

pub(super) async fn a_conflict_names_both_revisions(trial: Trial) -> Result<(), Broken> {
    trial.append(0, NoStream, 0..4).await?;
    for (number, expected) in [(10, Exact(1)), (11, Exact(9))] {
        let outcome = trial.append(0, expected, [number]).await;
        refused(outcome, "a conflict with both revisions", |error| {
            matches!(error, AppendError::Conflict { stream, expected: given, actual: Some(3) }
                if *stream == trial.stream(0) && *given == expected)
        })?;
    }
    Ok(())
}

pub(super) async fn a_stream_that_stands_cannot_be_created(trial: Trial) -> Result<(), Broken> {
    trial.append(0, NoStream, [0]).await?;
    refused(trial.append(0, NoStream, [1]).await, "a conflict at revision 0", |error| {
        matches!(error, AppendError::Conflict { expected: NoStream, actual: Some(0), .. })
    })
}

pub(super) async fn a_missing_stream_cannot_be_continued(trial: Trial) -> Result<(), Broken> {
    refused(trial.append(0, Exact(0), [0]).await, "a conflict with no event", |error| {
        matches!(error, AppendError::Conflict { expected: Exact(0), actual: None, .. })
    })
}

pub(super) async fn a_revision_beyond_all_numbers_conflicts(trial: Trial) -> Result<(), Broken> {
    trial.append(0, NoStream, [0]).await?;
    for revision in [u64::MAX, u64::MAX - 1, u64::MAX / 2, u64::MAX / 2 + 1] {
        refused(trial.append(0, Exact(revision), [1]).await, "a conflict", is_conflict)?;
        same("events that far", trial.store.read_stream(&trial.stream(0), revision, 1).await?.len(), 0)?;
        same("events that far", trial.store.read_all(revision, 1).await?.len(), 0)?;
    }
    Ok(())
}

pub(super) async fn of_concurrent_writers_exactly_one_wins_each_revision(trial: Trial) -> Result<(), Broken> {
    const WRITERS: u32 = 8;
    const EVENTS: u32 = 10;
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let trial = trial.clone();
        writers.spawn(async move {
            let mut won: Vec<Revision> = Vec::new();
            let mut expected = NoStream;
            while won.len() < EVENTS as usize {
                let number = writer * EVENTS + u32::try_from(won.len()).unwrap_or(EVENTS);
                match trial.append(0, expected, [number]).await {
                    Ok(appended) => {
                        won.push(appended.first_revision);
                        expected = after(appended);
                    }
                    Err(AppendError::Conflict { actual: Some(actual), .. }) => expected = Exact(actual),
                    Err(error) => return Err(error.into()),
                }
            }
            Ok::<_, Broken>(won)
        });
    }
    let mut won = Vec::new();
    while let Some(writer) = writers.join_next().await {
        won.extend(writer.map_err(|error| Broken(error.to_string()))??);
    }
    won.sort_unstable();
    same("revisions won", won, (0..u64::from(WRITERS * EVENTS)).collect())?;
    same("events in the stream", trial.read(0).await?.len(), (WRITERS * EVENTS) as usize)
}

pub(super) async fn appends_handed_in_together_are_answered_each_for_itself(
    trial: Trial,
) -> Result<(), Broken> {
    let before = trial.append(0, NoStream, 0..2).await?;
    let together = vec![
        trial.of(1, NoStream, 10..13),
        trial.of(2, Exact(4), [20]),
        trial.of(3, NoStream, []),
        trial.of(0, NoStream, 0..2),
        trial.of(4, NoStream, [40]),
    ];
    let answers: [_; 5] = trial
        .store
        .append_all(together)
        .await
        .try_into()
        .map_err(|answers: Vec<_>| Broken::new(format!("{} answers to five appends", answers.len())))?;
    let [first, conflicting, empty, repeated, last] = answers;
    let (first, repeated, last) = (first?, repeated?, last?);
    same("events of the first", (first.first_revision, first.count), (0, 3))?;
    refused(conflicting, "a conflict", is_conflict)?;
    refused(empty, "a refusal of the empty append", |error| matches!(error, AppendError::Empty { .. }))?;
    same("what the repeated one repeats", repeated, Appended { replayed: true, ..before })?;
    same("events of the last", (last.first_revision, last.count), (0, 1))?;
    same("events that were added", trial.head(), before.last_position() + 1 + 4)?;
    for (stream, events) in [(0, 2), (1, 3), (2, 0), (3, 0), (4, 1)] {
        same("events in a stream", trial.read(stream).await?.len(), events)?;
    }
    same("answers to no append", trial.store.append_all(Vec::new()).await.len(), 0)
}

pub(super) async fn an_append_without_events_is_refused(trial: Trial) -> Result<(), Broken> {
    let wanted = "a refusal of the empty append";
    refused(trial.append(0, NoStream, []).await, wanted, |error| matches!(error, AppendError::Empty { .. }))
}

pub(super) async fn an_append_over_the_size_limit_is_refused(trial: Trial) -> Result<(), Broken> {
    let of_size = |number: u32, size: usize| {
        let mut event = trial.event(number);
        event.body.clear();
        let rest =
            Append { stream: trial.stream(number), expected: NoStream, events: vec![event.clone()] }.bytes();
        event.body = vec![b'x'; size - rest];
        Append { stream: trial.stream(number), expected: NoStream, events: vec![event] }
    };
    trial.store.append(of_size(0, MAX_APPEND_BYTES)).await?;
    let outcome = trial.store.append(of_size(1, MAX_APPEND_BYTES + 1)).await;
    refused(
        outcome,
        "a refusal of its size",
        |error| matches!(error, AppendError::TooLarge { bytes, limit: MAX_APPEND_BYTES } if *bytes == MAX_APPEND_BYTES + 1),
    )
}

pub(super) async fn a_type_name_outside_its_form_is_refused(trial: Trial) -> Result<(), Broken> {
    for name in ["", "$settings", "Initiative.v1", "initiative chartered", "1.v1", &"x".repeat(129)] {
        let mut append = trial.of(0, NoStream, [0]);
        append.events[0].type_name = name.into();
        let outcome = trial.store.append(append).await;
        refused(outcome, "a refusal of its type", |error| matches!(error, AppendError::TypeName { .. }))?;
    }
    Ok(())
}

fn is_conflict(error: &AppendError) -> bool {
    matches!(error, AppendError::Conflict { .. })
}

fn is_reused(error: &AppendError) -> bool {
    matches!(error, AppendError::Reused { .. })
}

async fn all(mut tasks: JoinSet<Result<(), Broken>>) -> Result<(), Broken> {
    while let Some(task) = tasks.join_next().await {
        task.map_err(|error| Broken(error.to_string()))??;
    }
    Ok(())
}
