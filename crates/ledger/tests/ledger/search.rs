//! Things are found by the words of their texts, for as long as these can be read.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use cxl_domain::id::{InitiativeId, ProgramId};
use cxl_domain::initiative::{self, Charter};
use cxl_domain::person;
use cxl_domain::time::AsOf;
use cxl_ledger::Command;
use cxl_ledger::search::{FoundIn, Hit, MOST_WORDS, Readable, Search, SearchError, SearchKind, Words};
use cxl_store::{CodeClaim, DataKey, KeyId, MemoryVault, SeededEntropy, Vault, VaultError};
use uuid::Uuid;

use crate::world::{World, code, day, text};

/// A vault that forgets keys, as one does from which a key is erased.
struct ForgettingVault {
    inner: MemoryVault,
    drawn: Mutex<Vec<KeyId>>,
    erased: Mutex<HashSet<KeyId>>,
    epoch: AtomicU64,
}

impl ForgettingVault {
    fn new() -> Self {
        let inner = MemoryVault::new(Box::new(SeededEntropy::numbered(8)));
        Self { inner, drawn: Mutex::default(), erased: Mutex::default(), epoch: AtomicU64::new(0) }
    }

    /// Erases the keys drawn since there were so many.
    fn erase_drawn_since(&self, count: usize) {
        self.erased.lock().unwrap().extend(self.drawn.lock().unwrap().iter().skip(count));
        self.epoch.fetch_add(1, Ordering::SeqCst);
    }

    fn drawn(&self) -> usize {
        self.drawn.lock().unwrap().len()
    }
}

