//! A list that snapshots share.

use std::sync::Arc;

/// How many entries share one chunk.
const CHUNK: usize = 16;

/// An append-only list in chunks that clones share, so that a snapshot costs one chunk and a list of
/// pointers, however long the list is.
#[derive(Debug, Clone)]
pub struct Chunks<T> {
    chunks: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }
}

impl<T: Clone> Chunks<T> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an entry at the end.
    pub fn push(&mut self, entry: T) {
        match self.chunks.last_mut() {
            Some(last) if last.len() < CHUNK => match Arc::get_mut(last) {
                Some(own) => own.push(entry),
                None => *last = Arc::new(copied(last, entry)),
            },
            _ => self.chunks.push(Arc::new(vec![entry])),
        }
        self.len += 1;
    }

    /// The entry at an index.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    /// The entry at an index, copied out of shared chunks first if need be.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        Arc::make_mut(self.chunks.get_mut(index / CHUNK)?).get_mut(index % CHUNK)
    }

    /// All entries, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}

/// The same entries and one more, copied once: a plain copy has no room for it and would be moved.
fn copied<T: Clone>(shared: &[T], entry: T) -> Vec<T> {
    let mut copy = Vec::with_capacity((shared.len() + 1).next_power_of_two().min(CHUNK));
    copy.extend_from_slice(shared);
    copy.push(entry);
    copy
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_snapshot_is_not_altered_by_what_is_added_or_changed_later(
            before in prop::collection::vec(any::<u8>(), 0..100),
            after in prop::collection::vec(any::<u8>(), 0..100),
            changed in any::<prop::sample::Index>(),
        ) {
            let mut list = Chunks::default();
            for entry in &before {
                list.push(*entry);
            }
            let snapshot = list.clone();
            for entry in &after {
                list.push(*entry);
            }
            if !list.is_empty() {
                let index = changed.index(list.len());
                *list.get_mut(index).unwrap() ^= 1;
            }
            prop_assert_eq!(snapshot.iter().copied().collect::<Vec<_>>(), before.clone());
            prop_assert_eq!(list.len(), before.len() + after.len());
            prop_assert_eq!(list.get(list.len()), None);
        }
    }
}
