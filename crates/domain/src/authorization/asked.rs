//! Which right each command asks for, and which act recorded each fact.

use super::Action;
use crate::id::EventId;
use crate::maturity::profile;
use crate::{
    committee, decision, evidence, initiative, insight, journey, meeting, metric, organization, pain_point,
    person, program,
};

/// The right that a command asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The right to an act: see [`authorize`](super::authorize).
    Act(Action),
    /// The right to mend this fact: see [`authorize_mending`](super::authorize_mending), with
    /// [`Action::that_recorded`] its type and who did it.
    Mend(EventId),
    /// The right to take the whole thing back: see [`authorize_mending`](super::authorize_mending),
    /// with this action and who did the first fact.
    MendWhole(Action),
    /// Nobody's right: the ledger is founded once, by the program itself, before anybody has any; and only
    /// whoever holds its files makes a token that lasts.
    Founding,
}

impl Action {
    /// The act that records facts of the type `wire_name`, `None` for what is not mended: that the
    /// ledger was founded, and that something was recorded in error.
    pub fn that_recorded(wire_name: &str) -> Option<Self> {
        let (name, _version) = wire_name.rsplit_once(".v")?;
        Some(match name {
            "organization.named" => Self::RenameOrganization,
            "organization.zone-set" => Self::SetOrganizationZone,
            "organization.department-created" => Self::CreateDepartment,
            "organization.department-named" => Self::RenameDepartment,
            "organization.department-closed" => Self::CloseDepartment,
            "organization.department-side-stated" => Self::StateDepartmentSide,
            "organization.role-granted" => Self::GrantRole,
            "organization.role-withdrawn" => Self::WithdrawRole,
            "organization.token-issued" => Self::IssueToken,
            "organization.token-revoked" => Self::RevokeToken,
            "organization.model-adopted" | "organization.rule-set-adopted" => Self::AdoptModel,
            "organization.key-loss-accepted" => Self::AcceptKeyLoss,
            "person.registered" => Self::RegisterPerson,
            "person.named" => Self::RenamePerson,
            "person.placed" => Self::PlacePerson,
            "person.left" | "person.returned" => Self::RecordLeaving,
            "person.service-declared" => Self::RegisterService,
            "person.identity-linked" => Self::LinkIdentity,
            "person.identity-unlinked" => Self::UnlinkIdentity,
            "program.created" => Self::CreateProgram,
            "program.named" => Self::RenameProgram,
            "program.sponsor-named" => Self::NameSponsor,
            "program.zone-set" => Self::SetProgramZone,
            "program.calendar-set" => Self::SetCalendar,
            "program.governance-set" => Self::SetGovernance,
            "program.code-labeled" => Self::LabelCode,
            "program.goal-set" => Self::SetGoal,
            "program.goal-retired" => Self::RetireGoal,
            "program.personal-contact-stated" => Self::StatePersonalContact,
            "program.exception-explained" => Self::ExplainProgramException,
            "initiative.chartered" => Self::CharterInitiative,
            "initiative.named" => Self::RenameInitiative,
            "initiative.purpose-stated" => Self::RestatePurpose,
            "initiative.owner-assigned" => Self::AssignOwner,
            "initiative.owner-vacated" => Self::VacateOwner,
            "initiative.metric-linked" => Self::LinkMetric,
            "initiative.placed" | "initiative.element-changed" | "initiative.helps" => Self::RelateInitiative,
            "initiative.benefit-expected" => Self::ExpectBenefit,
            "initiative.improvement-started" => Self::StartImprovement,
            "initiative.improvement-date-moved" => Self::MoveImprovement,
            "initiative.improvement-delivered" => Self::DeliverImprovement,
            "initiative.improvement-abandoned" => Self::AbandonImprovement,
            "initiative.progress-reported" => Self::ReportProgress,
            "initiative.oversight-transferred" => Self::TransferOversight,
            "initiative.exception-explained" => Self::ExplainException,
            "initiative.report-acknowledged" => Self::AcknowledgeReport,
            "initiative.paused" => Self::PauseInitiative,
            "initiative.resumed" => Self::ResumeInitiative,
            "initiative.sustained" => Self::SustainInitiative,
            "initiative.stopped" => Self::StopInitiative,
            "initiative.reopened" => Self::ReopenInitiative,
            "initiative.succeeds" => Self::SucceedInitiative,
            "metric.defined" => Self::DefineMetric,
            "metric.named" => Self::RenameMetric,
            "metric.definition-stated" => Self::RedefineMetric,
            "metric.target-set" => Self::SetTarget,
            "metric.accountable-assigned" => Self::AssignAccountable,
            "metric.headline-named" => Self::NameHeadline,
            "metric.purpose-declared" => Self::DeclarePurpose,
            "metric.goal-linked" => Self::LinkGoal,
            "metric.control-stated" => Self::StateControl,
            "metric.rebase-proposed" => Self::ProposeRebase,
            "metric.rebase-approved" => Self::ApproveRebase,
            "metric.bridged" => Self::BridgeDefinitions,
            "metric.placed" => Self::PlaceMetric,
            "metric.flag-cleared" => Self::ClearFlag,
            "metric.reading-recorded" => Self::RecordReadings,
            "initiative.practice-not-applicable"
            | "initiative.practice-applicable"
            | "program.practice-not-applicable"
            | "program.practice-applicable" => Self::ExcludePractice,
            "initiative.maturity-target-set"
            | "initiative.maturity-target-dropped"
            | "program.maturity-target-set"
            | "program.maturity-target-dropped" => Self::SetMaturityTarget,
            "program.level-rule-decided" => Self::DecideLevelRule,
            "evidence.provided" | "evidence.attached" => Self::ProvideEvidence,
            "evidence.accepted" => Self::AcceptEvidence,
            "evidence.refused" => Self::RefuseEvidence,
            "evidence.withdrawn" => Self::WithdrawEvidence,
            "committee.established" => Self::EstablishCommittee,
            "committee.named" => Self::RenameCommittee,
            "committee.member-seated" => Self::SeatMember,
            "committee.seat-vacated" => Self::VacateSeat,
            "committee.rhythm-set" | "committee.quorum-set" | "committee.decision-rule-set" => {
                Self::SetCommitteeRules
            }
            "committee.dissolved" => Self::DissolveCommittee,
            "meeting.convened" => Self::ConveneMeeting,
            "meeting.named" => Self::RenameMeeting,
            "meeting.moved" => Self::MoveMeeting,
            "meeting.canceled" => Self::CancelMeeting,
            "meeting.agenda-fixed" => Self::FixAgenda,
            "meeting.held" | "meeting.attendance-taken" => Self::HoldMeeting,
            "meeting.resolved" | "meeting.action-agreed" | "meeting.minuted" => Self::MinuteMeeting,
            "meeting.action-moved" => Self::MoveAction,
            "meeting.action-handed-over" => Self::HandActionOver,
            "meeting.action-done" => Self::CompleteAction,
            "meeting.action-dropped" => Self::DropAction,
            "meeting.minutes-confirmed" => Self::ConfirmMinutes,
            "meeting.acknowledged" => Self::AcknowledgeMinutes,
            "decision.opened" => Self::OpenDecision,
            "decision.question-stated"
            | "decision.option-stated"
            | "decision.proposed"
            | "decision.ground-given"
            | "decision.reversibility-stated"
            | "decision.effect-expected"
            | "decision.another-look-set"
            | "decision.deadline-set"
            | "decision.act-authorized"
            | "decision.supersedes" => Self::PrepareDecision,
            "decision.electorate-recorded" | "decision.electorate-amended" => Self::AmendElectorate,
            "decision.vote-cast" | "decision.abstained" | "decision.recused" | "decision.dissented" => {
                Self::Vote
            }
            "decision.voting-closed" | "decision.decided" | "decision.deferred" | "decision.withdrawn" => {
                Self::Decide
            }
            "decision.minuted" | "decision.vote-minuted" | "decision.dissent-minuted" => Self::MinuteDecision,
            "decision.minutes-confirmed" => Self::ConfirmOutcome,
            "decision.carried-out" | "decision.looked-again" => Self::CarryOutDecision,
            "journey.mapped" => Self::MapJourney,
            "journey.named" => Self::RenameJourney,
            "journey.stage-added"
            | "journey.touchpoint-added"
            | "journey.hand-off-added"
            | "journey.spot-named"
            | "journey.stage-moved"
            | "journey.touchpoint-moved"
            | "journey.responsible-named"
            | "journey.spot-retired" => Self::ChangeMap,
            "pain-point.identified" => Self::IdentifyPainPoint,
            "pain-point.described" | "pain-point.goal-stated" => Self::DescribePainPoint,
            "pain-point.heard" | "pain-point.placed" | "pain-point.rated" => Self::TracePainPoint,
            "pain-point.taken-up" | "pain-point.resolved" | "pain-point.reopened" => Self::FollowPainPoint,
            "insight.found" => Self::FindInsight,
            "insight.described" | "insight.drawn-from" | "insight.addressed" => Self::DescribeInsight,
            "insight.shared" => Self::ShareInsight,
            "insight.acknowledged" => Self::AcknowledgeInsight,
            "insight.acted-on" => Self::ActOnInsight,
            _ => return None,
        })
    }
}

