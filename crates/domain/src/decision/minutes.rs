//! Outcomes that were reached in a room: recorded in one act, confirmed by the chair.

use std::collections::BTreeSet;

use super::decide::{Facts, open, undecided_or_expired, within_life};
use super::votes::{has_quorum, known_option, may_follow, seated};
use super::{
    Ballot, Decided, Decision, DecisionFact, DissentMinuted, Electorate, Made, Minute, MinutedVote,
    MinutesConfirmed, Outcome, Tally, VoteMinuted,
};
use crate::code::Code;
use crate::command::{Moment, at_most, came_to_pass, in_range, standing};
use crate::committee::DecisionRule;
use crate::event::Event;
use crate::history::Recorded;
use crate::id::{EventId, PersonId};
use crate::refusal::Refusal;
use crate::time::{Stamp, day_in};

/// What minutes say of an outcome, and of the decision where they are the first to speak of it.
///
/// Of history that is imported with the day on which its source published it, who was there and how
/// many voted is claimed, not checked.
pub(super) fn minute(state: &Decision, minute: Minute, moment: &Moment) -> Facts {
    let Minute { open: opening, minutes, choice, reasons, votes, tally, dissents, carry_out_by, on } = minute;
    let mut facts = if let Some(opening) = opening {
        open(state, opening, moment)?
    } else {
        undecided_or_expired(state, moment)?;
        may_be_minuted(state, moment)?;
        Vec::new()
    };
    let state = &with(state, &facts, moment);
    let opened = state.begins(&moment.now()).filter(|_| !facts.is_empty());
    let on = within_life(state, on.or(opened).or(moment.published), moment)?;
    came_to_pass("on", on, moment)?;
    if let Some(by) = carry_out_by {
        in_range("carryOutBy", by)?;
    }
    known_option(state, &choice, moment)?;
    check_present(&minutes.present)?;
    at_most("votes", votes.len())?;
    at_most("dissents", dissents.len())?;
    let tally = counted(state, &votes, tally, moment)?;
    let electorate = match moment.published {
        Some(_) => state.electorate(&moment.now()).map(|(_, electorate)| electorate),
        None => Some(seated(state, &moment.now())?),
    };
    check(electorate, &minutes.present, &votes, tally.as_ref(), moment)?;
    if let Some(electorate) = electorate.filter(|_| moment.published.is_none()) {
        reached(state, electorate, &votes, tally.as_ref(), &choice, moment)?;
    }
    let outside = |voter: PersonId| electorate.is_some_and(|electorate| electorate.elector(voter).is_none());
    if dissents.iter().any(|(voter, _)| outside(*voter)) {
        return Err(Refusal::NotInElectorate);
    }
    facts.push(Event::new(moment.by, minutes).from(on));
    facts.extend(votes.into_iter().map(|(voter, vote)| Event::new(moment.by, VoteMinuted { voter, vote })));
    let dissents = dissents.into_iter().map(|(voter, dissent)| DissentMinuted { voter, dissent });
    facts.extend(dissents.map(|dissent| Event::new(moment.by, dissent)));
    let decided = Decided { choice, reasons, made: Made::Minuted, tally, carry_out_by };
    facts.push(Event::new(moment.by, decided).from(on));
    Ok(facts)
}

/// Refuses minutes of a decision on which people vote in the ledger, and claims about one that was put in
/// the ledger itself.
fn may_be_minuted(state: &Decision, moment: &Moment) -> Result<(), Refusal> {
    let now = moment.now();
    if state.voting_began(&now) {
        return Err(Refusal::VotingBegan);
    }
    let opened = state.opened(&now).map(|(entry, _)| entry.stamp).filter(|stamp| !stamp.is_backfilled());
    match opened.filter(|_| moment.published.is_some()) {
        Some(stamp) => Err(Refusal::NotOfThePast { began: day_in(stamp.recorded.to_utc(), moment.zone) }),
        None => Ok(()),
    }
}

fn check_present(present: &[PersonId]) -> Result<(), Refusal> {
    at_most("present", present.len())?;
    let people: BTreeSet<_> = present.iter().collect();
    if people.len() == present.len() {
        return Ok(());
    }
    Err(Refusal::invalid("present", "a person stands in the list twice; keep one"))
}

/// The decision as the first facts of the act leave it.
fn with(state: &Decision, facts: &[Event<DecisionFact>], moment: &Moment) -> Decision {
    let mut state = state.clone();
    let first = state.history.iter().last().map_or(0, |entry| entry.stamp.position() + 1);
    for (event, position) in facts.iter().zip(first..) {
        let stamp = Stamp::new(position, moment.at);
        let stamp = moment.published.map_or(stamp, |day| stamp.published_on(day, moment.at));
        let id = EventId(uuid::Uuid::from_u128(position.into()));
        state.evolve(&Recorded { id, stamp, event: event.clone() });
    }
    state
}

