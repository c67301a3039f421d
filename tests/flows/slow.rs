//! Whoever is slow is cut off, and nobody else waits for it.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::server::{Server, TOKEN, folder};

/// No flow waits longer than this for the server to cut somebody off.
const AT_MOST: Duration = Duration::from_secs(10);

fn impatient(data: &std::path::Path) -> Server {
    Server::start_with(data, &["--head-timeout", "0.3", "--body-timeout", "0.3"])
}

/// What the server says before it closes the connection.
fn last_words(mut connection: TcpStream) -> String {
    let mut said = Vec::new();
    match connection.read_to_end(&mut said) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("the connection is still open: {error}"),
    }
    String::from_utf8(said).expect("HTTP is text")
}

/// Sends the bytes one at a time, as fast as nothing comes back within a moment, until something does.
fn trickle(connection: &mut TcpStream, mut bytes: impl Iterator<Item = u8>) {
    connection.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let begun = Instant::now();
    loop {
        let byte = bytes.next().expect("there is always another byte");
        if connection.write_all(&[byte]).is_err() {
            break;
        }
        match connection.peek(&mut [0]) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            _ => break,
        }
        assert!(begun.elapsed() < AT_MOST, "nobody cut the sender off");
    }
    connection.set_read_timeout(Some(AT_MOST)).unwrap();
}

#[test]
fn a_head_that_never_ends_is_cut_off_and_others_are_served_meanwhile() {
    let data = folder();
    let server = impatient(data.path());
    let silent: Vec<TcpStream> = (0..20)
        .map(|_| {
            let mut connection = server.connect();
            connection.write_all(b"POST /graphql HTTP/1.1\r\nHost: here\r\nX-Endless: ").unwrap();
            connection
        })
        .collect();
    server.ask("{ __typename }");
    for connection in silent {
        let said = last_words(connection);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 408 "), "{said}");
    }

    let mut trickling = server.connect();
    trickling.write_all(b"POST /graphql HTTP/1.1\r\nX-Endless: ").unwrap();
    trickle(&mut trickling, std::iter::repeat(b'x'));
    let said = last_words(trickling);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 408 "), "{said}");
    server.ask("{ __typename }");
}

#[test]
fn a_body_that_trickles_is_told_so_and_cut_off_and_others_are_served_meanwhile() {
    let data = folder();
    let server = impatient(data.path());
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {TOKEN}\r\n\
         Content-Type: application/json\r\nContent-Length: 900000\r\n\r\n{{\"query\":\""
    );
    let mut silent = server.connect();
    silent.write_all(head.as_bytes()).unwrap();
    server.ask("{ __typename }");
    let mut trickling = server.connect();
    trickling.write_all(head.as_bytes()).unwrap();
    trickle(&mut trickling, std::iter::repeat(b' '));
    for connection in [silent, trickling] {
        let said = last_words(connection);
        assert!(said.starts_with("HTTP/1.1 408 ") && said.contains("connection: close"), "{said}");
        assert!(said.contains(r#""code":"BAD_REQUEST""#) && said.contains("within 0.3 seconds"), "{said}");
    }
    server.ask("{ __typename }");
}
