# What people read for the values of closed lists. A message is a list of the schema, its attributes are
# the values, spelled as there, in the order in which people should see them.

## People and rights

Role = Role
    .ADMINISTRATOR = Administrator
    .PROGRAM_LEAD = Program lead
    .SECRETARY = Secretary
    .CONTRIBUTOR = Contributor
    .READER = Reader
    .AUDITOR = Auditor
    .VOTE_READER = Reader of votes

## Committees

SeatRole = Role on a committee
    .CHAIR = Chair
    .SECRETARY = Secretary
    .MEMBER = Member
DecisionRuleKind = Decision rule
    .CHAIR_DECIDES = The chair decides
    .MAJORITY = Majority
    .CONSENSUS = Consensus
Threshold = Share of the votes cast
    .MORE_THAN_HALF = More than half
    .TWO_THIRDS = Two thirds
    .THREE_QUARTERS = Three quarters
    .UNANIMOUS = All votes
Tie = Tie
    .CHAIR_DECIDES = The chair decides
    .UNDECIDED = Undecided

MeetingStatus = Status of a meeting
    .CONVENED = Convened
    .HELD = Held
    .CANCELED = Canceled
Presence = Attendance
    .PRESENT = Present
    .EXCUSED = Excused
    .ABSENT = Absent
ActionState = State of an action
    .OPEN = Open
    .DONE = Done
    .DROPPED = Dropped

## Exceptions and to-do lists

ExceptionKind = Exception
    .UNOVERSEEN = No committee oversees it
    .VACANT_OWNER = Vacant
    .HAND_OVER_DUE = Held by somebody who has left
    .CONCERN = Signal of concern
    .DECLARED_OTHERWISE = Declared better than the record shows
    .ACCOUNTABILITY_GAP = Accountability gap
    .DECISION_NOT_CARRIED_OUT = Decided, not carried out
    .DECISION_EXPIRED = Decision expired
    .DECISION_DUE_FOR_LOOK = Decision due for another look
    .DECISION_UNCONFIRMED = Minuted decision not confirmed
    .REPORT_OVERDUE = Progress report overdue
    .IMPROVEMENT_OVERDUE = Improvement overdue
    .IMPROVEMENT_UNMEASURED = Delivered and not measured since
    .EVIDENCE_LAPSING = Evidence about to lapse
    .BENEFIT_CLAIMED_TWICE = Benefit that another claims as well
    .ACTION_OVERDUE = Action overdue
    .MEETING_OVERDUE = No meeting in a period of the rhythm
    .MINUTES_UNCONFIRMED = Minutes not confirmed
    .EXPLANATION_OVERDUE = Announced step overdue
ToDoKind = To do
    .REPORT = Report progress
    .DELIVER = Deliver the improvement
    .PROVIDE = Provide evidence
    .ACCEPT = Accept or refuse evidence
    .EXPLAIN = Explain the exception
    .TAKE_STEP = Take the announced step
    .ACT = Do what was agreed
    .VOTE = Vote
    .ACKNOWLEDGE = Read and confirm
    .HAND_OVER = Hand over
    .CONVENE = Convene the meeting
    .MINUTE = Write the minutes
    .CONFIRM = Confirm the minutes
HoldingKind = What somebody holds
    .SPONSORSHIP = Sponsor
    .INITIATIVE = Owner of an initiative
    .METRIC = Accountable for a metric
    .ACTION = Owner of an action
    .SEAT = Seat on a committee
## Journeys, pain points and insights

SpotKind = Part of a journey map
    .STAGE = Stage
    .TOUCHPOINT = Touchpoint
    .HAND_OFF = Hand-off
PainPointSource = How it was heard
    .COMPLAINT = Complaint
    .SURVEY = Survey
    .INTERVIEW = Interview
    .BEHAVIOR = Behavior
Severity = Severity
    .MINOR = Minor
    .SERIOUS = Serious
    .CRITICAL = Critical
Frequency = Frequency
    .RARE = Rare
    .FREQUENT = Frequent
    .CONSTANT = Constant
PainPointState = State of a pain point
    .OPEN = Open
    .RESOLVED = Resolved

## What initiatives change and bring

ElementKind = Element of the ecosystem
    .PEOPLE = People
    .SYSTEM = System
    .PRODUCT = Product
    .PROCESS = Process
BenefitKind = Benefit
    .REVENUE = Revenue
    .COST = Cost
    .CULTURE = Culture
DepartmentSide = Side of the company
    .FRONT_LINE = Front line
    .BACK_OFFICE = Back office

## Initiatives and improvements

