//! Files attached to evidence: what is recorded of one, and which kinds are taken.

use serde::{Deserialize, Serialize};

use crate::event::Sha256Hex;
use crate::id::ProgramId;
use crate::text::Text;

/// See [`EvidenceFact::Attached`](super::EvidenceFact::Attached). The bytes lie outside the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attached {
    /// The program among whose files it lies.
    pub program: ProgramId,
    /// SHA-256 of its bytes.
    pub sha256: Sha256Hex,
    /// How many bytes it has.
    pub bytes: u64,
    /// Of which kind they are.
    pub media_type: MediaType,
    /// What it is called.
    pub name: Text,
}

/// Attaches a file that was uploaded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attach {
    /// SHA-256 of its bytes.
    pub sha256: Sha256Hex,
    /// What it is called.
    pub name: Text,
    /// What was uploaded under that hash. The ledger says it; a caller has no say in it.
    pub uploaded: Option<Uploaded>,
}

/// A file that was uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Uploaded {
    /// For which program.
    pub program: ProgramId,
    /// How many bytes it has.
    pub bytes: u64,
    /// Of which kind they are.
    pub media_type: MediaType,
}

/// The kinds of files that are taken: documents, tables, slides, pictures and plain text. None of them runs
/// in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum MediaType {
    /// PDF.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// Portable Network Graphics.
    #[serde(rename = "image/png")]
    Png,
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// WebP.
    #[serde(rename = "image/webp")]
    Webp,
    /// An Office Open XML document.
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    /// An Office Open XML workbook.
    #[serde(rename = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Xlsx,
    /// An Office Open XML presentation.
    #[serde(rename = "application/vnd.openxmlformats-officedocument.presentationml.presentation")]
    Pptx,
    /// An `OpenDocument` text.
    #[serde(rename = "application/vnd.oasis.opendocument.text")]
    Odt,
    /// An `OpenDocument` spreadsheet.
    #[serde(rename = "application/vnd.oasis.opendocument.spreadsheet")]
    Ods,
    /// Comma-separated values.
    #[serde(rename = "text/csv")]
    Csv,
    /// Plain text.
    #[serde(rename = "text/plain")]
    Text,
}

/// How many bytes of a file [`MediaType::begins`] looks at.
pub const HEAD_BYTES: usize = 128;

impl MediaType {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Csv,
        Self::Text,
    ];

    /// The name under which it is stored and declared.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Csv => "text/csv",
            Self::Text => "text/plain",
        }
    }

    /// The kind that a declared name means, parameters such as a charset aside; `None` for what is not taken.
    pub fn declared(name: &str) -> Option<Self> {
        let name = name.split(';').next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// How people know it: the ending of such files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Csv => "csv",
            Self::Text => "txt",
        }
    }

    /// Whether a file of this kind may begin with these bytes: its first [`HEAD_BYTES`], or all of it if it
    /// has fewer.
    pub fn begins(self, head: &[u8]) -> bool {
        match self {
            Self::Pdf => head.starts_with(b"%PDF-"),
            Self::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => head.starts_with(b"\xff\xd8\xff"),
            Self::Webp => head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"),
            Self::Docx | Self::Xlsx | Self::Pptx => is_zip(head) && open_document(head).is_none(),
            Self::Odt | Self::Ods => {
                is_zip(head)
                    && open_document(head).is_some_and(|kind| kind.starts_with(self.name().as_bytes()))
            }
            Self::Csv | Self::Text => {
                let binary = Self::ALL.into_iter().filter(|kind| !kind.is_text());
                !head.is_empty() && binary.into_iter().all(|kind| !kind.begins(head))
            }
        }
    }

    /// Whether bytes may stand in a file of this kind, wherever they do: text has none that is 0.
    pub fn takes(self, bytes: &[u8]) -> bool {
        !self.is_text() || !bytes.contains(&0)
    }

    fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Text)
    }
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// What follows the name `mimetype` of the first entry of an archive: what it says of itself.
fn open_document(head: &[u8]) -> Option<&[u8]> {
    head.get(30..)?.strip_prefix(b"mimetype")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(first: &str) -> Vec<u8> {
        [b"PK\x03\x04".as_slice(), &[0; 26], first.as_bytes()].concat()
    }

    /// The first bytes of a file of each kind.
    fn sample(kind: MediaType) -> Vec<u8> {
        match kind {
            MediaType::Pdf => b"%PDF-1.7\n".to_vec(),
            MediaType::Png => b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            MediaType::Jpeg => b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(),
            MediaType::Webp => b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(),
            MediaType::Docx | MediaType::Xlsx | MediaType::Pptx => archive("[Content_Types].xml"),
            MediaType::Odt | MediaType::Ods => archive(&format!("mimetype{}", kind.name())),
            MediaType::Csv => "Tháng;Số cuộc gọi\n".into(),
            MediaType::Text => "Biên bản họp".into(),
        }
    }

    #[test]
    fn each_kind_is_known_by_its_first_bytes_and_taken_for_no_other() {
        let office = |kind| matches!(kind, MediaType::Docx | MediaType::Xlsx | MediaType::Pptx);
        for kind in MediaType::ALL {
            for other in MediaType::ALL {
                let alike =
                    kind == other || (office(kind) && office(other)) || (kind.is_text() && other.is_text());
                assert_eq!(other.begins(&sample(kind)), alike, "{kind:?} as {other:?}");
            }
            assert!(!kind.begins(b""), "{kind:?}");
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }

    #[test]
    fn a_declared_name_is_read_without_its_parameters_and_what_runs_in_a_browser_is_not_taken() {
        assert_eq!(MediaType::declared("Text/CSV; charset=utf-8"), Some(MediaType::Csv));
        let refused = ["text/html", "image/svg+xml", "application/zip", "application/octet-stream", ""];
        for name in refused {
            assert_eq!(MediaType::declared(name), None, "{name}");
        }
    }

    #[test]
    fn text_holds_no_byte_that_is_zero() {
        assert!(!MediaType::Csv.takes(b"a;b\0"));
        assert!(MediaType::Csv.takes(b"a;b") && MediaType::Png.takes(b"\0"));
    }
}
