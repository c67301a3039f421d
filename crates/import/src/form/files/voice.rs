//! The files about the voice of the customer.

use super::{FileForm, Optional, PROGRAM, PUBLISHED_ON, Required, SOURCE_DOCUMENT, SPOT, Subject, column};

pub(super) const PAIN_POINTS: FileForm = FileForm {
    subject: Subject::PainPoints,
    name: "pain_points.csv",
    what: "One time that a pain point was heard a row. A pain point that was heard again has a row of \
           its own with the same code.",
    columns: &[
        PROGRAM,
        column("code", Required, "Its code, unique in the program.", "NO-NEWS"),
        column("description", Required, "What breaks.", "Nobody says when the money comes"),
        column(
            "customer_goal",
            Required,
            "The customer's goal behind the request.",
            "To plan with the money",
        ),
        column(
            "source",
            Required,
            "How it was heard: `complaint`, `survey`, `interview` or `behavior`.",
            "complaint",
        ),
        column("reference", Optional, "Code of the survey, case or report.", "CASES-2020-Q1"),
        column("times", Optional, "How many times it was heard there.", "41"),
        column("heard_on", Optional, "The day. Empty: today.", "2020-03-31"),
        column("journey", Optional, "Code of the journey on which it lies.", "RETURNS"),
        SPOT,
        column("severity", Optional, "`minor`, `serious` or `critical`.", "serious"),
        column("frequency", Optional, "`rare`, `frequent` or `constant`.", "frequent"),
        column("initiatives", Optional, "Codes of the initiatives that took it up, `;` between.", "REFUNDS"),
        column("taken_up_on", Optional, "The day on which they did. Empty: that of the row.", "2020-04-15"),
        column("resolved_on", Optional, "The first day without it.", "2021-11-01"),
        column(
            "resolution",
            Optional,
            "What resolved it. Only with `resolved_on`.",
            "A message tells the day",
        ),
        column("reopened_on", Optional, "The day on which it was back.", "2023-02-01"),
        column(
            "reopened_because",
            Optional,
            "What showed that; needed with `reopened_on`.",
            "The message fails at weekends",
        ),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "code", "source", "reference", "heard_on"],
    together: 2,
    ordered_by: &["heard_on"],
};

pub(super) const INSIGHTS: FileForm = FileForm {
    subject: Subject::Insights,
    name: "insights.csv",
    what: "One insight a row, with one time that it was shared and one action. Further ones have rows of \
           their own with the same code.",
    columns: &[
        PROGRAM,
        column("code", Required, "Its code, unique in the program.", "CALL-TWICE"),
        column(
            "description",
            Required,
            "What customers say or do.",
            "Who hears nothing for three days calls twice",
        ),
        column("pain_points", Optional, "Codes of the pain points it is drawn from, `;` between.", "NO-NEWS"),
        column(
            "readings",
            Optional,
            "Readings it is drawn from, as the code of the metric and the first day of the period, `;` between.",
            "NPS/2020-01-01",
        ),
        column("departments", Optional, "Codes of the departments that can act on it, `;` between.", "CARE"),
        column("found_on", Optional, "The day on which it was understood. Empty: today.", "2020-04-10"),
        column("shared_with_departments", Optional, "Codes of departments, `;` between.", "CARE;OPS"),
        column("shared_with_people", Optional, "Codes of people, `;` between.", "P001"),
        column("shared_on", Optional, "The day on which it was shared. Empty: today.", "2020-04-20"),
        column(
            "acknowledged_by",
            Optional,
            "Codes of people who acknowledged it, `;` between: for themselves where it was shared with \
             them, else for their department.",
            "P017",
        ),
        column("acknowledged_on", Optional, "The day on which they did. Empty: today.", "2020-04-27"),
        column("action", Optional, "What was done about it.", "Team leads listen to ten calls a week"),
        column("acted_by", Optional, "Code of the department that did it.", "CARE"),
        column("acted_in", Optional, "Code of the initiative inside which it was done.", "REFUNDS"),
        column("acted_on", Optional, "The day on which it was done. Empty: today.", "2020-05-04"),
        PUBLISHED_ON,
        SOURCE_DOCUMENT,
    ],
    key: &["program", "code", "shared_on", "acted_on"],
    together: 2,
    ordered_by: &["shared_on"],
};
