//! What `postsmith mock` serves: an exported collection, or what a source builds, with the rules of its API.

use super::error::{Result, bail};
use super::input::{self, DEFAULT_PRESET, MockFiles, SourceArgs, SourceFiles};
use camino::Utf8Path;
use postsmith::bundle::convert_input;
use postsmith::mock::{Routes, Settings, TokenRule};
use postsmith::oauth::Grant;
use postsmith::postman::{Collection, recognise};
use postsmith::source::Manifest;
use postsmith::text::url::SplitUrl;

/// A collection with the rules of its API.
pub(super) struct MockInput {
    pub(super) routes: Routes,
    pub(super) rules: ApiRules,
}

/// What a manifest says of its API.
pub(super) struct ApiRules {
    pub(super) settings: Settings,
    /// The prefix of the names of its variables.
    pub(super) prefix: String,
    /// How tokens are requested; none where the API has no tokens.
    pub(super) grant: Option<Grant>,
}

impl MockInput {
    /// Reads the input. What is wrong with a source is shown, and ends the command.
    pub(super) fn read(args: &SourceArgs) -> Result<Self> {
        match args.mock()? {
            MockFiles::Collection(path) => exported(&path),
            MockFiles::Source(files) => {
                let built = files.build()?;
                let (collection, _) = built.documents()?;
                let routes = Routes::new(Collection::new(collection.root()));
                Ok(Self { routes, rules: ApiRules::of(&built.source.manifest.data) })
            }
        }
    }
}

/// An exported file does not say what its API requires: the rules are those of the default preset, unless the arguments change them.
fn exported(path: &Utf8Path) -> Result<MockInput> {
    let documents = input::documents(&input::entries(&[path.to_owned()])?)?;
    input::say_left_out(&documents)?;
    let files = convert_input(&documents, None)?;
    let Some(collection) = files.iter().find(|file| file.is_collection) else {
        match documents.first().and_then(|document| recognise(document.root())) {
            Some((other, _)) => {
                bail!("{path} is not a collection, but of the kind: {}; name a collection", other.name())
            }
            None => bail!("{path} contains no collection; name a collection, or the folder of a v3 collection"),
        }
    };
    let routes = Routes::new(Collection::new(collection.document.root()));
    Ok(MockInput { routes, rules: default_rules()? })
}

fn default_rules() -> Result<ApiRules> {
    Ok(ApiRules::of(&SourceFiles::preset(DEFAULT_PRESET)?.load()?.manifest.data))
}

impl ApiRules {
    fn of(manifest: &Manifest) -> Self {
        let defaults = Settings::default();
        let grant = manifest.oauth.as_ref().map(|oauth| oauth.grant);
        let required = manifest.api.headers.iter().filter(|(_, header)| {
            // A header that a request may replace, or that an environment fills in, has more than one right value.
            !header.unless_present && !header.value.contains("{{")
        });
        let settings = Settings {
            required_headers: required.map(|(name, header)| (name.to_owned(), header.value.clone())).collect(),
            token_rule: match grant {
                None => TokenRule::None,
                Some(Grant::ClientCredentials) => TokenRule::Any,
                Some(Grant::Password | Grant::RefreshToken) => TokenRule::ByOwner,
            },
            token_path: manifest.token_url().as_deref().and_then(path_of).unwrap_or(defaults.token_path),
            ..defaults
        };
        Self { settings, prefix: manifest.api.prefix.clone(), grant }
    }
}

/// The path of a URL that starts with a variable or a host.
fn path_of(url: &str) -> Option<String> {
    SplitUrl::new(url).path.map(|path| format!("/{path}"))
}
