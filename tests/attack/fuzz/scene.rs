//! The folders that the cases break: what people have, as the program itself made it where it can.

use std::fs;
use std::path::Path;
use support::folder::{files, scratch, write};
use support::postsmith;
use support::random::Random;
use support::sample::{POSITIONS, environment, with_credential};

/// Files by their paths.
pub(super) struct Scene {
    pub(super) name: &'static str,
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// How many of the files a case copies.
    pub(super) most: usize,
}

impl Scene {
    /// The files of `folder`, without their folder.
    fn of(name: &'static str, folder: &Path) -> Self {
        Self { name, files: files(folder).into_iter().collect(), most: usize::MAX }
    }
}

fn run(folder: &Path, arguments: &[&str]) {
    let output = postsmith!(folder, arguments).env("GIT_CEILING_DIRECTORIES", folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Every scene.
pub(super) fn all() -> Vec<Scene> {
    let mut random = Random::new("scenes");
    let exports = POSITIONS.iter().enumerate().map(|(index, position)| {
        let value = with_credential(position, &random.token("ghp_<a36>"));
        let text = if index % 2 == 0 { serde_json::to_vec_pretty(&value) } else { serde_json::to_vec(&value) };
        (format!("{index}.json"), text.unwrap())
    });
    let exports = Scene { name: "exports", files: exports.collect(), most: 3 };

    let share = scratch();
    run(share.path(), &["build", "--preset", "oauth2-password", "--output", "."]);
    let values = [("API_BASE_URL", "https://api.example.com", false), ("API_TOKEN", "", true), ("TEAM", "", false)];
    write(share.path().join("own.postman_environment.json"), environment("Own", &values).to_string());
    write(share.path().join(".env"), "# mine\nexport API_TOKEN='k7Jq9x2mPz'\nTEAM=\"a b\"\n");
    write(share.path().join("d.toml"), "[variables.TEAM]\ndescription = 'Your team'\nwhere = 'The wiki'\n");
    let share = Scene::of("share", share.path());

    let source = scratch();
    run(source.path(), &["init", "--preset", "oauth2-password"]);
    let source_scene = Scene::of("source", source.path());

    run(source.path(), &["bundle", "-o", "b.zip"]);
    let archive = Scene {
        name: "archive",
        files: vec![("b.zip".to_owned(), fs::read(source.path().join("b.zip")).unwrap())],
        most: 1,
    };
    let mut unpacked = Scene { name: "unpacked", files: Vec::new(), most: usize::MAX };
    for (name, bytes) in support::bundle::Unpacked::new(&archive.files[0].1).files {
        unpacked.files.push((name, bytes));
    }

    let reports = scratch();
    for (name, bytes) in &exports.files[..6] {
        write(reports.path().join(name), bytes);
    }
    for part in ["1/2", "2/2"] {
        let file = format!("part-{}.json", &part[..1]);
        let arguments = ["check", ".", "--format", "json", "--partition", part, "--output", &file];
        postsmith!(reports.path(), arguments).env("GIT_CEILING_DIRECTORIES", reports.path()).output().unwrap();
    }
    postsmith!(reports.path(), ["check", "0.json", "--baseline", "known.json", "--write-baseline"]).output().unwrap();
    let mut reports = Scene::of("reports", reports.path());
    reports.files.retain(|(name, _)| name == "0.json" || name.starts_with("part") || name == "known.json");
    assert_eq!(reports.files.len(), 4);
    vec![exports, share, source_scene, archive, unpacked, reports]
}
