//! Whole flows through the real program: its command line, its server, its files.
//!
//! One binary, so that everything links once. Start reading at [`server`], the words in which the flows
//! are told; then any flow: each is a file named after what it shows.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod abuse;
mod act;
mod arrows;
mod asking;
mod attachments;
mod backup;
mod checkpoint;
mod comparisons;
mod containers;
mod copies;
mod crash;
mod demo;
mod dependencies;
mod doctor;
mod events;
mod export;
mod faults;
mod files;
mod founding;
mod full_disk;
mod given_up;
mod health;
mod http;
mod identity;
mod import;
mod keyd;
mod limits;
mod measurement;
mod moving;
mod nodes;
mod pages;
mod permissions;
mod readme;
mod rebuild;
mod rules;
mod server;
mod slow;
mod sockets;
mod stores;
mod todo;
mod tokens;
mod trusted;
mod waiting;
mod walk;
mod walks;
