//! Walks the OAuth life cycle against a live API and says which of the known mistakes it is.
//!
//! [`walk()`] takes a [`Target`] (what a manifest says of its API), the [`Values`] that somebody filled in, and [`Settings`]; an [`Observer`]
//! hears of each step as it ends. At most one log-in is tried; nothing is sent after a certificate was refused; no redirect is followed;
//! every wait and every answer is bounded; no output holds a secret.
//!
//! ```
//! use postsmith::doctor::{Selection, Settings, Status, Step, Target, Values, walk};
//! use postsmith::source::{Source, preset};
//!
//! let source = Source::load(&preset("tallyfy").expect("an embedded preset")).expect("without mistakes");
//! let target = Target::new(&source).expect("it has a request to verify with");
//! let mut values = Values::default();
//! values.insert("TALLYFY_BASE_URL", "https://go.tallyfy.com/api".to_owned());
//! let only = Selection::only([Step::Values]);
//! let walked = walk(&target, &values, &Settings::new(std::time::SystemTime::now()), only, &mut ());
//! assert_eq!(walked.report.outcomes[0].status, Status::Failed);
//! assert_eq!(walked.report.outcomes[0].causes[0].cause.id(), "oauth/value-missing");
//! ```

mod candidate;
mod form;
mod judge;
mod mask;
mod outcome;
mod page;
mod record;
mod report;
mod session;
mod settings;
mod shape;
mod step;
mod target;
mod token;
mod values;
mod walk;
mod written;

pub use outcome::{Diagnosis, Outcome, Report, Status};
pub use page::report_page;
pub use record::Record;
pub use report::{doctor_schema, json};
pub use session::Observer;
pub use settings::Settings;
pub use step::{Selection, Step};
pub use target::{Target, TargetError};
pub use token::Tokens;
pub use values::Values;
pub use walk::{Walked, walk};
