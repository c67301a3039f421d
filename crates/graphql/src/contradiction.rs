//! Contradictions: facts that stand although what they rest on does not.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object};
use cxl_domain::id::ProgramId;
use cxl_ledger::query;
use cxl_ledger::thing::Thing;
use cxl_words::sentence as sentence_of;

use crate::connection::{Connection, Listing};
use crate::error::Problem;
use crate::ids::Global;
use crate::moment::Moment;
use crate::naming::{Named, called, reads};
use crate::node::Node;
use crate::scalars::Position;
use crate::words::Language;

/// A contradiction at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Contradiction {
    moment: Arc<Moment>,
    of: query::Contradiction,
}

/// What is wrong with a fact.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[graphql(remote = "query::ContradictionKind")]
pub(crate) enum ContradictionKind {
    /// It names something that was recorded in error, or a department whose creation was annulled.
    Orphaned,
    /// It no longer fits beside what was corrected.
    Broken,
    /// It claims a code that something else claimed before.
    CodeClaimedTwice,
    /// It lets an initiative succeed itself, by way of others.
    CircularSuccession,
    /// It lets an initiative succeed one that another succeeds.
    SucceededTwice,
    /// It lets a decision supersede itself, by way of others.
    CircularSupersession,
    /// It was done under a decision whose outcome was annulled.
    Undecided,
}

/// A page of the contradictions of a program, or of those of the organization that belong to none, in the
/// order of the ledger.
pub(crate) async fn contradictions(
    moment: &Arc<Moment>,
    program: Option<ProgramId>,
    kind: Option<ContradictionKind>,
    first: i32,
    after: Option<&str>,
) -> Result<Connection<Contradiction>, Problem> {
    let list = Listing::open(moment, "contradictions", &(program, kind), first, after)?;
    let mut all = list.moment.inquiry().contradictions(program).to_vec();
    if program.is_none() {
        let (ledger, views) = (&list.moment.asking.ledger, &list.moment.views);
        all.extend(ledger.person_codes_claimed_twice(views, list.moment.as_of()).await?);
    }
    let wanted = |it: &query::Contradiction| kind.is_none_or(|kind| kind == it.kind.into());
    let key = |it: &query::Contradiction| (it.position, it.kind as u8, it.names.map(|named| named.node().id));
    let mut rows: Vec<_> =
        all.into_iter().filter(wanted).filter(|it| is_readable(&list.moment, it)).collect();
    rows.sort_unstable_by_key(key);
    let page = list.cut(rows, false, key);
    Ok(page.of(|of| Some(Contradiction { moment: list.moment.clone(), of })).connection())
}

/// Those that the asker can read, of a list that a command answers.
pub(crate) fn readable(moment: &Arc<Moment>, found: &[query::Contradiction]) -> Vec<Contradiction> {
    let readable = found.iter().filter(|it| is_readable(moment, it));
    readable.map(|of| Contradiction { moment: moment.clone(), of: *of }).collect()
}

/// Whether the asker can read what the fact is about. What the organization says of a program is read
/// with that program.
fn is_readable(moment: &Moment, it: &query::Contradiction) -> bool {
    let belongs = match it.about {
        Thing::Organization(_) => it.names,
        about => Some(about),
    };
    belongs.is_none_or(|thing| reads(&moment.asking, thing))
}

/// A fact that stands although what it rests on does not: nothing takes it back but a command of its own
/// that annuls or corrects it, or takes back the whole that began with it.
#[Object]
impl Contradiction {
    /// What is wrong with it.
    async fn kind(&self) -> ContradictionKind {
        self.of.kind.into()
    }

    /// What is wrong with it, in a sentence for people.
    async fn message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; that of the header Accept-Language if left out, else English.")]
        language: Option<Language>,
    ) -> String {
        use query::ContradictionKind::{
            Broken, CircularSuccession, CircularSupersession, CodeClaimedTwice, Orphaned, SucceededTwice,
            Undecided,
        };
        let (sentence, thing) = match (self.of.kind, self.of.names) {
            (
                Orphaned,
                Some(named @ (Thing::Department(_) | Thing::Goal(_) | Thing::Reading(..) | Thing::Spot(_))),
            ) => ("names-annulled", named),
            (Orphaned, Some(named)) => ("names-recorded-in-error", named),
            (Broken, Some(named @ Thing::Program(_))) => ("begins-before-its-program", named),
            (Broken, Some(named)) => ("names-of-another-program", named),
            (CodeClaimedTwice, Some(named)) => ("code-claimed-before", named),
            (CircularSuccession, Some(named)) => ("succeeds-in-a-circle", named),
            (SucceededTwice, Some(named)) => ("succeeded-before", named),
            (CircularSupersession, Some(named)) => ("supersedes-in-a-circle", named),
            (Undecided, Some(named)) => ("under-no-outcome", named),
            (_, None) => ("no-longer-fits", self.of.about),
        };
        let thing = called(&self.moment.asking, &self.moment.views, thing).as_value();
        let told = sentence_of(Language::of(ctx, language), sentence, [("thing", thing.as_str())]);
        told.unwrap_or_else(|| sentence.to_owned())
    }

    /// What the fact is about: where it is annulled or corrected. Null for what you cannot read.
    async fn about(&self) -> Option<Node> {
        Node::seen(&self.moment, self.of.about.node())
    }

    /// The event that recorded the fact: what a command names that annuls or corrects it.
    async fn event(&self) -> ID {
        self.of.event.global()
    }

    /// The type of the fact, with its version: "initiative.metric-linked.v1".
    #[graphql(name = "type")]
    async fn type_name(&self) -> &'static str {
        self.of.type_name
    }

    /// The fact's rank in the ledger.
    async fn position(&self) -> Position {
        Position(self.of.position)
    }

    /// What the fact contradicts: the thing that it names, or that holds its code. Null where that is
    /// another fact about the same thing, for what you cannot read, and for an annulled department.
    async fn names(&self) -> Option<Node> {
        Node::seen(&self.moment, self.of.names?.node())
    }

    /// The event that took away what the fact rests on; null where it is not one alone.
    async fn because(&self) -> Option<ID> {
        self.of.because.map(|event| event.global())
    }
}
