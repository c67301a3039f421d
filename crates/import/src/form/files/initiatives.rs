//! The files about initiatives: their course, their metrics, their improvements.

use super::{
    AUTHORITY_SHA256, AUTHORITY_TITLE, FileForm, INITIATIVE, METRIC, Optional, PROGRAM, PUBLISHED_ON,
    Required, SOURCE_DOCUMENT, Subject, column,
};

pub(super) const INITIATIVES: FileForm = FileForm {
    subject: Subject::Initiatives,
    name: "initiatives.csv",
    what: "One initiative a row, as it was chartered. Later owners stand in `owners.csv`, later names \
           in `names.csv`.",
    columns: &[
        PROGRAM,
        column("code", Required, "Its code, unique in the program.", "REFUNDS"),
        column("name", Required, "Its name.", "Refunds within three days"),
        column("purpose", Required, "What it is for.", "Nobody has to ask twice for their money"),
        column("owner", Optional, "Code of its first owner. Empty: vacant.", "P017"),
        column("committee", Optional, "Code of the committee that oversees it. Empty: none.", "STEER"),
        column("from", Optional, "The day it begins. Empty: today.", "2020-01-01"),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "code"],
    together: 2,
    ordered_by: &[],
};

pub(super) const OWNERS: FileForm = FileForm {
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
    ordered_by: &["from"],
};

pub(super) const TURNS: FileForm = FileForm {
    subject: Subject::Turns,
    name: "turns.csv",
    what: "One turn in the life of an initiative a row: a pause, a move to sustain, a resumption, a stop, \
           a reopening.",
    columns: &[
        PROGRAM,
        INITIATIVE,
        column(
            "turn",
            Required,
            "`paused`, `sustain`, `resumed` (after a pause or in place of sustain), `stopped` or \
             `reopened`. A second `paused` prolongs a pause and needs `authority_sha256`.",
            "paused",
        ),
        column("from", Required, "The first day.", "2022-03-01"),
        column(
            "reason",
            Optional,
            "Why; needed for `paused`, `stopped` and `reopened`.",
            "The supplier left the market",
        ),
        column("lesson", Optional, "What was learned, of `stopped`.", "Ask the counters first"),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "initiative", "from"],
    together: 2,
    ordered_by: &["from"],
};

pub(super) const SUCCESSIONS: FileForm = FileForm {
    subject: Subject::Successions,
    name: "successions.csv",
    what: "One initiative that carries another on a row: the history of the predecessor goes on under it.",
    columns: &[
        PROGRAM,
        column("initiative", Required, "Code of the initiative that carries on.", "MONEY-BACK"),
        column("predecessor", Required, "Code of the initiative that is carried on.", "REFUNDS"),
        column("from", Optional, "The first day. Empty: today.", "2023-01-01"),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "initiative", "predecessor"],
    together: 1,
    ordered_by: &[],
};

pub(super) const LINKS: FileForm = FileForm {
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
    ordered_by: &["from"],
};

pub(super) const IMPROVEMENTS: FileForm = FileForm {
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
    ordered_by: &[],
};
