//! What a command is answered when it was not carried out: data that client programs can act on.

use async_graphql::{Interface, SimpleObject, Union};
use cxl_domain::event::Sha256Hex;
