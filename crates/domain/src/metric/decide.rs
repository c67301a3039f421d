//! The rules of a metric's stream.

use rust_decimal::Decimal;

use super::clearing::clear_flag;
use super::control::state_control;
use super::purpose::{declare_purpose, link_goal};
use super::readings::publication;
use super::rebase::{approvals, approve_rebase, bridge_versions, propose_rebase, resting_on};
use super::{
    AccountableAssigned, Command, Define, Defined, DefinitionStated, HeadlineNamed, Metric, MetricFact,
    Named, Placed, ReadingRecorded, RecordReading, TargetSet,
};
use crate::authority::{self, Act};
use crate::calendar::{FiscalCalendar, Rhythm};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_order, in_range, in_turn, not_the_only_one, restate,
    standing,
};
use crate::event::{Effective, Event, RecordedInError};
use crate::history::Entry;
use crate::id::EventId;
use crate::measurement::decimal::check_decimal;
use crate::measurement::figures::check;
use crate::measurement::publication::{Classification, classify};
use crate::measurement::series::{Alignment, SeriesKey, alignment};
use crate::refusal::Refusal;

pub(super) type Facts = Result<Vec<Event<MetricFact>>, Refusal>;

/// What the command records, or why it can't be recorded. `calendar` is that of the program.
///
/// Nothing is recorded when the answer is empty: a reading that says what stands already.
pub fn decide(state: &Metric, command: Command, calendar: FiscalCalendar, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Define(_));
    in_turn("metric", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Define(define) => self::define(*define, moment),
        Command::Rename { name, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::Redefine { wording, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            let version = state.newest_version().saturating_add(1);
            Ok(vec![Event::new(moment.by, DefinitionStated { version, wording }).from(on)])
        }
        Command::SetTarget { value, reason, on, until, authority } => {
            authority::check(authority.as_ref(), Act::SetTarget)?;
            check_target(state, value, moment)?;
            let effective = Effective { from: moment.day(on), until };
            in_order("target", effective)?;
            let held = state.target(&moment.on(effective.from));
            if held.is_some_and(|held| held.value == value && held.until == until) {
                return Err(Refusal::Unchanged { field: "target" });
            }
            Ok(vec![Event::new(moment.by, TargetSet { value, reason }).within(effective).under(authority)])
        }
        Command::AssignAccountable { person, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            if state.accountable(&moment.on(on)) == Some(person) {
                return Err(Refusal::Unchanged { field: "person" });
            }
            Ok(vec![Event::new(moment.by, AccountableAssigned { person }).from(on)])
        }
        Command::NameHeadline { series, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            known_version(state, series.definition, moment)?;
            if state.headline(&moment.on(on)) == Some(&series) {
                return Err(Refusal::Unchanged { field: "series" });
            }
            Ok(vec![Event::new(moment.by, HeadlineNamed { series }).from(on)])
        }
        Command::DeclarePurpose { purposes, on } => declare_purpose(state, purposes, on, moment),
        Command::LinkGoal { goal, on } => link_goal(state, goal, on, moment),
        Command::StateControl { stated, on } => state_control(state, stated, on, moment),
        Command::ProposeRebase { proposed } => propose_rebase(state, proposed, moment),
        Command::ApproveRebase { rebase, authority } => approve_rebase(state, rebase, authority, moment),
        Command::Bridge { bridged, authority } => bridge_versions(state, bridged, authority, moment),
        Command::Place { place, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            if state.place(&moment.on(on)) == Some(place) {
                return Err(Refusal::Unchanged { field: "place" });
            }
            Ok(vec![Event::new(moment.by, Placed { place }).from(on)])
        }
        Command::ClearFlag { cleared } => clear_flag(state, cleared, moment),
        Command::RecordReading(reading) => record_reading(state, reading, calendar, moment),
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, calendar, moment),
    }
}

fn define(define: Define, moment: &Moment) -> Facts {
    let Define { defined, name, wording, accountable, headline, on } = define;
    let on = moment.day(on);
    in_range("on", on)?;
    let headline = headline.unwrap_or_else(|| SeriesKey::of(1));
    if headline.definition != 1 {
        return Err(Refusal::UnknownDefinition { version: headline.definition, newest: 1 });
    }
    let mut facts = vec![
        Event::new(moment.by, defined).from(on),
        Event::new(moment.by, Named { name }).from(on),
        Event::new(moment.by, DefinitionStated { version: 1, wording }).from(on),
        Event::new(moment.by, HeadlineNamed { series: headline }).from(on),
    ];
    if let Some(person) = accountable {
        facts.push(Event::new(moment.by, AccountableAssigned { person }).from(on));
    }
    Ok(facts)
}

