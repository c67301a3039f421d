//! Promises about an append that is sent again because its first answer was lost.

use super::Broken;
use super::trial::{Trial, ids, refused, same};
use crate::error::AppendError;
use crate::port::{Appended, Expected::Exact, Expected::NoStream};

pub(super) async fn a_repeated_append_is_recorded_once(trial: Trial) -> Result<(), Broken> {
    let created = trial.append(0, NoStream, 0..2).await?;
    replays(created, trial.append(0, NoStream, 0..2).await?)?;
    let continued = trial.append(0, Exact(1), 2..5).await?;
    replays(continued, trial.append(0, Exact(1), 2..5).await?)?;
    replays(created, trial.append(0, NoStream, 0..2).await?)?;
    same("events in the stream", trial.read(0).await?.len(), 5)
}

pub(super) async fn a_repeated_append_is_recognized_after_later_ones(trial: Trial) -> Result<(), Broken> {
    let first = trial.append(0, NoStream, 0..2).await?;
    for number in 2..40 {
        trial.append(0, Exact(u64::from(number) - 1), [number]).await?;
        trial.append(number, NoStream, [1000 + number]).await?;
    }
    replays(first, trial.append(0, NoStream, 0..2).await?)?;
    same("events in the stream", trial.read(0).await?.len(), 40)
}

pub(super) async fn a_repeated_append_keeps_the_bytes_of_the_first(trial: Trial) -> Result<(), Broken> {
    let first = trial.append(0, NoStream, [0]).await?;
    let mut again = trial.of(0, NoStream, [0]);
    again.events[0].body = b"sealed anew".to_vec();
    again.events[0].meta = b"stamped anew".to_vec();
    replays(first, trial.store.append(again).await?)?;
    let stored: Vec<_> = trial.read(0).await?.into_iter().map(|event| (event.body, event.meta)).collect();
    let event = trial.event(0);
    same("stored bytes", stored, vec![(event.body, event.meta)])
}

pub(super) async fn the_same_append_sent_twice_at_once_is_recorded_once(trial: Trial) -> Result<(), Broken> {
    for number in 0..10 {
        let (one, other) = tokio::join!(
            trial.append(number, NoStream, [number * 2, number * 2 + 1]),
            trial.append(number, NoStream, [number * 2, number * 2 + 1]),
        );
        let (one, other) = (one?, other?);
        same("who recorded it", one.replayed != other.replayed, true)?;
        same("where it stands", one.first_position, other.first_position)?;
        same("events in the stream", trial.read(number).await?.len(), 2)?;
    }
    Ok(())
}

pub(super) async fn a_part_of_a_recorded_append_counts_as_its_repetition(trial: Trial) -> Result<(), Broken> {
    let whole = trial.append(0, NoStream, 0..3).await?;
    replays(Appended { count: 2, ..whole }, trial.append(0, NoStream, 0..2).await?)?;
    same("events in the stream", trial.read(0).await?.len(), 3)
}

pub(super) async fn an_append_that_outgrows_what_it_repeats_is_refused(trial: Trial) -> Result<(), Broken> {
    trial.append(0, NoStream, 0..2).await?;
    is_reused(&trial, 0, trial.append(0, NoStream, 0..3).await)?;
    same("events in the stream", trial.read(0).await?.len(), 2)
}

pub(super) async fn an_append_that_mixes_in_a_recorded_id_is_refused(trial: Trial) -> Result<(), Broken> {
    trial.append(0, NoStream, 0..3).await?;
    is_reused(&trial, 1, trial.append(0, NoStream, [1, 0, 2]).await)?;
    is_reused(&trial, 1, trial.append(0, NoStream, [7, 1, 8]).await)?;
    let wanted: Vec<_> = (0..3).map(|number| trial.event(number).id).collect();
    same("ids in the stream", ids(&trial.read(0).await?), wanted)
}

pub(super) async fn an_id_twice_in_one_append_is_refused(trial: Trial) -> Result<(), Broken> {
    is_reused(&trial, 4, trial.append(0, NoStream, [3, 4, 5, 4]).await)?;
    same("events in the stream", trial.read(0).await?.len(), 0)
}

fn replays(first: Appended, again: Appended) -> Result<(), Broken> {
    same("answer to the repeated append", again, Appended { replayed: true, ..first })
}

fn is_reused(trial: &Trial, number: u32, outcome: Result<Appended, AppendError>) -> Result<(), Broken> {
    let wanted = trial.event(number).id;
    refused(
        outcome,
        &format!("a refusal of id {wanted}"),
        |error| matches!(error, AppendError::Reused { id, .. } if *id == wanted),
    )
}
