//! The few cryptographic operations that sealing and vaults are made of, each in one place.
//!
//! Everything is SHA-256 and XChaCha20-Poly1305 (24-byte nonces, which may be drawn at random).
//! Nothing here decides what is sealed under which key; [`crate::seal`] and the vaults do.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of a secret key. Overwritten in memory when dropped.
pub type Secret = Zeroizing<[u8; 32]>;

/// Length of a nonce in bytes.
pub const NONCE_BYTES: usize = 24;

/// By how many bytes a ciphertext is longer than its plaintext.
pub const TAG_BYTES: usize = 16;

/// XChaCha20-Poly1305: the ciphertext with the 16-byte tag behind it.
#[expect(clippy::missing_panics_doc, reason = "memory holds no plaintext of 256 GiB")]
pub fn encrypt(key: &[u8; 32], nonce: &[u8; NONCE_BYTES], aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    XChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&XNonce::from(*nonce), Payload { msg: plaintext, aad })
        .expect("the cipher refuses only plaintexts of 256 GiB and more")
}

/// Undoes [`encrypt`]; none if key, nonce, `aad` or ciphertext is another than it was.
pub fn decrypt(
    key: &[u8; 32],
    nonce: &[u8; NONCE_BYTES],
    aad: &[u8],
    ciphertext: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    XChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad })
        .ok()
        .map(Zeroizing::new)
}

/// HKDF-SHA256 without salt: a key for the purpose that `info`, the parts run together, names.
#[expect(clippy::missing_panics_doc, reason = "the length is fixed")]
pub fn derive(secret: &[u8; 32], info: &[&[u8]]) -> Secret {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, secret)
        .expand_multi_info(info, &mut *key)
        .expect("32 bytes are within what HKDF-SHA256 gives");
    key
}

/// HMAC-SHA-256 of the parts run together.
#[expect(clippy::missing_panics_doc, reason = "the length is fixed")]
pub fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac =
        <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Hides most of a text's length: its length (u32, big-endian), the text, then zeros up to 32, 64,
/// 128, … bytes in all.
///
/// None if the text is 2³² bytes or longer.
pub fn pad(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let length = u32::try_from(text.len()).ok()?;
    let total = (4 + text.len()).next_power_of_two().max(32);
    let mut padded = Zeroizing::new(Vec::with_capacity(total));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(text);
    padded.resize(total, 0);
    Some(padded)
}

/// The text that [`pad`] made these bytes of; none if it did not.
pub fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (length, rest) = padded.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (text, zeros) = rest.split_at_checked(length)?;
    let exact = padded.len() == (4 + length).next_power_of_two().max(32);
    (exact && zeros.iter().all(|byte| *byte == 0)).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn padding_shows_only_the_power_of_two_above_the_length() {
        let total = |length: usize| pad(&vec![b'x'; length]).unwrap().len();
        assert_eq!([0, 1, 28, 29, 60, 61, 124].map(total), [32, 32, 32, 64, 64, 128, 128]);
    }

    #[test]
    fn bytes_that_were_not_padded_do_not_unpad() {
        let mut padded = pad(b"refunds").unwrap().to_vec();
        assert_eq!(unpad(&padded), Some(&b"refunds"[..]));
        assert_eq!(unpad(&padded[..31]), None);
        assert_eq!(unpad(&[]), None);
        padded[31] = 1;
        assert_eq!(unpad(&padded), None);
        padded[..4].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(unpad(&padded), None);
        assert_eq!(unpad(&[0; 64]), None);
    }

    #[test]
    fn a_ciphertext_opens_only_as_it_was_made() {
        let (key, nonce) = ([1; 32], [2; NONCE_BYTES]);
        let sealed = encrypt(&key, &nonce, b"field", b"refunds");
        assert_eq!(sealed.len(), 7 + TAG_BYTES);
        assert_eq!(decrypt(&key, &nonce, b"field", &sealed).unwrap().as_slice(), b"refunds");
        assert!(decrypt(&[3; 32], &nonce, b"field", &sealed).is_none());
        assert!(decrypt(&key, &[3; NONCE_BYTES], b"field", &sealed).is_none());
        assert!(decrypt(&key, &nonce, b"other", &sealed).is_none());
        assert!(decrypt(&key, &nonce, b"field", &sealed[1..]).is_none());
        assert!(decrypt(&key, &nonce, b"field", b"").is_none());
    }

    #[test]
    fn derivation_is_the_first_test_of_rfc_5869_without_its_salt() {
        // Test case 3: the same input key of 22 bytes is not a key of ours, so only the
        // construction is compared: HKDF by its definition over HMAC.
        let secret = [0x0b; 32];
        let extracted = mac(&[0; 32], &[&secret]);
        let expanded = mac(&extracted, &[b"a", b"b", &[1]]);
        assert_eq!(*derive(&secret, &[b"a", b"b"]), expanded);
    }

    proptest! {
        #[test]
        fn whatever_is_padded_comes_back(text: Vec<u8>) {
            let padded = pad(&text).unwrap();
            prop_assert!(padded.len() >= 32 && padded.len().is_power_of_two());
            prop_assert_eq!(unpad(&padded), Some(text.as_slice()));
        }
    }
}
