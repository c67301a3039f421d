//! The program, started and asked as a person or a script would.

use std::io::{BufRead, BufReader, Lines};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

/// The administrator's token in these flows.
pub(crate) const TOKEN: &str = "a-token-for-tests-that-nobody-can-guess";

/// A folder that vanishes.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// The program with these arguments, told where the ledger lies.
pub(crate) fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cx-ledger"));
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("CX_LEDGER_") {
            command.env_remove(variable);
        }
    }
    command.env("CX_LEDGER_DATA", data).env("CX_LEDGER_LOG", "error").args(arguments);
    command
}

/// Runs the program to its end.
pub(crate) fn run(data: &Path, arguments: &[&str]) -> Output {
    command(data, arguments).output().expect("the program starts")
}

/// What the program printed on stdout; it must have succeeded.
#[track_caller]
pub(crate) fn printed(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} ended with {}: {stderr}", output.status);
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

/// What the program printed on stderr; it must have refused, with exit code 2.
#[track_caller]
pub(crate) fn refused(data: &Path, arguments: &[&str]) -> String {
    refusal(&mut command(data, arguments))
}

/// What a command printed on stderr; it must have refused, with exit code 2. A server that serves instead is
/// ended.
#[track_caller]
pub(crate) fn refusal(command: &mut Command) -> String {
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let lines = BufReader::new(child.stdout.take().expect("stdout is piped")).lines();
    let serves = lines.map_while(Result::ok).any(|line| line.starts_with("listening on "));
    if serves {
        child.kill().expect("the process can be killed");
    }
    let output = child.wait_with_output().expect("the program ends");
    assert!(!serves, "{command:?} serves what it should refuse");
    let stderr = String::from_utf8(output.stderr).expect("errors are UTF-8");
    assert_eq!(output.status.code(), Some(2), "{command:?}: {stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    stderr
}

/// What a server prints, line by line.
pub(crate) type Printed = Lines<BufReader<ChildStdout>>;

/// A running server; killed when it is dropped.
pub(crate) struct Server {
    child: Mutex<Child>,
    /// What it printed until it listened.
    pub(crate) greeting: String,
    /// Where it answers GraphQL.
    pub(crate) url: String,
    agent: Agent,
}

impl Server {
    /// Serves the ledger in a folder, made if need be, with [`TOKEN`] for its administrator.
    #[track_caller]
    pub(crate) fn start(data: &Path) -> Self {
        Self::of(command(data, &["serve"]).env("CX_LEDGER_TOKEN", TOKEN))
    }

    /// The same with more to say about how to serve.
    #[track_caller]
    pub(crate) fn start_with(data: &Path, arguments: &[&str]) -> Self {
        Self::of(command(data, &[&["serve"], arguments].concat()).env("CX_LEDGER_TOKEN", TOKEN))
    }

    /// Starts the server that a command describes, on a free port.
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        let (mut server, mut lines) = Self::begun(command);
        server.listens(&mut lines);
        server
    }

    /// The same of a server that has to wait for its store, and what it goes on to print.
    #[track_caller]
    pub(crate) fn waiting(command: &mut Command) -> (Self, Printed) {
        let (mut server, mut lines) = Self::begun(command);
        let address = server.printed_after("waiting for it; ", &mut lines);
        let address = address.split("/health").next().expect("the page that tells how it goes");
        server.url = format!("{address}/graphql");
        (server, lines)
    }

    fn begun(command: &mut Command) -> (Self, Printed) {
        let mut child = command
            .env("CX_LEDGER_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("stdout is piped")).lines();
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        let (child, greeting, url) = (Mutex::new(child), String::new(), String::new());
        (Self { child, greeting, url, agent }, lines)
    }

    /// Waits until the server says where it answers GraphQL.
    #[track_caller]
    pub(crate) fn listens(&mut self, lines: &mut Printed) {
        self.url = self.printed_after("listening on ", lines);
    }

    /// The rest of the line that begins so; what comes before is the greeting.
    #[track_caller]
    fn printed_after(&mut self, beginning: &str, lines: &mut Printed) -> String {
        loop {
            let Some(line) = lines.next().transpose().expect("output is UTF-8") else {
                panic!("the server ended before it listened: {:?}", self.child.get_mut().map(Child::wait));
            };
            if let Some(rest) = line.strip_prefix(beginning) {
                return rest.to_owned();
            }
            self.greeting += &line;
            self.greeting.push('\n');
        }
    }

    /// A connection of one's own, on which nothing is waited for longer than ten seconds.
    pub(crate) fn connect(&self) -> TcpStream {
        let address = self.url.strip_prefix("http://").and_then(|rest| rest.strip_suffix("/graphql"));
        let connection = TcpStream::connect(address.expect("the URL of the endpoint")).expect("a connection");
        connection.set_read_timeout(Some(Duration::from_secs(10))).expect("a time is set");
        connection
    }

    /// Posts a body as it stands; answers status and body.
    pub(crate) fn post(&self, token: Option<&str>, content_type: &str, body: &str) -> (u16, Value) {
        let mut request = self.agent.post(&self.url).header("Content-Type", content_type);
        if let Some(token) = token {
            request = request.header("Authorization", &format!("Bearer {token}"));
        }
        let mut response = request.send(body).expect("the server answers");
        let text = response.body_mut().read_to_string().expect("the answer is UTF-8");
        (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Posts JSON to a server that may be gone.
    pub(crate) fn attempt(&self, token: &str, body: &str) -> Option<(u16, Value)> {
        let request = self.agent.post(&self.url).header("Content-Type", "application/json");
        let mut response = request.header("Authorization", &format!("Bearer {token}")).send(body).ok()?;
        let text = response.body_mut().read_to_string().ok()?;
        Some((response.status().as_u16(), serde_json::from_str(&text).ok()?))
    }

    /// Asks with a token; answers status and body.
    pub(crate) fn ask_as(&self, token: &str, document: &str, variables: &Value) -> (u16, Value) {
        let body = json!({ "query": document, "variables": variables }).to_string();
        self.post(Some(token), "application/json", &body)
    }

    /// Asks as the administrator for an answer that takes in a position.
    pub(crate) fn ask_at_least(&self, position: &str, document: &str) -> (u16, Value) {
        let request = self.agent.post(&self.url).header("Content-Type", "application/json");
        let request = request.header("Authorization", &format!("Bearer {TOKEN}"));
        let request = request.header("At-Least-Position", position);
        let mut response =
            request.send(json!({ "query": document }).to_string()).expect("the server answers");
        let text = response.body_mut().read_to_string().expect("the answer is UTF-8");
        (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Asks as the administrator; the answer must have no errors.
    #[track_caller]
    pub(crate) fn ask(&self, document: &str) -> Value {
        self.ask_with(document, &json!({}))
    }

    /// The same with variables.
    #[track_caller]
    pub(crate) fn ask_with(&self, document: &str, variables: &Value) -> Value {
        let (status, mut answer) = self.ask_as(TOKEN, document, variables);
        assert!(status == 200 && answer["errors"].is_null(), "{status} {answer:#}");
        answer["data"].take()
    }

    /// Reads a page beside the endpoint.
    pub(crate) fn read(&self, path: &str) -> (u16, String) {
        let url = self.url.replace("/graphql", path);
        let mut response = self.agent.get(url).call().expect("the server answers");
        let text = response.body_mut().read_to_string().expect("the answer is UTF-8");
        (response.status().as_u16(), text)
    }

    /// The same with a token: status, media type and body.
    pub(crate) fn read_as(&self, token: &str, path: &str) -> (u16, String, String) {
        let url = self.url.replace("/graphql", path);
        let request = self.agent.get(url).header("Authorization", &format!("Bearer {token}"));
        let mut response = request.call().expect("the server answers");
        let media_type = response.headers().get("Content-Type").and_then(|value| value.to_str().ok());
        let media_type = media_type.unwrap_or_default().to_owned();
        let text = response.body_mut().read_to_string().expect("the answer is UTF-8");
        (response.status().as_u16(), media_type, text)
    }

    /// Posts bytes beside the endpoint, asked for in a language: status and answer.
    pub(crate) fn send_bytes(
        &self,
        token: &str,
        (path, media_type, language): (&str, &str, &str),
        bytes: &[u8],
    ) -> (u16, Value) {
        let request = self.agent.post(self.url.replace("/graphql", path));
        let request = request.header("Authorization", &format!("Bearer {token}"));
        let request = request.header("Content-Type", media_type).header("Accept-Language", language);
        let mut response = request.send(bytes).expect("the server answers");
        let text = response.body_mut().read_to_string().expect("the answer is UTF-8");
        (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Reads bytes beside the endpoint, with the headers before them.
    pub(crate) fn read_bytes(&self, token: &str, path: &str) -> ureq::http::Response<Vec<u8>> {
        let request = self.agent.get(self.url.replace("/graphql", path));
        let request = request.header("Authorization", &format!("Bearer {token}"));
        let (head, mut body) = request.call().expect("the server answers").into_parts();
        ureq::http::Response::from_parts(head, body.read_to_vec().expect("the answer arrives whole"))
    }

    /// Asks the server to stop, and waits until it has.
    #[cfg(unix)]
    #[track_caller]
    pub(crate) fn stop(self) {
        let mut child = self.child.lock().expect("nobody panicked with the lock");
        let id = child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        assert!(asked.success());
        assert!(child.wait().expect("the server ends").success());
    }

    /// Ends the process at once, as a power failure would.
    pub(crate) fn kill(&self) {
        let mut child = self.child.lock().expect("nobody panicked with the lock");
        child.kill().expect("the process can be killed");
        child.wait().expect("the process ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(child) = self.child.get_mut() {
            // It may have ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
