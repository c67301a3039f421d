//! What is sealed, what is lost, and what can't be read.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cxl_domain::id::InitiativeId;
use cxl_domain::time::AsOf;
use cxl_domain::{initiative, person};
use cxl_ledger::command::PersonCommand;
use cxl_ledger::{
    Command, ExecuteError, HistoryAsked, HistoryFilter, Ledger, OpenOptions, TextAt, TextValue,
};
use cxl_store::{
    Append, CodeClaim, DataKey, Expected, KeyId, MemoryVault, NewEvent, SeededEntropy, StreamKind,
    StreamName, Vault, VaultError,
};
use uuid::Uuid;

use crate::world::{Told, World, code, day, open, text};

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
    ledger.keys_judged().await;
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
    ledger.keys_judged().await;
    assert!(ledger.health().missing_keys > 0);
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
    assert_eq!(
        health.poison.map(|poison| (poison.position, poison.event.0)),
        Some((before, Uuid::from_u128(5)))
    );
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

/// A vault that can be out of reach.
struct Distant {
    vault: MemoryVault,
    away: AtomicBool,
    /// The keys fetched since it was last asked how many ways there were, and how many there were.
    ways: Mutex<(HashSet<KeyId>, usize)>,
}

impl Distant {
    fn new() -> Arc<Self> {
        let vault = MemoryVault::new(Box::new(SeededEntropy::numbered(8)));
        Arc::new(Self { vault, away: AtomicBool::new(false), ways: Mutex::default() })
    }

    fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    /// How many times somebody went there for keys since this was last asked.
    fn ways(&self) -> usize {
        std::mem::take(&mut *self.ways.lock().unwrap()).1
    }

    fn fetch(&self, ids: &[KeyId]) {
        let (fetched, ways) = &mut *self.ways.lock().unwrap();
        let known = fetched.len();
        fetched.extend(ids);
        if fetched.len() > known {
            *ways += 1;
        }
    }
}

