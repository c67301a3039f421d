//! One client of the server, and everything that must end with it.

use std::fmt;
use std::io;

use cxl_store::StoreError;
use eventstore::Client;
use tokio::runtime::{self, Runtime};
use tokio::time::timeout;

use crate::address::Address;
use crate::fault::Fault;
use crate::patience::Patience;

/// A client that has reached a server.
///
/// The client's task holds on to its own sender and so never ends; with it would stay its connections. Each
/// client therefore gets a runtime of its own, of one thread, that is shut down with it.
pub(crate) struct Connection {
    client: Client,
    server: String,
    runtime: Option<Runtime>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Settings of a client may hold a password.
        f.debug_struct("Connection").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Connection {
    /// Reaches the server, its leader if it is a cluster.
    pub(crate) async fn open(address: &Address, patience: Patience) -> Result<Self, Fault> {
        let mut connection = Self::prepare(address.clone()).await?;
        match timeout(patience.connect, connection.client.server_info()).await {
            Ok(Ok(server)) => {
                connection.server = server.version().to_string();
                Ok(connection)
            }
            Ok(Err(error)) => Err(Fault::from(error)),
            Err(_) => Err(Fault::Lost(format!("no answer within {} s", patience.connect.as_secs_f32()))),
        }
    }

    /// Builds a client. Reads files, the system's certificates among them, and so does not run on the
    /// threads of others.
    async fn prepare(address: Address) -> Result<Self, Fault> {
        let built = tokio::task::spawn_blocking(move || {
            let unusable = |error: StoreError| Fault::Refused(error.to_string());
            address.check_files().map_err(unusable)?;
            let settings = address.settings().map_err(unusable)?;
            let runtime =
                thread().map_err(|error| Fault::Lost(format!("no thread for the client: {error}")))?;
            let client = Client::with_runtime_handle(runtime.handle().clone(), settings)
                .map_err(|error| Fault::Refused(format!("the client does not take its settings: {error}")))?;
            Ok(Self { client, server: String::new(), runtime: Some(runtime) })
        });
        built.await.unwrap_or_else(|_| Err(Fault::Lost("the client could not be built".into())))
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Version of the server, as it tells it.
    pub(crate) fn server(&self) -> &str {
        &self.server
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn thread() -> io::Result<Runtime> {
    runtime::Builder::new_multi_thread().worker_threads(1).thread_name("kurrent").enable_all().build()
}
