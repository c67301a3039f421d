//! What is answered when nothing can be recorded, whoever asks.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use cxl_store::conformance::{Intercept, Intercepted};
use cxl_store::{Append, AppendError, Appended, EventStore, MemoryStore, StoreError};
use serde_json::json;

use crate::world::World;

/// A store whose next append can be made to fail.
#[derive(Debug, Default)]
struct Failing(Mutex<Option<AppendError>>);

#[async_trait]
impl Intercept for Failing {
    async fn append(&self, keeper: &dyn EventStore, append: Append) -> Result<Appended, AppendError> {
        let failure = self.0.lock().unwrap().take();
        match failure {
            Some(error) => Err(error),
            None => keeper.append(append).await,
        }
    }
}

async fn failing(error: AppendError) -> World {
    let store = Intercepted::new(MemoryStore::new(), Failing::default());
    let world = World::over(store.clone()).await;
    *store.by.0.lock().unwrap() = Some(error);
    world
}

#[tokio::test]
async fn a_busy_ledger_asks_to_send_the_same_command_again() {
    let world = failing(AppendError::Busy).await;
    let input = json!({ "commandId": world.command_id(), "name": "Songhong" });
    let busy = world.mutate("renameOrganization", input.clone()).await;
    assert_eq!((&busy["__typename"], &busy["code"]), (&json!("Unavailable"), &json!("BUSY")));
    assert_eq!(busy["retry"], true);
    let recorded = world.recorded("renameOrganization", input).await;
    assert_eq!(recorded["replayed"], false);
}

#[tokio::test]
async fn a_ledger_that_takes_nothing_says_why_and_that_repeating_does_not_help() {
    let world = World::new().await;
    world.set_clock("2023-12-31T00:00:00Z");
    let refused = world.mutate("renameOrganization", json!({ "name": "Songhong" })).await;
    assert_eq!((&refused["__typename"], &refused["code"]), (&json!("Unavailable"), &json!("READ_ONLY")));
    assert_eq!(refused["retry"], false);
    assert!(refused["message"].as_str().unwrap().contains("clock"), "{refused:#}");
}

#[tokio::test]
async fn a_failing_store_is_an_error_that_names_the_command_and_keeps_its_cause_to_itself() {
    let inside = "a secret of the machine";
    let world = failing(StoreError::NotFound { path: inside.into() }.into()).await;
    let document =
        "mutation($input: RenameOrganizationInput!) { renameOrganization(input: $input) { __typename } }";
    let command = world.command_id();
    let input = json!({ "input": { "commandId": command, "name": "Songhong" } });
    let answer = world.send(Some(world.administrator), document, input).await;
    assert!(answer["data"]["renameOrganization"].is_null());
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL");
    assert_eq!(answer["errors"][0]["extensions"]["errorId"], json!(command));
    assert!(!answer.to_string().contains(inside), "{answer:#}");
}

#[tokio::test]
async fn a_store_that_may_recover_asks_for_the_same_command_again_and_keeps_its_cause_to_itself() {
    let inside = "a secret of the machine";
    let cause = Arc::new(std::io::Error::other(inside));
    for fault in [
        StoreError::Full { path: inside.into() },
        StoreError::Closed,
        StoreError::Unavailable { what: inside.into(), source: cause },
    ] {
        let world = failing(fault.into()).await;
        let input = json!({ "commandId": world.command_id(), "name": "Songhong" });
        let failed = world.mutate("renameOrganization", input.clone()).await;
        assert_eq!(failed["__typename"], "Unavailable", "{failed:#}");
        assert_eq!((&failed["code"], &failed["retry"]), (&json!("STORAGE_UNAVAILABLE"), &json!(true)));
        assert!(!failed.to_string().contains(inside), "{failed:#}");
        world.recorded("renameOrganization", input).await;
    }
}
