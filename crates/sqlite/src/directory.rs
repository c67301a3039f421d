//! What the small numbers in the events table stand for.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use cxl_store::{StreamKind, StreamName};
use rusqlite::types::Type;
use rusqlite::{Connection, Error, Row};
use uuid::Uuid;

/// Names of streams and types by their number, shared by all readers of one file.
///
/// A number once given keeps its meaning for ever, so what was loaded stays true; numbers that are not
/// known yet are loaded when an event first names them.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    names: RwLock<Names>,
}

#[derive(Debug, Default)]
struct Names {
    streams: Vec<StreamName>,
    kinds: HashMap<Box<str>, StreamKind>,
    types: Vec<Arc<str>>,
}

impl Directory {
    /// The name of the stream with this number.
    pub(crate) fn stream(&self, number: i64, connection: &Connection) -> rusqlite::Result<StreamName> {
        self.find(number, connection, |names| &names.streams, Names::load_streams)
    }

    /// The name of the type with this number.
    pub(crate) fn type_name(&self, number: i64, connection: &Connection) -> rusqlite::Result<Arc<str>> {
        self.find(number, connection, |names| &names.types, Names::load_types)
    }

    /// All streams and all types, in the order of their numbers.
    pub(crate) fn load(&self, connection: &Connection) -> rusqlite::Result<(Vec<StreamName>, Vec<Arc<str>>)> {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        names.load_streams(connection)?;
        names.load_types(connection)?;
        Ok((names.streams.clone(), names.types.clone()))
    }

    fn find<T: Clone>(
        &self,
        number: i64,
        connection: &Connection,
        list: impl Fn(&Names) -> &Vec<T>,
        load: impl FnOnce(&mut Names, &Connection) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<T> {
        let at = |names: &Names| list(names).get(usize::try_from(number).ok()?).cloned();
        if let Some(name) = at(&self.names.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(name);
        }
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        load(&mut names, connection)?;
        at(&names).ok_or(Error::IntegralValueOutOfRange(0, number))
    }
}

impl Names {
    fn load_streams(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection
            .prepare_cached("SELECT number, kind, id FROM streams WHERE number >= ?1 ORDER BY number")?;
        let mut rows = statement.query([known(&self.streams)])?;
        while let Some(row) = rows.next()? {
            in_sequence(row, &self.streams)?;
            let kind = self.kind(row.get_ref(1)?.as_str()?)?;
            self.streams.push(StreamName::new(kind, uuid(row, 2)?));
        }
        Ok(())
    }

    fn load_types(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement =
            connection.prepare_cached("SELECT number, name FROM types WHERE number >= ?1 ORDER BY number")?;
        let mut rows = statement.query([known(&self.types)])?;
        while let Some(row) = rows.next()? {
            in_sequence(row, &self.types)?;
            self.types.push(row.get(1)?);
        }
        Ok(())
    }

    /// One allocation per kind, not one per stream.
    fn kind(&mut self, text: &str) -> rusqlite::Result<StreamKind> {
        if let Some(kind) = self.kinds.get(text) {
            return Ok(kind.clone());
        }
        let kind = StreamKind::new(text)
            .map_err(|error| Error::FromSqlConversionFailure(1, Type::Text, Box::new(error)))?;
        self.kinds.insert(text.into(), kind.clone());
        Ok(kind)
    }
}

/// The id in this column.
pub(crate) fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    let bytes = row.get_ref(column)?.as_blob()?;
    Uuid::from_slice(bytes)
        .map_err(|error| Error::FromSqlConversionFailure(column, Type::Blob, Box::new(error)))
}

/// A number of ours as SQLite stores it. Nothing stored comes near 2^63, so what does lies beyond it all.
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of ours as it comes back. A negative one was not written by us.
pub(crate) fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let stored = row.get(column)?;
    u64::try_from(stored).map_err(|_| Error::IntegralValueOutOfRange(column, stored))
}

fn known<T>(list: &[T]) -> i64 {
    stored(list.len() as u64)
}

fn in_sequence<T>(row: &Row<'_>, list: &[T]) -> rusqlite::Result<()> {
    let number: i64 = row.get(0)?;
    if number == known(list) { Ok(()) } else { Err(Error::IntegralValueOutOfRange(0, number)) }
}
