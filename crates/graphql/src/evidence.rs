//! Evidence that a practice was carried out, and what became of it.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};
use cxl_domain::calendar;
use cxl_domain::evidence::{self, EvidenceFact, Provided, Scope};
use cxl_domain::history::Entry;
use cxl_domain::id::{EvidenceId, ProgramId};
use cxl_domain::time::AsOf;
use cxl_ledger::TextAt;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::Held;

use crate::as_of::PointInTime;
use crate::attachment::Attachment;
use crate::connection::{Connection, list_cost, page_cost};
use crate::enums::PracticeId;
use crate::error::Problem;
use crate::fact::Fact;
use crate::history::{Event, EventFilter, history};
use crate::ids::Global;
use crate::in_error::RecordedInError;
use crate::initiative::Initiative;
use crate::list::List;
use crate::moment::Moment;
use crate::period::Period;
use crate::program::Program;
use crate::record_finding::RecordFinding;
use crate::scalars::Position;
use crate::texts::Text;

/// A piece of evidence at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    moment: Arc<Moment>,
    held: Arc<Held<evidence::Evidence>>,
}

/// What became of a piece of evidence.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judgment {
    /// Nobody has judged it yet.
    Awaited,
    /// Another person than the provider accepted it.
    Accepted,
    /// Another person than the provider refused it: it counts as nothing.
    Refused,
}

impl From<evidence::Judgment> for Judgment {
    fn from(judgment: evidence::Judgment) -> Self {
        match judgment {
            evidence::Judgment::Awaited => Self::Awaited,
            evidence::Judgment::Accepted(_) => Self::Accepted,
            evidence::Judgment::Refused(_) => Self::Refused,
        }
    }
}

impl Evidence {
    /// Evidence that is known at that moment, of a program that the asker can read.
    pub(crate) fn seen(moment: &Arc<Moment>, id: EvidenceId) -> Option<Self> {
        Self::found(moment, id).filter(|it| it.held.state.exists(moment.as_of()))
    }

    /// The same, also of what was recorded in error.
    pub(crate) fn found(moment: &Arc<Moment>, id: EvidenceId) -> Option<Self> {
        let held = moment.views.evidence(id)?;
        let (_, provided) = provision(&held.state, moment.as_of())?;
        moment.asking.reads(provided.program).then(|| Self { moment: moment.clone(), held: held.clone() })
    }

    fn provided(&self) -> Result<(&Entry<EvidenceFact>, &Provided), Problem> {
        let provided = provision(&self.held.state, self.moment.as_of());
        provided.ok_or_else(|| Problem::internal("evidence was shown before it was provided"))
    }

    fn withdrawal(&self) -> Option<&Entry<EvidenceFact>> {
        self.held.state.withdrawn(self.moment.as_of())
    }

    fn judged(&self) -> Option<&Entry<EvidenceFact>> {
        self.held.state.judged(self.moment.as_of())
    }
}

/// What evidence shows as known, recorded in error or not.
fn provision<'a>(
    state: &'a evidence::Evidence,
    as_of: &AsOf,
) -> Option<(&'a Entry<EvidenceFact>, &'a Provided)> {
    state.history.current(as_of, |fact| match fact {
        EvidenceFact::Provided(provided) => Some(provided),
        _ => None,
    })
}

/// The evidence of a program that was recorded in error, with the days that it covers.
pub(crate) fn taken_back(moment: &Moment, program: ProgramId) -> Vec<(calendar::Period, EvidenceId)> {
    let as_of = moment.as_of();
    let fallen = moment.views.evidence_of(program).filter(|held| held.state.in_error(as_of));
    let provided = fallen.filter_map(|held| Some((provision(&held.state, as_of)?.1, held.state.id)));
    provided.filter(|(it, _)| it.program == program).map(|(it, id)| (it.covers, id)).collect()
}

