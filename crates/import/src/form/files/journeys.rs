//! The files about journeys, and what lies on them.

use super::{
    FileForm, JOURNEY, Optional, PROGRAM, PUBLISHED_ON, Required, SOURCE_DOCUMENT, SPOT, Subject, column,
};
use crate::form::Column;

const RETIRED_ON: Column =
    column("retired_on", Optional, "The first day on which it is no longer on the map.", "2023-07-01");

pub(super) const JOURNEYS: FileForm = FileForm {
    subject: Subject::Journeys,
    name: "journeys.csv",
    what: "One stage of a journey a row; the journey's own columns may be filled in any of its rows. Another \
           `order` moves the stage from that day on.",
    columns: &[
        PROGRAM,
        JOURNEY,
        column("name", Optional, "The name of the journey; needed if it is new.", "Sending back"),
        column(
            "mapped_on",
            Optional,
            "The day from which the journey is mapped, not after today. Empty: today, if it is new.",
            "2019-01-01",
        ),
        column("stage", Optional, "Code of the stage, unique on the map.", "ASK"),
        column("stage_name", Optional, "Its name; needed with `stage`.", "Ask for the money back"),
        column("order", Optional, "Its place among the stages, the least first; needed with `stage`.", "20"),
        column("from", Optional, "The day from which the row holds. Empty: today.", "2019-01-01"),
        RETIRED_ON,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "journey", "stage", "from"],
    together: 2,
    ordered_by: &["from"],
};

pub(super) const TOUCHPOINTS: FileForm = FileForm {
    subject: Subject::Touchpoints,
    name: "touchpoints.csv",
    what: "One touchpoint of a journey a row. Another `stage` or `department` holds from that day on.",
    columns: &[
        PROGRAM,
        JOURNEY,
        column("stage", Required, "Code of the stage in which it lies.", "ASK"),
        column("code", Required, "Its code, unique on the map.", "HOTLINE"),
        column("name", Required, "Its name.", "The hotline"),
        column("channel", Optional, "Channel over which customers meet the company.", "PHONE"),
        column("department", Optional, "Code of the department responsible for it.", "CARE"),
        column("from", Optional, "The day from which the row holds. Empty: today.", "2019-01-01"),
        RETIRED_ON,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "journey", "code", "from"],
    together: 2,
    ordered_by: &["from"],
};

pub(super) const HAND_OFFS: FileForm = FileForm {
    subject: Subject::HandOffs,
    name: "hand_offs.csv",
    what: "One hand-off between two departments a row.",
    columns: &[
        PROGRAM,
        JOURNEY,
        column("code", Required, "Its code, unique on the map.", "CARE-BANK"),
        column("name", Optional, "Its name.", "The form goes to the bank desk"),
        column("from_department", Required, "Code of who lets the customer go.", "CARE"),
        column("to_department", Required, "Code of who takes over.", "OPS"),
        column("at", Required, "Code of the stage or touchpoint at which it happens.", "HOTLINE"),
        column("from", Optional, "The day from which it is there. Empty: today.", "2019-01-01"),
        RETIRED_ON,
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "journey", "code"],
    together: 2,
    ordered_by: &[],
};

pub(super) const PLACES: FileForm = FileForm {
    subject: Subject::Places,
    name: "places.csv",
    what: "One place on a journey a row, where an initiative works or a metric measures.",
    columns: &[
        PROGRAM,
        column("initiative", Optional, "Code of the initiative; or else fill in `metric`.", "REFUNDS"),
        column("metric", Optional, "Code of the metric; or else fill in `initiative`.", ""),
        JOURNEY,
        SPOT,
        column("from", Optional, "The day from which it holds. Empty: today.", "2020-01-01"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "initiative", "metric", "journey", "spot", "from"],
    together: 3,
    ordered_by: &["from"],
};
