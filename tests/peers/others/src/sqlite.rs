//! sqlite-es, with its default pool but for `synchronous`, which is FULL instead of NORMAL.

use std::collections::BTreeMap;

use cqrs_es::Aggregate as _;
use cqrs_es::persist::PersistedEventRepository as _;
use sqlite_es::SqliteEventRepository;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Pool, Row as _, Sqlite};
use tokio::runtime::Builder;

use super::payload::{BODY, META, TYPE};
use super::protocol::{Described, Outcome, Peer, Place};
use super::stream::{Metric, SPREAD, Sample, VERSION, quoted, standing, streams};
use super::version;
use super::writers::{Store, Writers};

/// As many as the default pool has.
const CONNECTIONS: u32 = 10;

/// The table as the crate's migration makes it.
const TABLE: &str = "
    CREATE TABLE events (
        aggregate_type text NOT NULL,
        aggregate_id text NOT NULL,
        sequence integer CHECK (sequence >= 0) NOT NULL,
        event_type text NOT NULL,
        event_version text NOT NULL,
        payload text NOT NULL,
        metadata text NOT NULL,
        PRIMARY KEY (aggregate_type, aggregate_id, sequence)
    ) STRICT";

/// Opens a log of the wanted size.
pub(super) fn open(place: &Place) -> Outcome<impl Peer + use<>> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let (pool, sqlite, settings) = runtime.block_on(async {
        let options = SqliteConnectOptions::new()
            .filename(place.folder.join("events.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await?;
        fill(&pool, place).await?;
        let sqlite: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&pool).await?;
        let settings = settings(&pool).await?;
        Outcome::Ok((pool, sqlite, settings))
    })?;
    let described = Described {
        versions: format!("sqlite-es {}, SQLite {}", version("sqlite-es"), sqlite),
        path: "PersistedEventRepository::persist, one event at the next sequence, no snapshot".to_owned(),
        settings,
    };
    let store = Repository { events: SqliteEventRepository::new(pool), sample: Sample::parsed()? };
    Ok(Writers::new(runtime, (store, described), standing(place)))
}

struct Repository {
    events: SqliteEventRepository,
    sample: Sample,
}

impl Store for Repository {
    type Place = u64;

    async fn append(&self, stream: u32, last: &mut u64) -> Outcome<()> {
        let next = *last + 1;
        let event = self.sample.event(stream, usize::try_from(next)?);
        self.events.persist::<Metric>(&[event], None).await?;
        *last = next;
        Ok(())
    }
}

async fn fill(pool: &Pool<Sqlite>, place: &Place) -> Outcome<()> {
    sqlx::raw_sql(TABLE).execute(pool).await?;
    let (size, streams) = (place.size, streams(place));
    let [kind, type_name, version, body, meta] = [Metric::TYPE, TYPE, VERSION, BODY, META].map(quoted);
    let rows = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 0 WHERE {size} > 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {size})
         INSERT INTO events SELECT {kind},
             printf('%08x-0000-4000-8000-000000000000', (n % {streams}) * {SPREAD} % 4294967296),
             n / {streams} + 1, {type_name}, {version}, {body}, {meta} FROM numbers"
    );
    sqlx::raw_sql(&rows).execute(pool).await?;
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(pool).await?;
    Ok(())
}

/// What decides durability, read back.
async fn settings(pool: &Pool<Sqlite>) -> Outcome<BTreeMap<String, String>> {
    let mut settings = BTreeMap::from([("connections".to_owned(), CONNECTIONS.to_string())]);
    for name in ["synchronous", "journal_mode", "page_size"] {
        let row = sqlx::query(&format!("PRAGMA {name}")).fetch_one(pool).await?;
        let value = row.try_get::<i64, _>(0).map(|number| number.to_string());
        settings.insert(name.to_owned(), value.or_else(|_| row.try_get(0))?);
    }
    Ok(settings)
}
