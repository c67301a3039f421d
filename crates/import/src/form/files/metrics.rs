//! The files about metrics: definitions, targets, who can move them, readings.

use super::{
    AUTHORITY_SHA256, AUTHORITY_TITLE, FileForm, METRIC, Optional, PROGRAM, PUBLISHED_ON, Required,
    SOURCE_DOCUMENT, Subject, column,
};
use crate::form::Column;

const DEFINITION_VERSION: Column =
    column("definition_version", Optional, "By which definition. Empty: 1.", "1");
const CHANNEL: Column = column("channel", Optional, "Code of the channel. Empty: all together.", "APP");
const SEGMENT: Column = column("segment", Optional, "Code of the segment. Empty: all together.", "PREMIUM");
const SOURCE: Column = column("source", Optional, "Code of the source. Empty: not told apart.", "SURVEY");

pub(super) const METRICS: FileForm = FileForm {
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
        column("goal", Optional, "Code of the strategic goal that it carries out.", "LOYAL"),
        column(
            "purpose",
            Optional,
            "What it is used for, `;` between: `strategy`, `improvement`, `operation`, `context`, \
             `appraisal` or `pay`.",
            "strategy",
        ),
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
    ordered_by: &["from"],
};

pub(super) const TARGETS: FileForm = FileForm {
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
    ordered_by: &["from"],
};

pub(super) const CONTROL_STATEMENTS: FileForm = FileForm {
    subject: Subject::ControlStatements,
    name: "control_statements.csv",
    what: "What one person who answers for a metric says about whether they can move it, a row. No is \
           allowed and valuable.",
    columns: &[
        PROGRAM,
        METRIC,
        column("by", Optional, "Code of who says so: who is accountable then. Empty: who imports.", "P017"),
        column("controls", Required, "`yes` or `no`: does what they do move it?", "no"),
        column("controls_remark", Optional, "What there is to say about that.", "The bank decides"),
        column("knows_how", Required, "`yes` or `no`: do they know how to improve it?", "yes"),
        column("knows_how_remark", Optional, "What there is to say about that.", "Ask for fewer papers"),
        column("has_authority", Required, "`yes` or `no`: may they do what that takes?", "no"),
        column("has_authority_remark", Optional, "What there is to say about that.", "Legal signs"),
        column(
            "controlled_by",
            Optional,
            "Code of the department that controls it, where they do not and one does. Empty: it belongs \
             to the sponsor.",
            "CARE",
        ),
        column("from", Required, "The day on which they say so.", "2021-01-01"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "metric", "by", "from"],
    together: 2,
    ordered_by: &["from"],
};

pub(super) const REBASES: FileForm = FileForm {
    subject: Subject::Rebases,
    name: "rebases.csv",
    what: "One day from which on the limits of a series begin anew a row, proposed by one person and \
           approved by another.",
    columns: &[
        PROGRAM,
        METRIC,
        DEFINITION_VERSION,
        CHANNEL,
        SEGMENT,
        SOURCE,
        column("date", Required, "From the first period that begins on or after this day.", "2021-01-01"),
        column("reason", Required, "Why the process is known to be another one.", "New survey tool"),
        column("proposed_by", Optional, "Code of who proposed it. Empty: who imports.", "P017"),
        column(
            "approved_by",
            Optional,
            "Code of who approved it: somebody else, and only with `published_on`. Empty: it awaits \
             approval and changes nothing.",
            "P001",
        ),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "metric", "definition_version", "channel", "segment", "source", "date"],
    together: 2,
    ordered_by: &["date"],
};

pub(super) const BRIDGES: FileForm = FileForm {
    subject: Subject::Bridges,
    name: "bridges.csv",
    what: "Two definition versions that were found to measure the same a row.",
    columns: &[
        PROGRAM,
        METRIC,
        column("earlier_version", Required, "The earlier version.", "1"),
        column("later_version", Required, "The later version.", "2"),
        column("reason", Required, "Why readings of the two may be compared.", "Only the wording changed"),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "metric", "earlier_version", "later_version"],
    together: 2,
    ordered_by: &[],
};

pub(super) const READINGS: FileForm = FileForm {
    subject: Subject::Readings,
    name: "readings.csv",
    what: "One period of one series a row, with one of these: `value`; `numerator` and `denominator`; \
           `promoters`, `passives` and `detractors`; `steps`. Numbers have a point before decimals and \
           no other marks. Leave a period without figures out.",
    columns: &[
        PROGRAM,
        METRIC,
        DEFINITION_VERSION,
        CHANNEL,
        SEGMENT,
        SOURCE,
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
    ordered_by: &[],
};

pub(super) const FLAG_CLEARINGS: FileForm = FileForm {
    subject: Subject::FlagClearings,
    name: "flag_clearings.csv",
    what: "One integrity flag that somebody cleared a row: they looked at the data behind it and say why \
           these are in order.",
    columns: &[
        PROGRAM,
        METRIC,
        column(
            "flag",
            Required,
            "`response_falls`, `heaped_at_target`, `too_little_variation`, `identical_repeats`, \
             `changed_within`, `flipped_by_restatement`, `unbalanced`, `entered_by_measured`, \
             `only_before_reviews`, `target_moved`, `baseline_chosen_late` or `judges_people`.",
            "entered_by_measured",
        ),
        column(
            "initiative",
            Optional,
            "Code of the initiative, for a flag that looks at an improvement.",
            "",
        ),
        column("improvement", Optional, "Title of that improvement. Only with `initiative`.", ""),
        column(
            "seen",
            Optional,
            "The hash of the data that were looked at, 64 hexadecimal digits, as the flag shows it. Empty: \
             what the flag shows when the row is imported; with `published_on`, what it showed on that day.",
            "",
        ),
        column("reason", Required, "Why the data are in order.", "An auditor counted them again"),
        column("by", Optional, "Code of who cleared it. Empty: who imports.", "P001"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "metric", "flag", "initiative", "improvement", "seen"],
    together: 2,
    ordered_by: &[],
};
