//! One node: where it listens, and what it says of its cluster.

use std::sync::Arc;

use futures_util::TryStreamExt;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};

use crate::cluster::Shared;
use crate::counted::Counted;
use crate::protocol::gossip::gossip_server::{Gossip, GossipServer};
use crate::protocol::gossip::member_info::VNodeState;
use crate::protocol::gossip::{ClusterInfo, EndPoint, MemberInfo};
use crate::protocol::server_features::SupportedMethods;
use crate::protocol::server_features::server_features_server::{ServerFeatures, ServerFeaturesServer};
use crate::protocol::streams::streams_server::StreamsServer;

/// The certificate and key of every node, in PEM.
pub(crate) type Tls = tonic::transport::Identity;

/// One node of a cluster.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) number: usize,
    pub(crate) shared: Arc<Shared>,
}

/// Listens until its runtime ends.
pub(crate) async fn serve(number: usize, shared: Arc<Shared>, incoming: TcpIncoming, tls: Option<Tls>) {
    let open = Arc::clone(&shared.connections);
    let node = Node { number, shared };
    // A real server tells its clock to whoever asks by plain HTTP, and so does this.
    let mut server = Server::builder().accept_http1(true);
    if let Some(identity) = tls {
        let tls = tonic::transport::ServerTlsConfig::new().identity(identity);
        server = server.tls_config(tls).expect("a certificate that the test made");
    }
    let served = server
        .add_service(StreamsServer::new(node.clone()).max_decoding_message_size(17 << 20))
        .add_service(GossipServer::new(node.clone()))
        .add_service(ServerFeaturesServer::new(node))
        .serve_with_incoming(incoming.map_ok(move |socket| Counted::new(socket, Arc::clone(&open))));
    served.await.expect("the stand-in listens until its runtime ends");
}

impl Node {
    /// Waits while the cluster is stalled.
    pub(crate) async fn unstalled(&self) {
        let mut stalled = self.shared.stalled.subscribe();
        // An error means that the cluster is gone, and the node with it.
        stalled.wait_for(|stalled| !stalled).await.ok();
    }
}

#[tonic::async_trait]
impl Gossip for Node {
    async fn read(&self, _: Request<()>) -> Result<Response<ClusterInfo>, Status> {
        self.unstalled().await;
        let state = self.shared.state();
        let members = self.shared.ports.iter().enumerate().map(|(number, port)| MemberInfo {
            instance_id: None,
            time_stamp: 0,
            state: match state.leader {
                Some(leader) if leader == number => VNodeState::Leader,
                Some(_) => VNodeState::Follower,
                None => VNodeState::Unknown,
            }
            .into(),
            is_alive: state.alive[number],
            http_end_point: Some(EndPoint { address: "127.0.0.1".into(), port: u32::from(*port) }),
        });
        Ok(Response::new(ClusterInfo { members: members.collect() }))
    }
}

#[tonic::async_trait]
impl ServerFeatures for Node {
    async fn get_supported_methods(&self, _: Request<()>) -> Result<Response<SupportedMethods>, Status> {
        self.unstalled().await;
        let event_store_server_version = "0.0.0-stand-in".into();
        Ok(Response::new(SupportedMethods { methods: Vec::new(), event_store_server_version }))
    }
}
