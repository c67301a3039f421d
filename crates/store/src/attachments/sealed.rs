//! The form of a stored file.
//!
//! ```text
//! head   "CXLFILE1" || key id (16 bytes) || prefix (19) || length of media type (1) || media type
//! parts  ciphertext and tag of each 65,536 bytes of the file; of the last, of what is left
//! ```
//!
//! With `||` for concatenation, u32be for four bytes with the highest first and `data key` for the key of
//! that id in the vault:
//!
//! - file key: `k = HKDF-SHA256(ikm = data key, no salt, info = "cx-ledger/attachment/1" || prefix, 32
//!   bytes)`;
//! - part `i`, from 0: `XChaCha20-Poly1305(k, nonce = prefix || u32be(i) || last, part, associated data =
//!   head)`, where `last` is 1 for the last part and 0 for the others.
//!
//! This is the STREAM construction: a part that was altered, moved, left out or cut off does not open. An
//! empty file has one part without bytes.

use std::io::{self, Read, Write};

use zeroize::Zeroizing;

use crate::cipher::{self, NONCE_BYTES, Secret, TAG_BYTES};
use crate::vault::{DataKey, KeyId};

/// With what a stored file begins.
pub const MAGIC: &[u8; 8] = b"CXLFILE1";

/// How many bytes of a file a part holds.
pub const PART_BYTES: usize = 64 * 1024;

/// How many random bytes make the parts of a file its own.
pub const PREFIX_BYTES: usize = NONCE_BYTES - 5;

const FIXED_BYTES: usize = MAGIC.len() + 16 + PREFIX_BYTES + 1;

/// The head of a stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The key.
    pub key: KeyId,
    /// What makes its parts its own.
    pub prefix: [u8; PREFIX_BYTES],
    /// The media type.
    pub media_type: String,
}

impl Head {
    /// As it stands in the file; `None` for a media type of more than 255 bytes.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let length = u8::try_from(self.media_type.len()).ok()?;
        let parts: [&[u8]; 5] =
            [MAGIC, self.key.as_bytes(), &self.prefix, &[length], self.media_type.as_bytes()];
        Some(parts.concat())
    }

    /// Reads the head of a file; `None` where it has none.
    pub fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut fixed = [0; FIXED_BYTES];
        if !filled(from, &mut fixed)? {
            return Ok(None);
        }
        let (magic, rest) = fixed.split_at(MAGIC.len());
        let (key, rest) = rest.split_at(16);
        let (prefix, length) = rest.split_at(PREFIX_BYTES);
        let mut media_type = vec![0; length[0].into()];
        if magic != MAGIC || !filled(from, &mut media_type)? {
            return Ok(None);
        }
        let (Ok(key), Ok(prefix), Ok(media_type)) =
            (key.try_into(), prefix.try_into(), String::from_utf8(media_type))
        else {
            return Ok(None);
        };
        Ok(Some(Self { key: KeyId::from_bytes(key), prefix, media_type }))
    }

    /// How many bytes were attached, by the size of what is stored; `None` for a size that no file has.
    pub fn bytes_attached(&self, stored: u64) -> Option<u64> {
        let parts = stored.checked_sub((FIXED_BYTES + self.media_type.len()) as u64)?;
        let whole = (PART_BYTES + TAG_BYTES) as u64;
        let count = parts.div_ceil(whole);
        let last = parts.checked_sub(count.checked_sub(1)? * whole)?;
        (last >= TAG_BYTES as u64).then(|| parts - count * TAG_BYTES as u64)
    }

    fn cipher(&self, key: &DataKey) -> Option<PartCipher> {
        Some(PartCipher {
            key: cipher::derive(key.expose(), &[b"cx-ledger/attachment/1", &self.prefix]),
            prefix: self.prefix,
            head: self.bytes()?,
            index: 0,
        })
    }
}

/// What encrypts and decrypts part after part.
struct PartCipher {
    key: Secret,
    prefix: [u8; PREFIX_BYTES],
    head: Vec<u8>,
    index: u32,
}

impl PartCipher {
    /// The nonce of the next part; `None` after 2³² of them.
    fn nonce(&mut self, last: bool) -> Option<[u8; NONCE_BYTES]> {
        let mut nonce = [0; NONCE_BYTES];
        nonce[..PREFIX_BYTES].copy_from_slice(&self.prefix);
        nonce[PREFIX_BYTES..NONCE_BYTES - 1].copy_from_slice(&self.index.to_be_bytes());
        nonce[NONCE_BYTES - 1] = last.into();
        self.index = self.index.checked_add(1)?;
        Some(nonce)
    }

    fn seal(&mut self, part: &[u8], last: bool) -> io::Result<Vec<u8>> {
        let nonce = self.nonce(last).ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
        Ok(cipher::encrypt(&self.key, &nonce, &self.head, part))
    }

    fn open(&mut self, part: &[u8], last: bool) -> Option<Zeroizing<Vec<u8>>> {
        let nonce = self.nonce(last)?;
        cipher::decrypt(&self.key, &nonce, &self.head, part)
    }
}

/// Encrypts a file on its way to `W`.
pub struct Sealer<W> {
    to: W,
    cipher: PartCipher,
    /// What does not fill a part yet.
    open: Zeroizing<Vec<u8>>,
}

