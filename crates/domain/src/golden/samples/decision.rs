use super::{
    DEPARTMENT, HASH, HOA, METRIC, MINH, PROGRAM, annulled, correcting, from, id, in_error, timeless,
};
use crate::committee;
use crate::decision::{self, DecisionFact};
use crate::event::Event;
use crate::id::{CommitteeId, DecisionId, EventId, InitiativeId, MeetingId, PainPointId};
use crate::measurement::decimal::dec;
use crate::spec::{code, day, text};

pub(crate) fn decision() -> Vec<Event<DecisionFact>> {
    use committee::{DecisionRule, Majority, SeatRole, Threshold, Tie};
    use decision::{
        Abstained, ActAuthorized, AnotherLookSet, AuthorizedAct, Ballot, CarriedOut, Counted, DeadlineSet,
        Decided, Deferred, DissentMinuted, Dissented, EffectExpected, Elector, Electorate, ElectorateAmended,
        ElectorateRecorded, Forum, Ground, GroundGiven, Kind, LookedAgain, Made, Minuted, MinutedVote,
        MinutesConfirmed, Opened, OptionStated, Proposed, QuestionStated, Ranked, ReadingGround, Recused,
        Reversibility, ReversibilityStated, Supersedes, Tally, VoteCast, VoteMinuted, VotingClosed,
        Withdrawn,
    };
    let elector = |person, role| Elector { person, department: Some(DEPARTMENT), role, own_matter: true };
    let electorate = Electorate {
        electors: vec![elector(MINH, SeatRole::Chair), elector(HOA, SeatRole::Member)],
        rule: DecisionRule::Majority(Majority { threshold: Threshold::TwoThirds, tie: Tie::ChairDecides }),
        owners_vote: true,
        quorum: 2,
    };
    let tally = Tally {
        options: vec![Counted { option: code("NOW"), votes: 2 }],
        abstained: 1,
        recused: 0,
        unread: 1,
    };
    let (initiative, day) = (InitiativeId(id(0xb3)), day("2024-06-01"));
    vec![
        from(Opened {
            program: PROGRAM,
            code: code("D-7"),
            forum: Forum::Committee(CommitteeId(id(0xe1))),
            kind: Kind::Ranking,
            about: vec![initiative],
        }),
        from(QuestionStated { question: text("Which pain points come first?") }),
        timeless(ElectorateRecorded { electorate: electorate.clone() }),
        timeless(ElectorateAmended { electorate, reason: text("Hoa joined") }),
        timeless(OptionStated {
            key: code("NOW"),
            text: text("Refunds first"),
            ranking: vec![Ranked::PainPoint(PainPointId(id(0xe2))), Ranked::Initiative(initiative)],
        }),
        timeless(Proposed { option: code("NOW"), reasons: text("most complaints are about refunds") }),
        timeless(GroundGiven {
            ground: Ground::Reading(ReadingGround { metric: METRIC, reading: EventId(id(0xd2)) }),
        }),
        timeless(ReversibilityStated { reversibility: Reversibility::TwoWay }),
        timeless(EffectExpected { metric: METRIC, change: dec("-0.05"), by: day }),
        timeless(AnotherLookSet { day, reason: Some(text("after the pilot")) }),
        from(LookedAgain { finding: Some(text("refunds are faster, complaints are not fewer")) }),
        timeless(DeadlineSet { day }),
        timeless(ActAuthorized {
            act: AuthorizedAct::SetTarget { metric: METRIC, value: dec("0.9") },
            on: Some(day),
            reason: Some(text("reachable within a year")),
        }),
        timeless(Supersedes { decision: DecisionId(id(0xe3)) }),
        timeless(VoteCast { voter: HOA, choice: Ballot::Marked(code("NOW")) }),
        timeless(Abstained { voter: HOA }),
        timeless(Recused { voter: HOA }),
        timeless(VotingClosed { tally: tally.clone(), reason: Some(text("Hoa is away all month")) }),
        timeless(Dissented { voter: HOA, dissent: text("the pilot was too short") }),
        from(Decided {
            choice: code("NOW"),
            reasons: text("it hurts most customers"),
            made: Made::Live,
            tally: Some(tally),
            carry_out_by: Some(day),
        }),
        from(Minuted {
            meeting: Some(MeetingId(id(0xe4))),
            number: Some(text("12/2024")),
            document: Some(HASH),
            present: vec![MINH, HOA],
        }),
        timeless(VoteMinuted { voter: HOA, vote: MinutedVote::For(Ballot::Marked(code("NOW"))) }),
        timeless(DissentMinuted { voter: HOA, dissent: text("the pilot was too short") }),
        timeless(MinutesConfirmed { outcome: EventId(id(0xd3)) }),
        from(Deferred { until: Some(day), reason: text("the figures are not in") }),
        from(Withdrawn { reason: text("the merger settles it") }),
        correcting(from(CarriedOut { remark: Some(text("all three acts")) })),
        annulled(),
        in_error(),
    ]
}
