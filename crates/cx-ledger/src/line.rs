//! One event of an export, as a line of JSON; docs/export.md lays down its members.

use std::borrow::Cow;

use anyhow::Context as _;
use cxl_store::Recorded;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One event of an export.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line<'a> {
    position: u64,
    #[serde(borrow)]
    stream: Cow<'a, str>,
    revision: u64,
    id: Uuid,
    #[serde(rename = "type", borrow)]
    type_name: Cow<'a, str>,
    #[serde(borrow)]
    body: Cow<'a, str>,
    #[serde(borrow)]
    meta: Cow<'a, str>,
}

impl<'a> Line<'a> {
    /// The line of an event.
    pub(crate) fn of(recorded: &'a Recorded) -> anyhow::Result<Self> {
        let text = |bytes: &'a [u8]| {
            str::from_utf8(bytes).map(Cow::Borrowed).with_context(|| {
                format!(
                    "the event at position {} is not UTF-8: restore the log from a backup",
                    recorded.position
                )
            })
        };
        Ok(Self {
            position: recorded.position,
            stream: recorded.stream.to_string().into(),
            revision: recorded.revision,
            id: recorded.id,
            type_name: (&*recorded.type_name).into(),
            body: text(&recorded.body)?,
            meta: text(&recorded.meta)?,
        })
    }

    /// The event of the line.
    pub(crate) fn recorded(self) -> anyhow::Result<Recorded> {
        Ok(Recorded {
            position: self.position,
            stream: self.stream.parse()?,
            revision: self.revision,
            id: self.id,
            type_name: self.type_name.into(),
            body: self.body.into_owned().into_bytes(),
            meta: self.meta.into_owned().into_bytes(),
        })
    }
}
