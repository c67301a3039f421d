//! Mutations of evidence: provided by one person, judged by another.

use async_graphql::{Context, Error, InputObject, OneofObject};
use cxl_domain::command;
use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::{Attach, Command, Provided, Scope};
use cxl_domain::id::{EventId, EvidenceId};
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::reference::{Desk, InitiativeRef, ProgramRef, Reference};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::enums::PracticeId;
use crate::evidence::Evidence;
use crate::moment::Moment;
use crate::node::program_of_evidence;
use crate::period::PeriodInput;
use crate::request::Asking;

mutations! {
    /// Something about a piece of evidence was recorded.
    EvidenceRecorded {
        /// The evidence as it stands now, also once all of it is recorded in error.
        evidence: Evidence
    }
    /// What a command about evidence is answered.
    EvidenceResult
    EvidenceMutation {
        /// Provides evidence that a practice was carried out.
        provide_evidence(ProvideEvidence);
        /// Attaches a file that was uploaded, before anybody judges.
        attach_file(AttachFile);
        /// Accepts evidence that somebody else provided.
        accept_evidence(AcceptEvidence);
        /// Refuses evidence that somebody else provided.
        refuse_evidence(RefuseEvidence);
        /// Withdraws evidence: from now on it counts as nothing, however it was judged.
        withdraw_evidence(WithdrawEvidence);
        /// Takes evidence back as a whole that was provided in error.
        record_evidence_in_error(RecordInError<AllEvidence>);
        /// Annuls a judgment or withdrawal that was recorded in error.
        annul_evidence_fact(Annul<AllEvidence>);
        /// Replaces a fact about evidence that was recorded wrongly. When what was judged changes, the
        /// judgment falls with it.
        correct_evidence_fact(Correct<AllEvidence>);
    }
}

/// All evidence.
pub(crate) struct AllEvidence;

impl Noun for AllEvidence {
    type Command = Command;
    type Answer = EvidenceResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Evidence(id.map(EvidenceId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<EvidenceResult, Error> {
        let (asking, views) = (Asking::of(ctx)?, executed.views.clone());
        let id = EvidenceId(executed.id);
        let program = program_of_evidence(&views, id);
        let moment = Moment::after(asking, views, program)?;
        Ok(EvidenceRecorded::new(&moment, &executed, Evidence::found(&moment, id))?.into())
    }
}

impl Named for AllEvidence {
    const FIELD: &'static str = "evidence";
    const WHICH: &'static str = "The id of the evidence.";
    type Reference = Typed<EvidenceId>;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Mended for AllEvidence {
    type Existing = On<Self>;
    type Statement = EvidenceFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about evidence as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "EvidenceFactInput")]
#[expect(clippy::large_enum_variant, reason = "it lives as long as one request")]
pub(crate) enum EvidenceFact {
    /// What was provided.
    ProvideEvidence(ProvideEvidence),
    /// Another file, or the same by another name.
    AttachFile(AttachFile),
    /// Another acceptance.
    AcceptEvidence(AcceptEvidence),
    /// Another refusal.
    RefuseEvidence(RefuseEvidence),
    /// Another withdrawal.
    WithdrawEvidence(WithdrawEvidence),
}

impl Statement<AllEvidence> for EvidenceFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::ProvideEvidence(act) => act.command(desk).await,
            Self::AttachFile(act) => act.command(desk).await,
            Self::AcceptEvidence(act) => act.command(desk).await,
            Self::RefuseEvidence(act) => act.command(desk).await,
            Self::WithdrawEvidence(act) => act.command(desk).await,
        }
    }
}

/// Provides evidence.
#[derive(InputObject)]
#[graphql(name = "ProvideEvidenceFields")]
pub(crate) struct ProvideEvidence {
    /// The program.
    program: ProgramRef,
    /// The practice that it shows.
    practice: PracticeId,
    /// For what it speaks, as the practice asks.
    scope: EvidenceScopeInput,
    /// The days that it covers, up to today.
    covers: PeriodInput,
    /// What it shows, in a few sentences.
    summary: Typed<Text>,
}

/// For what evidence speaks: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "EvidenceScopeInput")]
pub(crate) enum EvidenceScopeInput {
    /// For one initiative.
    Initiative(InitiativeRef),
    /// For the program: for the initiatives named here, or for all of them if the list is empty.
    Program(Vec<InitiativeRef>),
}

impl Act for ProvideEvidence {
    type On = Unnamed<AllEvidence>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let scope = match self.scope {
            EvidenceScopeInput::Initiative(one) => {
                one.find(desk).await.at("initiative").at("scope").map(Scope::Initiative)?
            }
            EvidenceScopeInput::Program(named) => {
                named.find(desk).await.at("program").at("scope").map(Scope::Program)?
            }
        };
        Ok(Command::Provide(Provided {
            program: self.program.find(desk).await.at("program")?,
            practice: self.practice.into(),
            scope,
            covers: self.covers.at("covers")?,
            summary: self.summary.at("summary")?,
        }))
    }
}

/// Attaches a file.
#[derive(InputObject)]
#[graphql(name = "AttachFileFields")]
pub(crate) struct AttachFile {
    /// SHA-256 of its bytes, as hexadecimal digits: what the server answered to POST /attachments.
    sha256: Typed<Sha256Hex>,
    /// What it is called.
    name: Typed<Text>,
}

impl Act for AttachFile {
    type On = On<AllEvidence>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let (sha256, name) = (self.sha256.at("sha256")?, self.name.at("name")?);
        Ok(Command::Attach(Attach { sha256, name, uploaded: None }))
    }
}

/// Accepts evidence.
#[derive(InputObject)]
#[graphql(name = "AcceptEvidenceFields")]
pub(crate) struct AcceptEvidence {
    /// What there is to remark.
    remark: Option<Typed<Text>>,
}

impl Act for AcceptEvidence {
    type On = On<AllEvidence>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Accept { remark: self.remark.at("remark")? })
    }
}

/// Refuses evidence.
#[derive(InputObject)]
#[graphql(name = "RefuseEvidenceFields")]
pub(crate) struct RefuseEvidence {
    /// Why.
    reason: Typed<Text>,
}

impl Act for RefuseEvidence {
    type On = On<AllEvidence>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Refuse { reason: self.reason.at("reason")? })
    }
}

/// Withdraws evidence.
#[derive(InputObject)]
#[graphql(name = "WithdrawEvidenceFields")]
pub(crate) struct WithdrawEvidence {
    /// Why.
    reason: Typed<Text>,
}

impl Act for WithdrawEvidence {
    type On = On<AllEvidence>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Withdraw { reason: self.reason.at("reason")? })
    }
}
