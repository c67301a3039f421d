//! What the codes of a program mean in words.

use std::sync::Arc;

use async_graphql::Object;
use cxl_domain::code;
use cxl_domain::history::Entry;
use cxl_domain::id::ProgramId;
use cxl_domain::program::{self, ProgramFact};
use cxl_ledger::TextAt;

use crate::enums::Vocabulary;
use crate::error::Problem;
use crate::fact::Fact;
use crate::moment::Moment;
use crate::scalars::Code;
use crate::texts::Text;

/// The label of a code at a moment.
#[derive(Debug, Clone)]
pub(crate) struct CodeLabel {
    moment: Arc<Moment>,
    entry: Entry<ProgramFact>,
    labeled: program::CodeLabeled,
}

impl CodeLabel {
    pub(crate) fn of(moment: &Arc<Moment>, entry: &Entry<ProgramFact>) -> Option<Self> {
        match &entry.fact {
            ProgramFact::CodeLabeled(labeled) => {
                Some(Self { moment: moment.clone(), entry: entry.clone(), labeled: labeled.clone() })
            }
            _ => None,
        }
    }
}

/// The label that a code has in a program on the effective day; nothing where nobody gave it one.
pub(crate) async fn label(
    moment: &Arc<Moment>,
    program: ProgramId,
    vocabulary: program::Vocabulary,
    code: Option<&code::Code>,
) -> Result<Option<Text>, Problem> {
    let held = moment.views.program(program);
    let entry = held.zip(code).and_then(|(held, code)| held.state.label(vocabulary, code, moment.as_of()));
    match entry {
        Some(entry) => moment.text(TextAt::field(entry, "/fact/label")).await,
        None => Ok(None),
    }
}

/// How people call what a code of a program stands for.
#[Object]
impl CodeLabel {
    /// What the code names.
    async fn vocabulary(&self) -> Vocabulary {
        self.labeled.vocabulary.into()
    }

    /// The code.
    async fn code(&self) -> Code {
        Code(self.labeled.code.clone())
    }

    /// How people call it.
    async fn label(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/label")).await
    }

    /// The fact that gave the label.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}
