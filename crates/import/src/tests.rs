//! Whole imports, from files to answers, into a ledger in memory.

mod again;
mod broken_off;
mod changes;
mod committees;
mod coverage;
mod decisions;
mod dialects;
mod discipline;
mod evidence;
mod example;
mod files;
mod given_back;
mod journeys;
mod names;
mod practices;
mod rows;
mod whole;
mod workbooks;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use clap::Parser;
use cxl_domain::code::Code;
use cxl_domain::id::{CommandId, InitiativeId, MetricId, PersonId, ProgramId};
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;
use cxl_ledger::{Founding, Ledger, OpenOptions, TextAt, TextValue};
use cxl_store::{EventStore, MemoryStore, MemoryVault, SeededEntropy, Vault};
use indicatif::ProgressBar;
use tempfile::TempDir;
use uuid::Uuid;

use super::{Around, ImportArgs, Report, Source};

#[derive(Debug, Parser)]
struct Cli {
    #[command(flatten)]
    import: ImportArgs,

    /// What the program takes beside a folder.
    #[arg(long)]
    jsonl: Option<PathBuf>,
}

/// A founded ledger and a folder to import into it.
struct World {
    ledger: Arc<Ledger>,
    folder: TempDir,
}

static DRAWN: AtomicU64 = AtomicU64::new(1 << 40);

const AROUND: Around<'static> = Around { draw: &draw, bar: &|_, _| ProgressBar::hidden() };

fn draw() -> Uuid {
    Uuid::from_u128(u128::from(DRAWN.fetch_add(1, Ordering::Relaxed)))
}

/// 15 January 2026, and a millisecond later each time anybody asks.
fn now() -> DateTime<Utc> {
    static MILLIS: AtomicI64 = AtomicI64::new(1_768_435_200_000);
    DateTime::from_timestamp_millis(MILLIS.fetch_add(1, Ordering::Relaxed)).unwrap()
}

/// The ledger over a log, founded if it is not.
async fn open(store: Arc<dyn EventStore>, vault: Arc<dyn Vault>) -> Arc<Ledger> {
    let entropy = Box::new(SeededEntropy::numbered(DRAWN.fetch_add(1, Ordering::Relaxed)));
    let ledger = Ledger::open(store, vault, entropy, Arc::new(now), OpenOptions::default()).await.unwrap();
    if !ledger.snapshot().is_founded() {
        let founding = Founding {
            name: Text::typed("Acme").unwrap(),
            zone: chrono_tz::Europe::Madrid,
            administrator_code: code("ADMIN"),
            administrator_name: Text::typed("Ada Min").unwrap(),
            demo: true,
        };
        ledger.found(founding, CommandId(Uuid::from_u128(1))).await.unwrap();
    }
    ledger
}

fn vault() -> Arc<dyn Vault> {
    Arc::new(MemoryVault::new(Box::new(SeededEntropy::numbered(7))))
}

impl World {
    async fn new() -> Self {
        let ledger = open(Arc::new(MemoryStore::new()), vault()).await;
        Self { ledger, folder: tempfile::tempdir().unwrap() }
    }

