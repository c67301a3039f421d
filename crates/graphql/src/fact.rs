//! Where a statement comes from: who did the act, when it was recorded, by what right.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject, Union};
use cxl_domain::authority::RecordsAct;
use cxl_domain::event;
use cxl_domain::history::Entry;
use cxl_domain::id::{DecisionId, EventId, PersonId, ProgramId};
use cxl_domain::time::Stamp;
use cxl_ledger::TextAt;

use crate::decision::Decision;
use crate::error::Problem;
use crate::ids::Global;
use crate::moment::Moment;
use crate::person::Person;
use crate::scalars::{Code, Date, DateTime, Position};
use crate::texts::Text;

/// A recorded fact, seen from what it says.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    moment: Arc<Moment>,
    event: EventId,
    stamp: Stamp,
    by: PersonId,
    corrects: Option<EventId>,
    authority: Option<Arc<event::Authority>>,
    without_decision: Option<bool>,
}

impl Fact {
    /// A fact of a kind that needs no authority.
    pub(crate) fn of<T>(moment: &Arc<Moment>, entry: &Entry<T>) -> Self {
        Self {
            moment: moment.clone(),
            event: entry.event,
            stamp: entry.stamp,
            by: entry.by(),
            corrects: entry.corrects(),
            authority: entry.authority().cloned(),
            without_decision: None,
        }
    }

    /// A fact of a kind that may need an authority, in the program by whose governance that is settled.
    pub(crate) fn with_authority<T: RecordsAct>(
        moment: &Arc<Moment>,
        entry: &Entry<T>,
        program: Option<ProgramId>,
    ) -> Self {
        let without_decision = moment.inquiry().without_decision(entry, program);
        Self { without_decision, ..Self::of(moment, entry) }
    }
}

/// Where a statement comes from: the recorded event, who did the act, and by what right. The whole event
/// stands in the history of what it is about.
#[Object]
impl Fact {
    /// The id of the event.
    async fn event(&self) -> ID {
        self.event.global()
    }

    /// The event's rank in the ledger.
    async fn position(&self) -> Position {
        Position(self.stamp.position())
    }

    /// When the ledger recorded it, never earlier than the event before it.
    async fn recorded(&self) -> DateTime {
        self.stamp.recorded.into()
    }

    /// From when on it counts by default: when it was recorded or, of imported history, when its source
    /// published it.
    async fn known(&self) -> DateTime {
        self.stamp.known.into()
    }

    /// Of history that was imported, the day on which its source published it, as the importer claims.
    async fn published(&self) -> Option<Date> {
        self.stamp.published.map(Date)
    }

    /// Who did the act.
    async fn by(&self) -> Person {
        Person::reference(&self.moment, self.by)
    }

    /// The event that this one corrects.
    async fn corrects(&self) -> Option<ID> {
        self.corrects.map(|event| event.global())
    }

    /// By what right it was done; null if none is recorded.
    async fn authority(&self) -> Option<Authority> {
        let position = self.stamp.position();
        self.authority.as_deref().map(|authority| Authority::of(&self.moment, authority, position))
    }

    /// Whether the fact is of a kind that needs an authority by the governance of its program, and none is
    /// recorded, or only a decision that does not bind: its outcome was annulled, or its minutes are not
    /// confirmed. Null for kinds that need none.
    async fn without_decision(&self) -> Option<bool> {
        self.without_decision
    }
}

/// By what right an act was done.
#[derive(Union)]
pub(crate) enum Authority {
    /// A decision.
    Decision(DecisionAuthority),
    /// A document.
    Document(DocumentAuthority),
    /// The sponsor's act before the first committee.
    Founding(FoundingAuthority),
    /// A rule by which none is needed.
    NotRequired(NoAuthorityRequired),
}

impl Authority {
    /// The authority that the event at `position` names.
    pub(crate) fn of(moment: &Arc<Moment>, authority: &event::Authority, position: u64) -> Self {
        match authority {
            event::Authority::Decision(decision) => {
                Self::Decision(DecisionAuthority { moment: moment.clone(), id: *decision })
            }
            event::Authority::Document(document) => Self::Document(DocumentAuthority {
                moment: moment.clone(),
                position,
                sha256: document.sha256.to_string(),
            }),
            event::Authority::Founding => Self::Founding(FoundingAuthority { founding: true }),
            event::Authority::NotRequired(named) => {
                Self::NotRequired(NoAuthorityRequired { rule: Code(named.rule.clone()) })
            }
        }
    }
}

/// A decision recorded in the ledger.
pub(crate) struct DecisionAuthority {
    moment: Arc<Moment>,
    id: DecisionId,
}

/// A decision recorded in the ledger that entitles to the act.
#[Object]
impl DecisionAuthority {
    /// The global id of the decision.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// The decision; null where it was put after the point in time asked about.
    async fn decision(&self) -> Option<Decision> {
        Decision::found(&self.moment, self.id)
    }
}

/// A document outside the ledger.
pub(crate) struct DocumentAuthority {
    moment: Arc<Moment>,
    position: u64,
    sha256: String,
}

/// A document outside the ledger that entitles to the act.
#[Object]
impl DocumentAuthority {
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    async fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Its number or title.
    async fn title(&self) -> Result<Option<Text>, Problem> {
        let at = TextAt { position: self.position, pointer: "/authority/document/title" };
        self.moment.text(at).await
    }
}

/// The sponsor's act, before a committee exists.
#[derive(Debug, SimpleObject)]
pub(crate) struct FoundingAuthority {
    /// Always true.
    founding: bool,
}

/// A named rule of the program says that no authority is needed.
#[derive(Debug, SimpleObject)]
pub(crate) struct NoAuthorityRequired {
    /// The rule.
    rule: Code,
}
