//! Every command line that the documentation and the help show is one that the program takes.

use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};

use crate::Cli;

/// A command line, and where it is shown.
struct Shown {
    place: String,
    line: String,
    /// Whether it is shown to be copied, and not named in the middle of a sentence.
    is_whole: bool,
}

/// The pages for people: the README and everything in `docs/`.
fn pages() -> Vec<PathBuf> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let listed = fs::read_dir(top.join("docs")).expect("the pages are there");
    let mut pages: Vec<_> = listed.map(|entry| entry.expect("an entry").path()).collect();
    pages.retain(|page| page.extension().is_some_and(|kind| kind == "md"));
    pages.push(top.join("README.md"));
    pages
}

/// The lines that begin with the program, or with what its environment is to hold.
fn whole_lines(place: &str, text: &str) -> Vec<Shown> {
    let text = text.replace("\\\n", " ");
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| {
        line.starts_with("cx-ledger ") || line.starts_with("CX_LEDGER_") && line.contains(" cx-ledger ")
    });
    let shown = |line: &str| Shown { place: place.to_owned(), line: line.to_owned(), is_whole: true };
    lines.map(shown).collect()
}

/// What is named between backticks in sentences.
fn named(place: &str, text: &str) -> Vec<Shown> {
    let prose: String = text.split("```").step_by(2).collect();
    let code = prose.split('`').skip(1).step_by(2).filter(|code| code.starts_with("cx-ledger "));
    let shown = |code: &str| Shown { place: place.to_owned(), line: code.to_owned(), is_whole: false };
    code.map(shown).collect()
}

/// What the help of a command and of those below it shows.
fn helped(command: &clap::Command) -> Vec<Shown> {
    let place = format!("cx-ledger {} --help", command.get_name());
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let below = command.get_subcommands().flat_map(helped);
    whole_lines(&place, &help).into_iter().chain(below).collect()
}

/// The words of a command line as a shell splits them, up to where it goes on with another program.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), None);
    for mark in line.chars().chain([' ']) {
        match (quoted, mark) {
            (Some(quote), _) if quote == mark => quoted = None,
            (None, '"' | '\'') => quoted = Some(mark),
            (None, ' ') if word.is_empty() => {}
            (None, ' ') => words.push(std::mem::take(&mut word)),
            _ => word.push(mark),
        }
    }
    let end = words.iter().position(|word| ["|", ">", "#"].contains(&word.as_str()));
    words.truncate(end.unwrap_or(words.len()));
    words
}

/// The arguments, with what stands before the program given as the options that it stands for.
fn arguments(line: &str) -> Vec<String> {
    let mut before = words(line);
    let program = before.iter().position(|word| word == "cx-ledger").expect("the program is named");
    let mut arguments = before.split_off(program);
    let mut command = Cli::command();
    for word in &arguments[1..] {
        let Some(below) = command.find_subcommand(word) else { break };
        command = below.clone();
    }
    for (variable, value) in before.iter().filter_map(|word| word.split_once('=')) {
        let option =
            command.get_arguments().find(|option| option.get_env().is_some_and(|env| env == variable));
        if let Some(long) = option.and_then(clap::Arg::get_long) {
            arguments.extend([format!("--{long}"), value.to_owned()]);
        }
    }
    arguments
}

/// Why the program does not take it. A value that only stands for one is none, and what is named in a sentence
/// need not be complete.
fn refusal(shown: &Shown) -> Option<String> {
    let error = Cli::try_parse_from(arguments(&shown.line)).err()?;
    let is_placeholder = !shown.is_whole || shown.line.contains(['…', '$']);
    let is_taken = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => is_placeholder,
        ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => !shown.is_whole,
        _ => shown.line.contains("COMMAND"),
    };
    (!is_taken).then(|| format!("{}: {}\n{error}", shown.place, shown.line))
}

#[test]
fn every_command_line_that_is_shown_is_one_that_the_program_takes() {
    let mut shown = helped(&Cli::command());
    for page in pages() {
        let (place, text) = (page.display().to_string(), fs::read_to_string(&page).unwrap());
        shown.extend(whole_lines(&place, &text));
        shown.extend(named(&place, &text));
    }
    assert!(shown.len() > 100, "only {} were found", shown.len());
    let refused: Vec<_> = shown.iter().filter_map(refusal).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn a_stale_option_in_an_example_is_found() {
    let shown = |line: &str| Shown { place: "here".into(), line: line.into(), is_whole: true };
    assert!(refusal(&shown("cx-ledger doctor --deep")).is_some());
    assert!(refusal(&shown("cx-ledger mend")).is_some());
    assert!(refusal(&shown("cx-ledger conformance --for 30s")).is_some(), "it asks for a store");
    assert_eq!(refusal(&shown("CX_LEDGER_STORE='memory:' cx-ledger conformance --for 30s | jq # all")), None);
}
