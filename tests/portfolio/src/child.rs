//! A peer's process, as the driver sees it.

use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::protocol::{LISTENING, Outcome};

/// A peer that answers over HTTP. It ends when this is dropped.
pub(crate) struct Running {
    /// What it said of itself.
    pub(crate) described: Vec<String>,
    /// Where it answers.
    pub(crate) url: String,
    process: Child,
    /// Kept, so that it can go on to print.
    _printed: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts a peer and waits until it says where it listens; what it prints before describes it.
    pub(crate) fn start(command: &mut Command) -> Outcome<Self> {
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let stdout = process.stdout.take().ok_or("stdout is piped")?;
        let mut printed = BufReader::new(stdout).lines();
        let mut described = Vec::new();
        loop {
            let Some(line) = printed.next().transpose()? else {
                return Err(format!("{command:?} ended before it listened: {}", process.wait()?).into());
            };
            match line.strip_prefix(LISTENING) {
                Some(url) => return Ok(Self { described, url: url.to_owned(), process, _printed: printed }),
                None => described.push(line),
            }
        }
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // How it ends changes nothing that was measured.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
