//! Connections that are counted while they are open, and acknowledge at once what arrives.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tonic::transport::server::{Connected, TcpConnectInfo};

/// A connection, and the number of those that are open.
#[derive(Debug)]
pub(crate) struct Counted {
    socket: TcpStream,
    open: Arc<AtomicUsize>,
}

impl Counted {
    pub(crate) fn new(socket: TcpStream, open: Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::SeqCst);
        Self { socket, open }
    }

    /// Has the system acknowledge at once what arrives: the client sends a call in two parts and holds the second one
    /// back until the first is acknowledged, for which systems take 40 ms. It forgets this with every exchange.
    fn acknowledge(&self) {
        // A connection that has ended has nothing to acknowledge; elsewhere than on Linux it takes its time.
        #[cfg(target_os = "linux")]
        let _ = self.socket.set_quickack(true);
    }

    fn socket(self: Pin<&mut Self>) -> Pin<&mut TcpStream> {
        Pin::new(&mut self.get_mut().socket)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Connected for Counted {
    type ConnectInfo = TcpConnectInfo;

    fn connect_info(&self) -> TcpConnectInfo {
        self.socket.connect_info()
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = self.as_mut().socket().poll_read(context, buffer);
        self.acknowledge();
        read
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = self.as_mut().socket().poll_write(context, bytes);
        self.acknowledge();
        written
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket().poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket().poll_shutdown(context)
    }
}
