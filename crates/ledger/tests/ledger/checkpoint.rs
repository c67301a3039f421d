//! A ledger that is opened with a checkpoint.

use std::path::Path;
use std::time::Duration;

use cxl_domain::time::AsOf;
use cxl_ledger::{Checkpoint, OpenOptions, TextAt, TextValue};
use uuid::Uuid;

use crate::world::{World, day, open};

fn with(checkpoint: Checkpoint) -> OpenOptions {
    OpenOptions { checkpoint: Some(checkpoint), ..OpenOptions::default() }
}

fn checkpoint(folder: &Path) -> Checkpoint {
    Checkpoint::new(&folder.join("checkpoint"), Uuid::from_u128(1))
}

#[tokio::test]
async fn a_stop_writes_what_the_next_start_reads_and_every_answer_stays() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let repeated = world.request(world.charter("SECOND"));
    let first = world.ledger.execute(repeated.clone()).await.unwrap();
    let every = checkpoint(folder.path()).written_every(Duration::from_hours(1));
    let ledger = open(&world.store, &world.vault, &world.clock, with(every)).await;
    assert_eq!(ledger.checkpoint_len(), Some(0), "there was none");
    ledger.write_checkpoint().await.unwrap();
    let len = ledger.snapshot().len;
    assert_eq!(ledger.checkpoint_len(), Some(len));
    world.ledger.execute(world.request(world.charter("THIRD"))).await.unwrap();

    let ledger = open(&world.store, &world.vault, &world.clock, with(checkpoint(folder.path()))).await;
    assert_eq!(ledger.checkpoint_len(), Some(len), "it was used");
    let views = ledger.snapshot();
    assert!(views.len > len, "and what came after it is there, too");
    let as_of = AsOf::head(day("2020-01-01"));
    let name = TextAt::name(views.initiative(initiative).unwrap().state.name(&as_of).unwrap());
    let name = ledger.texts(&[name]).await.unwrap();
    assert_eq!(name, [TextValue::Clear("Initiative REFUNDS".into())]);
    let again = ledger.execute(repeated).await.unwrap();
    assert_eq!((again.id, again.replayed), (first.id, true));
    assert_eq!(ledger.snapshot().len, views.len, "a repeated command is found again");
    ledger.write_checkpoint().await.unwrap();
    assert_eq!(ledger.checkpoint_len(), Some(len), "what is only read is not written");
}

#[tokio::test]
async fn a_checkpoint_is_written_as_often_as_told() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new().await;
    let every = checkpoint(folder.path()).written_every(Duration::from_millis(1));
    let ledger = open(&world.store, &world.vault, &world.clock, with(every)).await;
    let len = ledger.snapshot().len;
    while ledger.checkpoint_len() != Some(len) {
        tokio::task::yield_now().await;
    }
}
