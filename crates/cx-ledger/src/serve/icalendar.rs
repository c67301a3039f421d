//! To-dos as iCalendar writes them (RFC 5545): escaped, in lines of at most 75 octets that end in CRLF.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Utc};

/// One entry of a to-do list as a calendar shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Todo {
    /// What tells it apart for ever; the same as long as the entry is the same.
    pub(super) uid: String,
    /// What is to be done.
    pub(super) summary: String,
    /// The code of the program.
    pub(super) category: Option<String>,
    /// The day on which it is due.
    pub(super) due: Option<NaiveDate>,
}

/// The longest line, in octets, without the line break (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// A calendar that holds these to-dos.
pub(super) fn calendar(todos: &[Todo], now: DateTime<Utc>) -> String {
    let mut lines = Lines::default();
    lines.push("BEGIN:VCALENDAR");
    lines.push("VERSION:2.0");
    lines.push("PRODID:-//CX Ledger//to-do list//EN");
    for todo in todos {
        lines.push("BEGIN:VTODO");
        lines.push(&format!("UID:{}", escaped(&todo.uid)));
        lines.push(&format!("DTSTAMP:{}", now.format("%Y%m%dT%H%M%SZ")));
        lines.push(&format!("SUMMARY:{}", escaped(&todo.summary)));
        if let Some(due) = todo.due {
            lines.push(&format!("DUE;VALUE=DATE:{}", due.format("%Y%m%d")));
        }
        if let Some(category) = &todo.category {
            lines.push(&format!("CATEGORIES:{}", escaped(category)));
        }
        lines.push("STATUS:NEEDS-ACTION");
        lines.push("END:VTODO");
    }
    lines.push("END:VCALENDAR");
    lines.0
}

/// Text as a value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' => escaped.push_str("\\n"),
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Adds a line, folded before the octet that would be too much; no character is cut in two.
    fn push(&mut self, line: &str) {
        let mut used = 0;
        for character in line.chars() {
            if used + character.len_utf8() > LONGEST_LINE {
                self.0.push_str("\r\n ");
                // The blank that marks the continuation counts.
                used = 1;
            }
            used += character.len_utf8();
            self.0.push(character);
        }
        self.0.write_str("\r\n").expect("a string takes all that is written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-01-15T08:30:00Z".parse().unwrap()
    }

    fn todo(summary: &str) -> Todo {
        Todo { uid: "one@here".into(), summary: summary.into(), category: None, due: None }
    }

    /// Lines as a reader joins them again (RFC 5545, 3.1).
    fn unfolded(calendar: &str) -> Vec<String> {
        calendar.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_calendar_holds_each_to_do_with_its_day() {
        let due = "2026-02-01".parse().ok();
        let todo = Todo { category: Some("RETAIL".into()), due, ..todo("Report progress: REFUNDS") };
        let expected = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//CX Ledger//to-do list//EN",
            "BEGIN:VTODO",
            "UID:one@here",
            "DTSTAMP:20260115T083000Z",
            "SUMMARY:Report progress: REFUNDS",
            "DUE;VALUE=DATE:20260201",
            "CATEGORIES:RETAIL",
            "STATUS:NEEDS-ACTION",
            "END:VTODO",
            "END:VCALENDAR",
        ];
        assert_eq!(unfolded(&calendar(&[todo], now())), expected);
    }

    #[test]
    fn marks_and_line_breaks_are_escaped_and_other_controls_left_out() {
        let lines = unfolded(&calendar(&[todo("a,b;c\\d\r\ne\tf")], now()));
        assert!(lines.contains(&r"SUMMARY:a\,b\;c\\d\nef".to_owned()), "{lines:?}");
    }

    #[test]
    fn long_lines_are_folded_between_characters_and_read_back_whole() {
        let summary = "Hoàn tiền trong ngày cho mọi khách hàng đã khiếu nại, ".repeat(9);
        let folded = calendar(&[todo(&summary)], now());
        assert!(folded.split("\r\n").all(|line| line.len() <= LONGEST_LINE), "{folded}");
        let expected = format!("SUMMARY:{}", summary.replace(',', "\\,"));
        assert!(unfolded(&folded).contains(&expected));
    }

    #[test]
    fn nothing_to_do_is_a_calendar_too() {
        assert_eq!(unfolded(&calendar(&[], now())).len(), 4);
    }
}
