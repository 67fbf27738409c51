//! Private environments: files with the values of one person. Values are found in several sources in a fixed order, asked for, and written into a
//! copy of the template, the shared environment. No value is ever shown. `postsmith env` and `postsmith doctor` call this.
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::env::{EnvironmentTemplate, Values, resolve};
//!
//! let text = r#"{"id": "1", "name": "Shop", "values": [{"key": "SHOP_HOST", "value": ""}, {"key": "SHOP_PASSWORD", "value": "", "type": "secret"}],
//!     "_postman_variable_scope": "environment"}"#;
//! let document = Document::json("shop.postman_environment.json", text)?;
//! let template = EnvironmentTemplate::new(document, Vec::new()).expect("an environment");
//! let mut values = Values::default();
//! values.file(".env".as_ref(), b"SHOP_HOST=shop.acme.com\nSHOP_PASSWORD=\n").expect("a .env file");
//! let resolved = resolve(template.variables(), &values, &[]);
//! assert_eq!(resolved.origin("SHOP_HOST").map(ToString::to_string).as_deref(), Some(".env:1:11"));
//! assert_eq!(resolved.missing[0].name, "SHOP_PASSWORD");
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod dotenv;
mod newman;
mod private;
mod prompt;
mod resolve;
mod template;
mod values;

pub use dotenv::{DotenvEntry, DotenvError, DotenvFile, print_dotenv_template, read_dotenv};
pub use newman::{newman_commands, newman_run_command};
pub use private::{StoreError, private_environment, store_values};
pub use prompt::{Prompt, ask_missing};
pub use resolve::{Resolved, ResolvedValue, resolve, resolve_lenient};
pub use template::{EnvironmentTemplate, TemplateError};
pub use values::{Origin, SourcedValue, ValueProblem, Values, ValuesError};
