//! One to three nodes over one log, and what a test can do to them.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tonic::transport::server::TcpIncoming;
use uuid::Uuid;

use crate::certificate;
use crate::fault::{Call, Fault};
use crate::log::{Event, Expected, Log, Outcome, Proposed};
use crate::node::{self, Tls};

/// A stand-in for a cluster of KurrentDB. Its nodes listen on ports of this machine until it is dropped.
#[derive(Debug)]
pub struct Cluster {
    shared: Arc<Shared>,
    nodes: Vec<Mutex<Option<Runtime>>>,
    tls: Option<Tls>,
}

/// For how long a killed node may hold on to its port.
const LETTING_GO: Duration = Duration::from_secs(1);

/// What the nodes have in common.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) ports: Vec<u16>,
    state: Mutex<State>,
    /// How many connections are open.
    pub(crate) connections: Arc<AtomicUsize>,
    /// Whether calls are held back.
    pub(crate) stalled: watch::Sender<bool>,
}

/// What a test changes while the nodes run.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) log: Log,
    /// Which node leads; none during an election.
    pub(crate) leader: Option<usize>,
    /// How many events of the log each node can see.
    pub(crate) sees: Vec<usize>,
    pub(crate) alive: Vec<bool>,
    /// The only user who may do anything; everybody may if there is none.
    pub(crate) user: Option<(String, String)>,
    faults: VecDeque<(Call, Fault)>,
    /// How many calls of each kind came.
    calls: [u64; 3],
    /// How many events a filtered read looks at before it ends.
    pub(crate) searches: Option<u64>,
    /// How many events were looked at in reads of the whole log and not told.
    pub(crate) passed_over: u64,
    /// How many events were told in reads of the whole log.
    pub(crate) told: u64,
}

impl State {
    /// Counts a call, and takes the fault that waits for it.
    pub(crate) fn arrives(&mut self, call: Call) -> Option<Fault> {
        self.calls[call as usize] += 1;
        let index = self.faults.iter().position(|(waits_for, _)| *waits_for == call)?;
        self.faults.remove(index).map(|(_, fault)| fault)
    }
}

impl Cluster {
    /// Starts so many nodes; the first one leads.
    ///
    /// # Panics
    /// If this machine has no port to listen on.
    pub fn start(nodes: usize) -> Self {
        Self::start_with(nodes, None)
    }

    /// The same with TLS, and the certificate of the CA, in PEM, that vouches for the nodes.
    ///
    /// # Panics
    /// If this machine has no port to listen on.
    pub fn start_secure(nodes: usize) -> (Self, String) {
        let (tls, ca) = certificate::make().expect("a certificate for this machine");
        (Self::start_with(nodes, Some(tls)), ca)
    }

    fn start_with(nodes: usize, tls: Option<Tls>) -> Self {
        let listeners: Vec<_> =
            (0..nodes).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port")).collect();
        let port = |listener: &TcpListener| listener.local_addr().expect("a bound port").port();
        let ports = listeners.iter().map(port).collect();
        let state = State {
            leader: Some(0),
            sees: vec![usize::MAX; nodes],
            alive: vec![true; nodes],
            ..State::default()
        };
        let shared = Arc::new(Shared {
            ports,
            state: Mutex::new(state),
            connections: Arc::default(),
            stalled: watch::Sender::new(false),
        });
        let cluster = Self { shared, nodes: (0..nodes).map(|_| Mutex::default()).collect(), tls };
        listeners.into_iter().enumerate().for_each(|(node, listener)| cluster.run(node, listener));
        cluster
    }

    /// Where to connect to it, all nodes named.
    pub fn url(&self) -> String {
        let hosts: Vec<_> = self.shared.ports.iter().map(|port| format!("127.0.0.1:{port}")).collect();
        format!("kurrentdb://{}?tls={}", hosts.join(","), self.tls.is_some())
    }

    /// The port of a node.
    pub fn port(&self, node: usize) -> u16 {
        self.shared.ports[node]
    }

    /// Ends a node at once: its port closes and its connections break.
    pub fn kill(&self, node: usize) {
        self.shared.state().alive[node] = false;
        if let Some(runtime) = self.node(node).take() {
            runtime.shutdown_background();
        }
    }

