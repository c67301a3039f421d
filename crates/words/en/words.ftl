# Single words inside the sentences of failures.ftl: things, states and inputs. A word that stands here in
# no language is shown as it is.

## Things

organization = organization
program = program
person = person
department = department
initiative = initiative
improvement = improvement
metric = metric
goal = goal
goal-of-the-customer = goal of the customer
rebase = rebase
evidence = evidence
attachment = attachment
committee = committee
meeting = meeting
decision = decision
journey = journey
pain-point = pain point
insight = insight
reading = reading
hand-off = hand-off
touchpoint = touchpoint
stage = stage
spot-on-the-map = spot on the map
description = description
source = source
benefit = benefit
action = action
resolution = resolution
vote = vote
grant = grant
token = token
identity = identity
practice = practice
maturity-model = maturity model
name = name
time-zone = time zone
fiscal-calendar = fiscal calendar
rule-set = rule set
definition = definition
purpose = purpose

## States

running = running
paused = paused
in-sustain = in sustain
succeeded = succeeded
stopped = stopped
delivered = delivered
abandoned = abandoned
accepted = accepted
refused = refused
open = open
deferred = deferred
expired = expired
withdrawn = withdrawn
more-than-half = more than half
at-least-two-thirds = at least two thirds
at-least-three-quarters = at least three quarters
all-of-them = all of them

done = done
dropped = dropped
held = held
canceled = canceled

## Committees and meetings

seat = seat
minutes = minutes
report = report
confirmation = confirmation
acknowledgment = acknowledgment
chair = chair
secretary = secretary

## Rhythms

day = day
week = week
month = month
quarter = quarter
year = year

## Inputs

on = on
by = by
with = with
period = period
covers = covers
due = due
to = to
members = members
dueWithinDays = due within days
attendees = attendees
explanation = explanation
exception = exception
agenda = agenda
expires = expires
published = published
zone = zone
model = model
sponsor = sponsor
governance = governance
calendar = calendar
series = series
date = date
purposes = purposes
ruleSet = rule set
controlledBy = controlled by
role = role
target = target
fact = fact
code = code
predecessor = predecessor
question = question
electorate = electorate
options = options
maturityGoal = maturity goal
choice = choice
change = change
tally = tally
votes = votes
deadline = deadline
until = until
carry-out-by = day for carrying out
reversibility = reversibility
level = level
reviewOn = review on
rule = rule
share = share
amount = amount
side = side
executive = executive
place = place
order = order
origin = origin
times = times
severity = severity
departments = departments

## Acts that take authority

charter-an-initiative = charter an initiative
change-an-owner = change an owner
set-a-target = set a target
pause-an-initiative = pause an initiative
move-an-initiative-to-sustain = move an initiative to sustain
resume-an-initiative = resume an initiative
stop-an-initiative = stop an initiative
transfer-the-oversight-of-an-initiative = transfer the oversight of an initiative
reopen-an-initiative = reopen an initiative
let-an-initiative-succeed-another = let an initiative succeed another
decide-whether-a-practice-applies = decide whether a practice applies
set-a-target-of-maturity = set a target of maturity
decide-how-the-level-of-a-program-follows = decide how the level of a program follows
adopt-a-maturity-model = adopt a maturity model
begin-the-limits-of-a-series-anew = begin the limits of a series anew
bridge-two-definitions = bridge two definitions
adopt-a-rule-set = adopt a rule set