impl Vault for ForgettingVault {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        let drawn = self.inner.draw()?;
        self.drawn.lock().unwrap().push(drawn.0);
        Ok(drawn)
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        if self.erased.lock().unwrap().contains(&id) { Ok(None) } else { self.inner.key(id) }
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        self.inner.missing(ids)
    }

    fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::SeqCst)
    }

    fn claim_code(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeClaim, VaultError> {
        self.inner.claim_code(code, person, key)
    }

    fn replace_code(
        &self,
        code: &str,
        holder: Uuid,
        person: Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError> {
        self.inner.replace_code(code, holder, person, key)
    }

    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError> {
        self.inner.resolve_code(code)
    }

    fn codes(&self) -> Result<u64, VaultError> {
        self.inner.codes()
    }
}

async fn chartered(world: &World, initiative: &str, name: &str, purpose: &str) -> InitiativeId {
    let charter = Charter {
        program: world.program,
        code: code(initiative),
        name: text(name),
        purpose: text(purpose),
        owner: None,
        committee: None,
        on: None,
        authority: None,
    };
    let command = Command::Initiative(None, initiative::Command::Charter(charter));
    InitiativeId(world.run(command).await.unwrap().id)
}

async fn rename(world: &World, initiative: InitiativeId, name: &str, on: &str) {
    let rename = initiative::Command::Rename { name: text(name), on: Some(day(on)) };
    world.run(Command::Initiative(Some(initiative), rename)).await.unwrap();
}

fn everything(world: &World) -> Readable {
    Readable { programs: vec![world.program], organization: true, names: true }
}

fn words(query: &str) -> Search {
    Search { words: Words::of(query), program: None, kinds: Vec::new() }
}

async fn on(world: &World, effective: &str, search: &Search) -> Vec<Hit> {
    let (views, as_of) = (world.ledger.snapshot(), AsOf::head(day(effective)));
    world.ledger.search(&views, &as_of, &everything(world), search).await.unwrap()
}

async fn find(world: &World, query: &str) -> Vec<Hit> {
    on(world, "2020-01-01", &words(query)).await
}

async fn ids(world: &World, query: &str) -> Vec<Uuid> {
    find(world, query).await.into_iter().map(|hit| hit.id).collect()
}

#[tokio::test]
async fn vietnamese_is_found_with_and_without_its_marks() {
    let world = World::new().await;
    let refunds =
        chartered(&world, "REFUNDS", "Hoàn tiền trong ba ngày", "Khách không phải hỏi lần thứ hai").await;
    for query in ["hoan tien", "Hoàn tiền", "HOÀN", "hoa", "tien hoan", "khach hoi", "lần thứ hai", "refunds"]
    {
        assert_eq!(ids(&world, query).await, [refunds.0], "{query}");
    }
    for query in ["hoan phi", "oan", "tiente"] {
        assert!(ids(&world, query).await.is_empty(), "{query}");
    }
}

#[tokio::test]
async fn what_tells_most_comes_first() {
    let world = World::new().await;
    let by_purpose = chartered(&world, "A", "Calls", "Refunds without asking").await;
    let begun = chartered(&world, "B", "Refundable fares", "Fares").await;
    let by_name = chartered(&world, "C", "The refund", "Money").await;
    let by_code = chartered(&world, "REFUND", "Money back", "Money").await;
    assert_eq!(ids(&world, "refund").await, [by_code.0, by_name.0, begun.0, by_purpose.0]);
    let hits = find(&world, "refund").await;
    let ways: Vec<_> = hits.iter().map(|hit| (hit.found_in, hit.whole)).collect();
    let expected =
        [(FoundIn::Code, true), (FoundIn::Name, true), (FoundIn::Name, false), (FoundIn::Text, false)];
    assert_eq!(ways, expected);
}

#[tokio::test]
async fn every_noun_is_found_by_its_texts_and_kinds_narrow_the_search() {
    let world = World::new().await;
    let initiative = chartered(&world, "REFUNDS", "Quick refunds", "Money back").await;
    let metric = world.metric("PAID").await;
    let found = find(&world, "refunds").await;
    let kinds: Vec<_> = found.iter().map(|hit| (hit.kind, hit.id)).collect();
    assert_eq!(kinds, [(SearchKind::Initiative, initiative.0), (SearchKind::Metric, metric.0)]);
    let only = Search { kinds: vec![SearchKind::Metric], ..words("refunds") };
    let only: Vec<_> = on(&world, "2020-01-01", &only).await.into_iter().map(|hit| hit.id).collect();
    assert_eq!(only, [metric.0]);
    assert_eq!(ids(&world, "customers first").await, [world.program.0]);
    assert_eq!(ids(&world, "nguyen minh").await, [world.administrator.0]);
}

#[tokio::test]
async fn a_search_answers_for_its_point_in_time() {
    let world = World::new().await;
    let initiative = chartered(&world, "A", "Old name", "Purpose").await;
    rename(&world, initiative, "New name", "2021-01-01").await;
    let ids = async |effective: &str, query: &str| {
        let hits = on(&world, effective, &words(query)).await;
        hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    assert_eq!(ids("2020-06-01", "old").await, [initiative.0]);
    assert!(ids("2020-06-01", "new").await.is_empty());
    assert_eq!(ids("2021-06-01", "new").await, [initiative.0]);
    assert!(ids("2021-06-01", "old").await.is_empty());
    let gone = initiative::Command::RecordInError { reason: text("It never was.") };
    world.run(Command::Initiative(Some(initiative), gone)).await.unwrap();
    assert!(ids("2021-06-01", "new").await.is_empty(), "what was recorded in error is not found");
}

#[tokio::test]
async fn only_what_can_be_read_is_looked_through() {
    let world = World::new().await;
    chartered(&world, "A", "Refunds", "Purpose").await;
    let (views, as_of) = (world.ledger.snapshot(), AsOf::head(day("2020-01-01")));
    let nothing = Readable { programs: Vec::new(), organization: false, names: false };
    for query in ["refunds", "customers", "nguyen"] {
        let found = world.ledger.search(&views, &as_of, &nothing, &words(query)).await.unwrap();
        assert!(found.is_empty(), "{query}: {found:?}");
    }
    let other = Search { program: Some(ProgramId(Uuid::nil())), ..words("refunds") };
    assert!(on(&world, "2020-01-01", &other).await.is_empty());
}

#[tokio::test]
async fn nothing_of_a_text_is_found_once_its_key_is_erased() {
    let vault = Arc::new(ForgettingVault::new());
    let world = World::over(vault.clone()).await;
    let before = vault.drawn();
    let initiative = chartered(&world, "ZZ", "Hoàn tiền", "Purpose").await;
    assert_eq!(ids(&world, "hoan tien").await, [initiative.0]);
    vault.erase_drawn_since(before);
    assert!(ids(&world, "hoan tien").await.is_empty());
    assert_eq!(ids(&world, "zz").await, [initiative.0], "its code stays");
    // What was recorded under other keys is found as before.
    assert_eq!(ids(&world, "nguyen").await, [world.administrator.0]);
}

#[tokio::test]
async fn a_person_whose_key_is_erased_is_found_no_more() {
    let vault = Arc::new(ForgettingVault::new());
    let world = World::over(vault.clone()).await;
    let before = vault.drawn();
    let person = world.person("LAN", cxl_domain::role::Role::Reader).await;
    let rename = person::Command::Rename { name: text("Trần Thị Lan"), on: None };
    world.run(Command::Person(Some(person), rename.into())).await.unwrap();
    assert_eq!(ids(&world, "tran lan").await, [person.0]);
    vault.erase_drawn_since(before);
    assert!(ids(&world, "tran").await.is_empty() && ids(&world, "lan").await.is_empty());
}

#[tokio::test]
async fn a_search_without_a_word_or_with_too_many_is_refused() {
    let world = World::new().await;
    let (views, as_of) = (world.ledger.snapshot(), AsOf::head(day("2020-01-01")));
    let readable = everything(&world);
    let error = world.ledger.search(&views, &as_of, &readable, &words(" –…! ")).await.unwrap_err();
    assert!(matches!(error, SearchError::NoWord), "{error}");
    let many = "word ".repeat(MOST_WORDS + 1);
    let error = world.ledger.search(&views, &as_of, &readable, &words(&many)).await.unwrap_err();
    assert!(matches!(error, SearchError::TooManyWords { words } if words == MOST_WORDS + 1), "{error}");
}
