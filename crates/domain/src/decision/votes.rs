//! The rules of voting: whose vote counts, once, and when votes make an outcome.

use chrono::NaiveDate;

use super::decide::{Facts, not_open, undecided, within_life};
use super::{
    Ballot, Decide, Decided, Decision, DecisionFact, Dissented, Elector, Electorate, ElectorateAmended, Made,
    OptionStated, Part, Participation, Tally, VoteCast, VotingClosed,
};
use crate::code::Code;
use crate::command::{Moment, came_to_pass, in_range};
use crate::committee::DecisionRule;
use crate::event::Event;
use crate::id::PersonId;
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::{AsOf, day_in};

pub(super) fn cast_vote(state: &Decision, choice: Ballot, moment: &Moment) -> Facts {
    let Ballot::Marked(option) = &choice else {
        return Err(Refusal::invalid("choice", "a vote is cast with the key of an option"));
    };
    known_option(state, option, moment)?;
    let (elector, electorate) = may_take_part(state, moment)?;
    if elector.own_matter && !electorate.owners_vote {
        return Err(Refusal::OwnMatter);
    }
    Ok(vec![Event::new(moment.by, VoteCast { voter: moment.by, choice })])
}

/// Abstention and recusal.
pub(super) fn take_part(state: &Decision, fact: impl Into<DecisionFact>, moment: &Moment) -> Facts {
    let fact = fact.into();
    let (elector, electorate) = may_take_part(state, moment)?;
    let abstains = matches!(fact, DecisionFact::Abstained(_));
    if abstains && elector.own_matter && !electorate.owners_vote {
        return Err(Refusal::OwnMatter);
    }
    Ok(vec![Event::new(moment.by, fact)])
}

/// The elector who does the act, if the decision takes votes and theirs is still to come.
fn may_take_part<'a>(state: &'a Decision, moment: &Moment) -> Result<(Elector, &'a Electorate), Refusal> {
    let now = moment.now();
    let electorate = takes_votes(state, moment)?;
    let elector = electorate.elector(moment.by).ok_or(Refusal::NotInElectorate)?;
    if state.participations(&now).iter().any(|participation| participation.voter == moment.by) {
        return Err(Refusal::VotedAlready);
    }
    Ok((*elector, electorate))
}

/// The electorate, if the decision takes votes.
fn takes_votes<'a>(state: &'a Decision, moment: &Moment) -> Result<&'a Electorate, Refusal> {
    undecided(state, moment)?;
    if moment.published.is_some() {
        return Err(Refusal::VotedElsewhere);
    }
    if state.was_counted(&moment.now()) {
        return Err(Refusal::VotingOver);
    }
    seated(state, &moment.now())
}

/// The electorate as the ledger recorded it itself: one that an import claims decides nothing today.
pub(super) fn seated<'a>(state: &'a Decision, as_of: &AsOf) -> Result<&'a Electorate, Refusal> {
    let (entry, electorate) = state.electorate(as_of).ok_or(Refusal::NoElectorate)?;
    if entry.stamp.is_backfilled() { Err(Refusal::ElectorateClaimed) } else { Ok(electorate) }
}

pub(super) fn dissent(state: &Decision, dissent: Text, moment: &Moment) -> Facts {
    let now = moment.now();
    let (_, electorate) = state.electorate(&now).ok_or(Refusal::NoElectorate)?;
    electorate.elector(moment.by).ok_or(Refusal::NotInElectorate)?;
    if state.status(&now).0 == super::Status::Withdrawn {
        return Err(not_open(state, moment));
    }
    Ok(vec![Event::new(moment.by, Dissented { voter: moment.by, dissent })])
}

pub(super) fn amend_electorate(
    state: &Decision,
    electorate: Option<Electorate>,
    reason: Text,
    moment: &Moment,
) -> Facts {
    undecided(state, moment)?;
    let now = moment.now();
    let electorate = electorate.ok_or_else(|| Refusal::invalid("electorate", "name who votes"))?;
    electorate.check()?;
    if state.electorate(&now).is_some_and(|(_, held)| *held == electorate) {
        return Err(Refusal::Unchanged { field: "electorate" });
    }
    may_follow(&electorate, state, &now)?;
    Ok(vec![Event::new(moment.by, ElectorateAmended { electorate, reason })])
}

/// Refuses to let an electorate follow the one under which people took part where it leaves one of them
/// out or decides by other rules, and any once the votes are counted.
pub(super) fn may_follow(electorate: &Electorate, state: &Decision, as_of: &AsOf) -> Result<(), Refusal> {
    if state.was_counted(as_of) {
        return Err(Refusal::VotingOver);
    }
    let took_part = state.participations(as_of);
    if took_part.iter().any(|taken| electorate.elector(taken.voter).is_none()) {
        return Err(Refusal::TookPartAlready);
    }
    let held = state.electorate(as_of).filter(|_| !took_part.is_empty());
    match held {
        Some((_, held)) if !held.decides_like(electorate) => Err(Refusal::VotingBegan),
        _ => Ok(()),
    }
}

