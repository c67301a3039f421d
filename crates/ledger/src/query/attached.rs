//! Questions about attached files: to what evidence one was ever attached.

use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::{Attached, EvidenceFact};
use cxl_domain::history::Entry;
use cxl_domain::id::ProgramId;

use super::Inquiry;
use crate::texts::TextAt;

/// A file as it was attached to a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// What the fact says, with the program in which the bytes lie.
    pub attached: Attached,
    /// Where its name stands.
    pub name: TextAt,
}

impl Inquiry<'_> {
    /// Every time that bytes with this hash were attached to evidence of a program that `readable` takes, the
    /// latest first: what was annulled stays in the trail, and so do its files. The same bytes lie apart by
    /// program, so they may be lost in one and not in another.
    pub fn attached(&self, sha256: Sha256Hex, readable: &dyn Fn(ProgramId) -> bool) -> Vec<AttachedFile> {
        let is_it = |entry: &&Entry<EvidenceFact>| match &entry.fact {
            EvidenceFact::Attached(attached) => attached.sha256 == sha256 && self.as_of.sees(&entry.stamp),
            _ => false,
        };
        let mut found = Vec::new();
        for held in self.views.with_file(sha256) {
            let history = &held.state.history;
            // It may belong to another program since it was corrected.
            let provided = history.current(&self.as_of, |fact| match fact {
                EvidenceFact::Provided(provided) => Some(provided.program),
                _ => None,
            });
            if provided.is_some_and(|(_, program)| readable(program)) {
                found.extend(history.iter().filter(is_it));
            }
        }
        found.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.stamp.position()));
        let file = |entry: &Entry<EvidenceFact>| match &entry.fact {
            EvidenceFact::Attached(attached) => {
                Some(AttachedFile { attached: attached.clone(), name: TextAt::name(entry) })
            }
            _ => None,
        };
        found.into_iter().filter_map(file).collect()
    }
}
