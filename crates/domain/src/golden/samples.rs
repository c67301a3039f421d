//! One body of every fact, with every field that it can have.

use uuid::Uuid;

use crate::authority::{Act, Governance};
use crate::calendar::{FiscalCalendar, Rhythm};
use crate::committee::{self, CommitteeFact, SeatRole};
use crate::decision::{self, DecisionFact};
use crate::event::{
    Annulled, Authority, Correction, Document, Effective, Event, NotRequired, RecordedInError, Sha256Hex,
};
use crate::evidence::{self, EvidenceFact};
use crate::exception::{Exception, ExceptionExplained, ExceptionKey, ExceptionKind, Subject};
use crate::id::{
    ActionId, CommitteeId, DecisionId, DepartmentId, EventId, GoalId, ImprovementId, InitiativeId, JourneyId,
    MeetingId, MetricId, PainPointId, PersonId, ProgramId, SeatId, SpotId, TokenId,
};
use crate::initiative::{self, DeclaredState, InitiativeFact, MetricRole};
use crate::insight::{self, InsightFact};
use crate::journey::{self, JourneyFact, Place};
use crate::maturity::profile::{
    MaturityTargetDropped, MaturityTargetSet, PracticeApplicable, PracticeNotApplicable,
};
use crate::maturity::program::{LevelRule, LevelRuleDecided};
use crate::maturity::{Goal, PracticeId};
use crate::measurement::decimal::dec;
use crate::measurement::figures::{Figures, Reading, ReadingStatus};
use crate::measurement::flags::{FlagId, FlagTable};
use crate::measurement::kind::{Direction, MetricKind};
use crate::measurement::publication::RestatementReason;
use crate::measurement::series::{Alignment, SeriesKey};
use crate::meeting::{self, MeetingFact};
use crate::metric::{self, MetricFact};
use crate::organization::{self, OrganizationFact, Side};
use crate::pain_point::{self, PainPointFact};
use crate::person::{self, PersonFact};
use crate::program::{self, ProgramFact, Vocabulary};
use crate::role::Role;
use crate::spec::{code, day, period, text};

const MINH: PersonId = PersonId(id(0xa1));
const HOA: PersonId = PersonId(id(0xa2));
const PROGRAM: ProgramId = ProgramId(id(0xb1));
const METRIC: MetricId = MetricId(id(0xb2));
const IMPROVEMENT: ImprovementId = ImprovementId(id(0xc1));
const GOAL: GoalId = GoalId(id(0xc4));
const DEPARTMENT: DepartmentId = DepartmentId(id(0xc2));
const JOURNEY: JourneyId = JourneyId(id(0xb5));
const SPOT: SpotId = SpotId(id(0xc4));
const HASH: Sha256Hex = Sha256Hex([0xab; 32]);

const fn id(number: u128) -> Uuid {
    // The version and variant bits of a derived id.
    Uuid::from_u128(0x0000_0000_0000_5000_8000_0000_0000_0000 | number)
}

fn from<F>(fact: impl Into<F>) -> Event<F> {
    Event::new(MINH, fact).from(day("2024-01-01"))
}

fn within<F>(fact: impl Into<F>) -> Event<F> {
    let (from, until) = (day("2024-01-01"), Some(day("2025-01-01")));
    Event::new(MINH, fact).within(Effective { from, until })
}

fn timeless<F>(fact: impl Into<F>) -> Event<F> {
    Event::new(MINH, fact)
}

fn correcting<F>(mut event: Event<F>) -> Event<F> {
    event.corrects = Some(Correction { event: EventId(id(0xd1)), reason: text("a slip of the pen") });
    event
}

fn document() -> Authority {
    Authority::Document(Document { sha256: HASH, title: Some(text("Minute 4")) })
}

fn annulled<F>() -> Event<F>
where
    Annulled: Into<F>,
{
    timeless(Annulled { event: EventId(id(0xd1)), reason: text("it never happened") })
}

