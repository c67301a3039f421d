//! Whole imports, from files to answers.
