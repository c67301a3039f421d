//! The files about a program.

use super::{
    AUTHORITY_SHA256, AUTHORITY_TITLE, FileForm, Optional, PROGRAM, PUBLISHED_ON, Required, SOURCE_DOCUMENT,
    Subject, column,
};

pub(super) const PROGRAMS: FileForm = FileForm {
    subject: Subject::Programs,
    name: "program.csv",
    what: "One program a row. Needed only where the program is new or changes. What changes later has a row of \
           its own below, with the day from which that row holds.",
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
        column(
            "from",
            Optional,
            "The day from which the row holds, where that is not the day it begins.",
            "2020-01-01",
        ),
        column(
            "authority_for",
            Optional,
            "The acts that need authority, `;` between, or `none`; each of them if that was never said: \
             `charter`, `change_owner`, `set_target`, `pause`, `sustain`, `resume`, `stop`, `reopen`, `succeed`, \
             `transfer_oversight`, `rebase`, `bridge`, `exclude_practice`, `set_maturity_target`, \
             `decide_level_rule`, `adopt_model`, `adopt_rule_set`.",
            "charter;stop;reopen",
        ),
        column(
            "without_authority",
            Optional,
            "What becomes of one of them without authority: it is `recorded`, and shows as without decision, or \
             `refused`.",
            "recorded",
        ),
        column(
            "level_rule",
            Optional,
            "How its level follows from those of its initiatives: `lowest`, if nothing else was decided, or \
             `lower_median`.",
            "lower_median",
        ),
        column(
            "level_rule_reason",
            Optional,
            "Why it was decided so; needed with `level_rule`.",
            "One pilot lags by design",
        ),
        column(
            "personal_contact",
            Optional,
            "The share of its business that is done from person to person, 0 to 1.",
            "0.65",
        ),
        column("personal_contact_source", Optional, "How that is known.", "Count of orders in 2019"),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["code", "from"],
    together: 1,
    ordered_by: &[],
};

pub(super) const GOALS: FileForm = FileForm {
    subject: Subject::Goals,
    name: "goals.csv",
    what: "One strategic goal a row. A goal that changes is retired, and another one set.",
    columns: &[
        PROGRAM,
        column("code", Required, "Its code, unique among the goals of the program.", "LOYAL"),
        column("title", Required, "What is to be reached.", "Customers stay with us"),
        column("from", Optional, "The first day. Empty: today.", "2020-01-01"),
        column("retired_on", Optional, "The first day without it.", "2023-01-01"),
        column("reason", Optional, "Why it was retired. Only with `retired_on`.", "Reached"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "code"],
    together: 1,
    ordered_by: &["from"],
};

pub(super) const CODES: FileForm = FileForm {
    subject: Subject::Codes,
    name: "codes.csv",
    what: "What one code of a program is called a row.",
    columns: &[
        PROGRAM,
        column(
            "vocabulary",
            Required,
            "What it names: a `channel`, `segment`, `source`, `unit`, `scale` or `executive`.",
            "channel",
        ),
        column("code", Required, "The code.", "APP"),
        column("label", Required, "What it is called.", "The app"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "vocabulary", "code"],
    together: 1,
    ordered_by: &[],
};
