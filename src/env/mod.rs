//! Deliver: a private environment for one person. Values are found in several places in a fixed order, asked for, and put into a copy of the
//! shared template; no value is ever shown.
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::env::{Template, Values, resolve};
//!
//! let text = r#"{"id": "1", "name": "Shop", "values": [{"key": "SHOP_HOST", "value": ""}, {"key": "SHOP_PASSWORD", "value": "", "type": "secret"}],
//!     "_postman_variable_scope": "environment"}"#;
//! let template = Template::new(Document::json("shop.postman_environment.json", text)?, Vec::new()).expect("an environment");
//! let mut values = Values::default();
//! values.file(".env".as_ref(), b"SHOP_HOST=shop.acme.com\nSHOP_PASSWORD=\n").expect("a .env file");
//! let resolved = resolve(template.needs(), &values, &[]);
//! assert_eq!(resolved.origin("SHOP_HOST").map(ToString::to_string).as_deref(), Some(".env:1:11"));
//! assert_eq!(resolved.missing[0].name, "SHOP_PASSWORD");
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod ask;
mod blank;
mod dotenv;
mod judge;
mod newman;
mod origin;
mod private;
mod resolve;
mod store;
mod template;
mod unjudged;
mod values;

pub use ask::{Prompt, ask};
pub use blank::blank;
pub use dotenv::{DotenvError, Entry, Read, read as read_dotenv};
pub use newman::{newman, run_collection};
pub use origin::{Origin, Remark, Value};
pub use private::{PRIVATE, private};
pub use resolve::{Filled, Resolved, resolve};
pub use store::{StoreError, store};
pub use template::{Template, TemplateError};
pub use unjudged::unjudged;
pub use values::{Values, ValuesError};
