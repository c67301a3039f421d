//! What a mutation answers: what was recorded, with the thing as it stands afterwards.

use std::sync::Arc;

use async_graphql::{Error, ID, Interface, SimpleObject};
use cxl_ledger::Executed;

use super::committee::CommitteeRecorded;
use super::decision::DecisionRecorded;
use super::evidence::EvidenceRecorded;
use super::initiative::InitiativeRecorded;
use super::insight::InsightRecorded;
use super::journey::JourneyRecorded;
use super::meeting::MeetingRecorded;
use super::metric::MetricRecorded;
use super::organization::OrganizationRecorded;
use super::pain_point::PainPointRecorded;
use super::person::PersonRecorded;
use super::program::ProgramRecorded;
use crate::contradiction::{Contradiction, readable};
use crate::error::Problem;
use crate::ids::Global;
use crate::moment::Moment;
use crate::scalars::{DateTime, Position};

/// What every command that was carried out answers.
#[expect(clippy::duplicated_attributes, reason = "two fields have the same type")]
#[derive(Interface)]
#[graphql(
    field(
        name = "position",
        ty = "&Position",
        desc = "Position of the last recorded event; where nothing was to be recorded, that of the ledger."
    ),
    field(name = "revision", ty = "&Position", desc = "The thing's revision afterwards."),
    field(
        name = "events",
        ty = "&Vec<RecordedEvent>",
        desc = "The recorded events; none where things stood as asked already."
    ),
    field(
        name = "replayed",
        ty = "&bool",
        desc = "Whether the command was recorded before; then this is what was recorded that time."
    ),
    field(
        name = "contradictions",
        ty = "&Vec<Contradiction>",
        desc = "After an act that mends something, the facts about the thing, or that name it, which can't stand as they do: for somebody to annul or correct."
    )
)]
pub(crate) enum CommandRecorded {
    /// About the organization.
    Organization(OrganizationRecorded),
    /// About a program.
    Program(ProgramRecorded),
    /// About a person.
    Person(PersonRecorded),
    /// About an initiative.
    Initiative(InitiativeRecorded),
    /// About a metric.
    Metric(MetricRecorded),
    /// About evidence.
    Evidence(EvidenceRecorded),
    /// About a journey.
    Journey(JourneyRecorded),
    /// About a pain point.
    PainPoint(PainPointRecorded),
    /// About an insight.
    Insight(InsightRecorded),
    /// About a committee.
    Committee(CommitteeRecorded),
    /// About a decision.
    Decision(DecisionRecorded),
    /// About a meeting.
    Meeting(MeetingRecorded),
}

/// An event that a command recorded.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct RecordedEvent {
    /// Its id, by which it can be annulled or corrected. An improvement, department, grant, token, seat
    /// or action has the id of the event that began it.
    id: ID,
    /// Its name with version: `initiative.owner-assigned.v1`.
    #[graphql(name = "type")]
    wire_name: String,
    /// Its rank in the ledger.
    position: Position,
    /// Its rank among the events about the same thing, from 0.
    revision: Position,
    /// When it was recorded.
    recorded: DateTime,
}

/// What the answers about all kinds of things have in common.
pub(crate) struct Receipt {
    pub(crate) position: Position,
    pub(crate) revision: Position,
    pub(crate) events: Vec<RecordedEvent>,
    pub(crate) replayed: bool,
    pub(crate) contradictions: Vec<Contradiction>,
}

impl Receipt {
    /// What was recorded.
    pub(crate) fn of(moment: &Arc<Moment>, executed: &Executed) -> Result<Self, Error> {
        let events = executed.events.iter().map(|event| RecordedEvent {
            id: event.id.global(),
            wire_name: event.type_name.to_string(),
            position: Position(event.position),
            revision: Position(event.revision),
            recorded: DateTime(event.recorded),
        });
        let position =
            executed.position.ok_or_else(|| Problem::internal("a command left the ledger empty"))?;
        Ok(Self {
            position: Position(position),
            revision: Position(executed.revision),
            events: events.collect(),
            replayed: executed.replayed,
            contradictions: readable(moment, &executed.contradictions),
        })
    }
}

/// Declares what belongs to one kind of thing: what is answered to its mutations, and the mutations
/// themselves, each with the act that it carries out.
macro_rules! mutations {
    (
        $(#[$recorded_doc:meta])*
        $recorded:ident { $(#[$thing_doc:meta])* $thing:ident: $object:ident }
        $(#[$answer_doc:meta])*
        $answer:ident
        $mutations:ident {
            $($(#[$doc:meta])* $mutation:ident($act:ty);)*
        }
    ) => {
        $(#[$recorded_doc])*
        #[derive(async_graphql::SimpleObject)]
        pub(crate) struct $recorded {
            /// Position of the last recorded event; where nothing was to be recorded, that of the
            /// ledger.
            pub(crate) position: crate::scalars::Position,
            /// The thing's revision afterwards.
            pub(crate) revision: crate::scalars::Position,
            /// The recorded events; none where things stood as asked already.
            pub(crate) events: Vec<crate::mutation::result::RecordedEvent>,
            /// Whether the command was recorded before; then this is what was recorded that time.
            pub(crate) replayed: bool,
            /// After an act that mends something, the facts about the thing, or that name it, which can't
            /// stand as they do: for somebody to annul or correct.
            pub(crate) contradictions: Vec<crate::contradiction::Contradiction>,
            $(#[$thing_doc])*
            pub(crate) $thing: Option<$object>,
        }

        impl $recorded {
            fn new(
                moment: &std::sync::Arc<crate::moment::Moment>,
                executed: &cxl_ledger::Executed,
                $thing: Option<$object>,
            ) -> Result<Self, async_graphql::Error> {
                let receipt = crate::mutation::result::Receipt::of(moment, executed)?;
                let crate::mutation::result::Receipt { position, revision, events, replayed, contradictions } =
                    receipt;
                Ok(Self { position, revision, events, replayed, contradictions, $thing })
            }
        }

        $(#[$answer_doc])*
        #[derive(async_graphql::Union)]
        pub(crate) enum $answer {
            Recorded($recorded),
            #[graphql(flatten)]
            Failure(crate::mutation::failure::Failure),
        }

        #[derive(Debug, Default)]
        pub(crate) struct $mutations;

        #[async_graphql::Object]
        impl $mutations {
            $(
                $(#[$doc])*
                async fn $mutation(
                    &self,
                    ctx: &async_graphql::Context<'_>,
                    #[graphql(desc = "What to record, and what belongs to the command.")]
                    input: crate::mutation::command::Input<$act>,
                ) -> Result<Option<$answer>, async_graphql::Error> {
                    input.carry_out(ctx).await
                }
            )*
        }
    };
}
pub(crate) use mutations;
