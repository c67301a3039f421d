use super::{DEPARTMENT, annulled, from, id, in_error, timeless};
use crate::event::Event;
use crate::id::IdentityId;
use crate::person::{self, PersonFact};
use crate::spec::text;

pub(crate) fn person() -> Vec<Event<PersonFact>> {
    use person::{
        IdentityLinked, IdentityUnlinked, Left, Named, Placed, Registered, Returned, ServiceDeclared,
    };
    vec![
        timeless(Registered { code: text("HOA.T") }),
        from(Named { name: text("Trần Thị Hòa") }),
        from(Placed { department: Some(DEPARTMENT) }),
        from(Left {}),
        from(Returned {}),
        timeless(ServiceDeclared {}),
        timeless(IdentityLinked { issuer: text("https://login.example.com"), subject: text("00u1a2b3") }),
        timeless(IdentityUnlinked { identity: IdentityId(id(0xd4)), reason: Some(text("left")) }),
        annulled(),
        in_error(),
    ]
}
