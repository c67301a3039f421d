//! Fields in the form of `postcard`, with one difference: a field that JSON leaves out takes its place.
//!
//! Fields are read by their order, so none may be missing. One that is left out is `None`, empty, false or
//! zero, and each of these is the byte 0.

use postcard::ser_flavors::Flavor;
use postcard::{Error, Result, Serializer};
use serde::Serialize;
use serde::ser::{
    self, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

/// Writes fields one after the other.
pub(super) struct Fields(Serializer<Bytes>);

impl Default for Fields {
    fn default() -> Self {
        Self(Serializer { output: Bytes(Vec::new()) })
    }
}

impl Fields {
    /// Everything written so far.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.output.0
    }
}

/// Bytes that grow.
struct Bytes(Vec<u8>);

impl Flavor for Bytes {
    type Output = Vec<u8>;

    fn try_extend(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn finalize(self) -> Result<Vec<u8>> {
        Ok(self.0)
    }
}

/// What `postcard` writes as it is.
macro_rules! plain {
    ($($method:ident($type:ty),)*) => {
        $(fn $method(self, value: $type) -> Result<()> {
            self.0.$method(value)
        })*
    };
}

impl ser::Serializer for &mut Fields {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    plain! {
        serialize_bool(bool),
        serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64),
        serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64),
        serialize_f32(f32), serialize_f64(f64),
        serialize_char(char), serialize_str(&str), serialize_bytes(&[u8]),
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_none(self) -> Result<()> {
        self.0.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        self.0.output.try_push(1)?;
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, rank: u32, _: &'static str) -> Result<()> {
        self.0.serialize_u32(rank)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        rank: u32,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        self.0.serialize_u32(rank)?;
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self> {
        self.0.serialize_seq(length)?;
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, rank: u32, _: &'static str, _: usize) -> Result<Self> {
        self.0.serialize_u32(rank)?;
        Ok(self)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self> {
        self.0.serialize_map(length)?;
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, rank: u32, _: &'static str, _: usize) -> Result<Self> {
        self.0.serialize_u32(rank)?;
        Ok(self)
    }
}

/// What stands in order, without names.
macro_rules! in_order {
    ($($compound:ident::$method:ident,)*) => {
        $(impl $compound for &mut Fields {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<()> {
                Ok(())
            }
        })*
    };
}

in_order! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

/// What has names, which are not written.
macro_rules! named {
    ($($compound:ident,)*) => {
        $(impl $compound for &mut Fields {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<()> {
                value.serialize(&mut **self)
            }

            fn skip_field(&mut self, _: &'static str) -> Result<()> {
                self.0.output.try_push(0)
            }

            fn end(self) -> Result<()> {
                Ok(())
            }
        })*
    };
}

named! { SerializeStruct, SerializeStructVariant, }

impl SerializeMap for &mut Fields {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}
