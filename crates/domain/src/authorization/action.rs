//! Everything that takes a right.

use std::fmt;

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Something that takes a right: a command, or a way of reading.
        ///
        /// Annulling and correcting have no action of their own: see
        /// [`authorize_mending`](super::authorize_mending).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $variant,)*
        }

        impl Action {
            /// Whether it reads, and records nothing.
            pub fn is_reading(self) -> bool {
                self.as_str().starts_with("read.")
            }

            /// Every action, grouped by noun.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its stable name: `initiative.report-progress`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

actions! {
    /// Name the organization.
    RenameOrganization = "organization.rename",
    /// Set the organization's time zone.
    SetOrganizationZone = "organization.set-zone",
    /// Accept that keys which the log uses are lost.
    AcceptKeyLoss = "organization.accept-key-loss",
    /// Have the views folded anew.
    RebuildViews = "organization.rebuild-views",
    /// Adopt a version of the maturity model or of a rule set.
    AdoptModel = "organization.adopt-model",
    /// Create a program.
    CreateProgram = "organization.create-program",
    /// Grant a role.
    GrantRole = "organization.grant-role",
    /// Withdraw a role.
    WithdrawRole = "organization.withdraw-role",
    /// Issue an API token.
    IssueToken = "organization.issue-token",
    /// Revoke an API token.
    RevokeToken = "organization.revoke-token",
    /// Create a department.
    CreateDepartment = "department.create",
    /// Rename a department.
    RenameDepartment = "department.rename",
    /// Close a department.
    CloseDepartment = "department.close",
    /// Say whether the people of a department meet customers.
    StateDepartmentSide = "department.state-side",
    /// Register a person.
    RegisterPerson = "person.register",
    /// Rename a person.
    RenamePerson = "person.rename",
    /// Place a person in a department.
    PlacePerson = "person.place",
    /// Register a service that enters for people.
    RegisterService = "person.register-service",
    /// Say by which identity of a provider a person enters.
    LinkIdentity = "person.link-identity",
    /// Say that an identity stands for a person no more.
    UnlinkIdentity = "person.unlink-identity",
    /// Record that a person left the organization, or came back.
    RecordLeaving = "person.record-leaving",
    /// Rename a program.
    RenameProgram = "program.rename",
    /// Name the sponsor of a program.
    NameSponsor = "program.name-sponsor",
    /// Set the time zone of a program.
    SetProgramZone = "program.set-zone",
    /// Set the fiscal calendar of a program.
    SetCalendar = "program.set-calendar",
    /// Settle which acts of a program need authority.
    SetGovernance = "program.set-governance",
    /// Give a label to a code of a program: channel, segment, source, unit, scale.
    LabelCode = "program.label-code",
    /// Set a strategic goal of a program.
    SetGoal = "program.set-goal",
    /// Retire a strategic goal of a program.
    RetireGoal = "program.retire-goal",
    /// State how far a program's business lives on personal contact.
    StatePersonalContact = "program.state-personal-contact",
    /// Explain an exception that is no initiative's.
    ExplainProgramException = "program.explain-exception",
    /// Charter an initiative.
    CharterInitiative = "initiative.charter",
    /// Rename an initiative.
    RenameInitiative = "initiative.rename",
    /// Restate the purpose of an initiative.
    RestatePurpose = "initiative.restate-purpose",
    /// Give an initiative an owner.
    AssignOwner = "initiative.assign-owner",
    /// Leave an initiative without an owner.
    VacateOwner = "initiative.vacate-owner",
    /// Link a metric to an initiative.
    LinkMetric = "initiative.link-metric",
    /// Say where on a journey an initiative works, which elements of the ecosystem it changes, and whose goal it
    /// helps.
    RelateInitiative = "initiative.relate",
    /// State the benefits that are expected of an initiative.
    ExpectBenefit = "initiative.expect-benefit",
    /// Start an improvement.
    StartImprovement = "initiative.start-improvement",
    /// Move the date on which an improvement is due.
    MoveImprovement = "initiative.move-improvement",
    /// Deliver an improvement.
    DeliverImprovement = "initiative.deliver-improvement",
    /// Abandon an improvement.
    AbandonImprovement = "initiative.abandon-improvement",
    /// Report progress.
    ReportProgress = "initiative.report-progress",
    /// Transfer the oversight of an initiative to another committee.
    TransferOversight = "initiative.transfer-oversight",
    /// Explain an exception of an initiative.
    ExplainException = "initiative.explain-exception",
    /// Confirm having read a progress report.
    AcknowledgeReport = "initiative.acknowledge-report",
    /// Pause an initiative.
    PauseInitiative = "initiative.pause",
    /// Move an initiative to sustain.
    SustainInitiative = "initiative.sustain",
    /// Resume an initiative.
    ResumeInitiative = "initiative.resume",
    /// Stop an initiative.
    StopInitiative = "initiative.stop",
    /// Reopen an initiative that was stopped.
    ReopenInitiative = "initiative.reopen",
    /// Let an initiative carry another on.
    SucceedInitiative = "initiative.succeed",
    /// Define a metric.
    DefineMetric = "metric.define",
    /// Rename a metric.
    RenameMetric = "metric.rename",
    /// Give a metric a new definition version.
    RedefineMetric = "metric.redefine",
    /// Set a target.
    SetTarget = "metric.set-target",
    /// Name who is accountable for a metric.
    AssignAccountable = "metric.assign-accountable",
    /// Name the headline series of a metric.
    NameHeadline = "metric.name-headline",
    /// Declare what a metric is for.
    DeclarePurpose = "metric.declare-purpose",
    /// Link a metric to a strategic goal.
    LinkGoal = "metric.link-goal",
    /// State whether one controls a metric that one answers for.
    StateControl = "metric.state-control",
    /// Propose that the limits of a series begin anew.
    ProposeRebase = "metric.propose-rebase",
    /// Approve that the limits of a series begin anew.
    ApproveRebase = "metric.approve-rebase",
    /// Bridge two versions of a metric's definition.
    BridgeDefinitions = "metric.bridge-definitions",
    /// Say where on a journey a metric measures.
    PlaceMetric = "metric.place",
    /// Clear an integrity flag.
    ClearFlag = "metric.clear-flag",
    /// Record readings.
    RecordReadings = "metric.record-readings",
    /// Provide evidence.
    ProvideEvidence = "evidence.provide",
    /// Accept evidence.
    AcceptEvidence = "evidence.accept",
    /// Refuse evidence.
    RefuseEvidence = "evidence.refuse",
    /// Withdraw evidence.
    WithdrawEvidence = "evidence.withdraw",
    /// Establish a committee.
    EstablishCommittee = "committee.establish",
    /// Rename a committee.
    RenameCommittee = "committee.rename",
    /// Give somebody a seat on a committee.
    SeatMember = "committee.seat-member",
    /// End somebody's seat on a committee.
    VacateSeat = "committee.vacate-seat",
    /// Settle how often a committee meets, its quorum and how it decides.
    SetCommitteeRules = "committee.set-rules",
    /// Dissolve a committee.
    DissolveCommittee = "committee.dissolve",
    /// Convene a meeting.
    ConveneMeeting = "meeting.convene",
    /// Rename a meeting.
    RenameMeeting = "meeting.rename",
    /// Move a meeting to another day.
    MoveMeeting = "meeting.move",
    /// Call a meeting off.
    CancelMeeting = "meeting.cancel",
    /// Fix the agenda of a meeting.
    FixAgenda = "meeting.fix-agenda",
    /// Record that a meeting was held, and who was there.
    HoldMeeting = "meeting.hold",
    /// Minute a meeting, with its resolutions and actions.
    MinuteMeeting = "meeting.minute",
    /// Move the day on which an action is due.
    MoveAction = "meeting.move-action",
    /// Hand an action to another person.
    HandActionOver = "meeting.hand-action-over",
    /// Record that an action was done.
    CompleteAction = "meeting.complete-action",
    /// Drop an action.
    DropAction = "meeting.drop-action",
    /// Confirm the minutes of a meeting.
    ConfirmMinutes = "meeting.confirm-minutes",
    /// Confirm having read the minutes of a meeting.
    AcknowledgeMinutes = "meeting.acknowledge",
    /// Open a decision.
    OpenDecision = "decision.open",
    /// Prepare a decision: question, options, proposal, grounds, expected effects, days, acts.
    PrepareDecision = "decision.prepare",
    /// Change who votes on a decision, or how votes decide.
    AmendElectorate = "decision.amend-electorate",
    /// Vote, abstain, recuse or dissent.
    Vote = "decision.vote",
    /// Close the voting on a decision, state its outcome, put it off or take it back.
    Decide = "decision.decide",
    /// Minute an outcome.
    MinuteDecision = "decision.minute",
    /// Confirm the minutes of an outcome.
    ConfirmOutcome = "decision.confirm-minutes",
    /// Carry a decision out, and look at it again.
    CarryOutDecision = "decision.carry-out",
    /// Map a journey.
    MapJourney = "journey.map",
    /// Rename a journey.
    RenameJourney = "journey.rename",
    /// Change the map of a journey: stages, touchpoints, hand-offs.
    ChangeMap = "journey.change-map",
    /// Identify a pain point.
    IdentifyPainPoint = "pain-point.identify",
    /// Describe a pain point anew.
    DescribePainPoint = "pain-point.describe",
    /// Record how a pain point was heard, how bad it is and where it lies.
    TracePainPoint = "pain-point.trace",
    /// Say which initiative takes a pain point up, that it is resolved or that it came back.
    FollowPainPoint = "pain-point.follow",
    /// Record an insight.
    FindInsight = "insight.find",
    /// Describe an insight anew.
    DescribeInsight = "insight.describe",
    /// Decide whether a practice of the maturity model applies.
    ExcludePractice = "maturity.exclude-practice",
    /// Set a target of maturity, or give it up.
    SetMaturityTarget = "maturity.set-target",
    /// Decide by which rule the level of a program follows.
    DecideLevelRule = "maturity.decide-level-rule",
    /// Share an insight.
    ShareInsight = "insight.share",
    /// Acknowledge an insight.
    AcknowledgeInsight = "insight.acknowledge",
    /// Record what was done about an insight.
    ActOnInsight = "insight.act-on",
    /// Record what was known earlier, with the day on which it was published.
    Backfill = "record.backfill",
    /// Enter what another person did.
    EnterForOthers = "record.enter-for-others",
    /// Read the organization: its departments, its people as far as they are readable.
    ReadOrganization = "read.organization",
    /// Read how the schema describes itself.
    ReadSchema = "read.schema",
    /// Ask with documents of one's own where a server executes a list of trusted ones.
    AskFreely = "read.freely",
    /// Read a program and everything in it, now and at any past point.
    ReadProgram = "read.program",
    /// Read the recorded events with who entered them.
    ReadHistory = "read.history",
    /// Read who voted for what, and who disagreed.
    ReadVotes = "read.votes",
    /// Read what people are called, and whatever else lies sealed under their own keys; votes are a matter of their
    /// own.
    ReadPersonal = "read.personal",
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