fn in_error<F>() -> Event<F>
where
    RecordedInError: Into<F>,
{
    timeless(RecordedInError { reason: text("a duplicate") })
}

fn not_applicable<F: From<PracticeNotApplicable>>() -> Event<F> {
    let review_on = day("2025-01-01");
    within(PracticeNotApplicable { practice: PracticeId::O1, reason: text("no revenue"), review_on })
        .under(Some(document()))
}

fn applicable<F: From<PracticeApplicable>>() -> Event<F> {
    from(PracticeApplicable { practice: PracticeId::O1, reason: Some(text("a shop opened")) })
}

fn target_set<F: From<MaturityTargetSet>>(goal: Goal) -> Event<F> {
    let due = day("2026-01-01");
    from(MaturityTargetSet { goal, due, reason: Some(text("promised to the board")) }).under(Some(document()))
}

fn target_dropped<F: From<MaturityTargetDropped>>() -> Event<F> {
    from(MaturityTargetDropped { goal: Goal::Level(2), reason: text("another strategy") })
}

pub(super) fn initiative() -> Vec<Event<InitiativeFact>> {
    use initiative::{
        BenefitExpected, BenefitKind, Chartered, ElementChanged, ElementKind, Helps, ImprovementAbandoned,
        ImprovementDateMoved, ImprovementDelivered, ImprovementStarted, MetricLinked, Named,
        OversightTransferred, OwnerAssigned, OwnerVacated, Paused, Placed, ProgressReported, PurposeStated,
        Reopened, ReportAcknowledged, Resumed, Stopped, Succeeds, Sustained,
    };
    let improvement = IMPROVEMENT;
    vec![
        from(Chartered { program: PROGRAM, code: code("REFUNDS"), committee: Some(CommitteeId(id(0xe1))) })
            .under(Some(document())),
        correcting(from(Named { name: text("Hoàn tiền nhanh") })),
        from(PurposeStated { purpose: text("Money back in three days") }),
        from(OwnerAssigned { owner: HOA }).under(Some(Authority::Founding)),
        from(OwnerVacated { reason: Some(text("left the company")) })
            .under(Some(Authority::Decision(DecisionId(id(0xe2))))),
        from(MetricLinked { metric: METRIC, role: MetricRole::Primary }),
        from(Placed { place: Place { journey: JOURNEY, spot: Some(SPOT) } }),
        from(ElementChanged {
            code: code("CRM"),
            kind: ElementKind::System,
            name: text("The customer file"),
            at: vec![Place { journey: JOURNEY, spot: Some(SPOT) }],
        }),
        from(Helps { executive: code("COO"), goal: Some(text("Fewer calls a customer")) }),
        within(BenefitExpected {
            code: code("FEWER-CALLS"),
            kind: BenefitKind::Cost,
            metric: METRIC,
            amount: dec("120000.00"),
        }),
        from(ImprovementStarted {
            title: text("One form"),
            metric: Some(METRIC),
            due: Some(day("2024-06-01")),
        }),
        from(ImprovementDateMoved { improvement, due: day("2024-09-01"), reason: text("the bank is late") }),
        from(ImprovementDelivered { improvement }),
        from(ImprovementAbandoned { improvement, reason: text("no use") }),
        from(ProgressReported {
            period: period("2024-01-01", "2024-03-31"),
            state: DeclaredState::AtRisk,
            summary: text("Forms are printed"),
            next_step: Some(text("Train the counters")),
            blocked_by: Some(text("A signature")),
        }),
        from(OversightTransferred { committee: CommitteeId(id(0xe4)) }).under(Some(document())),
        timeless(explained()),
        timeless(ReportAcknowledged { report: EventId(id(0xd4)) }),
        from(Paused { reason: text("no budget") }).under(Some(document())),
        from(Sustained { reason: Some(text("it holds by itself")) }).under(Some(document())),
        from(Resumed { reason: Some(text("budget approved")) })
            .under(Some(Authority::NotRequired(NotRequired { rule: code("RESUMES-BY-LEAD") }))),
        from(Stopped { reason: text("merged"), lesson: Some(text("ask the counters first")) })
            .under(Some(document())),
        from(Reopened { reason: text("complaints came back") }).under(Some(document())),
        from(Succeeds { predecessor: InitiativeId(id(0xb4)) }).under(Some(document())),
        not_applicable(),
        applicable(),
        target_set(Goal::Level(2)),
        target_dropped(),
        annulled(),
        in_error(),
    ]
}