    /// Starts a node that was killed, on its old port.
    ///
    /// # Panics
    /// If something else took the port meanwhile, and keeps it.
    pub fn revive(&self, node: usize) {
        let begun = Instant::now();
        // What was killed may let go of its port a moment later.
        let listener = loop {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, self.shared.ports[node])) {
                Err(_) if begun.elapsed() < LETTING_GO => thread::sleep(Duration::from_millis(5)),
                bound => break bound.expect("the port of the node"),
            }
        };
        self.run(node, listener);
    }

    fn run(&self, node: usize, listener: TcpListener) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name(format!("stand-in {node}"))
            .enable_all()
            .build()
            .expect("a thread for the node");
        listener.set_nonblocking(true).expect("a listener that waits for nobody");
        let incoming = {
            let _inside = runtime.enter();
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener of the runtime");
            TcpIncoming::from(listener).with_nodelay(Some(true))
        };
        runtime.spawn(node::serve(node, Arc::clone(&self.shared), incoming, self.tls.clone()));
        self.shared.state().alive[node] = true;
        *self.node(node) = Some(runtime);
    }

    /// Makes a node the leader; with none, appends are refused until there is one again.
    pub fn lead(&self, node: Option<usize>) {
        self.shared.state().leader = node;
    }

    /// Lets a node see only so many events, as if it lagged behind.
    pub fn sees(&self, node: usize, events: usize) {
        self.shared.state().sees[node] = events;
    }

    /// Lets filtered reads end after having looked at so many events, found or not.
    pub fn searches(&self, events: u64) {
        self.shared.state().searches = Some(events);
    }

    /// Holds back every call from now on, or lets those that wait go on.
    pub fn stall(&self, stalled: bool) {
        self.shared.stalled.send_replace(stalled);
    }

    /// Lets this go wrong with the next such call that no earlier fault waits for.
    pub fn fault(&self, call: Call, fault: Fault) {
        self.shared.state().faults.push_back((call, fault));
    }

    /// How many faults have not happened yet.
    pub fn faults_left(&self) -> usize {
        self.shared.state().faults.len()
    }

    /// How many such calls came.
    pub fn calls(&self, call: Call) -> u64 {
        self.shared.state().calls[call as usize]
    }

    /// How many connections are open to all nodes.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many events reads of the whole log looked at and did not tell.
    pub fn passed_over(&self) -> u64 {
        self.shared.state().passed_over
    }

    /// How many events reads of the whole log told.
    pub fn told(&self) -> u64 {
        self.shared.state().told
    }

    /// Admits only this user from now on.
    pub fn admit_only(&self, user: &str, password: &str) {
        self.shared.state().user = Some((user.into(), password.into()));
    }

    /// Records an event beside the keeper, as a neighbor in the same database or an operator does.
    pub fn record(&self, stream: &str, expected: Expected, id: Uuid, data: &[u8]) -> Outcome {
        let metadata = [("type", "neighbor.spoke.v1"), ("content-type", "application/json")];
        let metadata = metadata.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let custom_metadata = Bytes::new();
        let data = Bytes::copy_from_slice(data);
        let proposed = Proposed { id, metadata, custom_metadata, data };
        self.shared.state().log.append(stream, expected, vec![proposed])
    }

    /// Everything that is recorded.
    pub fn events(&self) -> Vec<Event> {
        self.shared.state().log.events().to_vec()
    }

    /// Replaces everything that is recorded with nothing, as when another database is put in its place.
    pub fn forget(&self) {
        self.shared.state().log = Log::default();
    }

    fn node(&self, node: usize) -> MutexGuard<'_, Option<Runtime>> {
        self.nodes[node].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        (0..self.nodes.len()).for_each(|node| self.kill(node));
    }
}

impl Shared {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn whoever_came_to_a_port_before_its_node_ran_is_answered_by_it() {
        let cluster = Cluster::start(1);
        cluster.kill(0);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let mut early = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        early.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        early.write_all(b"GET /gossip HTTP/1.0\r\n\r\n").unwrap();
        cluster.run(0, listener);
        let mut answer = String::new();
        early.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.") && answer.contains("\"state\":\"Leader\""), "{answer}");
    }

    #[test]
    fn a_node_waits_for_its_old_port() {
        let cluster = Cluster::start(1);
        cluster.kill(0);
        let held = loop {
            if let Ok(held) = TcpListener::bind((Ipv4Addr::LOCALHOST, cluster.port(0))) {
                break held;
            }
        };
        let holding = thread::spawn(move || {
            thread::sleep(LETTING_GO / 10);
            drop(held);
        });
        cluster.revive(0);
        holding.join().unwrap();
    }
}
