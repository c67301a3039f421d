//! Promises about what is read, and when it can be.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::Broken;
use super::trial::{Trial, after, gapless, same};
use crate::error::StoreError;
use crate::port::{Append, Expected::Exact, Expected::NoStream, MAX_BATCH, NewEvent, Recorded};

pub(super) async fn bytes_come_back_exactly(trial: Trial) -> Result<(), Broken> {
    let every_byte: Vec<u8> = (0..=255).collect();
    let bodies: [&[u8]; 5] = [b"", b"\0", b"{ \"a\" :1.0}\r\n", &every_byte, &[0xff; 5000]];
    let event = |number: u32, body: &[u8], meta: &[u8]| NewEvent {
        body: body.to_vec(),
        meta: meta.to_vec(),
        ..trial.event(number)
    };
    let events: Vec<_> = (0..)
        .zip(bodies.iter().zip(bodies.iter().rev()))
        .map(|(n, (body, meta))| event(n, body, meta))
        .collect();
    let append = Append { stream: trial.stream(0), expected: NoStream, events: events.clone() };
    let appended = trial.store.append(append).await?;
    let wanted: Vec<_> = (0..)
        .zip(events)
        .map(|(rank, event)| Recorded {
            position: appended.first_position + rank,
            stream: trial.stream(0),
            revision: rank,
            id: event.id,
            type_name: Arc::clone(&event.type_name),
            body: event.body,
            meta: event.meta,
        })
        .collect();
    same("the stream", &trial.read(0).await?, &wanted)?;
    same("the log", &trial.read_to_end(appended.first_position, 2).await?, &wanted)
}

pub(super) async fn a_stream_reads_page_by_page(trial: Trial) -> Result<(), Broken> {
    trial.append(0, NoStream, 0..6).await?;
    trial.append(1, NoStream, 100..103).await?;
    trial.append(0, Exact(5), 6..10).await?;
    for (from, limit, wanted) in [(0, 4, 0..4), (4, 4, 4..8), (8, 4, 8..10), (10, 4, 0..0), (3, 0, 0..0)] {
        let page = trial.store.read_stream(&trial.stream(0), from, limit).await?;
        let found: Vec<_> = page.iter().map(|event| event.revision).collect();
        same("revisions of a page", found, wanted.collect())?;
    }
    Ok(())
}

pub(super) async fn an_unknown_stream_reads_as_empty(trial: Trial) -> Result<(), Broken> {
    same("an unknown stream", trial.read(0).await?, vec![])?;
    trial.append(1, NoStream, [0]).await?;
    same("an unknown stream beside a known one", trial.read(0).await?, vec![])
}

pub(super) async fn the_log_reads_in_order_from_any_position(trial: Trial) -> Result<(), Broken> {
    let start = trial.head();
    for stream in 0..5 {
        trial.append(stream, NoStream, stream * 3..stream * 3 + 3).await?;
    }
    let end = start + 15;
    for from in start..=end + 1 {
        let tail = trial.read_to_end(from, 4).await?;
        same("length of the tail", tail.len() as u64, end.saturating_sub(from))?;
        gapless(from, &tail)?;
    }
    same("a page without room", trial.store.read_all(start, 0).await?, vec![])
}

pub(super) async fn events_read_by_position_in_the_order_asked(trial: Trial) -> Result<(), Broken> {
    let first = trial.append(0, NoStream, 0..10).await?.first_position;
    let asked: Vec<_> = [7, 0, 9, 3, 3, 1].map(|rank| first + rank).to_vec();
    let found: Vec<_> = trial.store.read_events(&asked).await?.iter().map(|event| event.position).collect();
    same("positions", found, asked)?;
    same("nothing asked", trial.store.read_events(&[]).await?, vec![])
}

pub(super) async fn a_position_without_event_is_an_error(trial: Trial) -> Result<(), Broken> {
    let last = trial.append(0, NoStream, [0]).await?.last_position();
    for missing in [last + 1, u64::MAX] {
        match trial.store.read_events(&[last, missing]).await {
            Err(StoreError::NoSuchPosition { position }) => same("position", position, missing)?,
            other => return Err(Broken(format!("found {other:?} instead of an error"))),
        }
    }
    Ok(())
}

pub(super) async fn too_many_positions_at_once_are_refused(trial: Trial) -> Result<(), Broken> {
    let position = trial.append(0, NoStream, [0]).await?.first_position;
    let most = vec![position; MAX_BATCH];
    same("events", trial.store.read_events(&most).await?.len(), MAX_BATCH)?;
    match trial.store.read_events(&vec![position; MAX_BATCH + 1]).await {
        Err(StoreError::TooMany { asked, limit }) => {
            same("limits", (asked, limit), (MAX_BATCH + 1, MAX_BATCH))
        }
        other => Err(Broken(format!("found {other:?} instead of an error"))),
    }
}

pub(super) async fn an_append_is_readable_when_it_answers(trial: Trial) -> Result<(), Broken> {
    let mut writers = JoinSet::new();
    for writer in 0..4_u32 {
        let trial = trial.clone();
        writers.spawn(async move {
            let mut expected = NoStream;
            for round in 0..10 {
                let appended = trial.append(writer, expected, [writer * 10 + round]).await?;
                same("head covers the append", trial.head() > appended.last_position(), true)?;
                let page = trial.store.read_all(appended.first_position, 1).await?;
                same("in the log", page.len(), 1)?;
                same("its position", page[0].position, appended.first_position)?;
                let stream =
                    trial.store.read_stream(&trial.stream(writer), appended.first_revision, 1).await?;
                same("in its stream", stream, page)?;
                expected = after(appended);
            }
            Ok::<_, Broken>(())
        });
    }
    while let Some(writer) = writers.join_next().await {
        writer.map_err(|error| Broken(error.to_string()))??;
    }
    Ok(())
}

pub(super) async fn the_head_only_rises_and_all_below_it_is_readable(trial: Trial) -> Result<(), Broken> {
    // Watched from before the first append: a store in memory may be done before the task begins. What the
    // head was then counts as seen.
    let mut head = trial.store.head();
    let start = *head.borrow_and_update();
    let watcher = {
        let trial = trial.clone();
        tokio::spawn(async move {
            let mut seen = start;
            while seen < start + 120 {
                head.changed().await.map_err(|_| Broken("the head closed while the store stands".into()))?;
                let now = *head.borrow_and_update();
                same("the head rises", now > seen, true)?;
                same("readable below the head", trial.store.read_all(now - 1, 1).await?.len(), 1)?;
                seen = now;
            }
            Ok::<_, Broken>(())
        })
    };
    for round in 0..10 {
        let expected = if round == 0 { NoStream } else { Exact(u64::from(round) * 3 - 1) };
        let append = |stream: u32| {
            let first = (round * 4 + stream) * 3;
            trial.append(stream, expected, first..first + 3)
        };
        tokio::try_join!(append(0), append(1), append(2), append(3))?;
    }
    watcher.await.map_err(|error| Broken(error.to_string()))?
}
