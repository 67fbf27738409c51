//! What the doctor examines: the Tallyfy preset with values that are new in each run, and a search for them in all output.

use postsmith::doctor::report_page;
use postsmith::doctor::{DoctorSettings, DoctorTarget, StepSelection, VariableValues, WalkResult, json, walk};
use postsmith::http::Timeouts;
use postsmith::oauth::Cause;
use postsmith::secret::decode::encode_base64;
use postsmith::source::{Source, preset};
use postsmith::text::percent;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};
use support::random::unique;

/// A person with new credentials.
pub(crate) struct Patient {
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) client_secret: String,
    pub(crate) settings: DoctorSettings,
    pub(crate) selection: StepSelection,
    pub(crate) more: Vec<(&'static str, String)>,
}

impl Patient {
    pub(crate) fn new() -> Self {
        let mut settings = DoctorSettings::new(SystemTime::now());
        settings.client.timeouts = Timeouts::all(Duration::from_millis(1500));
        Self {
            username: format!("u{}@example.com", &unique()[..12]),
            password: format!("p&=+ \"/{}é", &unique()[..12]),
            // A text of letters does not look like a token, so only masking by value can hide it.
            client_secret: letters(&unique()),
            settings,
            selection: StepSelection::all(),
            more: Vec::new(),
        }
    }

    pub(crate) fn values(&self, base_url: &str) -> VariableValues {
        let mut values = VariableValues::default();
        for (name, value) in [
            ("BASE_URL", base_url),
            ("ORG_ID", "0a000000000000000000000000000001"),
            ("CLIENT_ID", "1001"),
            ("CLIENT_SECRET", &self.client_secret),
            ("USERNAME", &self.username),
            ("PASSWORD", &self.password),
        ] {
            values.insert(format!("TALLYFY_{name}"), value.to_owned());
        }
        for (name, value) in &self.more {
            values.insert(format!("TALLYFY_{name}"), value.clone());
        }
        values
    }

    /// Runs a walk and checks that no output holds a secret.
    pub(crate) fn walk(&self, base_url: &str) -> WalkResult {
        let walked = walk(target(), &self.values(base_url), &self.settings, self.selection.clone(), &mut ());
        let all = format!("{:?}\n{}\n{}", walked, json(&walked.report).unwrap(), report_page(&walked.report));
        self.search(&all);
        walked
    }

    /// Checks that `output` holds no secret in any encoding.
    pub(crate) fn search(&self, output: &str) {
        for secret in [&self.password, &self.client_secret, &self.username] {
            let quoted = serde_json::to_string(secret).unwrap();
            let encoded = percent::encode(secret);
            let twice = percent::encode(&encoded);
            let debugged = format!("{secret:?}");
            for form in [
                secret.as_str(),
                quoted.trim_matches('"'),
                debugged.trim_matches('"'),
                &encoded,
                &encoded.to_lowercase(),
                &encoded.replace("%20", "+"),
                &twice,
                &encode_base64(secret.as_bytes()),
                &encode_base64(format!("1001:{secret}").as_bytes()),
            ] {
                assert!(!output.contains(form), "a secret came out in one of its encodings:\n{output}");
            }
        }
    }
}

/// `hex` as letters without `x`, because four `x` in a row count as a placeholder.
pub(crate) fn letters(hex: &str) -> String {
    hex.bytes().map(|byte| char::from(b'a' + byte % 22)).collect()
}

/// The embedded Tallyfy preset, read once.
static TARGET: LazyLock<DoctorTarget> = LazyLock::new(|| {
    let source = Source::load(&preset("tallyfy").unwrap()).unwrap_or_else(|_| panic!("the preset has no mistakes"));
    DoctorTarget::new(&source).unwrap()
});

pub(crate) fn target() -> &'static DoctorTarget {
    &TARGET
}

/// Every cause of the report, in order.
pub(crate) fn causes(walked: &WalkResult) -> Vec<Cause> {
    walked.report.steps.iter().flat_map(|outcome| &outcome.causes).map(|found| found.cause).collect()
}

/// The steps as text, for the messages of tests.
pub(crate) fn shown(walked: &WalkResult) -> String {
    let lines = walked.report.steps.iter().map(|outcome| {
        let causes: Vec<_> = outcome.causes.iter().map(|found| found.cause.id()).collect();
        format!("{} {} {causes:?} {:?}", outcome.step, outcome.status.name(), outcome.facts)
    });
    lines.collect::<Vec<_>>().join("\n")
}
