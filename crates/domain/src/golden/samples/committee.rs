use super::{DEPARTMENT, HOA, PROGRAM, annulled, from, id, in_error, within};
use crate::calendar::Rhythm;
use crate::committee::{self, CommitteeFact, SeatRole};
use crate::event::Event;
use crate::id::SeatId;
use crate::spec::{code, text};

pub(crate) fn committee() -> Vec<Event<CommitteeFact>> {
    use committee::rule::Majority;
    use committee::{
        DecisionRule, DecisionRuleSet, Dissolved, Established, MemberSeated, Named, QuorumSet, RhythmSet,
        SeatVacated, Threshold, Tie,
    };
    let majority = Majority { threshold: Threshold::TwoThirds, tie: Tie::ChairDecides };
    vec![
        from(Established { program: PROGRAM, code: code("STEER") }),
        from(Named { name: text("Steering committee") }),
        within(MemberSeated { person: HOA, role: SeatRole::Member, department: Some(DEPARTMENT) }),
        from(SeatVacated { seat: SeatId(id(0xe3)), reason: Some(text("moved to another program")) }),
        from(RhythmSet { rhythm: Rhythm::Quarter, due_within_days: 14 }),
        from(QuorumSet { members: 3 }),
        from(DecisionRuleSet { rule: DecisionRule::Majority(majority), owners_vote: true }),
        from(Dissolved { reason: text("merged with another committee") }),
        annulled(),
        in_error(),
    ]
}
