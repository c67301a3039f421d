//! To-do lists: what a person is asked to do, computed as of a day.
//!
//! Each source finds what one part of the product asks for; the list of sources is the only place that
//! names them all.

mod decisions;

use chrono::{Days, NaiveDate};
use cxl_domain::committee::{Committee, Seat, SeatRole};
use cxl_domain::exception::{ExceptionKind, Subject};
use cxl_domain::id::{EventId, PersonId, ProgramId};
use cxl_domain::initiative::{ImprovementState, Initiative, Status};
use cxl_domain::meeting::{self, ActionState, Meeting};
use cxl_domain::time::{Stamp, day_in};

use self::decisions::{conclusions, votes};
use super::exceptions::committees::confirmed_within;
use super::exceptions::initiatives::is_reported;
use super::exceptions::plus_days;
use super::{ExceptionScope, Inquiry};
use crate::views::Held;

/// One entry of a to-do list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToDo {
    /// What is asked for.
    pub kind: ToDoKind,
    /// What it is about.
    pub about: Subject,
    /// The program that it belongs to.
    pub program: ProgramId,
    /// The day on which it is due.
    pub due: Option<NaiveDate>,
    /// The event that it is about: a report or minutes to read, an explanation to act on.
    pub event: Option<EventId>,
}

/// What a person is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToDoKind {
    /// Report the progress of an initiative.
    Report,
    /// Deliver an improvement, give it up, or move its date.
    Deliver,
    /// Provide evidence that a practice goes on.
    Provide,
    /// Accept or refuse evidence.
    Accept,
    /// Explain an exception.
    Explain,
    /// Take the step that was announced in an explanation.
    TakeStep,
    /// Do what a meeting agreed on.
    Act,
    /// Vote on a decision, abstain or recuse.
    Vote,
    /// Close the voting on a decision: everybody who may vote has.
    CloseVoting,
    /// State the outcome of counted votes. Where it can't be stated, because they carry no option or the
    /// deadline passed, take the question back or set another deadline.
    Decide,
    /// Read a progress report or minutes, and confirm it.
    Acknowledge,
    /// Hand over what somebody held who has left.
    HandOver,
    /// Convene a meeting.
    Convene,
    /// Minute a meeting that was held.
    Minute,
    /// Confirm minutes.
    Confirm,
}

impl ToDoKind {
    /// The stable name, as the schema spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "REPORT",
            Self::Deliver => "DELIVER",
            Self::Provide => "PROVIDE",
            Self::Accept => "ACCEPT",
            Self::Explain => "EXPLAIN",
            Self::TakeStep => "TAKE_STEP",
            Self::Act => "ACT",
            Self::Vote => "VOTE",
            Self::CloseVoting => "CLOSE_VOTING",
            Self::Decide => "DECIDE",
            Self::Acknowledge => "ACKNOWLEDGE",
            Self::HandOver => "HAND_OVER",
            Self::Convene => "CONVENE",
            Self::Minute => "MINUTE",
            Self::Confirm => "CONFIRM",
        }
    }
}

type Source = fn(&Inquiry<'_>, PersonId, ProgramId) -> Vec<ToDo>;

/// Everything that asks somebody to do something.
const SOURCES: &[Source] = &[
    reports,
    improvements,
    judgments,
    exceptions,
    actions,
    votes,
    conclusions,
    reading,
    convening,
    minuting,
];

/// How many days before the end of a period its meeting is to be convened at the latest.
const CONVENED_AHEAD_DAYS: u64 = 14;

impl<'a> Inquiry<'a> {
    /// What a person is asked to do on E in the programs that `readable` lets through: what is due first
    /// comes first, then by kind.
    pub fn to_do(&self, person: PersonId, readable: &dyn Fn(ProgramId) -> bool) -> Vec<ToDo> {
        let programs = self.views.programs().filter(|held| held.state.exists(&self.as_of));
        let readable = programs.map(|held| held.state.id).filter(|id| readable(*id));
        let mut list: Vec<_> = readable
            .flat_map(|program| SOURCES.iter().flat_map(move |source| source(self, person, program)))
            .collect();
        list.sort_by_key(|item| (item.due.unwrap_or(NaiveDate::MAX), item.kind, item.about, item.event));
        list
    }

    /// The committees of a program on which a person sits on E, with the seat.
    fn seats(&self, person: PersonId, program: ProgramId) -> Vec<(&'a Committee, Seat)> {
        let seated = |held: &'a Held<Committee>| {
            let seat = held.state.seat_of(person, &self.as_of)?;
            Some((&held.state, seat))
        };
        self.committees_of(program).filter_map(seated).collect()
    }

    /// The day in a program's zone on which a fact was recorded.
    fn day_of(&self, stamp: &Stamp, program: ProgramId) -> NaiveDate {
        day_in(stamp.recorded.to_utc(), self.views.zone_of(Some(program), &self.as_of))
    }
}