impl Vault for Distant {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        self.reachable().and_then(|()| self.vault.draw())
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        self.fetch(&[id]);
        self.reachable().and_then(|()| self.vault.key(id))
    }

    fn prefetch(&self, ids: &[KeyId]) -> Result<(), VaultError> {
        self.fetch(ids);
        self.reachable()
    }

    fn reachable(&self) -> Result<(), VaultError> {
        if self.away.load(Ordering::SeqCst) {
            return Err(VaultError::Unreachable { vault: "keyd:7443".into(), reason: "it is night".into() });
        }
        Ok(())
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        self.reachable().and_then(|()| self.vault.missing(ids))
    }

    fn epoch(&self) -> u64 {
        self.vault.epoch()
    }

    fn claim_code(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeClaim, VaultError> {
        self.reachable().and_then(|()| self.vault.claim_code(code, person, key))
    }

    fn replace_code(
        &self,
        code: &str,
        holder: Uuid,
        person: Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError> {
        self.reachable().and_then(|()| self.vault.replace_code(code, holder, person, key))
    }

    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError> {
        self.reachable().and_then(|()| self.vault.resolve_code(code))
    }

    fn codes(&self) -> Result<u64, VaultError> {
        self.reachable().and_then(|()| self.vault.codes())
    }
}

/// A vault that draws and compares keys only once it is told to.
struct Slow {
    vault: MemoryVault,
    told: Mutex<std::sync::mpsc::Receiver<()>>,
    is_slow: AtomicBool,
}

impl Slow {
    fn new() -> (Arc<Self>, std::sync::mpsc::Sender<()>) {
        let (tell, told) = std::sync::mpsc::channel();
        let vault = MemoryVault::new(Box::new(SeededEntropy::numbered(8)));
        (Arc::new(Self { vault, told: Mutex::new(told), is_slow: AtomicBool::new(false) }), tell)
    }

    fn wait(&self) -> Result<(), VaultError> {
        if self.is_slow.load(Ordering::SeqCst) {
            let told = self.told.lock().unwrap().recv_timeout(Duration::from_secs(10));
            told.map_err(|_| VaultError::Stopped)?;
        }
        Ok(())
    }
}

impl Vault for Slow {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        self.wait().and_then(|()| self.vault.draw())
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        self.vault.key(id)
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        self.wait().and_then(|()| self.vault.missing(ids))
    }

    fn epoch(&self) -> u64 {
        self.vault.epoch()
    }

    fn claim_code(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeClaim, VaultError> {
        self.vault.claim_code(code, person, key)
    }

    fn replace_code(
        &self,
        code: &str,
        holder: Uuid,
        person: Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError> {
        self.vault.replace_code(code, holder, person, key)
    }

    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError> {
        self.vault.resolve_code(code)
    }

    fn codes(&self) -> Result<u64, VaultError> {
        self.vault.codes()
    }
}

/// On one thread, which would stand still if a command waited on it.
#[tokio::test]
async fn a_command_that_waits_for_its_key_holds_up_nobody_else() {
    let (vault, tell) = Slow::new();
    let world = World::over(vault.clone()).await;
    let initiative = world.chartered("REFUNDS").await;
    vault.is_slow.store(true, Ordering::SeqCst);
    let (chartered, opened) = tokio::join!(world.run(world.charter("NEW")), async {
        let opened = world.ledger.texts(&[name_of(&world.ledger, initiative)]).await;
        (0..8).for_each(|_| tell.send(()).unwrap());
        opened
    });
    chartered.unwrap();
    assert!(matches!(&opened.unwrap()[..], [TextValue::Clear(_)]));
}

#[tokio::test]
async fn questions_are_answered_while_the_keys_are_compared_and_whoever_writes_waits_for_that() {
    let (vault, tell) = Slow::new();
    let world = World::over(vault.clone()).await;
    let initiative = world.chartered("REFUNDS").await;
    vault.is_slow.store(true, Ordering::SeqCst);
    let ledger = open(&world.store, &world.vault, &world.clock, OpenOptions::default()).await;
    let name = [name_of(&ledger, initiative)];
    let mut writing = std::pin::pin!(ledger.execute(world.request(world.charter("NEW"))));
    let opened = tokio::select! {
        biased;
        early = &mut writing => panic!("written before the keys were compared: {early:?}"),
        opened = ledger.texts(&name) => opened.unwrap(),
    };
    assert!(matches!(&opened[..], [TextValue::Clear(_)]));
    (0..8).for_each(|_| tell.send(()).unwrap());
    writing.await.unwrap();
}

/// Where the name of an initiative stands.
fn name_of(ledger: &Ledger, initiative: InitiativeId) -> TextAt {
    let views = ledger.snapshot();
    let as_of = AsOf::head(day("2020-01-01"));
    TextAt::name(views.initiative(initiative).unwrap().state.name(&as_of).unwrap())
}

#[tokio::test]
async fn text_is_unavailable_while_the_vault_is_away_and_comes_back_with_it() {
    let vault = Distant::new();
    let world = World::over(vault.clone()).await;
    let initiative = world.chartered("REFUNDS").await;
    let name = [name_of(&world.ledger, initiative)];
    vault.set_away(true);
    assert_eq!(world.ledger.texts(&name).await.unwrap(), [TextValue::Unavailable]);
    assert!(world.ledger.health().vault_away.is_some_and(|away| away.contains("keyd:7443")));
    let refused = world.run(world.charter("NEW")).await.unwrap_err();
    assert!(matches!(refused, ExecuteError::Vault(VaultError::Unreachable { .. })), "{refused}");

    vault.set_away(false);
    assert!(matches!(&world.ledger.texts(&name).await.unwrap()[..], [TextValue::Clear(_)]));
    assert_eq!(world.ledger.health().vault_away, None);
    world.run(world.charter("NEW")).await.unwrap();
}

#[tokio::test]
async fn a_page_of_a_history_is_opened_with_one_way_to_the_vault() {
    let vault = Distant::new();
    let world = World::over(vault.clone()).await;
    let initiative = world.chartered("REFUNDS").await;
    for name in ["Refunds at once", "Refunds in a day"] {
        let rename = initiative::Command::Rename { name: text(name), on: None };
        world.run(Command::Initiative(Some(initiative), rename)).await.unwrap();
    }
    vault.ways();
    let (views, as_of) = (world.ledger.snapshot(), AsOf::head(day("2020-01-01")));
    let stream = StreamName::new(StreamKind::new("initiative").unwrap(), initiative.0);
    let only = HistoryFilter::default();
    let asked = HistoryAsked { stream: &stream, from: 0, limit: 10, only: &only };
    let page = || world.ledger.history(&views, asked, &as_of, Some(world.administrator));
    let shown = page().await.unwrap().entries.iter().map(|entry| entry.body.to_string()).collect::<String>();
    assert!(shown.contains("Refunds at once") && shown.contains("Refunds in a day"), "{shown}");
    assert_eq!(vault.ways(), 1);

    vault.set_away(true);
    let shown = page().await.unwrap().entries.iter().map(|entry| entry.body.to_string()).collect::<String>();
    assert!(!shown.contains("Refunds at once") && shown.contains("null"), "{shown}");
}

#[tokio::test]
async fn a_ledger_opens_without_its_vault_and_writes_as_soon_as_the_keys_are_judged() {
    let vault = Distant::new();
    let world = World::over(vault.clone()).await;
    let initiative = world.chartered("REFUNDS").await;
    vault.set_away(true);
    let ledger = open(&world.store, &world.vault, &world.clock, OpenOptions::default()).await;
    assert_eq!(ledger.texts(&[name_of(&ledger, initiative)]).await.unwrap(), [TextValue::Unavailable]);
    let refused = ledger.execute(world.request(world.charter("NEW"))).await.unwrap_err();
    assert!(
        matches!(&refused, ExecuteError::ReadOnly { reason } if reason.contains("keyd:7443")),
        "{refused}"
    );

    vault.set_away(false);
    let back = async {
        while ledger.health().read_only.is_some() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), back).await.unwrap();
    ledger.execute(world.request(world.charter("NEW"))).await.unwrap();
}

#[tokio::test]
async fn nothing_that_was_typed_shows_where_a_value_is_printed() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let views = world.ledger.snapshot();
    let as_of = AsOf::head(day("2020-01-01"));
    let name = TextAt::name(views.initiative(initiative).unwrap().state.name(&as_of).unwrap());
    let stream = StreamName::new(StreamKind::new("initiative").unwrap(), initiative.0);
    let page = world
        .ledger
        .history(
            &views,
            HistoryAsked { stream: &stream, from: 0, limit: 10, only: &HistoryFilter::default() },
            &as_of,
            Some(world.administrator),
        )
        .await
        .unwrap();
    let shown = page.entries.iter().map(|entry| entry.body.to_string()).collect::<String>();
    assert!(shown.contains("Refunds reach"), "it is answered in clear");
    let register = person::Register { code: text("LAN"), name: text("Lan"), department: None, on: None };
    let act = person::Command::Register(register);
    let command = PersonCommand { claims: Some(code("LAN")), act };
    let printed = format!("{page:?} {:?} {command:?}", world.ledger.texts(&[name]).await.unwrap());
    for typed in ["Refunds reach", "Initiative REFUNDS", "LAN", "Lan"] {
        assert!(!printed.contains(typed), "{typed} stands in {printed}");
    }
}