impl organization::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Found(_) | Self::IssueLastingToken { .. } => return Asked::Founding,
            Self::Rename { .. } => Action::RenameOrganization,
            Self::SetZone { .. } => Action::SetOrganizationZone,
            Self::CreateDepartment { .. } => Action::CreateDepartment,
            Self::RenameDepartment { .. } => Action::RenameDepartment,
            Self::CloseDepartment { .. } => Action::CloseDepartment,
            Self::StateDepartmentSide { .. } => Action::StateDepartmentSide,
            Self::GrantRole { .. } => Action::GrantRole,
            Self::WithdrawRole { .. } => Action::WithdrawRole,
            Self::IssueToken { .. } => Action::IssueToken,
            Self::RevokeToken { .. } => Action::RevokeToken,
            Self::AdoptModel { .. } | Self::AdoptRuleSet { .. } => Action::AdoptModel,
            Self::AcceptKeyLoss { .. } => Action::AcceptKeyLoss,
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl person::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Register(_) => Action::RegisterPerson,
            Self::Rename { .. } => Action::RenamePerson,
            Self::Place { .. } => Action::PlacePerson,
            Self::Leave { .. } | Self::Return { .. } => Action::RecordLeaving,
            Self::RegisterService(_) => Action::RegisterService,
            Self::LinkIdentity { .. } => Action::LinkIdentity,
            Self::UnlinkIdentity { .. } => Action::UnlinkIdentity,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::RegisterPerson),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl program::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Create(_) => Action::CreateProgram,
            Self::Rename { .. } => Action::RenameProgram,
            Self::NameSponsor { .. } => Action::NameSponsor,
            Self::SetZone { .. } => Action::SetProgramZone,
            Self::SetCalendar { .. } => Action::SetCalendar,
            Self::SetGovernance { .. } => Action::SetGovernance,
            Self::LabelCode { .. } => Action::LabelCode,
            Self::SetGoal { .. } => Action::SetGoal,
            Self::RetireGoal { .. } => Action::RetireGoal,
            Self::Profile(command) => command.asks(),
            Self::DecideLevelRule { .. } => Action::DecideLevelRule,
            Self::StatePersonalContact { .. } => Action::StatePersonalContact,
            Self::ExplainException { .. } => Action::ExplainProgramException,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::CreateProgram),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl initiative::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Charter(_) => Action::CharterInitiative,
            Self::Rename { .. } => Action::RenameInitiative,
            Self::RestatePurpose { .. } => Action::RestatePurpose,
            Self::AssignOwner { .. } => Action::AssignOwner,
            Self::VacateOwner { .. } => Action::VacateOwner,
            Self::LinkMetric { .. } => Action::LinkMetric,
            Self::Place { .. } | Self::ChangeElement { .. } | Self::Help { .. } => Action::RelateInitiative,
            Self::ExpectBenefit { .. } => Action::ExpectBenefit,
            Self::StartImprovement { .. } => Action::StartImprovement,
            Self::MoveImprovementDate { .. } => Action::MoveImprovement,
            Self::DeliverImprovement { .. } => Action::DeliverImprovement,
            Self::AbandonImprovement { .. } => Action::AbandonImprovement,
            Self::ReportProgress { .. } => Action::ReportProgress,
            Self::TransferOversight { .. } => Action::TransferOversight,
            Self::ExplainException { .. } => Action::ExplainException,
            Self::AcknowledgeReport { .. } => Action::AcknowledgeReport,
            Self::Pause { .. } => Action::PauseInitiative,
            Self::Resume { .. } => Action::ResumeInitiative,
            Self::Sustain { .. } => Action::SustainInitiative,
            Self::Stop { .. } => Action::StopInitiative,
            Self::Reopen { .. } => Action::ReopenInitiative,
            Self::Succeed { .. } => Action::SucceedInitiative,
            Self::Profile(command) => command.asks(),
            Self::RecordInError { .. } => return Asked::MendWhole(Action::CharterInitiative),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl profile::Command {
    fn asks(&self) -> Action {
        match self.decide {
            profile::Decide::NotApplicable { .. } | profile::Decide::Applicable(_) => Action::ExcludePractice,
            profile::Decide::SetTarget(_) | profile::Decide::DropTarget(_) => Action::SetMaturityTarget,
        }
    }
}

