//! Files attached to evidence: stored before they are acknowledged, encrypted, answered to who may read them,
//! and refused with what to do instead.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cxl_domain::event::Sha256Hex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::act::{record, send};
use crate::server::{Server, TOKEN, folder, printed, run};

const UPLOAD: &str = "/attachments?program=CX";
const PDF: &str = "application/pdf";

/// Minutes as a PDF of more than one part.
pub(crate) fn minutes() -> Vec<u8> {
    [b"%PDF-1.7\n".to_vec(), "The committee agreed on refunds. ".repeat(5_000).into_bytes()].concat()
}

/// A program with evidence for one of its practices; the id of the evidence.
pub(crate) fn set_up(server: &Server) -> Value {
    record(
        server,
        "createProgram",
        json!({ "code": "CX", "name": "Customers first", "sponsor": {"code": "ADMIN"}, "zone": "UTC",
                "on": "2024-01-01" }),
    );
    record(
        server,
        "provideEvidence",
        json!({ "program": {"code": "CX"}, "practice": "E1", "scope": {"program": []},
                "covers": {"from": "2024-01-01", "to": "2024-03-31"}, "summary": "Everybody heard of it" }),
    );
    let asked = "{ program(code: \"CX\") { evidence(first: 1) { edges { node { id } } } } }";
    server.ask(asked)["program"]["evidence"]["edges"][0]["node"]["id"].take()
}

fn uploaded(server: &Server) -> Value {
    let (status, stored) = server.send_bytes(TOKEN, (UPLOAD, PDF, "en"), &minutes());
    assert_eq!(status, 201, "{stored:#}");
    stored
}

/// Uploads the minutes and attaches them to evidence.
pub(crate) fn attached(server: &Server, evidence: &Value) -> Value {
    let stored = uploaded(server);
    let input = json!({ "evidence": evidence, "sha256": stored["sha256"], "name": "Biên bản họp.pdf" });
    record(server, "attachFile", input);
    stored
}

/// Everything below the folder of attached files.
pub(crate) fn files(data: &Path) -> Vec<PathBuf> {
    let inside = |dir: PathBuf| -> Vec<PathBuf> {
        fs::read_dir(dir).map_or(Vec::new(), |entries| entries.map(|entry| entry.unwrap().path()).collect())
    };
    inside(data.join("attachments")).into_iter().flat_map(inside).collect()
}

#[test]
fn a_file_is_uploaded_attached_and_answered_to_who_may_read_it_also_after_a_kill() {
    let data = folder();
    let server = Server::start(data.path());
    let evidence = set_up(&server);
    let stored = attached(&server, &evidence);
    server.kill();
    let server = Server::start(data.path());
    let asked = json!({ "id": evidence });
    let document = "query($id: ID!) { evidence(id: $id) { attachments { sha256 size mediaType url \
                    name { value } } } }";
    let attachments = server.ask_with(document, &asked)["evidence"]["attachments"].take();
    let url = stored["url"].as_str().unwrap();
    assert_eq!(
        attachments,
        json!([{ "sha256": stored["sha256"], "size": minutes().len(), "mediaType": PDF, "url": url,
                 "name": {"value": "Biên bản họp.pdf"} }])
    );
    let answer = server.read_bytes(TOKEN, url);
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap();
    assert_eq!((answer.status().as_u16(), header("content-type")), (200, PDF));
    assert_eq!(
        header("content-disposition"),
        "attachment; filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n%20h%E1%BB%8Dp.pdf"
    );
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(*answer.body() == minutes(), "other bytes came back");
    // What lies on the disk tells nothing.
    let [file] = files(data.path()).try_into().unwrap();
    assert!(!fs::read(file).unwrap().windows(9).any(|window| window == b"committee"));
}

#[test]
fn a_file_is_answered_only_while_it_is_attached_to_something_that_one_may_read() {
    let data = folder();
    let (token, stored) = {
        let server = Server::start(data.path());
        let evidence = set_up(&server);
        let stored = uploaded(&server);
        let url = stored["url"].as_str().unwrap();
        assert_eq!(server.read_bytes(TOKEN, url).status(), 404, "nothing names it yet");
        let stored = attached(&server, &evidence);
        assert_eq!(server.read_bytes(TOKEN, url).status(), 200);
        record(&server, "registerPerson", json!({ "code": "EVE", "name": "Eve" }));
        server.stop();
        let printed = printed(data.path(), &["token", "create", "--person", "EVE"]);
        let token = printed.split_whitespace().find(|word| word.starts_with("cxl_")).unwrap().to_owned();
        (token, stored)
    };
    let server = Server::start(data.path());
    let url = stored["url"].as_str().unwrap();
    assert_eq!(server.read_bytes(&token, url).status(), 404);
    assert_eq!(server.read(url).0, 401);
    let (status, answer) = server.send_bytes(&token, (UPLOAD, PDF, "en"), &minutes());
    assert_eq!((status, &answer["errors"][0]["extensions"]["code"]), (404, &json!("BAD_USER_INPUT")));
    assert_eq!(server.read_bytes(TOKEN, "/attachments/nothing").status(), 404);
}

