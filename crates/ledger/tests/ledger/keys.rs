//! What is sealed, what is lost, and what can't be read.

use std::sync::{Arc, Mutex};

use cxl_domain::time::AsOf;
use cxl_ledger::{ExecuteError, OpenOptions, TextAt, TextValue};
use cxl_store::{Append, Expected, MemoryVault, NewEvent, SeededEntropy, Vault};
use uuid::Uuid;

use crate::world::{Told, World, day, open};

#[tokio::test]
async fn nothing_that_was_typed_stands_in_the_log_in_clear() {
    let world = World::new().await;
    world.chartered("REFUNDS").await;
    let events = world.store.read_all(0, 1000).await.unwrap();
    assert!(events.len() > 10);
    for event in events {
        let stored =
            format!("{} {}", String::from_utf8_lossy(&event.body), String::from_utf8_lossy(&event.meta));
        for typed in ["Songhong", "Nguyễn", "ADMIN", "Customers first", "Refunds reach", "Initiative REFUNDS"]
        {
            assert!(!stored.contains(typed), "{typed} stands in {stored}");
        }
    }
}

#[tokio::test]
async fn lost_keys_stop_writing_until_their_loss_is_accepted_as_a_fact() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let other: Arc<dyn Vault> = Arc::new(MemoryVault::new(Box::new(SeededEntropy::numbered(9))));
    let ledger = open(&world.store, &other, &world.clock, OpenOptions::default()).await;
    assert!(ledger.health().missing_keys > 0);
    let error = ledger.execute(world.request(world.charter("NEW"))).await.unwrap_err();
    assert!(
        matches!(&error, ExecuteError::ReadOnly { reason } if reason.contains("--accept-key-loss")),
        "{error}"
    );
    let views = ledger.snapshot();
    let as_of = AsOf::head(day("2020-01-01"));
    let name = TextAt::name(views.initiative(initiative).unwrap().state.name(&as_of).unwrap());
    assert_eq!(ledger.texts(&[name]).await.unwrap(), [TextValue::Unavailable]);

    let accept = OpenOptions { accept_key_loss: true, ..OpenOptions::default() };
    let ledger = open(&world.store, &other, &world.clock, accept).await;
    assert_eq!(ledger.health().read_only, None);
    ledger.execute(world.request(world.charter("NEW"))).await.unwrap();
    // Accepted once, it stays accepted.
    let ledger = open(&world.store, &other, &world.clock, OpenOptions::default()).await;
    assert_eq!(ledger.health().read_only, None);
}

#[tokio::test]
async fn an_event_that_cannot_be_read_stops_the_views_there_and_the_old_ones_go_on_serving() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let before = world.ledger.snapshot().len;
    let poison = NewEvent {
        id: Uuid::from_u128(5),
        type_name: "initiative.chartered.v9".into(),
        body: b"{}".to_vec(),
        meta: b"{}".to_vec(),
    };
    let stream = format!("initiative-{}", Uuid::from_u128(6)).parse().unwrap();
    let append = Append { stream, expected: Expected::NoStream, events: vec![poison] };
    let appended = world.store.append(append).await.unwrap();
    let stuck = world.ledger.await_position(appended.first_position).await.unwrap_err();
    assert_eq!(stuck.position, before);
    let health = world.ledger.health();
    assert_eq!(health.poison.map(|(position, _)| position), Some(before));
    assert!(world.ledger.snapshot().initiative(initiative).is_some());
    let error = world.run(world.charter("NEW")).await.unwrap_err();
    assert!(matches!(error, ExecuteError::ReadOnly { .. }), "{error}");
}

#[tokio::test]
async fn a_rebuild_tells_how_far_it_has_come() {
    let world = World::new().await;
    let told: Told = Arc::new(Mutex::new(Vec::new()));
    let hear = told.clone();
    let progress = move |progress| hear.lock().unwrap().push(progress);
    let options = OpenOptions { progress: Some(Box::new(progress)), ..OpenOptions::default() };
    let ledger = open(&world.store, &world.vault, &world.clock, options).await;
    let len = ledger.snapshot().len;
    let told = told.lock().unwrap();
    assert_eq!(told.last().map(|last| (last.done, last.total)), Some((len, len)));
}
