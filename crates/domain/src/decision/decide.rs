//! The rules: each act is a list of guards and then its facts.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::look::look_again;
use super::mending::{annul, correct};
use super::minutes::{confirm_minutes, minute};
use super::votes::{
    amend_electorate, cast_vote, close_voting, decide_outcome, dissent, known_option, take_part,
};
use super::{
    Abstained, CarriedOut, Command, DeadlineSet, Decision, DecisionFact, Deferred, ElectorateRecorded,
    Ground, GroundGiven, Kind, MAX_KEY_LEN, Open, Opened, OptionStated, Outcome, QuestionStated, Recused,
    ReversibilityStated, Status, Supersedes, Withdrawn,
};
use crate::command::{Moment, at_most, came_to_pass, in_range, in_turn};
use crate::event::{Event, RecordedInError};
use crate::id::DecisionId;
use crate::measurement::decimal::check_decimal;
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::text::Text;

pub(super) type Facts = Result<Vec<Event<DecisionFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Decision, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = command.opens().is_some();
    in_turn("decision", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Open(open) => self::open(state, *open, moment),
        Command::RestateQuestion { question, on } => {
            not_yet_voted_on(state, moment)?;
            let on = within_life(state, on, moment)?;
            Ok(vec![Event::new(moment.by, QuestionStated { question }).from(on)])
        }
        Command::AmendElectorate { electorate, reason } => {
            amend_electorate(state, electorate, reason, moment)
        }
        Command::StateOption(stated) => state_option(state, stated, moment),
        Command::Propose(proposed) => {
            undecided(state, moment)?;
            known_option(state, &proposed.option, moment)?;
            Ok(vec![Event::new(moment.by, proposed)])
        }
        Command::GiveGround(ground) => give_ground(state, ground, moment),
        Command::StateReversibility(reversibility) => {
            if state.reversibility(&now) == Some(reversibility) {
                return Err(Refusal::Unchanged { field: "reversibility" });
            }
            Ok(vec![Event::new(moment.by, ReversibilityStated { reversibility })])
        }
        Command::ExpectEffect(effect) => {
            not_yet_voted_on(state, moment)?;
            at_most("effects", state.effects(&now).len() + 1)?;
            check_effect(&effect)?;
            Ok(vec![Event::new(moment.by, effect)])
        }
        Command::SetAnotherLook(look) => {
            in_range("day", look.day)?;
            Ok(vec![Event::new(moment.by, look)])
        }
        Command::LookAgain { finding, on } => look_again(state, finding, on, moment),
        Command::SetDeadline(deadline) => set_deadline(state, deadline, moment),
        Command::AuthorizeAct(authorized) => {
            not_yet_voted_on(state, moment)?;
            at_most("acts", state.acts(&now).len() + 1)?;
            Ok(vec![Event::new(moment.by, authorized)])
        }
        Command::Supersede { decision } => supersede(state, decision, moment),
        Command::CastVote { choice } => cast_vote(state, choice, moment),
        Command::Abstain => take_part(state, Abstained { voter: moment.by }, moment),
        Command::Recuse => take_part(state, Recused { voter: moment.by }, moment),
        Command::Dissent { dissent } => self::dissent(state, dissent, moment),
        Command::CloseVoting { reason, tally } => close_voting(state, reason, tally, moment),
        Command::Decide(decided) => decide_outcome(state, decided, moment),
        Command::Minute(minute) => self::minute(state, *minute, moment),
        Command::ConfirmMinutes { outcome } => confirm_minutes(state, outcome, moment),
        Command::Defer { until, reason, on } => defer(state, until, reason, on, moment),
        Command::Withdraw { reason, on } => {
            undecided_or_expired(state, moment)?;
            let on = within_life(state, on, moment)?;
            came_to_pass("on", on, moment)?;
            Ok(vec![Event::new(moment.by, Withdrawn { reason }).from(on)])
        }
        Command::RecordCarriedOut { remark, on } => carried_out(state, remark, on, moment),
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

/// The facts with which a decision opens.
pub(super) fn open(state: &Decision, open: Open, moment: &Moment) -> Facts {
    let Open { program, code, forum, kind, about, question, electorate, options, proposed, .. } = &open;
    let on = moment.day(open.on);
    came_to_pass("on", on, moment)?;
    let opened =
        Opened { program: *program, code: code.clone(), forum: *forum, kind: *kind, about: about.clone() };
    let mut facts = vec![
        Event::new(moment.by, opened).from(on),
        Event::new(moment.by, QuestionStated { question: question.clone() }).from(on),
    ];
    if let Some(electorate) = electorate {
        electorate.check()?;
        facts.push(Event::new(moment.by, ElectorateRecorded { electorate: electorate.clone() }));
    }
    at_most("options", options.len())?;
    at_most("grounds", open.grounds.len())?;
    at_most("effects", open.effects.len())?;
    at_most("acts", open.acts.len())?;
    at_most("supersedes", open.supersedes.len())?;
    let mut keys = BTreeSet::new();
    for option in options {
        check_option(*kind, option)?;
        if !keys.insert(&option.key) {
            return Err(Refusal::invalid("options", format!("{} is stated twice", option.key)));
        }
        facts.push(Event::new(moment.by, option.clone()));
    }
    if let Some(proposed) = proposed {
        if !keys.contains(&proposed.option) {
            return Err(Refusal::NoSuchOption { option: proposed.option.clone(), known: named(options) });
        }
        facts.push(Event::new(moment.by, proposed.clone()));
    }
    facts.extend(around(state, open, moment)?);
    Ok(facts)
}

/// The facts that stand around the question: grounds, reversibility, effects, days, acts.
fn around(state: &Decision, open: Open, moment: &Moment) -> Facts {
    let mut facts = Vec::new();
    let mut record = |fact: DecisionFact| facts.push(Event::new(moment.by, fact));
    for ground in open.grounds {
        record(GroundGiven { ground }.into());
    }
    if let Some(reversibility) = open.reversibility {
        record(ReversibilityStated { reversibility }.into());
    }
    for effect in open.effects {
        check_effect(&effect)?;
        record(effect.into());
    }
    if let Some(look) = open.another_look {
        in_range("day", look.day)?;
        record(look.into());
    }
    if let Some(day) = open.deadline {
        in_range("deadline", day)?;
        record(DeadlineSet { day }.into());
    }
    for act in open.acts {
        record(act.into());
    }
    let mut superseded = BTreeSet::new();
    for decision in open.supersedes {
        if decision == state.id {
            return Err(Refusal::CircularSupersession);
        }
        if superseded.insert(decision) {
            record(Supersedes { decision }.into());
        }
    }
    Ok(facts)
}

/// What a decision rests on is known before its outcome. Of imported history it may be told later.
fn give_ground(state: &Decision, ground: Ground, moment: &Moment) -> Facts {
    let claimed = |outcome: Outcome<'_>| outcome.is_claimed() && moment.published.is_some();
    if !state.outcome(&moment.on(NaiveDate::MAX)).is_some_and(claimed) {
        undecided_or_expired(state, moment)?;
    }
    at_most("grounds", state.grounds(&moment.now()).len() + 1)?;
    Ok(vec![Event::new(moment.by, GroundGiven { ground })])
}

fn state_option(state: &Decision, stated: OptionStated, moment: &Moment) -> Facts {
    not_yet_voted_on(state, moment)?;
    let now = moment.now();
    let kind = state.opened(&now).map_or(Kind::Ordinary, |(_, opened)| opened.kind);
    check_option(kind, &stated)?;
    at_most("options", state.options(&now).len() + 1)?;
    Ok(vec![Event::new(moment.by, stated)])
}

fn check_option(kind: Kind, option: &OptionStated) -> Result<(), Refusal> {
    if option.key.as_str().len() > MAX_KEY_LEN {
        let problem = format!("the key of an option has at most {MAX_KEY_LEN} characters");
        return Err(Refusal::invalid("options", problem));
    }
    if kind == Kind::Ordinary && !option.ranking.is_empty() {
        return Err(Refusal::invalid("options", "only the options of a ranking state an order"));
    }
    at_most("options", option.ranking.len())?;
    let members: BTreeSet<_> = option.ranking.iter().collect();
    if members.len() != option.ranking.len() {
        return Err(Refusal::invalid("options", "each is ranked once"));
    }
    Ok(())
}

fn check_effect(effect: &super::EffectExpected) -> Result<(), Refusal> {
    in_range("by", effect.by)?;
    check_decimal(effect.change).map_err(|problem| Refusal::invalid("change", problem))?;
    if effect.change.is_zero() {
        return Err(Refusal::invalid("change", "an effect is a change: more or less than 0"));
    }
    Ok(())
}

fn set_deadline(state: &Decision, deadline: DeadlineSet, moment: &Moment) -> Facts {
    undecided_or_expired(state, moment)?;
    in_range("day", deadline.day)?;
    let now = moment.now();
    if let Some(begins) = state.begins(&now).filter(|begins| deadline.day < *begins) {
        return Err(Refusal::BeforeBeginning { field: "day", day: deadline.day, begins });
    }
    if state.deadline(&now) == Some(deadline.day) {
        return Err(Refusal::Unchanged { field: "day" });
    }
    Ok(vec![Event::new(moment.by, deadline)])
}

fn supersede(state: &Decision, decision: DecisionId, moment: &Moment) -> Facts {
    not_yet_voted_on(state, moment)?;
    if decision == state.id {
        return Err(Refusal::CircularSupersession);
    }
    let superseded = state.supersedes(&moment.now());
    if superseded.contains(&decision) {
        return Err(Refusal::Unchanged { field: "decision" });
    }
    at_most("supersedes", superseded.len() + 1)?;
    Ok(vec![Event::new(moment.by, Supersedes { decision })])
}

fn defer(
    state: &Decision,
    until: Option<NaiveDate>,
    reason: Text,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    undecided_or_expired(state, moment)?;
    let on = within_life(state, on, moment)?;
    came_to_pass("on", on, moment)?;
    // What was put off in time stays so, though its deadline has passed since, and may be put off further.
    let then = moment.on(on);
    if let (Status::Expired, Some(deadline)) = (state.status(&then).0, state.deadline(&then)) {
        return Err(Refusal::HasExpired { deadline });
    }
    if let Some(until) = until {
        in_range("until", until)?;
        if until <= on {
            return Err(Refusal::EndBeforeStart { field: "until", from: on, until });
        }
    }
    Ok(vec![Event::new(moment.by, Deferred { until, reason }).from(on)])
}

fn carried_out(state: &Decision, remark: Option<Text>, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = since_outcome(state, on, moment)?;
    if state.carried_out(&moment.on(NaiveDate::MAX)).is_some() {
        return Err(Refusal::CarriedOutAlready);
    }
    Ok(vec![Event::new(moment.by, CarriedOut { remark }).from(on)])
}

/// The day meant, not after today and not before the outcome, which there must be.
pub(super) fn since_outcome(
    state: &Decision,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    let Some(outcome) = state.outcome(&moment.now()) else {
        return Err(Refusal::NotDecided { status: state.status(&moment.now()).0.name() });
    };
    if on < outcome.entry.from() {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: outcome.entry.from() });
    }
    Ok(on)
}

