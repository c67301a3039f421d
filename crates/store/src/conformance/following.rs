//! Promises about following the log.

use std::collections::HashMap;

use tokio::task::JoinSet;

use super::Broken;
use super::trial::{Trial, after, gapless, ids, same};
use crate::follow::follow;
use crate::port::{Expected::Exact, Expected::NoStream, Position, Recorded};

pub(super) async fn a_follower_started_anywhere_sees_each_event_once(trial: Trial) -> Result<(), Broken> {
    let start = trial.head();
    for stream in 0..6 {
        trial.append(stream, NoStream, stream * 5..stream * 5 + 5).await?;
    }
    let end = start + 30;
    for from in start..end {
        let seen = follow_until(&trial, from, end, 7).await?;
        gapless(from, &seen)?;
        same("events seen", seen.len() as u64, end - from)?;
    }
    Ok(())
}

pub(super) async fn a_follower_sees_each_event_once_while_sixteen_writers_append(
    trial: Trial,
) -> Result<(), Broken> {
    const WRITERS: u32 = 16;
    const ROUNDS: u32 = 10;
    let start = trial.head();
    let end = start + u64::from(WRITERS * ROUNDS * 2);
    let mut followers = JoinSet::new();
    for page in [1, 5, 1_000] {
        let trial = trial.clone();
        followers.spawn(async move { follow_until(&trial, start, end, page).await });
    }
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let trial = trial.clone();
        writers.spawn(async move {
            let mut expected = NoStream;
            for round in 0..ROUNDS {
                let first = (writer * ROUNDS + round) * 2;
                expected = after(trial.append(writer, expected, [first, first + 1]).await?);
            }
            Ok::<_, Broken>(())
        });
    }
    while let Some(writer) = writers.join_next().await {
        writer.map_err(|error| Broken(error.to_string()))??;
    }
    while let Some(follower) = followers.join_next().await {
        let seen = follower.map_err(|error| Broken(error.to_string()))??;
        gapless(start, &seen)?;
        same("events seen", seen.len() as u64, end - start)?;
        revisions_in_order(&seen)?;
    }
    Ok(())
}

pub(super) async fn a_follower_beyond_the_end_waits_for_its_position(trial: Trial) -> Result<(), Broken> {
    let start = trial.append(0, NoStream, 0..2).await?.first_position;
    let follower = {
        let trial = trial.clone();
        tokio::spawn(async move { follow_until(&trial, start + 3, start + 5, 10).await })
    };
    for number in 2..5 {
        trial.append(0, Exact(u64::from(number) - 1), [number]).await?;
    }
    let seen = follower.await.map_err(|error| Broken(error.to_string()))??;
    same("events seen", ids(&seen), vec![trial.event(3).id, trial.event(4).id])
}

async fn follow_until(
    trial: &Trial,
    from: Position,
    end: Position,
    page: usize,
) -> Result<Vec<Recorded>, Broken> {
    let mut follower = follow(&trial.store, from).pages_of(page);
    let mut seen = Vec::new();
    while follower.position() < end {
        let page = follower.next_page().await?;
        seen.extend(page.ok_or_else(|| Broken("the follower ended while the store stands".into()))?);
    }
    Ok(seen)
}

fn revisions_in_order(events: &[Recorded]) -> Result<(), Broken> {
    let mut next = HashMap::new();
    for event in events {
        let next = next.entry(&event.stream).or_insert(0);
        same("revision in the order of the log", event.revision, *next)?;
        *next += 1;
    }
    Ok(())
}
