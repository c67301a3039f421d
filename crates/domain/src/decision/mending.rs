//! What annulling and correcting do to the facts that rest on the mended one.

use chrono::NaiveDate;

use super::decide::{Facts, decide};
use super::minutes::still_covered;
use super::{Command, Decision, DecisionFact, Electorate, ElectorateAmended, Made, Minute, Opened, Status};
use crate::code::Code;
use crate::command::{Annul, Correct, Moment, annulments, not_the_only_one, restate, standing};
use crate::event::Event;
use crate::history::Entry;
use crate::id::EventId;
use crate::refusal::Refusal;

pub(super) fn annul(state: &Decision, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    let dependents = match &entry.fact {
        DecisionFact::Opened(_) => return Err(Refusal::BeganIt { noun: "decision" }),
        DecisionFact::QuestionStated(_) => {
            not_the_only_one(&state.history, &entry, "question", moment)?;
            not_rested_on(state, moment)?;
            Vec::new()
        }
        DecisionFact::ElectorateRecorded(_) | DecisionFact::ElectorateAmended(_) => {
            undecided_for(state, moment)?;
            still_covered(&state.without(annul.event), state, moment)?;
            Vec::new()
        }
        DecisionFact::OptionStated(stated) => {
            not_rested_on(state, moment)?;
            proposals(state, &stated.key, moment)
        }
        DecisionFact::ActAuthorized(_) | DecisionFact::EffectExpected(_) | DecisionFact::Supersedes(_) => {
            not_rested_on(state, moment)?;
            Vec::new()
        }
        DecisionFact::VoteCast(_) | DecisionFact::Abstained(_) | DecisionFact::Recused(_) => {
            undecided_for(state, moment)?;
            if state.was_counted(&moment.now()) {
                return Err(Refusal::VotingOver);
            }
            Vec::new()
        }
        DecisionFact::VoteMinuted(_) => return Err(Refusal::OutcomeRestsOnIt),
        // The minutes read otherwise without it: they are confirmed anew.
        DecisionFact::DissentMinuted(_) => state.all_standing(moment, |entry| is_confirmation(&entry.fact)),
        DecisionFact::VotingClosed(_) | DecisionFact::Minuted(_) => resting_on_votes(state, moment),
        DecisionFact::Decided(decided) => match decided.made {
            Made::Live => resting_on_outcome(state, moment),
            Made::Minuted => resting_on_votes(state, moment),
        },
        _ => Vec::new(),
    };
    Ok(annulments(annul, dependents.into_iter().filter(|event| *event != annul.event), moment))
}

pub(super) fn correct(state: &Decision, mut correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let base = match &replaced.fact {
        DecisionFact::VotingClosed(_) => return Err(Refusal::VotingOver),
        DecisionFact::VoteMinuted(_) | DecisionFact::DissentMinuted(_) => {
            return Err(Refusal::OutcomeRestsOnIt);
        }
        // It was given in time; that it was written down wrongly may show after the outcome.
        DecisionFact::GroundGiven(_) => state.before_votes(),
        // What was minuted may be put better after the outcome: what rests on it is then confirmed anew.
        DecisionFact::QuestionStated(_) | DecisionFact::OptionStated(_) | DecisionFact::Proposed(_) => {
            put_to_vote(state, moment)?;
            state.before_votes()
        }
        DecisionFact::Minuted(_) | DecisionFact::Decided(_) => {
            by_the_same_way(state, &replaced, &mut correct.with, moment)?;
            if is_minuted(&replaced.fact) { state.before_votes() } else { state.clone() }
        }
        _ => state.clone(),
    };
    let without = base.without(correct.event);
    let amended = match (&replaced.fact, correct.with.opens()) {
        (DecisionFact::Opened(_), Some(open)) => open.electorate.clone(),
        _ => None,
    };
    let reason = correct.reason.clone();
    let mut stated =
        restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))?;
    if let Some(anew) = stated.first() {
        let falling = fallen_with(state, &replaced, anew, moment)?;
        if let (DecisionFact::Opened(old), DecisionFact::Opened(new)) = (&replaced.fact, &anew.fact) {
            stated.extend(elects_anew(state, (old, new), amended, &reason, moment)?);
        }
        for event in falling {
            stated.extend(annulments(&Annul { event, reason: reason.clone() }, [], moment));
        }
    }
    Ok(stated)
}

