//! A small ledger that is spoken to in GraphQL alone, with a clock that stands until it is moved.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_graphql::{Request, Variables};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use cxl_domain::code::Code;
use cxl_domain::id::{CommandId, PersonId};
use cxl_domain::text::Text;
use cxl_graphql::{CursorKey, LedgerSchema, execute, schema};
use cxl_ledger::{Founding, Ledger, OpenOptions};
use cxl_store::attachments::AttachmentFolder;
use cxl_store::meta::Actor;
use cxl_store::{EventStore, MemoryStore, MemoryVault, SeededEntropy};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

/// The id inside a global one.
pub(crate) fn uuid(global: &str) -> Uuid {
    let clear = String::from_utf8(URL_SAFE_NO_PAD.decode(global).unwrap()).unwrap();
    clear.split_once(':').unwrap().1.parse().unwrap()
}

/// A ledger founded on 2024-01-01 in Hanoi, spoken to by its administrator unless said otherwise.
pub(crate) struct World {
    pub(crate) schema: LedgerSchema,
    pub(crate) administrator: PersonId,
    /// Where attached files lie as long as this does.
    pub(crate) files: Arc<AttachmentFolder>,
    _dir: TempDir,
    clock: Arc<AtomicI64>,
    next: AtomicU64,
    used: Mutex<BTreeSet<String>>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::over(Arc::new(MemoryStore::new())).await
    }

    /// The same over a store of one's own.
    pub(crate) async fn over(store: Arc<dyn EventStore>) -> Self {
        let clock = Arc::new(AtomicI64::new(micros("2024-01-01T02:00:00Z")));
        let now = {
            let clock = clock.clone();
            move || DateTime::from_timestamp_micros(clock.load(Ordering::SeqCst)).unwrap()
        };
        let vault = Arc::new(MemoryVault::new(Box::new(SeededEntropy::numbered(1))));
        let dir = TempDir::new().unwrap();
        let entropy = Box::new(SeededEntropy::numbered(3));
        let files = Arc::new(AttachmentFolder::new(dir.path().to_owned(), vault.clone(), entropy));
        let options = OpenOptions { attachments: Some(files.clone()), ..OpenOptions::default() };
        let ledger = Ledger::open(store, vault, Box::new(SeededEntropy::numbered(2)), Arc::new(now), options);
        let ledger = ledger.await.unwrap();
        let founding = Founding {
            name: Text::typed("Songhong Telecom").unwrap(),
            zone: chrono_tz::Asia::Ho_Chi_Minh,
            administrator_code: Code::parse("ADMIN").unwrap(),
            administrator_name: Text::typed("Nguyễn Thị Minh").unwrap(),
            demo: true,
        };
        let administrator = ledger.found(founding, CommandId(Uuid::from_u128(1))).await.unwrap();
        let schema = schema(ledger, CursorKey::new([7; 32]));
        let (next, used) = (AtomicU64::new(1), Mutex::default());
        Self { schema, administrator, files, _dir: dir, clock, next, used }
    }

    /// The same with the program CX, the person LAN who contributes to it, and BINH who leads it.
    pub(crate) async fn with_program() -> Self {
        let world = Self::new().await;
        for (code, name) in [("LAN", "Trần Lan"), ("BINH", "Lê Bình")] {
            world.recorded("registerPerson", json!({ "code": code, "name": name })).await;
        }
        let program = json!({
            "code": "CX", "name": "Customers first", "sponsor": { "code": "ADMIN" },
            "zone": "Asia/Ho_Chi_Minh", "on": "2024-01-01",
        });
        world.recorded("createProgram", program).await;
        for (person, role) in [("LAN", "CONTRIBUTOR"), ("BINH", "PROGRAM_LEAD")] {
            let program = json!({ "code": "CX" });
            let grant = json!({ "person": { "code": person }, "role": role, "program": program });
            world.recorded("grantRole", grant).await;
        }
        world
    }

    /// The same with the initiative REFUNDS and the metric NPS, monthly and better upward.
    pub(crate) async fn with_metric() -> Self {
        let world = Self::with_program().await;
        world.recorded("charterInitiative", charter("REFUNDS")).await;
        world.recorded("defineMetric", define("NPS")).await;
        world
    }

    pub(crate) fn set_clock(&self, instant: &str) {
        self.clock.store(micros(instant), Ordering::SeqCst);
    }

    /// A command id that was not used before.
    pub(crate) fn command_id(&self) -> String {
        let number = u128::from(self.next.fetch_add(1, Ordering::SeqCst));
        Uuid::from_u128(0x018c_c251_f400_7000_8000_0000_0000_0000 | number).to_string()
    }

    /// The person whom a code names.
    pub(crate) async fn person(&self, code: &str) -> PersonId {
        let answer =
            self.ask("query($code: Code!) { person(code: $code) { id } }", json!({ "code": code })).await;
        PersonId(uuid(answer["person"]["id"].as_str().unwrap()))
    }

    /// What a document is answered, errors included.
    pub(crate) async fn send(&self, actor: Option<PersonId>, document: &str, variables: Value) -> Value {
        let request = Request::new(document).variables(Variables::from_json(variables));
        serde_json::to_value(execute(&self.schema, request, actor.map(Actor::person)).await).unwrap()
    }

    /// What the administrator's document is answered; there must be no error.
    pub(crate) async fn ask(&self, document: &str, variables: Value) -> Value {
        let mut answer = self.send(Some(self.administrator), document, variables).await;
        assert!(answer.get("errors").is_none(), "{document}: {answer:#}");
        answer["data"].take()
    }

    /// The member of the result that a person's mutation is answered, with `more` of it than what all
    /// have. An input without `commandId` gets a fresh one.
    pub(crate) async fn select(
        &self,
        actor: PersonId,
        mutation: &str,
        mut input: Value,
        more: &str,
    ) -> Value {
        let fields = input.as_object_mut().unwrap();
        fields.entry("commandId").or_insert_with(|| self.command_id().into());
        self.used.lock().unwrap().insert(mutation.to_owned());
        let kind = mutation[..1].to_uppercase() + &mutation[1..];
        let document = format!(
            "mutation($input: {kind}Input!) {{ result: {mutation}(input: $input) {{ __typename {RESULT} {more} }} }}"
        );
        let mut answer = self.send(Some(actor), &document, json!({ "input": input })).await;
        assert!(answer.get("errors").is_none(), "{mutation}: {answer:#}");
        answer["data"]["result"].take()
    }

    /// The member of the result that a person's mutation is answered.
    pub(crate) async fn mutate_as(&self, actor: PersonId, mutation: &str, input: Value) -> Value {
        self.select(actor, mutation, input, "").await
    }

    /// The same for the administrator.
    pub(crate) async fn mutate(&self, mutation: &str, input: Value) -> Value {
        self.mutate_as(self.administrator, mutation, input).await
    }

    /// The same, which must record something.
    pub(crate) async fn recorded(&self, mutation: &str, input: Value) -> Value {
        let result = self.mutate(mutation, input).await;
        let kind = result["__typename"].as_str().unwrap();
        assert!(kind.ends_with("Recorded"), "{mutation}: {result:#}");
        result
    }

    /// What a bulk of readings is answered: the items in order, and how many failed.
    pub(crate) async fn record_readings(&self, input: Value) -> Value {
        let items = "... on ReadingsAnswered { failed items { __typename
            ... on CommandRecorded { position revision replayed events { type position } }
            ... on CommandError { code path values { name value } } } }";
        let command_error = "... on CommandError { code message path values { name value } }";
        let document = format!(
            "mutation($input: RecordReadingsInput!) {{
                result: recordReadings(input: $input) {{ __typename {items} {command_error} }} }}"
        );
        self.used.lock().unwrap().insert("recordReadings".to_owned());
        self.ask(&document, json!({ "input": input })).await["result"].take()
    }

    /// What a bulk of commands is answered: the items in order, and how many failed. An item without `commandId`
    /// gets a fresh one.
    pub(crate) async fn bulk(&self, mutation: &str, mut items: Vec<Value>) -> Value {
        for item in &mut items {
            item.as_object_mut().unwrap().entry("commandId").or_insert_with(|| self.command_id().into());
        }
        self.used.lock().unwrap().insert(mutation.to_owned());
        let kind = mutation[..1].to_uppercase() + &mutation[1..];
        let document = format!(
            "mutation($input: {kind}Input!) {{ result: {mutation}(input: $input) {{ failed items {{ __typename
                ... on CommandRecorded {{ position replayed }} ... on CommandError {{ code path }} }} }} }}"
        );
        self.ask(&document, json!({ "input": {"items": items} })).await["result"].take()
    }

    /// The id of evidence that a person provides.
    pub(crate) async fn provided(&self, actor: PersonId, input: Value) -> Value {
        let more = "... on EvidenceRecorded { evidence { id } }";
        let mut provided = self.select(actor, "provideEvidence", input, more).await;
        assert_eq!(provided["__typename"], "EvidenceRecorded", "{provided:#}");
        provided["evidence"]["id"].take()
    }

    /// The recorded events of a thing: what `history` selects of each.
    pub(crate) async fn history(&self, of: &Value, select: &str) -> Vec<Value> {
        let document = format!(
            "query($of: ID!) {{ history(of: $of, first: 100) {{ edges {{ node {{ {select} }} }} }} }}"
        );
        let answer = self.ask(&document, json!({ "of": of })).await;
        let edges = answer["history"]["edges"].as_array().unwrap();
        edges.iter().map(|edge| edge["node"].clone()).collect()
    }

    /// Notes that a mutation was sent by another way.
    pub(crate) fn note(&self, mutation: &str) {
        self.used.lock().unwrap().insert(mutation.to_owned());
    }

    /// The mutations that were sent.
    pub(crate) fn used(&self) -> BTreeSet<String> {
        self.used.lock().unwrap().clone()
    }
}