/// What shows that a practice was carried out: provided by one person, accepted or refused by another.
#[Object]
impl Evidence {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.held.state.id.global()
    }

    /// The point in time to which this answer belongs.
    async fn as_of(&self) -> PointInTime {
        (&self.moment.point).into()
    }

    /// The revision of the newest recorded fact about it: what a command may expect.
    async fn revision(&self) -> Position {
        Position(self.held.revision)
    }

    /// Position of the newest recorded fact about it.
    async fn position(&self) -> Position {
        Position(self.held.position)
    }

    /// The program.
    async fn program(&self) -> Result<Option<Program>, Problem> {
        Ok(Program::found(&self.moment, self.provided()?.1.program))
    }

    /// The fact that all of it was recorded in error; null as long as it was not. Lists and counts leave
    /// out what was, and what else is answered of it is what had been recorded before.
    async fn recorded_in_error(&self) -> Option<RecordedInError> {
        RecordedInError::of(&self.moment, Thing::Evidence(self.held.state.id))
    }

    /// Its recorded events, oldest first; what was annulled or corrected stays, marked as fallen. Null if
    /// you may not read them.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        #[graphql(desc = "Only these events; all if left out.")] only: Option<EventFilter>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Event>>, Problem> {
        history(&self.moment, self.held.state.id.node(), only, first, after.as_deref()).await
    }

    /// The practice that it shows.
    async fn practice(&self) -> Result<PracticeId, Problem> {
        Ok(self.provided()?.1.practice.into())
    }

    /// Whether it speaks for the program: for all its initiatives or those that it names. Otherwise it
    /// speaks for one initiative.
    async fn of_program(&self) -> Result<bool, Problem> {
        Ok(matches!(self.provided()?.1.scope, Scope::Program(_)))
    }

    /// The initiatives that it names; none if it speaks for the whole program.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn initiatives(&self) -> Result<List<Initiative>, Problem> {
        let named = match &self.provided()?.1.scope {
            Scope::Initiative(initiative) => std::slice::from_ref(initiative),
            Scope::Program(named) => named.as_slice(),
        };
        Ok(named.iter().filter_map(|id| Initiative::seen(&self.moment, *id)).collect())
    }

    /// The days that it covers.
    async fn covers(&self) -> Result<Period, Problem> {
        Ok(self.provided()?.1.covers.into())
    }

    /// What it shows, in a few sentences.
    async fn summary(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(self.provided()?.0, "/fact/summary")).await
    }

    /// The files that are attached to it, in the order in which they were.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn attachments(&self) -> List<Attachment> {
        let attached = self.held.state.attachments(self.moment.as_of());
        attached.map(|(entry, attached)| Attachment::of(&self.moment, entry, attached)).collect()
    }

    /// Who provided it, and when.
    #[graphql(name = "provided")]
    async fn providing(&self) -> Result<Fact, Problem> {
        Ok(Fact::of(&self.moment, self.provided()?.0))
    }

    /// What became of it.
    async fn judgment(&self) -> Judgment {
        self.held.state.judgment(self.moment.as_of()).into()
    }

    /// Who judged it, and when; null while nobody has.
    #[graphql(name = "judged")]
    async fn judging(&self) -> Option<Fact> {
        self.judged().map(|entry| Fact::of(&self.moment, entry))
    }

    /// What was remarked on acceptance, or why it was refused.
    async fn remark(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.judged() else { return Ok(None) };
        let accepted = matches!(entry.fact, EvidenceFact::Accepted(_));
        let pointer = if accepted { "/fact/remark" } else { "/fact/reason" };
        self.moment.text(TextAt::field(entry, pointer)).await
    }

    /// What the record itself says against it on the effective day; null if nothing. It counts all the
    /// same: whoever accepted it may know better.
    async fn contradicted_by_record(&self) -> Option<RecordFinding> {
        let against = self.moment.inquiry().contradiction_of(self.held.state.id)?;
        Some(RecordFinding::of(&self.moment, against, false))
    }

    /// Who withdrew it, and when: from then on it counts as nothing, however it was judged.
    async fn withdrawn(&self) -> Option<Fact> {
        self.withdrawal().map(|entry| Fact::of(&self.moment, entry))
    }

    /// Why it was withdrawn.
    async fn withdrawal_reason(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.withdrawal() else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/reason")).await
    }
}
