//! A question with all that came of it, as the tables of this chapter state it.

use cxl_domain::committee::{DecisionRule, SeatRole};
use cxl_domain::decision::{
    ActAuthorized, AnotherLookSet, AuthorizedAct, EffectExpected, Elector, Electorate, Forum, Ground, Kind,
    Open, OptionStated, Proposed, Ranked, ReadingGround, Reversibility,
};
use cxl_domain::event::{Document, Sha256Hex};

use super::super::cast::Cast;
use super::super::dice::seed;
use super::super::story::{code, day, decimal, text};

/// A question that is put, and all that came of it.
pub(super) struct Question {
    pub(super) program: &'static str,
    pub(super) code: &'static str,
    pub(super) forum: In,
    pub(super) by: &'static str,
    pub(super) on: &'static str,
    pub(super) about: &'static [&'static str],
    /// The question itself.
    pub(super) asks: &'static str,
    /// By key and text; of a ranking, also the order that each stands for.
    pub(super) options: &'static [Choice],
    pub(super) proposed: Option<(&'static str, &'static str)>,
    pub(super) grounds: &'static [Because],
    pub(super) reversibility: Option<Reversibility>,
    /// Metric, change, by when.
    pub(super) expects: &'static [(&'static str, &'static str, &'static str)],
    pub(super) another_look: Option<(&'static str, &'static str)>,
    pub(super) deadline: Option<&'static str>,
    pub(super) acts: &'static [Authorized],
    pub(super) supersedes: &'static [&'static str],
    /// Who disagreed in a room, as its minutes tell, and in which respect.
    pub(super) disagreed: Option<(&'static str, &'static str)>,
    pub(super) then: &'static [(&'static str, Then)],
}

/// Key and text of an option, and the order that it stands for: codes of initiatives, and of pain points
/// behind a `~`.
pub(super) type Choice = (&'static str, &'static str, &'static [&'static str]);

