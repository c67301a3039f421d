//! What is decided about the practices themselves: that one does not apply, and how far to come by when.
//!
//! Both are said of one initiative, in its stream, or of a program and so of all its initiatives, in the
//! program's. The facts and their rules are the same in both.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::model::{Model, PracticeId};
use crate::authority::{self, Act};
use crate::command::{Moment, in_order, in_range};
use crate::event::{Authority, Effective, Event, Fact};
use crate::history::{Entry, History};
use crate::id::EventId;
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::{AsOf, Position};

/// A practice does not apply: levels are earned without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PracticeNotApplicable {
    /// The practice.
    pub practice: PracticeId,
    /// Why.
    pub reason: Text,
    /// The day for another look.
    pub review_on: NaiveDate,
}

/// A practice applies again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PracticeApplicable {
    /// The practice.
    pub practice: PracticeId,
    /// What changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Goal {
    /// A level.
    Level(u8),
    /// That a practice is routine.
    Practice(PracticeId),
}

/// A target was set: what is to be reached by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MaturityTargetSet {
    /// What is to be reached.
    pub goal: Goal,
    /// The day by which it is due.
    pub due: NaiveDate,
    /// Why, or why it moved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// A target was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MaturityTargetDropped {
    /// What is no longer to be reached.
    pub goal: Goal,
    /// Why.
    pub reason: Text,
}

/// An act on what is decided about practices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Command {
    /// What is decided.
    pub decide: Decide,
    /// From which day; today if left out.
    pub on: Option<NaiveDate>,
    /// By what right.
    pub authority: Option<Authority>,
}

impl Command {
    /// What kind of act it is.
    pub fn act(&self) -> Act {
        match self.decide {
            Decide::NotApplicable { .. } | Decide::Applicable(_) => Act::ExcludePractice,
            Decide::SetTarget(_) | Decide::DropTarget(_) => Act::SetMaturityTarget,
        }
    }
}

/// What is decided about a practice or a level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Decide {
    /// A practice does not apply, perhaps up to a day.
    NotApplicable {
        /// The practice, with the reason and the day for another look.
        said: PracticeNotApplicable,
        /// The first day on which it applies again, if that is known.
        until: Option<NaiveDate>,
    },
    /// A practice applies again.
    Applicable(PracticeApplicable),
    /// A target is set or moved.
    SetTarget(MaturityTargetSet),
    /// A target is given up.
    DropTarget(MaturityTargetDropped),
}

/// A kind of fact among which such decisions are.
pub trait ProfileFact:
    Fact
    + From<PracticeNotApplicable>
    + From<PracticeApplicable>
    + From<MaturityTargetSet>
    + From<MaturityTargetDropped>
{
    /// What the fact decides about practices, if anything.
    fn decided(&self) -> Option<Decided>;
}

/// What a fact decides about a practice or a level, texts left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// A practice does not apply; the day for another look.
    NotApplicable(PracticeId, NaiveDate),
    /// A practice applies again.
    Applicable(PracticeId),
    /// A goal is to be reached by a day.
    Target(Goal, NaiveDate),
    /// A goal is given up.
    Dropped(Goal),
}