fn exception() -> Exception {
    let about = Subject::Improvement(InitiativeId(id(0xb3)), IMPROVEMENT);
    let key = ExceptionKey { kind: ExceptionKind::ImprovementOverdue, about, since: day("2024-01-01") };
    let values = [("moves".to_owned(), "2".to_owned())].into();
    Exception { key, due: Some(day("2023-12-31")), person: Some(HOA), values }
}

fn explained() -> ExceptionExplained {
    ExceptionExplained {
        exception: exception().key,
        cause: text("The supplier left the market"),
        next_step: Some(text("Find another one")),
        owner: HOA,
        due: Some(day("2024-02-01")),
    }
}

pub(super) fn metric() -> Vec<Event<MetricFact>> {
    use metric::{
        AccountableAssigned, Bridged, ControlAnswer, ControlStated, Defined, DefinitionStated, FlagCleared,
        GoalLinked, HeadlineNamed, Named, Placed, Purpose, PurposeDeclared, ReadingRecorded, RebaseApproved,
        RebaseProposed, TargetSet,
    };
    let series = SeriesKey {
        definition: 1,
        channel: Some(code("APP")),
        segment: Some(code("PREMIUM")),
        source: Some(code("SURVEY")),
    };
    vec![
        from(Defined {
            program: PROGRAM,
            code: code("WAIT"),
            kind: MetricKind::Proportion,
            direction: Direction::Increase,
            unit: Some(code("SHARE")),
            rhythm: Rhythm::Month,
            due_within_days: Some(10),
        }),
        from(Named { name: text("Refunded in three days") }),
        from(DefinitionStated { version: 1, wording: text("Refunds within three days, of all") }),
        within(TargetSet { value: dec("0.950"), reason: Some(text("promised to customers")) })
            .under(Some(document())),
        from(AccountableAssigned { person: HOA }),
        from(HeadlineNamed { series: series.clone() }),
        from(PurposeDeclared { purposes: [Purpose::Strategy, Purpose::Pay].into() }),
        from(GoalLinked { goal: Some(GOAL) }),
        from(ControlStated {
            controls: ControlAnswer { yes: false, remark: Some(text("the bank decides")) },
            knows_how: ControlAnswer { yes: true, remark: Some(text("ask for fewer papers")) },
            has_authority: ControlAnswer { yes: false, remark: Some(text("legal signs")) },
            controlled_by: Some(DEPARTMENT),
        }),
        timeless(RebaseProposed {
            series: series.clone(),
            date: day("2024-01-01"),
            reason: text("another system pays out"),
        }),
        timeless(RebaseApproved { rebase: EventId(id(0xd4)), proposed_by: HOA }).under(Some(document())),
        timeless(Bridged { earlier: 1, later: 2, reason: text("only the wording changed") })
            .under(Some(document())),
        from(Placed { place: Place { journey: JOURNEY, spot: None } }),
        timeless(FlagCleared {
            table: FlagTable::Flags1,
            flag: FlagId::Unbalanced,
            improvement: Some(IMPROVEMENT),
            seen: HASH,
            reason: text("the other metric was broken"),
        }),
        timeless(ReadingRecorded {
            series,
            period: period("2024-01-01", "2024-01-31"),
            alignment: Alignment::Regular,
            reading: Reading {
                figures: Figures::Ratio { numerator: dec("412"), denominator: dec("500") },
                n: Some(500),
                invited: Some(2000),
                standard_deviation: Some(dec("0.40")),
                status: ReadingStatus::Provisional,
            },
            restatement: Some(RestatementReason::SourceRevised),
        }),
        annulled(),
        in_error(),
    ]
}