InitiativeStatus = Status of an initiative
    .RUNNING = Running
    .PAUSED = Paused
    .IN_SUSTAIN = Sustain
    .SUCCEEDED = Succeeded
    .STOPPED = Stopped
ImprovementState = State of an improvement
    .STARTED = Started
    .DELIVERED = Delivered
    .ABANDONED = Abandoned
DeclaredState = Declared state
    .ON_TRACK = On track
    .AT_RISK = At risk
    .OFF_TRACK = Off track
MetricRole = Role of a metric
    .PRIMARY = Primary
    .PROCESS = Process
    .BALANCING = Balancing
InitiativeOrderField = Order of initiatives
    .CODE = Code
    .LEVEL = Level
    .BEGINS = Day of beginning
OrderDirection = Direction of an order
    .ASCENDING = Ascending
    .DESCENDING = Descending

## Maturity

Level = Level
    .L0 = No level yet
    .L1 = Repair
    .L2 = Elevate
    .L3 = Optimize
    .L4 = Differentiate
PracticeId = Practice
    .R1 = Identify bad experiences
    .R2 = Prioritize the fixes
    .R3 = Coordinate delivery
    .R4 = Measure the result
    .E1 = Share customer insight
    .E2 = Measure consistently
    .E3 = Put CX into core processes
    .E4 = Reward customer-centric behavior
    .O1 = Model CX against business results
    .O2 = Strong experience design
    .O3 = Sharpen CX skills
    .D1 = Uncover unmet needs
    .D2 = Reframe the problem
    .D3 = Rethink the ecosystem
PracticeScope = Scope of a practice
    .INITIATIVE = Initiative
    .PROGRAM = Program
    .EITHER = Initiative or program
ProgramLevelRule = How the level of a program follows
    .LOWEST = The lowest of its initiatives
    .LOWER_MEDIAN = The lower median of its initiatives
NoPace = Why no pace is told
    .TOO_LATE = The target is too close or past
    .TOO_YOUNG = The initiative is too young
PracticeState = State of a practice
    .NONE = None
    .STARTED = Started
    .PERFORMED = Performed
    .ROUTINE = Routine
Judgment = Judgment of evidence
    .AWAITED = Awaiting acceptance
    .ACCEPTED = Accepted
    .REFUSED = Refused

## Metrics and readings

MetricKind = Kind of metric
    .NPS = Net Promoter Score (NPS)
    .CSAT = Customer satisfaction (CSAT)
    .CES = Customer effort score (CES)
    .PROPORTION = Proportion
    .RETENTION = Retention
    .CHURN = Churn
    .AVOIDABLE_CONTACT_RATE = Avoidable contact rate
    .RATE = Rate
    .COUNT = Count
    .MEAN = Mean
    .MONEY = Money
    .EMPLOYEE_ENGAGEMENT = Employee engagement
Direction = Better direction
    .INCREASE = More is better
    .DECREASE = Less is better
    .NEUTRAL = Neither is better
Rhythm = Rhythm
    .DAY = Day
    .WEEK = Week
    .MONTH = Month
    .QUARTER = Quarter
    .YEAR = Year
Alignment = Alignment of a period
    .REGULAR = Regular
    .IRREGULAR = Irregular
ReadingStatus = Status of a reading
    .PROVISIONAL = Provisional
    .FINAL = Final
RestatementReason = Reason of a restatement
    .SOURCE_REVISED = Revised by the source
    .PROVISIONAL_TO_FINAL = From provisional to final
    .SOURCE_ERROR = Error of the source
    .DEFINITION = Change of definition
IntervalMethod = Method of an interval
    .WILSON = Wilson score
    .NPS_NORMAL = Normal, for NPS
    .STUDENT_T = Student’s t
    .POISSON = Exact, of counted events
    .RECOVERED = Recovered from the readings of both sides
Purpose = Purpose of a metric
    .STRATEGY = Strategy
    .IMPROVEMENT = Improvement
    .OPERATION = Daily work
    .CONTEXT = Context
    .APPRAISAL = Appraisal
    .PAY = Pay
GapReason = Reason of an accountability gap
    .NOBODY_ACCOUNTABLE = Nobody answers for it
    .NO_CONTROL = Does not control it
    .NOT_KNOWING_HOW = Does not know how to improve it
    .NO_AUTHORITY = Has no authority to
Vocabulary = What a code names
    .CHANNEL = Channel
    .SEGMENT = Segment
    .SOURCE = Source
    .UNIT = Unit
    .SCALE = Scale
    .EXECUTIVE = Executive