/// Refuses to state an outcome anew in another way than it was reached. The votes that were minuted with it
/// stay as they were counted.
fn by_the_same_way(
    state: &Decision,
    replaced: &Entry<DecisionFact>,
    with: &mut Command,
    moment: &Moment,
) -> Result<(), Refusal> {
    match with {
        Command::Minute(minute) if is_minuted(&replaced.fact) => keep_votes(state, replaced, minute, moment),
        Command::Minute(_) => {
            let problem = "what was voted in the ledger is not minuted; state the outcome of the votes";
            Err(Refusal::invalid("with", problem))
        }
        Command::Decide(_) if is_minuted(&replaced.fact) => {
            Err(Refusal::invalid("with", "what was minuted is corrected by minutes"))
        }
        _ => Ok(()),
    }
}

fn keep_votes(
    state: &Decision,
    replaced: &Entry<DecisionFact>,
    minute: &mut Minute,
    moment: &Moment,
) -> Result<(), Refusal> {
    let now = moment.now();
    if !minute.votes.is_empty() {
        let problem = "annul the minutes and minute anew to change who voted, or for what";
        return Err(Refusal::invalid("votes", problem));
    }
    if !minute.dissents.is_empty() {
        let problem = "annul the minutes and minute anew to change who disagreed, or in which respect";
        return Err(Refusal::invalid("dissents", problem));
    }
    let ever = moment.on(NaiveDate::MAX);
    if !state.participations(&now).is_empty()
        && let Some(outcome) = state.outcome(&ever)
    {
        minute.tally = outcome.tally().cloned();
    }
    if let (DecisionFact::Decided(_), Some((_, minutes))) = (&replaced.fact, state.minutes(&now)) {
        minute.minutes = minutes.clone();
    }
    Ok(())
}

fn is_minuted(fact: &DecisionFact) -> bool {
    match fact {
        DecisionFact::Minuted(_) => true,
        DecisionFact::Decided(decided) => decided.made == Made::Minuted,
        _ => false,
    }
}

fn is_confirmation(fact: &DecisionFact) -> bool {
    matches!(fact, DecisionFact::MinutesConfirmed(_))
}

/// What falls with the correction of a fact: the confirmation of what now reads otherwise, and that an
/// outcome was carried out or looked at again that is another one.
fn fallen_with(
    state: &Decision,
    replaced: &Entry<DecisionFact>,
    anew: &Event<DecisionFact>,
    moment: &Moment,
) -> Result<Vec<EventId>, Refusal> {
    match (&replaced.fact, &anew.fact) {
        (DecisionFact::OptionStated(old), DecisionFact::OptionStated(new))
            if (old.key != new.key || old.ranking != new.ranking) && state.is_decided(moment) =>
        {
            Err(Refusal::OutcomeRestsOnIt)
        }
        (
            DecisionFact::QuestionStated(_)
            | DecisionFact::OptionStated(_)
            | DecisionFact::Proposed(_)
            | DecisionFact::Minuted(_),
            _,
        ) => Ok(state.all_standing(moment, |entry| is_confirmation(&entry.fact))),
        (DecisionFact::Decided(old), DecisionFact::Decided(new)) => {
            let from = anew.effective.map_or(NaiveDate::MIN, |effective| effective.from);
            Ok(state.all_standing(moment, |entry| match entry.fact {
                DecisionFact::CarriedOut(_) | DecisionFact::LookedAgain(_) => {
                    old.choice != new.choice || entry.from() < from
                }
                _ => is_confirmation(&entry.fact),
            }))
        }
        _ => Ok(Vec::new()),
    }
}

