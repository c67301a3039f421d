//! Typed text, opened where it is shown: all texts that one level of an answer asks for in one read.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::SimpleObject;
use cxl_ledger::{Ledger, TextAt, TextValue};
use tokio::sync::OnceCell;

use crate::error::Problem;

/// A text that somebody typed. It lies sealed in the log and is opened for this answer.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Text {
    /// The characters; null if they are unavailable.
    value: Option<String>,
    /// Whether they can't be told: the key is not in the vault, because it was erased or lost, or they are
    /// withheld. The fact stands all the same.
    unavailable: bool,
    /// Whether they are kept from you: they lie sealed under a person's own key, and to read such takes a grant.
    withheld: bool,
}

impl Text {
    /// A text that the asker may not read.
    pub(crate) fn unreadable() -> Self {
        Self { value: None, unavailable: true, withheld: true }
    }
}

/// The texts of one request.
#[derive(Debug)]
pub(crate) struct Texts {
    ledger: Arc<Ledger>,
    open: Mutex<Arc<Batch>>,
}

#[derive(Debug, Default)]
struct Batch {
    wanted: Mutex<Vec<TextAt>>,
    opened: OnceCell<Result<Vec<TextValue>, Problem>>,
}

impl Texts {
    pub(crate) fn new(ledger: Arc<Ledger>) -> Self {
        Self { ledger, open: Mutex::default() }
    }

    /// The text at a place; `None` where the fact has none.
    ///
    /// Of those that are not at hand, whoever asks first lets all resolvers that can go on ask as well, then reads for
    /// all of them.
    pub(crate) async fn open(&self, at: TextAt) -> Result<Option<Text>, Problem> {
        if let Some(text) = self.ledger.text_at_hand(&at) {
            return Ok(shown(text));
        }
        let (batch, index) = self.ask(at);
        tokio::task::yield_now().await;
        let opened = batch.opened.get_or_init(|| self.read(&batch)).await;
        let text = opened.as_ref().map_err(Clone::clone)?.get(index).cloned();
        Ok(shown(text.unwrap_or(TextValue::Absent)))
    }

    fn ask(&self, at: TextAt) -> (Arc<Batch>, usize) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut wanted = open.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        wanted.push(at);
        (open.clone(), wanted.len() - 1)
    }

    async fn read(&self, batch: &Arc<Batch>) -> Result<Vec<TextValue>, Problem> {
        {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            if Arc::ptr_eq(&open, batch) {
                *open = Arc::default();
            }
        }
        let wanted = batch.wanted.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(self.ledger.texts(&wanted).await?)
    }
}

fn shown(text: TextValue) -> Option<Text> {
    match text {
        TextValue::Clear(text) => {
            Some(Text { value: Some(text.to_string()), unavailable: false, withheld: false })
        }
        TextValue::Unavailable => Some(Text { value: None, unavailable: true, withheld: false }),
        TextValue::Absent => None,
    }
}