## Charts and comparisons

RuleSet = Rule set
    .MDC_7_7 = mdc-7-7: shift of 7, trend of 7
    .RULES_8_6 = 8-6: shift of 8, trend of 6
Signal = Signal
    .COMMON_CAUSE = Common cause
    .IMPROVEMENT = Improvement
    .CONCERN = Concern
    .NEUTRAL_HIGH = High
    .NEUTRAL_LOW = Low
Assurance = Assurance against the target
    .CONSISTENT_PASS = Consistently met
    .CONSISTENT_FAIL = Consistently missed
    .INCONSISTENT = Met or missed by chance
SpecialCause = Special cause
    .ASTRONOMICAL_POINT = Point outside the limits
    .TREND = Trend
    .TWO_IN_THREE = Two of three near a limit
    .SHIFT = Shift
Side = Side of the mean
    .BELOW = Below the mean
    .ON = On the mean
    .ABOVE = Above the mean
Zone = Distance from the mean
    .WITHIN = Within the near limits
    .NEAR = Near a limit
    .OUTSIDE = Outside the limits
Verdict = Verdict
    .IMPROVED = Improved
    .WORSE = Worse
    .SHIFTED_UP = Shifted up
    .SHIFTED_DOWN = Shifted down
    .NO_DETECTABLE_CHANGE = No detectable change
    .NOT_ENOUGH_DATA = Not enough data
    .NOT_COMPARABLE = Not comparable
VerdictReason = Reason of a verdict
    .TOO_FEW = Too few readings
    .NO_VARIATION = No variation
    .DEFINITION = Another definition
    .CHANNEL = Another channel
    .SEGMENT = Another segment
    .SOURCE = Another source

## Recorded facts

ContradictionKind = What is wrong with a fact
    .ORPHANED = Rests on what was recorded in error
    .BROKEN = No longer fits
    .CODE_CLAIMED_TWICE = Code claimed twice
    .CIRCULAR_SUCCESSION = Circular succession
    .SUCCEEDED_TWICE = Succeeded twice
    .CIRCULAR_SUPERSESSION = Circular supersession
    .UNDECIDED = Under an annulled outcome

## Search

SearchKind = Kind of thing
    .PROGRAM = Program
    .INITIATIVE = Initiative
    .IMPROVEMENT = Improvement
    .METRIC = Metric
    .DECISION = Decision
    .PAIN_POINT = Pain point
    .INSIGHT = Insight
    .JOURNEY = Journey
    .COMMITTEE = Committee
    .MEETING = Meeting
    .EVIDENCE = Evidence
    .DEPARTMENT = Department
    .PERSON = Person
FoundIn = Found in
    .CODE = Code
    .NAME = Name
    .TEXT = Text

## This interface

Language = Language
    .EN = English
    .VI = Vietnamese
RequestError = Why a request was not answered
    .BAD_REQUEST = The request was not understood
    .GRAPHQL_PARSE_FAILED = The document is no GraphQL
    .GRAPHQL_VALIDATION_FAILED = The document does not fit the schema
    .LIMIT_EXCEEDED = Too much was asked for at once
    .UNAUTHENTICATED = Not signed in
    .FORBIDDEN = Not allowed
    .BAD_USER_INPUT = A value is not of the right form
    .INVALID_CURSOR = The cursor belongs to another list
    .AS_OF_CONFLICT = Two points in time in one document
    .UNKNOWN_POSITION = The ledger is not that long
    .IN_FUTURE = The time asked about has not come
    .NO_ANALYSIS = The readings do not allow the analysis
    .TIMEOUT = The answer took too long
    .INTERNAL = A fault of the server
ChangedAspect = What changed
    .EXISTENCE = There or not
    .STATUS = Whether it runs
    .OWNER = Owner
    .DECLARED_STATE = Declared state
    .PRIMARY_METRIC = Primary metric
    .IMPROVEMENT = Improvement
    .DUE_DATE = Due date
    .VERDICT = Verdict
    .LEVEL = Level
    .PRACTICE = Practice
    .TARGET = Target
    .ACCOUNTABLE = Accountable
    .DEFINITION = Definition
    .SIGNAL = Signal
    .ASSURANCE = Assurance
CommitmentKind = Kind of promise
    .DELIVERY = Delivery date
    .TARGET = Target
HealthSignKind = Kind of sign
    .OVERDUE = Overdue
    .MADE_WORSE = Made its metric worse
    .CONCERN = Signal of concern
    .MISSES_TARGET = Misses its target every time
    .VACANT = Vacant
    .SILENT = Nothing reported
