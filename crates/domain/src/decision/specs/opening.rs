use super::*;
use crate::event::Event;
use crate::id::{DecisionId, MetricId};
use crate::measurement::decimal::dec;
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::spec::on;

#[test]
fn it_opens_with_its_question_its_electorate_and_its_options() {
    let facts: [Event<DecisionFact>; 5] = [
        opened().event,
        question().event,
        past(ElectorateRecorded { electorate: electorate(SIMPLE_MAJORITY) }).event,
        past(option("YES")).event,
        past(option("NO")).event,
    ];
    let state = given([]).when(Command::Open(Box::new(opening()))).then(facts).state;
    let now = on(spec::TODAY);
    assert_eq!(state.program(&now), Some(PROGRAM));
    assert_eq!(state.code(&now), Some(&code("D-1")));
    assert_eq!(state.status(&now).0, Status::Open);
    assert_eq!(state.electorate(&now).and_then(|(_, held)| held.chair()), Some(LEAD));
    let keys: Vec<_> = state.options(&now).iter().map(|option| option.stated.key.clone()).collect();
    assert_eq!(keys, [code("YES"), code("NO")]);
}

#[test]
fn it_opens_once_and_not_in_the_future() {
    open()
        .when(Command::Open(Box::new(opening())))
        .then_refused(Refusal::AlreadyRecorded { noun: "decision" });
    let tomorrow = Open { on: Some(day("2026-06-16")), ..opening() };
    given([]).when(Command::Open(Box::new(tomorrow))).then_refused(Refusal::InFuture {
        field: "on",
        day: day("2026-06-16"),
        today: day(spec::TODAY),
    });
}

#[test]
fn everything_around_the_question_is_a_fact_of_its_own() {
    let (metric, later) = (MetricId(uuid::Uuid::from_u128(0xb2)), day("2027-01-01"));
    let earlier = DecisionId(uuid::Uuid::from_u128(0xc9));
    let opening = Open {
        proposed: Some(Proposed { option: code("YES"), reasons: text("it pays") }),
        reversibility: Some(Reversibility::TwoWay),
        effects: vec![EffectExpected { metric, change: dec("0.05"), by: later }],
        another_look: Some(AnotherLookSet { day: later, reason: None }),
        deadline: Some(later),
        supersedes: vec![earlier],
        ..opening()
    };
    let state = given([]).when(Command::Open(Box::new(opening))).then_accepted().state;
    let now = on(spec::TODAY);
    assert_eq!(state.proposed(&now).map(|(_, option)| option.clone()), Some(code("YES")));
    assert_eq!(state.reversibility(&now), Some(Reversibility::TwoWay));
    assert_eq!(state.effects(&now)[0].1.change, dec("0.05"));
    assert_eq!(state.another_look(&now).map(|(_, day)| day), Some(later));
    assert_eq!(state.deadline(&now), Some(later));
    assert_eq!(state.supersedes(&now), [earlier]);
}

#[test]
fn an_electorate_that_could_not_decide_is_refused() {
    let refuses = |change: fn(&mut Electorate), problem: &str| {
        let mut wrong = electorate(SIMPLE_MAJORITY);
        change(&mut wrong);
        let opening = Open { electorate: Some(wrong), ..opening() };
        given([])
            .when(Command::Open(Box::new(opening)))
            .then_refused(Refusal::invalid("electorate", problem));
    };
    let quorum = "the quorum lies between 1 and the number of those who may vote";
    refuses(|wrong| wrong.quorum = 0, quorum);
    refuses(|wrong| wrong.quorum = 4, quorum);
    refuses(|wrong| wrong.electors[1].person = LEAD, "each person is named once");
    refuses(|wrong| wrong.electors[1].role = SeatRole::Chair, "one person chairs");
    refuses(
        |wrong| wrong.electors[1].role = SeatRole::Secretary,
        "a secretary does not vote by that role; name the chair and the members",
    );
    refuses(
        |wrong| {
            wrong.rule = DecisionRule::ChairDecides;
            wrong.electors[0].role = SeatRole::Member;
        },
        "where the chair decides, somebody chairs",
    );
}

#[test]
fn only_a_ranking_has_options_that_are_orders_and_ranks_each_once() {
    let point = Ranked::PainPoint(crate::id::PainPointId(uuid::Uuid::from_u128(1)));
    let ranked = |ranking| vec![OptionStated { ranking, ..option("YES") }];
    let ordinary = Open { options: ranked(vec![point]), ..opening() };
    given([])
        .when(Command::Open(Box::new(ordinary)))
        .then_refused(Refusal::invalid("options", "only the options of a ranking state an order"));
    let twice = Open { kind: Kind::Ranking, options: ranked(vec![point, point]), ..opening() };
    given([])
        .when(Command::Open(Box::new(twice)))
        .then_refused(Refusal::invalid("options", "each is ranked once"));
    let once = Open { kind: Kind::Ranking, options: ranked(vec![point]), ..opening() };
    given([]).when(Command::Open(Box::new(once))).then_accepted();
}

#[test]
fn it_does_not_supersede_itself() {
    let itself = open().state.id;
    open().when(Command::Supersede { decision: itself }).then_refused(Refusal::CircularSupersession);
    let opening = Open { supersedes: vec![itself], ..opening() };
    given([]).when(Command::Open(Box::new(opening))).then_refused(Refusal::CircularSupersession);
}

#[test]
fn an_expected_effect_is_a_change() {
    let metric = MetricId(uuid::Uuid::from_u128(0xb2));
    let none = EffectExpected { metric, change: dec("0"), by: day("2027-01-01") };
    open()
        .when(Command::ExpectEffect(none))
        .then_refused(Refusal::invalid("change", "an effect is a change: more or less than 0"));
}