/// Where a question is decided.
#[derive(Clone, Copy)]
pub(super) enum In {
    /// In a committee, whose members the ledger seats.
    Committee(&'static str),
    /// In a department, by who heads it.
    Department(&'static str, &'static str),
}

/// What a decision rests on.
#[derive(Clone, Copy)]
pub(super) enum Because {
    PainPoint(&'static str),
    Insight(&'static str),
    /// Metric and the last day of the period whose readings are meant.
    Reading(&'static str, &'static str),
    Paper(&'static str),
}

/// What a decision authorizes, from which day.
#[derive(Clone, Copy)]
pub(super) enum Authorized {
    Target(&'static str, &'static str, &'static str),
    Oversight(&'static str, &'static str, &'static str),
    Owner(&'static str, &'static str, &'static str),
    Pause(&'static str, &'static str),
    Sustain(&'static str, &'static str),
    Stop(&'static str, &'static str),
    Reopen(&'static str, &'static str),
    Rebase(&'static str),
    Bridge(&'static str),
}

/// What somebody does in a vote.
#[derive(Clone, Copy)]
pub(super) enum Part {
    For(&'static str),
    Abstains,
    Recuses,
}

/// What becomes of a question on a day.
#[derive(Clone, Copy)]
pub(super) enum Then {
    Votes(&'static [(&'static str, Part)]),
    Dissents(&'static str, &'static str),
    /// The option, why, and by when it is to be carried out.
    Decided(&'static str, &'static str, Option<&'static str>),
    /// The option and why, as minutes say, with the votes for it and against it; of which meeting, where it
    /// was one.
    Minuted(&'static str, &'static str, (u32, u32), Option<&'static str>),
    Confirmed,
    Deferred(Option<&'static str>, &'static str),
    Withdrawn(&'static str),
    CarriedOut,
    Done(&'static str),
}

pub(super) const fn question(
    code: &'static str,
    forum: In,
    by: &'static str,
    on: &'static str,
    asks: &'static str,
) -> Question {
    Question {
        program: "VN",
        code,
        forum,
        by,
        on,
        about: &[],
        asks,
        options: &[("YES", "Có · Yes", &[]), ("NO", "Không · No", &[])],
        proposed: None,
        grounds: &[],
        reversibility: None,
        expects: &[],
        another_look: None,
        deadline: None,
        acts: &[],
        supersedes: &[],
        disagreed: None,
        then: &[],
    }
}

/// What the act of opening it says.
pub(super) fn opening(question: &'static Question, cast: &Cast) -> Open {
    let option = |(key, what, order): &Choice| OptionStated {
        key: code(key),
        text: text(what),
        ranking: order.iter().map(|named| ranked(cast, named)).collect(),
    };
    let options: Vec<OptionStated> = question.options.iter().map(option).collect();
    let is_ranking = options.iter().any(|option| !option.ranking.is_empty());
    let effect = |(metric, change, by): &(&str, &str, &str)| EffectExpected {
        metric: cast.metric(metric),
        change: decimal(change),
        by: day(by),
    };
    Open {
        program: cast.program(question.program),
        code: code(question.code),
        forum: forum(cast, question.forum),
        kind: if is_ranking { Kind::Ranking } else { Kind::Ordinary },
        about: question.about.iter().map(|initiative| cast.initiative(initiative)).collect(),
        question: text(question.asks),
        electorate: electorate(cast, question.forum),
        options,
        proposed: question
            .proposed
            .map(|(option, reasons)| Proposed { option: code(option), reasons: text(reasons) }),
        grounds: question.grounds.iter().map(|because| ground(cast, *because)).collect(),
        reversibility: question.reversibility,
        effects: question.expects.iter().map(effect).collect(),
        another_look: question
            .another_look
            .map(|(on, reason)| AnotherLookSet { day: day(on), reason: Some(text(reason)) }),
        deadline: question.deadline.map(day),
        acts: question.acts.iter().map(|act| authorized(cast, *act)).collect(),
        supersedes: question.supersedes.iter().map(|earlier| cast.decision(earlier)).collect(),
        on: None,
    }
}

fn ranked(cast: &Cast, named: &str) -> Ranked {
    match named.strip_prefix('~') {
        Some(pain_point) => Ranked::PainPoint(cast.pain_point(pain_point)),
        None => Ranked::Initiative(cast.initiative(named)),
    }
}

fn forum(cast: &Cast, forum: In) -> Forum {
    match forum {
        In::Committee(committee) => Forum::Committee(cast.committee(committee)),
        In::Department(department, _) => Forum::Department(cast.department(department)),
    }
}

/// A department decides by who heads it; whom a committee seats, the ledger knows.
fn electorate(cast: &Cast, forum: In) -> Option<Electorate> {
    let In::Department(department, head) = forum else { return None };
    let head = Elector {
        person: cast.person(head),
        department: Some(cast.department(department)),
        role: SeatRole::Chair,
        own_matter: false,
    };
    let rule = DecisionRule::ChairDecides;
    Some(Electorate { electors: vec![head], rule, owners_vote: true, quorum: 1 })
}

/// A ground, as the ledger takes it.
pub(super) fn ground(cast: &Cast, because: Because) -> Ground {
    match because {
        Because::PainPoint(pain_point) => Ground::PainPoint(cast.pain_point(pain_point)),
        Because::Insight(insight) => Ground::Insight(cast.insight(insight)),
        Because::Reading(metric, until) => Ground::Reading(ReadingGround {
            metric: cast.metric(metric),
            reading: cast.event(&format!("{metric} read {until}")),
        }),
        Because::Paper(title) => Ground::Document(paper(title)),
    }
}

fn paper(title: &str) -> Document {
    Document { sha256: Sha256Hex(seed(title)), title: Some(text(title)) }
}

/// An act that a decision lists.
pub(super) fn authorized(cast: &Cast, act: Authorized) -> ActAuthorized {
    let initiative = |code: &str| cast.initiative(code);
    let (act, on) = match act {
        Authorized::Target(metric, value, on) => {
            (AuthorizedAct::SetTarget { metric: cast.metric(metric), value: decimal(value) }, Some(on))
        }
        Authorized::Oversight(code, committee, on) => {
            let committee = cast.committee(committee);
            (AuthorizedAct::TransferOversight { initiative: initiative(code), committee }, Some(on))
        }
        Authorized::Owner(code, owner, on) => {
            let owner = cast.person(owner);
            (AuthorizedAct::AssignOwner { initiative: initiative(code), owner }, Some(on))
        }
        Authorized::Pause(code, on) => (AuthorizedAct::Pause { initiative: initiative(code) }, Some(on)),
        Authorized::Sustain(code, on) => (AuthorizedAct::Sustain { initiative: initiative(code) }, Some(on)),
        Authorized::Stop(code, on) => (AuthorizedAct::Stop { initiative: initiative(code) }, Some(on)),
        Authorized::Reopen(code, on) => (AuthorizedAct::Reopen { initiative: initiative(code) }, Some(on)),
        Authorized::Rebase(metric) => (AuthorizedAct::Rebase { metric: cast.metric(metric) }, None),
        Authorized::Bridge(metric) => (AuthorizedAct::Bridge { metric: cast.metric(metric) }, None),
    };
    ActAuthorized { act, on: on.map(day), reason: None }
}
