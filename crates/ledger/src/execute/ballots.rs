//! What a decision takes from elsewhere before its own stream decides: who sits where, and the votes,
//! which the vault alone opens.

use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command::Moment;
use cxl_domain::committee::Committee;
use cxl_domain::decision::{
    Command as Act, Decision, DecisionFact, Elector, Electorate, Forum, Open, Opened as Put, Tally,
};
use cxl_domain::id::{CommitteeId, DecisionId, InitiativeId, PersonId};
use cxl_domain::refusal::Refusal;
use cxl_domain::time::{AsOf, Position};
use cxl_store::blocking;
use cxl_store::codec::AnyEvent;
use cxl_store::meta::Agent;
use cxl_store::seal::{Opened, open_body};
use cxl_store::{DataKey, KeyId, StreamName};
use tokio::task::spawn_blocking;

use super::ExecuteError;
use crate::command::{Command, Request};
use crate::ledger::Ledger;
use crate::views::Views;

/// Of each fact of a command, the key of a person under which it is sealed.
pub(super) type VoterKeys = Vec<Option<(KeyId, DataKey)>>;

impl Ledger {
    /// The command with what the ledger adds to it: departments and ownership to an electorate, the
    /// counted votes to the closing of the voting.
    pub(super) async fn completed(
        &self,
        views: &Views,
        request: &Request,
        moment: &Moment,
    ) -> Result<Command, ExecuteError> {
        let Command::Decision(id, act) = &request.command else { return Ok(request.command.clone()) };
        let decision = id.and_then(|id| views.thing::<Decision>(id)).map(|held| &held.state);
        own_act(request, act, decision, moment)?;
        let mut act = act.clone();
        seat(views, &mut act, decision, moment)?;
        if let (Some(tally), Some(decision)) = (act.to_be_counted(), decision)
            && !decision.was_counted(&moment.now())
        {
            *tally = Some(self.count(decision, &moment.now()).await?);
        }
        Ok(Command::Decision(*id, act))
    }

    /// Opens the votes that stand and counts them.
    async fn count(&self, decision: &Decision, as_of: &AsOf) -> Result<Tally, ExecuteError> {
        let cast = |fact: &DecisionFact| matches!(fact, DecisionFact::VoteCast(_)).then_some(());
        let positions: Vec<Position> =
            decision.history.picked(as_of, cast).map(|(entry, ())| entry.stamp.position()).collect();
        let mut votes = Vec::with_capacity(positions.len());
        for batch in positions.chunks(cxl_store::MAX_BATCH) {
            let events = self.store.read_events(batch).await?;
            let vault = self.vault.clone();
            let opened = spawn_blocking(move || {
                let open = |event: &cxl_store::Recorded| open_body(&event.body, event.id, &*vault);
                events.iter().map(open).collect::<Result<Vec<_>, _>>()
            });
            let opened = blocking::outcome(opened).await?;
            votes.extend(opened.into_iter().map(choice));
        }
        Ok(Tally::count(votes, 0, 0))
    }

    /// Of each fact, the key of the person under which it is sealed, where that is not one of the event: it
    /// tells or takes back their vote or dissent. What takes back the vote of somebody whose key was erased
    /// is sealed like any other fact.
    pub(super) async fn voter_keys(
        &self,
        views: &Views,
        stream: &StreamName,
        facts: &[AnyEvent],
    ) -> Result<VoterKeys, ExecuteError> {
        let decision = views.thing::<Decision>(DecisionId(stream.id())).map(|held| &held.state);
        let mut keys = VoterKeys::with_capacity(facts.len());
        for fact in facts {
            let fact = match fact {
                AnyEvent::Decision(event) => Some(&event.fact),
                _ => None,
            };
            let own = fact.and_then(DecisionFact::sealed_for);
            let Some(voter) = own.or_else(|| decision?.voter_of(fact?)) else {
                keys.push(None);
                continue;
            };
            if own.is_none() {
                keys.push(self.key_left(views, voter).await?);
                continue;
            }
            let key = self.held_key(views, voter).await?;
            let unknown = || Refusal::Unknown { noun: "person", reference: voter.to_string() };
            keys.push(Some(key.ok_or_else(unknown)?));
        }
        Ok(keys)
    }
}

