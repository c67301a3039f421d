//! The two clocks.
