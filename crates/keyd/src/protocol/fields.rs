//! The fields of messages, one after the other.

use cxl_store::{DataKey, KeyId};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Binding, MAX_CODE, Malformed};

/// Bytes to be sent.
pub(super) struct Out(pub(super) Zeroizing<Vec<u8>>);

impl Out {
    pub(super) fn of(room: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(room)))
    }

    pub(super) fn byte(&mut self, byte: u8) -> &mut Self {
        self.0.push(byte);
        self
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub(super) fn length(&mut self, length: usize) -> &mut Self {
        let length = u32::try_from(length).expect("messages are far below 4 GiB");
        self.bytes(&length.to_be_bytes())
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.length(text.len()).bytes(text.as_bytes())
    }

    pub(super) fn list<T>(
        &mut self,
        items: &[T],
        each: impl for<'a> Fn(&'a mut Self, &T) -> &'a mut Self,
    ) -> &mut Self {
        self.length(items.len());
        for item in items {
            each(self, item);
        }
        self
    }

    pub(super) fn binding(&mut self, Binding { code, person, key }: &Binding) -> &mut Self {
        self.text(code).bytes(person.as_bytes()).bytes(key.as_bytes())
    }
}

/// Bytes that came.
pub(super) struct In<'b>(pub(super) &'b [u8]);

impl<'b> In<'b> {
    pub(super) fn take(&mut self, count: usize) -> Result<&'b [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Malformed("the message ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Malformed("the message ends too early"))?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Malformed> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, Malformed> {
        self.array().map(u64::from_be_bytes)
    }

    pub(super) fn length(&mut self, most: usize) -> Result<usize, Malformed> {
        let length = usize::try_from(u32::from_be_bytes(self.array()?)).unwrap_or(usize::MAX);
        if length <= most { Ok(length) } else { Err(Malformed("the message holds more than it may")) }
    }

    pub(super) fn id(&mut self) -> Result<KeyId, Malformed> {
        self.array().map(KeyId::from_bytes)
    }

    pub(super) fn key(&mut self) -> Result<DataKey, Malformed> {
        self.array().map(DataKey::from_bytes)
    }

    pub(super) fn uuid(&mut self) -> Result<Uuid, Malformed> {
        self.array().map(Uuid::from_bytes)
    }

    pub(super) fn text(&mut self, most: usize) -> Result<String, Malformed> {
        let length = self.length(most)?;
        let text = str::from_utf8(self.take(length)?).map_err(|_| Malformed("a text is not UTF-8"))?;
        Ok(text.to_owned())
    }

    pub(super) fn maybe<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(Malformed("a byte that is 0 or 1 is neither")),
        }
    }

    pub(super) fn list<T>(
        &mut self,
        most: usize,
        each: impl Fn(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let length = self.length(most)?;
        (0..length).map(|_| each(self)).collect()
    }

    pub(super) fn binding(&mut self) -> Result<Binding, Malformed> {
        Ok(Binding { code: self.text(MAX_CODE)?, person: self.uuid()?, key: self.id()? })
    }

    pub(super) fn end<T>(self, message: T) -> Result<T, Malformed> {
        if self.0.is_empty() { Ok(message) } else { Err(Malformed("the message goes on beyond its end")) }
    }
}
