# What people read when nothing was recorded. A message is a code of the schema's ErrorCode: its value says
# what is wrong, its attribute `instead` what to do. Variables are the values that go with the code. DAY()
# writes a day, DECIMAL() an exact number, WORD() a word of words.ftl, THING()
# what a thing is called; $about is what the command is about.

## What was typed

INVALID_INPUT = { WORD($field) } is not valid: { $problem }
    .instead = Write it as the message says, and send the command again.
UNKNOWN = there is no { WORD($noun) } "{ $reference }"
    .instead = Check the spelling, or record the { WORD($noun) } first.
ALREADY_RECORDED = this { WORD($noun) } was recorded before
    .instead = Nothing is left to do; to record another one, draw a new command id.
WAS_RECORDED_IN_ERROR = { $about ->
        [none] this { WORD($noun) }
       *[other] { THING($about) }
    } was recorded in error; record a new one
    .instead = Record a new { WORD($noun) }, with a code of its own.
CODE_TAKEN = the code { $taken } belongs to another { WORD($noun) }, even if that was recorded in error; codes are never reused
    .instead = Choose another code.
UNCHANGED = { WORD($field) } is that already
    .instead = Nothing is left to do; give another value if you meant a change.

## Days

IN_FUTURE = { WORD($field) } is { DAY($day) }, after today ({ DAY($today) })
    .instead = Give today or an earlier day, or record it when that day has come.
END_BEFORE_START = { WORD($field) } ends on { DAY($until) }, which is not after its beginning on { DAY($from) }
    .instead = Give an end after the beginning.
BEFORE_BEGINNING = { WORD($field) } is { DAY($day) }, before the beginning on { DAY($begins) }
    .instead = Give that day or a later one, or correct the day on which it begins.
DAY_OUT_OF_RANGE = { WORD($field) } is { DAY($day) }; days lie between { DAY("1900-01-01") } and { DAY("2200-12-31") }
    .instead = Check the year.
PUBLISHED_IN_FUTURE = the published day { DAY($published) } lies after today ({ DAY($today) })
    .instead = Give the day on which the source published it, today or earlier.
PUBLISHED_EARLY = { WORD($field) } is { DAY($day) }, after the day on which it was published ({ DAY($published) })
    .instead = Check both days: a source publishes what has come to pass.

## Initiatives and improvements

NOT_AUTHORIZED = the decision { $decision } does not authorize one to { WORD($act) }, as it is asked here; name another authority, or put a decision that does
    .instead = Name another authority, or put a decision that lists this act.
DECISION_SUPERSEDED = the decision { $decision } was superseded by { $by }; name that one
    .instead = Name the later decision.
AUTHORITY_NEEDED = by the governance of the program nobody may { WORD($act) } without authority; name a decision or a document
    .instead = Name the decision or the document that entitles to it.
NO_SUCH_RULE = no rule { $rule } lets one { WORD($act) } without authority (those that do: { $known }); name one of these or a document, or leave the authority out
    .instead = Name a rule that frees this act or a document, or leave the authority out.
NOT_FOUNDING = only the sponsor does founding acts, and who does this one is not the sponsor on { DAY($day) }; name a document, or leave the authority out
    .instead = Name a document by whose authority it was done, or leave the authority out.
NO_LONGER_FOUNDING = the program has a committee since { DAY($since) }, so what holds from { DAY($day) } is not founding; name the committee's decision or a document, or leave the authority out
    .instead = Name a decision of the committee or a document, or leave the authority out.
BEFORE_PROGRAM = the initiative would begin on { DAY($day) }, before its program begins on { DAY($begins) }; name a later day, or correct the program's beginning
    .instead = Give the day on which the program begins or a later one, or correct the beginning of the program.
NOT_RUNNING = the initiative is { WORD($status) } on { DAY($day) }
    .instead = Resume it first, or give a day on which it runs.