pub(super) fn evidence() -> Vec<Event<EvidenceFact>> {
    use evidence::{Accepted, Attached, MediaType, Provided, Refused, Scope, Withdrawn};
    vec![
        timeless(Provided {
            program: PROGRAM,
            practice: PracticeId::R1,
            scope: Scope::Initiative(InitiativeId(id(0xb3))),
            covers: period("2024-01-01", "2024-03-31"),
            summary: text("Twelve interviews"),
        }),
        timeless(Attached {
            program: PROGRAM,
            sha256: HASH,
            bytes: 48_213,
            media_type: MediaType::Pdf,
            name: text("Interviews.pdf"),
        }),
        timeless(Accepted { remark: Some(text("as agreed")), provided_by: HOA }),
        timeless(Refused { reason: text("too few") }),
        timeless(Withdrawn { reason: text("another year") }),
        annulled(),
        in_error(),
    ]
}

pub(super) fn person() -> Vec<Event<PersonFact>> {
    use person::{Left, Named, Placed, Registered, Returned};
    vec![
        timeless(Registered { code: text("HOA.T") }),
        from(Named { name: text("Trần Thị Hòa") }),
        from(Placed { department: Some(DEPARTMENT) }),
        from(Left {}),
        from(Returned {}),
        annulled(),
        in_error(),
    ]
}

pub(super) fn program() -> Vec<Event<ProgramFact>> {
    use program::{
        CalendarSet, CodeLabeled, Created, GoalRetired, GoalSet, GovernanceSet, Named, PersonalContactStated,
        SponsorNamed, ZoneSet,
    };
    vec![
        from(Created { code: code("RETAIL") }),
        from(Named { name: text("Retail") }),
        from(SponsorNamed { sponsor: HOA }),
        from(ZoneSet { zone: chrono_tz::Asia::Ho_Chi_Minh }),
        from(CalendarSet { calendar: FiscalCalendar::new(4).unwrap() }),
        from(GovernanceSet {
            governance: Governance { needing: vec![Act::Charter, Act::Stop], strict: true },
        }),
        timeless(CodeLabeled { vocabulary: Vocabulary::Channel, code: code("APP"), label: text("App") }),
        from(GoalSet { code: code("LOYAL"), title: text("Customers stay") }),
        from(GoalRetired { goal: GOAL, reason: Some(text("reached")) }),
        not_applicable(),
        applicable(),
        target_set(Goal::Practice(PracticeId::R4)),
        target_dropped(),
        from(LevelRuleDecided { rule: LevelRule::LowerMedian, reason: text("one branch is being sold") })
            .under(Some(document())),
        from(PersonalContactStated { share: dec("0.35"), source: Some(text("Sales by channel")) }),
        timeless(explained()),
        annulled(),
        in_error(),
    ]
}

pub(super) fn organization() -> Vec<Event<OrganizationFact>> {
    use organization::{
        DepartmentClosed, DepartmentCreated, DepartmentNamed, DepartmentSideStated, Founded, KeyLossAccepted,
        ModelAdopted, Named, RoleGranted, RoleWithdrawn, RuleSetAdopted, TokenIssued, TokenRevoked, ZoneSet,
    };
    let department = DEPARTMENT;
    vec![
        timeless(Founded { demo: false }),
        from(Named { name: text("Acme") }),
        from(ZoneSet { zone: chrono_tz::Asia::Ho_Chi_Minh }),
        from(DepartmentCreated {
            code: code("REFUNDS"),
            name: text("Refunds"),
            parent: Some(DepartmentId(id(0xc3))),
        }),
        from(DepartmentNamed { department, name: text("Refunds and claims") }),
        from(DepartmentClosed { department, reason: text("merged") }),
        from(DepartmentSideStated { department, side: Side::FrontLine }),
        within(RoleGranted { person: HOA, role: Role::ProgramLead, program: Some(PROGRAM) }),
        from(RoleWithdrawn { grant: EventId(id(0xd2)), reason: Some(text("left")) }),
        timeless(TokenIssued {
            person: HOA,
            sha256: HASH,
            expires: Some("2025-01-01T00:00:00Z".parse().unwrap()),
        }),
        timeless(TokenRevoked { token: TokenId(id(0xd3)), reason: Some(text("lost")) }),
        from(ModelAdopted { model: "cx-maturity/1".into() }).under(Some(Authority::Founding)),
        from(RuleSetAdopted { rule_set: "mdc-7-7".into() }).under(Some(Authority::Founding)),
        timeless(KeyLossAccepted { keys: 3, sha256: HASH }),
        annulled(),
    ]
}

