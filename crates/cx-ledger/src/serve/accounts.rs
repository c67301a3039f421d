//! How much may be asked, of whom and at once: the one account that every transport takes from.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use chrono::{DateTime, Utc};
use cxl_graphql::ErrorCode;
use cxl_guard::{Buckets, Exhausted, Limits, Rate, Standing};
use cxl_store::meta::Agent;
use serde_json::json;

use super::problem::Problem;
use crate::ambient;

/// How many people and services, and how many addresses, are told apart while they have an account to settle.
const ROOM: usize = 65_536;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// How much may be asked.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "How much may be asked")]
pub(crate) struct Allowance {
    /// Points that a person or a service may spend in an hour, over all their tokens; or "unlimited"
    #[arg(long, default_value = "100000", value_parser = most, value_name = "POINTS")]
    points_per_hour: Most,

    /// Requests with no token or a wrong one that an address may send in a minute; or "unlimited"
    #[arg(long, default_value = "60", value_parser = most, value_name = "REQUESTS")]
    strangers_per_minute: Most,

    /// Members that the lists of one document may have in all
    #[arg(long, default_value_t = Limits::default().nodes, value_parser = clap::value_parser!(u64).range(1..=1_000_000), value_name = "MEMBERS")]
    nodes_at_once: u64,

    /// The longest answer, in MiB
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=1024), value_name = "MIB")]
    longest_answer: u16,

    /// The address of a proxy, whose header X-Forwarded-For is believed; may be given several times
    #[arg(long, value_name = "ADDR")]
    behind_proxy: Vec<IpAddr>,
}

/// A number of something, or no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Most(Option<u64>);

fn most(text: &str) -> Result<Most, String> {
    if text == "unlimited" {
        return Ok(Most(None));
    }
    let number = text.parse().ok().filter(|number| (1..=1_000_000_000).contains(number));
    let told = "a whole number from 1 to 1000000000, or unlimited";
    number.map(|number| Most(Some(number))).ok_or_else(|| told.to_owned())
}

/// Who has asked for how much.
#[derive(Debug, Clone)]
pub(crate) struct Accounts(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    begun: Instant,
    limits: Limits,
    answer_bytes: usize,
    agents: Option<Mutex<Buckets<Agent>>>,
    strangers: Option<Mutex<Buckets<IpAddr>>>,
    proxies: Vec<IpAddr>,
}

/// What is left of an account after something was taken off it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Balance {
    standing: Standing,
    full_at: DateTime<Utc>,
}

impl Accounts {
    /// Accounts from which nothing was taken yet.
    pub(crate) fn new(allowance: &Allowance) -> Self {
        let hourly = Duration::from_hours(1);
        Self(Arc::new(Inner {
            begun: Instant::now(),
            limits: Limits { nodes: allowance.nodes_at_once, ..Limits::default() },
            answer_bytes: usize::from(allowance.longest_answer) * 1024 * 1024,
            agents: buckets(allowance.points_per_hour, hourly),
            strangers: buckets(allowance.strangers_per_minute, Duration::from_mins(1)),
            proxies: allowance.behind_proxy.clone(),
        }))
    }

    /// What a document may have.
    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// The longest answer.
    pub(super) fn answer_bytes(&self) -> usize {
        self.0.answer_bytes
    }

    /// Takes points off the account of who asks; none where nothing is accounted.
    pub(super) fn spend(&self, agent: Agent, points: u64) -> Result<Option<Balance>, Problem> {
        match self.0.take(self.0.agents.as_ref(), agent, points) {
            None => Ok(None),
            Some(Ok(standing)) => Ok(Some(Balance::of(standing))),
            Some(Err(exhausted)) => Err(overdrawn(points, exhausted)),
        }
    }

    /// Counts a request from an address whose sender is not known; refuses it if there were too many.
    pub(super) fn met_stranger(&self, address: IpAddr) -> Result<(), Problem> {
        match self.0.take(self.0.strangers.as_ref(), network(address), 1) {
            None | Some(Ok(_)) => Ok(()),
            Some(Err(exhausted)) => {
                let message = "too many requests from this address had no token or one that does not work; one \
                               that works is answered at any time";
                let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited, message);
                Err(problem.for_now(exhausted.enough_in.unwrap_or_default()))
            }
        }
    }

    /// The address of who asks: a proxy that is known tells for whom it asks.
    pub(super) fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.0.proxies.contains(&peer.to_canonical()) {
            return peer;
        }
        // The proxy adds whom it heard from to the end; what stands before was told by them.
        let told = headers.get_all("x-forwarded-for").iter().next_back().and_then(|told| told.to_str().ok());
        let last = told.and_then(|told| told.rsplit(',').next()).and_then(|last| last.trim().parse().ok());
        last.unwrap_or(peer)
    }
}

