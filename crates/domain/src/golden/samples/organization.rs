use super::{DEPARTMENT, HASH, HOA, PROGRAM, annulled, from, id, timeless, within};
use crate::event::{Authority, Event};
use crate::id::{DepartmentId, EventId, TokenId};
use crate::organization::{self, OrganizationFact, Side};
use crate::role::Role;
use crate::spec::{code, text};

pub(crate) fn organization() -> Vec<Event<OrganizationFact>> {
    use organization::{
        DepartmentClosed, DepartmentCreated, DepartmentNamed, DepartmentSideStated, Founded, KeyLossAccepted,
        ModelAdopted, Named, RoleGranted, RoleWithdrawn, RuleSetAdopted, TokenIssued, TokenRevoked,
        TokenScope, ZoneSet,
    };
    let department = DEPARTMENT;
    vec![
        timeless(Founded { demo: false }),
        from(Named { name: text("Acme") }),
        from(ZoneSet { zone: chrono_tz::Asia::Ho_Chi_Minh }),
        from(DepartmentCreated {
            code: code("REFUNDS"),
            name: text("Refunds"),
            parent: Some(DepartmentId(id(0xc3))),
        }),
        from(DepartmentNamed { department, name: text("Refunds and claims") }),
        from(DepartmentClosed { department, reason: text("merged") }),
        from(DepartmentSideStated { department, side: Side::FrontLine }),
        within(RoleGranted { person: HOA, role: Role::ProgramLead, program: Some(PROGRAM) }),
        from(RoleWithdrawn { grant: EventId(id(0xd2)), reason: Some(text("left")) }),
        timeless(TokenIssued {
            person: HOA,
            sha256: HASH,
            expires: Some("2025-01-01T00:00:00Z".parse().unwrap()),
            scope: Some(TokenScope { reads_only: true, program: Some(PROGRAM) }),
        }),
        timeless(TokenRevoked { token: TokenId(id(0xd3)), reason: Some(text("lost")) }),
        from(ModelAdopted { model: "cx-maturity/1".into() }).under(Some(Authority::Founding)),
        from(RuleSetAdopted { rule_set: "mdc-7-7".into() }).under(Some(Authority::Founding)),
        timeless(KeyLossAccepted { keys: 3, sha256: HASH }),
        annulled(),
    ]
}
