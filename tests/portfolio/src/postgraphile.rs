//! PostGraphile over a PostgreSQL cluster that is made for the run, with the values of an answer as its rows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bytes::Bytes;
use serde_json::json;

use crate::child::Running;
use crate::cluster::{Cluster, USER};
use crate::protocol::Outcome;

/// Its server, its tables and its document.
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/postgraphile");
const DOCUMENT: &str = include_str!("../postgraphile/portfolio.graphql");

/// A running server, and the cluster below it, which ends after it.
pub(crate) struct Postgraphile {
    running: Running,
    _cluster: Cluster,
    postmaster: u32,
}

impl Postgraphile {
    /// Makes a cluster, fills it and serves it.
    pub(crate) fn start(folder: &Path, answer: &Path) -> Outcome<Self> {
        let node = node()?;
        let cluster = Cluster::start(folder)?;
        let postmaster = fs::read_to_string(folder.join("cluster/postmaster.pid"))?;
        let postmaster = postmaster.lines().next().ok_or("a cluster that runs says as what")?.parse()?;
        let mut command = Command::new(node);
        command.arg("serve.mjs").arg(answer).current_dir(HERE);
        // The two by which it knows that it is not being developed.
        command.env("NODE_ENV", "production").env("GRAPHILE_ENV", "production");
        command.env("PGHOST", cluster.socket()).env("PGUSER", USER).env("PGDATABASE", USER);
        Ok(Self { running: Running::start(&mut command)?, _cluster: cluster, postmaster })
    }

    /// What it says of itself.
    pub(crate) fn described(&self) -> &[String] {
        &self.running.described
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> &str {
        &self.running.url
    }

    /// The processes that do its work.
    pub(crate) fn ids(&self) -> Vec<u32> {
        vec![self.running.id(), self.postmaster]
    }

    /// What is sent to it.
    pub(crate) fn body() -> Bytes {
        json!({ "query": DOCUMENT }).to_string().into()
    }
}

/// The node that its lock file brings: PostGraphile asks for a newer one than many systems have.
fn node() -> Outcome<PathBuf> {
    let modules = Path::new(HERE).join("node_modules");
    let node = modules.join("node/bin/node");
    if modules.join("postgraphile").exists() && node.exists() {
        return Ok(node);
    }
    Err("it is not installed: npm ci --prefix tests/portfolio/postgraphile".into())
}
