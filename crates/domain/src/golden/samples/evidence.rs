use super::{HASH, HOA, PROGRAM, annulled, id, in_error, timeless};
use crate::event::Event;
use crate::evidence::{self, EvidenceFact};
use crate::id::InitiativeId;
use crate::maturity::PracticeId;
use crate::spec::{period, text};

pub(crate) fn evidence() -> Vec<Event<EvidenceFact>> {
    use evidence::{Accepted, Attached, MediaType, Provided, Refused, Scope, Withdrawn};
    vec![
        timeless(Provided {
            program: PROGRAM,
            practice: PracticeId::R1,
            scope: Scope::Initiative(InitiativeId(id(0xb3))),
            covers: period("2024-01-01", "2024-03-31"),
            summary: text("Twelve interviews"),
        }),
        timeless(Attached {
            program: PROGRAM,
            sha256: HASH,
            bytes: 48_213,
            media_type: MediaType::Pdf,
            name: text("Interviews.pdf"),
        }),
        timeless(Accepted { remark: Some(text("as agreed")), provided_by: HOA }),
        timeless(Refused { reason: text("too few") }),
        timeless(Withdrawn { reason: text("another year") }),
        annulled(),
        in_error(),
    ]
}
