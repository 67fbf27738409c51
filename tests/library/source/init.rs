//! Presets, and new sources made from them.

use super::report;
use camino::Utf8Path;
use postsmith::files::Folder;
use postsmith::source::{InitError, Source, init, preset, presets};
use support::generated::assert_current;

#[test]
fn every_preset_loads_without_a_finding() {
    assert!(presets().len() > 1);
    for known in presets() {
        let folder = preset(known.name).unwrap();
        assert_eq!(report(&folder), Vec::<String>::new(), "{}", known.name);
        assert!(known.summary.len() > 10, "{known:?}");
    }
}

#[test]
fn embedded_presets_equal_those_on_disk() {
    let disk = Utf8Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/presets"));
    for folder in disk.read_dir_utf8().unwrap() {
        let name = folder.unwrap().file_name().to_owned();
        let mut files = Folder::new(format!("preset:{name}"));
        let mut read = Folder::new(disk.join(&name));
        assert!(read.read_folder(Utf8Path::new("")).unwrap());
        for (path, content) in read.iter() {
            files.insert(path, content);
        }
        let stale = "the compiler did not see that a file came or went: `touch src/source/preset.rs`, then build again";
        assert!(preset(&name) == Some(files), "{name}: {stale}");
    }
}

const ID: &str = "11111111-2222-4333-8444-555555555555";

#[test]
fn every_preset_starts_a_source_with_another_name() {
    for known in presets() {
        let folder = init(known.name, Some("ACME_2"), Some("Acme \"API\""), ID).unwrap();
        let source = Source::load(&folder).unwrap();
        let manifest = &source.manifest.data;
        assert_eq!(manifest.collection.id, ID);
        assert_eq!(manifest.collection.name, "Acme \"API\"");
        assert!(manifest.variables.keys().any(|name| name == "ACME_2_BASE_URL"));
        let old = Source::load(&preset(known.name).unwrap()).unwrap();
        let prefix = format!("{}_", old.manifest.data.api.prefix);
        for (path, content) in folder.iter() {
            let text = String::from_utf8_lossy(content);
            let left = old.manifest.data.variables.keys().filter(|name| name.starts_with(&prefix));
            for name in left {
                assert!(!text.contains(name), "{}: {path} still says {name}", known.name);
            }
        }
    }
}

#[test]
fn init_changes_nothing_else_of_a_preset() {
    let old = preset("tallyfy").unwrap();
    let new = init("tallyfy", Some("ACME"), None, ID).unwrap();
    assert_eq!(old.iter().count(), new.iter().count());
    for ((path, before), (other, after)) in old.iter().zip(new.iter()) {
        assert_eq!(path, other);
        let before = String::from_utf8_lossy(before).replace("TALLYFY", "ACME");
        let after = String::from_utf8_lossy(after).replace("TALLYFY", "ACME");
        let same = before.lines().zip(after.lines()).all(|(before, after)| before == after || after.contains(ID));
        assert!(same && before.lines().count() == after.lines().count(), "{path}");
    }
}

#[test]
fn without_a_prefix_only_the_id_changes() {
    let new = init("bearer", None, None, ID).unwrap();
    let old = preset("bearer").unwrap();
    for ((path, before), (_, after)) in old.iter().zip(new.iter()) {
        assert_eq!(before == after, path != "postsmith.toml", "{path}");
    }
}

#[test]
fn wrong_names_and_prefixes_are_refused() {
    let error = |preset, prefix, name, id| init(preset, prefix, name, id).map(|_| ()).unwrap_err().to_string();
    let found = [
        error("talyfy", None, None, ID),
        error("nothing", None, None, ID),
        error("", None, None, ID),
        error("tallyfy", Some("acme"), None, ID),
        error("tallyfy", Some(""), None, ID),
        error("tallyfy", None, Some(" "), ID),
        error("tallyfy", None, Some("a\nb"), ID),
        error("tallyfy", None, None, "1"),
    ];
    let found = found.join("\n");
    insta::assert_snapshot!(found);
    assert!(matches!(init("tallyfy", None, None, ""), Err(InitError::Id(_))));
}

#[test]
fn manifest_schema_is_current() {
    assert_current("schemas/manifest.schema.json", &postsmith::source::manifest_schema());
}