STANDS_LATER = the initiative is { WORD($status) } from { DAY($day) } on by a later fact; annul or correct that one first
    .instead = Annul or correct the later fact, then send the command again.
NOTHING_TO_RESUME = the initiative is { WORD($status) } on { DAY($day) }; what is paused or in sustain is resumed
    .instead = Give a day on which it rests; an initiative that is stopped is reopened.
NOTHING_TO_REOPEN = the initiative is { WORD($status) } on { DAY($day) }; only what is stopped is reopened
    .instead = Give a day on which it is stopped; an initiative that rests is resumed.
CIRCULAR_SUCCESSION = an initiative can't succeed itself, nor one that succeeds it; annul the succession that is wrong
    .instead = Name another initiative, or annul the succession that is wrong.
SUCCEEDED_ALREADY = the initiative { $predecessor } is succeeded by { $successor } already; annul that succession first
    .instead = Annul the present succession first, or name another initiative.
OWNS_ALREADY = that person is the owner on { DAY($day) } already
    .instead = Nothing is left to do; name another person, or an earlier day.
VACANT_ALREADY = the initiative has no owner on { DAY($day) } already
    .instead = Nothing is left to do.
LINKED_ALREADY = the metric has that role in the initiative already
    .instead = Nothing is left to do; name another metric or another role.
PRIMARY_TAKEN = another metric is the primary one on { DAY($day) }; an initiative has one
    .instead = Give this metric another role, or give the present primary metric another role first.
IMPROVEMENT_OVER = the improvement was { WORD($ended) } on { DAY($day) }
    .instead = Start a new improvement, or annul the fact that ended this one.

## Recorded facts

UNKNOWN_FACT = { $about ->
        [none] this { WORD($noun) }
       *[other] { THING($about) }
    } has no fact with the id { $event }; its history lists those that it has
    .instead = Look the fact up in the history and give its id.
FALLEN_ALREADY = the fact { $event } was annulled or corrected before; the history of { $about ->
        [none] what it is about
       *[other] { THING($about) }
    } tells by which event
    .instead = Correct the fact that took its place, or record it anew.
ANNULMENT_STANDS = an annulment is not annulled or corrected; record the fact anew
    .instead = Record the fact anew.
BEGAN_IT = this fact began the { WORD($noun) }; record the whole { WORD($noun) } in error instead
    .instead = Correct the fact, or record the whole { WORD($noun) } in error.
ONLY_ONE = this is the only { WORD($noun) } that stands; correct it instead
    .instead = Correct it, stating the right { WORD($noun) }.
OTHER_KIND_OF_FACT = a correction states the same kind of fact: { $expected }, not { $given }
    .instead = State the same kind of fact, or annul this one and record the other.

## Readings and targets

FIGURES = the figures do not hold: { $problem }
    .instead = Check the figures with their source.
OFF_RHYTHM = the period { DAY($from) } to { DAY($to) } is no { WORD($rhythm) }; mark it irregular if it is meant
    .instead = Give a whole period of the metric's rhythm, or mark the period irregular.
PERIOD_OVERLAPS = the period { DAY($from) } to { DAY($to) } overlaps { DAY($otherFrom) } to { DAY($otherTo) } of the same series
    .instead = Give a period that overlaps no other, or correct the reading that stands.
UNKNOWN_DEFINITION = the metric has no definition version { $version }; the newest is { $newest }
    .instead = Give a version that the metric has, or define the new version first.
PUBLISHED_DAY_TAKEN = other figures stand as published on { DAY($published) }; correct the fact { $standing }
    .instead = Correct the figures that stand, or give the day on which these were published.
SUPERSEDED = these figures were superseded before; to return to them, restate with a reason
    .instead = If the source returned to them, send them as a restatement with its reason.
RESTATEMENT_NEEDS_REASON = the period has other figures already; a restatement gives its reason
    .instead = Say why the source states other figures; correct the reading if the slip was yours.