impl metric::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Define(_) => Action::DefineMetric,
            Self::Rename { .. } => Action::RenameMetric,
            Self::Redefine { .. } => Action::RedefineMetric,
            Self::SetTarget { .. } => Action::SetTarget,
            Self::AssignAccountable { .. } => Action::AssignAccountable,
            Self::NameHeadline { .. } => Action::NameHeadline,
            Self::DeclarePurpose { .. } => Action::DeclarePurpose,
            Self::LinkGoal { .. } => Action::LinkGoal,
            Self::StateControl { .. } => Action::StateControl,
            Self::ProposeRebase { .. } => Action::ProposeRebase,
            Self::ApproveRebase { .. } => Action::ApproveRebase,
            Self::Bridge { .. } => Action::BridgeDefinitions,
            Self::Place { .. } => Action::PlaceMetric,
            Self::ClearFlag { .. } => Action::ClearFlag,
            Self::RecordReading(_) => Action::RecordReadings,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::DefineMetric),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl evidence::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Provide(_) | Self::Attach(_) => Action::ProvideEvidence,
            Self::Accept { .. } => Action::AcceptEvidence,
            Self::Refuse { .. } => Action::RefuseEvidence,
            Self::Withdraw { .. } => Action::WithdrawEvidence,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::ProvideEvidence),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl committee::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Establish(_) => Action::EstablishCommittee,
            Self::Rename { .. } => Action::RenameCommittee,
            Self::SeatMember { .. } => Action::SeatMember,
            Self::VacateSeat { .. } => Action::VacateSeat,
            Self::SetRhythm { .. } | Self::SetQuorum { .. } | Self::SetDecisionRule { .. } => {
                Action::SetCommitteeRules
            }
            Self::Dissolve { .. } => Action::DissolveCommittee,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::EstablishCommittee),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl meeting::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Convene(_) => Action::ConveneMeeting,
            Self::Rename { .. } => Action::RenameMeeting,
            Self::Move { .. } => Action::MoveMeeting,
            Self::Cancel { .. } => Action::CancelMeeting,
            Self::FixAgenda { .. } => Action::FixAgenda,
            Self::Hold { .. } | Self::TakeAttendance { .. } => Action::HoldMeeting,
            Self::Resolve { .. } | Self::AgreeAction { .. } | Self::Minute { .. } => Action::MinuteMeeting,
            Self::MoveAction { .. } => Action::MoveAction,
            Self::HandActionOver { .. } => Action::HandActionOver,
            Self::CompleteAction { .. } => Action::CompleteAction,
            Self::DropAction { .. } => Action::DropAction,
            Self::ConfirmMinutes { .. } => Action::ConfirmMinutes,
            Self::Acknowledge { .. } => Action::AcknowledgeMinutes,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::ConveneMeeting),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl decision::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Open(_) => Action::OpenDecision,
            Self::RestateQuestion { .. }
            | Self::StateOption(_)
            | Self::Propose(_)
            | Self::GiveGround(_)
            | Self::StateReversibility(_)
            | Self::ExpectEffect(_)
            | Self::SetAnotherLook(_)
            | Self::SetDeadline(_)
            | Self::AuthorizeAct(_)
            | Self::Supersede { .. } => Action::PrepareDecision,
            Self::AmendElectorate { .. } => Action::AmendElectorate,
            Self::CastVote { .. } | Self::Abstain | Self::Recuse | Self::Dissent { .. } => Action::Vote,
            Self::CloseVoting { .. } | Self::Decide(_) | Self::Defer { .. } | Self::Withdraw { .. } => {
                Action::Decide
            }
            Self::Minute(_) => Action::MinuteDecision,
            Self::ConfirmMinutes { .. } => Action::ConfirmOutcome,
            Self::LookAgain { .. } | Self::RecordCarriedOut { .. } => Action::CarryOutDecision,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::OpenDecision),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl journey::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Map(_) => Action::MapJourney,
            Self::Rename { .. } => Action::RenameJourney,
            Self::AddStage { .. }
            | Self::AddTouchpoint { .. }
            | Self::AddHandOff { .. }
            | Self::RenameSpot { .. }
            | Self::MoveStage { .. }
            | Self::MoveTouchpoint { .. }
            | Self::NameResponsible { .. }
            | Self::RetireSpot { .. } => Action::ChangeMap,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::MapJourney),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl pain_point::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Identify(_) => Action::IdentifyPainPoint,
            Self::Redescribe { .. } | Self::RestateGoal { .. } => Action::DescribePainPoint,
            Self::Hear { .. } | Self::Place { .. } | Self::Rate { .. } => Action::TracePainPoint,
            Self::TakeUp { .. } | Self::Resolve { .. } | Self::Reopen { .. } => Action::FollowPainPoint,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::IdentifyPainPoint),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

