//! The table.

use super::{Action, Mends, Reach, Relation, Rule, RuleId};
use crate::role::Role;

use Action as A;
use Role::{Administrator, Auditor, Contributor, NameReader, ProgramLead, Reader, Secretary, VoteReader};

/// Every rule there is. No two speak of the same role and action.
pub static RULES: &[Rule] = &[
    plain(
        "organization.administrator-manages",
        &[Administrator],
        &[
            A::RenameOrganization,
            A::SetOrganizationZone,
            A::AcceptKeyLoss,
            A::RebuildViews,
            A::AdoptModel,
            A::CreateProgram,
            A::GrantRole,
            A::WithdrawRole,
            A::IssueToken,
            A::RevokeToken,
            A::RegisterService,
            A::LinkIdentity,
            A::UnlinkIdentity,
        ],
        "Administrators manage the organization: name, zone, maturity model, programs, roles, tokens, services and \
         by which identity a person enters.",
    ),
    plain(
        "organization.directory",
        &[Administrator, ProgramLead, Secretary],
        &[
            A::CreateDepartment,
            A::RenameDepartment,
            A::CloseDepartment,
            A::StateDepartmentSide,
            A::RegisterPerson,
            A::RenamePerson,
            A::PlacePerson,
            A::RecordLeaving,
        ],
        "Administrators, and program leads and secretaries of the whole organization, keep its departments \
         and people.",
    ),
    plain(
        "program.set-up",
        &[Administrator, ProgramLead],
        &[
            A::RenameProgram,
            A::NameSponsor,
            A::SetProgramZone,
            A::SetCalendar,
            A::SetGovernance,
            A::LabelCode,
            A::StatePersonalContact,
        ],
        "Administrators and program leads set a program up: name, sponsor, zone, fiscal calendar, governance, labels.",
    ),
    plain(
        "program.goals",
        &[ProgramLead, Secretary],
        &[A::SetGoal, A::RetireGoal],
        "Program leads and secretaries record the strategic goals of their program.",
    ),
    plain(
        "program.explanations",
        &[ProgramLead, Secretary],
        &[A::ExplainProgramException],
        "Program leads and secretaries explain exceptions that are no initiative's.",
    ),
    plain(
        "program.secretary-labels",
        &[Secretary],
        &[A::LabelCode],
        "Secretaries label the codes that their imports bring.",
    ),
    plain(
        "initiative.steering",
        &[ProgramLead, Secretary],
        &[
            A::CharterInitiative,
            A::RenameInitiative,
            A::RestatePurpose,
            A::AssignOwner,
            A::VacateOwner,
            A::LinkMetric,
            A::RelateInitiative,
            A::ExpectBenefit,
            A::StartImprovement,
            A::MoveImprovement,
            A::DeliverImprovement,
            A::AbandonImprovement,
            A::ReportProgress,
            A::TransferOversight,
            A::ExplainException,
            A::PauseInitiative,
            A::ResumeInitiative,
            A::SustainInitiative,
            A::StopInitiative,
            A::ReopenInitiative,
            A::SucceedInitiative,
        ],
        "Program leads and secretaries record everything about the initiatives of their program.",
    ),
    Rule {
        relation: Relation::Owner,
        mends: Mends::Own,
        ..plain(
            "initiative.owner-reports",
            &[Contributor],
            &[
                A::StartImprovement,
                A::MoveImprovement,
                A::DeliverImprovement,
                A::AbandonImprovement,
                A::ReportProgress,
                A::ExplainException,
            ],
            "A contributor who owns an initiative reports its progress, explains its exceptions and runs its \
             improvements, and mends what they reported themselves.",
        )
    },
    plain(
        "metric.steering",
        &[ProgramLead, Secretary],
        &[
            A::DefineMetric,
            A::RenameMetric,
            A::RedefineMetric,
            A::SetTarget,
            A::AssignAccountable,
            A::NameHeadline,
            A::DeclarePurpose,
            A::LinkGoal,
            A::StateControl,
            A::ProposeRebase,
            A::ApproveRebase,
            A::BridgeDefinitions,
            A::PlaceMetric,
            A::ClearFlag,
            A::RecordReadings,
        ],
        "Program leads and secretaries record everything about the metrics of their program.",
    ),
    Rule {
        mends: Mends::Own,
        ..plain(
            "metric.contributor-records",
            &[Contributor],
            &[A::RecordReadings],
            "Contributors record readings of any metric of their program, and mend those that they recorded \
             themselves.",
        )
    },
    Rule {
        mends: Mends::Own,
        ..plain(
            "metric.accountable-states",
            &[Contributor],
            &[A::StateControl],
            "Contributors say whether they control a metric that they answer for, and mend what they said.",
        )
    },
    plain(
        "evidence.steering",
        &[ProgramLead, Secretary],
        &[A::ProvideEvidence, A::WithdrawEvidence],
        "Program leads and secretaries provide evidence and withdraw anybody's.",
    ),
    Rule {
        mends: Mends::Own,
        ..plain(
            "evidence.contributor-provides",
            &[Contributor],
            &[A::ProvideEvidence],
            "Contributors provide evidence for any initiative of their program and for the program itself, \
             and mend their own.",
        )
    },
    Rule {
        relation: Relation::Provider,
        mends: Mends::Own,
        ..plain(
            "evidence.provider-withdraws",
            &[Contributor],
            &[A::WithdrawEvidence],
            "Contributors withdraw the evidence that they provided.",
        )
    },
    Rule {
        relation: Relation::NotProvider,
        ..plain(
            "evidence.another-judges",
            &[ProgramLead, Secretary],
            &[A::AcceptEvidence, A::RefuseEvidence],
            "Program leads and secretaries accept or refuse evidence that somebody else provided.",
        )
    },
    plain(
        "committee.secretary-keeps",
        &[ProgramLead, Secretary],
        &[
            A::EstablishCommittee,
            A::RenameCommittee,
            A::SeatMember,
            A::VacateSeat,
            A::SetCommitteeRules,
            A::DissolveCommittee,
            A::ConveneMeeting,
            A::RenameMeeting,
            A::MoveMeeting,
            A::CancelMeeting,
            A::FixAgenda,
            A::HoldMeeting,
            A::MinuteMeeting,
            A::MoveAction,
            A::HandActionOver,
            A::CompleteAction,
            A::DropAction,
            A::ConfirmMinutes,
        ],
        "Program leads and secretaries keep the committees of their program and their meetings.",
    ),
    Rule {
        relation: Relation::Secretary,
        mends: Mends::Own,
        ..plain(
            "meeting.its-secretary",
            &[Contributor],
            &[
                A::ConveneMeeting,
                A::RenameMeeting,
                A::MoveMeeting,
                A::CancelMeeting,
                A::FixAgenda,
                A::HoldMeeting,
                A::MinuteMeeting,
                A::MoveAction,
                A::HandActionOver,
                A::DropAction,
            ],
            "A contributor who is the secretary of a committee convenes and minutes its meetings, and mends \
             what they recorded themselves.",
        )
    },
    Rule {
        relation: Relation::OwnerOrSecretary,
        mends: Mends::Own,
        ..plain(
            "meeting.owner-acts",
            &[Contributor],
            &[A::CompleteAction],
            "A contributor who owns an action, or is the secretary of the committee that agreed on it, records \
             that it was done.",
        )
    },
    Rule {
        relation: Relation::Chair,
        mends: Mends::Own,
        ..plain(
            "meeting.chair-confirms",
            &[Contributor],
            &[A::ConfirmMinutes],
            "A contributor who chairs a committee confirms the minutes of its meetings.",
        )
    },
    Rule {
        mends: Mends::Own,
        ..plain(
            "record.reader-acknowledges",
            &[ProgramLead, Secretary, Contributor, Reader],
            &[A::AcknowledgeReport, A::AcknowledgeMinutes, A::AcknowledgeInsight],
            "Whoever takes part in a program, readers included, confirms what they have read themselves.",
        )
    },
    plain(
        "decision.steering",
        &[ProgramLead, Secretary],
        &[
            A::OpenDecision,
            A::PrepareDecision,
            A::AmendElectorate,
            A::Decide,
            A::MinuteDecision,
            A::CarryOutDecision,
        ],
        "Program leads and secretaries open the decisions of their program, record their outcomes, carry them \
         out and look at them again.",
    ),
    plain(
        "decision.lead-confirms",
        &[ProgramLead],
        &[A::ConfirmOutcome],
        "Program leads confirm minutes that others wrote, where they chair or nobody does.",
    ),
    Rule {
        relation: Relation::Chair,
        mends: Mends::Own,
        ..plain(
            "decision.chair-decides",
            &[Contributor, Reader],
            &[A::Decide, A::ConfirmOutcome],
            "Who chairs a decision states its outcome and confirms its minutes.",
        )
    },
    Rule {
        relation: Relation::Elector,
        mends: Mends::Own,
        ..plain(
            "decision.electors-vote",
            &[ProgramLead, Contributor, Reader],
            &[A::Vote],
            "Whoever is in the electorate of a decision votes on it: not by being an administrator, \
             secretary or auditor.",
        )
    },
    plain(
        "journey.steering",
        &[ProgramLead, Secretary],
        &[A::MapJourney, A::RenameJourney, A::ChangeMap],
        "Program leads and secretaries map the journeys of their program.",
    ),
    plain(
        "insight.steering",
        &[ProgramLead, Secretary],
        &[
            A::IdentifyPainPoint,
            A::DescribePainPoint,
            A::TracePainPoint,
            A::FollowPainPoint,
            A::FindInsight,
            A::DescribeInsight,
            A::ShareInsight,
            A::ActOnInsight,
        ],
        "Program leads and secretaries record everything about pain points and insights.",
    ),
    Rule {
        mends: Mends::Own,
        ..plain(
            "insight.contributor-records",
            &[Contributor],
            &[
                A::IdentifyPainPoint,
                A::DescribePainPoint,
                A::TracePainPoint,
                A::FindInsight,
                A::DescribeInsight,
                A::ShareInsight,
                A::ActOnInsight,
            ],
            "Contributors record pain points and insights and share them, and mend what they recorded \
             themselves.",
        )
    },
    plain(
        "maturity.steering",
        &[ProgramLead, Secretary],
        &[A::ExcludePractice, A::SetMaturityTarget, A::DecideLevelRule],
        "Program leads and secretaries record what was decided about practices, targets of maturity and the \
         level of their program.",
    ),
    plain(
        "record.backfill",
        &[ProgramLead, Secretary],
        &[A::Backfill],
        "Program leads and secretaries import history that the world knew before the ledger did.",
    ),
    plain(
        "record.enter-for-others",
        &[ProgramLead, Secretary],
        &[A::EnterForOthers],
        "Program leads and secretaries enter what others did; it shows as entered for them.",
    ),
    Rule {
        reach: Reach::Anywhere,
        ..plain(
            "read.organization",
            &Role::ALL,
            &[A::ReadOrganization],
            "Whoever holds a role anywhere reads the organization's departments and people.",
        )
    },
    Rule {
        reach: Reach::Anywhere,
        ..plain(
            "read.schema",
            &[Administrator, ProgramLead, Secretary, Contributor, Reader, Auditor],
            &[A::ReadSchema],
            "Whoever takes part in a program, administers or audits is told what the schema holds; to read votes \
             or names alone it is not needed.",
        )
    },
    Rule {
        reach: Reach::Anywhere,
        ..plain(
            "read.freely",
            &[Administrator, Auditor],
            &[A::AskFreely],
            "Administrators and auditors ask with documents of their own where a server executes only those of its list.",
        )
    },
    plain(
        "read.program",
        &Role::ALL,
        &[A::ReadProgram, A::ReadHistory],
        "Whoever holds a role in a program reads all of it, with its history.",
    ),
    plain(
        "read.votes",
        &[VoteReader],
        &[A::ReadVotes],
        "Who voted for what is read by those to whom just that was granted; everybody reads their own.",
    ),
    Rule {
        reach: Reach::Anywhere,
        ..plain(
            "read.personal",
            &[Administrator, ProgramLead, Secretary, Contributor, NameReader],
            &[A::ReadPersonal],
            "What people are called, and what else lies sealed under their own keys, is read by whoever works with \
             them and by those to whom just that was granted; everybody else reads their codes, and their own.",
        )
    },
];

/// A rule without conditions: the role must hold where the act takes effect.
const fn plain(
    id: &'static str,
    roles: &'static [Role],
    actions: &'static [Action],
    sentence: &'static str,
) -> Rule {
    Rule {
        id: RuleId(id),
        roles,
        actions,
        relation: Relation::Any,
        mends: Mends::Anybodys,
        reach: Reach::There,
        sentence,
    }
}