/// The amendment that the correction of what began a decision brings along: who owns what it is about now.
/// Once somebody voted or there is an outcome, it stays about the same, in the same forum.
fn elects_anew(
    state: &Decision,
    (old, new): (&Opened, &Opened),
    amended: Option<Electorate>,
    reason: &crate::text::Text,
    moment: &Moment,
) -> Result<Option<Event<DecisionFact>>, Refusal> {
    let held = state.electorate(&moment.now()).map(|(_, held)| held);
    let amended = amended.filter(|amended| held != Some(amended));
    let same = |opened: &Opened| (opened.program, opened.forum, opened.kind, opened.about.clone());
    if amended.is_some() || same(old) != same(new) {
        not_rested_on(state, moment)?;
    }
    let amended = amended.map(|electorate| ElectorateAmended { electorate, reason: reason.clone() });
    Ok(amended.map(|amended| Event::new(moment.by, amended)))
}

impl Decision {
    fn without(&self, event: EventId) -> Self {
        Self { id: self.id, history: self.history.without(event) }
    }

    /// The decision as if nobody had voted in the ledger and nothing been decided yet.
    fn before_votes(&self) -> Self {
        let earlier = |entry: &Entry<DecisionFact>| {
            !matches!(
                entry.fact,
                DecisionFact::VoteCast(_)
                    | DecisionFact::Abstained(_)
                    | DecisionFact::Recused(_)
                    | DecisionFact::Decided(_)
                    | DecisionFact::Deferred(_)
                    | DecisionFact::Withdrawn(_)
                    | DecisionFact::DeadlineSet(_)
            )
        };
        Self { id: self.id, history: self.history.keeping(earlier) }
    }

    fn is_decided(&self, moment: &Moment) -> bool {
        self.status(&moment.on(NaiveDate::MAX)).0 == Status::Decided
    }

    fn all_standing(&self, moment: &Moment, wanted: impl Fn(&Entry<DecisionFact>) -> bool) -> Vec<EventId> {
        let standing = self.history.standing(&moment.now());
        standing.filter(|entry| wanted(entry)).map(|entry| entry.event).collect()
    }
}

/// Refuses to take away what an outcome was reached by, as long as that outcome stands.
fn undecided_for(state: &Decision, moment: &Moment) -> Result<(), Refusal> {
    if state.is_decided(moment) { Err(Refusal::OutcomeRestsOnIt) } else { Ok(()) }
}

/// The same for what people vote on, from the first vote on.
fn not_rested_on(state: &Decision, moment: &Moment) -> Result<(), Refusal> {
    undecided_for(state, moment)?;
    if state.voting_began(&moment.now()) { Err(Refusal::VotingBegan) } else { Ok(()) }
}

/// Refuses to put otherwise what people voted on in the ledger, or what was decided there.
fn put_to_vote(state: &Decision, moment: &Moment) -> Result<(), Refusal> {
    let ever = moment.on(NaiveDate::MAX);
    if state.outcome(&ever).is_some_and(|outcome| !outcome.is_minuted()) {
        return Err(Refusal::DecidedAlready);
    }
    if state.voting_began(&moment.now()) { Err(Refusal::VotingBegan) } else { Ok(()) }
}

/// The standing proposals of an option.
fn proposals(state: &Decision, key: &Code, moment: &Moment) -> Vec<EventId> {
    state.all_standing(moment, |entry| match &entry.fact {
        DecisionFact::Proposed(proposed) => proposed.option == *key,
        _ => false,
    })
}

/// The outcome that votes made or minutes told, what minutes recorded beside it, and what rests on that.
fn resting_on_votes(state: &Decision, moment: &Moment) -> Vec<EventId> {
    state.all_standing(moment, |entry| {
        rests_on_outcome(&entry.fact)
            || matches!(
                entry.fact,
                DecisionFact::Minuted(_)
                    | DecisionFact::VoteMinuted(_)
                    | DecisionFact::DissentMinuted(_)
                    | DecisionFact::Decided(_)
            )
    })
}

/// What rests on the outcome.
fn resting_on_outcome(state: &Decision, moment: &Moment) -> Vec<EventId> {
    state.all_standing(moment, |entry| rests_on_outcome(&entry.fact))
}

fn rests_on_outcome(fact: &DecisionFact) -> bool {
    matches!(
        fact,
        DecisionFact::MinutesConfirmed(_) | DecisionFact::CarriedOut(_) | DecisionFact::LookedAgain(_)
    )
}
