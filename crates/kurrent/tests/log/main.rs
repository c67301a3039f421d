//! The log on a server, over the stand-in, which is not KurrentDB.

mod common;
mod faults;
mod kept;
mod ledgers;