/// The option that an opened vote names.
fn choice(texts: Vec<(String, Opened)>) -> Option<Code> {
    texts.into_iter().find_map(|(pointer, text)| match text {
        Opened::Clear(text) if pointer == "/fact/choice" => Code::parse(&text).ok(),
        Opened::Clear(_) | Opened::Missing(_) => None,
    })
}

/// Refuses that somebody votes, confirms minutes or decides as the chair for another: these are a person's
/// own acts.
fn own_act(
    request: &Request,
    act: &Act,
    decision: Option<&Decision>,
    moment: &Moment,
) -> Result<(), Refusal> {
    let act = match act {
        Act::Correct(correct) => &*correct.with,
        other => other,
    };
    if request.actor.agent == Agent::Person(moment.by) {
        return Ok(());
    }
    match act {
        Act::CastVote { .. }
        | Act::Abstain
        | Act::Recuse
        | Act::Dissent { .. }
        | Act::ConfirmMinutes { .. } => Err(Refusal::VotedElsewhere),
        Act::Decide(_) => {
            let electorate = decision.and_then(|decision| decision.electorate(&moment.now()));
            let chair = electorate.and_then(|(_, electorate)| electorate.chair());
            if chair == Some(moment.by) { Err(Refusal::ChairDecides) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

/// Seats the electorate of a decision that opens or is amended: in a committee those who sit on it today, by
/// its rules; of what is minuted, those who sat on it that day. Tells any electorate for which department each
/// elector sits, where that is left out, and who owns what the decision is about. What an import claims is
/// taken as it comes.
fn seat(views: &Views, act: &mut Act, decision: Option<&Decision>, moment: &Moment) -> Result<(), Refusal> {
    let now = moment.now();
    match act {
        Act::Open(open) => seat_opening(views, open, sits_on(open, moment), moment),
        // Minutes tell of a room, and who sat there.
        Act::Minute(minute) => minute.open.as_mut().map_or(Ok(()), |open| {
            let day = moment.day(open.on);
            seat_opening(views, open, day, moment)
        }),
        Act::Correct(correct) => match (&mut *correct.with, decision) {
            (Act::Open(open), Some(decision)) => reseat(views, open, decision, moment),
            (other, _) => seat(views, other, decision, moment),
        },
        Act::AmendElectorate { electorate, .. } => {
            match decision.and_then(|held| Some((held, held.opened(&now)?.1))) {
                Some((decision, opened)) => amend(views, electorate, decision, opened, moment),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// The day as of which people are seated who vote in the ledger: today, whatever day the question is dated.
/// Of history that is imported, that day.
fn sits_on(open: &Open, moment: &Moment) -> NaiveDate {
    if moment.published.is_some() { moment.day(open.on) } else { moment.today }
}

fn seat_opening(views: &Views, open: &mut Open, day: NaiveDate, moment: &Moment) -> Result<(), Refusal> {
    let day = moment.now().on(day);
    if let Some(committee) = committee_of(open.forum, moment) {
        left_out(open.electorate.as_ref())?;
        open.electorate = sitting(views, committee, &day);
    }
    if let Some(electorate) = &mut open.electorate {
        fill(views, electorate, &open.about, &day);
    }
    Ok(())
}

/// Seats anew where a correction moves a decision to another forum or says that it is about something else.
fn reseat(views: &Views, open: &mut Open, decision: &Decision, moment: &Moment) -> Result<(), Refusal> {
    let now = moment.now();
    let Some((_, opened)) = decision.opened(&now) else { return Ok(()) };
    if opened.forum != open.forum {
        return seat_opening(views, open, sits_on(open, moment), moment);
    }
    left_out(open.electorate.as_ref())?;
    if opened.about != open.about
        && let Some((_, held)) = decision.electorate(&now)
    {
        let mut electorate = held.clone();
        fill(views, &mut electorate, &open.about, &now);
        open.electorate = Some(electorate);
    }
    Ok(())
}

/// The electorate to which one is amended: in a committee those who sit on it today. Once somebody voted,
/// its rules stay those under which they did.
fn amend(
    views: &Views,
    electorate: &mut Option<Electorate>,
    decision: &Decision,
    opened: &Put,
    moment: &Moment,
) -> Result<(), Refusal> {
    let now = moment.now();
    if let Some(committee) = committee_of(opened.forum, moment) {
        left_out(electorate.as_ref())?;
        let Some(mut sitting) = sitting(views, committee, &now) else {
            let problem =
                "nobody sits on the committee, or its rule or quorum is not settled; see to that first";
            return Err(Refusal::invalid("electorate", problem));
        };
        if let Some((_, held)) = decision.electorate(&now).filter(|_| decision.voting_began(&now)) {
            (sitting.rule, sitting.owners_vote, sitting.quorum) = (held.rule, held.owners_vote, held.quorum);
        }
        *electorate = Some(sitting);
    }
    if let Some(electorate) = electorate {
        fill(views, electorate, &opened.about, &now);
    }
    Ok(())
}

/// The committee whose members vote, unless an import claims who did.
fn committee_of(forum: Forum, moment: &Moment) -> Option<CommitteeId> {
    match forum {
        Forum::Committee(committee) if moment.published.is_none() => Some(committee),
        Forum::Committee(_) | Forum::Department(_) => None,
    }
}

fn left_out(electorate: Option<&Electorate>) -> Result<(), Refusal> {
    if electorate.is_none() {
        return Ok(());
    }
    let problem = "the members of the committee vote, by its rule and quorum; leave it out";
    Err(Refusal::invalid("electorate", problem))
}

/// Who votes in a committee on a day, and how votes decide there. `None` where that is not settled.
fn sitting(views: &Views, committee: CommitteeId, day: &AsOf) -> Option<Electorate> {
    let committee = &views.thing::<Committee>(committee)?.state;
    let rule = committee.decision_rule(day)?;
    let voting = committee.members(day).into_iter().filter(|seat| seat.role.votes());
    let electors: Vec<Elector> = voting
        .map(|seat| Elector {
            person: seat.person,
            department: seat.department,
            role: seat.role,
            own_matter: false,
        })
        .collect();
    let (rule, owners_vote, quorum) = (rule.rule, rule.owners_vote, committee.quorum(day)?);
    (!electors.is_empty()).then_some(Electorate { electors, rule, owners_vote, quorum })
}

fn fill(views: &Views, electorate: &mut Electorate, about: &[InitiativeId], as_of: &AsOf) {
    let owners: Vec<PersonId> = about
        .iter()
        .filter_map(|id| views.initiative(*id)?.state.owner(as_of).map(|(_, owner)| owner))
        .collect();
    for elector in &mut electorate.electors {
        elector.own_matter = owners.contains(&elector.person);
        let placed = || views.person(elector.person)?.state.department(as_of);
        elector.department = elector.department.or_else(placed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_from_its_own_field_and_a_missing_key_is_no_choice() {
        let clear = |pointer: &str| vec![(pointer.to_owned(), Opened::Clear("YES".into()))];
        assert_eq!(choice(clear("/fact/choice")), Code::parse("YES").ok());
        assert_eq!(choice(clear("/fact/dissent")), None);
        let missing = Opened::Missing(KeyId::from_bytes([0; 16]));
        assert_eq!(choice(vec![("/fact/choice".to_owned(), missing)]), None);
    }
}