#[test]
fn a_file_that_is_lost_in_one_program_is_answered_from_another() {
    let data = folder();
    let server = Server::start(data.path());
    let first = set_up(&server);
    let stored = attached(&server, &first);
    let [of_first] = files(data.path()).try_into().unwrap();
    let other = json!({ "code": "CALLS", "name": "Fewer calls", "sponsor": {"code": "ADMIN"}, "zone": "UTC",
                        "on": "2024-01-01" });
    record(&server, "createProgram", other);
    let provided = json!({ "program": {"code": "CALLS"}, "practice": "E1", "scope": {"program": []},
                           "covers": {"from": "2024-01-01", "to": "2024-03-31"}, "summary": "The same file" });
    record(&server, "provideEvidence", provided);
    let asked = "{ program(code: \"CALLS\") { evidence(first: 1) { edges { node { id } } } } }";
    let second = server.ask(asked)["program"]["evidence"]["edges"][0]["node"]["id"].take();
    let upload = ("/attachments?program=CALLS", PDF, "en");
    assert_eq!(server.send_bytes(TOKEN, upload, &minutes()).0, 201);
    let input = json!({ "evidence": second, "sha256": stored["sha256"], "name": "Minutes.pdf" });
    record(&server, "attachFile", input);
    let of_second = files(data.path()).into_iter().find(|file| *file != of_first).unwrap();

    let url = stored["url"].as_str().unwrap();
    let answer = || server.read_bytes(TOKEN, url);
    let elsewhere = data.path().join("elsewhere");
    for gone in [&of_first, &of_second] {
        fs::rename(gone, &elsewhere).unwrap();
        let answered = answer();
        assert_eq!(answered.status(), 200, "{}", gone.display());
        assert!(*answered.body() == minutes(), "other bytes came back");
        fs::rename(&elsewhere, gone).unwrap();
    }
    fs::remove_file(of_first).unwrap();
    fs::remove_file(of_second).unwrap();
    assert_eq!(answer().status(), 410);
}

#[test]
fn what_was_never_uploaded_is_not_attached() {
    let data = folder();
    let server = Server::start(data.path());
    let evidence = set_up(&server);
    let input = json!({ "evidence": evidence, "sha256": "ab".repeat(32), "name": "Nothing.pdf" });
    assert_eq!(send(&server, TOKEN, "attachFile", input)["code"], "NOT_UPLOADED");
}

#[test]
fn a_type_that_is_not_taken_and_content_of_another_type_are_refused_in_both_languages() {
    let data = folder();
    let server = Server::start(data.path());
    set_up(&server);
    let page = b"<html><script>alert(1)</script></html>";
    for (declared, bytes, english, vietnamese) in [
        ("text/html", &page[..], "attach one of pdf, png", "hãy đính kèm một trong các loại pdf, png"),
        ("image/svg+xml", b"<svg/>", "attach one of pdf", "không nhận loại tệp này"),
        (PDF, page, "declare the type that it has", "hãy khai báo đúng loại"),
        ("image/png", &minutes(), "declare the type that it has", "nội dung tệp không đúng loại image/png"),
        ("text/plain", b"", "is empty", "hoặc tệp rỗng"),
        ("text/csv", b"a;b\0", "save it anew as .csv", "lưu lại thành .csv"),
    ] {
        for (language, told) in [("en", english), ("vi", vietnamese)] {
            let (status, answer) = server.send_bytes(TOKEN, (UPLOAD, declared, language), bytes);
            assert_eq!(status, 415, "{declared} {answer:#}");
            let message = answer["errors"][0]["message"].as_str().unwrap();
            assert!(message.contains(told), "{message}");
        }
    }
    assert!(files(data.path()).is_empty(), "nothing is left of what was refused");
}

