//! How the programs are governed, what of the maturity model does not apply to them, and how far they are to
//! come by when.

use cxl_domain::authority::{Act as Needing, Governance};
use cxl_domain::event::Authority;
use cxl_domain::initiative::Command as Initiative;
use cxl_domain::maturity::PracticeId;
use cxl_domain::maturity::profile::{
    self, Decide, Goal, MaturityTargetDropped, MaturityTargetSet, PracticeApplicable, PracticeNotApplicable,
};
use cxl_domain::maturity::program::{LevelRule, LevelRuleDecided};
use cxl_domain::program::Command as P;
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::OWEN;
use super::decisions::under;
use super::discipline::{lead, program};
use super::initiatives::{Right, steers};
use super::story::{Story, day, text};

/// All of it.
pub(super) fn tell(story: &mut Story) {
    govern(story);
    mature(story);
}

/// Tokyo refuses promises that move without a right from May 2021 on, home from the summer of 2024 on.
fn govern(story: &mut Story) {
    let promises = [
        Needing::SetTarget,
        Needing::Pause,
        Needing::Sustain,
        Needing::Stop,
        Needing::Reopen,
        Needing::Succeed,
        Needing::TransferOversight,
        Needing::Rebase,
        Needing::Bridge,
        Needing::ExcludePractice,
        Needing::SetMaturityTarget,
        Needing::DecideLevelRule,
    ];
    for (of, on, from) in [("JP", "2021-04-26", "2021-05-01"), ("VN", "2024-07-01", "2024-07-01")] {
        let needing = promises.to_vec();
        program(story, of, on, lead(of), move |_| P::SetGovernance {
            governance: Governance { needing, strict: true },
            on: Some(day(from)),
        });
    }
    program(story, "JP", "2023-04-25", OWEN, |cast| P::DecideLevelRule {
        decided: LevelRuleDecided {
            rule: LevelRule::LowerMedian,
            reason: text("One young initiative should not hold the others back"),
        },
        on: None,
        authority: Some(under(cast, "JP-MEDIAN")),
    });
}

type By = Box<dyn FnOnce(&Cast) -> Option<Authority> + Send>;

fn by(right: Right) -> By {
    Box::new(move |_| right.authority())
}

fn profile(decide: Decide, authority: By) -> impl FnOnce(&Cast) -> profile::Command + Send + 'static {
    move |cast| profile::Command { decide, on: None, authority: authority(cast) }
}

fn target(goal: Goal, due: &str, reason: &str) -> Decide {
    Decide::SetTarget(MaturityTargetSet { goal, due: day(due), reason: Some(text(reason)) })
}

/// What does not apply, and how far to come by when.
fn mature(story: &mut Story) {
    let mut of_program = |of: &'static str, on: &str, decide: Decide, authority: By| {
        let decided = profile(decide, authority);
        program(story, of, on, lead(of), move |cast| P::Profile(decided(cast)));
    };
    let level_2 = |due, reason| target(Goal::Level(2), due, reason);
    of_program(
        "VN",
        "2020-02-24",
        level_2("2022-12-31", "Three years, said the board"),
        by(Right::Paper("Board minute 2020/03")),
    );
    of_program(
        "VN",
        "2022-11-21",
        level_2("2025-12-31", "The queue has lost its level, and home loans never had one"),
        by(Right::Paper("Board minute 2022/19")),
    );
    of_program(
        "VN",
        "2021-03-15",
        target(Goal::Practice(PracticeId::E4), "2021-12-31", "Awards in the back office, too"),
        by(Right::Unsaid),
    );
    let dropped =
        MaturityTargetDropped { goal: Goal::Practice(PracticeId::E4), reason: text("Reached, and routine") };
    of_program("VN", "2022-02-21", Decide::DropTarget(dropped), by(Right::Unsaid));
    let no_reward = PracticeNotApplicable {
        practice: PracticeId::E4,
        reason: text("The head office pays Tokyo's bonuses by rules of its own"),
        review_on: day("2024-04-22"),
    };
    let under_decision = Box::new(|cast: &Cast| Some(under(cast, "JP-NO-REWARD")));
    of_program("JP", "2023-04-25", Decide::NotApplicable { said: no_reward, until: None }, under_decision);
    let again = PracticeApplicable {
        practice: PracticeId::E4,
        reason: Some(text("Since this year the branch gives awards of its own")),
    };
    of_program(
        "JP",
        "2025-04-22",
        Decide::Applicable(again),
        by(Right::Paper("Letter of the head office 12")),
    );

    let mut of_initiative = |code: &'static str, on: &'static str, decide: Decide, right: Right| {
        let decided = profile(decide, by(right));
        story.act(on, steers(code, on), move |cast| {
            Command::Initiative(Some(cast.initiative(code)), Initiative::Profile(decided(cast)))
        });
    };
    let no_design = PracticeNotApplicable {
        practice: PracticeId::O2,
        reason: text("What staff may do is not a design of anything"),
        review_on: day("2025-03-31"),
    };
    of_initiative(
        "STAFF",
        "2024-03-25",
        Decide::NotApplicable { said: no_design, until: None },
        Right::Unsaid,
    );
    let designed = PracticeApplicable {
        practice: PracticeId::O2,
        reason: Some(text("Refunds at the counter are designed, after all")),
    };
    of_initiative(
        "STAFF",
        "2025-04-07",
        Decide::Applicable(designed),
        Right::Paper("Minute of the round table 31"),
    );
    let paper = Right::Paper("Board minute 2020/03");
    of_initiative("TABLETS", "2020-03-02", target(Goal::Level(1), "2021-06-30", "As for all"), paper);
    let dropped = MaturityTargetDropped { goal: Goal::Level(1), reason: text("It is stopped") };
    of_initiative("TABLETS", "2021-05-18", Decide::DropTarget(dropped), Right::Unsaid);
    let fourth = target(Goal::Level(4), "2027-12-31", "Needs that nobody serves are found here first");
    of_initiative("ONBOARD", "2024-02-19", fourth, Right::Paper("Board minute 2024/02"));
    of_initiative("LOANS", "2023-02-13", target(Goal::Level(2), "2025-06-30", "With Trang"), paper);
    let later = target(Goal::Level(2), "2026-06-30", "Nothing moves before appraisal does");
    of_initiative("LOANS", "2024-05-13", later, Right::Unsaid);
}
