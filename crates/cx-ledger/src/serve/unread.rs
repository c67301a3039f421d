//! A connection that breaks off when nobody reads what is sent: with it ends whatever waits to send more, such
//! as a thread that reads an attached file.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A stream whose other end takes something of what is sent at least once in a while.
#[derive(Debug)]
pub(super) struct Unread<S> {
    stream: S,
    limit: Duration,
    /// Runs while nothing more can be sent.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S> Unread<S> {
    /// The stream, which fails once nothing of what is sent was taken for longer than `limit`.
    pub(super) fn at_most(limit: Duration, stream: S) -> Self {
        Self { stream, limit, waiting: None }
    }

    /// What came of sending, unless that has been waiting for too long.
    fn in_time<T>(&mut self, sent: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if sent.is_ready() {
            self.waiting = None;
            return sent;
        }
        let limit = self.limit;
        ready!(self.waiting.get_or_insert_with(|| Box::pin(sleep(limit))).as_mut().poll(cx));
        self.waiting = None;
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "nobody reads what is sent")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Unread<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Unread<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.in_time(sent, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.in_time(sent, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let sent = Pin::new(&mut self.stream).poll_flush(cx);
        self.in_time(sent, cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let sent = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.in_time(sent, cx)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    /// The end of a connection that takes one byte each so many times that it is asked; never, if 0.
    struct Reader {
        every: usize,
        asked: usize,
    }

    impl AsyncWrite for Reader {
        fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
            self.asked += 1;
            if self.every > 0 && self.asked.is_multiple_of(self.every) {
                return Poll::Ready(Ok(1));
            }
            if self.every > 0 {
                cx.waker().wake_by_ref();
            }
            Poll::Pending
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    async fn send(to: &mut Unread<Reader>) -> io::Result<usize> {
        poll_fn(|cx| Pin::new(&mut *to).poll_write(cx, &[7])).await
    }

    #[tokio::test]
    async fn whoever_takes_nothing_of_what_is_sent_is_cut_off() {
        let mut to = Unread::at_most(Duration::from_millis(1), Reader { every: 0, asked: 0 });
        assert_eq!(send(&mut to).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn whoever_takes_a_little_at_a_time_has_the_whole_time_for_each() {
        let mut to = Unread::at_most(Duration::from_mins(1), Reader { every: 3, asked: 0 });
        for _ in 0..10 {
            assert_eq!(send(&mut to).await.unwrap(), 1);
            assert!(to.waiting.is_none(), "the next wait begins anew");
        }
        assert_eq!(to.stream.asked, 30);
    }
}