/// The votes that the minutes name, counted; else the count that they state.
fn counted(
    state: &Decision,
    votes: &[(PersonId, MinutedVote)],
    stated: Option<Tally>,
    moment: &Moment,
) -> Result<Option<Tally>, Refusal> {
    let voters: BTreeSet<_> = votes.iter().map(|(voter, _)| voter).collect();
    if voters.len() != votes.len() {
        return Err(Refusal::VotedAlready);
    }
    if votes.is_empty() {
        stated.iter().try_for_each(|tally| known_once(state, tally, moment))?;
        return Ok(stated);
    }
    if stated.is_some() {
        return Err(Refusal::invalid("tally", "the votes are counted; leave it out"));
    }
    let mut cast = Vec::new();
    for (_, vote) in votes {
        match vote {
            MinutedVote::For(Ballot::Marked(option)) => {
                known_option(state, option, moment)?;
                cast.push(Some(option.clone()));
            }
            MinutedVote::For(Ballot::Sealed) => {
                return Err(Refusal::invalid("votes", "a vote is minuted with the key of an option"));
            }
            MinutedVote::Abstained | MinutedVote::Recused => {}
        }
    }
    let number = |wanted: MinutedVote| {
        u32::try_from(votes.iter().filter(|(_, vote)| *vote == wanted).count()).unwrap_or(u32::MAX)
    };
    Ok(Some(Tally::count(cast, number(MinutedVote::Abstained), number(MinutedVote::Recused))))
}

/// Refuses a count of options that were never stated, and one that names an option twice.
fn known_once(state: &Decision, tally: &Tally, moment: &Moment) -> Result<(), Refusal> {
    let mut named = BTreeSet::new();
    for option in tally.options.iter().map(|counted| &counted.option) {
        known_option(state, option, moment)?;
        if !named.insert(option) {
            return Err(Refusal::invalid("tally", format!("{option} is counted twice; add them up")));
        }
    }
    Ok(())
}

/// Refuses votes of people outside the electorate, more of them than it has electors, and, of what happens
/// now, an outcome without a quorum.
fn check(
    electorate: Option<&Electorate>,
    present: &[PersonId],
    votes: &[(PersonId, MinutedVote)],
    tally: Option<&Tally>,
    moment: &Moment,
) -> Result<(), Refusal> {
    let Some(electorate) = electorate else { return Ok(()) };
    if votes.iter().any(|(voter, _)| electorate.elector(*voter).is_none()) {
        return Err(Refusal::NotInElectorate);
    }
    let size = u32::try_from(electorate.electors.len()).unwrap_or(u32::MAX);
    if let Some(tally) = tally {
        let took_part = tally.took_part().saturating_add(tally.recused);
        if took_part > size {
            return Err(Refusal::TooManyVotes { took_part, electors: size });
        }
    }
    if moment.published.is_some() {
        return Ok(());
    }
    let there = present.iter().filter(|person| electorate.elector(**person).is_some()).count();
    let there = u32::try_from(there).unwrap_or(u32::MAX);
    has_quorum(electorate, there.max(tally.map_or(0, Tally::took_part)))
}

/// Refuses votes on own matters, and an outcome that the votes do not carry or that is not the chair's to
/// state: in a room as in the ledger.
fn reached(
    state: &Decision,
    electorate: &Electorate,
    votes: &[(PersonId, MinutedVote)],
    tally: Option<&Tally>,
    choice: &Code,
    moment: &Moment,
) -> Result<(), Refusal> {
    let own_matter = |voter| electorate.elector(voter).is_some_and(|elector| elector.own_matter);
    let mut took_part = votes.iter().filter(|(_, vote)| *vote != MinutedVote::Recused);
    if !electorate.owners_vote && took_part.any(|(voter, _)| own_matter(*voter)) {
        return Err(Refusal::OwnMatter);
    }
    // Minutes that are stated anew keep the votes that were minuted with them.
    let recused = |chair: &PersonId| votes.contains(&(*chair, MinutedVote::Recused));
    let presiding = state.presiding(&moment.now()).filter(|chair| !recused(chair));
    if presiding.is_none() && electorate.chair().is_some() && electorate.rule == DecisionRule::ChairDecides {
        return Err(Refusal::OwnMatter);
    }
    // The chair confirms the minutes, and with them an outcome that is the chair's to state.
    tally.map_or(Ok(()), |tally| tally.carries(choice, electorate.rule, presiding.is_some()))
}

pub(super) fn confirm_minutes(state: &Decision, seen: EventId, moment: &Moment) -> Facts {
    let now = moment.now();
    standing(&state.history, seen, moment)?;
    let minuted = |outcome: &Outcome<'_>| outcome.is_minuted() && outcome.entry.event == seen;
    let Some(outcome) = state.outcome(&now).filter(minuted) else {
        return Err(Refusal::NothingMinuted);
    };
    if state.confirmation(&outcome, &now).is_some() {
        return Err(Refusal::Unchanged { field: "minutes" });
    }
    let chair = state.electorate(&now).and_then(|(_, electorate)| electorate.chair());
    if chair.is_some_and(|chair| chair != moment.by) {
        return Err(Refusal::ChairConfirms);
    }
    let minuted_by = state.minutes(&now).map(|(entry, _)| entry.by());
    if moment.by == outcome.entry.by() || minuted_by == Some(moment.by) {
        return Err(Refusal::OwnMinutes);
    }
    Ok(vec![Event::new(moment.by, MinutesConfirmed { outcome: outcome.entry.event })])
}

/// Refuses an electorate, of what is left once a fact fell, that may not follow the one that stands.
pub(super) fn still_covered(left: &Decision, state: &Decision, moment: &Moment) -> Result<(), Refusal> {
    let now = moment.now();
    match left.electorate(&now) {
        Some((_, electorate)) => may_follow(electorate, state, &now),
        None if state.participations(&now).iter().all(|taken| taken.minuted) => Ok(()),
        None => Err(Refusal::TookPartAlready),
    }
}