/// Closes the voting. The quorum is judged by who took part, which is no secret, before it matters for what.
pub(super) fn close_voting(
    state: &Decision,
    reason: Option<Text>,
    tally: Option<Tally>,
    moment: &Moment,
) -> Facts {
    let electorate = takes_votes(state, moment)?;
    let parts = state.participations(&moment.now());
    has_quorum(electorate, took_part(electorate, &parts))?;
    let tally = counted(&parts, tally.unwrap_or_default())?;
    Ok(vec![Event::new(moment.by, VotingClosed { tally, reason })])
}

pub(super) fn decide_outcome(state: &Decision, decide: Decide, moment: &Moment) -> Facts {
    let Decide { choice, reasons, carry_out_by, on } = decide;
    undecided(state, moment)?;
    if moment.published.is_some() {
        return Err(Refusal::VotedElsewhere);
    }
    let on = within_life(state, on, moment)?;
    came_to_pass("on", on, moment)?;
    if let Some(by) = carry_out_by {
        in_range("carryOutBy", by)?;
    }
    known_option(state, &choice, moment)?;
    let now = moment.now();
    let electorate = seated(state, &now)?;
    let parts = state.participations(&now);
    has_quorum(electorate, took_part(electorate, &parts))?;
    not_before_the_vote(state, on, moment)?;
    let tally = final_count(state, electorate, &parts, &now)?;
    tally.carries(&choice, electorate.rule, is_chairs(state, electorate, moment)?)?;
    let decided = Decided { choice, reasons, made: Made::Live, tally: Some(tally), carry_out_by };
    Ok(vec![Event::new(moment.by, decided).from(on)])
}

/// Refuses an outcome of a day before that on which the votes were counted or, where none are, on which the
/// ledger heard of the question: what was decided in a room is minuted, and history is imported.
fn not_before_the_vote(state: &Decision, on: NaiveDate, moment: &Moment) -> Result<(), Refusal> {
    let now = moment.now();
    let counted = state.count(&now).map(|(entry, _)| entry);
    let Some(entry) = counted.or_else(|| state.history.get(0)) else { return Ok(()) };
    let since = day_in(entry.stamp.recorded.to_utc(), moment.zone);
    if on < since { Err(Refusal::DecidedEarly { day: on, since }) } else { Ok(()) }
}

/// The votes as they were counted when the voting was closed. A chair who decides without any being cast
/// needs no count.
fn final_count(
    state: &Decision,
    electorate: &Electorate,
    parts: &[Participation<'_>],
    as_of: &AsOf,
) -> Result<Tally, Refusal> {
    match state.count(as_of) {
        Some((_, tally)) => Ok(tally.clone()),
        None if state.was_counted(as_of) => Err(Refusal::VotingOver),
        None if electorate.rule == DecisionRule::ChairDecides && number(parts, Part::Voted) == 0 => {
            counted(parts, Tally::default())
        }
        None => Err(Refusal::VotingOpen),
    }
}

/// Refuses a tally that is not one of exactly the votes cast.
fn counted(parts: &[Participation<'_>], tally: Tally) -> Result<Tally, Refusal> {
    let voted = number(parts, Part::Voted);
    if tally.cast() != voted {
        return Err(Refusal::NotCounted { counted: tally.cast(), cast: voted });
    }
    Ok(Tally { abstained: number(parts, Part::Abstained), recused: number(parts, Part::Recused), ..tally })
}

fn number(parts: &[Participation<'_>], part: Part) -> u32 {
    parts.iter().filter(|taken| taken.part == part).count().try_into().unwrap_or(u32::MAX)
}

/// How many took part: who voted or abstained, and a chair who decides, by deciding.
pub(super) fn took_part(electorate: &Electorate, parts: &[Participation<'_>]) -> u32 {
    let took_part = number(parts, Part::Voted).saturating_add(number(parts, Part::Abstained));
    let to_come = |chair: PersonId| !parts.iter().any(|taken| taken.voter == chair);
    let decides = electorate.rule == DecisionRule::ChairDecides && electorate.chair().is_some_and(to_come);
    took_part.saturating_add(u32::from(decides))
}

/// Whether who states the outcome presides, so that the rule leaves it to them. On a matter of their own it
/// leaves nothing to a chair.
fn is_chairs(state: &Decision, electorate: &Electorate, moment: &Moment) -> Result<bool, Refusal> {
    let presides = state.presiding(&moment.now()) == Some(moment.by);
    if electorate.chair() == Some(moment.by) && !presides && electorate.rule == DecisionRule::ChairDecides {
        return Err(Refusal::OwnMatter);
    }
    Ok(presides)
}

pub(super) fn has_quorum(electorate: &Electorate, took_part: u32) -> Result<(), Refusal> {
    let quorum = electorate.quorum;
    if took_part < u32::from(quorum) { Err(Refusal::NoQuorum { took_part, quorum }) } else { Ok(()) }
}

pub(super) fn known_option(state: &Decision, key: &Code, moment: &Moment) -> Result<(), Refusal> {
    let options = state.options(&moment.now());
    if options.iter().any(|option| option.stated.key == *key) {
        return Ok(());
    }
    let stated: Vec<OptionStated> = options.iter().map(|option| option.stated.clone()).collect();
    Err(Refusal::NoSuchOption { option: key.clone(), known: super::decide::named(&stated) })
}
