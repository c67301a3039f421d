//! One node: where it listens, and what it says of its cluster.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::TryStreamExt;
use serde_json::json;
use tonic::codegen::{Service, http};
use tonic::service::Routes;
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
    let routes = Routes::new(StreamsServer::new(node.clone()).max_decoding_message_size(17 << 20))
        .add_service(GossipServer::new(node.clone()))
        .add_service(ServerFeaturesServer::new(node.clone()));
    let routes = routes.into_axum_router().route_service("/gossip", GossipPage(node));
    let served = server
        .add_routes(Routes::from(routes))
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

impl Shared {
    /// What every node says of the cluster.
    fn members(&self) -> Vec<MemberInfo> {
        let state = self.state();
        let members = self.ports.iter().enumerate().map(|(number, port)| MemberInfo {
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
        members.collect()
    }
}

#[tonic::async_trait]
impl Gossip for Node {
    async fn read(&self, _: Request<()>) -> Result<Response<ClusterInfo>, Status> {
        self.unstalled().await;
        Ok(Response::new(ClusterInfo { members: self.shared.members() }))
    }
}

/// The same on a page, as a real server tells it to whoever asks by plain HTTP; of its fields those that are looked
/// at.
#[derive(Debug, Clone)]
struct GossipPage(Node);

impl<B> Service<http::Request<B>> for GossipPage {
    type Response = http::Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<B>) -> Self::Future {
        let members = self.0.shared.members().into_iter().map(|member| {
            let EndPoint { address, port } = member.http_end_point.clone().unwrap_or_default();
            json!({
                "state": format!("{:?}", member.state()),
                "isAlive": member.is_alive,
                "httpEndPointIp": address,
                "httpEndPointPort": port,
            })
        });
        let page = json!({ "members": members.collect::<Vec<_>>() });
        ready(Ok(http::Response::new(page.to_string())))
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
