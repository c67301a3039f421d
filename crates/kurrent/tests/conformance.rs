//! The log on a server, put to every promise of the port: over the server that `CX_LEDGER_TEST_KURRENT` names,
//! or else over the stand-in, which is not KurrentDB. The run says which one it was.

use std::env;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Write;
use std::sync::{Arc, Once};

use cxl_kurrent::Address;
use cxl_kurrent_standin::Cluster;
use cxl_store::{EventStore, LedgerName};

const SERVER: &str = "CX_LEDGER_TEST_KURRENT";

/// An empty ledger of its own, which stays behind on a real server.
async fn open() -> (Arc<dyn EventStore>, Option<Cluster>) {
    let (url, cluster) = if let Ok(url) = env::var(SERVER) {
        (url, None)
    } else {
        let cluster = Cluster::start(1);
        (cluster.url(), Some(cluster))
    };
    say_once(cluster.is_none());
    let log = cxl_kurrent::open(Address::parse(&url).expect("an address").of_ledger(unused_name())).await;
    (log.expect("an empty log"), cluster)
}

/// Names are drawn, because a real server keeps what earlier runs left.
fn unused_name() -> LedgerName {
    let drawn = RandomState::new().build_hasher().finish();
    let name = format!("test{drawn:016x}");
    name[..16].parse().expect("letters and digits")
}

/// Past the harness, which keeps what tests print to itself.
fn say_once(is_real: bool) {
    static SAID: Once = Once::new();
    let line = if is_real {
        format!("kurrent: the server in {SERVER}; ledgers named test… stay behind on it\n")
    } else {
        format!(
            "kurrent: stand-in, not a real server; set {SERVER} to kurrentdb://HOST:PORT?tls=false for one\n"
        )
    };
    SAID.call_once(|| std::io::stderr().write_all(line.as_bytes()).expect("somebody listens"));
}

cxl_store::conformance_tests!(open);
