//! Every preset becomes files that say the same as the preset.

use postsmith::render::render;
use postsmith::source::{Source, preset, presets};

#[test]
fn every_preset_renders() {
    assert!(presets().len() >= 5);
    for known in presets() {
        let folder = preset(known.name).unwrap();
        let source = Source::load(&folder).unwrap_or_else(|findings| panic!("{}: {findings:#?}", known.name));
        let files = render(&source).unwrap_or_else(|findings| panic!("{}: {findings:#?}", known.name));
        assert_eq!(files.len(), 1 + source.manifest.data.environments.keys().count());
    }
}
