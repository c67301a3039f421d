//! Which commands were recorded where, so that a repeated one is known without a look at the log.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{PoisonError, RwLock};

use uuid::Uuid;

/// For each stream a hash of actor and command for each of its events, in their order: eight bytes an
/// event. Writers read it while the fold adds to it.
#[derive(Debug, Default)]
pub struct Commands {
    /// Drawn anew by every process, so that nobody can choose ids whose hashes meet.
    hasher: RandomState,
    streams: RwLock<HashMap<Uuid, Vec<u64>>>,
}

impl Commands {
    /// The first revision of a stream that a command may have recorded; a hit is to be confirmed on the
    /// recorded bytes.
    pub fn first_revision(&self, stream: Uuid, actor: Uuid, command: Uuid) -> Option<u64> {
        let hash = self.hasher.hash_one((actor, command));
        let streams = self.streams.read().unwrap_or_else(PoisonError::into_inner);
        // A search through a year of daily readings takes less time than one look-up in a large map.
        let revision = streams.get(&stream)?.iter().position(|noted| *noted == hash)?;
        Some(revision as u64)
    }

    /// Notes the command that recorded the next event of a stream.
    pub(crate) fn note(&self, stream: Uuid, actor: Uuid, command: Uuid) {
        let hash = self.hasher.hash_one((actor, command));
        self.streams.write().unwrap_or_else(PoisonError::into_inner).entry(stream).or_default().push(hash);
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
        assert_eq!(commands.first_revision(stream, actor, first), Some(0));
        assert_eq!(commands.first_revision(stream, actor, second), Some(2));
        assert_eq!(commands.first_revision(stream, other, first), None);
        assert_eq!(commands.first_revision(other, actor, first), None);
    }
}