impl insight::Command {
    /// The right that it asks for.
    pub fn asks(&self) -> Asked {
        Asked::Act(match self {
            Self::Find(_) => Action::FindInsight,
            Self::Redescribe { .. } | Self::DrawFrom { .. } | Self::Address { .. } => Action::DescribeInsight,
            Self::Share { .. } => Action::ShareInsight,
            Self::Acknowledge { .. } => Action::AcknowledgeInsight,
            Self::ActOn { .. } => Action::ActOnInsight,
            Self::RecordInError { .. } => return Asked::MendWhole(Action::FindInsight),
            Self::Annul(annul) => return Asked::Mend(annul.event),
            Self::Correct(correct) => return Asked::Mend(correct.event),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Fact;

    fn not_mended<F: Fact>() -> Vec<&'static str> {
        F::WIRE_NAMES.iter().copied().filter(|name| Action::that_recorded(name).is_none()).collect()
    }

    #[test]
    fn every_fact_was_recorded_by_an_act_but_for_those_that_are_never_mended() {
        assert_eq!(
            not_mended::<organization::OrganizationFact>(),
            ["organization.founded.v1", "organization.annulled.v1"]
        );
        assert_eq!(not_mended::<person::PersonFact>(), ["person.annulled.v1", "person.recorded-in-error.v1"]);
        assert_eq!(
            not_mended::<program::ProgramFact>(),
            ["program.annulled.v1", "program.recorded-in-error.v1"]
        );
        assert_eq!(
            not_mended::<initiative::InitiativeFact>(),
            ["initiative.annulled.v1", "initiative.recorded-in-error.v1"]
        );
        assert_eq!(not_mended::<metric::MetricFact>(), ["metric.annulled.v1", "metric.recorded-in-error.v1"]);
        assert_eq!(
            not_mended::<evidence::EvidenceFact>(),
            ["evidence.annulled.v1", "evidence.recorded-in-error.v1"]
        );
    }

    #[test]
    fn a_later_version_of_a_fact_was_recorded_by_the_same_act() {
        assert_eq!(Action::that_recorded("metric.target-set.v2"), Some(Action::SetTarget));
        assert_eq!(Action::that_recorded("metric.target-set"), None);
        assert_eq!(Action::that_recorded("metric.unheard-of.v1"), None);
    }
}
