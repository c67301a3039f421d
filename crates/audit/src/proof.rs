//! Inclusion and consistency proofs: RFC 6962 section 2.1 makes them,
//! [RFC 9162](https://www.rfc-editor.org/rfc/rfc9162) sections 2.1.3.2 and 2.1.4.2 check them.

use crate::tree::{Hash, Tree, empty_root, node_hash};

/// Why a proof cannot be made, or does not prove what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// There is no leaf of that index in a tree of that size.
    #[error("the tree of size {size} has no leaf {index}")]
    NoSuchLeaf {
        /// The index that was asked for, from 0.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// A tree cannot be a later state of a larger one.
    #[error("the tree of size {new} cannot be a later state of the tree of size {old}")]
    Shrunk {
        /// The size of the tree that should be older.
        old: u64,
        /// The size of the tree that should be newer.
        new: u64,
    },
    /// The proof has too few or too many hashes for the sizes it is about.
    #[error("the proof has {found} hashes, which does not fit the sizes it is about")]
    Length {
        /// How many hashes the proof has.
        found: usize,
    },
    /// The leaf is not in the tree of that root at that index.
    #[error("the proof does not lead from leaf {index} to the root of size {size}")]
    NotIncluded {
        /// The index that was claimed.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The two roots are not of one growing log: history was altered, or a root is wrong.
    #[error("the tree of size {new} does not contain the tree of size {old}: history was altered")]
    Inconsistent {
        /// The size of the older tree.
        old: u64,
        /// The size of the newer tree.
        new: u64,
    },
}

/// The path that proves leaf `index` to whoever knows the root over `leaves`, lowest level first.
///
/// Takes time linear in the number of leaves.
pub fn inclusion_proof(leaves: &[Hash], index: u64) -> Result<Vec<Hash>, ProofError> {
    let size = leaves.len() as u64;
    match usize::try_from(index) {
        Ok(at) if at < leaves.len() => Ok(path(leaves, at)),
        _ => Err(ProofError::NoSuchLeaf { index, size }),
    }
}

/// The hashes that prove that the tree over the first `old` leaves is a prefix of the tree over
/// all `leaves`.
///
/// Empty if `old` is 0 or the whole. Takes time linear in the number of leaves.
pub fn consistency_proof(leaves: &[Hash], old: u64) -> Result<Vec<Hash>, ProofError> {
    let new = leaves.len() as u64;
    match usize::try_from(old) {
        Ok(0) => Ok(Vec::new()),
        Ok(first) if first <= leaves.len() => Ok(subproof(leaves, first, true)),
        _ => Err(ProofError::Shrunk { old, new }),
    }
}

/// Checks that the leaf of hash `leaf` is number `index` in the tree of this `size` and `root`.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::NoSuchLeaf { index, size });
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::Length { found: proof.len() });
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            // A last node without right sibling rises unhashed to the level where it has a left one.
            let rise = if node & 1 == 0 { node.trailing_zeros() } else { 0 };
            node >>= rise;
            last >>= rise;
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length { found: proof.len() });
    }
    if hash == *root { Ok(()) } else { Err(ProofError::NotIncluded { index, size }) }
}

/// Checks that the tree of size `old` and root `old_root` is a prefix of the tree of size `new`
/// and root `new_root`: that the log has only grown in between.
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    let consistent = |holds| if holds { Ok(()) } else { Err(ProofError::Inconsistent { old, new }) };
    if old > new {
        return Err(ProofError::Shrunk { old, new });
    }
    if old == 0 || old == new {
        if !proof.is_empty() {
            return Err(ProofError::Length { found: proof.len() });
        }
        let expected = if old == 0 { &empty_root() } else { new_root };
        return consistent(old_root == expected);
    }
    let (rebuilt_old, rebuilt_new) = rebuild(old, old_root, new, proof)?;
    consistent(rebuilt_old == *old_root && rebuilt_new == *new_root)
}

