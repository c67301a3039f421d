//! What surrounds every act: the command's id, what the caller saw, for whom it is entered and what is
//! claimed about it.

use async_graphql::{InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::event::{Authority, Document, NotRequired, Sha256Hex};
use cxl_domain::id::{CommandId, DecisionId, PersonId};
use cxl_domain::text::Text;
use cxl_store::meta::Claim;
use uuid::Version;

use super::reference::{Desk, PersonRef, Reference};
use super::rejection::{At, Rejection};
use super::typed::{Typed, Unread};
use crate::scalars::Position;

/// The fields that every command takes.
#[derive(Debug, Clone, InputObject)]
#[graphql(name = "EnvelopeFields")]
pub(crate) struct Envelope {
    /// Your name for this command: a UUID that you draw once, best of version 7, and send again on
    /// every retry. It names one command of one actor on one thing: repeated, that command answers
    /// from what was recorded the first time; with any other content, a different text included, it is
    /// refused with COMMAND_REUSED.
    pub(crate) command_id: Typed<CommandId>,
    /// The revision that you saw. The command is refused if the thing has changed since; without
    /// it, the newest state decides.
    pub(crate) expected_revision: Option<Typed<Position>>,
    /// Who did the act, if it is entered for somebody else; that takes a right of its own.
    pub(crate) by: Option<PersonRef>,
    /// What is claimed about history that the world knew before the ledger; that takes a right of
    /// its own.
    pub(crate) claim: Option<ClaimInput>,
}

/// What an envelope says, read.
pub(crate) struct Around {
    pub(crate) command_id: CommandId,
    pub(crate) expected_revision: Option<u64>,
    pub(crate) by: Option<PersonId>,
    pub(crate) claim: Option<Claim>,
}

impl Envelope {
    /// Reads the fields; a command id must be drawn at random where an id that must not be guessed is
    /// derived from it.
    pub(crate) async fn read(self, random: bool, desk: &Desk<'_>) -> Result<Around, Rejection> {
        let command_id = self.command_id.at("commandId")?;
        if random && !is_random(command_id) {
            let problem =
                "draw it at random, a UUID of version 4 or 7: the id of what begins is derived from it";
            return Err(Rejection::misread(problem)).at("commandId");
        }
        let expected_revision = self.expected_revision.at("expectedRevision")?.map(|revision| revision.0);
        let claim = self.claim.at("claim")?;
        let by = self.by.find(desk).await.at("by")?;
        Ok(Around { command_id, expected_revision, by, claim })
    }
}

fn is_random(CommandId(id): CommandId) -> bool {
    matches!(id.get_version(), Some(Version::Random | Version::SortRand))
}

/// What is claimed about a fact that is recorded later than the world knew it.
#[derive(Debug, Clone, InputObject)]
#[graphql(name = "ClaimInput")]
pub(crate) struct ClaimInput {
    /// The day on which its source published it, not after today.
    published_on: Typed<NaiveDate>,
    /// The code of the source document.
    source_document: Option<Typed<Code>>,
    /// SHA-256 of the document's bytes, 64 hexadecimal digits.
    document_sha256: Option<Typed<Sha256Hex>>,
}

impl Unread for ClaimInput {
    type Read = Claim;

    fn read(self) -> Result<Claim, Rejection> {
        Ok(Claim {
            published: self.published_on.at("publishedOn")?,
            source: self.source_document.at("sourceDocument")?,
            document: self.document_sha256.at("documentSha256")?,
            batch: None,
        })
    }
}

/// By what right a fact is recorded: exactly one of these. A fact without any shows as *without
/// decision*.
#[derive(Debug, Clone, OneofObject)]
#[graphql(name = "AuthorityInput")]
pub(crate) enum AuthorityInput {
    /// A decision recorded in the ledger, decided and not superseded. Where it lists the acts that it
    /// authorizes, this is one of them.
    Decision(Typed<DecisionId>),
    /// A document outside the ledger.
    Document(DocumentInput),
    /// The sponsor's act before a committee exists: true. The sponsor is that of the day from which the
    /// act holds; an administrator who imports history may state founding acts, too.
    Founding(bool),
    /// The rule of the program by which none is needed: CHARTERS-BY-LEAD to charter an initiative,
    /// OWNERS-BY-LEAD to change its owner, RESUMES-BY-LEAD to resume it, TARGETS-BY-LEAD to set a target.
    /// To pause or stop an initiative always takes authority.
    NotRequired(NotRequiredInput),
}

/// A document that grants authority.
#[derive(Debug, Clone, InputObject)]
#[graphql(name = "DocumentInput")]
pub(crate) struct DocumentInput {
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    sha256: Typed<Sha256Hex>,
    /// Its number or title.
    title: Option<Typed<Text>>,
}

/// The rule by which no authority is needed.
#[derive(Debug, Clone, InputObject)]
#[graphql(name = "NotRequiredInput")]
pub(crate) struct NotRequiredInput {
    /// The rule's code.
    rule: Typed<Code>,
}

impl Unread for AuthorityInput {
    type Read = Authority;

    fn read(self) -> Result<Authority, Rejection> {
        match self {
            Self::Decision(decision) => decision.at("decision").map(Authority::Decision),
            Self::Document(document) => document.at("document").map(Authority::Document),
            Self::Founding(true) => Ok(Authority::Founding),
            Self::Founding(false) => {
                Err(Rejection::misread("write true, or leave the authority out")).at("founding")
            }
            Self::NotRequired(named) => {
                let rule = named.rule.at("rule").at("notRequired")?;
                Ok(Authority::NotRequired(NotRequired { rule }))
            }
        }
    }
}

impl Unread for DocumentInput {
    type Read = Document;

    fn read(self) -> Result<Document, Rejection> {
        Ok(Document { sha256: self.sha256.at("sha256")?, title: self.title.at("title")? })
    }
}
