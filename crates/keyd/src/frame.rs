//! Frames over a connection that keeps nobody waiting for ever.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::protocol::MAX_FRAME;

/// A connection on which everything must be done by a moment that is set before.
///
/// The limits of a socket count from each byte; who sends one now and then would hold it for ever.
pub(crate) struct Timed {
    stream: TcpStream,
    until: Instant,
}

impl Timed {
    /// A connection with so much time for what is done next.
    pub(crate) fn new(stream: TcpStream, time: Duration) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self { stream, until: Instant::now() + time })
    }

    /// Gives so much time for what is done next.
    pub(crate) fn within(&mut self, time: Duration) {
        self.until = Instant::now() + time;
    }

    fn left(&self) -> io::Result<Duration> {
        match self.until.saturating_duration_since(Instant::now()) {
            Duration::ZERO => Err(io::Error::from(io::ErrorKind::TimedOut)),
            left => Ok(left),
        }
    }
}

impl Read for Timed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(into).map_err(told)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write(bytes).map_err(told)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Unix calls a time that is up `WouldBlock`.
fn told(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::WouldBlock { io::ErrorKind::TimedOut.into() } else { error }
}

/// Sends a frame.
pub(crate) fn send(to: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u32::try_from(message.len()).ok().filter(|_| message.len() <= MAX_FRAME);
    let length =
        length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a message too long to send"))?;
    to.write_all(&length.to_be_bytes())?;
    to.write_all(message)?;
    to.flush()
}

/// Receives a frame; none if the other side has ended the connection between two.
///
/// `begun` is called once the first byte is there.
pub(crate) fn receive<R: Read>(
    from: &mut R,
    begun: impl FnOnce(&mut R),
) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut length = [0; 4];
    match from.read(&mut length[..1]) {
        Ok(0) => return Ok(None),
        Ok(_) => begun(from),
        // Not every program says farewell before it goes.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    from.read_exact(&mut length[1..])?;
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > MAX_FRAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a message longer than any may be"));
    }
    let mut message = Zeroizing::new(vec![0; length]);
    from.read_exact(&mut message)?;
    Ok(Some(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_received_as_it_was_sent() {
        let mut wire = Vec::new();
        for message in [&b"one"[..], b"", &vec![7; MAX_FRAME]] {
            send(&mut wire, message).unwrap();
        }
        let mut wire = wire.as_slice();
        let mut next = || receive(&mut wire, |_| ()).unwrap().map(|message| message.to_vec());
        assert_eq!([next(), next()], [Some(b"one".to_vec()), Some(Vec::new())]);
        assert_eq!([next(), next()], [Some(vec![7; MAX_FRAME]), None]);
    }

    #[test]
    fn a_frame_longer_than_any_may_be_is_neither_sent_nor_received() {
        assert!(send(&mut Vec::new(), &vec![0; MAX_FRAME + 1]).is_err());
        let claimed = u32::try_from(MAX_FRAME + 1).unwrap().to_be_bytes();
        let refused = receive(&mut &claimed[..], |_| ()).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn a_frame_that_is_cut_short_is_an_error_and_no_message() {
        let mut wire = Vec::new();
        send(&mut wire, b"message").unwrap();
        for cut in 1..wire.len() {
            assert!(receive(&mut &wire[..cut], |_| ()).is_err(), "{cut}");
        }
    }
}