/// Both roots as the proof has them, for 0 < `old` < `new`.
fn rebuild(old: u64, old_root: &Hash, new: u64, proof: &[Hash]) -> Result<(Hash, Hash), ProofError> {
    let length = ProofError::Length { found: proof.len() };
    // An old tree that is perfect is itself the first node, so the proof leaves it out.
    let (start, rest) = match proof {
        _ if old.is_power_of_two() => (old_root, proof),
        [first, rest @ ..] => (first, rest),
        [] => return Err(length),
    };
    let rise = (old - 1).trailing_ones();
    let (mut node, mut last) = ((old - 1) >> rise, (new - 1) >> rise);
    let (mut old_hash, mut new_hash) = (*start, *start);
    for sibling in rest {
        if last == 0 {
            return Err(length);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            let rise = if node & 1 == 0 { node.trailing_zeros() } else { 0 };
            node >>= rise;
            last >>= rise;
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 { Ok((old_hash, new_hash)) } else { Err(length) }
}

fn path(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = split(leaves);
    let (mut proof, sibling) =
        if index < left.len() { (path(left, index), right) } else { (path(right, index - left.len()), left) };
    proof.push(root(sibling));
    proof
}

/// `whole` tells whether the old tree is all of the subtree the recursion came from: the verifier
/// then knows its root already.
fn subproof(leaves: &[Hash], old: usize, whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let (left, right) = split(leaves);
    let (mut proof, sibling) = if old <= left.len() {
        (subproof(left, old, whole), right)
    } else {
        (subproof(right, old - left.len(), false), left)
    };
    proof.push(root(sibling));
    proof
}

/// The largest power of two below the length goes left.
fn split(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    leaves.split_at(leaves.len().next_power_of_two() / 2)
}

fn root(leaves: &[Hash]) -> Hash {
    leaves.iter().copied().collect::<Tree>().root()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_vectors::{LEAVES, ROOTS};
    use crate::tree::leaf_hash;

    fn published_leaves() -> Vec<Hash> {
        LEAVES.iter().map(|leaf| leaf_hash(&hex::decode(leaf).unwrap())).collect()
    }

    fn published_root(size: u64) -> Hash {
        hex::decode(ROOTS[usize::try_from(size).unwrap()]).unwrap().try_into().unwrap()
    }

    fn leaves(count: u32) -> Vec<Hash> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    /// Every copy of the proof with one bit flipped (one bit in each byte of each hash is enough).
    fn tampered(proof: &[Hash]) -> impl Iterator<Item = Vec<Hash>> {
        (0..proof.len() * 32).step_by(11).map(|at| {
            let mut copy = proof.to_vec();
            copy[at / 32][at % 32] ^= 1 << (at % 8);
            copy
        })
    }

    #[test]
    fn the_published_proofs_come_out() {
        let leaves = published_leaves();
        let hexed = |proof: Vec<Hash>| proof.iter().map(hex::encode).collect::<Vec<_>>();
        assert_eq!(
            hexed(inclusion_proof(&leaves, 0).unwrap()),
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        );
        assert_eq!(
            hexed(consistency_proof(&leaves, 6).unwrap()),
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
        let proof = consistency_proof(&leaves, 6).unwrap();
        verify_consistency(6, &published_root(6), 8, &published_root(8), &proof).unwrap();
    }

    #[test]
    fn every_leaf_of_every_tree_up_to_200_proves_its_place() {
        for size in 1..=200 {
            let leaves = leaves(size);
            let (root, size) = (root(&leaves), u64::from(size));
            for (index, leaf) in (0..).zip(&leaves) {
                let proof = inclusion_proof(&leaves, index).unwrap();
                verify_inclusion(leaf, index, size, &proof, &root).unwrap();
                assert!(
                    verify_inclusion(leaf, (index + 1) % size, size, &proof, &root).is_err() || size == 1
                );
            }
        }
    }

    #[test]
    fn every_tree_up_to_200_proves_every_earlier_one() {
        let all = leaves(200);
        let roots: Vec<Hash> = (0..=all.len()).map(|size| root(&all[..size])).collect();
        for new in 0..=all.len() {
            for old in 0..=new {
                let proof = consistency_proof(&all[..new], old as u64).unwrap();
                verify_consistency(old as u64, &roots[old], new as u64, &roots[new], &proof).unwrap();
            }
        }
    }

    #[test]
    fn an_inclusion_proof_with_any_part_altered_is_refused() {
        for size in [1_u32, 2, 3, 7, 8, 21, 64, 65] {
            let leaves = leaves(size);
            let (root, size) = (root(&leaves), u64::from(size));
            for (index, leaf) in (0..).zip(&leaves) {
                let proof = inclusion_proof(&leaves, index).unwrap();
                for altered in tampered(&proof) {
                    assert!(verify_inclusion(leaf, index, size, &altered, &root).is_err());
                }
                let longer = [&proof[..], &[root]].concat();
                assert_eq!(
                    verify_inclusion(leaf, index, size, &longer, &root),
                    Err(ProofError::Length { found: longer.len() })
                );
                if let [shorter @ .., _] = &proof[..] {
                    assert!(verify_inclusion(leaf, index, size, shorter, &root).is_err());
                }
                for bit in 0..256 {
                    let (mut other_leaf, mut other_root) = (*leaf, root);
                    other_leaf[bit / 8] ^= 1 << (bit % 8);
                    other_root[bit / 8] ^= 1 << (bit % 8);
                    assert!(verify_inclusion(&other_leaf, index, size, &proof, &root).is_err());
                    assert!(verify_inclusion(leaf, index, size, &proof, &other_root).is_err());
                }
            }
        }
    }

    #[test]
    fn a_consistency_proof_with_any_part_altered_is_refused() {
        let all = leaves(33);
        for new in 1..=all.len() {
            for old in 1..=new {
                let (old_root, new_root) = (root(&all[..old]), root(&all[..new]));
                let (old, new) = (old as u64, new as u64);
                let proof = consistency_proof(&all[..usize::try_from(new).unwrap()], old).unwrap();
                for altered in tampered(&proof) {
                    assert!(verify_consistency(old, &old_root, new, &new_root, &altered).is_err());
                }
                let longer = [&proof[..], &[new_root]].concat();
                assert!(verify_consistency(old, &old_root, new, &new_root, &longer).is_err());
                if let [shorter @ .., _] = &proof[..] {
                    assert!(verify_consistency(old, &old_root, new, &new_root, shorter).is_err());
                }
                let mut other = old_root;
                other[0] ^= 1;
                assert!(verify_consistency(old, &other, new, &new_root, &proof).is_err());
                other = new_root;
                other[31] ^= 128;
                assert!(verify_consistency(old, &old_root, new, &other, &proof).is_err());
            }
        }
    }

    #[test]
    fn a_log_whose_past_was_rewritten_cannot_prove_its_old_root() {
        let honest = leaves(20);
        let old_root = root(&honest[..13]);
        let mut rewritten = honest.clone();
        rewritten[4] = leaf_hash(b"another story");
        let proof = consistency_proof(&rewritten, 13).unwrap();
        assert_eq!(
            verify_consistency(13, &old_root, 20, &root(&rewritten), &proof),
            Err(ProofError::Inconsistent { old: 13, new: 20 })
        );
    }

    #[test]
    fn what_cannot_be_asked_is_refused_with_the_sizes() {
        let three = leaves(3);
        assert_eq!(inclusion_proof(&three, 3), Err(ProofError::NoSuchLeaf { index: 3, size: 3 }));
        assert_eq!(inclusion_proof(&[], 0), Err(ProofError::NoSuchLeaf { index: 0, size: 0 }));
        assert_eq!(consistency_proof(&three, 4), Err(ProofError::Shrunk { old: 4, new: 3 }));
        assert_eq!(
            verify_consistency(4, &[0; 32], 3, &[0; 32], &[]),
            Err(ProofError::Shrunk { old: 4, new: 3 })
        );
        assert_eq!(
            verify_inclusion(&[0; 32], 0, 0, &[], &empty_root()),
            Err(ProofError::NoSuchLeaf { index: 0, size: 0 })
        );
        assert!(verify_consistency(0, &[7; 32], 3, &root(&three), &[]).is_err());
    }

    #[test]
    fn absurd_sizes_from_outside_neither_panic_nor_pass() {
        let zero = [0; 32];
        for size in [u64::MAX, u64::MAX - 1, 1 << 63] {
            for proof in [&[][..], &[zero; 1], &[zero; 63], &[zero; 64], &[zero; 65]] {
                assert!(verify_inclusion(&zero, size - 1, size, proof, &zero).is_err());
                assert!(verify_inclusion(&zero, 0, size, proof, &zero).is_err());
                assert!(verify_consistency(size - 1, &zero, size, &zero, proof).is_err());
                assert!(verify_consistency(1, &zero, size, &zero, proof).is_err());
            }
        }
    }
}
