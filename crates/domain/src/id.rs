//! Typed ids: one for each noun, so that a person cannot be passed where a program is meant.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

ids! {
    /// The organization that a deployment serves.
    OrganizationId;
    /// A program: the lifelong effort of a brand, country or division.
    ProgramId;
    /// A department of the organization.
    DepartmentId;
    /// A person: a pseudonym, the name lies sealed in the person's own stream.
    PersonId;
    /// A service that enters facts for people.
    ServiceId;
    /// An API token.
    TokenId;
    /// An identity of a provider that stands for a person: the id of the event that linked it.
    IdentityId;
    /// An initiative.
    InitiativeId;
    /// An improvement inside an initiative: the id of the event that started it.
    ImprovementId;
    /// A strategic goal of a program: the id of the event that set it.
    GoalId;
    /// A metric.
    MetricId;
    /// A piece of evidence.
    EvidenceId;
    /// A committee.
    CommitteeId;
    /// A seat on a committee: the id of the event that gave it.
    SeatId;
    /// A meeting.
    MeetingId;
    /// An action that a meeting agreed on: the id of the event that did.
    ActionId;
    /// A decision.
    DecisionId;
    /// A journey.
    JourneyId;
    /// A spot on the map of a journey, be it a stage, a touchpoint or a hand-off: the id of the event
    /// that added it.
    SpotId;
    /// A pain point.
    PainPointId;
    /// An insight.
    InsightId;
    /// One recorded fact.
    EventId;
    /// The caller's name for one command, the same on every retry.
    CommandId;
}

/// Who acts, as an input of derived ids: 16 bytes, whether a person or a service.
pub type ActorKey = Uuid;

/// Namespace of event ids.
const EVENTS: Uuid = Uuid::from_u128(0x6d0e_9d0b_51c4_5a39_8a6e_2f0c_7b19_d4e1);
/// Namespace of the ids of created streams.
const STREAMS: Uuid = Uuid::from_u128(0x1f7a_33c8_0b6d_5e52_9c41_d85e_a2f4_6b90);
/// Namespace of the commands of one bulk.
const ITEMS: Uuid = Uuid::from_u128(0xb3c5_e1d2_7f48_5d06_a91b_04e6_38d7_c25f);

/// The id of the `index`-th event that `command` of `actor` records in `stream`
/// (`<kind>-<uuid>`). The same command repeated gives the same ids.
pub fn event_id(actor: ActorKey, stream: &str, command: CommandId, index: u32) -> EventId {
    EventId(derive(
        EVENTS,
        &[actor.as_bytes(), stream.as_bytes(), command.0.as_bytes(), &index.to_be_bytes()],
    ))
}

/// The id of the stream of `kind` that `command` of `actor` creates; a command creates at most one
/// stream of a kind.
pub fn stream_id(actor: ActorKey, kind: &str, command: CommandId) -> Uuid {
    derive(STREAMS, &[actor.as_bytes(), kind.as_bytes(), command.0.as_bytes()])
}

/// The command of item `index` of a bulk.
pub fn item_command(bulk: CommandId, index: u32) -> CommandId {
    CommandId(derive(ITEMS, &[bulk.0.as_bytes(), &index.to_be_bytes()]))
}

/// UUIDv5 over the parts, each behind its length as u32 big-endian.
fn derive(namespace: Uuid, parts: &[&[u8]]) -> Uuid {
    let mut name = Vec::with_capacity(parts.iter().map(|p| p.len() + 4).sum());
    for part in parts {
        let length = u32::try_from(part.len()).expect("parts of an id are short");
        name.extend_from_slice(&length.to_be_bytes());
        name.extend_from_slice(part);
    }
    Uuid::new_v5(&namespace, &name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_never_change() {
        let actor = Uuid::from_u128(1);
        let command = CommandId(Uuid::from_u128(2));
        assert_eq!(
            event_id(actor, "initiative-00000000-0000-0000-0000-000000000003", command, 0).to_string(),
            "42622889-11b3-5bd1-af71-1c8dd6d903be"
        );
        assert_eq!(
            stream_id(actor, "initiative", command).to_string(),
            "e46de0c6-d048-58b1-ab92-91ff4544969a"
        );
        assert_eq!(item_command(command, 7).to_string(), "511879ad-007b-5fd1-9c97-dc97063cdfd3");
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(derive(EVENTS, &[b"ab", b"c"]), derive(EVENTS, &[b"a", b"bc"]));
    }
}
