//! postgres-es, over a PostgreSQL cluster that is made for the run and thrown away.

mod cluster;

use std::collections::BTreeMap;

use cqrs_es::Aggregate as _;
use cqrs_es::persist::PersistedEventRepository as _;
use postgres_es::PostgresEventRepository;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Pool, Postgres};
use tokio::runtime::Builder;

use super::payload::{BODY, META, TYPE};
use super::protocol::{Described, Outcome, Peer, Place};
use super::stream::{Metric, SPREAD, Sample, VERSION, quoted, standing, streams};
use super::version;
use super::writers::{Store, Writers};
use cluster::Cluster;

/// As many as the default pool of the crate has.
const CONNECTIONS: u32 = 10;

/// The table as the crate documents it.
const TABLE: &str = "
    CREATE TABLE events (
        aggregate_type text NOT NULL,
        aggregate_id text NOT NULL,
        sequence bigint CHECK (sequence >= 0) NOT NULL,
        event_type text NOT NULL,
        event_version text NOT NULL,
        payload json NOT NULL,
        metadata json NOT NULL,
        PRIMARY KEY (aggregate_type, aggregate_id, sequence)
    )";

/// Opens a log of the wanted size.
pub(super) fn open(place: &Place) -> Outcome<impl Peer + use<>> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let cluster = Cluster::start(&place.folder)?;
    let (pool, described) = runtime.block_on(async {
        let options =
            PgConnectOptions::new().socket(cluster.socket()).username(cluster::USER).database("postgres");
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await?;
        fill(&pool, place).await?;
        let described = described(&pool).await?;
        Outcome::Ok((pool, described))
    })?;
    let events = PostgresEventRepository::new(pool);
    let store = Repository { events, sample: Sample::parsed()?, _cluster: cluster };
    Ok(Writers::new(runtime, (store, described), standing(place)))
}

struct Repository {
    events: PostgresEventRepository,
    sample: Sample,
    /// Stops last.
    _cluster: Cluster,
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

async fn fill(pool: &Pool<Postgres>, place: &Place) -> Outcome<()> {
    sqlx::raw_sql(TABLE).execute(pool).await?;
    let (size, streams) = (place.size, streams(place));
    let [kind, type_name, version, body, meta] = [Metric::TYPE, TYPE, VERSION, BODY, META].map(quoted);
    let rows = format!(
        "INSERT INTO events SELECT {kind},
             lpad(to_hex((n % {streams}) * {SPREAD} % 4294967296), 8, '0') || '-0000-4000-8000-000000000000',
             n / {streams} + 1, {type_name}, {version}, {body}, {meta}
         FROM generate_series(0::bigint, {size}::bigint - 1) AS numbers (n)"
    );
    sqlx::raw_sql(&rows).execute(pool).await?;
    // Otherwise it would be done of its own accord in the middle of somebody's round.
    for settle in ["VACUUM ANALYZE events", "CHECKPOINT"] {
        sqlx::raw_sql(settle).execute(pool).await?;
    }
    Ok(())
}

async fn described(pool: &Pool<Postgres>) -> Outcome<Described> {
    let mut settings = BTreeMap::from([("connections".to_owned(), CONNECTIONS.to_string())]);
    for name in ["fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers"] {
        let value: String = sqlx::query_scalar(&format!("SHOW {name}")).fetch_one(pool).await?;
        settings.insert(name.to_owned(), value);
    }
    let server: String = sqlx::query_scalar("SHOW server_version").fetch_one(pool).await?;
    Ok(Described {
        versions: format!("postgres-es {}, PostgreSQL {server}", version("postgres-es")),
        path: "PersistedEventRepository::persist, one event at the next sequence, no snapshot".to_owned(),
        settings,
    })
}
