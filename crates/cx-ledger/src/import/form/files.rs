//! The table: every file and every column, in the order in which files are taken.

use super::Need::{Optional, Required};
use super::{Column, FileForm, Need, Subject};

const fn column(name: &'static str, need: Need, what: &'static str, example: &'static str) -> Column {
    Column { name, need, what, example }
}

const PROGRAM: Column = column("program", Required, "Code of the program.", "RETAIL");
const INITIATIVE: Column = column("initiative", Required, "Code of the initiative.", "REFUNDS");
const METRIC: Column = column("metric", Required, "Code of the metric.", "NPS");
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
pub(in crate::import) static FILES: &[FileForm] = &[
    FileForm {
        subject: Subject::Departments,
        name: "departments.csv",
        what: "One department a row, its parent above it.",
        columns: &[
            column("code", Required, "Its code, unique in the organization.", "CARE"),
            column("name", Required, "Its name.", "Customer care"),
            column("parent", Optional, "Code of the department above it.", "OPS"),
            column("from", Optional, "The day it was created. Empty: today.", "2015-01-01"),
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["code"],
        together: 0,
        ordered_by: None,
    },
    FileForm {
        subject: Subject::People,
        name: "people.csv",
        what: "One person a row. A person who moved has a row for each department, with the day from which \
               it holds. Name and code are sealed under the person's own key.",
        columns: &[
            column("code", Required, "The person's code, unique in the organization.", "P017"),
            column("name", Required, "The name, as it is from that day on.", "Ana Ruiz"),
            column("department", Optional, "Code of the department. Empty: it stays as it is.", "CARE"),
            column("from", Optional, "The day from which the row holds. Empty: today.", "2019-03-01"),
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["code", "from"],
        together: 1,
        ordered_by: Some("from"),
    },
    FileForm {
        subject: Subject::Programs,
        name: "program.csv",
        what: "One program a row. Needed only where the program is new or changes.",
        columns: &[
            column("code", Required, "Its code, unique in the organization.", "RETAIL"),
            column("name", Required, "Its name.", "Retail customers"),
            column(
                "sponsor",
                Optional,
                "Code of the person who sponsors it. Empty: who imports, if the program is new.",
                "P001",
            ),
            column(
                "zone",
                Optional,
                "IANA time zone of its days. Empty: that of the organization, if the program is new.",
                "Europe/Madrid",
            ),
            column(
                "fiscal_year_start_month",
                Optional,
                "Month in which its fiscal year begins, 1 to 12. Empty: 1, if the program is new.",
                "4",
            ),
            column(
                "begins_on",
                Optional,
                "The day it begins; none of its initiatives begins earlier. Empty: today.",
                "2016-04-01",
            ),
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["code"],
        together: 1,
        ordered_by: None,
    },
    FileForm {
        subject: Subject::Roles,
        name: "roles.csv",
        what: "One role of one person a row.",
        columns: &[
            column("person", Required, "Code of the person.", "P017"),
            column(
                "role",
                Required,
                "`administrator`, `program_lead`, `secretary`, `contributor`, `reader` or `auditor`.",
                "contributor",
            ),
            column("program", Optional, "Code of the program. Empty: the whole organization.", "RETAIL"),
            column("from", Optional, "The first day. Empty: today.", "2020-01-01"),
            column("until", Optional, "The first day without it. Empty: no end is known.", "2022-07-01"),
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["person", "role", "program", "from"],
        together: 0,
        ordered_by: None,
    },
    FileForm {
        subject: Subject::Initiatives,
        name: "initiatives.csv",
        what: "One initiative a row, as it was chartered. Later owners stand in `owners.csv`.",
        columns: &[
            PROGRAM,
            column("code", Required, "Its code, unique in the program.", "REFUNDS"),
            column("name", Required, "Its name.", "Refunds within three days"),
            column("purpose", Required, "What it is for.", "Nobody has to ask twice for their money"),
            column("owner", Optional, "Code of its first owner. Empty: vacant.", "P017"),
            column("from", Optional, "The day it begins. Empty: today.", "2020-01-01"),
            AUTHORITY_SHA256,
            AUTHORITY_TITLE,
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["program", "code"],
        together: 2,
        ordered_by: None,
    },
    FileForm {
        subject: Subject::Owners,
        name: "owners.csv",
        what: "One change of owner a row.",
        columns: &[
            PROGRAM,
            INITIATIVE,
            column("owner", Optional, "Code of the new owner. Empty: vacant from that day on.", "P023"),
            column("from", Required, "The first day.", "2022-07-01"),
            AUTHORITY_SHA256,
            AUTHORITY_TITLE,
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["program", "initiative", "from"],
        together: 2,
        ordered_by: Some("from"),
    },
    FileForm {
        subject: Subject::Metrics,
        name: "metrics.csv",
        what: "One definition of a metric a row. A second definition has a row of its own, with \
               `definition_version` 2 and the day from which it counts.",
        columns: &[
            PROGRAM,
            column("code", Required, "Its code, unique in the program.", "NPS"),
            column("name", Required, "Its name.", "Would recommend us"),
            column(
                "kind",
                Required,
                "`nps`, `csat`, `ces`, `proportion`, `retention`, `churn`, `avoidable_contact_rate`, \
                 `rate`, `count`, `mean`, `money` or `employee_engagement`.",
                "nps",
            ),
            column(
                "direction",
                Required,
                "Which way it gets better: `increase`, `decrease` or `neutral`.",
                "increase",
            ),
            column("unit", Optional, "Code of what it counts in.", "POINTS"),
            column("rhythm", Required, "`day`, `week`, `month`, `quarter` or `year`.", "month"),
            column(
                "due_within_days",
                Optional,
                "Within how many days after the end of a period its reading is due.",
                "14",
            ),
            column("definition_version", Optional, "1, 2, … Empty: 1.", "1"),
            column("definition", Required, "What is counted, and how.", "Share of 9 and 10 minus …"),
            column("accountable", Optional, "Code of the person who answers for it.", "P017"),
            column(
                "headline_channel",
                Optional,
                "Channel of the series by which the metric is judged. All three empty: the readings \
                 without channel, segment and source.",
                "APP",
            ),
            column("headline_segment", Optional, "Segment of that series.", "PREMIUM"),
            column("headline_source", Optional, "Source of that series.", "SURVEY"),
            column(
                "from",
                Optional,
                "The day from which the row counts; of version 1 the day the metric begins. Empty: today.",
                "2018-01-01",
            ),
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["program", "code", "definition_version"],
        together: 2,
        ordered_by: Some("from"),
    },
    FileForm {
        subject: Subject::Targets,
        name: "targets.csv",
        what: "One target a row. Another value for the same first day replaces it.",
        columns: &[
            PROGRAM,
            METRIC,
            column("value", Required, "The value to reach; shares as 0.95, not 95.", "45"),
            column("from", Required, "The first day.", "2021-01-01"),
            column("until", Optional, "The first day on which it no longer holds.", "2022-01-01"),
            column("reason", Optional, "Why this one.", "Best of the sector in 2020"),
            AUTHORITY_SHA256,
            AUTHORITY_TITLE,
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["program", "metric", "from"],
        together: 2,
        ordered_by: Some("from"),
    },
    FileForm {
        subject: Subject::Links,
        name: "links.csv",
        what: "One metric of one initiative a row.",
        columns: &[
            PROGRAM,
            INITIATIVE,
            METRIC,
            column("role", Required, "`primary`, `process` or `balancing`.", "primary"),
            column(
                "from",
                Optional,
                "From which day. Empty: from the beginning of the initiative.",
                "2020-01-01",
            ),
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["program", "initiative", "metric", "from"],
        together: 2,
        ordered_by: Some("from"),
    },
    FileForm {
        subject: Subject::Readings,
        name: "readings.csv",
        what: "One period of one series a row, with one of these: `value`; `numerator` and `denominator`; \
               `promoters`, `passives` and `detractors`; `steps`. Numbers have a point before decimals and \
               no other marks. Leave a period without figures out.",
        columns: &[
            PROGRAM,
            METRIC,
            column("definition_version", Optional, "By which definition. Empty: 1.", "1"),
            column("channel", Optional, "Code of the channel. Empty: all together.", "APP"),
            column("segment", Optional, "Code of the segment. Empty: all together.", "PREMIUM"),
            column("source", Optional, "Code of the source. Empty: not told apart.", "SURVEY"),
            column("period_from", Required, "First day of the period.", "2021-01-01"),
            column("period_to", Required, "Last day of the period.", "2021-01-31"),
            column("value", Optional, "The value, where nothing finer is known; shares as 0.95.", "41"),
            column("numerator", Optional, "The part, the events or the total.", "1740"),
            column("denominator", Optional, "The whole, the exposure or the number. Not 0.", "2000"),
            column("promoters", Optional, "Answers of 9 and 10.", "120"),
            column("passives", Optional, "Answers of 7 and 8.", "60"),
            column("detractors", Optional, "Answers of 0 to 6.", "20"),
            column("steps", Optional, "Answers to each step, the lowest first, `|` between.", "3|5|10|40|42"),
            column("n", Optional, "How many answered, if the figures do not tell.", "200"),
            column("invited", Optional, "How many were asked.", "900"),
            column("standard_deviation", Optional, "Among those who answered.", "1.25"),
            column("status", Optional, "`provisional` or `final`. Empty: `final`.", "final"),
            column(
                "irregular",
                Optional,
                "`yes` if the period is meant to be no period of the metric's rhythm.",
                "no",
            ),
            column(
                "restatement_reason",
                Optional,
                "Why the figures differ from those stated before: `source_revised`, \
                 `provisional_to_final`, `source_error` or `definition`. Empty: what \
                 `--restatement-reason` says. A return to figures that others have replaced needs it.",
                "source_revised",
            ),
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &[
            "program",
            "metric",
            "definition_version",
            "channel",
            "segment",
            "source",
            "period_from",
            "period_to",
            "published_on",
        ],
        together: 2,
        ordered_by: None,
    },
    FileForm {
        subject: Subject::Improvements,
        name: "improvements.csv",
        what: "One improvement a row; it is known by its title. Another `due_on` moves its date.",
        columns: &[
            PROGRAM,
            INITIATIVE,
            column("title", Required, "What is fixed.", "Refunds are paid by machine"),
            column(
                "metric",
                Optional,
                "Code of the metric that should move. Empty: the primary one of the initiative.",
                "NPS",
            ),
            column("started_on", Required, "The day it began.", "2021-03-01"),
            column("due_on", Optional, "The day on which it is due.", "2021-09-30"),
            column("delivered_on", Optional, "The day it was delivered.", "2021-10-12"),
            column("abandoned_on", Optional, "The day it was given up.", "2021-08-01"),
            column(
                "reason",
                Optional,
                "Why it was given up, or why its date moves; needed for both.",
                "The supplier left the market",
            ),
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["program", "initiative", "title"],
        together: 2,
        ordered_by: None,
    },
    FileForm {
        subject: Subject::Evidence,
        name: "evidence.csv",
        what: "One piece of evidence a row; it is known by all columns from `program` to `summary`.",
        columns: &[
            PROGRAM,
            column("practice", Required, "The practice of the maturity model that it shows.", "R1"),
            column(
                "initiatives",
                Optional,
                "Codes of the initiatives that it speaks for, `;` between. Empty: all of the program, for \
                 a practice of the program.",
                "REFUNDS",
            ),
            column("from", Required, "The first day that it covers.", "2021-01-01"),
            column("to", Required, "The last day that it covers.", "2021-03-31"),
            column("summary", Required, "What it shows, in a few sentences.", "212 complaints sorted"),
            column("provided_by", Optional, "Code of who provided it. Empty: who imports.", "P017"),
            column(
                "accepted_by",
                Optional,
                "Code of who accepted it: somebody else, and only with `published_on`. Empty: it awaits \
                 acceptance.",
                "P001",
            ),
            PUBLISHED_ON,
            SOURCE_DOCUMENT,
        ],
        key: &["program", "practice", "initiatives", "from", "to", "summary"],
        together: 3,
        ordered_by: None,
    },
];