impl ToDo {
    fn new(kind: ToDoKind, about: Subject, program: ProgramId, due: Option<NaiveDate>) -> Self {
        Self { kind, about, program, due, event: None }
    }
}

/// Reports on the last period of the committee's rhythm, overdue or not.
fn reports(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let as_of = &inquiry.as_of;
    let owed = |initiative: &Initiative| {
        let committee = inquiry.overseer(initiative)?;
        let (period, settled) = inquiry.last_period(&committee.state)?;
        let begun = initiative.begins(as_of).is_some_and(|begins| begins <= period.to());
        let due = plus_days(period.to(), settled.due_within_days);
        let about = Subject::Initiative(initiative.id);
        (begun && !is_reported(&initiative.reports(as_of), period))
            .then(|| ToDo::new(ToDoKind::Report, about, program, Some(due)))
    };
    owned(inquiry, person, program)
        .filter(|initiative| initiative.status(as_of).0 == Status::Running)
        .filter_map(owed)
        .collect()
}

/// Improvements that are under way and have a day on which they are due.
fn improvements(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let mut list = Vec::new();
    for initiative in owned(inquiry, person, program) {
        for improvement in initiative.improvements(&inquiry.as_of) {
            if improvement.state == ImprovementState::Started && improvement.due.is_some() {
                let about = Subject::Improvement(initiative.id, improvement.id);
                list.push(ToDo::new(ToDoKind::Deliver, about, program, improvement.due));
            }
        }
    }
    list
}

/// The initiatives of a program that a person owns and that are not stopped.
fn owned<'a>(
    inquiry: &Inquiry<'a>,
    person: PersonId,
    program: ProgramId,
) -> impl Iterator<Item = &'a Initiative> + use<'a> {
    let as_of = inquiry.as_of;
    let owns =
        move |initiative: &&Initiative| initiative.owner(&as_of).is_some_and(|(_, owner)| owner == person);
    inquiry.initiatives_going(program).map(|held| &held.state).filter(owns)
}

/// Evidence that waits for a judgment, for whoever may judge it: who stated any of it may not.
fn judgments(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let awaiting = inquiry.judged_by(person, program);
    awaiting
        .map(|evidence| ToDo::new(ToDoKind::Accept, Subject::Evidence(evidence.id), program, None))
        .collect()
}

/// What exceptions ask for: evidence, explanations, the steps that these announced, hand-overs.
fn exceptions(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let steers = inquiry.steers(person, program);
    let mut list = Vec::new();
    for noticed in inquiry.exceptions(&ExceptionScope { program, committee: None }) {
        let (key, theirs) = (noticed.exception.key, noticed.exception.person == Some(person));
        let entry = |kind, due| ToDo::new(kind, key.about, program, due);
        match key.kind {
            ExceptionKind::EvidenceLapsing if theirs => {
                list.push(entry(ToDoKind::Provide, noticed.exception.due));
            }
            ExceptionKind::Concern
            | ExceptionKind::LevelFell
            | ExceptionKind::FlagRaised
            | ExceptionKind::ReportOverdue
            | ExceptionKind::ReadingOverdue
            | ExceptionKind::ImprovementOverdue
            | ExceptionKind::ImprovementUnmeasured
            | ExceptionKind::EvidenceContradicted
                if theirs && noticed.explanation.is_none() =>
            {
                list.push(entry(ToDoKind::Explain, None));
            }
            ExceptionKind::HandOverDue if steers => list.push(entry(ToDoKind::HandOver, None)),
            _ => {}
        }
        if let Some(explanation) = noticed.explanation.filter(|explanation| explanation.owner == person) {
            let step = entry(ToDoKind::TakeStep, explanation.due);
            list.push(ToDo { event: Some(explanation.event), ..step });
        }
    }
    list
}

/// Actions that a meeting agreed on.
fn actions(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let mut list = Vec::new();
    for held in inquiry.meetings_in(program) {
        for action in held.state.actions(&inquiry.as_of) {
            if action.owner == person && action.state == ActionState::Open {
                let about = Subject::Action(held.state.id, action.id);
                list.push(ToDo::new(ToDoKind::Act, about, program, Some(action.due)));
            }
        }
    }
    list
}

