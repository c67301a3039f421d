//! The closed lists of the domain as the schema spells them, the same for input and output.

use async_graphql::Enum;

/// What a person is granted, for one program or for the whole organization. Rights add up.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::role::Role")]
pub(crate) enum Role {
    /// Manages the organization, people, roles, tokens and programs; judges nothing.
    Administrator,
    /// Leads a program and answers for what it records.
    ProgramLead,
    /// Minutes, imports and enters for others; the role that backfills.
    Secretary,
    /// Records progress, readings and evidence.
    Contributor,
    /// Reads.
    Reader,
    /// Reads and exports everything, never writes by this role.
    Auditor,
    /// Reads who voted for what, which no other role does.
    VoteReader,
    /// Reads what people are called, for readers and auditors who need more than codes.
    NameReader,
}

/// Whether an initiative runs.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InitiativeStatus {
    /// It runs.
    Running,
    /// It is watched on a slower rhythm: windows and validities are doubled.
    InSustain,
    /// It rests; its level is held.
    Paused,
    /// It was ended by an act.
    Stopped,
    /// Another initiative carries it on.
    Succeeded,
}

impl From<cxl_domain::initiative::Status> for InitiativeStatus {
    fn from(status: cxl_domain::initiative::Status) -> Self {
        use cxl_domain::initiative::Status;
        match status {
            Status::Running => Self::Running,
            Status::InSustain => Self::InSustain,
            Status::Paused => Self::Paused,
            Status::Stopped => Self::Stopped,
        }
    }
}

/// The part that a metric plays in an initiative.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::initiative::MetricRole")]
pub(crate) enum MetricRole {
    /// The one by which the initiative is judged.
    Primary,
    /// It moves earlier than the primary one and tells why.
    Process,
    /// It must not suffer while the primary one improves.
    Balancing,
}

/// How an owner says that things stand.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::initiative::DeclaredState")]
pub(crate) enum DeclaredState {
    /// As planned.
    OnTrack,
    /// The plan is in danger.
    AtRisk,
    /// The plan is missed.
    OffTrack,
}

/// The kind of a metric: how its figures become a value, and between which bounds.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::kind::MetricKind")]
pub(crate) enum MetricKind {
    /// Net Promoter Score: promoters minus detractors, -100 to 100.
    Nps,
    /// Customer satisfaction: the share of the satisfied, 0 to 1.
    Csat,
    /// Customer effort score: the mean step, the lowest being 1.
    Ces,
    /// A share of a whole, 0 to 1.
    Proportion,
    /// The share of customers who stayed, 0 to 1.
    Retention,
    /// The share of customers who left, 0 to 1.
    Churn,
    /// The share of contacts that a better experience would have made unnecessary, 0 to 1.
    AvoidableContactRate,
    /// Events to a unit of exposure, 0 or more.
    Rate,
    /// A number of things, 0 or more.
    Count,
    /// A mean of measured values.
    Mean,
    /// An amount of money.
    Money,
    /// The share of engaged employees, 0 to 1.
    EmployeeEngagement,
}

/// Which way a metric gets better.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::kind::Direction")]
pub(crate) enum Direction {
    /// More is better.
    Increase,
    /// Less is better.
    Decrease,
    /// Neither: a change is high or low, never good or bad.
    Neutral,
}

/// How often something is due.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::calendar::Rhythm")]
pub(crate) enum Rhythm {
    /// Every day.
    Day,
    /// Every week, from Monday to Sunday.
    Week,
    /// Every calendar month.
    Month,
    /// Every quarter of the fiscal year.
    Quarter,
    /// Every fiscal year.
    Year,
}

/// Whether a reading's period is one of its metric's rhythm.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::series::Alignment")]
pub(crate) enum Alignment {
    /// Exactly one period of the rhythm.
    Regular,
    /// Any other period.
    Irregular,
}

/// Whether a source still expects to change a figure.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::figures::ReadingStatus")]
pub(crate) enum ReadingStatus {
    /// The source says that it may change.
    Provisional,
    /// The source holds it to be settled.
    Final,
}

/// Why a source states other figures than before. A slip of our own is no restatement; it is corrected.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::publication::RestatementReason")]
pub(crate) enum RestatementReason {
    /// The source looked again.
    SourceRevised,
    /// Provisional figures became final.
    ProvisionalToFinal,
    /// The source had made an error.
    SourceError,
    /// The source counts something else now.
    Definition,
}

/// By what formula the sampling error of a reading was computed.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::interval::Method")]
pub(crate) enum IntervalMethod {
    /// Wilson's score interval of a share.
    Wilson,
    /// The normal interval of a Net Promoter Score.
    NpsNormal,
    /// Student's interval of a mean.
    StudentT,
    /// The exact interval of a number of events that come independently of each other.
    Poisson,
    /// That of a difference of means, recovered from the intervals of the readings behind them; of one
    /// share on each side Newcombe's.
    Recovered,
}

/// How long a run of points must be to be more than noise. A rule set never changes; another length is
/// another rule set.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::rules::RuleSet")]
pub(crate) enum RuleSet {
    /// `mdc-7-7`: a shift of 7 points, a trend of 7 points.
    #[graphql(name = "MDC_7_7")]
    Mdc77,
    /// `8-6`: a shift of 8 points, a trend of 6 points.
    #[graphql(name = "RULES_8_6")]
    R86,
}

