//! The JSON Schema of the JSON report, generated from its types.

use super::json::JsonReport;
use schemars::generate::SchemaSettings;

/// The JSON Schema of the JSON report, as `schemas/report.schema.json` holds it.
pub fn report_schema() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<JsonReport>();
    format!("{:#}\n", schema.as_value())
}