/// Reports and minutes that were recorded since a person sits on the committee, and that they have not
/// confirmed having read. Of what was imported as history nothing is asked.
fn reading(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let as_of = &inquiry.as_of;
    let mut list = Vec::new();
    for (committee, seat) in inquiry.seats(person, program) {
        let within = committee.rhythm(as_of).map(|settled| settled.due_within_days);
        let mut ask = |about, event, stamp: &Stamp| {
            let recorded = inquiry.day_of(stamp, program);
            if seat.from <= recorded && !stamp.is_backfilled() {
                let due = within.map(|within| plus_days(recorded, within));
                let read = ToDo::new(ToDoKind::Acknowledge, about, program, due);
                list.push(ToDo { event: Some(event), ..read });
            }
        };
        for id in inquiry.overseen_by(committee.id) {
            let Some(held) = inquiry.views.initiative(id) else { continue };
            let Some(report) = held.state.reports(as_of).into_iter().next() else { continue };
            let read = held.state.acknowledgments(report.event, as_of).any(|entry| entry.by() == person);
            if report.by != person && !read {
                ask(Subject::Initiative(id), report.event, &report.stamp);
            }
        }
        for meeting in meetings_of(inquiry, committee) {
            let Some((minutes, _)) = meeting.minutes(as_of) else { continue };
            let confirmed = meeting.confirmation(as_of).is_some_and(|(entry, _)| entry.by() == person);
            let read = meeting.acknowledgments(minutes.event, as_of).any(|entry| entry.by() == person);
            let confirms = meeting.held(as_of).is_some_and(|(_, held)| held.chair == person);
            if minutes.by() != person && !confirmed && !confirms && !read {
                ask(Subject::Meeting(meeting.id), minutes.event, &minutes.stamp);
            }
        }
    }
    list
}

fn meetings_of<'a>(
    inquiry: &Inquiry<'a>,
    committee: &Committee,
) -> impl Iterator<Item = &'a Meeting> + use<'a> {
    let views = inquiry.views;
    let meetings = inquiry.meetings_of(committee.id).into_iter();
    meetings.filter_map(move |(_, id)| views.thing::<Meeting>(id)).map(|held| &held.state)
}

/// The meeting of the period that runs, as long as the secretary has called none.
fn convening(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let as_of = &inquiry.as_of;
    let missing = |committee: &Committee| {
        let settled = committee.rhythm(as_of)?;
        let calendar = inquiry.calendar(Some(program), as_of.effective);
        let running = calendar.period_holding(settled.rhythm, as_of.effective);
        let called = meetings_of(inquiry, committee).any(|meeting| {
            let (status, day) = meeting.status(as_of);
            status != meeting::Status::Canceled && day.is_some_and(|day| running.holds(day))
        });
        let due = running.to().checked_sub_days(Days::new(CONVENED_AHEAD_DAYS)).unwrap_or(running.from());
        let due = due.max(running.from());
        let about = Subject::Committee(committee.id);
        (!called).then(|| ToDo::new(ToDoKind::Convene, about, program, Some(due)))
    };
    secretary_of(inquiry, person, program).filter_map(missing).collect()
}

/// Meetings that were held: minutes to be written by the secretary and confirmed by who chaired.
fn minuting(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let as_of = &inquiry.as_of;
    let keeps: Vec<_> = secretary_of(inquiry, person, program).map(|committee| committee.id).collect();
    let asked = |meeting: &Meeting| {
        let (day, chair) = meeting.held(as_of).map(|(entry, held)| (entry.from(), held.chair))?;
        let due = Some(plus_days(day, confirmed_within(inquiry, meeting)));
        let about = Subject::Meeting(meeting.id);
        match meeting.minutes(as_of) {
            None => {
                let theirs = meeting.committee(as_of).is_some_and(|id| keeps.contains(&id));
                theirs.then(|| ToDo::new(ToDoKind::Minute, about, program, due))
            }
            Some((minutes, _)) => {
                let open = chair == person && minutes.by() != person && meeting.confirmation(as_of).is_none();
                let confirm = ToDo::new(ToDoKind::Confirm, about, program, due);
                open.then_some(ToDo { event: Some(minutes.event), ..confirm })
            }
        }
    };
    inquiry.meetings_in(program).filter_map(|held| asked(&held.state)).collect()
}

/// The committees of a program whose secretary a person is.
fn secretary_of<'a>(
    inquiry: &Inquiry<'a>,
    person: PersonId,
    program: ProgramId,
) -> impl Iterator<Item = &'a Committee> + use<'a> {
    let seats = inquiry.seats(person, program).into_iter();
    seats.filter(|(_, seat)| seat.role == SeatRole::Secretary).map(|(committee, _)| committee)
}