/// A connection on which the head of an upload is sent.
fn begun(server: &Server, more: &str) -> TcpStream {
    let mut connection = server.connect();
    let head = format!(
        "POST {UPLOAD} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: {PDF}\r\n\
         Accept-Language: vi\r\n{more}\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection
}

/// The answer to an upload of which some bytes are sent.
fn answered(server: &Server, more: &str, bytes: &[u8]) -> String {
    let mut connection = begun(server, more);
    // The server may have answered and closed before everything is sent.
    let _ = connection.write_all(bytes);
    let mut answer = String::new();
    let _ = connection.read_to_string(&mut answer);
    answer
}

#[test]
fn a_gigabyte_is_refused_before_it_is_sent_and_an_endless_file_where_the_limit_ends() {
    let data = folder();
    let server = Server::start_with(data.path(), &["--attachment-limit", "1"]);
    set_up(&server);
    let answer = answered(&server, "Content-Length: 1073741824", b"");
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("tệp tối đa 1 MiB"), "{answer}");
    let piece = [minutes(), vec![b' '; 1024 * 1024]].concat();
    let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), &piece].concat();
    let answer = answered(&server, "Transfer-Encoding: chunked", &chunk);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(files(data.path()).is_empty(), "nothing is left of what was refused");
}

/// A connection on which half of a file is sent, of which something lies in the folder.
fn half_sent(server: &Server, data: &Path) -> TcpStream {
    let whole = minutes();
    let mut connection = begun(server, &format!("Content-Length: {}", whole.len()));
    connection.write_all(&whole[..whole.len() / 2]).unwrap();
    await_that(|| !files(data).is_empty());
    connection
}

/// Waits until something is so, ten seconds at most.
#[track_caller]
fn await_that(is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(10), "it did not come to pass");
        std::thread::yield_now();
    }
}

/// What attaching the whole file is answered.
fn attaching(server: &Server, evidence: &Value) -> Value {
    let sha256 = Sha256Hex(Sha256::digest(minutes()).into()).to_string();
    send(
        server,
        TOKEN,
        "attachFile",
        json!({ "evidence": evidence, "sha256": sha256, "name": "Minutes.pdf" }),
    )
}

fn findings(data: &Path) -> Vec<String> {
    let report: Value = serde_json::from_slice(&run(data, &["doctor", "--json"]).stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_upload_that_is_broken_off_leaves_nothing_and_can_be_sent_again() {
    let data = folder();
    let server = Server::start(data.path());
    let evidence = set_up(&server);
    drop(half_sent(&server, data.path()));
    await_that(|| files(data.path()).is_empty());
    assert_eq!(attaching(&server, &evidence)["code"], "NOT_UPLOADED");
    attached(&server, &evidence);
    server.stop();
    assert_eq!(findings(data.path()), [""; 0]);
}

#[test]
fn what_a_kill_leaves_of_an_upload_is_attached_to_nothing_and_told_by_the_doctor() {
    let data = folder();
    let server = Server::start(data.path());
    let evidence = set_up(&server);
    let _connection = half_sent(&server, data.path());
    server.kill();
    let [left] = files(data.path()).try_into().unwrap();
    assert_eq!(findings(data.path()), ["attachment-unfinished"]);

    let server = Server::start(data.path());
    assert_eq!(attaching(&server, &evidence)["code"], "NOT_UPLOADED");
    attached(&server, &evidence);
    server.stop();
    assert_eq!(findings(data.path()), ["attachment-unfinished"]);
    fs::remove_file(left).unwrap();
    assert_eq!(findings(data.path()), [""; 0]);
}

#[test]
fn the_doctor_tells_of_files_that_are_gone_altered_or_attached_to_nothing_and_removes_none() {
    let data = folder();
    let server = Server::start(data.path());
    let evidence = set_up(&server);
    attached(&server, &evidence);
    server.stop();
    assert!(printed(data.path(), &["doctor"]).contains("1 attached, 1 whole"));

    let [file] = files(data.path()).try_into().unwrap();
    let (whole, folder_of_program) = (fs::read(&file).unwrap(), file.parent().unwrap());
    fs::write(folder_of_program.join("cd".repeat(32)), &whole).unwrap();
    fs::write(folder_of_program.join("left-behind.part"), b"CXLFILE1").unwrap();
    assert_eq!(findings(data.path()), ["attachment-orphaned", "attachment-unfinished"]);
    assert_eq!(files(data.path()).len(), 3, "the doctor removes nothing");

    let mut altered = whole.clone();
    altered[100] ^= 1;
    fs::write(&file, altered).unwrap();
    assert_eq!(findings(data.path())[0], "attachment-altered");
    fs::remove_file(&file).unwrap();
    assert_eq!(findings(data.path())[0], "attachment-missing");
}
