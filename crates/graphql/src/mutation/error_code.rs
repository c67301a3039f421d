//! The codes on which client programs switch, and the field that each refusal is about.

use async_graphql::Enum;
use cxl_domain::refusal::Refusal;

/// Why a command was not carried out. Codes are added as rules are; none changes its meaning.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorCode {
    /// An input does not have the form of its field.
    InvalidInput,
    /// The thing was recorded before.
    AlreadyRecorded,
    /// There is nothing of that kind under that id or code.
    Unknown,
    /// The whole thing was recorded in error and takes no more facts.
    WasRecordedInError,
    /// Something else holds the code.
    CodeTaken,
    /// A day lies in the future where only the past makes sense.
    InFuture,
    /// An end that does not come after its beginning.
    EndBeforeStart,
    /// A day before the thing began.
    BeforeBeginning,
    /// A day outside the years that the ledger keeps.
    DayOutOfRange,
    /// The published day lies after today.
    PublishedInFuture,
    /// The decision does not authorize this act.
    NotAuthorized,
    /// The decision was superseded and authorizes nothing any more.
    DecisionSuperseded,
    /// The governance of the program refuses the act without authority.
    AuthorityNeeded,
    /// The initiative is paused or stopped on that day.
    NotRunning,
    /// A later fact would undo this one.
    StandsLater,
    /// The initiative neither is paused nor in sustain on that day.
    NothingToResume,
    /// The initiative is not stopped on that day.
    NothingToReopen,
    /// An initiative would succeed itself, by way of others or at once.
    CircularSuccession,
    /// Another initiative carries the predecessor on.
    SucceededAlready,
    /// That person is the owner already.
    OwnsAlready,
    /// There is no owner already.
    VacantAlready,
    /// The metric has that role in the initiative already.
    LinkedAlready,
    /// Another metric is the primary one.
    PrimaryTaken,
    /// The improvement was delivered or abandoned before.
    ImprovementOver,
    /// The value is what it is already.
    Unchanged,
    /// There is no such fact about the thing.
    UnknownFact,
    /// The fact was annulled or corrected before.
    FallenAlready,
    /// An annulment is neither annulled nor corrected.
    AnnulmentStands,
    /// The fact began the thing; record the whole thing in error instead.
    BeganIt,
    /// The only fact of its kind, of what a thing always has; correct it instead.
    OnlyOne,
    /// A correction states the same kind of fact.
    OtherKindOfFact,
    /// The figures do not fit the metric or each other.
    Figures,
    /// The period is not one of the metric's rhythm.
    OffRhythm,
    /// The period overlaps another one of its series.
    PeriodOverlaps,
    /// The metric has no such definition version.
    UnknownDefinition,
    /// Other figures stand as published on that day.
    PublishedDayTaken,
    /// The figures were superseded before.
    Superseded,
    /// A restatement gives its reason.
    RestatementNeedsReason,
    /// The metric can't reach that target.
    TargetOutOfRange,
    /// Only whoever is accountable for a metric says whether they control it.
    NotAccountable,
    /// Who proposed a rebase does not approve it.
    OwnProposal,
    /// The rebase was approved before.
    ApprovedAlready,
    /// The two definition versions are bridged already.
    BridgedAlready,
    /// A bridge joins two different versions.
    BridgeToItself,
    /// The flag is not raised over the data that were seen.
    FlagNotRaised,
    /// The flag was cleared over these data before.
    FlagClearedAlready,
    /// Who provided evidence does not judge it.
    OwnEvidence,
    /// The evidence was judged before.
    JudgedAlready,
    /// The evidence was withdrawn.
    EvidenceWithdrawn,
    /// No file with that hash was uploaded for the program.
    NotUploaded,
    /// The practice is earned at another scope.
    PracticeScope,
    /// The grant or token ended before.
    EndedAlready,
    /// Somebody must be left who can grant roles.
    LastAdministrator,
    /// The department is closed.
    DepartmentClosed,
    /// Another department stands below it.
    DepartmentBelow,
    /// A department below it would stay open.
    OpenDepartmentBelow,
    /// No such rule frees the act from authority.
    NoSuchRule,
    /// Founding acts are the sponsor's.
    NotFounding,
    /// The program has a committee, so nothing is founding any more.
    NoLongerFounding,
    /// The initiative would begin before its program.
    BeforeProgram,
    /// The source published the fact before it had come to pass.
    PublishedEarly,
    /// A department would stand below itself.
    CircularDepartment,
    /// The committee is dissolved.
    CommitteeDissolved,
    /// That person sits on the committee already.
    SeatedAlready,
    /// Somebody else is the chair or the secretary.
    SeatTaken,
    /// The meeting was held or canceled.
    MeetingOver,
    /// There is no such exception, or no longer.
    NoSuchException,
    /// The meeting was not held yet.
    MeetingNotHeld,
    /// The action was done or dropped.
    ActionOver,
    /// Who chaired a meeting confirms its minutes.
    NotTheChair,
    /// Who minuted does not confirm the minutes.
    OwnMinutes,
    /// Fewer took part than the quorum asks for.
    NoQuorum,
    /// The choice does not have the votes that the rule asks for.
    NotCarried,
    /// Several options lead with equally many votes, and the rule leaves it there.
    Tied,
    /// Several options lead with equally many votes, and the chair decides between them.
    TiedForChair,
    /// Not all votes cast name the choice.
    NoConsensus,
    /// By this rule the chair states the outcome.
    ChairDecides,
    /// It is not recorded who votes.
    NoElectorate,
    /// Somebody who does not vote on this decision.
    NotInElectorate,
    /// A person votes once.
    VotedAlready,
    /// Who owns what a decision is about recuses.
    OwnMatter,
    /// Votes and outcomes of the past are not cast.
    VotedElsewhere,
    /// Somebody took part in the vote already.
    VotingBegan,
    /// The votes are not counted yet.
    VotingOpen,
    /// Votes are counted once.
    VotingOver,
    /// The outcome would be older than the vote.
    DecidedEarly,
    /// Who votes is claimed by an import.
    ElectorateClaimed,
    /// What the ledger saw itself is not claimed.
    NotOfThePast,
    /// The minutes of the outcome are not confirmed.
    NotConfirmed,
    /// The act would hold before the decision did.
    BeforeDecision,
    /// What a decision lists is done once.
    DoneAlready,
    /// Something that the decision lists is not done.
    NotAllDone,
    /// The electorate would leave out somebody who took part.
    TookPartAlready,
    /// More votes than there are voters.
    TooManyVotes,
    /// The tally is not one of the votes cast.
    NotCounted,
    /// There is no such option.
    NoSuchOption,
    /// There is an outcome.
    DecidedAlready,
    /// The question was taken back.
    WasWithdrawn,
    /// The deadline passed without an outcome.
    HasExpired,
    /// There is no outcome yet.
    NotDecided,
    /// The decision was carried out before.
    CarriedOutAlready,
    /// No outcome was minuted.
    NothingMinuted,
    /// The chair confirms minutes.
    ChairConfirms,
    /// An outcome rests on the fact.
    OutcomeRestsOnIt,
    /// Decisions would supersede each other in a circle.
    CircularSupersession,
    /// The stage, touchpoint or hand-off has left the map.
    SpotRetired,
    /// Something rests on the stage or touchpoint that is to leave the map.
    SpotInUse,
    /// Something is expected of the benefit on those days already.
    ExpectedAlready,
    /// The pain point is resolved already.
    ResolvedAlready,
    /// The pain point is open.
    NotResolved,
    /// The insight was not shared with who acknowledges it.
    NotShared,
    /// Nobody speaks for a department in which they are not.
    NotTheirDepartment,
    /// They acknowledged it already.
    AcknowledgedAlready,
    /// The caller has no right to it.
    Forbidden,
    /// The thing has changed since the caller looked.
    Conflict,
    /// The command id was used for another command.
    CommandReused,
    /// Too much is going on; the same command may be sent again.
    Busy,
    /// Nothing is written at present.
    ReadOnly,
    /// The storage fails at present; the same command may be sent again.
    StorageUnavailable,
    /// The command records more than one append holds.
    TooLarge,
}