/// The day meant, not before the decision was opened.
pub(super) fn within_life(
    state: &Decision,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let day = moment.day(on);
    in_range("on", day)?;
    match state.begins(&moment.now()) {
        Some(begins) if day < begins => Err(Refusal::BeforeBeginning { field: "on", day, begins }),
        _ => Ok(day),
    }
}

/// Refuses what is done before an outcome, once there is one, the question was taken back, or its
/// deadline passed.
pub(super) fn undecided(state: &Decision, moment: &Moment) -> Result<(), Refusal> {
    match state.status(&moment.now()).0 {
        Status::Open | Status::Deferred => undecided_or_expired(state, moment),
        Status::Expired | Status::Decided | Status::Withdrawn => Err(not_open(state, moment)),
    }
}

/// The same for what is done to a decision whose deadline passed.
pub(super) fn undecided_or_expired(state: &Decision, moment: &Moment) -> Result<(), Refusal> {
    // An outcome is never dated after today, but a correction of the clock may leave one there.
    match state.status(&moment.on(NaiveDate::MAX)).0 {
        Status::Decided | Status::Withdrawn => Err(not_open(state, moment)),
        Status::Open | Status::Deferred | Status::Expired => Ok(()),
    }
}

/// Refuses to change what is voted on once somebody voted on it.
pub(super) fn not_yet_voted_on(state: &Decision, moment: &Moment) -> Result<(), Refusal> {
    undecided(state, moment)?;
    if state.voting_began(&moment.now()) { Err(Refusal::VotingBegan) } else { Ok(()) }
}

pub(super) fn not_open(state: &Decision, moment: &Moment) -> Refusal {
    match state.status(&moment.on(NaiveDate::MAX)) {
        (Status::Decided, _) => Refusal::DecidedAlready,
        (Status::Withdrawn, _) => Refusal::WasWithdrawn,
        _ => Refusal::HasExpired { deadline: state.deadline(&moment.now()).unwrap_or(NaiveDate::MAX) },
    }
}

pub(super) fn named(options: &[OptionStated]) -> String {
    if options.is_empty() {
        return "none yet".to_owned();
    }
    options.iter().map(|option| option.key.to_string()).collect::<Vec<_>>().join(", ")
}
