//! The files about what initiatives change, and what is expected of it.

use super::{
    FileForm, INITIATIVE, Optional, PROGRAM, PUBLISHED_ON, Required, SOURCE_DOCUMENT, Subject, column,
};

pub(super) const ECOSYSTEM: FileForm = FileForm {
    subject: Subject::Ecosystem,
    name: "ecosystem.csv",
    what: "One element that an initiative changes a row, or one executive whose goal it helps.",
    columns: &[
        PROGRAM,
        INITIATIVE,
        column(
            "kind",
            Required,
            "`people`, `system`, `product` or `process`; `goal` for an executive whose goal it helps.",
            "system",
        ),
        column("code", Required, "Code of the element, or of the executive: CMO, COO, CFO.", "CRM"),
        column(
            "name",
            Optional,
            "Its name; needed for an element. Of a goal, which one.",
            "The customer file",
        ),
        column(
            "places",
            Optional,
            "Where an element is changed: `JOURNEY` or `JOURNEY/SPOT`, `;` between.",
            "RETURNS/HOTLINE",
        ),
        column("from", Optional, "From which day. Empty: that on which the initiative begins.", "2020-01-01"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "initiative", "kind", "code", "from"],
    together: 2,
    ordered_by: &["from"],
};

pub(super) const BENEFITS: FileForm = FileForm {
    subject: Subject::Benefits,
    name: "benefits.csv",
    what: "What is expected of one benefit over some days a row. Later days have a row of their own with \
           the same code.",
    columns: &[
        PROGRAM,
        INITIATIVE,
        column("code", Required, "Code of the benefit, unique in the initiative.", "FEWER-CALLS"),
        column("kind", Required, "`revenue`, `cost` or `culture`.", "cost"),
        column("metric", Required, "Code of the metric through which it shows.", "NPS"),
        column(
            "amount",
            Required,
            "By how much the metric is expected to get better: of money and counts in all over these days, \
             of everything else as a difference of level.",
            "120000",
        ),
        column("from", Required, "The first day.", "2021-01-01"),
        column("until", Required, "The first day after.", "2022-01-01"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "initiative", "code", "from"],
    together: 2,
    ordered_by: &["from"],
};