/// Which field of an input a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A field of what the act states.
    Stated(&'static str),
    /// A field of the command around it.
    Around(&'static str),
    /// The day on which a source is claimed to have published the fact.
    Published,
    /// No single field.
    Nowhere,
}

/// The code of a refusal, and the field that it is about.
pub(crate) fn told(refusal: &Refusal) -> (ErrorCode, Place) {
    use Place::{Around, Nowhere, Published, Stated};
    match refusal {
        Refusal::InvalidInput { field, .. } => (ErrorCode::InvalidInput, named(field)),
        Refusal::AlreadyRecorded { .. } => (ErrorCode::AlreadyRecorded, Nowhere),
        Refusal::Unknown { .. } => (ErrorCode::Unknown, Nowhere),
        Refusal::WasRecordedInError { .. } => (ErrorCode::WasRecordedInError, Nowhere),
        Refusal::CodeTaken { .. } => (ErrorCode::CodeTaken, Stated("code")),
        Refusal::InFuture { field, .. } => (ErrorCode::InFuture, named(field)),
        Refusal::EndBeforeStart { .. } => (ErrorCode::EndBeforeStart, Stated("until")),
        Refusal::BeforeBeginning { field, .. } => (ErrorCode::BeforeBeginning, named(field)),
        Refusal::DayOutOfRange { field, .. } => (ErrorCode::DayOutOfRange, named(field)),
        Refusal::PublishedInFuture { .. } => (ErrorCode::PublishedInFuture, Published),
        Refusal::NotAuthorized { .. } => (ErrorCode::NotAuthorized, Stated("authority")),
        Refusal::DecisionSuperseded { .. } => (ErrorCode::DecisionSuperseded, Stated("authority")),
        Refusal::AuthorityNeeded { .. } => (ErrorCode::AuthorityNeeded, Stated("authority")),
        Refusal::NotRunning { .. } => (ErrorCode::NotRunning, Stated("on")),
        Refusal::StandsLater { .. } => (ErrorCode::StandsLater, Stated("on")),
        Refusal::NothingToResume { .. } => (ErrorCode::NothingToResume, Stated("on")),
        Refusal::NothingToReopen { .. } => (ErrorCode::NothingToReopen, Stated("on")),
        Refusal::CircularSuccession => (ErrorCode::CircularSuccession, Stated("predecessor")),
        Refusal::SucceededAlready { .. } => (ErrorCode::SucceededAlready, Stated("predecessor")),
        Refusal::OwnsAlready { .. } => (ErrorCode::OwnsAlready, Stated("owner")),
        Refusal::VacantAlready { .. } => (ErrorCode::VacantAlready, Nowhere),
        Refusal::LinkedAlready => (ErrorCode::LinkedAlready, Stated("metric")),
        Refusal::PrimaryTaken { .. } => (ErrorCode::PrimaryTaken, Stated("role")),
        Refusal::ImprovementOver { .. } => (ErrorCode::ImprovementOver, Stated("improvement")),
        Refusal::Unchanged { field } => (ErrorCode::Unchanged, named(field)),
        Refusal::UnknownFact { .. } => (ErrorCode::UnknownFact, Around("event")),
        Refusal::FallenAlready { .. } => (ErrorCode::FallenAlready, Around("event")),
        Refusal::AnnulmentStands => (ErrorCode::AnnulmentStands, Around("event")),
        Refusal::BeganIt { .. } => (ErrorCode::BeganIt, Around("event")),
        Refusal::OnlyOne { .. } => (ErrorCode::OnlyOne, Around("event")),
        Refusal::OtherKindOfFact { .. } => (ErrorCode::OtherKindOfFact, Around("with")),
        Refusal::Figures { .. } => (ErrorCode::Figures, Stated("figures")),
        Refusal::OffRhythm { .. } => (ErrorCode::OffRhythm, Stated("period")),
        Refusal::PeriodOverlaps { .. } => (ErrorCode::PeriodOverlaps, Stated("period")),
        Refusal::UnknownDefinition { .. } => (ErrorCode::UnknownDefinition, Stated("series")),
        Refusal::PublishedDayTaken { .. } => (ErrorCode::PublishedDayTaken, Published),
        Refusal::Superseded { .. } => (ErrorCode::Superseded, Stated("restatement")),
        Refusal::RestatementNeedsReason { .. } => (ErrorCode::RestatementNeedsReason, Stated("restatement")),
        Refusal::TargetOutOfRange { .. } => (ErrorCode::TargetOutOfRange, Stated("value")),
        Refusal::NotAccountable { .. } => (ErrorCode::NotAccountable, Stated("on")),
        Refusal::OwnProposal => (ErrorCode::OwnProposal, Stated("rebase")),
        Refusal::ApprovedAlready => (ErrorCode::ApprovedAlready, Stated("rebase")),
        Refusal::BridgedAlready { .. } => (ErrorCode::BridgedAlready, Stated("later")),
        Refusal::BridgeToItself { .. } => (ErrorCode::BridgeToItself, Stated("later")),
        Refusal::FlagNotRaised => (ErrorCode::FlagNotRaised, Stated("seen")),
        Refusal::FlagClearedAlready => (ErrorCode::FlagClearedAlready, Stated("seen")),
        Refusal::OwnEvidence => (ErrorCode::OwnEvidence, Nowhere),
        Refusal::JudgedAlready { .. } => (ErrorCode::JudgedAlready, Nowhere),
        Refusal::EvidenceWithdrawn => (ErrorCode::EvidenceWithdrawn, Nowhere),
        Refusal::NotUploaded { .. } => (ErrorCode::NotUploaded, Stated("sha256")),
        Refusal::PracticeScope { .. } => (ErrorCode::PracticeScope, Stated("scope")),
        Refusal::EndedAlready { noun } => (ErrorCode::EndedAlready, Stated(noun)),
        Refusal::LastAdministrator => (ErrorCode::LastAdministrator, Nowhere),
        Refusal::DepartmentClosed { .. } => (ErrorCode::DepartmentClosed, Stated("department")),
        Refusal::DepartmentBelow { .. } => (ErrorCode::DepartmentBelow, Nowhere),
        Refusal::OpenDepartmentBelow { .. } => (ErrorCode::OpenDepartmentBelow, Stated("department")),
        Refusal::NoSuchRule { .. } => (ErrorCode::NoSuchRule, Stated("authority")),
        Refusal::NotFounding { .. } => (ErrorCode::NotFounding, Stated("authority")),
        Refusal::NoLongerFounding { .. } => (ErrorCode::NoLongerFounding, Stated("authority")),
        Refusal::BeforeProgram { .. } => (ErrorCode::BeforeProgram, Stated("on")),
        Refusal::PublishedEarly { .. } => (ErrorCode::PublishedEarly, Published),
        Refusal::SpotRetired { .. } => (ErrorCode::SpotRetired, Stated("on")),
        Refusal::SpotInUse { .. } => (ErrorCode::SpotInUse, Nowhere),
        Refusal::ExpectedAlready { .. } => (ErrorCode::ExpectedAlready, Stated("on")),
        Refusal::ResolvedAlready { .. } => (ErrorCode::ResolvedAlready, Stated("on")),
        Refusal::NotResolved { .. } => (ErrorCode::NotResolved, Stated("on")),
        Refusal::NotShared { .. } => (ErrorCode::NotShared, Nowhere),
        Refusal::NotTheirDepartment { .. } => (ErrorCode::NotTheirDepartment, Stated("department")),
        Refusal::AcknowledgedAlready { .. } => (ErrorCode::AcknowledgedAlready, Nowhere),
        Refusal::CircularDepartment => (ErrorCode::CircularDepartment, Stated("parent")),
        Refusal::CommitteeDissolved { .. } => (ErrorCode::CommitteeDissolved, Stated("on")),
        Refusal::SeatedAlready { .. } => (ErrorCode::SeatedAlready, Stated("person")),
        Refusal::SeatTaken { .. } => (ErrorCode::SeatTaken, Stated("role")),
        Refusal::MeetingOver { .. } => (ErrorCode::MeetingOver, Nowhere),
        Refusal::NoSuchException { .. } => (ErrorCode::NoSuchException, Stated("exception")),
        Refusal::MeetingNotHeld => (ErrorCode::MeetingNotHeld, Nowhere),
        Refusal::ActionOver { .. } => (ErrorCode::ActionOver, Stated("action")),
        Refusal::NotTheChair => (ErrorCode::NotTheChair, Nowhere),
        Refusal::OwnMinutes => (ErrorCode::OwnMinutes, Nowhere),
        Refusal::NoQuorum { .. } => (ErrorCode::NoQuorum, Nowhere),
        Refusal::NotCarried { .. } => (ErrorCode::NotCarried, Stated("choice")),
        Refusal::Tied { .. } => (ErrorCode::Tied, Stated("choice")),
        Refusal::TiedForChair { .. } => (ErrorCode::TiedForChair, Stated("choice")),
        Refusal::NoConsensus { .. } => (ErrorCode::NoConsensus, Stated("choice")),
        Refusal::ChairDecides => (ErrorCode::ChairDecides, Nowhere),
        Refusal::NoElectorate => (ErrorCode::NoElectorate, Stated("electorate")),
        Refusal::NotInElectorate => (ErrorCode::NotInElectorate, Nowhere),
        Refusal::VotedAlready => (ErrorCode::VotedAlready, Nowhere),
        Refusal::OwnMatter => (ErrorCode::OwnMatter, Nowhere),
        Refusal::VotedElsewhere => (ErrorCode::VotedElsewhere, Nowhere),
        Refusal::VotingBegan => (ErrorCode::VotingBegan, Nowhere),
        Refusal::VotingOpen => (ErrorCode::VotingOpen, Nowhere),
        Refusal::VotingOver => (ErrorCode::VotingOver, Nowhere),
        Refusal::DecidedEarly { .. } => (ErrorCode::DecidedEarly, Stated("on")),
        Refusal::ElectorateClaimed => (ErrorCode::ElectorateClaimed, Stated("electorate")),
        Refusal::NotOfThePast { .. } => (ErrorCode::NotOfThePast, Stated("on")),
        Refusal::NotConfirmed { .. } => (ErrorCode::NotConfirmed, Stated("authority")),
        Refusal::BeforeDecision { .. } => (ErrorCode::BeforeDecision, Stated("on")),
        Refusal::DoneAlready { .. } => (ErrorCode::DoneAlready, Stated("authority")),
        Refusal::NotAllDone { .. } => (ErrorCode::NotAllDone, Nowhere),
        Refusal::TookPartAlready => (ErrorCode::TookPartAlready, Stated("electorate")),
        Refusal::TooManyVotes { .. } => (ErrorCode::TooManyVotes, Stated("tally")),
        Refusal::NotCounted { .. } => (ErrorCode::NotCounted, Nowhere),
        Refusal::NoSuchOption { .. } => (ErrorCode::NoSuchOption, Stated("choice")),
        Refusal::DecidedAlready => (ErrorCode::DecidedAlready, Nowhere),
        Refusal::WasWithdrawn => (ErrorCode::WasWithdrawn, Nowhere),
        Refusal::HasExpired { .. } => (ErrorCode::HasExpired, Nowhere),
        Refusal::NotDecided { .. } => (ErrorCode::NotDecided, Nowhere),
        Refusal::CarriedOutAlready => (ErrorCode::CarriedOutAlready, Nowhere),
        Refusal::NothingMinuted => (ErrorCode::NothingMinuted, Nowhere),
        Refusal::ChairConfirms => (ErrorCode::ChairConfirms, Nowhere),
        Refusal::OutcomeRestsOnIt => (ErrorCode::OutcomeRestsOnIt, Around("event")),
        Refusal::CircularSupersession => (ErrorCode::CircularSupersession, Stated("decision")),
    }
}

/// The place of a field that the rules name themselves, where the schema has one of that meaning.
fn named(field: &str) -> Place {
    match field {
        "published" => Place::Published,
        "by" => Place::Around("by"),
        "with" => Place::Around("with"),
        "on" => Place::Stated("on"),
        "period" => Place::Stated("period"),
        "covers" => Place::Stated("covers"),
        "due" => Place::Stated("due"),
        "expires" => Place::Stated("expires"),
        "zone" => Place::Stated("zone"),
        "model" => Place::Stated("model"),
        "predecessor" => Place::Stated("predecessor"),
        "reviewOn" => Place::Stated("reviewOn"),
        "practice" => Place::Stated("practice"),
        "goal" | "maturityGoal" => Place::Stated("goal"),
        "rule" => Place::Stated("rule"),
        "sponsor" => Place::Stated("sponsor"),
        "calendar" => Place::Stated("fiscalYearBegins"),
        "department" => Place::Stated("department"),
        "members" => Place::Stated("members"),
        "dueWithinDays" => Place::Stated("dueWithinDays"),
        "person" => Place::Stated("person"),
        "series" => Place::Stated("series"),
        "role" => Place::Stated("role"),
        "purposes" => Place::Stated("purposes"),
        "date" => Place::Stated("date"),
        "controlledBy" => Place::Stated("controlledBy"),
        "ruleSet" => Place::Stated("ruleSet"),
        "target" => Place::Stated("value"),
        "electorate" => Place::Stated("electorate"),
        "options" => Place::Stated("options"),
        "choice" => Place::Stated("choice"),
        "change" => Place::Stated("change"),
        "tally" => Place::Stated("tally"),
        "votes" => Place::Stated("votes"),
        "deadline" => Place::Stated("deadline"),
        "day" => Place::Stated("day"),
        "until" => Place::Stated("until"),
        "carryOutBy" => Place::Stated("carryOutBy"),
        "to" => Place::Stated("to"),
        "order" => Place::Stated("order"),
        "stage" => Place::Stated("stage"),
        "place" => Place::Stated("place"),
        "times" => Place::Stated("times"),
        "severity" => Place::Stated("severity"),
        "initiative" => Place::Stated("initiative"),
        "origin" => Place::Stated("origin"),
        "departments" => Place::Stated("departments"),
        _ => Place::Nowhere,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use async_graphql::InputType;
    use async_graphql::Value;
    use cxl_domain::code::Code;
    use cxl_domain::id::EventId;
    use uuid::Uuid;

    use super::*;

    /// One refusal of each kind.
    pub(in crate::mutation) fn refusals() -> Vec<Refusal> {
        let day = "2024-01-01".parse().unwrap();
        let (field, noun, standing) = ("on", "initiative", EventId(Uuid::nil()));
        let taken = Code::parse("A").unwrap();
        let code = taken.clone();
        let number = rust_decimal::Decimal::ONE;
        vec![
            Refusal::invalid("name", "it is empty"),
            Refusal::AlreadyRecorded { noun },
            Refusal::Unknown { noun, reference: "A".into() },
            Refusal::WasRecordedInError { noun },
            Refusal::CodeTaken { taken: taken.clone(), noun },
            Refusal::InFuture { field, day, today: day },
            Refusal::EndBeforeStart { field, from: day, until: day },
            Refusal::BeforeBeginning { field, day, begins: day },
            Refusal::DayOutOfRange { field, day },
            Refusal::PublishedInFuture { published: day, today: day },
            Refusal::NotAuthorized { decision: code.clone(), act: "set a target" },
            Refusal::DecisionSuperseded { decision: code.clone(), by: code.clone() },
            Refusal::AuthorityNeeded { act: "set a target" },
            Refusal::NotRunning { status: "paused", day },
            Refusal::StandsLater { status: "paused", day },
            Refusal::NothingToResume { status: "running", day },
            Refusal::NothingToReopen { status: "running", day },
            Refusal::CircularSuccession,
            Refusal::SucceededAlready { predecessor: taken.clone(), successor: taken.clone() },
            Refusal::OwnsAlready { day },
            Refusal::VacantAlready { day },
            Refusal::LinkedAlready,
            Refusal::PrimaryTaken { day },
            Refusal::ImprovementOver { ended: "delivered", day },
            Refusal::Unchanged { field },
            Refusal::UnknownFact { event: standing, noun },
            Refusal::FallenAlready { event: standing },
            Refusal::AnnulmentStands,
            Refusal::BeganIt { noun },
            Refusal::OnlyOne { noun },
            Refusal::OtherKindOfFact { expected: "a", given: "b" },
            Refusal::Figures { problem: "none".into() },
            Refusal::OffRhythm { from: day, to: day, rhythm: "month" },
            Refusal::PeriodOverlaps { from: day, to: day, other_from: day, other_to: day },
            Refusal::UnknownDefinition { version: 2, newest: 1 },
            Refusal::PublishedDayTaken { published: day, standing },
            Refusal::Superseded { standing },
            Refusal::RestatementNeedsReason { standing },
            Refusal::TargetOutOfRange { target: number, least: number, greatest: number },
            Refusal::NotAccountable { day },
            Refusal::OwnProposal,
            Refusal::ApprovedAlready,
            Refusal::BridgedAlready { earlier: 1, later: 2 },
            Refusal::BridgeToItself { version: 1 },
            Refusal::FlagNotRaised,
            Refusal::FlagClearedAlready,
            Refusal::OwnEvidence,
            Refusal::JudgedAlready { judged: "accepted" },
            Refusal::EvidenceWithdrawn,
            Refusal::NotUploaded { sha256: "ab".repeat(32) },
            Refusal::PracticeScope { practice: "R1", scope: "initiative" },
            Refusal::EndedAlready { noun: "grant" },
            Refusal::LastAdministrator,
            Refusal::DepartmentClosed { day },
            Refusal::DepartmentBelow { child: taken.clone() },
            Refusal::OpenDepartmentBelow { child: taken.clone(), day },
            Refusal::NoSuchRule { rule: taken, act: "a", known: "B" },
            Refusal::NotFounding { day },
            Refusal::NoLongerFounding { day, since: day },
            Refusal::BeforeProgram { day, begins: day },
            Refusal::PublishedEarly { field, day, published: day },
            Refusal::CircularDepartment,
            Refusal::CommitteeDissolved { day },
            Refusal::SeatedAlready { day },
            Refusal::SeatTaken { role: "chair", day },
            Refusal::MeetingOver { ended: "held", day },
            Refusal::NoSuchException { since: day },
            Refusal::MeetingNotHeld,
            Refusal::ActionOver { ended: "done", day },
            Refusal::NotTheChair,
            Refusal::OwnMinutes,
            Refusal::NoQuorum { took_part: 1, quorum: 2 },
            Refusal::NotCarried { choice: code.clone(), votes: 1, cast: 2, needed: "more than half" },
            Refusal::Tied { leading: "A, B".into(), votes: 1 },
            Refusal::TiedForChair { leading: "A, B".into(), votes: 1 },
            Refusal::NoConsensus { choice: code.clone(), votes: 1, others: 1 },
            Refusal::ChairDecides,
            Refusal::NoElectorate,
            Refusal::NotInElectorate,
            Refusal::VotedAlready,
            Refusal::OwnMatter,
            Refusal::VotedElsewhere,
            Refusal::VotingBegan,
            Refusal::VotingOpen,
            Refusal::VotingOver,
            Refusal::DecidedEarly { day, since: day },
            Refusal::ElectorateClaimed,
            Refusal::NotOfThePast { began: day },
            Refusal::NotConfirmed { decision: code.clone() },
            Refusal::BeforeDecision { decision: code.clone(), decided: day, day },
            Refusal::DoneAlready { decision: code.clone() },
            Refusal::NotAllDone { left: 2 },
            Refusal::TookPartAlready,
            Refusal::TooManyVotes { took_part: 3, electors: 2 },
            Refusal::NotCounted { counted: 1, cast: 2 },
            Refusal::NoSuchOption { option: code.clone(), known: "B".into() },
            Refusal::DecidedAlready,
            Refusal::WasWithdrawn,
            Refusal::HasExpired { deadline: day },
            Refusal::NotDecided { status: "open" },
            Refusal::CarriedOutAlready,
            Refusal::NothingMinuted,
            Refusal::ChairConfirms,
            Refusal::OutcomeRestsOnIt,
            Refusal::CircularSupersession,
            Refusal::SpotRetired { noun: "stage", day },
            Refusal::SpotInUse { noun: "stage", by: Code::parse("A").unwrap(), day },
            Refusal::ExpectedAlready { benefit: Code::parse("A").unwrap(), from: day, until: day },
            Refusal::ResolvedAlready { day },
            Refusal::NotResolved { day },
            Refusal::NotShared { day },
            Refusal::NotTheirDepartment { day },
            Refusal::AcknowledgedAlready { day },
        ]
    }

    #[test]
    fn a_refusal_has_the_same_code_here_as_in_the_domain() {
        for refusal in refusals() {
            let (code, _) = told(&refusal);
            assert_eq!(code.to_value(), Value::Enum(async_graphql::Name::new(refusal.code())), "{refusal}");
        }
    }
}