/// What a point of a chart means for the one who looks at the metric; of the last point, the signal.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::xmr::PointType")]
pub(crate) enum Signal {
    /// Within what the process does by itself.
    CommonCause,
    /// More than noise, in the better direction.
    Improvement,
    /// More than noise, in the worse direction.
    Concern,
    /// More than noise and upward, where no direction is better.
    NeutralHigh,
    /// More than noise and downward, where no direction is better.
    NeutralLow,
}

/// Whether the process as it is will meet the target.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::xmr::Assurance")]
pub(crate) enum Assurance {
    /// The target lies beyond the limits on the worse side: it is met every time.
    ConsistentPass,
    /// The target lies beyond the limits on the better side: it is missed every time.
    ConsistentFail,
    /// The target lies on or between the limits: it is met or missed by chance.
    Inconsistent,
}

/// Why a point is more than noise; the first that applies names it.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::rules::SpecialCause")]
pub(crate) enum SpecialCause {
    /// Beyond a limit.
    AstronomicalPoint,
    /// Part of a run that rises or falls.
    Trend,
    /// One of two in three near a limit.
    TwoInThree,
    /// Part of a run on one side of the mean.
    Shift,
}

/// On which side of the mean a value lies.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::limits::Side")]
pub(crate) enum Side {
    /// Strictly below the mean.
    Below,
    /// Exactly on the mean.
    On,
    /// Strictly above the mean.
    Above,
}

/// How far from the mean a value lies, on either side.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::limits::Zone")]
pub(crate) enum Zone {
    /// Up to the near limit.
    Within,
    /// Beyond the near limit, up to the limit.
    Near,
    /// Beyond the limit.
    Outside,
}

/// A practice of the maturity model, by the letter of its level and its number there.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::maturity::PracticeId", rename_items = "UPPERCASE")]
pub(crate) enum PracticeId {
    /// Repair: identify bad experiences.
    R1,
    /// Repair: prioritize the fixes.
    R2,
    /// Repair: coordinate delivery.
    R3,
    /// Repair: measure the result.
    R4,
    /// Elevate: share customer insight.
    E1,
    /// Elevate: measure consistently.
    E2,
    /// Elevate: put CX into core processes.
    E3,
    /// Elevate: reward customer-centric behavior.
    E4,
    /// Optimize: model CX against business results.
    O1,
    /// Optimize: strong experience design.
    O2,
    /// Optimize: sharpen CX skills.
    O3,
    /// Differentiate: uncover unmet needs.
    D1,
    /// Differentiate: reframe the problem.
    D2,
    /// Differentiate: rethink the ecosystem.
    D3,
}

/// Whose evidence a practice takes.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::maturity::PracticeScope")]
pub(crate) enum PracticeScope {
    /// Evidence of the initiative itself.
    Initiative,
    /// Evidence of the program, shared by its initiatives.
    Program,
    /// Either.
    Either,
}

/// How far a practice has come; later ones include the earlier.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::maturity::PracticeState")]
pub(crate) enum PracticeState {
    /// Nothing was provided, or what was provided was refused.
    None,
    /// Evidence was provided and is not accepted, or all that was accepted has lapsed.
    Started,
    /// At least one piece of evidence counts.
    Performed,
    /// At least one counts, and enough distinct periods of the window have evidence.
    Routine,
}

/// What a metric is used for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::metric::Purpose")]
pub(crate) enum Purpose {
    /// To see whether a strategic goal is carried out.
    Strategy,
    /// To see whether a fix worked.
    Improvement,
    /// To steer the daily work.
    Operation,
    /// To be read beside other metrics.
    Context,
    /// To judge the work of people.
    Appraisal,
    /// To set what people are paid.
    Pay,
}

/// What keeps whoever answers for a metric from moving it.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::metric::GapReason")]
pub(crate) enum GapReason {
    /// Nobody answers for it.
    NobodyAccountable,
    /// They say that what they do does not move it.
    NoControl,
    /// They say that they do not know how to improve it.
    NotKnowingHow,
    /// They say that they may not do what that takes.
    NoAuthority,
}

/// By which rule the level of a program follows from those of its initiatives.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "ProgramLevelRule", remote = "cxl_domain::maturity::program::LevelRule")]
pub(crate) enum LevelRule {
    /// It is the lowest of them.
    Lowest,
    /// It is the median of them, of an even number the lower of the two in the middle.
    LowerMedian,
}

/// Why no pace is told.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::maturity::pace::NoPace")]
pub(crate) enum NoPace {
    /// The day of the target has come or is less than three months away.
    TooLate,
    /// The initiative is younger than twelve months.
    TooYoung,
}

/// What a code of a program names.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::program::Vocabulary")]
pub(crate) enum Vocabulary {
    /// Where customers were reached.
    Channel,
    /// Which customers.
    Segment,
    /// Where figures come from.
    Source,
    /// What a metric counts in.
    Unit,
    /// The steps of an answer.
    Scale,
    /// Whose goals initiatives help: CMO, COO, CFO and so on.
    Executive,
}

/// Whether the people of a department meet customers.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::organization::Side")]
pub(crate) enum DepartmentSide {
    /// They do.
    FrontLine,
    /// They work behind those who do.
    BackOffice,
}
