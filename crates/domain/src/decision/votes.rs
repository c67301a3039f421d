//! The rules of voting: whose vote counts, once, and when votes make an outcome.

use super::decide::{Facts, not_open, undecided, within_life};
use super::{
    Ballot, Decide, Decided, Decision, DecisionFact, Dissented, Elector, Electorate, ElectorateAmended, Made,
    OptionStated, Part, Participation, Tally, VoteCast,
};
use crate::code::Code;
use crate::command::{Moment, came_to_pass, in_range};
use crate::committee::DecisionRule;
use crate::event::Event;
use crate::id::PersonId;
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::AsOf;

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
    undecided(state, moment)?;
    if moment.published.is_some() {
        return Err(Refusal::VotedElsewhere);
    }
    let elector = elector(state, moment.by, &now)?;
    if state.participations(&now).iter().any(|participation| participation.voter == moment.by) {
        return Err(Refusal::VotedAlready);
    }
    Ok(elector)
}

fn elector<'a>(
    state: &'a Decision,
    person: PersonId,
    as_of: &AsOf,
) -> Result<(Elector, &'a Electorate), Refusal> {
    let (_, electorate) = state.electorate(as_of).ok_or(Refusal::NoElectorate)?;
    let elector = electorate.elector(person).ok_or(Refusal::NotInElectorate)?;
    Ok((*elector, electorate))
}

pub(super) fn dissent(state: &Decision, dissent: Text, moment: &Moment) -> Facts {
    let now = moment.now();
    elector(state, moment.by, &now)?;
    if state.status(&now).0 == super::Status::Withdrawn {
        return Err(not_open(state, moment));
    }
    Ok(vec![Event::new(moment.by, Dissented { voter: moment.by, dissent })])
}

pub(super) fn amend_electorate(
    state: &Decision,
    electorate: Electorate,
    reason: Text,
    moment: &Moment,
) -> Facts {
    undecided(state, moment)?;
    let now = moment.now();
    electorate.check()?;
    if state.electorate(&now).is_some_and(|(_, held)| *held == electorate) {
        return Err(Refusal::Unchanged { field: "electorate" });
    }
    covers(&electorate, &state.participations(&now))?;
    Ok(vec![Event::new(moment.by, ElectorateAmended { electorate, reason })])
}

/// Refuses an electorate without somebody who took part already.
pub(super) fn covers(electorate: &Electorate, took_part: &[Participation<'_>]) -> Result<(), Refusal> {
    if took_part.iter().all(|participation| electorate.elector(participation.voter).is_some()) {
        return Ok(());
    }
    Err(Refusal::TookPartAlready)
}

pub(super) fn decide_outcome(state: &Decision, decide: Decide, moment: &Moment) -> Facts {
    let Decide { choice, reasons, carry_out_by, on, tally } = decide;
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
    let (_, electorate) = state.electorate(&now).ok_or(Refusal::NoElectorate)?;
    let tally = counted(state, tally.unwrap_or_default(), &now)?;
    carried(electorate, &tally, &choice, moment.by, &state.participations(&now))?;
    let decided = Decided { choice, reasons, made: Made::Live, tally: Some(tally), carry_out_by };
    Ok(vec![Event::new(moment.by, decided).from(on)])
}

/// Refuses a tally that is not one of exactly the votes cast.
fn counted(state: &Decision, tally: Tally, as_of: &AsOf) -> Result<Tally, Refusal> {
    let parts = state.participations(as_of);
    let number =
        |part: Part| parts.iter().filter(|taken| taken.part == part).count().try_into().unwrap_or(u32::MAX);
    let voted: u32 = number(Part::Voted);
    if tally.cast() != voted {
        return Err(Refusal::NotCounted { counted: tally.cast(), cast: voted });
    }
    Ok(Tally { abstained: number(Part::Abstained), recused: number(Part::Recused), ..tally })
}

/// Refuses an outcome without a quorum, or one that the votes do not carry.
fn carried(
    electorate: &Electorate,
    tally: &Tally,
    choice: &Code,
    by: PersonId,
    parts: &[Participation<'_>],
) -> Result<(), Refusal> {
    let by_chair = electorate.chair() == Some(by);
    // Who decides takes part by deciding.
    let decides = electorate.rule == DecisionRule::ChairDecides && by_chair;
    let present = u32::from(decides && !parts.iter().any(|taken| taken.voter == by));
    tally.carries(choice, electorate.rule, by_chair).and_then(|()| {
        let took_part = tally.took_part().saturating_add(present);
        has_quorum(electorate, took_part)
    })
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
