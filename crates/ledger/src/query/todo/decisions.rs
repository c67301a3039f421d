//! What decisions ask for: a vote, then that the votes are counted, then that their outcome is stated.

use cxl_domain::decision::{Decision, Status};
use cxl_domain::exception::Subject;
use cxl_domain::id::{PersonId, ProgramId};

use super::{ToDo, ToDoKind};
use crate::query::Inquiry;

/// Decisions that are open, their votes never counted, in which a person is entitled to vote and took no
/// part.
pub(super) fn votes(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let as_of = &inquiry.as_of;
    let asked = |decision: &Decision| {
        let open = decision.status(as_of).0 == Status::Open && !decision.was_counted(as_of);
        let put = decision.begins(as_of).is_some_and(|day| day <= as_of.effective);
        let entitled = decision.electorate(as_of).is_some_and(|(_, electorate)| {
            electorate.electors.iter().any(|elector| elector.person == person)
        });
        let took_part = decision.participations(as_of).iter().any(|part| part.voter == person);
        open && put && entitled && !took_part
    };
    let open = inquiry.decisions(program).filter(|decision| asked(decision));
    let vote = |decision: &Decision| {
        let about = Subject::Decision(decision.id);
        ToDo::new(ToDoKind::Vote, about, program, decision.deadline(as_of))
    };
    open.map(vote).collect()
}

/// Votes that await nobody any more, and those that ran past their deadline, for whoever may conclude them:
/// who steers the program, and who chairs.
pub(super) fn conclusions(inquiry: &Inquiry<'_>, person: PersonId, program: ProgramId) -> Vec<ToDo> {
    let steers = inquiry.steers(person, program);
    let asked = |decision: &Decision| {
        let kind = match decision.status(&inquiry.as_of).0 {
            Status::Open => left_of(inquiry, decision, person, steers)?,
            Status::Expired if steers && decision.voting_began(&inquiry.as_of) => ToDoKind::Decide,
            _ => return None,
        };
        let about = Subject::Decision(decision.id);
        Some(ToDo::new(kind, about, program, decision.deadline(&inquiry.as_of)))
    };
    inquiry.decisions(program).filter_map(asked).collect()
}

/// What a person can do about an open vote that awaits nobody any more.
fn left_of(inquiry: &Inquiry<'_>, decision: &Decision, person: PersonId, steers: bool) -> Option<ToDoKind> {
    let as_of = &inquiry.as_of;
    inquiry.voted_out_on(decision)?;
    if !decision.was_counted(as_of) {
        let (_, electorate) = decision.electorate(as_of)?;
        let may_close = steers || electorate.chair() == Some(person);
        return (may_close && decision.has_quorum(as_of)).then_some(ToDoKind::CloseVoting);
    }
    // What only the chair can state is asked of nobody else; what nobody can, is taken back by who steers.
    let presiding = decision.presiding(as_of).filter(|_| decision.is_carried(true, as_of));
    let anybodys = presiding.is_none() || decision.is_carried(false, as_of);
    (presiding == Some(person) || (steers && anybodys)).then_some(ToDoKind::Decide)
}
