//! The log on a server, over the stand-in, which is not KurrentDB.

mod appends;
mod common;
mod entering;
mod kept;
mod ledgers;
mod nodes;
mod processes;
mod reads;
