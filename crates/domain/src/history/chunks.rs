//! A list that snapshots share.

use std::sync::Arc;

/// How many entries share one chunk.
const CHUNK: usize = 16;
/// How many chunks share one row.
const ROW: usize = 64;

/// Entries that lie together.
type Chunk<T> = Arc<Vec<T>>;

/// An append-only list that clones share, in chunks, and these in rows: a snapshot of a long list costs a chunk, a row and
/// a pointer for each other row.
#[derive(Debug, Clone)]
pub struct Chunks<T> {
    rows: Vec<Arc<Vec<Chunk<T>>>>,
    len: usize,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), len: 0 }
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
        match self.rows.last_mut() {
            Some(row) if !self.len.is_multiple_of(ROW * CHUNK) => {
                if self.len.is_multiple_of(CHUNK) {
                    add(row, Arc::new(vec![entry]), ROW);
                } else if let Some(chunk) = Arc::make_mut(row).last_mut() {
                    add(chunk, entry, CHUNK);
                }
            }
            _ => self.rows.push(Arc::new(vec![Arc::new(vec![entry])])),
        }
        self.len += 1;
    }

    /// The entry at an index.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.rows.get(index / (ROW * CHUNK))?.get(index / CHUNK % ROW)?.get(index % CHUNK)
    }

    /// The entry at an index, copied out of shared chunks first if need be.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        let row = Arc::make_mut(self.rows.get_mut(index / (ROW * CHUNK))?);
        Arc::make_mut(row.get_mut(index / CHUNK % ROW)?).get_mut(index % CHUNK)
    }

    /// All entries, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.iter().flat_map(|row| row.iter()).flat_map(|chunk| chunk.iter())
    }
}

/// Adds a member to a list of at most so many, copied first if it is shared.
fn add<T: Clone>(list: &mut Arc<Vec<T>>, member: T, most: usize) {
    match Arc::get_mut(list) {
        Some(own) => own.push(member),
        None => *list = Arc::new(copied(list, member, most)),
    }
}

/// The same members and one more, copied once: a plain copy has no room for it and would be moved.
fn copied<T: Clone>(shared: &[T], member: T, most: usize) -> Vec<T> {
    let mut copy = Vec::with_capacity((shared.len() + 1).next_power_of_two().min(most));
    copy.extend_from_slice(shared);
    copy.push(member);
    copy
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_snapshot_is_not_altered_by_what_is_added_or_changed_later(
            before in prop::collection::vec(any::<u8>(), 0..2_500),
            after in prop::collection::vec(any::<u8>(), 0..1_500),
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
            let mut expected = [before.clone(), after].concat();
            if !list.is_empty() {
                let index = changed.index(list.len());
                *list.get_mut(index).unwrap() ^= 1;
                expected[index] ^= 1;
            }
            prop_assert_eq!(snapshot.iter().copied().collect::<Vec<_>>(), before);
            prop_assert_eq!(list.iter().copied().collect::<Vec<_>>(), expected.clone());
            prop_assert_eq!((0..list.len()).filter_map(|index| list.get(index).copied()).collect::<Vec<_>>(), expected);
            prop_assert_eq!(list.get(list.len()), None);
        }
    }
}