TARGET_OUT_OF_RANGE = a target of { DECIMAL($target) } can't be reached by this metric; it runs from { DECIMAL($least) } to { DECIMAL($greatest) }
    .instead = Give a value within those bounds; shares are written as 0.95, not 95.

## Control, rebases and bridges

NOT_ACCOUNTABLE = that person is not accountable for the metric on { DAY($day) }; who is says whether they control it
    .instead = Let whoever is accountable on that day say so, or enter it for them.
OWN_PROPOSAL = who proposed or entered a rebase does not approve it
    .instead = Let somebody else approve it.
APPROVED_ALREADY = the rebase was approved before
    .instead = Nothing is left to do; annul that approval if it was wrong.
BRIDGED_ALREADY = the definition versions { $earlier } and { $later } are bridged already
    .instead = Nothing is left to do; correct that bridge if its reason was wrong.
BRIDGE_TO_ITSELF = a bridge joins two definition versions, not { $version } with itself
    .instead = Name two different versions.
FLAG_NOT_RAISED = the flag is not raised over the data that were seen; look at what it shows now
    .instead = Look at the flag again, and clear it with the hash that it shows now.
FLAG_CLEARED_ALREADY = the flag was cleared over these data before
    .instead = Nothing is left to do; correct that clearing if its reason was wrong.

## Evidence

OWN_EVIDENCE = who provided or entered evidence does not accept it
    .instead = Let somebody else judge it.
JUDGED_ALREADY = the evidence was { WORD($judged) } before
    .instead = Annul that judgment first if it was wrong.
EVIDENCE_WITHDRAWN = the evidence was withdrawn; provide it anew, or annul the withdrawal
    .instead = Provide it anew, or annul the withdrawal.
NOT_UPLOADED = no file with the hash { $sha256 } was uploaded for this program
    .instead = Upload it first: POST its bytes to /attachments?program=CODE.
PRACTICE_SCOPE = { $practice } is earned by the { WORD($scope) }, not otherwise
    .instead = Provide the evidence for the { WORD($scope) }.

## Committees and meetings

COMMITTEE_DISSOLVED = the committee was dissolved on { DAY($day) }
    .instead = Name a day before that, or another committee.
SEATED_ALREADY = that person sits on the committee on { DAY($day) } already; end that seat first
    .instead = End that seat first, or name a day after its end.
SEAT_TAKEN = somebody else is the { WORD($role) } on { DAY($day) }; end that seat first
    .instead = End the seat of whoever holds it first.
MEETING_OVER = the meeting was { WORD($ended) } on { DAY($day) }
    .instead = Convene another meeting, or correct what is recorded about this one.
NO_SUCH_EXCEPTION = there is no such exception since { DAY($since) }; look at those that there are now
    .instead = Read the exceptions again and name one of them.
MEETING_NOT_HELD = the meeting was not held yet; record first that it was
    .instead = Record first that it was held.
ACTION_OVER = the action was { WORD($ended) } on { DAY($day) }
    .instead = Annul that fact first if it was wrong, or agree on another action.
NOT_THE_CHAIR = who chaired the meeting confirms its minutes, nobody else
    .instead = Let whoever chaired the meeting confirm them.
OWN_MINUTES = who minuted or entered the minutes does not confirm them
    .instead = Let somebody else minute, or enter the minutes.

## Journeys, pain points and insights

SPOT_RETIRED = the { WORD($noun) } left the map on { DAY($day) }
    .instead = Name a day before that, or a { WORD($noun) } that is on the map.
SPOT_IN_USE = { $by } is still at this { WORD($noun) } on { DAY($day) }; move it or take it off the map first
    .instead = Move { $by } to another place or take it off the map first.
RESOLVED_ALREADY = the pain point is resolved since { DAY($day) }; reopen it if it came back
    .instead = Reopen it first if it came back.
NOT_RESOLVED = the pain point is open on { DAY($day) }; only what was resolved is reopened
    .instead = Nothing is left to do; resolve it when customers no longer meet it.
