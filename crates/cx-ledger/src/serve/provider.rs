//! The identity provider that the server trusts: its keys fetched, its tokens judged.

use std::error::Error;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use cxl_oidc::{
    Claims, Expectations, Issuer, KeyCache, KeySet, KeysAway, MAX_KEY_SET, Provider as Published, Schedule,
    TokenProblem, verify,
};
use serde::Serialize;
use tokio::sync::watch;

/// For one of the provider's two documents.
const FETCH_TIMEOUT: Duration = Duration::from_secs(10);

/// For a request that waits for keys. The fetch goes on when it has given up.
const WAIT: Duration = Duration::from_secs(5);

/// How often it is looked whether the keys are old.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// The most bytes of what the provider says of itself.
const MAX_CONFIGURATION: usize = 64 * 1024;

/// Which identity provider is trusted. Both are public.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Identity provider (OpenID Connect)")]
pub(crate) struct ProviderArgs {
    /// Accept the tokens of this provider, named as it names itself, such as `https://login.example.com`
    #[arg(long, env = "CX_LEDGER_OIDC_ISSUER", requires = "oidc_audience", value_name = "URL")]
    oidc_issuer: Option<Issuer>,

    /// What the provider calls this ledger: the audience for which its tokens must have been issued
    #[arg(long, env = "CX_LEDGER_OIDC_AUDIENCE", requires = "oidc_issuer", value_name = "TEXT")]
    oidc_audience: Option<String>,
}

impl ProviderArgs {
    /// The provider, if one is named. It need not be there yet.
    pub(crate) fn provider(&self) -> anyhow::Result<Option<Arc<Provider>>> {
        let Some((issuer, audience)) = self.oidc_issuer.clone().zip(self.oidc_audience.clone()) else {
            return Ok(None);
        };
        Provider::new(Expectations { issuer, audience }).map(Some)
    }
}

/// An identity provider.
#[derive(Debug)]
pub(crate) struct Provider {
    expected: Expectations,
    client: reqwest::Client,
    cache: Mutex<KeyCache>,
    /// From which the cache reckons.
    began: Instant,
    /// Told whenever a fetch ends.
    ended: watch::Sender<()>,
}

/// Why a token was not found to hold.
#[derive(Debug)]
pub(crate) enum NotJudged {
    /// It does not.
    Refused(TokenProblem),
    /// There are no keys to judge it by.
    Away(KeysAway),
}

/// How the provider is, for whoever watches over the server.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProviderHealth {
    issuer: String,
    /// Whether its tokens are accepted at present.
    tokens_accepted: bool,
    /// Why its keys could not be fetched the last time, if they could not; those from before may serve still.
    trouble: Option<String>,
}

impl Provider {
    fn new(expected: Expectations) -> anyhow::Result<Arc<Self>> {
        let client = reqwest::Client::builder()
            .timeout(FETCH_TIMEOUT)
            // Wherever else it points was never named by whoever trusts it.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("cx-ledger/", env!("CARGO_PKG_VERSION")))
            .build()
            .context("the identity provider can't be asked")?;
        Ok(Arc::new(Self {
            expected,
            client,
            cache: Mutex::new(KeyCache::new(Schedule::default())),
            began: Instant::now(),
            ended: watch::Sender::new(()),
        }))
    }

    /// By which name it goes.
    pub(crate) fn issuer(&self) -> &Issuer {
        &self.expected.issuer
    }

    /// Fetches the keys now, and again before they are old, for as long as the server runs.
    pub(crate) fn keep_fresh(self: &Arc<Self>) {
        let provider = Arc::clone(self);
        tokio::spawn(async move {
            let mut look = tokio::time::interval(LOOK_EVERY);
            loop {
                look.tick().await;
                provider.fetch_if(KeyCache::due);
            }
        });
    }

    /// What a token claims, if it holds.
    pub(crate) async fn judged(
        self: &Arc<Self>,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Claims, NotJudged> {
        match self.judge(token, now) {
            Err(NotJudged::Refused(TokenProblem::UnknownKey)) => self.arrival(KeyCache::wanted).await,
            Err(NotJudged::Away(_)) => self.arrival(KeyCache::due).await,
            judged => return judged,
        }
        self.judge(token, now)
    }

    fn judge(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, NotJudged> {
        let keys = self.cache().keys(self.elapsed()).map_err(NotJudged::Away)?;
        verify(token, &keys, &self.expected, now).map_err(NotJudged::Refused)
    }

    /// Has the keys fetched, if it is time, and waits for the end of a fetch that is under way.
    async fn arrival(self: &Arc<Self>, is_time: fn(&mut KeyCache, Duration) -> bool) {
        let mut ended = self.ended.subscribe();
        if self.fetch_if(is_time) {
            // Whoever waits too long is answered by the keys that there are.
            let _ = tokio::time::timeout(WAIT, ended.changed()).await;
        }
    }

    /// Begins to fetch the keys if it is time; tells whether a fetch is under way.
    fn fetch_if(self: &Arc<Self>, is_time: fn(&mut KeyCache, Duration) -> bool) -> bool {
        let mut cache = self.cache();
        let begins = is_time(&mut cache, self.elapsed());
        if begins {
            let provider = Arc::clone(self);
            tokio::spawn(async move { provider.fetch().await });
        }
        cache.is_under_way()
    }

    async fn fetch(&self) {
        let fetched = self.published_keys().await;
        {
            let (mut cache, now) = (self.cache(), self.elapsed());
            match fetched {
                Ok(keys) => cache.fetched(keys, now),
                Err(reason) => {
                    tracing::warn!(issuer = %self.issuer(), reason, "the identity provider's keys were not fetched");
                    cache.failed(reason);
                }
            }
        }
        self.ended.send_replace(());
    }

    async fn published_keys(&self) -> Result<KeySet, String> {
        let configuration = self.got(&self.issuer().configuration(), MAX_CONFIGURATION).await?;
        let published = Published::parse(&configuration, self.issuer()).map_err(|error| error.to_string())?;
        let keys = self.got(&published.jwks_uri, MAX_KEY_SET).await?;
        KeySet::parse(&keys)
            .map_err(|error| format!("what {} holds is no key set: {error}", published.jwks_uri))
    }

    /// What stands at an address, if it is no longer than that.
    async fn got(&self, address: &str, most: usize) -> Result<Vec<u8>, String> {
        let failed = |error: reqwest::Error| format!("{address}: {}", causes(&error.without_url()));
        let mut response = self.client.get(address).send().await.map_err(failed)?;
        if !response.status().is_success() {
            return Err(format!("{address} answers {}", response.status()));
        }
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await.map_err(failed)? {
            if body.len() + part.len() > most {
                return Err(format!("{address} answers more than {most} bytes"));
            }
            body.extend_from_slice(&part);
        }
        Ok(body)
    }

    /// How it is.
    pub(crate) fn health(&self) -> ProviderHealth {
        let (cache, now) = (self.cache(), self.elapsed());
        let keys = cache.keys(now);
        let trouble = cache.trouble(now).map(|(reason, age)| {
            age.map_or_else(
                || reason.to_owned(),
                |age| format!("{reason}; its keys are {} minutes old", age.as_secs() / 60),
            )
        });
        ProviderHealth { issuer: self.issuer().to_string(), tokens_accepted: keys.is_ok(), trouble }
    }

    fn cache(&self) -> MutexGuard<'_, KeyCache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}

/// An error with everything that led to it: the client's own words say little.
fn causes(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(told, ": {error}");
        cause = error.source();
    }
    told
}
