//! What the things of exceptions and to-do lists are called: a code in clear and a text to be opened.

use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::exception::Subject;
use cxl_domain::id::InitiativeId;
use cxl_domain::insight::Insight;
use cxl_domain::journey::Journey;
use cxl_domain::meeting::Meeting;
use cxl_domain::pain_point::PainPoint;

use super::Inquiry;
use crate::shelf::Shelved;
use crate::texts::TextAt;

/// What a thing is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its code, or that of the thing to which it belongs.
    pub code: Option<Code>,
    /// Where its name, title or task lies.
    pub text: Option<TextAt>,
}

impl Inquiry<'_> {
    /// What a subject is called on E.
    pub fn called(&self, subject: Subject) -> Called {
        let as_of = &self.as_of;
        match subject {
            Subject::Program(id) => {
                let state = self.views.program(id).map(|held| &held.state);
                Called {
                    code: state.and_then(|state| state.code(as_of)).cloned(),
                    text: state.and_then(|state| state.name(as_of)).map(TextAt::name),
                }
            }
            Subject::Initiative(id) | Subject::Practice(id, _) => self.called_initiative(id),
            Subject::Improvement(id, improvement) => {
                let state = self.views.initiative(id).map(|held| &held.state);
                let fix = state.and_then(|state| state.improvement(improvement, as_of));
                let title = fix.map(|fix| TextAt { position: fix.stated_at, pointer: "/fact/title" });
                Called { text: title, ..self.called_initiative(id) }
            }
            Subject::Metric(id) => {
                let state = self.views.metric(id).map(|held| &held.state);
                Called {
                    code: state.and_then(|state| state.code(as_of)).cloned(),
                    text: state.and_then(|state| state.name(as_of)).map(TextAt::name),
                }
            }
            Subject::Evidence(id) => {
                let provided = self.views.evidence(id).and_then(|held| held.state.provided(as_of));
                let summary = provided.map(|(entry, _)| TextAt::field(entry, "/fact/summary"));
                Called { code: None, text: summary }
            }
            Subject::Committee(id) => {
                let name = self.views.thing::<Committee>(id).and_then(|held| held.state.name(as_of));
                Called { code: self.code_of::<Committee>(id), text: name.map(TextAt::name) }
            }
            Subject::Meeting(id) => {
                let name = self.views.thing::<Meeting>(id).and_then(|held| held.state.name(as_of));
                Called { code: self.code_of::<Meeting>(id), text: name.map(TextAt::name) }
            }
            Subject::Action(id, action) => {
                let action = self.views.thing::<Meeting>(id).and_then(|it| it.state.action(action, as_of));
                let task = action.map(|it| TextAt { position: it.stated_at, pointer: "/fact/task" });
                Called { code: self.code_of::<Meeting>(id), text: task }
            }
            Subject::Decision(id) => Called { code: self.code_of::<Decision>(id), text: None },
            Subject::Journey(id) => Called { code: self.code_of::<Journey>(id), text: None },
            Subject::PainPoint(id) => Called { code: self.code_of::<PainPoint>(id), text: None },
            Subject::Insight(id) => Called { code: self.code_of::<Insight>(id), text: None },
        }
    }

    fn called_initiative(&self, id: InitiativeId) -> Called {
        let state = self.views.initiative(id).map(|held| &held.state);
        Called {
            code: state.and_then(|state| state.code(&self.as_of)).cloned(),
            text: state.and_then(|state| state.name(&self.as_of)).map(TextAt::name),
        }
    }

    fn code_of<N: Shelved>(&self, id: N::Id) -> Option<Code> {
        self.views.thing::<N>(id)?.state.code(&self.as_of).cloned()
    }
}
