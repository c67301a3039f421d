//! What an exception or an entry of a to-do list is about.

use std::sync::Arc;

use cxl_domain::exception::Subject;
use cxl_domain::time::AsOf;
use cxl_domain::{meeting, noun::Noun as _};

use crate::enums::PracticeId;
use crate::ids::Global;
use crate::improvement::Improvement;
use crate::meeting::Action;
use crate::moment::Moment;
use crate::node::Node;

/// The thing with a page of its own that a subject is or belongs to.
pub(crate) fn node(moment: &Arc<Moment>, subject: Subject) -> Option<Node> {
    let id = match subject {
        Subject::Program(id) => id.node(),
        Subject::Committee(id) => id.node(),
        Subject::Meeting(id) | Subject::Action(id, _) => id.node(),
        Subject::Initiative(id) | Subject::Improvement(id, _) | Subject::Practice(id, _) => id.node(),
        Subject::Metric(id) => id.node(),
        Subject::Evidence(id) => id.node(),
        Subject::Decision(id) => id.node(),
        Subject::Journey(id) => id.node(),
        Subject::PainPoint(id) => id.node(),
        Subject::Insight(id) => id.node(),
    };
    Node::seen(moment, id)
}

/// The improvement that it is.
pub(crate) fn improvement(moment: &Arc<Moment>, subject: Subject) -> Option<Improvement> {
    match subject {
        Subject::Improvement(_, id) => Improvement::seen(moment, id),
        _ => None,
    }
}

/// The practice that it is.
pub(crate) fn practice(subject: Subject) -> Option<PracticeId> {
    match subject {
        Subject::Practice(_, practice) => Some(practice.into()),
        _ => None,
    }
}

/// The action that it is.
pub(crate) fn action(moment: &Arc<Moment>, subject: Subject) -> Option<Action> {
    let Subject::Action(meeting, id) = subject else { return None };
    let held = moment.views.thing::<meeting::Meeting>(meeting)?;
    let program = held.state.program(&AsOf::head(chrono::NaiveDate::MAX))?;
    let action = held.state.action(id, moment.as_of())?;
    moment.asking.reads(program).then(|| Action::of(moment, held, action))
}
