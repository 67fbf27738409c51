//! Postman collections as code.
