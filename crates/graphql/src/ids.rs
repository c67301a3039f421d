//! Global ids: one string that names anything in the ledger.

use std::fmt;
use std::str::FromStr;

use async_graphql::ID;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::error::Problem;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal of $($id:ident)?,)*) => {
        /// What a global id names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Kind {
            $($(#[$doc])* $variant,)*
        }

        impl Kind {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        $($(impl Global for cxl_domain::id::$id {
            const KIND: Kind = Kind::$variant;

            fn of(id: Uuid) -> Self {
                Self(id)
            }

            fn uuid(&self) -> Uuid {
                self.0
            }
        })?)*
    };
}

kinds! {
    /// The organization.
    Organization = "organization" of OrganizationId,
    /// A department.
    Department = "department" of DepartmentId,
    /// A program.
    Program = "program" of ProgramId,
    /// A person.
    Person = "person" of PersonId,
    /// An initiative.
    Initiative = "initiative" of InitiativeId,
    /// An improvement.
    Improvement = "improvement" of ImprovementId,
    /// A strategic goal.
    Goal = "goal" of GoalId,
    /// A metric.
    Metric = "metric" of MetricId,
    /// A piece of evidence.
    Evidence = "evidence" of EvidenceId,
    /// A committee.
    Committee = "committee" of CommitteeId,
    /// A seat on a committee.
    Seat = "seat" of SeatId,
    /// A meeting.
    Meeting = "meeting" of MeetingId,
    /// An action that a meeting agreed on.
    Action = "action" of ActionId,
    /// A decision.
    Decision = "decision" of DecisionId,
    /// A journey.
    Journey = "journey" of JourneyId,
    /// A stage, touchpoint or hand-off on the map of a journey.
    Spot = "spot" of SpotId,
    /// A pain point.
    PainPoint = "pain-point" of PainPointId,
    /// An insight.
    Insight = "insight" of InsightId,
    /// An API token.
    Token = "token" of TokenId,
    /// A service.
    Service = "service" of ServiceId,
    /// A recorded event.
    Event = "event" of EventId,
}

/// An id of the domain that has a global spelling.
pub(crate) trait Global: Sized {
    const KIND: Kind;

    fn of(id: Uuid) -> Self;

    fn uuid(&self) -> Uuid;

    /// What the id names.
    fn node(&self) -> GlobalId {
        GlobalId { kind: Self::KIND, id: self.uuid() }
    }

    /// The global spelling.
    fn global(&self) -> ID {
        self.node().to_string().into()
    }

    /// Reads an id that must name this kind of thing.
    fn parse(id: &ID) -> Result<Self, Problem> {
        let global: GlobalId = id.parse()?;
        if global.kind == Self::KIND {
            Ok(Self::of(global.id))
        } else {
            let (wanted, given) = (Self::KIND.as_str(), global.kind.as_str());
            Err(Problem::bad_input(format!(
                "the id {:?} names something else: {given}, not {wanted}",
                id.as_str()
            )))
        }
    }
}

/// What an id names: base64url of `kind:uuid`, without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct GlobalId {
    pub(crate) kind: Kind,
    pub(crate) id: Uuid,
}

impl fmt::Display for GlobalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clear = format!("{}:{}", self.kind.as_str(), self.id);
        f.write_str(&URL_SAFE_NO_PAD.encode(clear))
    }
}

impl FromStr for GlobalId {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let fault = || Problem::bad_input(format!("{text:?} is not an id of this ledger"));
        let clear = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let clear = clear.ok_or_else(fault)?;
        let (kind, id) = clear.split_once(':').ok_or_else(fault)?;
        let kind = Kind::ALL.iter().copied().find(|known| known.as_str() == kind).ok_or_else(fault)?;
        let id = Uuid::try_parse(id).map_err(|_| fault())?;
        let global = Self { kind, id };
        // One thing has one id, so that clients can use it as a key.
        if global.to_string() == text { Ok(global) } else { Err(fault()) }
    }
}

#[cfg(test)]
mod tests {
    use cxl_domain::id::{InitiativeId, MetricId};

    use super::*;

    #[test]
    fn a_global_id_never_changes_and_reads_back() {
        let id = InitiativeId(Uuid::from_u128(7)).global();
        assert_eq!(id.as_str(), "aW5pdGlhdGl2ZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDc");
        assert_eq!(InitiativeId::parse(&id), Ok(InitiativeId(Uuid::from_u128(7))));
    }

    #[test]
    fn an_id_of_another_kind_or_spelling_is_refused() {
        let initiative = InitiativeId(Uuid::from_u128(7)).global();
        let refused = MetricId::parse(&initiative).unwrap_err().message;
        assert!(refused.ends_with("names something else: initiative, not metric"), "{refused}");
        let upper = URL_SAFE_NO_PAD.encode("initiative:ABCDEF00-0000-0000-0000-000000000000");
        for wrong in ["", "7", "aW5pdGlhdGl2ZQ", upper.as_str()] {
            assert!(wrong.parse::<GlobalId>().is_err(), "{wrong:?}");
        }
    }
}