fn record_reading(
    state: &Metric,
    command: RecordReading,
    calendar: FiscalCalendar,
    moment: &Moment,
) -> Facts {
    let RecordReading { series, period, irregular, reading, restatement } = command;
    let now = moment.now();
    let defined = defined(state, moment)?;
    came_to_pass("period", period.to(), moment)?;
    known_version(state, series.definition, moment)?;
    check(defined.kind, &reading).map_err(|problem| Refusal::Figures { problem: problem.to_string() })?;
    let alignment = alignment(calendar, defined.rhythm, period);
    if alignment == Alignment::Irregular && !irregular {
        return Err(off_rhythm(period.from(), period.to(), defined.rhythm));
    }
    let mut standing_entries = Vec::new();
    if let Some(list) = state.series(&series) {
        if let Some(other) = list.overlapping(period, &now) {
            return Err(Refusal::PeriodOverlaps {
                from: period.from(),
                to: period.to(),
                other_from: other.from(),
                other_to: other.to(),
            });
        }
        standing_entries = list.of_period(period, &now);
    }
    let current = standing_entries.last().map(|entry| entry.event);
    let classified = classify(
        moment.published,
        moment.ranked(),
        &reading,
        standing_entries.iter().map(|entry| publication(entry)),
    );
    let restatement = match (classified, current) {
        (Classification::NothingNew, _) => return Ok(Vec::new()),
        (Classification::Taken(published), Some(standing)) => {
            let standing = standing_entries
                .iter()
                .rfind(|entry| entry.stamp.published == Some(published))
                .map_or(standing, |entry| entry.event);
            return Err(Refusal::PublishedDayTaken { published, standing });
        }
        (Classification::Superseded, Some(standing)) if restatement.is_none() => {
            return Err(Refusal::Superseded { standing });
        }
        (Classification::Restatement, Some(standing)) if restatement.is_none() => {
            return Err(Refusal::RestatementNeedsReason { standing });
        }
        (Classification::Restatement | Classification::Superseded, _) => restatement,
        (Classification::First | Classification::Confirmation | Classification::Taken(_), _) => None,
    };
    Ok(vec![Event::new(moment.by, ReadingRecorded { series, period, alignment, reading, restatement })])
}

fn annul(state: &Metric, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing_fact(state, annul.event, moment)?;
    let dependents = match &entry.fact {
        MetricFact::Defined(_) => return Err(Refusal::BeganIt { noun: "metric" }),
        MetricFact::Named(_) => {
            not_the_only_one(&state.history, &entry, "name", moment)?;
            Vec::new()
        }
        MetricFact::DefinitionStated(stated) => {
            not_the_only_one(&state.history, &entry, "definition", moment)?;
            measured_by(state, stated.version, moment)
        }
        MetricFact::RebaseProposed(_) => approvals(state, annul.event, moment),
        _ => Vec::new(),
    };
    Ok(annulments(annul, dependents, moment))
}

/// Looks a fact up that may still fall, readings included.
fn standing_fact(state: &Metric, event: EventId, moment: &Moment) -> Result<Entry<MetricFact>, Refusal> {
    let Some((series, entry)) = state.reading(event) else {
        return standing(&state.history, event, moment);
    };
    if !entry.stands(&moment.now()) {
        return Err(Refusal::FallenAlready { event });
    }
    Ok(entry.clone().map(|stored| MetricFact::ReadingRecorded(stored.into_recorded(series.key.clone()))))
}

/// The standing readings, headlines, rebases and bridges of a definition version.
fn measured_by(state: &Metric, version: u32, moment: &Moment) -> Vec<EventId> {
    let now = moment.now();
    let headlines = state.history.standing(&now).filter(|entry| match &entry.fact {
        MetricFact::HeadlineNamed(named) => named.series.definition == version,
        _ => false,
    });
    let readings = state
        .series
        .iter()
        .filter(|series| series.key.definition == version)
        .flat_map(|series| series.publications.standing(&now).map(|entry| entry.event));
    let resting = resting_on(state, version, moment);
    headlines.map(|entry| entry.event).chain(resting).chain(readings).collect()
}

fn correct(state: &Metric, correct: Correct<Command>, calendar: FiscalCalendar, moment: &Moment) -> Facts {
    let replaced = standing_fact(state, correct.event, moment)?;
    let reason = correct.reason.clone();
    let without = state.without(correct.event);
    let mut stated =
        restate(&replaced, correct, moment, |command, moment| decide(&without, command, calendar, moment))?;
    // A corrected wording is the same version, better worded.
    if let (MetricFact::DefinitionStated(old), [only]) = (&replaced.fact, stated.as_mut_slice())
        && let MetricFact::DefinitionStated(new) = &mut only.fact
    {
        new.version = old.version;
    }
    // What was approved was the proposal as it stood: when it changes, its approval falls with it.
    if matches!(replaced.fact, MetricFact::RebaseProposed(_))
        && let [approval] = approvals(state, replaced.event, moment)[..]
    {
        stated.extend(annulments(&Annul { event: approval, reason }, [], moment));
    }
    Ok(stated)
}

fn defined<'a>(state: &'a Metric, moment: &Moment) -> Result<&'a Defined, Refusal> {
    let unknown = || Refusal::Unknown { noun: "metric", reference: state.id.to_string() };
    state.definition(&moment.now()).map(|(_, defined)| defined).ok_or_else(unknown)
}

pub(super) fn known_version(state: &Metric, version: u32, moment: &Moment) -> Result<(), Refusal> {
    let versions = state.versions(&moment.now());
    if versions.iter().any(|(_, known)| *known == version) {
        return Ok(());
    }
    Err(Refusal::UnknownDefinition { version, newest: versions.last().map_or(0, |(_, newest)| *newest) })
}

fn off_rhythm(from: chrono::NaiveDate, to: chrono::NaiveDate, rhythm: Rhythm) -> Refusal {
    Refusal::OffRhythm { from, to, rhythm: rhythm.name() }
}

fn check_target(state: &Metric, target: Decimal, moment: &Moment) -> Result<(), Refusal> {
    check_decimal(target).map_err(|problem| Refusal::invalid("target", problem))?;
    match defined(state, moment)?.kind.bounds() {
        Some((least, greatest)) if target < least || greatest < target => {
            Err(Refusal::TargetOutOfRange { target, least, greatest })
        }
        _ => Ok(()),
    }
}