NOT_SHARED = the insight was not shared with them by { DAY($day) }; record first that it was
    .instead = Record first on which day it was shared, and with whom.
NOT_THEIR_DEPARTMENT = on { DAY($day) } they are not in this department, nor in one below it; acknowledge it for your own
    .instead = Acknowledge it for your own department, or record first in which one they are.
ACKNOWLEDGED_ALREADY = they acknowledged it on { DAY($day) } already
    .instead = Nothing is left to do.

EXPECTED_ALREADY = something is expected of { $benefit } from { DAY($from) } until { DAY($until) } already; correct that, or name other days
    .instead = Correct what is expected on those days, or name other days.

## The organization

ENDED_ALREADY = this { WORD($noun) } ended before
    .instead = Nothing is left to do.
LAST_ADMINISTRATOR = this is the last administrator; grant the role to somebody else first
    .instead = Grant the role to somebody else first.
DEPARTMENT_CLOSED = the department was closed on { DAY($day) }
    .instead = Name a department that is open on that day.
DEPARTMENT_BELOW = the department { $child } stands below it; correct or annul that one first
    .instead = Close, correct or annul the department below it first.
OPEN_DEPARTMENT_BELOW = the department { $child } below it is open on { DAY($day) }; close that one first, or correct its creation to put it below another
    .instead = Close the department below it first, or correct its creation to put it below another.
CIRCULAR_DEPARTMENT = a department can't stand below itself
    .instead = Name another department above it.

## Decisions

NO_QUORUM = only { $tookPart } took part and the quorum is { $quorum }; wait for more votes, or defer the decision
    .instead = Wait until more have voted or abstained, or defer the decision.
NOT_CARRIED = the option { $choice } has { $votes } of { $cast } votes cast and needs { WORD($needed) }
    .instead = State the option that the votes carry, or defer the decision.
TIED = the options { $leading } are tied with { $votes } votes each; defer the decision, or put a new one
    .instead = Defer the decision, or withdraw it and put a new one.
TIED_FOR_CHAIR = the options { $leading } are tied with { $votes } votes each; the chair decides between them
    .instead = Let the chair state the outcome.
NO_CONSENSUS = consensus takes every vote cast: { $choice } has { $votes }, and { $others } are not for it
    .instead = Defer the decision, or withdraw it and put a new one.
CHAIR_DECIDES = the chair decides here, so the outcome is the chair's to state
    .instead = Let the chair state the outcome.
NO_ELECTORATE = it is not recorded who votes on this decision; amend its electorate first
    .instead = Amend the electorate of the decision, then send the command again.
NOT_IN_ELECTORATE = only the electorate that was recorded when the decision opened votes on it; amend it if it is wrong
    .instead = Amend the electorate if it is wrong; membership that changed later does not count by itself.
VOTED_ALREADY = this person took part in the vote already; correct that vote as long as nothing is decided
    .instead = Correct the vote as long as nothing is decided.
OWN_MATTER = this person owns what the decision is about, and its rule has owners recuse; recuse instead
    .instead = Recuse instead.
VOTED_ELSEWHERE = a vote is cast by the voter alone, at the moment of voting; minute what was voted elsewhere
    .instead = Minute the outcome, with the votes if they are known.
VOTING_BEGAN = the vote has begun, so what is voted on stays as it is; withdraw this decision and put a new one
    .instead = Withdraw this decision and put a new one.
VOTING_OPEN = the votes are not counted yet, and nobody looks at them before; close the voting first
    .instead = Close the voting, which counts the votes once, then state the outcome.
VOTING_OVER = the voting was closed and its votes counted, which is done once; withdraw this decision and put a new one
    .instead = State what the votes carry; to vote anew, withdraw this decision and put a new one.
DECIDED_EARLY = the outcome would be of { DAY($day) }, and the votes were counted, or the question put, on { DAY($since) }; name that day or a later one
    .instead = Give that day or a later one. What was decided in a room is minuted, and what was before the ledger is imported.
