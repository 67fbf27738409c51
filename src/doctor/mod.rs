//! The doctor: runs the steps of the OAuth life cycle against a live API and names the cause of each failure.
//!
//! [`walk()`] takes a [`DoctorTarget`] (what a manifest says about its API), the [`VariableValues`] that a person filled in, and
//! [`DoctorSettings`]; an [`DoctorObserver`] is called as steps start and finish. At most one log-in is sent, nothing is sent after a certificate
//! was refused, no redirect is followed, every wait and every response is bounded, and no output holds a secret.
//!
//! ```
//! use postsmith::doctor::{DoctorSettings, DoctorStep, DoctorTarget, StepSelection, StepStatus, VariableValues, walk};
//! use postsmith::source::{Source, preset};
//!
//! let source = Source::load(&preset("tallyfy").expect("an embedded preset")).expect("without mistakes");
//! let target = DoctorTarget::new(&source).expect("it has a request to verify with");
//! let mut values = VariableValues::default();
//! values.insert("TALLYFY_BASE_URL", "https://go.tallyfy.com/api".to_owned());
//! let settings = DoctorSettings::new(std::time::SystemTime::now());
//! let result = walk(&target, &values, &settings, StepSelection::only([DoctorStep::Values]), &mut ());
//! assert_eq!(result.report.steps[0].status, StepStatus::Failed);
//! assert_eq!(result.report.steps[0].causes[0].cause.id(), "oauth/value-missing");
//! ```
//!
//! Inside, each file uses only those above it: `values`, `target`, `mask`, `tokens`, `body_summary`, `exchange`, `diagnosis`, `report`,
//! `check_values` and `check_requests`, `walk`.

mod body_summary;
mod check_requests;
mod check_values;
mod diagnosis;
mod exchange;
mod mask;
mod page;
mod report;
mod step;
mod target;
mod tokens;
mod values;
mod walk;

pub use diagnosis::DiagnosedCause;
pub use exchange::MaskedExchange;
pub use page::report_page;
pub use report::{DoctorReport, StepResult, StepStatus, doctor_schema, json};
pub use step::{DoctorStep, StepSelection};
pub use target::{DoctorTarget, TargetError};
pub use tokens::ReceivedTokens;
pub use values::VariableValues;
pub use walk::{DoctorObserver, DoctorSettings, WalkResult, walk};