impl<W: Write> Sealer<W> {
    /// Begins a file by its head. Fails for a media type of more than 255 bytes.
    pub fn begin(mut to: W, head: &Head, key: &DataKey) -> io::Result<Self> {
        let cipher = head.cipher(key).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        to.write_all(&cipher.head)?;
        Ok(Self { to, cipher, open: Zeroizing::new(Vec::with_capacity(PART_BYTES)) })
    }

    /// Adds bytes.
    pub fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            // A full part is written once more follows: the last one is marked.
            if self.open.len() == PART_BYTES {
                let sealed = self.cipher.seal(&self.open, false)?;
                self.to.write_all(&sealed)?;
                self.open.clear();
            }
            let (now, later) = bytes.split_at(bytes.len().min(PART_BYTES - self.open.len()));
            self.open.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Writes the last part.
    pub fn finish(mut self) -> io::Result<W> {
        let sealed = self.cipher.seal(&self.open, true)?;
        self.to.write_all(&sealed)?;
        Ok(self.to)
    }
}

/// Decrypts a file that is read from `R`.
pub struct Opener<R> {
    from: R,
    cipher: PartCipher,
    /// How many bytes that were attached are still to come; `None` after the last part.
    left: Option<u64>,
}

/// Why a part does not open.
#[derive(Debug)]
pub enum PartError {
    /// It can't be read.
    Read(io::Error),
    /// It is not what was written.
    Altered,
}

impl<R: Read> Opener<R> {
    /// Reads on after the head of a file of which so many bytes were attached. `None` where the head is none
    /// that was written.
    pub fn after(from: R, head: &Head, key: &DataKey, bytes: u64) -> Option<Self> {
        Some(Self { from, cipher: head.cipher(key)?, left: Some(bytes) })
    }

    /// The next part; none at the end.
    pub fn part(&mut self) -> Result<Option<Vec<u8>>, PartError> {
        let Some(left) = self.left else { return Ok(None) };
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(PART_BYTES);
        let later = left - length as u64;
        let mut part = vec![0; length + TAG_BYTES];
        if !filled(&mut self.from, &mut part).map_err(PartError::Read)? {
            return Err(PartError::Altered);
        }
        let opened = self.cipher.open(&part, later == 0).ok_or(PartError::Altered)?;
        self.left = (later > 0).then_some(later);
        Ok(Some(opened.to_vec()))
    }
}

/// Fills all of `bytes`; answers false where the file ends before.
fn filled(from: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn head() -> Head {
        Head { key: KeyId::from_bytes([7; 16]), prefix: [9; PREFIX_BYTES], media_type: "image/png".into() }
    }

    fn key() -> DataKey {
        DataKey::from_bytes([1; 32])
    }

    fn stored(pieces: &[&[u8]]) -> Vec<u8> {
        let mut sealer = Sealer::begin(Vec::new(), &head(), &key()).unwrap();
        for piece in pieces {
            sealer.write(piece).unwrap();
        }
        sealer.finish().unwrap()
    }

    fn opened(mut stored: &[u8], key: &DataKey) -> Option<Vec<u8>> {
        let size = stored.len() as u64;
        let head = Head::read(&mut stored).unwrap()?;
        let mut opener = Opener::after(stored, &head, key, head.bytes_attached(size)?)?;
        let mut bytes = Vec::new();
        while let Some(part) = opener.part().ok()? {
            bytes.extend(part);
        }
        Some(bytes)
    }

    #[test]
    fn what_was_written_in_pieces_is_read_whole() {
        for length in [0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES] {
            let bytes: Vec<u8> = (0..=255).cycle().take(length).collect();
            let (one, other) = bytes.split_at(length / 3);
            let stored = stored(&[one, other]);
            assert_eq!(opened(&stored, &key()), Some(bytes), "{length}");
            assert_eq!(head().bytes_attached(stored.len() as u64), Some(length as u64));
        }
    }

    #[test]
    fn nothing_of_a_file_is_stored_in_clear() {
        let stored = stored(&[b"the contract that nobody may read"]);
        assert!(!stored.windows(8).any(|window| window == b"contract"));
        assert_eq!(opened(&stored, &DataKey::from_bytes([2; 32])), None);
    }

    #[test]
    fn a_file_cut_between_two_parts_does_not_open() {
        let bytes = vec![3; 2 * PART_BYTES];
        let whole = stored(&[&bytes]);
        let cut = whole.len() - (PART_BYTES + TAG_BYTES);
        assert_eq!(opened(&whole[..cut], &key()), None);
        let first = FIXED_BYTES + "image/png".len();
        let mut swapped = whole[..first].to_vec();
        swapped.extend_from_slice(&whole[cut..]);
        swapped.extend_from_slice(&whole[first..cut]);
        assert_eq!(opened(&swapped, &key()), None);
    }

    proptest! {
        #[test]
        fn a_file_with_one_bit_changed_does_not_open(bytes: Vec<u8>, at: prop::sample::Index, bit in 0_u8..8) {
            let mut stored = stored(&[&bytes]);
            let at = at.index(stored.len());
            stored[at] ^= 1 << bit;
            prop_assert_eq!(opened(&stored, &key()), None);
        }

        #[test]
        fn no_bytes_from_elsewhere_make_reading_fail_otherwise_than_by_refusing(bytes: Vec<u8>) {
            prop_assert_eq!(opened(&bytes, &key()), None);
        }
    }
}
