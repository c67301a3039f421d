//! What a backup says of itself: written last, so a folder without it holds no finished backup.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use cxl_domain::event::Sha256Hex;
use cxl_store::attachments::FileName;
use cxl_store::file_copy::{FileSum, create_private_anew, publish};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The newest form of a backup that this release makes and reads.
pub(crate) const FORMAT: u32 = 1;

/// What the file is called.
const NAME: &str = "manifest.json";

/// The most bytes that are read of one: enough for a million attached files.
const LARGEST: u64 = 512 << 20;

/// What lies in a backup, and by what it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    /// The form of the backup.
    pub(crate) format: u32,
    /// The identity of the ledger.
    pub(crate) ledger: Uuid,
    /// When the copy was begun.
    pub(crate) made: DateTime<Utc>,
    /// The release that made it.
    pub(crate) program: String,
    /// The log.
    pub(crate) log: LogCopy,
    /// The vault; none if it was left out.
    pub(crate) keys: Option<KeysCopy>,
    /// The attached files; none if they were left out.
    pub(crate) attachments: Option<AttachmentsCopy>,
}

/// The log as it stood at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogCopy {
    /// How many events it has.
    pub(crate) events: u64,
    /// The position of the last; none if there is no event.
    pub(crate) position: Option<u64>,
    /// The root of the Merkle log over them.
    pub(crate) root: Sha256Hex,
    /// The newest recorded time.
    pub(crate) newest: Option<DateTime<Utc>>,
    /// The file.
    pub(crate) file: FileSum,
}

/// The vault, its keys wrapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeysCopy {
    /// How many keys it holds.
    pub(crate) stored: u64,
    /// How many the log and the attached files use.
    pub(crate) used: u64,
    /// How many of these it lacks, by erasure or by loss.
    pub(crate) missing: u64,
    /// The file.
    pub(crate) file: FileSum,
}

/// The attached files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttachmentsCopy {
    /// How many the log names.
    pub(crate) attached: u64,
    /// Those that were there.
    pub(crate) files: Vec<FileCopy>,
}

/// An attached file, encrypted as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FileCopy {
    /// The program to which it belongs.
    pub(crate) program: Uuid,
    /// SHA-256 of what was attached: the file's name.
    pub(crate) sha256: Sha256Hex,
    /// The bytes as they lie on the disk.
    pub(crate) stored: FileSum,
}

impl FileCopy {
    /// The name of the file.
    pub(crate) fn name(&self) -> FileName {
        FileName { program: self.program, sha256: self.sha256 }
    }
}

impl AttachmentsCopy {
    /// How many bytes the files take on the disk.
    pub(crate) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.stored.bytes).sum()
    }
}

impl Manifest {
    /// Writes it into the folder of a backup, durably and at once.
    pub(crate) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let (path, draft) = (folder.join(NAME), folder.join(format!("{NAME}.part")));
        let text = serde_json::to_string_pretty(self).context("the manifest can't be written")?;
        let write = || {
            writeln!(create_private_anew(&draft)?, "{text}")?;
            publish(&draft, &path)
        };
        write().with_context(|| format!("failed to write {}", path.display()))
    }

    /// Reads it from the folder of a backup.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        let path = folder.join(NAME);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => bail!(
                "there is no finished backup in {}: a backup holds {NAME}, which is written last",
                folder.display()
            ),
            Err(error) => return Err(error).with_context(|| format!("failed to open {}", path.display())),
        };
        let mut text = String::new();
        let read = file.take(LARGEST + 1).read_to_string(&mut text);
        read.with_context(|| format!("failed to read {}", path.display()))?;
        let malformed = || format!("{} is not the manifest of a backup: use another backup", path.display());
        if text.len() as u64 > LARGEST {
            bail!("{}: it is larger than {LARGEST} bytes", malformed());
        }
        let Form { format } = serde_json::from_str(&text).with_context(malformed)?;
        if format > FORMAT {
            bail!(
                "the backup in {} has format {format}, and this program reads formats up to {FORMAT}: install a newer \
                 release",
                folder.display()
            );
        }
        serde_json::from_str(&text).with_context(malformed)
    }
}