pub(super) fn committee() -> Vec<Event<CommitteeFact>> {
    use committee::rule::Majority;
    use committee::{
        DecisionRule, DecisionRuleSet, Dissolved, Established, MemberSeated, Named, QuorumSet, RhythmSet,
        SeatVacated, Threshold, Tie,
    };
    let majority = Majority { threshold: Threshold::TwoThirds, tie: Tie::ChairDecides };
    vec![
        from(Established { program: PROGRAM, code: code("STEER") }),
        from(Named { name: text("Steering committee") }),
        within(MemberSeated { person: HOA, role: SeatRole::Member, department: Some(DEPARTMENT) }),
        from(SeatVacated { seat: SeatId(id(0xe3)), reason: Some(text("moved to another program")) }),
        from(RhythmSet { rhythm: Rhythm::Quarter, due_within_days: 14 }),
        from(QuorumSet { members: 3 }),
        from(DecisionRuleSet { rule: DecisionRule::Majority(majority), owners_vote: true }),
        from(Dissolved { reason: text("merged with another committee") }),
        annulled(),
        in_error(),
    ]
}

pub(super) fn meeting() -> Vec<Event<MeetingFact>> {
    use meeting::{
        Acknowledged, ActionAgreed, ActionDone, ActionDropped, ActionHandedOver, ActionMoved, AgendaFixed,
        AttendanceTaken, Attendee, Canceled, Convened, Held, Minuted, MinutesConfirmed, Moved, Named,
        Presence, Resolved,
    };
    let action = ActionId(id(0xe5));
    let minutes = EventId(id(0xe6));
    let (role, department) = (Some(SeatRole::Chair), Some(DEPARTMENT));
    let attendees = vec![Attendee { person: HOA, presence: Presence::Present, role, department }];
    vec![
        from(Convened { program: PROGRAM, code: code("2024-Q1"), committee: CommitteeId(id(0xe1)) }),
        from(Named { name: text("First quarter") }),
        from(Moved { to: day("2024-01-15"), reason: text("the chair is ill") }),
        from(Canceled { reason: text("too few came") }),
        timeless(AgendaFixed {
            position: 41,
            effective: day("2024-01-01"),
            items: vec![exception()],
            also: Some(text("The budget")),
        }),
        from(Held { chair: HOA }),
        from(AttendanceTaken { attendees, quorum: Some(3) }),
        from(Resolved { resolution: text("Refunds come first") }),
        from(ActionAgreed {
            task: text("Ask the bank"),
            owner: HOA,
            due: day("2024-02-01"),
            initiative: Some(InitiativeId(id(0xb3))),
        }),
        from(ActionMoved { action, due: day("2024-03-01"), reason: text("the bank is closed") }),
        from(ActionHandedOver { action, owner: MINH }),
        from(ActionDone { action, remark: Some(text("The bank agrees")) }),
        from(ActionDropped { action, reason: text("no use") }),
        from(Minuted {
            number: Some(code("2024-1")),
            sha256: Some(HASH),
            minutes: Some(text("Refunds were discussed")),
        }),
        timeless(MinutesConfirmed { minutes, minuted_by: MINH }),
        timeless(Acknowledged { minutes }),
        annulled(),
        in_error(),
    ]
}

