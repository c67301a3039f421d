//! A peer's process, as the driver sees it.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::protocol::{Described, Load, Opening, Outcome, Round};

/// A peer that is ready to be measured. It ends when this is dropped.
pub(super) struct Running {
    /// As the command line and the report call it.
    pub(super) name: &'static str,
    /// What it said of itself.
    pub(super) described: Described,
    process: Child,
    asked: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
}

/// A peer that is not measured, and why.
pub(super) struct LeftOut {
    /// As the command line and the report call it.
    pub(super) name: &'static str,
    /// What to do about it, if anything.
    pub(super) reason: String,
}

impl Running {
    /// Starts a peer and waits until its log holds `size` events.
    pub(super) fn start(
        name: &'static str,
        program: &Path,
        folder: &Path,
        size: u64,
    ) -> Outcome<Result<Self, LeftOut>> {
        std::fs::create_dir(folder)?;
        if !program.exists() {
            let reason = format!("{} is not built: see docs/performance.md", program.display());
            return Ok(Err(LeftOut { name, reason }));
        }
        let mut process = Command::new(program)
            .arg(name)
            .arg(folder)
            .arg(size.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let asked = process.stdin.take();
        let stdout = process.stdout.take().ok_or("stdout is piped")?;
        let mut answers = BufReader::new(stdout).lines();
        let first = answers.next().ok_or_else(|| format!("{name} ended before it was ready"))??;
        match serde_json::from_str(&first)? {
            Opening::Ready(described) => Ok(Ok(Self { name, described, process, asked, answers })),
            Opening::LeftOut(reason) => {
                process.wait()?;
                Ok(Err(LeftOut { name, reason }))
            }
        }
    }

    /// Lets it measure one round.
    pub(super) fn round(&mut self, load: Load) -> Outcome<Round> {
        let ended = || format!("{} ended in the middle of a round", self.name);
        let asked = self.asked.as_mut().ok_or_else(ended)?;
        writeln!(asked, "{}", serde_json::to_string(&load)?)?;
        Ok(serde_json::from_str(&self.answers.next().ok_or_else(ended)??)?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A peer ends when nobody is left to ask; how it ends changes nothing that was measured.
        self.asked.take();
        let _ = self.process.wait();
    }
}
