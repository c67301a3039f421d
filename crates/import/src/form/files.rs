//! The table: every file and every column, in the order in which files are taken.

mod committees;
mod decisions;
mod ecosystem;
mod initiatives;
mod journeys;
mod maturity;
mod metrics;
mod names;
mod organization;
mod program;
mod voice;

use super::Need::{Optional, Required};
use super::{Column, FileForm, Need, Subject};

const fn column(name: &'static str, need: Need, what: &'static str, example: &'static str) -> Column {
    Column { name, need, what, example }
}

const PROGRAM: Column = column("program", Required, "Code of the program.", "RETAIL");
const INITIATIVE: Column = column("initiative", Required, "Code of the initiative.", "REFUNDS");
const METRIC: Column = column("metric", Required, "Code of the metric.", "NPS");
const JOURNEY: Column = column("journey", Required, "Code of the journey.", "RETURNS");
const SPOT: Column = column(
    "spot",
    Optional,
    "Code of the stage, touchpoint or hand-off on its map. Empty: the whole journey.",
    "HOTLINE",
);
const PUBLISHED_ON: Column = column(
    "published_on",
    Optional,
    "Makes the row backfill: the day on which its source made it known. Not after today, and not before a \
     period, a delivery or what evidence covers is over. Empty: the row is known from the moment of the \
     import.",
    "2021-02-05",
);
const SOURCE_DOCUMENT: Column = column(
    "source_document",
    Optional,
    "Where that was published: the document's code, its SHA-256 (64 hexadecimal digits), or both with a \
     blank between. Only with `published_on`.",
    "SURVEY-2021-01",
);
const DECISION_RULE: Column = column(
    "decision_rule",
    Optional,
    "How it decides: `chair_decides`, `majority` or `consensus`.",
    "majority",
);
const THRESHOLD: Column = column(
    "threshold",
    Optional,
    "Of a majority: `more_than_half`, `two_thirds`, `three_quarters` or `unanimous`. Empty: more than \
     half of the votes cast.",
    "two_thirds",
);
const TIE: Column = column(
    "tie",
    Optional,
    "Of a majority: `chair_decides` or `undecided`. Empty: the chair decides.",
    "chair_decides",
);
const OWNERS_VOTE: Column = column(
    "owners_vote",
    Optional,
    "`yes` if who owns a matter votes on it all the same. Empty: they recuse.",
    "no",
);
const AUTHORITY_SHA256: Column = column(
    "authority_sha256",
    Optional,
    "The document by whose authority it was done: its SHA-256. Empty: it shows as without decision.",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
);
const AUTHORITY_TITLE: Column = column(
    "authority_title",
    Optional,
    "That document's number or title. Only with `authority_sha256`.",
    "Minutes 2020/3",
);

/// Every file, in the order in which they are taken: what a file refers to stands in those above it.
pub(crate) static FILES: &[FileForm] = &[
    organization::ORGANIZATION,
    organization::DEPARTMENTS,
    organization::PEOPLE,
    program::PROGRAMS,
    program::CODES,
    program::GOALS,
    organization::ROLES,
    committees::COMMITTEES,
    committees::MEMBERSHIPS,
    initiatives::INITIATIVES,
    initiatives::OWNERS,
    initiatives::TURNS,
    initiatives::SUCCESSIONS,
    committees::OVERSIGHT,
    metrics::METRICS,
    names::NAMES,
    metrics::TARGETS,
    metrics::CONTROL_STATEMENTS,
    metrics::REBASES,
    metrics::BRIDGES,
    initiatives::LINKS,
    metrics::READINGS,
    initiatives::IMPROVEMENTS,
    maturity::EVIDENCE,
    maturity::NOT_APPLICABLE,
    maturity::MATURITY_TARGETS,
    journeys::JOURNEYS,
    journeys::TOUCHPOINTS,
    journeys::HAND_OFFS,
    journeys::PLACES,
    voice::PAIN_POINTS,
    voice::INSIGHTS,
    ecosystem::ECOSYSTEM,
    ecosystem::BENEFITS,
    committees::MEETINGS,
    committees::ACTIONS,
    decisions::DECISIONS,
    decisions::REPORTS,
    decisions::EXPLANATIONS,
    decisions::ACKNOWLEDGMENTS,
    metrics::FLAG_CLEARINGS,
];
