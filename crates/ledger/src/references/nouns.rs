//! What the nouns of a program refer to.

use cxl_domain::refusal::Refusal;
use cxl_domain::{committee, decision, insight, journey, meeting, pain_point};

use super::References;

impl References<'_> {
    pub(super) fn of_committee(&self, command: &committee::Command) -> Result<(), Refusal> {
        match command {
            committee::Command::Establish(begin) => self.program(begin.program),
            _ => Ok(()),
        }
    }

    pub(super) fn of_meeting(&self, command: &meeting::Command) -> Result<(), Refusal> {
        match command {
            meeting::Command::Convene(begin) => self.program(begin.program),
            _ => Ok(()),
        }
    }

    pub(super) fn of_decision(&self, command: &decision::Command) -> Result<(), Refusal> {
        match command {
            decision::Command::Open(begin) => self.program(begin.program),
            _ => Ok(()),
        }
    }

    pub(super) fn of_journey(&self, command: &journey::Command) -> Result<(), Refusal> {
        match command {
            journey::Command::Map(begin) => self.program(begin.program),
            _ => Ok(()),
        }
    }

    pub(super) fn of_pain_point(&self, command: &pain_point::Command) -> Result<(), Refusal> {
        match command {
            pain_point::Command::Identify(begin) => self.program(begin.program),
            _ => Ok(()),
        }
    }

    pub(super) fn of_insight(&self, command: &insight::Command) -> Result<(), Refusal> {
        match command {
            insight::Command::Find(begin) => self.program(begin.program),
            _ => Ok(()),
        }
    }
}