/// Implements [`ProfileFact`] for an enum of facts that has a variant for each of the four structs.
macro_rules! profile_fact {
    ($facts:ident) => {
        impl $crate::maturity::profile::ProfileFact for $facts {
            fn decided(&self) -> Option<$crate::maturity::profile::Decided> {
                use $crate::maturity::profile::Decided;
                match self {
                    Self::PracticeNotApplicable(said) => {
                        Some(Decided::NotApplicable(said.practice, said.review_on))
                    }
                    Self::PracticeApplicable(said) => Some(Decided::Applicable(said.practice)),
                    Self::MaturityTargetSet(said) => Some(Decided::Target(said.goal, said.due)),
                    Self::MaturityTargetDropped(said) => Some(Decided::Dropped(said.goal)),
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use profile_fact;

/// A stretch of days on which a practice does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Exclusion {
    /// The practice.
    pub practice: PracticeId,
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which it applies again, if one is known.
    pub until: Option<NaiveDate>,
    /// The day for another look.
    pub review_on: NaiveDate,
    /// The event that says so.
    pub event: EventId,
    /// Its position.
    pub position: Position,
}

impl Exclusion {
    /// Whether the practice does not apply on a day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// A target that stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Target {
    /// What is to be reached.
    pub goal: Goal,
    /// The day by which it is due.
    pub due: NaiveDate,
    /// From which day on it is a target: since it was first set after it had not been one.
    pub since: NaiveDate,
    /// How often its day was moved since then.
    pub moved: usize,
    /// The event that set or moved it last.
    pub event: EventId,
    /// Its position.
    pub position: Position,
}

/// The stretches on which practices do not apply, as known, whatever day is asked about.
pub fn exclusions<F: ProfileFact>(history: &History<F>, as_of: &AsOf) -> Vec<Exclusion> {
    let mut exclusions: Vec<Exclusion> = Vec::new();
    for (entry, decided) in by_day(history, as_of) {
        let (Decided::NotApplicable(practice, _) | Decided::Applicable(practice)) = decided else { continue };
        // What is decided anew ends what was decided before.
        let from = entry.from();
        let earlier = exclusions.iter_mut().filter(|held| held.practice == practice);
        for held in earlier.filter(|held| held.until.is_none_or(|until| from < until)) {
            held.until = Some(from);
        }
        if let Decided::NotApplicable(_, review_on) = decided {
            let until = entry.effective.and_then(|effective| effective.until);
            let (event, position) = (entry.event, entry.stamp.position());
            exclusions.push(Exclusion { practice, from, until, review_on, event, position });
        }
    }
    exclusions.retain(|held| held.until.is_none_or(|until| held.from < until));
    exclusions
}

/// One time that the day of a target was moved.
#[derive(Debug)]
pub struct TargetMove<'a, F> {
    /// The fact that moved it.
    pub entry: &'a Entry<F>,
    /// What is to be reached.
    pub goal: Goal,
    /// The day by which it was due before.
    pub before: NaiveDate,
    /// The day by which it is due from then on.
    pub after: NaiveDate,
    /// Which move of this target it is, from 1.
    pub nth: usize,
}

/// The targets that stand on E, in the order of their goals.
pub fn targets<F: ProfileFact>(history: &History<F>, as_of: &AsOf) -> Vec<Target> {
    let mut targets = follow_targets(history, as_of, |_| {});
    targets.sort_unstable_by_key(|target| target.goal);
    targets
}

/// Every time that the day of a target was moved on or before E, in the order in which that happened.
pub fn target_moves<'a, F: ProfileFact>(history: &'a History<F>, as_of: &AsOf) -> Vec<TargetMove<'a, F>> {
    let mut moves = Vec::new();
    follow_targets(history, as_of, |moved| moves.push(moved));
    moves
}

/// Follows the targets up to E, and tells of each time that one was moved.
fn follow_targets<'a, F: ProfileFact>(
    history: &'a History<F>,
    as_of: &AsOf,
    mut tell: impl FnMut(TargetMove<'a, F>),
) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    let decided = by_day(history, as_of).into_iter();
    for (entry, decided) in decided.take_while(|(entry, _)| entry.from() <= as_of.effective) {
        match decided {
            Decided::Target(goal, due) => {
                let (event, position, since) = (entry.event, entry.stamp.position(), entry.from());
                let set = Target { goal, due, since, moved: 0, event, position };
                match targets.iter_mut().find(|held| held.goal == goal) {
                    Some(held) => {
                        let before = held.due;
                        let moved = held.moved + usize::from(before != due);
                        *held = Target { since: held.since, moved, ..set };
                        if before != due {
                            tell(TargetMove { entry, goal, before, after: due, nth: moved });
                        }
                    }
                    None => targets.push(set),
                }
            }
            Decided::Dropped(goal) => targets.retain(|held| held.goal != goal),
            Decided::NotApplicable(..) | Decided::Applicable(_) => {}
        }
    }
    targets
}

/// What stands of the decisions, by first day and rank.
fn by_day<'a, F: ProfileFact>(history: &'a History<F>, as_of: &AsOf) -> Vec<(&'a Entry<F>, Decided)> {
    let mut decided: Vec<_> = history.picked(as_of, ProfileFact::decided).collect();
    decided.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
    decided
}

/// What the command records on `on`, or why it can't be recorded.
pub(crate) fn decide<F: ProfileFact>(
    history: &History<F>,
    command: Command,
    on: NaiveDate,
    moment: &Moment,
) -> Result<Vec<Event<F>>, Refusal> {
    authority::check(command.authority.as_ref(), command.act())?;
    let Command { decide, authority, .. } = command;
    let as_of = moment.on(on);
    let event = match decide {
        Decide::NotApplicable { said, until } => {
            in_range("reviewOn", said.review_on)?;
            if said.review_on <= on {
                return Err(Refusal::BeforeBeginning { field: "reviewOn", day: said.review_on, begins: on });
            }
            let effective = Effective { from: on, until };
            in_order("until", effective)?;
            Event::new(moment.by, said).within(effective)
        }
        Decide::Applicable(said) => {
            let excluded = |held: &Exclusion| held.practice == said.practice && held.covers(on);
            if !exclusions(history, &as_of).iter().any(excluded) {
                return Err(Refusal::Unchanged { field: "practice" });
            }
            Event::new(moment.by, said).from(on)
        }
        Decide::SetTarget(said) => {
            can_be_reached(said.goal)?;
            in_range("due", said.due)?;
            if said.due <= on {
                return Err(Refusal::BeforeBeginning { field: "due", day: said.due, begins: on });
            }
            if targets(history, &as_of).iter().any(|held| (held.goal, held.due) == (said.goal, said.due)) {
                return Err(Refusal::Unchanged { field: "due" });
            }
            Event::new(moment.by, said).from(on)
        }
        Decide::DropTarget(said) => {
            if !targets(history, &as_of).iter().any(|held| held.goal == said.goal) {
                return Err(Refusal::Unchanged { field: "maturityGoal" });
            }
            Event::new(moment.by, said).from(on)
        }
    };
    Ok(vec![event.under(authority)])
}

/// Refuses a level that the model does not have.
fn can_be_reached(goal: Goal) -> Result<(), Refusal> {
    match goal {
        Goal::Level(number) if Model::FOUNDING.levels.iter().all(|level| level.number != number) => {
            Err(Refusal::Unknown { noun: "level", reference: number.to_string() })
        }
        Goal::Level(_) | Goal::Practice(_) => Ok(()),
    }
}
