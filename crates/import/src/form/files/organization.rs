//! The files about the organization: departments, people and their roles.

use super::{
    AUTHORITY_SHA256, AUTHORITY_TITLE, FileForm, Optional, PUBLISHED_ON, Required, SOURCE_DOCUMENT, Subject,
    column,
};

pub(super) const ORGANIZATION: FileForm = FileForm {
    subject: Subject::Organization,
    name: "organization.csv",
    what: "What holds of the organization from a day on a row. Needed only where something changes.",
    columns: &[
        column("name", Optional, "Its name.", "Acme"),
        column("zone", Optional, "IANA time zone of its days.", "Asia/Ho_Chi_Minh"),
        column("model", Optional, "The maturity model that it adopts.", "cx-maturity/1"),
        column("rule_set", Optional, "The rules of charts that it adopts: `mdc-7-7` or `8-6`.", "mdc-7-7"),
        column("from", Optional, "The day from which the row holds. Empty: today.", "2016-01-01"),
        AUTHORITY_SHA256,
        AUTHORITY_TITLE,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["from"],
    together: 0,
    ordered_by: &["from"],
};

pub(super) const DEPARTMENTS: FileForm = FileForm {
    subject: Subject::Departments,
    name: "departments.csv",
    what: "One department a row, its parent above it. Later names stand in `names.csv`.",
    columns: &[
        column("code", Required, "Its code, unique in the organization.", "CARE"),
        column("name", Required, "Its name.", "Customer care"),
        column("parent", Optional, "Code of the department above it.", "OPS"),
        column(
            "side",
            Optional,
            "`front_line` if its people meet customers, `back_office` if they work behind those who do.",
            "front_line",
        ),
        column("from", Optional, "The day it was created. Empty: today.", "2015-01-01"),
        column("closed_on", Optional, "The first day without it.", "2023-01-01"),
        column("reason", Optional, "Why it was closed. Only with `closed_on`.", "Merged into operations"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["code"],
    together: 0,
    ordered_by: &[],
};

pub(super) const PEOPLE: FileForm = FileForm {
    subject: Subject::People,
    name: "people.csv",
    what: "One person a row. A person who moved has a row for each department, with the day from which \
           it holds. Name and code are sealed under the person's own key.",
    columns: &[
        column("code", Required, "The person's code, unique in the organization.", "P017"),
        column("name", Required, "The name, as it is from that day on.", "Ana Ruiz"),
        column("department", Optional, "Code of the department. Empty: it stays as it is.", "CARE"),
        column("from", Optional, "The day from which the row holds. Empty: today.", "2019-03-01"),
        column("left_on", Optional, "The first day on which they no longer work there.", "2022-07-01"),
        column("returned_on", Optional, "The day on which they came back.", "2023-02-01"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["code", "from"],
    together: 1,
    ordered_by: &["from"],
};

pub(super) const ROLES: FileForm = FileForm {
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
    ordered_by: &[],
};
