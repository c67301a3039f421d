use super::{
    HOA, IMPROVEMENT, JOURNEY, METRIC, PROGRAM, SPOT, annulled, applicable, correcting, document, explained,
    from, id, in_error, not_applicable, target_dropped, target_set, timeless, within,
};
use crate::event::{Authority, Event, NotRequired};
use crate::id::{CommitteeId, DecisionId, EventId, InitiativeId};
use crate::initiative::{self, DeclaredState, InitiativeFact, MetricRole};
use crate::journey::Place;
use crate::maturity::Goal;
use crate::measurement::decimal::dec;
use crate::spec::{code, day, period, text};

pub(crate) fn initiative() -> Vec<Event<InitiativeFact>> {
    use initiative::{
        BenefitExpected, BenefitKind, Chartered, ElementChanged, ElementKind, Helps, ImprovementAbandoned,
        ImprovementDateMoved, ImprovementDelivered, ImprovementStarted, MetricLinked, Named,
        OversightTransferred, OwnerAssigned, OwnerVacated, Paused, Placed, ProgressReported, PurposeStated,
        Reopened, ReportAcknowledged, Resumed, Sentences, Stopped, Succeeds, Sustained,
    };
    let improvement = IMPROVEMENT;
    vec![
        from(Chartered { program: PROGRAM, code: code("REFUNDS"), committee: Some(CommitteeId(id(0xe1))) })
            .under(Some(document())),
        correcting(from(Named { name: text("Hoàn tiền nhanh") })),
        from(PurposeStated { purpose: text("Money back in three days") }),
        from(OwnerAssigned { owner: HOA }).under(Some(Authority::Founding)),
        from(OwnerVacated { reason: Some(text("left the company")) })
            .under(Some(Authority::Decision(DecisionId(id(0xe2))))),
        from(MetricLinked { metric: METRIC, role: MetricRole::Primary }),
        from(Placed { place: Place { journey: JOURNEY, spot: Some(SPOT) } }),
        from(ElementChanged {
            code: code("CRM"),
            kind: ElementKind::System,
            name: text("The customer file"),
            at: vec![Place { journey: JOURNEY, spot: Some(SPOT) }],
        }),
        from(Helps { executive: code("COO"), goal: Some(text("Fewer calls a customer")) }),
        within(BenefitExpected {
            code: code("FEWER-CALLS"),
            kind: BenefitKind::Cost,
            metric: METRIC,
            amount: dec("120000.00"),
        }),
        from(ImprovementStarted {
            title: text("One form"),
            metric: Some(METRIC),
            due: Some(day("2024-06-01")),
        }),
        from(ImprovementDateMoved { improvement, due: day("2024-09-01"), reason: text("the bank is late") }),
        from(ImprovementDelivered { improvement }),
        from(ImprovementAbandoned { improvement, reason: text("no use") }),
        from(ProgressReported::new(
            period("2024-01-01", "2024-03-31"),
            DeclaredState::AtRisk,
            Sentences {
                summary: text("Forms are printed"),
                next_step: Some(text("Train the counters")),
                blocked_by: Some(text("A signature")),
            },
        )),
        from(OversightTransferred { committee: CommitteeId(id(0xe4)) }).under(Some(document())),
        timeless(explained()),
        timeless(ReportAcknowledged { report: EventId(id(0xd4)) }),
        from(Paused { reason: text("no budget") }).under(Some(document())),
        from(Sustained { reason: Some(text("it holds by itself")) }).under(Some(document())),
        from(Resumed { reason: Some(text("budget approved")) })
            .under(Some(Authority::NotRequired(NotRequired { rule: code("RESUMES-BY-LEAD") }))),
        from(Stopped { reason: text("merged"), lesson: Some(text("ask the counters first")) })
            .under(Some(document())),
        from(Reopened { reason: text("complaints came back") }).under(Some(document())),
        from(Succeeds { predecessor: InitiativeId(id(0xb4)) }).under(Some(document())),
        not_applicable(),
        applicable(),
        target_set(Goal::Level(2)),
        target_dropped(),
        annulled(),
        in_error(),
    ]
}
