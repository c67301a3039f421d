//! UmaDB: its own server in a process of its own with its default settings, and its own client over gRPC.

use std::env;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tokio::runtime::Builder;
use tokio::sync::oneshot;
use umadb_client::AsyncUmaDbClient;
use umadb_core::mvcc::StorageOptions;
use umadb_dcb::{DcbAppendCondition, DcbEvent, DcbEventStoreAsync as _, DcbQuery, DcbQueryItem};
use umadb_server::{ServerOptions, start_server_with_options};
use uuid::Uuid;

use super::payload::{BODY, META, TYPE};
use super::protocol::{Described, Outcome, Peer, Place};
use super::stream::{STREAMS, name, streams};
use super::version;
use super::writers::{Store, Writers};

/// The word with which this program becomes the server.
pub(super) const SERVER: &str = "umadb-server";
/// Events of one request while the log is filled.
const AT_ONCE: u64 = 1_000;

/// Opens a log of the wanted size.
pub(super) fn open(place: &Place) -> Outcome<impl Peer + use<>> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let address = format!("127.0.0.1:{}", TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
    let mut command = Command::new(env::current_exe()?);
    command.arg(SERVER).arg(&place.folder).arg(&address).stdin(Stdio::null()).stdout(Stdio::null());
    let server = Server(command.spawn()?);
    let (client, head) = runtime.block_on(async {
        let client = AsyncUmaDbClient::connect(format!("http://{address}"), None, None, None).await?;
        fill(&client, place).await?;
        let head = client.head().await?;
        Outcome::Ok((client, head))
    })?;
    let places = (0..STREAMS).map(|_| Seen { last: head, events: place.size });
    Ok(Writers::new(runtime, (Uma { client, _server: server }, described()), places))
}

/// Runs the server until its process is ended: `umadb-server FOLDER ADDRESS`.
pub(super) fn serve(mut arguments: impl Iterator<Item = String>) -> Outcome<()> {
    let folder: PathBuf = arguments.next().ok_or("the folder is missing")?.into();
    let listen_addr = arguments.next().ok_or("the address is missing")?;
    let storage = StorageOptions::default().db_path(folder.join("uma.db"));
    let options = ServerOptions { listen_addr, tls: None, api_key: None, storage };
    let (_never, stop) = oneshot::channel();
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(start_server_with_options(options, stop)).map_err(|error| error.to_string().into())
}

/// The server's process, ended when this is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // Its log goes with the folder, so that it need not end well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Uma {
    client: AsyncUmaDbClient,
    _server: Server,
}

/// What a writer knows of a stream.
struct Seen {
    /// The position after which the stream has no event, if the log has any.
    last: Option<u64>,
    /// How many events have had an id before the next.
    events: u64,
}

impl Store for Uma {
    type Place = Seen;

    async fn append(&self, stream: u32, seen: &mut Seen) -> Outcome<()> {
        let of_stream = DcbQuery::new().item(DcbQueryItem::new().tags([name(stream)]));
        let unchanged = DcbAppendCondition::new(of_stream).after(seen.last);
        let event = event(stream, seen.events);
        seen.last = Some(self.client.append(vec![event], Some(unchanged), None).await?);
        seen.events += 1;
        Ok(())
    }
}

fn event(stream: u32, number: u64) -> DcbEvent {
    // Ids are spread over all values, as random ones are.
    let id = (u128::from(stream) << 64 | u128::from(number))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    DcbEvent::new()
        .event_type(TYPE)
        .tags([name(stream)])
        .data(BODY)
        .metadata_entry("meta", META)
        .uuid(Uuid::from_u128(id))
}

async fn fill(client: &AsyncUmaDbClient, place: &Place) -> Outcome<()> {
    let streams = streams(place);
    for first in (0..place.size).step_by(usize::try_from(AT_ONCE)?) {
        let numbers = first..place.size.min(first + AT_ONCE);
        let events = numbers.map(|number| Ok(event(u32::try_from(number % streams)?, number)));
        client.append(events.collect::<Outcome<_>>()?, None, None).await?;
    }
    Ok(())
}

fn described() -> Described {
    let options = StorageOptions::default();
    let settings = [
        ("flush", "before it answers, of the pages and then of the header; there is no setting".to_owned()),
        ("page_size", options.page_size.to_string()),
        ("pipelined_writer", options.pipelined_writer.to_string()),
    ];
    Described {
        versions: format!(
            "umadb-server {}, umadb-client {}",
            version("umadb-server"),
            version("umadb-client")
        ),
        path: "append over gRPC, one event by id, on condition that its stream has none after the last seen"
            .to_owned(),
        settings: settings.map(|(name, value)| (name.to_owned(), value)).into(),
    }
}
