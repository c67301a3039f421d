use super::{
    DEPARTMENT, GOAL, HASH, HOA, IMPROVEMENT, JOURNEY, PROGRAM, annulled, document, from, id, in_error,
    timeless, within,
};
use crate::calendar::Rhythm;
use crate::event::Event;
use crate::id::EventId;
use crate::journey::Place;
use crate::measurement::decimal::dec;
use crate::measurement::figures::{Figures, Reading, ReadingStatus};
use crate::measurement::flags::{FlagId, FlagTable};
use crate::measurement::kind::{Direction, MetricKind};
use crate::measurement::publication::RestatementReason;
use crate::measurement::series::{Alignment, SeriesKey};
use crate::metric::{self, MetricFact};
use crate::spec::{code, day, period, text};

pub(crate) fn metric() -> Vec<Event<MetricFact>> {
    use metric::{
        AccountableAssigned, Bridged, ControlAnswer, ControlStated, Defined, DefinitionStated, FlagCleared,
        GoalLinked, HeadlineNamed, Named, Placed, Purpose, PurposeDeclared, ReadingRecorded, RebaseApproved,
        RebaseProposed, TargetSet,
    };
    let series = SeriesKey {
        definition: 1,
        channel: Some(code("APP")),
        segment: Some(code("PREMIUM")),
        source: Some(code("SURVEY")),
    };
    vec![
        from(Defined {
            program: PROGRAM,
            code: code("WAIT"),
            kind: MetricKind::Proportion,
            direction: Direction::Increase,
            unit: Some(code("SHARE")),
            rhythm: Rhythm::Month,
            due_within_days: Some(10),
        }),
        from(Named { name: text("Refunded in three days") }),
        from(DefinitionStated { version: 1, wording: text("Refunds within three days, of all") }),
        within(TargetSet { value: dec("0.950"), reason: Some(text("promised to customers")) })
            .under(Some(document())),
        from(AccountableAssigned { person: HOA }),
        from(HeadlineNamed { series: series.clone() }),
        from(PurposeDeclared { purposes: [Purpose::Strategy, Purpose::Pay].into() }),
        from(GoalLinked { goal: Some(GOAL) }),
        from(ControlStated {
            controls: ControlAnswer { yes: false, remark: Some(text("the bank decides")) },
            knows_how: ControlAnswer { yes: true, remark: Some(text("ask for fewer papers")) },
            has_authority: ControlAnswer { yes: false, remark: Some(text("legal signs")) },
            controlled_by: Some(DEPARTMENT),
        }),
        timeless(RebaseProposed {
            series: series.clone(),
            date: day("2024-01-01"),
            reason: text("another system pays out"),
        }),
        timeless(RebaseApproved { rebase: EventId(id(0xd4)), proposed_by: HOA }).under(Some(document())),
        timeless(Bridged { earlier: 1, later: 2, reason: text("only the wording changed") })
            .under(Some(document())),
        from(Placed { place: Place { journey: JOURNEY, spot: None } }),
        timeless(FlagCleared {
            table: FlagTable::Flags1,
            flag: FlagId::Unbalanced,
            improvement: Some(IMPROVEMENT),
            seen: HASH,
            reason: text("the other metric was broken"),
        }),
        timeless(ReadingRecorded {
            series,
            period: period("2024-01-01", "2024-01-31"),
            alignment: Alignment::Regular,
            reading: Reading {
                figures: Figures::Ratio { numerator: dec("412"), denominator: dec("500") },
                n: Some(500),
                invited: Some(2000),
                standard_deviation: Some(dec("0.40")),
                status: ReadingStatus::Provisional,
            },
            restatement: Some(RestatementReason::SourceRevised),
        }),
        annulled(),
        in_error(),
    ]
}