pub(super) fn decision() -> Vec<Event<DecisionFact>> {
    use committee::{DecisionRule, Majority, SeatRole, Threshold, Tie};
    use decision::{
        Abstained, ActAuthorized, AnotherLookSet, AuthorizedAct, Ballot, CarriedOut, Counted, DeadlineSet,
        Decided, Deferred, Dissented, EffectExpected, Elector, Electorate, ElectorateAmended,
        ElectorateRecorded, Forum, Ground, GroundGiven, Kind, Made, Minuted, MinutedVote, MinutesConfirmed,
        Opened, OptionStated, Proposed, QuestionStated, Ranked, ReadingGround, Recused, Reversibility,
        ReversibilityStated, Supersedes, Tally, VoteCast, VoteMinuted, VotingClosed, Withdrawn,
    };
    let elector = |person, role| Elector { person, department: Some(DEPARTMENT), role, own_matter: true };
    let electorate = Electorate {
        electors: vec![elector(MINH, SeatRole::Chair), elector(HOA, SeatRole::Member)],
        rule: DecisionRule::Majority(Majority { threshold: Threshold::TwoThirds, tie: Tie::ChairDecides }),
        owners_vote: true,
        quorum: 2,
    };
    let tally = Tally {
        options: vec![Counted { option: code("NOW"), votes: 2 }],
        abstained: 1,
        recused: 0,
        unread: 1,
    };
    let (initiative, day) = (InitiativeId(id(0xb3)), day("2024-06-01"));
    vec![
        from(Opened {
            program: PROGRAM,
            code: code("D-7"),
            forum: Forum::Committee(CommitteeId(id(0xe1))),
            kind: Kind::Ranking,
            about: vec![initiative],
        }),
        from(QuestionStated { question: text("Which pain points come first?") }),
        timeless(ElectorateRecorded { electorate: electorate.clone() }),
        timeless(ElectorateAmended { electorate, reason: text("Hoa joined") }),
        timeless(OptionStated {
            key: code("NOW"),
            text: text("Refunds first"),
            ranking: vec![Ranked::PainPoint(PainPointId(id(0xe2))), Ranked::Initiative(initiative)],
        }),
        timeless(Proposed { option: code("NOW"), reasons: text("most complaints are about refunds") }),
        timeless(GroundGiven {
            ground: Ground::Reading(ReadingGround { metric: METRIC, reading: EventId(id(0xd2)) }),
        }),
        timeless(ReversibilityStated { reversibility: Reversibility::TwoWay }),
        timeless(EffectExpected { metric: METRIC, change: dec("-0.05"), by: day }),
        timeless(AnotherLookSet { day, reason: Some(text("after the pilot")) }),
        timeless(DeadlineSet { day }),
        timeless(ActAuthorized {
            act: AuthorizedAct::SetTarget { metric: METRIC, value: dec("0.9") },
            on: Some(day),
            reason: Some(text("reachable within a year")),
        }),
        timeless(Supersedes { decision: DecisionId(id(0xe3)) }),
        timeless(VoteCast { voter: HOA, choice: Ballot::Marked(code("NOW")) }),
        timeless(Abstained { voter: HOA }),
        timeless(Recused { voter: HOA }),
        timeless(VotingClosed { tally: tally.clone(), reason: Some(text("Hoa is away all month")) }),
        timeless(Dissented { voter: HOA, dissent: text("the pilot was too short") }),
        from(Decided {
            choice: code("NOW"),
            reasons: text("it hurts most customers"),
            made: Made::Live,
            tally: Some(tally),
            carry_out_by: Some(day),
        }),
        from(Minuted {
            meeting: Some(MeetingId(id(0xe4))),
            number: Some(text("12/2024")),
            document: Some(HASH),
            present: vec![MINH, HOA],
        }),
        timeless(VoteMinuted { voter: HOA, vote: MinutedVote::For(Ballot::Marked(code("NOW"))) }),
        timeless(MinutesConfirmed { outcome: EventId(id(0xd3)) }),
        from(Deferred { until: Some(day), reason: text("the figures are not in") }),
        from(Withdrawn { reason: text("the merger settles it") }),
        correcting(from(CarriedOut { remark: Some(text("all three acts")) })),
        annulled(),
        in_error(),
    ]
}

