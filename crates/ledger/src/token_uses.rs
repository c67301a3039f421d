//! When each token was last presented, as far as this server knows: kept in memory alone, since a fact for every
//! request would bury the others.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use cxl_domain::id::TokenId;

/// The last use of each token since the server started.
#[derive(Debug, Default)]
pub struct TokenUses(Mutex<HashMap<TokenId, DateTime<Utc>>>);

impl TokenUses {
    /// A token that works was presented. There are never more of these than tokens that were issued.
    pub fn note(&self, token: TokenId, now: DateTime<Utc>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(token, now);
    }

    /// When it was last presented, if it was since the server started.
    pub fn last(&self, token: TokenId) -> Option<DateTime<Utc>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&token).copied()
    }
}
