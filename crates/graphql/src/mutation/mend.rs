//! The acts that mend: annul a fact, correct one, record a whole thing in error.

use std::marker::PhantomData;

use async_graphql::{InputObject, InputObjectType, Value};
use cxl_domain::command;
use cxl_domain::id::EventId;
use cxl_domain::text::Text;

use super::command::{Act, CommandOf, Noun, Target};
use super::committee::Committees;
use super::decision::Decisions;
use super::evidence::AllEvidence;
use super::initiative::Initiatives;
use super::insight::Insights;
use super::journey::Journeys;
use super::meeting::Meetings;
use super::metric::Metrics;
use super::organization::TheOrganization;
use super::pain_point::PainPoints;
use super::person::People;
use super::program::Programs;
use super::reference::Desk;
use super::rejection::{At, Rejection};
use super::target::{Named, On};
use super::typed::{Typed, Unread};

/// A kind of thing whose facts can be annulled and corrected.
pub(crate) trait Mended: Noun {
    /// Where the fact is looked for.
    type Existing: Target<Noun = Self>;
    /// What a correction can state anew.
    type Statement: Statement<Self>;

    /// The act that annuls.
    fn annul(annul: command::Annul) -> Self::Command;

    /// The act that states a fact anew.
    fn correct(event: EventId, reason: Text, with: Self::Command) -> Self::Command;
}

/// One of the acts that state a fact.
pub(crate) trait Statement<N: Noun>: InputObjectType {
    /// The act.
    fn command(self, desk: &Desk<'_>) -> impl Future<Output = Result<N::Command, Rejection>> + Send;
}

/// Annuls a fact that was recorded in error, and with it what depends on it about the same thing. It
/// stays in the history. An annulment can't be annulled: record the fact anew.
#[derive(InputObject)]
#[graphql(concrete(name = "AnnulOrganizationFactFields", params(TheOrganization)))]
#[graphql(concrete(name = "AnnulProgramFactFields", params(Programs)))]
#[graphql(concrete(name = "AnnulPersonFactFields", params(People)))]
#[graphql(concrete(name = "AnnulInitiativeFactFields", params(Initiatives)))]
#[graphql(concrete(name = "AnnulMetricFactFields", params(Metrics)))]
#[graphql(concrete(name = "AnnulEvidenceFactFields", params(AllEvidence)))]
#[graphql(concrete(name = "AnnulJourneyFactFields", params(Journeys)))]
#[graphql(concrete(name = "AnnulPainPointFactFields", params(PainPoints)))]
#[graphql(concrete(name = "AnnulInsightFactFields", params(Insights)))]
#[graphql(concrete(name = "AnnulCommitteeFactFields", params(Committees)))]
#[graphql(concrete(name = "AnnulDecisionFactFields", params(Decisions)))]
#[graphql(concrete(name = "AnnulMeetingFactFields", params(Meetings)))]
pub(crate) struct Annul<N: Mended> {
    /// The event that recorded the fact.
    event: Typed<EventId>,
    /// Why it is annulled.
    reason: Typed<Text>,
    #[graphql(skip)]
    of: PhantomData<N>,
}

impl<N: Mended> Act for Annul<N>
where
    Self: InputObjectType,
{
    type On = N::Existing;

    async fn command(self, _: &Desk<'_>) -> Result<CommandOf<Self>, Rejection> {
        let event = self.event.at("event")?;
        Ok(N::annul(command::Annul { event, reason: self.reason.at("reason")? }))
    }
}

/// Replaces a fact that was recorded wrongly by another of the same kind, in one act. Days left out
/// are those of the corrected fact.
#[derive(InputObject)]
#[graphql(concrete(name = "CorrectOrganizationFactFields", params(TheOrganization)))]
#[graphql(concrete(name = "CorrectProgramFactFields", params(Programs)))]
#[graphql(concrete(name = "CorrectPersonFactFields", params(People)))]
#[graphql(concrete(name = "CorrectInitiativeFactFields", params(Initiatives)))]
#[graphql(concrete(name = "CorrectMetricFactFields", params(Metrics)))]
#[graphql(concrete(name = "CorrectEvidenceFactFields", params(AllEvidence)))]
#[graphql(concrete(name = "CorrectJourneyFactFields", params(Journeys)))]
#[graphql(concrete(name = "CorrectPainPointFactFields", params(PainPoints)))]
#[graphql(concrete(name = "CorrectInsightFactFields", params(Insights)))]
#[graphql(concrete(name = "CorrectCommitteeFactFields", params(Committees)))]
#[graphql(concrete(name = "CorrectDecisionFactFields", params(Decisions)))]
#[graphql(concrete(name = "CorrectMeetingFactFields", params(Meetings)))]
pub(crate) struct Correct<N: Mended> {
    /// The event that recorded the fact.
    event: Typed<EventId>,
    /// Why it is corrected.
    reason: Typed<Text>,
    /// The fact as it should have been recorded.
    with: N::Statement,
}

impl<N: Mended> Act for Correct<N>
where
    Self: InputObjectType,
{
    type On = N::Existing;

    async fn command(self, desk: &Desk<'_>) -> Result<CommandOf<Self>, Rejection> {
        let stated = member(&self.with).unwrap_or_default();
        let event = self.event.at("event")?;
        let reason = self.reason.at("reason")?;
        let with = self.with.command(desk).await.at(&stated).at("with")?;
        Ok(N::correct(event, reason, with))
    }

    fn stated(&self) -> Vec<String> {
        std::iter::once("with".to_owned()).chain(member(&self.with)).collect()
    }
}

/// The one field that is set in an input of which exactly one is.
fn member(one_of: &impl InputObjectType) -> Option<String> {
    match one_of.to_value() {
        Value::Object(fields) => fields.into_iter().map(|(name, _)| name.to_string()).next(),
        _ => None,
    }
}

/// Takes a whole thing back: it leaves counts and levels from this moment, never the history.
#[derive(InputObject)]
#[graphql(concrete(name = "RecordProgramInErrorFields", params(Programs)))]
#[graphql(concrete(name = "RecordPersonInErrorFields", params(People)))]
#[graphql(concrete(name = "RecordInitiativeInErrorFields", params(Initiatives)))]
#[graphql(concrete(name = "RecordMetricInErrorFields", params(Metrics)))]
#[graphql(concrete(name = "RecordEvidenceInErrorFields", params(AllEvidence)))]
#[graphql(concrete(name = "RecordJourneyInErrorFields", params(Journeys)))]
#[graphql(concrete(name = "RecordPainPointInErrorFields", params(PainPoints)))]
#[graphql(concrete(name = "RecordInsightInErrorFields", params(Insights)))]
#[graphql(concrete(name = "RecordCommitteeInErrorFields", params(Committees)))]
#[graphql(concrete(name = "RecordDecisionInErrorFields", params(Decisions)))]
#[graphql(concrete(name = "RecordMeetingInErrorFields", params(Meetings)))]
pub(crate) struct RecordInError<N: Named> {
    /// Why.
    reason: Typed<Text>,
    #[graphql(skip)]
    of: PhantomData<N>,
}

impl<N: Named> Act for RecordInError<N>
where
    Self: InputObjectType,
{
    type On = On<N>;

    async fn command(self, _: &Desk<'_>) -> Result<CommandOf<Self>, Rejection> {
        Ok(N::record_in_error(self.reason.at("reason")?))
    }
}
