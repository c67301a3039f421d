//! A PostgreSQL server with a folder of its own, reached by a socket in it.

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::protocol::Outcome;

/// The superuser of the cluster.
pub(super) const USER: &str = "postgres";
/// Where the programs of the server are, unless `CX_BENCH_PG_BIN` says something else.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
/// How long the server may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server, stopped when it is dropped.
pub(super) struct Cluster {
    server: Child,
    socket: PathBuf,
}

impl Cluster {
    /// Makes a cluster with the settings that the server comes with, and starts it.
    pub(super) fn start(folder: &Path) -> Outcome<Self> {
        let programs = env::var_os("CX_BENCH_PG_BIN").map_or_else(|| PathBuf::from(PROGRAMS), PathBuf::from);
        if !programs.join("initdb").exists() {
            return Err(format!(
                "there is no initdb in {}: install postgresql-15, or name another folder in CX_BENCH_PG_BIN",
                programs.display()
            )
            .into());
        }
        let (cluster, socket) = (folder.join("cluster"), folder.join("socket"));
        let owner = Owner::of_servers()?;
        for folder in [folder, &cluster, &socket] {
            fs::create_dir_all(folder)?;
            owner.owns(folder)?;
        }
        let mut initdb = owner.runs(&programs.join("initdb"));
        initdb.args(["--username", USER, "--auth=trust", "--no-locale", "--encoding=UTF8", "--pgdata"]);
        let output = initdb.arg(&cluster).current_dir(folder).output()?;
        if !output.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let mut server = owner.runs(&programs.join("postgres"));
        server.arg("-D").arg(&cluster).arg("-k").arg(&socket).args(["-c", "listen_addresses="]);
        let log = fs::File::create(folder.join("log"))?;
        let server =
            server.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?;
        let mut started = Self { server, socket };
        started.wait(folder)?;
        Ok(started)
    }

    /// The folder of the socket on which it listens.
    pub(super) fn socket(&self) -> &Path {
        &self.socket
    }

    /// Returns when it listens; it makes the socket last.
    fn wait(&mut self, folder: &Path) -> Outcome<()> {
        let since = Instant::now();
        while !fs::read_dir(&self.socket)?.any(|_| true) {
            if self.server.try_wait()?.is_some() || since.elapsed() > PATIENCE {
                return Err(
                    format!("the server did not start: {}", fs::read_to_string(folder.join("log"))?).into()
                );
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // An interrupt is its fast shutdown. What is left of it goes with the folder.
        let _ = Command::new("kill").args(["-INT", &self.server.id().to_string()]).status();
        let _ = self.server.wait();
    }
}

/// The user that the server runs as: the present one, or `postgres` in place of root, as which it refuses to run.
enum Owner {
    Present,
    Other { user: u32, group: u32 },
}

impl Owner {
    fn of_servers() -> Outcome<Self> {
        if id(&["-u"])? != 0 {
            return Ok(Self::Present);
        }
        Ok(Self::Other { user: id(&["-u", USER])?, group: id(&["-g", USER])? })
    }

    fn owns(&self, folder: &Path) -> Outcome<()> {
        if let Self::Other { user, group } = self {
            chown(folder, Some(*user), Some(*group))?;
        }
        Ok(fs::set_permissions(folder, Permissions::from_mode(0o700))?)
    }

    fn runs(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Self::Other { user, group } = self {
            command.uid(*user).gid(*group);
        }
        command
    }
}

/// A number of a user or group, as the system's `id` tells it.
fn id(arguments: &[&str]) -> Outcome<u32> {
    let output = Command::new("id").args(arguments).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse().map_err(|_| format!("there is no user {USER}"))?)
}
