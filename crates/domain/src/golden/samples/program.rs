use super::{
    GOAL, HOA, annulled, applicable, document, explained, from, in_error, not_applicable, target_dropped,
    target_set, timeless,
};
use crate::authority::{Act, Governance};
use crate::calendar::FiscalCalendar;
use crate::event::Event;
use crate::maturity::program::{LevelRule, LevelRuleDecided};
use crate::maturity::{Goal, PracticeId};
use crate::measurement::decimal::dec;
use crate::program::{self, ProgramFact, Vocabulary};
use crate::spec::{code, text};

pub(crate) fn program() -> Vec<Event<ProgramFact>> {
    use program::{
        CalendarSet, CodeLabeled, Created, GoalRetired, GoalSet, GovernanceSet, Named, PersonalContactStated,
        SponsorNamed, ZoneSet,
    };
    vec![
        from(Created { code: code("RETAIL") }),
        from(Named { name: text("Retail") }),
        from(SponsorNamed { sponsor: HOA }),
        from(ZoneSet { zone: chrono_tz::Asia::Ho_Chi_Minh }),
        from(CalendarSet { calendar: FiscalCalendar::new(4).unwrap() }),
        from(GovernanceSet {
            governance: Governance { needing: vec![Act::Charter, Act::Stop], strict: true },
        }),
        timeless(CodeLabeled { vocabulary: Vocabulary::Channel, code: code("APP"), label: text("App") }),
        from(GoalSet { code: code("LOYAL"), title: text("Customers stay") }),
        from(GoalRetired { goal: GOAL, reason: Some(text("reached")) }),
        not_applicable(),
        applicable(),
        target_set(Goal::Practice(PracticeId::R4)),
        target_dropped(),
        from(LevelRuleDecided { rule: LevelRule::LowerMedian, reason: text("one branch is being sold") })
            .under(Some(document())),
        from(PersonalContactStated { share: dec("0.35"), source: Some(text("Sales by channel")) }),
        timeless(explained()),
        annulled(),
        in_error(),
    ]
}
