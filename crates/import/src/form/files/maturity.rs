//! The files about maturity: evidence, what does not apply, how far to come by when.

use super::{
    AUTHORITY_SHA256, AUTHORITY_TITLE, FileForm, Optional, PROGRAM, PUBLISHED_ON, Required, SOURCE_DOCUMENT,
    Subject, column,
};
use crate::form::Column;

const WHOSE: Column = column(
    "initiative",
    Optional,
    "Code of the initiative. Empty: the program, and so all its initiatives.",
    "REFUNDS",
);

pub(super) const EVIDENCE: FileForm = FileForm {
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
        column("refused_by", Optional, "Code of who refused it in place of accepting it.", "P001"),
        column("refused_because", Optional, "Why; needed with `refused_by`.", "It shows another practice"),
        column(
            "withdrawn_because",
            Optional,
            "Why it was withdrawn: it counts as nothing from then on. Empty: it stands.",
            "The interviews were of another year",
        ),
        column("withdrawn_by", Optional, "Code of who withdrew it. Empty: who imports.", "P017"),
        column(
            "withdrawn_on",
            Optional,
            "The day on which that was made known; only with `published_on`, and then needed.",
            "2021-06-10",
        ),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "practice", "initiatives", "from", "to", "summary"],
    together: 3,
    ordered_by: &[],
};

pub(super) const NOT_APPLICABLE: FileForm = FileForm {
    subject: Subject::NotApplicable,
    name: "not_applicable.csv",
    what: "One practice that was decided not to apply a row.",
    columns: &[
        PROGRAM,
        WHOSE,
        column("practice", Required, "The practice.", "E4"),
        column("from", Required, "The first day.", "2021-01-01"),
        column("until", Optional, "The first day on which it applies again.", "2023-01-01"),
        column("reason", Required, "Why it does not apply.", "Volunteers are paid by nobody"),
        column("review_on", Required, "The day for another look.", "2022-01-01"),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "initiative", "practice", "from"],
    together: 2,
    ordered_by: &["from"],
};

pub(super) const MATURITY_TARGETS: FileForm = FileForm {
    subject: Subject::MaturityTargets,
    name: "maturity_targets.csv",
    what: "What is to be reached by when a row. Another `due_on` from a later day moves the target.",
    columns: &[
        PROGRAM,
        WHOSE,
        column("goal", Required, "A level, 1 to 4, or a practice that is to be routine.", "2"),
        column("due_on", Required, "The day by which it is due.", "2023-12-31"),
        column("from", Required, "From which day it is a target.", "2021-01-01"),
        column("reason", Optional, "Why, or why it moved.", "Decided with the budget"),
        column("dropped_on", Optional, "The first day on which it is no longer a target.", "2022-07-01"),
        column("dropped_because", Optional, "Why it was given up; needed with `dropped_on`.", "No budget"),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "initiative", "goal", "from"],
    together: 2,
    ordered_by: &["from"],
};