fn micros(instant: &str) -> i64 {
    instant.parse::<DateTime<Utc>>().unwrap().timestamp_micros()
}

/// What every member of every result is asked for.
const RESULT: &str = "
    ... on CommandRecorded { position revision replayed contradictions { kind message event type because }
        events { id type position revision recorded } }
    ... on CommandError { code message remedy vi: message(language: VI) path values { name value } }
    ... on Forbidden { rule }
    ... on Conflict { expectedRevision actualRevision }
    ... on Unavailable { retry }
";

/// The input that charters an initiative of the program CX, owned by nobody.
pub(crate) fn charter(code: &str) -> Value {
    json!({
        "program": { "code": "CX" }, "code": code, "name": "Refunds without asking",
        "purpose": "A refund arrives before the customer asks for it.", "on": "2024-01-01",
    })
}

/// The input that defines a monthly metric of the program CX.
pub(crate) fn define(code: &str) -> Value {
    json!({
        "program": { "code": "CX" }, "code": code, "name": "Would you recommend us",
        "wording": "Asked a week after the purchase.", "kind": "NPS", "direction": "INCREASE",
        "rhythm": "MONTH", "on": "2024-01-01",
    })
}

/// The initiative REFUNDS, as an input refers to it.
pub(crate) fn refunds() -> Value {
    json!({ "code": { "program": "CX", "code": "REFUNDS" } })
}

/// The metric NPS, as an input refers to it.
pub(crate) fn nps() -> Value {
    json!({ "code": { "program": "CX", "code": "NPS" } })
}

/// The fields of a reading of a month of NPS.
pub(crate) fn reading(month: &str, last_day: u32, promoters: u32) -> Value {
    json!({
        "metric": nps(), "series": { "definition": 1 },
        "period": { "from": format!("{month}-01"), "to": format!("{month}-{last_day}") },
        "figures": { "bands": { "promoters": promoters.to_string(), "passives": "20", "detractors": "10" } },
    })
}

/// An input with other fields beside its own or in their place.
pub(crate) fn with(mut input: Value, other: Value) -> Value {
    let (Value::Object(fields), Value::Object(other)) = (&mut input, other) else {
        panic!("inputs are objects")
    };
    fields.extend(other);
    input
}
