//! The rules of a metric's stream.

use rust_decimal::Decimal;

use super::readings::publication;
use super::{
    AccountableAssigned, Command, Define, Defined, DefinitionStated, HeadlineNamed, Metric, MetricFact,
    Named, ReadingRecorded, RecordReading, TargetSet,
};
use crate::calendar::{FiscalCalendar, Rhythm};
use crate::command::{
    Annul, Correct, Moment, annulments, available, corrected, in_order, in_range, not_in_future, standing,
};
use crate::event::{Effective, Event, RecordedInError};
use crate::id::EventId;
use crate::measurement::decimal::check_decimal;
use crate::measurement::figures::check;
use crate::measurement::kind::MetricKind;
use crate::measurement::publication::{Classification, classify};
use crate::measurement::series::{Alignment, SeriesKey, alignment};
use crate::refusal::Refusal;

type Facts = Result<Vec<Event<MetricFact>>, Refusal>;

/// What the command records, or why it can't be recorded. `calendar` is that of the program.
///
/// Nothing is recorded when the answer is empty: a reading that says what stands already.
pub fn decide(state: &Metric, command: Command, calendar: FiscalCalendar, moment: &Moment) -> Facts {
    moment.check()?;
    let command = match command {
        Command::Define(define) => return self::define(state, *define, moment),
        other => other,
    };
    let now = moment.now();
    if state.in_error(&now) {
        return Err(Refusal::WasRecordedInError { noun: "metric" });
    }
    let Some((_, defined)) = state.definition(&now) else {
        return Err(Refusal::Unknown { noun: "metric", reference: state.id.to_string() });
    };
    match command {
        Command::Define(_) => Err(Refusal::AlreadyRecorded { noun: "metric" }),
        Command::Rename { name, on } => {
            let on = on.unwrap_or(moment.today);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::Redefine { wording, on } => {
            let on = on.unwrap_or(moment.today);
            in_range("on", on)?;
            let version = state.newest_version().saturating_add(1);
            Ok(vec![Event::new(moment.by, DefinitionStated { version, wording }).from(on)])
        }
        Command::SetTarget { value, reason, on, until, authority } => {
            available(authority.as_ref())?;
            check_target(defined.kind, value)?;
            let effective = Effective { from: on.unwrap_or(moment.today), until };
            in_order("target", effective)?;
            let held = state.target(&moment.on(effective.from));
            if held.is_some_and(|held| held.value == value && held.until == until) {
                return Err(Refusal::Unchanged { field: "target" });
            }
            Ok(vec![Event::new(moment.by, TargetSet { value, reason }).within(effective).under(authority)])
        }
        Command::AssignAccountable { person, on } => {
            let on = on.unwrap_or(moment.today);
            in_range("on", on)?;
            if state.accountable(&moment.on(on)) == Some(person) {
                return Err(Refusal::Unchanged { field: "person" });
            }
            Ok(vec![Event::new(moment.by, AccountableAssigned { person }).from(on)])
        }
        Command::NameHeadline { series, on } => {
            let on = on.unwrap_or(moment.today);
            in_range("on", on)?;
            known_version(state, series.definition, moment)?;
            if state.headline(&moment.on(on)) == Some(&series) {
                return Err(Refusal::Unchanged { field: "series" });
            }
            Ok(vec![Event::new(moment.by, HeadlineNamed { series }).from(on)])
        }
        Command::RecordReading(reading) => record_reading(state, defined, reading, calendar, moment),
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, calendar, moment),
    }
}

fn define(state: &Metric, define: Define, moment: &Moment) -> Facts {
    if !state.history.is_empty() {
        return Err(Refusal::AlreadyRecorded { noun: "metric" });
    }
    let Define { defined, name, wording, accountable, headline, on } = define;
    let on = on.unwrap_or(moment.today);
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
    defined: &Defined,
    command: RecordReading,
    calendar: FiscalCalendar,
    moment: &Moment,
) -> Facts {
    let RecordReading { series, period, irregular, reading, restatement } = command;
    let now = moment.now();
    not_in_future("period", period.to(), moment)?;
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
    if state.reading(annul.event).is_some() {
        still_stands(state, annul.event, moment)?;
        return Ok(annulments(annul, [], moment));
    }
    let entry = standing(&state.history, annul.event, moment)?;
    let version = match &entry.fact {
        MetricFact::Defined(_) => return Err(Refusal::BeganIt { noun: "metric" }),
        MetricFact::RecordedInError(_) => return Err(Refusal::AnnulmentStands),
        MetricFact::DefinitionStated(stated) => Some(stated.version),
        _ => None,
    };
    let dependents = version.map(|version| measured_by(state, version, moment)).unwrap_or_default();
    Ok(annulments(annul, dependents, moment))
}

/// The standing readings and headlines of a definition version.
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
    headlines.map(|entry| entry.event).chain(readings).collect()
}

fn correct(state: &Metric, correct: Correct<Command>, calendar: FiscalCalendar, moment: &Moment) -> Facts {
    let Correct { event, reason, with } = correct;
    let replaced = match state.reading(event) {
        Some((series, entry)) => {
            still_stands(state, event, moment)?;
            let stored = entry.fact.clone();
            MetricFact::ReadingRecorded(ReadingRecorded {
                series: series.key.clone(),
                period: stored.period,
                alignment: stored.alignment,
                reading: stored.reading,
                restatement: stored.restatement,
            })
        }
        None => standing(&state.history, event, moment)?.fact,
    };
    let stated = match *with {
        Command::Annul(_) | Command::Correct(_) | Command::RecordInError { .. } => {
            return Err(Refusal::AnnulmentStands);
        }
        Command::Define(anew) => define(&Metric::new(state.id), *anew, moment)?,
        other => {
            let mut stated = decide(&state.without(event), other, calendar, moment)?;
            // A corrected wording is the same version, better worded.
            if let (MetricFact::DefinitionStated(old), [only]) = (&replaced, stated.as_mut_slice())
                && let MetricFact::DefinitionStated(new) = &mut only.fact
            {
                new.version = old.version;
            }
            stated
        }
    };
    corrected(stated, &replaced, event, reason)
}

/// Refuses a reading that has fallen.
fn still_stands(state: &Metric, event: EventId, moment: &Moment) -> Result<(), Refusal> {
    match state.reading(event) {
        Some((_, entry)) if entry.stands(&moment.now()) => Ok(()),
        _ => Err(Refusal::FallenAlready { event }),
    }
}

fn known_version(state: &Metric, version: u32, moment: &Moment) -> Result<(), Refusal> {
    let versions = state.versions(&moment.now());
    if versions.iter().any(|(_, known)| *known == version) {
        return Ok(());
    }
    Err(Refusal::UnknownDefinition { version, newest: versions.last().map_or(0, |(_, newest)| *newest) })
}

fn off_rhythm(from: chrono::NaiveDate, to: chrono::NaiveDate, rhythm: Rhythm) -> Refusal {
    Refusal::OffRhythm { from, to, rhythm: rhythm.name() }
}

fn check_target(kind: MetricKind, target: Decimal) -> Result<(), Refusal> {
    check_decimal(target).map_err(|problem| Refusal::invalid("target", problem))?;
    let (least, greatest) = match kind {
        MetricKind::Nps => (Decimal::from(-100), Decimal::ONE_HUNDRED),
        kind if kind.is_share() => (Decimal::ZERO, Decimal::ONE),
        _ => return Ok(()),
    };
    if (least..=greatest).contains(&target) {
        Ok(())
    } else {
        Err(Refusal::TargetOutOfRange { target, least, greatest })
    }
}
