//! Finding things by the words of their texts: names, purposes, questions, descriptions, codes.
//!
//! There is no index that lasts. A search asks which texts hold at its point in time, so it answers about
//! the past as about now; opens those that are not at hand; and compares words without marks and case.
//! What it keeps of a text lies in a bounded cache that is dropped with the vault's epoch. Each noun says
//! in one line of `places` by which texts it is found.

mod places;
mod words;

use std::sync::Arc;

use cxl_domain::code::Code;
use cxl_domain::id::ProgramId;
use cxl_domain::time::AsOf;
use uuid::Uuid;

use crate::execute::ExecuteError;
use crate::ledger::Ledger;
use crate::texts::{CACHED, TextAt, TextValue};
use crate::views::Views;
use places::Place;
use words::Held;

pub use words::Words;

/// The most words of a search; what is asked beyond them narrows nothing any more.
pub const MOST_WORDS: usize = 16;

/// A kind of thing that can be found, in the order in which equals are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchKind {
    /// A program, by its name.
    Program,
    /// An initiative, by name and purpose.
    Initiative,
    /// An improvement, by its title.
    Improvement,
    /// A metric, by its name and how it is defined.
    Metric,
    /// A decision, by its question.
    Decision,
    /// A pain point, by its description.
    PainPoint,
    /// An insight, by its description.
    Insight,
    /// A journey, by its name.
    Journey,
    /// A committee, by its name.
    Committee,
    /// A meeting, by its name.
    Meeting,
    /// A piece of evidence, by its summary.
    Evidence,
    /// A department, by its name.
    Department,
    /// A person, by name and code.
    Person,
}

/// In which of a thing's texts a word was found; earlier ones tell more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoundIn {
    /// What people call it by.
    Code,
    /// What it is called: name, title, question.
    Name,
    /// What is said of it: purpose, description, summary.
    Text,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Every one of these words begins a word of the thing.
    pub words: Words,
    /// In one program alone; departments and people are in none.
    pub program: Option<ProgramId>,
    /// Only of these kinds; of all if empty.
    pub kinds: Vec<SearchKind>,
}

/// A thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: SearchKind,
    /// Its id.
    pub id: Uuid,
    /// Its code, unless it is sealed or there is none.
    pub code: Option<Code>,
    /// In which of its texts the words were found: of several the one that tells least.
    pub found_in: FoundIn,
    /// Whether every word asked for is a whole word there, and not the beginning of one.
    pub whole: bool,
}

/// What a search may look through, by the rights of whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readable {
    /// The programs.
    pub programs: Vec<ProgramId>,
    /// Whether departments and people can be read.
    pub organization: bool,
    /// Whether people are found by their names, too, and not by their codes alone.
    pub names: bool,
}

/// Why a search is not answered.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is no word in what was asked for.
    #[error("there is nothing to look for; write at least one letter or digit")]
    NoWord,
    /// More words than are compared.
    #[error("{words} words are asked for; a search has at most {MOST_WORDS}")]
    TooManyWords {
        /// How many were asked for.
        words: usize,
    },
    /// More texts than are looked through at once.
    #[error(
        "{texts} texts would be looked through, and {CACHED} are the most; name a program, or fewer kinds"
    )]
    TooMuch {
        /// How many there are.
        texts: usize,
    },
    /// The texts could not be opened.
    #[error(transparent)]
    Failed(#[from] ExecuteError),
}

