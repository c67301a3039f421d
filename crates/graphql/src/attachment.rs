//! Files attached to evidence.

use std::sync::Arc;

use async_graphql::Object;
use cxl_domain::evidence::{Attached, EvidenceFact};
use cxl_domain::history::Entry;
use cxl_ledger::TextAt;

use crate::error::Problem;
use crate::fact::Fact;
use crate::moment::Moment;
use crate::texts::Text;

/// A file attached to evidence, at a moment.
#[derive(Debug)]
pub(crate) struct Attachment {
    moment: Arc<Moment>,
    name: TextAt,
    attached: Attached,
    fact: Fact,
}

impl Attachment {
    pub(crate) fn of(moment: &Arc<Moment>, entry: &Entry<EvidenceFact>, attached: &Attached) -> Self {
        Self {
            moment: moment.clone(),
            name: TextAt::name(entry),
            attached: attached.clone(),
            fact: Fact::of(moment, entry),
        }
    }
}

/// A file attached to evidence. Its bytes lie encrypted beside the ledger.
#[Object]
impl Attachment {
    /// SHA-256 of its bytes, as hexadecimal digits.
    async fn sha256(&self) -> String {
        self.attached.sha256.to_string()
    }

    /// How many bytes it has.
    async fn size(&self) -> u64 {
        self.attached.bytes
    }

    /// Of which kind they are: "application/pdf".
    async fn media_type(&self) -> &'static str {
        self.attached.media_type.name()
    }

    /// What it is called.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(self.name.clone()).await
    }

    /// Where its bytes are answered on this server, with the same token.
    async fn url(&self) -> String {
        format!("/attachments/{}", self.attached.sha256)
    }

    /// Who attached it, and when.
    async fn attached(&self) -> &Fact {
        &self.fact
    }
}
