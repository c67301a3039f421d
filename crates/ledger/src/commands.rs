//! Which commands were recorded where, so that a repeated one is known without a look at the log.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{PoisonError, RwLock};

use uuid::Uuid;

/// For each stream a hash of actor and command for each of its events, in their order: four bytes an
/// event. Writers read it while the fold adds to it.
#[derive(Debug, Default)]
pub struct Commands {
    /// Drawn anew by every process, so that nobody can choose ids whose hashes meet.
    hasher: RandomState,
    streams: RwLock<HashMap<Uuid, Vec<u32>>>,
}

impl Commands {
    /// The next revision of a stream, from one on, that a command may have recorded. A hit is to be
    /// confirmed on the recorded bytes; where they are another command's, the search goes on behind it.
    pub fn revision_from(&self, from: u64, stream: Uuid, actor: Uuid, command: Uuid) -> Option<u64> {
        let hash = self.hash(actor, command);
        let streams = self.streams.read().unwrap_or_else(PoisonError::into_inner);
        // A search through a year of daily readings takes less time than one look-up in a large map.
        let later = streams.get(&stream)?.get(usize::try_from(from).ok()?..)?;
        let ahead = later.iter().position(|noted| *noted == hash)?;
        Some(from + ahead as u64)
    }

    /// Notes the command that recorded the next event of a stream.
    pub(crate) fn note(&self, stream: Uuid, actor: Uuid, command: Uuid) {
        let hash = self.hash(actor, command);
        let mut streams = self.streams.write().unwrap_or_else(PoisonError::into_inner);
        let noted = streams.entry(stream).or_default();
        if noted.len() == noted.capacity() {
            // There are many streams: each grows by an eighth, not to twice its size.
            noted.reserve_exact(4 + noted.len() / 8);
        }
        noted.push(hash);
    }

    /// Half of a hash, for a hit is confirmed.
    #[expect(clippy::cast_possible_truncation, reason = "half of the hash is meant")]
    fn hash(&self, actor: Uuid, command: Uuid) -> u32 {
        self.hasher.hash_one((actor, command)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_found_at_its_first_event_in_its_own_stream_and_by_its_own_actor() {
        let [stream, other, actor, first, second] = [1, 2, 3, 4, 5].map(Uuid::from_u128);
        let commands = Commands::default();
        for command in [first, first, second] {
            commands.note(stream, actor, command);
        }
        assert_eq!(commands.revision_from(0, stream, actor, first), Some(0));
        assert_eq!(commands.revision_from(1, stream, actor, first), Some(1));
        assert_eq!(commands.revision_from(2, stream, actor, first), None);
        assert_eq!(commands.revision_from(0, stream, actor, second), Some(2));
        assert_eq!(commands.revision_from(u64::MAX, stream, actor, second), None);
        assert_eq!(commands.revision_from(0, stream, other, first), None);
        assert_eq!(commands.revision_from(0, other, actor, first), None);
    }
}