impl Ledger {
    /// What is found at a point in time, whatever tells most first: in code or name before other texts,
    /// whole words before beginnings, then by kind and code.
    pub async fn search(
        &self,
        views: &Views,
        as_of: &AsOf,
        readable: &Readable,
        search: &Search,
    ) -> Result<Vec<Hit>, SearchError> {
        match search.words.len() {
            0 => return Err(SearchError::NoWord),
            words if words > MOST_WORDS => return Err(SearchError::TooManyWords { words }),
            _ => {}
        }
        let places = places(views, as_of, readable, search);
        let wanted: Vec<TextAt> =
            places.iter().flat_map(|place| place.texts.iter().map(|(_, at)| at.clone())).collect();
        if wanted.len() > CACHED.get() {
            return Err(SearchError::TooMuch { texts: wanted.len() });
        }
        let mut words = self.words(&wanted).await?.into_iter();
        let mut hits: Vec<Hit> = places
            .into_iter()
            .filter_map(|place| {
                let of_place: Vec<_> = words.by_ref().take(place.texts.len()).collect();
                matched(place, &of_place, &search.words)
            })
            .collect();
        hits.sort_by(|one, other| one.rank().cmp(&other.rank()));
        Ok(hits)
    }

    /// The words of the texts at these places; none of those that are unavailable.
    async fn words(&self, wanted: &[TextAt]) -> Result<Vec<Arc<Words>>, ExecuteError> {
        let epoch = self.vault.epoch();
        let mut known = self.word_cache.known(epoch, wanted);
        let missing = wanted.iter().zip(&known).filter(|(_, known)| known.is_none());
        let missing: Vec<TextAt> = missing.map(|(at, _)| at.clone()).collect();
        let opened = self.texts(&missing).await?;
        let split = opened.iter().map(|text| match text {
            TextValue::Clear(text) => Arc::new(Words::of(text)),
            TextValue::Unavailable | TextValue::Absent => Arc::default(),
        });
        let split: Vec<Arc<Words>> = split.collect();
        // What is unavailable now may come back with the vault.
        let lasting = missing.into_iter().zip(split.iter().cloned()).zip(&opened);
        let lasting = lasting.filter(|(_, text)| **text != TextValue::Unavailable).map(|(words, _)| words);
        self.word_cache.keep(epoch, lasting);
        let mut split = split.into_iter();
        for empty in known.iter_mut().filter(|known| known.is_none()) {
            *empty = split.next();
        }
        Ok(known.into_iter().map(Option::unwrap_or_default).collect())
    }
}

impl Hit {
    /// By what hits are ordered; no two have the same.
    pub fn rank(&self) -> (FoundIn, bool, SearchKind, Option<&Code>, Uuid) {
        (self.found_in, !self.whole, self.kind, self.code.as_ref(), self.id)
    }
}

/// Everything that may be found, as known and as far as it is readable.
fn places(views: &Views, as_of: &AsOf, readable: &Readable, search: &Search) -> Vec<Place> {
    let programs =
        readable.programs.iter().filter(|program| search.program.is_none_or(|only| only == **program));
    let mut places = Vec::new();
    for program in programs {
        places.extend(places::program(views, *program, as_of));
        places.extend(places::of_program(views, *program, as_of));
    }
    if readable.organization && search.program.is_none() {
        places.extend(places::of_organization(views, as_of, readable.names));
    }
    places.retain(|place| search.kinds.is_empty() || search.kinds.contains(&place.kind));
    places
}

/// Whether every word asked for is found in the texts of a thing, and how.
fn matched(place: Place, words: &[Arc<Words>], asked: &Words) -> Option<Hit> {
    let code = place.code.as_ref().map(|code| Words::of(code.as_str()));
    let texts = place.texts.iter().map(|(found_in, _)| *found_in).zip(words.iter().map(AsRef::as_ref));
    let texts: Vec<(FoundIn, &Words)> = code.iter().map(|code| (FoundIn::Code, code)).chain(texts).collect();
    let (mut found_in, mut whole) = (FoundIn::Code, true);
    for word in asked.iter() {
        let ways = texts.iter().filter_map(|(found_in, text)| Some((text.hold(word)?, *found_in)));
        let (held, best) = ways.min_by_key(|(held, found_in)| (*found_in, *held))?;
        found_in = found_in.max(best);
        whole &= held == Held::Whole;
    }
    Some(Hit { kind: place.kind, id: place.id, code: place.code, found_in, whole })
}