    /// With a program RETAIL, an initiative REFUNDS and metrics NPS and WAIT.
    async fn with_a_program() -> Self {
        let world = Self::new().await;
        world.write("people.csv", "code,name,from\nANA,Ana Ruiz,2015-01-01\nBEN,Ben Ode,2015-01-01\n");
        world.write("program.csv", "code,name,begins_on\nRETAIL,Retail customers,2015-01-01\n");
        let initiatives =
            "program,code,name,purpose,from\nRETAIL,REFUNDS,Refunds,Nobody asks twice,2020-01-01\n";
        world.write("initiatives.csv", initiatives);
        world.write(
            "metrics.csv",
            "program,code,name,kind,direction,rhythm,definition,from\n\
             RETAIL,NPS,Would recommend us,nps,increase,month,9 and 10 less 0 to 6,2015-01-01\n\
             RETAIL,WAIT,Answered in time,proportion,increase,month,Answered within a minute,2015-01-01\n",
        );
        world.imports().await;
        for file in ["people.csv", "program.csv", "initiatives.csv", "metrics.csv"] {
            fs::remove_file(world.folder.path().join(file)).unwrap();
        }
        world
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.folder.path().join(name), content).unwrap();
    }

    /// Writes one reading file of the usual columns and imports it.
    async fn readings(&self, rows: &[&str]) -> Report {
        let header = "program,metric,period_from,period_to,value,restatement_reason,published_on";
        self.write("readings.csv", format!("{header}\n{}\n", rows.join("\n")));
        self.import(&[]).await
    }

    async fn import(&self, options: &[&str]) -> Report {
        self.told(options).await.unwrap().0
    }

    /// Imports the folder; no row may be rejected.
    #[track_caller]
    fn imports(&self) -> impl Future<Output = Report> + '_ {
        let caller = std::panic::Location::caller();
        async move {
            let report = self.import(&[]).await;
            assert_eq!(rejected(&report), [""; 0], "at {caller}");
            report
        }
    }

    async fn told(&self, options: &[&str]) -> anyhow::Result<(Report, String)> {
        import(&self.ledger, self.folder.path(), options).await
    }

    /// Imports one file, takes it away, and tells what it brought and what was wrong with it.
    async fn row(&self, name: &str, header: &str, row: &str) -> (usize, Vec<String>) {
        self.write(name, format!("{header}\n{row}\n"));
        let report = self.import(&[]).await;
        fs::remove_file(self.folder.path().join(name)).unwrap();
        (report.events(), rejected(&report))
    }

    /// Why the folder can't be imported at all.
    async fn refused(&self) -> String {
        let len = self.ledger.snapshot().len;
        let error = format!("{:#}", self.told(&[]).await.unwrap_err());
        assert_eq!(self.ledger.snapshot().len, len, "something was recorded");
        error
    }

    fn program(&self) -> ProgramId {
        self.ledger.snapshot().program_by_code(&code("RETAIL"), &ever()).unwrap()
    }

    fn initiative(&self, of: &str) -> InitiativeId {
        self.ledger.snapshot().initiative_by_code(self.program(), &code(of), &ever()).unwrap()
    }

    fn metric(&self, of: &str) -> MetricId {
        self.ledger.snapshot().metric_by_code(self.program(), &code(of), &ever()).unwrap()
    }

    async fn person(&self, of: &str) -> PersonId {
        self.ledger.person_by_code(&code(of), &ever()).await.unwrap().unwrap()
    }

    async fn text(&self, at: TextAt) -> String {
        match self.ledger.texts(&[at]).await.unwrap().remove(0) {
            TextValue::Clear(text) => text.to_string(),
            other => panic!("{other:?}"),
        }
    }
}

async fn import(ledger: &Arc<Ledger>, folder: &Path, options: &[&str]) -> anyhow::Result<(Report, String)> {
    let arguments = ["import", folder.to_str().unwrap()].into_iter().chain(options.iter().copied());
    let args = Cli::try_parse_from(arguments)?.import;
    let mut out = Vec::new();
    let report = super::run(&args, &Source::read(&args)?, ledger, AROUND, &mut out).await?;
    Ok((report, String::from_utf8(out).unwrap()))
}

