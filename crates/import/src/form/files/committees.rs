//! The files about committees and their meetings.

use super::{
    AUTHORITY_SHA256, AUTHORITY_TITLE, DECISION_RULE, FileForm, INITIATIVE, OWNERS_VOTE, Optional, PROGRAM,
    PUBLISHED_ON, Required, SOURCE_DOCUMENT, Subject, THRESHOLD, TIE, column,
};
use crate::form::Column;

const COMMITTEE: Column = column("committee", Required, "Code of the committee.", "STEER");
const MEETING: Column = column("meeting", Required, "Code of the meeting.", "2021-Q1");

pub(super) const COMMITTEES: FileForm = FileForm {
    subject: Subject::Committees,
    name: "committees.csv",
    what: "One committee a row, with the rules that hold from its beginning. A row with another `from` \
           states rules that hold from that day on.",
    columns: &[
        PROGRAM,
        column("code", Required, "Its code, unique in the program.", "STEER"),
        column("name", Required, "Its name.", "CX steering committee"),
        column(
            "from",
            Optional,
            "The day it begins, or from which the row holds. Empty: today.",
            "2019-01-01",
        ),
        column(
            "rhythm",
            Optional,
            "How often it meets: `day`, `week`, `month`, `quarter` or `year`.",
            "quarter",
        ),
        column(
            "due_within_days",
            Optional,
            "Within how many days after the end of a period the reports to it are due. Needed with `rhythm`.",
            "14",
        ),
        column("quorum", Optional, "How many voting members must be there.", "3"),
        DECISION_RULE,
        THRESHOLD,
        TIE,
        OWNERS_VOTE,
        column("dissolved_on", Optional, "The first day without it.", "2024-01-01"),
        column("reason", Optional, "Why it was dissolved. Only with `dissolved_on`.", "Merged with another"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "code", "from"],
    together: 2,
    ordered_by: &["from"],
};

pub(super) const MEMBERSHIPS: FileForm = FileForm {
    subject: Subject::Memberships,
    name: "memberships.csv",
    what: "One seat of one person on one committee a row.",
    columns: &[
        PROGRAM,
        COMMITTEE,
        column("person", Required, "Code of the person.", "P017"),
        column("role", Required, "`chair`, `secretary` or `member`.", "member"),
        column("department", Optional, "Code of the department for which they sit there.", "CARE"),
        column("from", Required, "The first day.", "2019-01-01"),
        column("until", Optional, "The first day without them. Empty: no end is known.", "2021-07-01"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "committee", "person", "from"],
    together: 2,
    ordered_by: &["from"],
};

pub(super) const OVERSIGHT: FileForm = FileForm {
    subject: Subject::Oversight,
    name: "oversight.csv",
    what: "One change of the committee that oversees an initiative a row. The first one stands in \
           `initiatives.csv`.",
    columns: &[
        PROGRAM,
        INITIATIVE,
        COMMITTEE,
        column("from", Required, "The first day.", "2022-01-01"),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "initiative", "from"],
    together: 2,
    ordered_by: &["from"],
};

pub(super) const MEETINGS: FileForm = FileForm {
    subject: Subject::Meetings,
    name: "meetings.csv",
    what: "One meeting a row, with its attendance and its minutes as far as they are known.",
    columns: &[
        PROGRAM,
        column("code", Required, "Its code, unique in the program.", "2021-Q1"),
        COMMITTEE,
        column("name", Required, "Its name.", "First quarter of 2021"),
        column("on", Required, "Its day.", "2021-04-12"),
        column("moved_from", Optional, "The day for which it was called, if it was moved.", "2021-04-05"),
        column("moved_because", Optional, "Why it was moved; needed with `moved_from`.", "The chair was ill"),
        column("canceled_because", Optional, "Why it was called off, if it was.", "Nothing to decide"),
        column("held", Optional, "`yes` if it was held. Empty: it is only called.", "yes"),
        column(
            "chair",
            Optional,
            "Code of who chaired it. Empty: who chairs the committee that day.",
            "P001",
        ),
        column(
            "present",
            Optional,
            "Codes of who was there, guests included, `;` between. Only of a meeting that was held.",
            "P001;P017",
        ),
        column("excused", Optional, "Codes of who had excused themselves, `;` between.", "P023"),
        column("absent", Optional, "Codes of who was missing, `;` between.", "P031"),
        column("resolutions", Optional, "What it resolved, `|` between.", "Refunds come first|Calls wait"),
        column("minutes_number", Optional, "The number of its minutes.", "2021-1"),
        column(
            "minutes_sha256",
            Optional,
            "SHA-256 of the signed document, 64 hexadecimal digits.",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ),
        column("minutes", Optional, "What they say.", "Refunds were discussed"),
        column(
            "minuted_by",
            Optional,
            "Code of who wrote them; only with minutes. Empty: who imports.",
            "P040",
        ),
        column(
            "confirmed",
            Optional,
            "`yes` if who chaired confirmed them back then: only with minutes and `published_on`. Empty: they \
             await confirmation.",
            "yes",
        ),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "code"],
    together: 2,
    ordered_by: &[],
};

pub(super) const ACTIONS: FileForm = FileForm {
    subject: Subject::Actions,
    name: "actions.csv",
    what: "One action that a meeting agreed on a row; it is known by its task. Another `due_on` moves its \
           day, another `owner` takes it over.",
    columns: &[
        PROGRAM,
        MEETING,
        column("task", Required, "What is to be done.", "Ask the bank for a faster route"),
        column("owner", Required, "Code of who does it.", "P017"),
        column("due_on", Required, "The day on which it is due.", "2021-05-31"),
        column("initiative", Optional, "Code of the initiative that it is for.", "REFUNDS"),
        column("done_on", Optional, "The day it was done.", "2021-05-20"),
        column("dropped_on", Optional, "The day it was dropped.", "2021-05-20"),
        column(
            "reason",
            Optional,
            "Why it was dropped, or why its day moves, needed for both; of what was done, what came of it.",
            "The bank agrees",
        ),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "meeting", "task"],
    together: 2,
    ordered_by: &[],
};
