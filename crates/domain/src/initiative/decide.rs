//! The rules: each act is a list of guards and then its facts.

use chrono::NaiveDate;

use super::{
    Charter, Chartered, Command, ImprovementAbandoned, ImprovementDateMoved, ImprovementDelivered,
    ImprovementStarted, ImprovementState, Initiative, InitiativeFact, MetricLinked, MetricRole, Named,
    OwnerAssigned, OwnerVacated, Paused, ProgressReported, PurposeStated, Resumed, Status, Stopped,
};
use crate::command::{
    Annul, Correct, Moment, annulments, available, corrected, in_range, not_in_future, standing,
};
use crate::event::{Authority, Event, RecordedInError};
use crate::id::{EventId, ImprovementId, MetricId, PersonId};
use crate::refusal::Refusal;
use crate::text::Text;

type Facts = Result<Vec<Event<InitiativeFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
///
/// Nothing is recorded when the answer is empty: the state of affairs is already what the command
/// asks for.
pub fn decide(state: &Initiative, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let command = match command {
        Command::Charter(charter) => return self::charter(state, charter, moment),
        other => other,
    };
    if state.in_error(&moment.now()) {
        return Err(Refusal::WasRecordedInError { noun: "initiative" });
    }
    if !state.exists(&moment.now()) {
        return Err(Refusal::Unknown { noun: "initiative", reference: state.id.to_string() });
    }
    match command {
        Command::Charter(_) => Err(Refusal::AlreadyRecorded { noun: "initiative" }),
        Command::Rename { name, on } => {
            let on = within_life(state, "on", on, moment)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::RestatePurpose { purpose, on } => {
            let on = within_life(state, "on", on, moment)?;
            Ok(vec![Event::new(moment.by, PurposeStated { purpose }).from(on)])
        }
        Command::AssignOwner { owner, on, authority } => assign_owner(state, owner, on, authority, moment),
        Command::VacateOwner { reason, on, authority } => vacate_owner(state, reason, on, authority, moment),
        Command::LinkMetric { metric, role, on } => link_metric(state, metric, role, on, moment),
        Command::StartImprovement { title, metric, due, on } => {
            start_improvement(state, ImprovementStarted { title, metric, due }, on, moment)
        }
        Command::MoveImprovementDate { improvement, due, reason } => {
            move_improvement_date(state, ImprovementDateMoved { improvement, due, reason }, moment)
        }
        Command::DeliverImprovement { improvement, on } => {
            let on = end_improvement(state, improvement, on, moment)?;
            Ok(vec![Event::new(moment.by, ImprovementDelivered { improvement }).from(on)])
        }
        Command::AbandonImprovement { improvement, reason, on } => {
            let on = end_improvement(state, improvement, on, moment)?;
            Ok(vec![Event::new(moment.by, ImprovementAbandoned { improvement, reason }).from(on)])
        }
        Command::ReportProgress { report } => report_progress(state, report, moment),
        Command::Pause { reason, on, authority } => {
            available(authority.as_ref())?;
            let on = running_on(state, on, moment)?;
            Ok(vec![Event::new(moment.by, Paused { reason }).from(on).under(authority)])
        }
        Command::Resume { reason, on, authority } => resume(state, reason, on, authority, moment),
        Command::Stop { reason, lesson, on, authority } => {
            available(authority.as_ref())?;
            let on = within_life(state, "on", on, moment)?;
            if let (Status::Stopped, Some(day)) = state.status(&moment.on(on)) {
                return Err(Refusal::NotRunning { status: Status::Stopped.name(), day });
            }
            Ok(vec![Event::new(moment.by, Stopped { reason, lesson }).from(on).under(authority)])
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn charter(state: &Initiative, charter: Charter, moment: &Moment) -> Facts {
    if !state.history.is_empty() {
        return Err(Refusal::AlreadyRecorded { noun: "initiative" });
    }
    let Charter { program, code, name, purpose, owner, committee, on, authority } = charter;
    available(authority.as_ref())?;
    let on = on.unwrap_or(moment.today);
    not_in_future("on", on, moment)?;
    let mut facts = vec![
        Event::new(moment.by, Chartered { program, code, committee }).from(on).under(authority.clone()),
        Event::new(moment.by, Named { name }).from(on),
        Event::new(moment.by, PurposeStated { purpose }).from(on),
    ];
    if let Some(owner) = owner {
        facts.push(Event::new(moment.by, OwnerAssigned { owner }).from(on).under(authority));
    }
    Ok(facts)
}

fn assign_owner(
    state: &Initiative,
    owner: PersonId,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    available(authority.as_ref())?;
    let on = before_the_end(state, on, moment)?;
    if state.owner(&moment.on(on)).is_some_and(|(_, held)| held == owner) {
        return Err(Refusal::OwnsAlready { day: on });
    }
    Ok(vec![Event::new(moment.by, OwnerAssigned { owner }).from(on).under(authority)])
}

fn vacate_owner(
    state: &Initiative,
    reason: Option<Text>,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    available(authority.as_ref())?;
    let on = within_life(state, "on", on, moment)?;
    if state.owner(&moment.on(on)).is_none() {
        return Err(Refusal::VacantAlready { day: on });
    }
    Ok(vec![Event::new(moment.by, OwnerVacated { reason }).from(on).under(authority)])
}

fn link_metric(
    state: &Initiative,
    metric: MetricId,
    role: MetricRole,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = before_the_end(state, on, moment)?;
    let links = state.links(&moment.on(on));
    if links.contains(&(metric, role)) {
        return Err(Refusal::LinkedAlready);
    }
    let another = |(linked, held): &(MetricId, MetricRole)| *held == MetricRole::Primary && *linked != metric;
    if role == MetricRole::Primary && links.iter().any(another) {
        return Err(Refusal::PrimaryTaken { day: on });
    }
    Ok(vec![Event::new(moment.by, MetricLinked { metric, role }).from(on)])
}

fn start_improvement(
    state: &Initiative,
    started: ImprovementStarted,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = running_on(state, on, moment)?;
    not_in_future("on", on, moment)?;
    if let Some(due) = started.due {
        in_range("due", due)?;
        if due < on {
            return Err(Refusal::EndBeforeStart { field: "due", from: on, until: due });
        }
    }
    Ok(vec![Event::new(moment.by, started).from(on)])
}

fn move_improvement_date(state: &Initiative, moved: ImprovementDateMoved, moment: &Moment) -> Facts {
    in_range("due", moved.due)?;
    let improvement = known_improvement(state, moved.improvement, moment)?;
    still_open(improvement.state)?;
    if moved.due < improvement.started {
        return Err(Refusal::BeforeBeginning { field: "due", day: moved.due, begins: improvement.started });
    }
    if improvement.due == Some(moved.due) {
        return Err(Refusal::Unchanged { field: "due" });
    }
    // Effective on the day of the announcement: the date moved when it was said to move.
    let on = moment.published.unwrap_or(moment.today).max(improvement.started);
    Ok(vec![Event::new(moment.by, moved).from(on)])
}

fn end_improvement(
    state: &Initiative,
    improvement: ImprovementId,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let on = on.unwrap_or(moment.today);
    not_in_future("on", on, moment)?;
    let improvement = known_improvement(state, improvement, moment)?;
    still_open(improvement.state)?;
    if on < improvement.started {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: improvement.started });
    }
    Ok(on)
}

fn report_progress(state: &Initiative, report: ProgressReported, moment: &Moment) -> Facts {
    let (from, to) = (report.period.from(), report.period.to());
    in_range("period", from)?;
    in_range("period", to)?;
    not_in_future("period", from, moment)?;
    if let Some(begins) = state.begins(&moment.now()).filter(|begins| to < *begins) {
        return Err(Refusal::BeforeBeginning { field: "period", day: to, begins });
    }
    Ok(vec![Event::new(moment.by, report).from(from)])
}

fn resume(
    state: &Initiative,
    reason: Option<Text>,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    available(authority.as_ref())?;
    let on = within_life(state, "on", on, moment)?;
    if state.status(&moment.on(on)).0 != Status::Paused {
        return Err(Refusal::NotPaused { day: on });
    }
    Ok(vec![Event::new(moment.by, Resumed { reason }).from(on).under(authority)])
}

fn annul(state: &Initiative, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        InitiativeFact::Chartered(_) => return Err(Refusal::BeganIt { noun: "initiative" }),
        InitiativeFact::RecordedInError(_) => return Err(Refusal::AnnulmentStands),
        _ => {}
    }
    let dependents = dependents(state, annul.event, moment);
    Ok(annulments(annul, dependents, moment))
}

/// The standing facts about an improvement that began with `event`.
fn dependents(state: &Initiative, event: EventId, moment: &Moment) -> Vec<EventId> {
    let first = ImprovementId(state.first_statement(event).0);
    let about = |fact: &InitiativeFact| match fact {
        InitiativeFact::ImprovementDateMoved(moved) => moved.improvement == first,
        InitiativeFact::ImprovementDelivered(delivered) => delivered.improvement == first,
        InitiativeFact::ImprovementAbandoned(abandoned) => abandoned.improvement == first,
        _ => false,
    };
    state.history.standing(&moment.now()).filter(|entry| about(&entry.fact)).map(|e| e.event).collect()
}

fn correct(state: &Initiative, correct: Correct<Command>, moment: &Moment) -> Facts {
    let Correct { event, reason, with } = correct;
    let entry = standing(&state.history, event, moment)?;
    let stated = match *with {
        Command::Annul(_) | Command::Correct(_) | Command::RecordInError { .. } => {
            return Err(Refusal::AnnulmentStands);
        }
        Command::Charter(anew) => self::charter(&Initiative::new(state.id), anew, moment)?,
        // Deciding without the wrong fact: what it made impossible is possible in its correction.
        other => {
            let mut without = state.clone();
            without.history.forget(event);
            decide(&without, other, moment)?
        }
    };
    corrected(stated, &entry.fact, event, reason)
}

/// The day meant, not before the initiative begins.
fn within_life(
    state: &Initiative,
    field: &'static str,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let day = on.unwrap_or(moment.today);
    in_range(field, day)?;
    match state.begins(&moment.now()) {
        Some(begins) if day < begins => Err(Refusal::BeforeBeginning { field, day, begins }),
        _ => Ok(day),
    }
}

/// The day meant, on which the initiative is not stopped.
fn before_the_end(state: &Initiative, on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    let day = within_life(state, "on", on, moment)?;
    match state.status(&moment.on(day)).0 {
        Status::Stopped => Err(Refusal::NotRunning { status: Status::Stopped.name(), day }),
        Status::Running | Status::Paused => Ok(day),
    }
}

/// The day meant, on which the initiative runs.
fn running_on(state: &Initiative, on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    let day = within_life(state, "on", on, moment)?;
    match state.status(&moment.on(day)).0 {
        Status::Running => Ok(day),
        status @ (Status::Paused | Status::Stopped) => {
            Err(Refusal::NotRunning { status: status.name(), day })
        }
    }
}

fn known_improvement(
    state: &Initiative,
    id: ImprovementId,
    moment: &Moment,
) -> Result<super::Improvement, Refusal> {
    state
        .improvement(id, &moment.now())
        .ok_or_else(|| Refusal::Unknown { noun: "improvement", reference: id.to_string() })
}

fn still_open(state: ImprovementState) -> Result<(), Refusal> {
    match state {
        ImprovementState::Started => Ok(()),
        ImprovementState::Delivered(day) => Err(Refusal::ImprovementOver { ended: "delivered", day }),
        ImprovementState::Abandoned(day) => Err(Refusal::ImprovementOver { ended: "abandoned", day }),
    }
}
