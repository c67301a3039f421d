use super::{DEPARTMENT, annulled, from, in_error, timeless};
use crate::event::Event;
use crate::person::{self, PersonFact};
use crate::spec::text;

pub(crate) fn person() -> Vec<Event<PersonFact>> {
    use person::{Left, Named, Placed, Registered, Returned};
    vec![
        timeless(Registered { code: text("HOA.T") }),
        from(Named { name: text("Trần Thị Hòa") }),
        from(Placed { department: Some(DEPARTMENT) }),
        from(Left {}),
        from(Returned {}),
        annulled(),
        in_error(),
    ]
}