/// Writes a template; answers what was told.
fn template(path: &Path, options: &[&str]) -> anyhow::Result<String> {
    let arguments =
        ["import", "--template", path.to_str().unwrap()].into_iter().chain(options.iter().copied());
    let args = Cli::try_parse_from(arguments)?.import;
    let mut out = Vec::new();
    super::write_template(&args, path, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

/// The rejected rows: `file:line:column: reason`.
fn rejected(report: &Report) -> Vec<String> {
    let of_file = |file: &super::FileReport| {
        let name = &file.name;
        let told = file.rejected.iter().map(move |row| {
            let column = row.column.unwrap_or_default();
            format!("{name}:{}:{column}: {}", row.line, row.reason)
        });
        told.collect::<Vec<_>>()
    };
    report.files.iter().flat_map(of_file).collect()
}

fn code(of: &str) -> Code {
    Code::parse(of).unwrap()
}

fn ever() -> AsOf {
    AsOf::head(NaiveDate::MAX)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The files that most imports have, with a row or more each.
const WHOLE: [(&str, &str); 19] = [
    (
        "departments.csv",
        "code,name,parent,from\nOPS,Operations,,2015-01-01\nCARE,Customer care,OPS,2015-01-01\n",
    ),
    (
        "people.csv",
        "code,name,department,from\nANA,Ana Ruiz,CARE,2021-01-01\nANA,Ana Ruiz,OPS,2015-01-01\n\
         BEN,Ben Ode,,2015-01-01\n",
    ),
    (
        "program.csv",
        "code,name,sponsor,zone,fiscal_year_start_month,begins_on\n\
         RETAIL,Retail customers,BEN,Europe/Madrid,4,2015-01-01\n",
    ),
    (
        "roles.csv",
        "person,role,program,from,until\nANA,contributor,RETAIL,2020-01-01,\nBEN,reader,,2020-01-01,2022-01-01\n",
    ),
    (
        "committees.csv",
        "program,code,name,from,rhythm,due_within_days,quorum,decision_rule,threshold,tie,owners_vote,\
         dissolved_on,reason\n\
         RETAIL,STEER,Steering committee,2019-01-01,quarter,14,2,majority,two_thirds,undecided,yes,,\n\
         RETAIL,STEER,Steering committee,2021-01-01,month,7,3,consensus,,,,,\n\
         RETAIL,BOARD,Board,2018-01-01,,,,,,,,2023-01-01,Merged\n",
    ),
    (
        "memberships.csv",
        "program,committee,person,role,department,from,until\n\
         RETAIL,STEER,ANA,chair,CARE,2019-01-01,2020-01-01\nRETAIL,STEER,BEN,chair,,2020-01-01,\n",
    ),
    (
        "initiatives.csv",
        "program,code,name,purpose,owner,committee,from,authority_sha256,authority_title\n\
         RETAIL,REFUNDS,Refunds,Nobody asks twice,ANA,BOARD,2020-01-01,\
         9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,Minutes 2020/3\n\
         RETAIL,CALLS,\"Calls, answered\",Nobody waits,,,2020-01-01,,\n",
    ),
    (
        "owners.csv",
        "program,initiative,owner,from\nRETAIL,REFUNDS,,2022-01-01\nRETAIL,REFUNDS,BEN,2021-01-01\n",
    ),
    (
        "turns.csv",
        "program,initiative,turn,from,reason,lesson\n\
         RETAIL,REFUNDS,paused,2020-11-01,No budget,\nRETAIL,REFUNDS,resumed,2020-12-01,,\n\
         RETAIL,CALLS,stopped,2020-07-01,Merged,Ask the counters first\nRETAIL,CALLS,reopened,2021-01-01,A budget,\n\
         RETAIL,CALLS,sustain,2022-01-01,,\n",
    ),
    ("successions.csv", "program,initiative,predecessor,from\nRETAIL,REFUNDS,CALLS,2023-01-01\n"),
    ("oversight.csv", "program,initiative,committee,from\nRETAIL,REFUNDS,STEER,2022-06-01\n"),
    (
        "metrics.csv",
        "program,code,name,kind,direction,rhythm,due_within_days,definition_version,definition,accountable,\
         headline_source,from\n\
         RETAIL,NPS,Would recommend us,nps,increase,month,14,1,9 and 10 less 0 to 6,ANA,SURVEY,2015-01-01\n\
         RETAIL,NPS,Would recommend us,nps,increase,month,14,2,The same among members,ANA,SURVEY,2022-01-01\n",
    ),
    (
        "targets.csv",
        "program,metric,value,from,until,reason\nRETAIL,NPS,45,2021-01-01,2022-01-01,Best of 2020\n",
    ),
    ("links.csv", "program,initiative,metric,role\nRETAIL,REFUNDS,NPS,primary\n"),
    (
        "readings.csv",
        "program,metric,source,period_from,period_to,promoters,passives,detractors,published_on,source_document\n\
         RETAIL,NPS,SURVEY,2021-01-01,2021-01-31,120,60,20,2021-02-05,S-2021-01\n\
         RETAIL,NPS,SURVEY,2021-02-01,2021-02-28,110,60,30,,\n",
    ),
    (
        "improvements.csv",
        "program,initiative,title,metric,started_on,due_on,delivered_on,abandoned_on,reason\n\
         RETAIL,REFUNDS,Paid by machine,NPS,2020-03-01,2020-09-30,2020-10-12,,\n\
         RETAIL,REFUNDS,Fewer forms,,2020-03-01,,,2020-05-01,Nobody filled them in\n",
    ),
    (
        "evidence.csv",
        "program,practice,initiatives,from,to,summary,provided_by,accepted_by,published_on,withdrawn_because,\
         withdrawn_on\n\
         RETAIL,R1,REFUNDS,2021-01-01,2021-03-31,212 complaints sorted,ANA,BEN,2021-04-02,Another year,\
         2021-06-10\n\
         RETAIL,E1,,2021-01-01,2021-03-31,Read by all shops,,,,,\n",
    ),
    (
        "meetings.csv",
        "program,code,committee,name,on,held,chair,present,excused,absent,resolutions,minutes_number,minutes_sha256,\
         minutes,minuted_by,confirmed,published_on\n\
         RETAIL,2021-Q1,STEER,First quarter,2021-04-12,yes,,BEN;ANA,,,Refunds come first|Calls wait,2021-1,\
         9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,Refunds were discussed,ANA,yes,\
         2021-04-20\n\
         RETAIL,2026-Q1,STEER,First quarter,2026-04-12,,,,,,,,,,,,\n",
    ),
    (
        "actions.csv",
        "program,meeting,task,owner,due_on,initiative,done_on,dropped_on,reason,published_on\n\
         RETAIL,2021-Q1,Ask the bank,ANA,2021-05-31,REFUNDS,2021-05-20,,The bank agrees,2021-06-01\n\
         RETAIL,2021-Q1,Print forms,BEN,2021-05-31,,,2021-05-01,Nobody prints,2021-06-01\n\
         RETAIL,2021-Q1,Call back,BEN,2021-06-30,,,,,2021-06-01\n",
    ),
];

impl World {
    fn write_whole(&self) {
        for (name, content) in WHOLE {
            self.write(name, content);
        }
    }
}
