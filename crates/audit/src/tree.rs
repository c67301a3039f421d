//! Merkle tree hashing of RFC 6962 section 2.1, grown one leaf at a time.

use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// The hash of a leaf's bytes: `SHA-256(0x00 || bytes)`.
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

/// The hash of two subtrees side by side: `SHA-256(0x01 || left || right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without leaves: `SHA-256("")`.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// An append-only Merkle tree that keeps only what its next root depends on.
///
/// It holds one hash for each set bit of its size, so a tree over a billion leaves is under a
/// kilobyte. Two trees are equal exactly if they were grown from the same leaf hashes (as far as
/// SHA-256 can tell).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// Roots of the perfect subtrees, the largest (and leftmost) first.
    peaks: Vec<Hash>,
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a leaf by its hash; amortized constant time.
    pub fn push(&mut self, leaf: Hash) {
        // Each trailing one bit of the size is a perfect subtree that the new leaf completes.
        let kept = self.peaks.len() - self.size.trailing_ones() as usize;
        let subtree = self.peaks.drain(kept..).rev().fold(leaf, |right, left| node_hash(&left, &right));
        self.peaks.push(subtree);
        self.size += 1;
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The Merkle tree hash over all leaves so far.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(smallest) = peaks.next() else { return empty_root() };
        peaks.fold(*smallest, |right, left| node_hash(left, &right))
    }
}

impl Extend<Hash> for Tree {
    fn extend<T: IntoIterator<Item = Hash>>(&mut self, leaves: T) {
        for leaf in leaves {
            self.push(leaf);
        }
    }
}

impl FromIterator<Hash> for Tree {
    fn from_iter<T: IntoIterator<Item = Hash>>(leaves: T) -> Self {
        let mut tree = Self::new();
        tree.extend(leaves);
        tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_vectors::{LEAVES, ROOTS};

    #[test]
    fn the_tree_gives_the_published_roots_at_every_size() {
        let mut tree = Tree::new();
        assert_eq!(hex::encode(tree.root()), ROOTS[0]);
        for (leaf, root) in LEAVES.iter().zip(&ROOTS[1..]) {
            tree.push(leaf_hash(&hex::decode(leaf).unwrap()));
            assert_eq!(hex::encode(tree.root()), *root, "size {}", tree.size());
        }
        assert_eq!(tree.size(), 8);
    }

    #[test]
    fn a_tree_grown_leaf_by_leaf_equals_the_recursive_definition() {
        fn by_definition(leaves: &[Hash]) -> Hash {
            match leaves {
                [] => empty_root(),
                [only] => *only,
                _ => {
                    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
                    node_hash(&by_definition(left), &by_definition(right))
                }
            }
        }
        let leaves: Vec<Hash> = (0_u32..300).map(|i| leaf_hash(&i.to_be_bytes())).collect();
        for size in 0..=leaves.len() {
            let tree: Tree = leaves[..size].iter().copied().collect();
            assert_eq!(tree.root(), by_definition(&leaves[..size]), "size {size}");
        }
    }

    #[test]
    fn a_leaf_never_hashes_like_a_node() {
        let (left, right) = (leaf_hash(b"a"), leaf_hash(b"b"));
        assert_ne!(leaf_hash(&[left, right].concat()), node_hash(&left, &right));
    }
}