pub(super) fn journey() -> Vec<Event<JourneyFact>> {
    use journey::{
        HandOffAdded, Mapped, Named, ResponsibleNamed, SpotNamed, SpotRetired, StageAdded, StageMoved,
        TouchpointAdded, TouchpointMoved,
    };
    let [stage, touchpoint] = [SPOT, SpotId(id(0xc5))];
    vec![
        from(Mapped { program: PROGRAM, code: code("RETURNS") }),
        from(Named { name: text("Sending something back") }),
        from(StageAdded { code: code("ASK"), name: text("Ask for the money"), order: 20 }),
        from(TouchpointAdded {
            code: code("ASK.PHONE"),
            name: text("Hotline"),
            stage,
            channel: Some(code("PHONE")),
            department: Some(DEPARTMENT),
        }),
        from(HandOffAdded {
            code: code("CARE-BANK"),
            name: Some(text("The form goes to the bank desk")),
            from: DEPARTMENT,
            to: DepartmentId(id(0xc3)),
            at: touchpoint,
        }),
        from(SpotNamed { spot: stage, name: text("Claim") }),
        from(StageMoved { stage, order: 30 }),
        from(TouchpointMoved { touchpoint, stage }),
        from(ResponsibleNamed { touchpoint, department: Some(DEPARTMENT) }),
        from(SpotRetired { spot: touchpoint, reason: Some(text("the line was closed")) }),
        annulled(),
        in_error(),
    ]
}

pub(super) fn pain_point() -> Vec<Event<PainPointFact>> {
    use pain_point::{
        Described, Frequency, GoalStated, Heard, Identified, Placed, Rated, Reopened, Resolved, Severity,
        Source, TakenUp,
    };
    let (severity, frequency) = (Some(Severity::Serious), Some(Frequency::Frequent));
    vec![
        from(Identified { program: PROGRAM, code: code("NO-NEWS") }),
        from(Described { description: text("Nobody says when the money comes") }),
        from(GoalStated { goal: text("To plan with the money") }),
        from(Heard { source: Source::Complaint, reference: Some(code("CASES-2024-Q1")), times: Some(41) }),
        from(Placed { place: Place { journey: JOURNEY, spot: Some(SPOT) } }),
        from(Rated { severity, frequency }),
        from(TakenUp { initiative: InitiativeId(id(0xb3)) }),
        from(Resolved { how: Some(text("A message tells the day")) }),
        from(Reopened { reason: text("the messages stopped") }),
        annulled(),
        in_error(),
    ]
}

pub(super) fn insight() -> Vec<Event<InsightFact>> {
    use insight::{
        Acknowledged, ActedOn, Addressed, Described, DrawnFrom, Found, Origin, ReadingOrigin, Recipient,
        Shared,
    };
    let department = Some(DEPARTMENT);
    vec![
        from(Found { program: PROGRAM, code: code("CALL-TWICE") }),
        from(Described { description: text("Who hears nothing for three days calls twice") }),
        from(DrawnFrom {
            origin: Origin::Reading(ReadingOrigin { metric: METRIC, reading: EventId(id(0xd4)) }),
        }),
        from(Addressed { department: DEPARTMENT }),
        from(Shared { with: vec![Recipient::Department(DEPARTMENT), Recipient::Person(HOA)] }),
        from(Acknowledged { department }),
        from(ActedOn {
            action: text("The team leads listen to ten calls a week"),
            department,
            initiative: Some(InitiativeId(id(0xb3))),
        }),
        annulled(),
        in_error(),
    ]
}
