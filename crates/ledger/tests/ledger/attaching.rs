//! Looking for the file that somebody attaches waits for a disk, and holds nobody else up.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cxl_domain::calendar::Period;
use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::{self, Attach, Provided, Scope};
use cxl_domain::id::EvidenceId;
use cxl_domain::role::Role;
use cxl_ledger::{Command, OpenOptions, Request};
use cxl_store::KeyId;
use cxl_store::attachments::{AttachmentError, Attachments, Download, FileName, Lying, StoredFile, Upload};
use cxl_store::meta::Actor;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::world::{World, day, open, text};

/// A disk on which a file is found when the test says so.
struct SlowDisk {
    is_asked: Notify,
    found: Mutex<Receiver<()>>,
}

impl Attachments for SlowDisk {
    fn find(&self, name: FileName) -> Result<Option<StoredFile>, AttachmentError> {
        self.is_asked.notify_one();
        let found = self.found.lock().unwrap().recv_timeout(Duration::from_secs(20));
        found.map_err(|_| AttachmentError::Altered { path: PathBuf::from("nobody else was let in") })?;
        let (media_type, key) = ("application/pdf".to_owned(), KeyId::from_bytes([1; 16]));
        Ok(Some(StoredFile { name, bytes: 3, media_type, key }))
    }

    fn begin(&self, _: Uuid, _: &str) -> Result<Box<dyn Upload>, AttachmentError> {
        unreachable!("nothing is uploaded")
    }

    fn open(&self, _: FileName) -> Result<Option<Box<dyn Download>>, AttachmentError> {
        unreachable!("nothing is read")
    }

    fn list(&self) -> Result<Vec<Lying>, AttachmentError> {
        unreachable!("nothing is listed")
    }
}

/// There is one thread for everybody here.
#[tokio::test]
async fn others_are_answered_while_a_file_is_looked_for() {
    let world = World::new().await;
    let contributor = world.person("CONTRIBUTOR", Role::Contributor).await;
    let provide = evidence::Command::Provide(Provided {
        program: world.program,
        practice: "R1".parse().unwrap(),
        scope: Scope::Initiative(world.chartered("REFUNDS").await),
        covers: Period::new(day("2019-10-01"), day("2019-12-31")).unwrap(),
        summary: text("Minutes"),
    });
    let provided = world.run_as(contributor, Command::Evidence(None, provide)).await.unwrap();
    let (find, found) = channel();
    let disk = Arc::new(SlowDisk { is_asked: Notify::new(), found: Mutex::new(found) });
    let options = OpenOptions { attachments: Some(disk.clone()), ..OpenOptions::default() };
    let ledger = open(&world.store, &world.vault, &world.clock, options).await;

    let attach = Attach { sha256: Sha256Hex([7; 32]), name: text("minutes.pdf"), uploaded: None };
    let attach = Command::Evidence(Some(EvidenceId(provided.id)), evidence::Command::Attach(attach));
    let attach = Request::new(Actor::person(contributor), world.command_id(), attach);
    let attaching = tokio::spawn({
        let ledger = ledger.clone();
        async move { ledger.execute(attach).await }
    });
    disk.is_asked.notified().await;
    let other = ledger.execute(world.request(world.charter("SECOND"))).await.unwrap();
    find.send(()).unwrap();
    let attached = attaching.await.unwrap().unwrap();
    assert_eq!(attached.events.len(), 1);
    assert!(attached.position > other.position, "the other one did not wait");
}
