//! Why the ledger said no. Every refusal is the asker's to mend.

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::code::Code;
use crate::id::EventId;

/// A command that the rules do not allow, with the state of affairs that forbids it.
///
/// The variant is the code that client programs switch on, its fields are the values; both are
/// part of the API. The sentence is for people and may change.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Refusal {
    /// The input does not have the form it should have.
    #[error("{field} is not valid: {problem}")]
    InvalidInput {
        /// Which input.
        field: String,
        /// What is wrong with it and what would be right.
        problem: String,
    },
    /// The stream exists already.
    #[error("this {noun} was recorded before")]
    AlreadyRecorded {
        /// What it is: initiative, metric, …
        noun: &'static str,
    },
    /// There is nothing of that kind under that id or code.
    #[error("there is no {noun} {reference:?}")]
    Unknown {
        /// What was looked for.
        noun: &'static str,
        /// The id or code that was given.
        reference: String,
    },
    /// The thing was recorded in error as a whole and takes no more facts.
    #[error("this {noun} was recorded in error; record a new one")]
    WasRecordedInError {
        /// What it is.
        noun: &'static str,
    },
    /// The code is held by something else.
    #[error(
        "the code {taken} belongs to another {noun}, even if that was recorded in error; codes are never reused"
    )]
    CodeTaken {
        /// The code.
        taken: Code,
        /// What holds it.
        noun: &'static str,
    },
    /// A day lies in the future where only the past makes sense.
    #[error("{field} is {day}, after today ({today})")]
    InFuture {
        /// Which input.
        field: &'static str,
        /// The day given.
        day: NaiveDate,
        /// Today in the program's zone.
        today: NaiveDate,
    },
    /// An end before its beginning.
    #[error("{field} ends on {until}, which is not after its beginning on {from}")]
    EndBeforeStart {
        /// Which input.
        field: &'static str,
        /// The beginning.
        from: NaiveDate,
        /// The end.
        until: NaiveDate,
    },
    /// A day before the thing began.
    #[error("{field} is {day}, before the beginning on {begins}")]
    BeforeBeginning {
        /// Which input.
        field: &'static str,
        /// The day given.
        day: NaiveDate,
        /// When the thing began.
        begins: NaiveDate,
    },
    /// A day outside the years that the ledger keeps.
    #[error("{field} is {day}; days lie between 1900-01-01 and 2200-12-31")]
    DayOutOfRange {
        /// Which input.
        field: &'static str,
        /// The day given.
        day: NaiveDate,
    },
    /// The published day of a backfilled fact lies after the day on which it is recorded.
    #[error("the published day {published} lies after today ({today})")]
    PublishedInFuture {
        /// The day claimed.
        published: NaiveDate,
        /// Today in the program's zone.
        today: NaiveDate,
    },
    /// The source published the fact before it had come to pass.
    #[error("{field} is {day}, after the day on which it was published ({published})")]
    PublishedEarly {
        /// Which input.
        field: &'static str,
        /// The day given.
        day: NaiveDate,
        /// The day on which the source published it.
        published: NaiveDate,
    },
    /// The decision lists what it authorizes, and this is none of it.
    #[error(
        "the decision {decision} does not authorize one to {act}, as it is asked here; name another authority, \
         or put a decision that does"
    )]
    NotAuthorized {
        /// The decision's code.
        decision: Code,
        /// The act.
        act: &'static str,
    },
    /// The decision was superseded and authorizes nothing any more.
    #[error("the decision {decision} was superseded by {by}; name that one")]
    DecisionSuperseded {
        /// The decision's code.
        decision: Code,
        /// The code of the later one.
        by: Code,
    },
    /// The governance of the program refuses the act without authority.
    #[error(
        "by the governance of the program nobody may {act} without authority; name a decision or a document"
    )]
    AuthorityNeeded {
        /// The act.
        act: &'static str,
    },
    /// No such rule frees the act from authority.
    #[error(
        "no rule {rule} lets one {act} without authority (those that do: {known}); name one of these or a \
         document, or leave the authority out"
    )]
    NoSuchRule {
        /// The rule named.
        rule: Code,
        /// The act.
        act: &'static str,
        /// The rule that frees it, or none.
        known: &'static str,
    },
    /// Founding acts are the sponsor's.
    #[error(
        "only the sponsor does founding acts, and who does this one is not the sponsor on {day}; name a \
         document, or leave the authority out"
    )]
    NotFounding {
        /// The day from which the act holds.
        day: NaiveDate,
    },
    /// A program that has a committee founds nothing any more.
    #[error(
        "the program has a committee since {since}, so what holds from {day} is not founding; name the \
         committee's decision or a document, or leave the authority out"
    )]
    NoLongerFounding {
        /// The day from which the act holds.
        day: NaiveDate,
        /// The day on which its first committee began.
        since: NaiveDate,
    },
    /// The initiative would begin before its program.
    #[error(
        "the initiative would begin on {day}, before its program begins on {begins}; name a later day, or \
         correct the program's beginning"
    )]
    BeforeProgram {
        /// The day given.
        day: NaiveDate,
        /// When the program begins.
        begins: NaiveDate,
    },
    /// The initiative is not running on that day.
    #[error("the initiative is {status} on {day}")]
    NotRunning {
        /// Its state.
        status: &'static str,
        /// The day asked about.
        day: NaiveDate,
    },
    /// A later fact would take the initiative out of its stop.
    #[error("the initiative is {status} from {day} on by a later fact; annul or correct that one first")]
    StandsLater {
        /// What the later fact makes it.
        status: &'static str,
        /// From which day.
        day: NaiveDate,
    },
    /// Only what rests can be resumed.
    #[error("the initiative is {status} on {day}; what is paused or in sustain is resumed")]
    NothingToResume {
        /// Its state: running or stopped.
        status: &'static str,
        /// The day asked about.
        day: NaiveDate,
    },
    /// Only what is stopped can be reopened.
    #[error("the initiative is {status} on {day}; only what is stopped is reopened")]
    NothingToReopen {
        /// Its state.
        status: &'static str,
        /// The day asked about.
        day: NaiveDate,
    },
    /// An initiative would succeed itself, by way of others or at once.
    #[error(
        "an initiative can't succeed itself, nor one that succeeds it; annul the succession that is wrong"
    )]
    CircularSuccession,
    /// Another initiative carries the predecessor on.
    #[error("the initiative {predecessor} is succeeded by {successor} already; annul that succession first")]
    SucceededAlready {
        /// The code of what is carried on.
        predecessor: Code,
        /// The code of what carries it on.
        successor: Code,
    },
    /// The person is the owner already.
    #[error("that person is the owner on {day} already")]
    OwnsAlready {
        /// The day asked about.
        day: NaiveDate,
    },
    /// Nobody owns it already.
    #[error("the initiative has no owner on {day} already")]
    VacantAlready {
        /// The day asked about.
        day: NaiveDate,
    },
    /// The metric has that role already.
    #[error("the metric has that role in the initiative already")]
    LinkedAlready,
    /// Another metric is the primary one.
    #[error("another metric is the primary one on {day}; an initiative has one")]
    PrimaryTaken {
        /// The day asked about.
        day: NaiveDate,
    },
    /// The improvement is over.
    #[error("the improvement was {ended} on {day}")]
    ImprovementOver {
        /// Delivered or abandoned.
        ended: &'static str,
        /// When.
        day: NaiveDate,
    },
    /// The value is what it is already.
    #[error("{field} is that already")]
    Unchanged {
        /// Which input.
        field: &'static str,
    },
    /// There is no such fact in this stream.
    #[error("there is no fact {event} in this {noun}")]
    UnknownFact {
        /// The id given.
        event: EventId,
        /// The kind of stream.
        noun: &'static str,
    },
    /// The fact was annulled or corrected before.
    #[error("the fact {event} was annulled or corrected before")]
    FallenAlready {
        /// The fact.
        event: EventId,
    },
    /// An annulment stands for ever.
    #[error("an annulment is not annulled or corrected; record the fact anew")]
    AnnulmentStands,
    /// The fact with which the thing began.
    #[error("this fact began the {noun}; record the whole {noun} in error instead")]
    BeganIt {
        /// The kind of stream.
        noun: &'static str,
    },
    /// The only one of its kind that stands, of what a thing always has.
    #[error("this is the only {noun} that stands; correct it instead")]
    OnlyOne {
        /// What it is.
        noun: &'static str,
    },
    /// The correction states another kind of fact.
    #[error("a correction states the same kind of fact: {expected}, not {given}")]
    OtherKindOfFact {
        /// The kind of the corrected fact.
        expected: &'static str,
        /// The kind of the new one.
        given: &'static str,
    },
    /// The figures do not fit the metric or each other.
    #[error("the figures do not hold: {problem}")]
    Figures {
        /// What is wrong.
        problem: String,
    },
    /// The period does not fit the metric's rhythm.
    #[error("the period {from} to {to} is no {rhythm}; mark it irregular if it is meant")]
    OffRhythm {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
        /// The rhythm.
        rhythm: &'static str,
    },
    /// Periods of a series do not overlap.
    #[error("the period {from} to {to} overlaps {other_from} to {other_to} of the same series")]
    PeriodOverlaps {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
        /// First day of the period that stands.
        other_from: NaiveDate,
        /// Last day of the period that stands.
        other_to: NaiveDate,
    },
    /// The metric has no such definition version.
    #[error("the metric has no definition version {version}; the newest is {newest}")]
    UnknownDefinition {
        /// The version given.
        version: u32,
        /// The newest there is.
        newest: u32,
    },
    /// Other figures were published that day.
    #[error("other figures stand as published on {published}; correct them (fact {standing})")]
    PublishedDayTaken {
        /// The day.
        published: NaiveDate,
        /// The fact that stands.
        standing: EventId,
    },
    /// The figures were superseded before.
    #[error("these figures were superseded before; to return to them, restate with a reason")]
    Superseded {
        /// The fact that superseded them.
        standing: EventId,
    },
    /// New figures for a known period need a reason.
    #[error("the period has other figures already; a restatement gives its reason")]
    RestatementNeedsReason {
        /// The fact that stands.
        standing: EventId,
    },
    /// The target does not fit the metric.
    #[error("a target of {target} can't be reached by this metric; it runs from {least} to {greatest}")]
    TargetOutOfRange {
        /// The target given.
        target: Decimal,
        /// The least value.
        least: Decimal,
        /// The greatest value.
        greatest: Decimal,
    },
    /// Whoever answers for a metric says whether they control it, and nobody else.
    #[error("that person is not accountable for the metric on {day}; who is says whether they control it")]
    NotAccountable {
        /// The day asked about.
        day: NaiveDate,
    },
    /// A rebase is approved by somebody else than who proposed it.
    #[error("who proposed or entered a rebase does not approve it")]
    OwnProposal,
    /// The rebase was approved before.
    #[error("the rebase was approved before")]
    ApprovedAlready,
    /// The two definition versions were bridged before.
    #[error("the definition versions {earlier} and {later} are bridged already")]
    BridgedAlready {
        /// The earlier version.
        earlier: u32,
        /// The later version.
        later: u32,
    },
    /// A bridge joins two versions.
    #[error("a bridge joins two definition versions, not {version} with itself")]
    BridgeToItself {
        /// The version given twice.
        version: u32,
    },
    /// The flag is not raised over the data that were seen.
    #[error("the flag is not raised over the data that were seen; look at what it shows now")]
    FlagNotRaised,
    /// The flag was cleared over these data before.
    #[error("the flag was cleared over these data before")]
    FlagClearedAlready,
    /// Evidence is judged by somebody else than who provided it.
    #[error("who provided or entered evidence does not accept it")]
    OwnEvidence,
    /// The evidence was judged before.
    #[error("the evidence was {judged} before")]
    JudgedAlready {
        /// Accepted or refused.
        judged: &'static str,
    },
    /// The evidence was withdrawn.
    #[error("the evidence was withdrawn; provide it anew, or annul the withdrawal")]
    EvidenceWithdrawn,
    /// A file is attached after it was uploaded.
    #[error("no file with the hash {sha256} was uploaded for this program")]
    NotUploaded {
        /// SHA-256 of the bytes, as hexadecimal digits.
        sha256: String,
    },
    /// The practice is earned at another scope.
    #[error("{practice} is earned by the {scope}, not otherwise")]
    PracticeScope {
        /// The practice.
        practice: &'static str,
        /// Where it is earned.
        scope: &'static str,
    },
    /// The grant, token or goal ended before.
    #[error("this {noun} ended before")]
    EndedAlready {
        /// What ended.
        noun: &'static str,
    },
    /// Somebody must be left who can grant roles.
    #[error("this is the last administrator; grant the role to somebody else first")]
    LastAdministrator,
    /// The department is closed.
    #[error("the department was closed on {day}")]
    DepartmentClosed {
        /// When.
        day: NaiveDate,
    },
    /// Another department stands below it.
    #[error("the department {child} stands below it; correct or annul that one first")]
    DepartmentBelow {
        /// The code of the one below.
        child: Code,
    },
    /// A department below it would stay open.
    #[error(
        "the department {child} below it is open on {day}; close that one first, or correct its creation to \
         put it below another"
    )]
    OpenDepartmentBelow {
        /// The code of the one below.
        child: Code,
        /// The day of the closing.
        day: NaiveDate,
    },
    /// The department would stand below itself.
    #[error("a department can't stand below itself")]
    CircularDepartment,
    /// The committee is dissolved.
    #[error("the committee was dissolved on {day}")]
    CommitteeDissolved {
        /// When.
        day: NaiveDate,
    },
    /// A person sits once on a committee at a time.
    #[error("that person sits on the committee on {day} already; end that seat first")]
    SeatedAlready {
        /// The first day on which they do.
        day: NaiveDate,
    },
    /// What only a meeting takes that is still to come.
    #[error("the meeting was {ended} on {day}")]
    MeetingOver {
        /// Held or canceled.
        ended: &'static str,
        /// When.
        day: NaiveDate,
    },
    /// What only a meeting takes that was held.
    #[error("the meeting was not held yet; record first that it was")]
    MeetingNotHeld,
    /// The action is done or dropped.
    #[error("the action was {ended} on {day}")]
    ActionOver {
        /// Done or dropped.
        ended: &'static str,
        /// When.
        day: NaiveDate,
    },
    /// Who chaired the meeting confirms its minutes.
    #[error("who chaired the meeting confirms its minutes, nobody else")]
    NotTheChair,
    /// Minutes are confirmed by somebody else than who minuted.
    #[error("who minuted or entered the minutes does not confirm them")]
    OwnMinutes,
    /// There is no such exception, or no longer.
    #[error("there is no such exception since {since}; look at those that there are now")]
    NoSuchException {
        /// Since when it should be there.
        since: NaiveDate,
    },
    /// One person holds that role at a time.
    #[error("somebody else is the {role} on {day}; end that seat first")]
    SeatTaken {
        /// Chair or secretary.
        role: &'static str,
        /// The first day on which it is taken.
        day: NaiveDate,
    },
    /// Fewer took part than the quorum asks for.
    #[error(
        "only {took_part} took part and the quorum is {quorum}; wait for more votes, or defer the decision"
    )]
    NoQuorum {
        /// How many voted or abstained.
        took_part: u32,
        /// How many must.
        quorum: u16,
    },
    /// The choice does not have the votes that the rule asks for.
    #[error("the option {choice} has {votes} of {cast} votes cast and needs {needed}")]
    NotCarried {
        /// The choice.
        choice: Code,
        /// How many voted for it.
        votes: u32,
        /// How many votes were cast.
        cast: u32,
        /// The share that it needs.
        needed: &'static str,
    },
    /// Several options lead with equally many votes, and the rule leaves it there.
    #[error("the options {leading} are tied with {votes} votes each; defer the decision, or put a new one")]
    Tied {
        /// The options that lead.
        leading: String,
        /// How many votes each of them has.
        votes: u32,
    },
    /// Several options lead with equally many votes, and the chair decides between them.
    #[error("the options {leading} are tied with {votes} votes each; the chair decides between them")]
    TiedForChair {
        /// The options that lead.
        leading: String,
        /// How many votes each of them has.
        votes: u32,
    },
    /// Not all votes cast name the choice.
    #[error("consensus takes every vote cast: {choice} has {votes}, and {others} are not for it")]
    NoConsensus {
        /// The choice.
        choice: Code,
        /// How many voted for it.
        votes: u32,
        /// How many voted otherwise, or can no longer be read.
        others: u32,
    },
    /// By this rule the chair states the outcome.
    #[error("the chair decides here, so the outcome is the chair's to state")]
    ChairDecides,
    /// It is not recorded who votes.
    #[error("it is not recorded who votes on this decision; amend its electorate first")]
    NoElectorate,
    /// Somebody who does not vote on this decision.
    #[error(
        "only the electorate that was recorded when the decision opened votes on it; amend it if it is wrong"
    )]
    NotInElectorate,
    /// A person votes once.
    #[error("this person took part in the vote already; correct that vote as long as nothing is decided")]
    VotedAlready,
    /// Who owns what a decision is about recuses.
    #[error("this person owns what the decision is about, and its rule has owners recuse; recuse instead")]
    OwnMatter,
    /// Votes and outcomes of the past are not cast.
    #[error("a vote is cast by the voter alone, at the moment of voting; minute what was voted elsewhere")]
    VotedElsewhere,
    /// Somebody took part in the vote already.
    #[error(
        "the vote has begun, so what is voted on stays as it is; withdraw this decision and put a new one"
    )]
    VotingBegan,
    /// The votes are not counted yet.
    #[error("the votes are not counted yet, and nobody looks at them before; close the voting first")]
    VotingOpen,
    /// Votes are counted once.
    #[error(
        "the voting was closed and its votes counted, which is done once; withdraw this decision and put a new one"
    )]
    VotingOver,
    /// The outcome would be older than the vote.
    #[error(
        "the outcome would be of {day}, and the votes were counted, or the question put, on {since}; name that \
         day or a later one"
    )]
    DecidedEarly {
        /// The day named.
        day: NaiveDate,
        /// The day on which the votes were counted or, where none are, the question was put in the ledger.
        since: NaiveDate,
    },
    /// Who votes is claimed by an import.
    #[error("who votes on this decision is only claimed by an import; amend its electorate first")]
    ElectorateClaimed,
    /// What the ledger saw itself is not claimed.
    #[error(
        "since {began} the ledger has recorded this itself, so its outcome is not claimed; minute it without a claim"
    )]
    NotOfThePast {
        /// The day from which the ledger recorded it itself.
        began: NaiveDate,
    },
    /// The minutes of the outcome are not confirmed.
    #[error(
        "the minutes of the decision {decision} are not confirmed, and nothing is entitled by them before"
    )]
    NotConfirmed {
        /// The decision's code.
        decision: Code,
    },
    /// The act would hold before the decision did.
    #[error(
        "the decision {decision} was decided on {decided} and does not entitle to what holds from {day} already; name \
         a later day"
    )]
    BeforeDecision {
        /// The decision's code.
        decision: Code,
        /// The day of its outcome.
        decided: NaiveDate,
        /// The day from which the act would hold.
        day: NaiveDate,
    },
    /// What a decision lists is done once.
    #[error(
        "this was done before under the decision {decision}, which lists it once; name another authority"
    )]
    DoneAlready {
        /// The decision's code.
        decision: Code,
    },
    /// Something that the decision lists is not done.
    #[error("{left} of the acts that the decision lists are not done; carry them out first")]
    NotAllDone {
        /// How many of the acts that it lists are not done.
        left: usize,
    },
    /// The electorate would leave out somebody who took part.
    #[error("the electorate would leave out somebody who took part in the vote; annul their part first")]
    TookPartAlready,
    /// More votes than there are voters.
    #[error(
        "at most {electors} can have taken part, so many being in the electorate, and {took_part} are said to have"
    )]
    TooManyVotes {
        /// How many are said to have taken part.
        took_part: u32,
        /// How many vote.
        electors: u32,
    },
    /// The tally is not one of the votes cast.
    #[error("there are {counted} votes in the tally and {cast} were cast; count again")]
    NotCounted {
        /// How many were counted.
        counted: u32,
        /// How many are cast.
        cast: u32,
    },
    /// There is no such option.
    #[error("the decision has no option {option} (it has: {known}); state it first")]
    NoSuchOption {
        /// The key given.
        option: Code,
        /// The keys of its options.
        known: String,
    },
    /// There is an outcome.
    #[error("this was decided; put a new decision that supersedes it")]
    DecidedAlready,
    /// The question was taken back.
    #[error("this was withdrawn; put a new decision")]
    WasWithdrawn,
    /// The deadline passed without an outcome.
    #[error("this expired after {deadline}; set a later deadline first")]
    HasExpired {
        /// The last day on which it could be decided.
        deadline: NaiveDate,
    },
    /// There is no outcome yet.
    #[error("the decision is {status}; it authorizes and does nothing before it is decided")]
    NotDecided {
        /// How far it has come.
        status: &'static str,
    },
    /// It was carried out before.
    #[error("it was recorded before that this decision was carried out")]
    CarriedOutAlready,
    /// No outcome was minuted.
    #[error("no outcome of this decision was minuted, so there is nothing to confirm")]
    NothingMinuted,
    /// The chair confirms minutes.
    #[error("the chair confirms the minutes; where nobody chairs, somebody else than who minuted")]
    ChairConfirms,
    /// An outcome rests on the fact.
    #[error("the outcome rests on this; annul the outcome first")]
    OutcomeRestsOnIt,
    /// Decisions would supersede each other in a circle.
    #[error("a decision can't supersede itself, nor one that supersedes it")]
    CircularSupersession,
    /// The stage, touchpoint or hand-off has left the map.
    #[error("the {noun} left the map on {day}")]
    SpotRetired {
        /// What it is.
        noun: &'static str,
        /// The first day without it.
        day: NaiveDate,
    },
    /// Something on the map would stay longer than what it rests on.
    #[error("{by} is still at this {noun} on {day}; move it or take it off the map first")]
    SpotInUse {
        /// What is to leave the map.
        noun: &'static str,
        /// The code of what rests on it.
        by: Code,
        /// The first day without it.
        day: NaiveDate,
    },
    /// Something is expected of the benefit on those days already.
    #[error(
        "something is expected of {benefit} from {from} until {until} already; correct that, or name other \
         days"
    )]
    ExpectedAlready {
        /// The benefit.
        benefit: Code,
        /// The first day of what stands.
        from: NaiveDate,
        /// The first day after it.
        until: NaiveDate,
    },
    /// The pain point is resolved.
    #[error("the pain point is resolved since {day}; reopen it if it came back")]
    ResolvedAlready {
        /// The first day without it.
        day: NaiveDate,
    },
    /// Only what was resolved comes back.
    #[error("the pain point is open on {day}; only what was resolved is reopened")]
    NotResolved {
        /// The day asked about.
        day: NaiveDate,
    },
    /// What was not shared can't be acknowledged.
    #[error("the insight was not shared with them by {day}; record first that it was")]
    NotShared {
        /// The day asked about.
        day: NaiveDate,
    },
    /// Nobody speaks for a department in which they are not.
    #[error("on {day} they are not in this department, nor in one below it; acknowledge it for your own")]
    NotTheirDepartment {
        /// The day asked about.
        day: NaiveDate,
    },
    /// One acknowledgment is enough.
    #[error("they acknowledged it on {day} already")]
    AcknowledgedAlready {
        /// When.
        day: NaiveDate,
    },
}

impl Refusal {
    /// An input that has not the right form.
    pub fn invalid(field: impl Into<String>, problem: impl std::fmt::Display) -> Self {
        Self::InvalidInput { field: field.into(), problem: problem.to_string() }
    }

    /// The stable code: `IN_FUTURE`, `CODE_TAKEN`, …
    pub fn code(&self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(mut fields)) => match fields.remove("code") {
                Some(serde_json::Value::String(code)) => code,
                _ => String::new(),
            },
            _ => String::new(),
        }
    }
}
