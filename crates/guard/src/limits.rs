//! Every limit of a document, its figure, and what is told to who exceeds it.

use std::fmt;

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $variant:ident $field:ident $name:literal = $default:literal, $told:literal;)*) => {
        /// What is counted of a document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Limit {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Limit {
            /// Every limit, in the order in which a document meets them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name by which a client program tells it, as it stands in `extensions.limit`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What is counted, in a sentence of the manual.
            pub const fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),*).trim_ascii(),)*
                }
            }

            const fn told(self) -> &'static str {
                match self {
                    $(Self::$variant => $told,)*
                }
            }
        }

        /// The most of everything that a document may have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Limits {
            $($(#[doc = $doc])* pub $field: u64,)*
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl Limits {
            /// The most of one thing.
            pub const fn most(&self, limit: Limit) -> u64 {
                match limit {
                    $(Limit::$variant => self.$field,)*
                }
            }
        }
    };
}

limits! {
    /// Bytes of the document.
    Bytes bytes "bytes" = 65_536, "the document has more than {} bytes: split it, or use variables";
    /// How deep brackets nest, those of values and selections alike.
    Nesting nesting "nesting" = 64, "the document nests brackets more than {} deep: use variables for values, and ask in several documents";
    /// Tokens of the document.
    Tokens tokens "tokens" = 10_000, "the document has more than {} tokens: split it, or use variables";
    /// Bytes of a name.
    NameBytes name_bytes "nameBytes" = 128, "a name in the document has more than {} bytes: use a shorter one";
    /// Operations of the document.
    Operations operations "operations" = 20, "the document has more than {} operations: send those that are not asked for in documents of their own";
    /// Directives, with fragments written out.
    Directives directives "directives" = 100, "the document has more than {} directives once its fragments are written out: split it";
    /// How deep selections nest, with fragments written out.
    Depth depth "depth" = 32, "the document's selections nest more than {} deep once its fragments are written out: ask in several documents";
    /// Fields and spreads, with fragments written out.
    Fields fields "fields" = 2_000, "the document asks for more than {} fields once its fragments are written out: split it";
    /// Arguments, with fragments written out.
    Arguments arguments "arguments" = 5_000, "the document gives more than {} arguments once its fragments are written out: split it";
    /// Aliases, with fragments written out.
    Aliases aliases "aliases" = 60, "the document has more than {} aliases once its fragments are written out: ask for lists, or in several documents";
    /// Fields at the root of an operation, with fragments written out.
    RootFields root_fields "rootFields" = 50, "an operation has more than {} fields at its root: send several documents";
    /// Fields that have to be compared with each other, as they may answer under one name.
    Merging merging "merging" = 20_000, "the document's fragments and inline fragments lie so in each other that more than {} fields have to be compared: use fewer of them";
    /// Values in the variables, counted once for each place where a variable is used.
    Inputs inputs "inputs" = 100_000, "the variables hold more than {} values, counted once for each place where they are used: send less at once";
    /// Members that the lists asked for may have in all.
    Nodes nodes "nodes" = 20_000, "the document asks for up to {found} things, and {} are answered at once: ask for smaller pages, or for fewer lists in each other";
}

/// A document that has too much of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub struct Excess {
    /// Of what.
    pub limit: Limit,
    /// How much is allowed.
    pub most: u64,
    /// How much there is, where it was counted to the end.
    pub found: Option<u64>,
}

impl Excess {
    /// An error if there is more than is allowed; how much more is not known.
    pub(crate) fn over(limits: &Limits, limit: Limit, found: u64) -> Result<(), Self> {
        let most = limits.most(limit);
        if found > most { Err(Self { limit, most, found: None }) } else { Ok(()) }
    }
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = self.limit.told().replacen("{}", &self.most.to_string(), 1);
        let found = self.found.unwrap_or(self.most).to_string();
        f.write_str(&told.replacen("{found}", &found, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_tells_its_figure_and_what_to_do() {
        let limits = Limits::default();
        for limit in Limit::ALL {
            let most = limits.most(*limit);
            let told = Excess { limit: *limit, most, found: Some(123_456_789) }.to_string();
            assert!(told.contains(&most.to_string()) && told.contains(": "), "{told}");
            assert!(!told.contains('{'), "{told}");
            assert!(limit.sentence().ends_with('.'), "{}", limit.sentence());
        }
    }

    #[test]
    fn the_manual_lists_every_limit() {
        let manual = include_str!("../../../docs/graphql.md");
        let limits = Limits::default();
        let row = |limit: &Limit| {
            format!("| `{}` | {} | {} |\n", limit.name(), limits.most(*limit), limit.sentence())
        };
        let table: String = Limit::ALL.iter().map(row).collect();
        assert!(manual.contains(&table), "docs/graphql.md has this table:\n{table}");
    }

    #[test]
    fn no_two_limits_have_one_name() {
        for (index, limit) in Limit::ALL.iter().enumerate() {
            assert!(Limit::ALL[..index].iter().all(|other| other.name() != limit.name()));
        }
    }
}
