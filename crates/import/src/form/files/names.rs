//! The file about later names: of departments, initiatives and metrics.

use super::{FileForm, Optional, PUBLISHED_ON, Required, SOURCE_DOCUMENT, Subject, column};

pub(super) const NAMES: FileForm = FileForm {
    subject: Subject::Names,
    name: "names.csv",
    what: "One later name of a department, an initiative or a metric a row. The name with which it begins stands in \
           the file of its kind; what other things are called later stands in a row of their own file.",
    columns: &[
        column("program", Optional, "Code of the program, of an initiative or a metric.", "RETAIL"),
        column("department", Optional, "Code of the department, where it is one.", ""),
        column("initiative", Optional, "Code of the initiative, where it is one.", "REFUNDS"),
        column("metric", Optional, "Code of the metric, where it is one.", ""),
        column("name", Required, "Its name from that day on.", "Money back within three days"),
        column(
            "purpose",
            Optional,
            "Of an initiative, what it is for from that day on. Empty: that stays as it is.",
            "Nobody has to ask at all",
        ),
        column(
            "from",
            Required,
            "The first day of the name, after the one on which it begins.",
            "2022-01-01",
        ),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "department", "initiative", "metric", "from"],
    together: 4,
    ordered_by: &["from"],
};
