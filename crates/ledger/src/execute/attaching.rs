//! What an act that attaches a file takes along: what was uploaded under the hash that it names.

use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::{self, Attach, MediaType, Uploaded};
use cxl_domain::id::EvidenceId;
use cxl_domain::time::AsOf;
use cxl_store::attachments::FileName;
use cxl_store::blocking;
use tokio::task::spawn_blocking;

use super::{EVER, ExecuteError};
use crate::command::Command;
use crate::ledger::Ledger;
use crate::views::Views;

impl Ledger {
    /// The command with what was uploaded, where it attaches a file. A caller has no say in that.
    pub(super) async fn with_file(
        &self,
        views: &Views,
        mut command: Command,
    ) -> Result<Command, ExecuteError> {
        if let Command::Evidence(Some(id), act) = &mut command
            && let Some(attach) = attaches(act)
        {
            attach.uploaded = self.uploaded(views, *id, attach.sha256).await?;
        }
        Ok(command)
    }

    async fn uploaded(
        &self,
        views: &Views,
        evidence: EvidenceId,
        sha256: Sha256Hex,
    ) -> Result<Option<Uploaded>, ExecuteError> {
        let provided = views.evidence(evidence).and_then(|held| held.state.provided(&AsOf::head(EVER)));
        let (Some((_, provided)), Some(files)) = (provided, &self.attachments) else { return Ok(None) };
        let name = FileName { program: provided.program.0, sha256 };
        let files = files.clone();
        let found = blocking::outcome(spawn_blocking(move || files.find(name))).await;
        let found = found.map_err(|error| ExecuteError::Internal(error.to_string()))?;
        Ok(found.and_then(|file| {
            let media_type = MediaType::declared(&file.media_type)?;
            Some(Uploaded { program: provided.program, bytes: file.bytes, media_type })
        }))
    }
}

/// The file that an act attaches, be it by correction.
fn attaches(act: &mut evidence::Command) -> Option<&mut Attach> {
    match act {
        evidence::Command::Attach(attach) => Some(attach),
        evidence::Command::Correct(correct) => attaches(&mut correct.with),
        _ => None,
    }
}