impl Inner {
    fn take<K: Hash + Eq>(
        &self,
        buckets: Option<&Mutex<Buckets<K>>>,
        key: K,
        points: u64,
    ) -> Option<Result<Standing, Exhausted>> {
        let now = self.begun.elapsed();
        // Whoever panicked with the lock left numbers that are true.
        Some(buckets?.lock().unwrap_or_else(PoisonError::into_inner).take(key, points, now))
    }
}

impl Balance {
    fn of(standing: Standing) -> Self {
        Self { standing, full_at: ambient::now() + standing.full_in }
    }

    /// For the field that tells it.
    pub(super) fn told(&self) -> cxl_graphql::Balance {
        let Standing { limit, remaining, .. } = self.standing;
        cxl_graphql::Balance { limit, remaining, full_at: self.full_at }
    }

    /// Sets the headers that tell it.
    pub(super) fn complete(&self, headers: &mut HeaderMap) {
        headers.insert(LIMIT, self.standing.limit.into());
        headers.insert(REMAINING, self.standing.remaining.into());
        headers.insert(RESET, HeaderValue::from(self.full_at.timestamp()));
    }
}

fn buckets<K: Hash + Eq>(most: Most, per: Duration) -> Option<Mutex<Buckets<K>>> {
    most.0.map(|points| Mutex::new(Buckets::new(Rate { points, per }, ROOM)))
}

fn overdrawn(points: u64, Exhausted { standing, enough_in }: Exhausted) -> Problem {
    let balance = Balance::of(standing);
    let Standing { limit, remaining, .. } = standing;
    let figures = json!({
        "limit": limit, "remaining": remaining, "resetAt": balance.full_at.to_rfc3339(),
    });
    let problem = if let Some(wait) = enough_in {
        let message = format!(
            "this costs {points} points, and {remaining} of the {limit} for an hour are left: ask again later, \
             or for less"
        );
        Problem::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited, message).for_now(wait)
    } else {
        let message = format!("this costs {points} points, and an hour has {limit}: ask for less at once");
        Problem::of_document(ErrorCode::CostExceeded, message)
    };
    problem.with("rateLimit", figures)
}

/// Who has one address of version 6 has the 64 bits of it that follow the network's.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        allowance: Allowance,
    }

    fn accounts(arguments: &[&str]) -> Accounts {
        let typed = Typed::try_parse_from([&["serve"], arguments].concat()).expect("these are arguments");
        Accounts::new(&typed.allowance)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn strangers_of_one_network_share_an_account() {
        let accounts = accounts(&["--strangers-per-minute", "1"]);
        accounts.met_stranger(address("2001:db8::1")).unwrap();
        let refused = accounts.met_stranger(address("2001:db8::2")).unwrap_err();
        assert_eq!((refused.status, refused.code), (StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited));
        accounts.met_stranger(address("2001:db8:0:1::1")).unwrap();
        accounts.met_stranger(address("192.0.2.1")).unwrap();
        accounts.met_stranger(address("::ffff:192.0.2.1")).unwrap_err();
        accounts.met_stranger(address("192.0.2.2")).unwrap();
    }

    #[test]
    fn a_proxy_that_is_known_tells_for_whom_it_asks_and_nobody_else_does() {
        let accounts = accounts(&["--behind-proxy", "192.0.2.9"]);
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("10.0.0.1"));
        headers.append("x-forwarded-for", HeaderValue::from_static("10.0.0.2, 10.0.0.3"));
        assert_eq!(accounts.address(address("192.0.2.9"), &headers), address("10.0.0.3"));
        assert_eq!(accounts.address(address("::ffff:192.0.2.9"), &headers), address("10.0.0.3"));
        assert_eq!(accounts.address(address("192.0.2.8"), &headers), address("192.0.2.8"));
        assert_eq!(accounts.address(address("192.0.2.9"), &HeaderMap::new()), address("192.0.2.9"));
    }

    #[test]
    fn where_nothing_is_limited_nothing_is_told() {
        let accounts = accounts(&["--points-per-hour", "unlimited", "--strangers-per-minute", "unlimited"]);
        let agent = Agent::Person(cxl_domain::id::PersonId(ambient::draw_id()));
        assert!(accounts.spend(agent, u64::MAX).unwrap().is_none());
        accounts.met_stranger(address("192.0.2.1")).unwrap();
    }

    #[test]
    fn limits_are_whole_numbers_or_none() {
        assert_eq!(most("1"), Ok(Most(Some(1))));
        assert_eq!(most("unlimited"), Ok(Most(None)));
        for wrong in ["", "0", "-1", "1.5", "none", "1000000001"] {
            assert!(most(wrong).is_err(), "{wrong}");
        }
    }
}