ELECTORATE_CLAIMED = who votes on this decision is only claimed by an import; amend its electorate first
    .instead = Amend the electorate of the decision, then send the command again.
NOT_OF_THE_PAST = since { DAY($began) } the ledger has recorded this itself, so its outcome is not claimed; minute it without a claim
    .instead = Leave the claim out; the quorum and the votes are then checked, and the chair confirms.
NOT_CONFIRMED = the minutes of the decision { $decision } are not confirmed, and nothing is entitled by them before
    .instead = Have its minutes confirmed first, by whoever chairs.
BEFORE_DECISION = the decision { $decision } was decided on { DAY($decided) } and does not entitle to what holds from { DAY($day) } already; name a later day
    .instead = Give the day of the outcome or a later one.
DONE_ALREADY = this was done before under the decision { $decision }, which lists it once; name another authority
    .instead = Nothing is left to do under this decision; to do it again, put another one.
NOT_ALL_DONE = { $left } of the acts that the decision lists are not done; carry them out first
    .instead = Carry the decision out, or do by hand what is done by hand, naming it as authority.
TOOK_PART_ALREADY = the electorate would leave out somebody who took part in the vote; annul their part first
    .instead = Annul the part of who is left out first, or keep them in.
TOO_MANY_VOTES = at most { $electors } can have taken part, so many being in the electorate, and { $tookPart } are said to have
    .instead = Check the tally, or amend the electorate.
NOT_COUNTED = there are { $counted } votes in the tally and { $cast } were cast; count again
    .instead = Send the command again; the votes are counted anew.
NO_SUCH_OPTION = the decision has no option { $option } (it has: { $known }); state it first
    .instead = Give the key of one of its options, or state the option first.
DECIDED_ALREADY = this was decided; put a new decision that supersedes it
    .instead = Put a new decision that supersedes it.
WAS_WITHDRAWN = this was withdrawn; put a new decision
    .instead = Put a new decision.
HAS_EXPIRED = this expired after { DAY($deadline) }; set a later deadline first
    .instead = Set a later deadline first, or put a new decision.
NOT_DECIDED = the decision is { WORD($status) }; it authorizes and does nothing before it is decided
    .instead = Wait for its outcome, or name another authority.
CARRIED_OUT_ALREADY = it was recorded before that this decision was carried out
    .instead = Nothing is left to do.
NOTHING_MINUTED = no outcome of this decision was minuted, so there is nothing to confirm
    .instead = Nothing is left to do: outcomes of votes cast need no confirmation.
CHAIR_CONFIRMS = the chair confirms the minutes; where nobody chairs, somebody else than who minuted
    .instead = Let the chair confirm them.
OUTCOME_RESTS_ON_IT = the outcome rests on this; annul the outcome first
    .instead = Annul the outcome first, then this.
CIRCULAR_SUPERSESSION = a decision can't supersede itself, nor one that supersedes it
    .instead = Name another decision, or annul the supersession that is wrong.

## What is no rule of the domain

FORBIDDEN = { $action } is not allowed to you
    .instead = Ask somebody who holds such a role, or to be granted it.
CONFLICT = the { WORD($noun) } has changed since revision { $expected }, which you saw
    .instead = Read it again and decide anew.
COMMAND_REUSED = the command id { $command } was used for another command; draw a new one
    .instead = Draw a new command id.
BUSY = the ledger is busy; try again with the same command id
    .instead = Send the same command with the same id again in a moment.
READ_ONLY = nothing is written at present: { $reason }
    .instead = Tell whoever runs the server; reading goes on.
STORAGE_UNAVAILABLE = the ledger's storage fails at present, and whether the command was recorded is not known: send it again with the same command id
    .instead = Send the same command with the same id again soon.
TOO_LARGE = the command records { $bytes } bytes, more than the { $limit } that one append holds; split it
    .instead = Split it into several commands.
