//! `postsmith scan` as a user runs it: suppressions by value, salted hashes, and the history of a repository.

use serde_json::Value;
use std::fs;
use std::path::Path;
use support::folder::scratch;
use support::postsmith;
use support::program::{self, command};
use support::random::Random;
use support::sample::{self, with_credential};

fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    program::run(&mut postsmith!(folder, arguments)).into()
}

/// The findings of a scan with these arguments, and its exit code.
fn findings(arguments: &[&str], folder: &Path) -> (i32, Vec<Value>) {
    let (code, report, said) = run(&[&["scan", "--format", "json"], arguments].concat(), folder);
    let report: Value = serde_json::from_str(&report).unwrap_or_else(|error| panic!("{error}: {report}{said}"));
    (code, report["findings"].as_array().unwrap().clone())
}

fn write(folder: &Path, name: &str, position: &str, value: &str) {
    fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
    fs::write(folder.join(name), serde_json::to_string_pretty(&with_credential(position, value)).unwrap()).unwrap();
}

fn suppress(folder: &Path, key: &str, value: &str) {
    let text = format!("[check]\n[[check.suppression]]\n{key} = \"{value}\"\nreason = \"public\"\n");
    fs::write(folder.join("postsmith.toml"), text).unwrap();
}

#[test]
fn a_finding_is_suppressed_by_fingerprint_value_or_hash() {
    let folder = scratch();
    let folder = folder.path();
    let mut random = Random::new("suppress");
    let (one, other) = (random.token("<a32>"), random.token("<a32>"));
    write(folder, "a.json", "header key", &one);
    write(folder, "b.json", "header key", &other);
    let (code, found) = findings(&["--value-hashes", "."], folder);
    assert_eq!((code, found.len()), (1, 2));
    let (print, hash) = (found[0]["fingerprint"].as_str().unwrap(), found[0]["value_hash"].as_str().unwrap());
    assert_ne!(Some(hash), found[1]["value_hash"].as_str());
    for (key, value) in [("fingerprint", print), ("value", &*one), ("value_hash", hash)] {
        suppress(folder, key, value);
        let (_, left) = findings(&["."], folder);
        assert_eq!(left.len(), 1, "{key}");
        assert_eq!((&left[0]["path"], &left[0]["value_hash"]), (&Value::from("b.json"), &Value::Null), "{key}");
        assert_eq!(left[0]["fingerprint"], found[1]["fingerprint"], "{key}");
    }
    // The same value in another file is the same value, and another finding.
    write(folder, "b.json", "environment", &one);
    for (key, value, left) in [("fingerprint", print, 1), ("value", &*one, 0), ("value_hash", hash, 0)] {
        suppress(folder, key, value);
        assert_eq!(findings(&["."], folder).1.len(), left, "{key}");
    }
    suppress(folder, "value_hash", "sha256:only");
    let (code, _, said) = run(&["scan", "."], folder);
    assert!(code == 2 && said.contains("this is not a salted hash"), "{said}");
    suppress(folder, "value", &other);
    let (_, shown, _) = run(&["check", "--select", "secret,suppression", "."], folder);
    assert!(shown.contains("this suppression matches no finding") && !shown.contains(&other), "{shown}");
}

/// A repository, without the settings of the user.
struct Repository(tempfile::TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(scratch());
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let user = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
        let mut git = command("git", self.path(), [&user[..], arguments].concat());
        program::run(&mut git).stdout
    }

    fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }
}

#[test]
fn a_credential_is_found_in_the_commit_that_added_it() {
    let repository = Repository::new();
    let folder = repository.path();
    let mut random = Random::new("history");
    let (one, other) = (random.token("<a32>"), random.token("<a32>"));
    write(folder, "exports/ä b.json", "header key", &one);
    let added = repository.commit("Add");
    write(folder, "exports/ä b.json", "auth apikey", &one);
    let moved = repository.commit("Move");
    fs::remove_dir_all(folder.join("exports")).unwrap();
    fs::write(folder.join("other.txt"), "text").unwrap();
    let removed = repository.commit("Remove");
    assert_eq!(findings(&["."], folder).1, [] as [Value; 0]);

    let (code, found) = findings(&["--git"], folder);
    let commits: Vec<_> = found.iter().map(|finding| finding["commit"].as_str().unwrap()).collect();
    assert_eq!((code, commits.len()), (1, 2));
    assert!(commits.contains(&&*added) && commits.contains(&&*moved));
    assert!(found.iter().all(|finding| finding["path"] == "exports/ä b.json"));

    assert_eq!(findings(&["--git", &format!("{removed}^..")], folder).1.len(), 0);
    assert_eq!(findings(&["--git", &format!("{added}..{moved}")], folder).1.len(), 1);
    assert_eq!(findings(&["exports", "--git"], folder).1.len(), 2, "a folder that is gone");
    assert_eq!(findings(&["--git", "HEAD", "other.txt"], folder).1.len(), 0);

    fs::create_dir(folder.join("below")).unwrap();
    assert_eq!(findings(&["--git", ".."], &folder.join("below")).1.len(), 2, "a path, although ranges have two dots");

    // What a merge alone has is in no parent.
    repository.git(&["switch", "-q", "-c", "side"]);
    repository.commit("Side");
    repository.git(&["switch", "-q", "main"]);
    repository.commit("Main");
    repository.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    write(folder, "merged.json", "environment", &other);
    let merge = repository.commit("Merge");
    let (_, found) = findings(&["--git", "HEAD^..HEAD"], folder);
    assert_eq!((found.len(), found[0]["commit"].as_str()), (1, Some(&*merge)));

    let (_, shown, said) = run(&["scan", "--git"], folder);
    assert!(shown.contains(&format!(" --> {}:exports/ä b.json:", &added[..10])), "{shown}");
    assert!(![shown, said].concat().contains(&one));
    for wrong in ["nosuch", "--output=x", "HEAD --output=x"] {
        let (code, _, said) = run(&["scan", &format!("--git={wrong}")], folder);
        assert!(code == 2 && (said.contains("revision") && !folder.join("x").exists()), "{wrong}: {said}");
    }
    let clone = scratch();
    let url = format!("file://{}", folder.display());
    repository.git(&["clone", "-q", "--depth", "1", &url, clone.path().join("c").to_str().unwrap()]);
    let (_, _, said) = run(&["scan", "--git"], &clone.path().join("c"));
    assert!(said.contains("this clone has 1 commit and lacks older ones"), "{said}");
    let (code, _, said) = run(&["scan", "--git"], clone.path());
    assert!(code == 2 && said.contains("not a git repository"), "{said}");

    // A clone without contents is not completed over the network, and does not pass as clean.
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let partial = clone.path().join("partial");
    repository.git(&["clone", "-q", "--no-checkout", "--filter=blob:none", &url, partial.to_str().unwrap()]);
    let (code, shown, _) = run(&["scan", "--git"], &partial);
    assert!(code == 1 && shown.contains("this clone does not have its content"), "{shown}");
    // A repository without a work tree has a history, too.
    let bare = clone.path().join("bare");
    repository.git(&["clone", "-q", "--bare", &url, bare.to_str().unwrap()]);
    assert_eq!(findings(&["--git"], &bare).1.len(), 3);
}

#[test]
fn only_what_is_staged_is_searched_before_a_commit() {
    let repository = Repository::new();
    let folder = repository.path();
    let mut random = Random::new("staged");
    let (one, other) = (random.token("<a32>"), random.token("<a32>"));
    write(folder, "old.json", "header key", &one);
    // A repository without a commit has an index, too.
    repository.git(&["add", "--all"]);
    assert_eq!(findings(&["--staged"], folder).1.len(), 1);
    repository.commit("Add");
    assert_eq!(findings(&["--staged"], folder).1.len(), 0);
    write(folder, "api/new.json", "header key", &other);
    assert_eq!(findings(&["--staged"], folder).1.len(), 0, "not staged");
    repository.git(&["add", "--all"]);
    write(folder, "api/new.json", "header key", "{{KEY}}");
    for (place, path) in [(folder.to_owned(), "api/new.json"), (folder.join("api"), "new.json")] {
        let (code, found) = findings(&["--staged"], &place);
        assert_eq!((code, found.len(), &found[0]["path"]), (1, 1, &Value::from(path)));
        assert_eq!(found[0]["commit"], Value::Null);
    }
}

#[test]
fn the_summary_lists_what_to_revoke_and_where_old_values_stay() {
    let repository = Repository::new();
    let folder = repository.path();
    let mut random = Random::new("rotation");
    let (github, other) = (random.token("ghp_<a36>"), random.token("<a32>"));
    write(folder, "a.json", "auth bearer", &github);
    write(folder, "b.json", "auth bearer", &github);
    write(folder, "c.json", "header key", &other);
    let (_, _, said) = run(&["scan", "."], folder);
    for expected in [
        "\nrevoke these credentials, and create new ones:\n",
        "GitHub personal access token and 1 more: https://github.com/settings/tokens\n",
        "the header `X-API-Key`\n",
        "the history of git keeps old values: `postsmith scan --git`",
        "`git log --all -- a.json`",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let (_, found) = findings(&["."], folder);
    assert_eq!(found[0]["revocation"], "https://github.com/settings/tokens");
    assert_eq!(found[2]["revocation"], Value::Null);
    // Machines read no list.
    let (_, _, said) = run(&["scan", "--format", "json", "."], folder);
    assert!(!said.contains("revoke"), "{said}");

    repository.commit("Add");
    let (_, _, said) = run(&["scan", "--git"], folder);
    assert!(said.contains("revoke these") && !said.contains("the history of git"), "{said}");
    let (_, _, said) = run(&["redact", "--in-place", "."], folder);
    assert!(said.contains("\n  GitHub personal access token: https://github.com/settings/tokens\n"), "{said}");
    assert!(said.contains("the history of git keeps old values"), "{said}");
    assert!(![github, other].iter().any(|value| said.contains(value)));

    // A folder that is in no repository has no history.
    let plain = scratch();
    write(plain.path(), "a.json", "header key", &random.token("<a32>"));
    let (_, _, said) = run(&["scan", "."], plain.path());
    assert!(said.contains("revoke these") && !said.contains("history"), "{said}");
}

#[test]
fn a_value_that_a_file_of_another_folder_proves_is_found_once() {
    let folder = scratch();
    let folder = folder.path();
    let value = Random::new("other folder").token("<a32>");
    write(folder, "environments/dev.json", "environment secret", &value);
    let described = serde_json::json!({"name": "Me", "request": {"method": "GET", "header": [], "url": "{{url}}",
        "description": format!("Use {value}.")}, "response": []});
    fs::create_dir(folder.join("collections")).unwrap();
    fs::write(folder.join("collections/a.json"), sample::collection(&described).to_string()).unwrap();
    let paths = |arguments: &[&str]| -> Vec<String> {
        let found = findings(arguments, folder).1;
        found.iter().map(|finding| finding["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths(&["collections"]), [""; 0]);
    assert_eq!(paths(&["."]), ["collections/a.json", "environments/dev.json"]);
    let (_, shown, said) = run(&["scan", "-v", "."], folder);
    assert!(shown.contains("why: the same value is a credential in another place"), "{shown}");
    assert!(said.contains("2 errors in 2 files") && said.contains(" and 1 more"), "{said}");
    suppress(folder, "value", &value);
    assert_eq!(paths(&["."]), [""; 0]);

    // Reading many files twice would take too long.
    fs::remove_file(folder.join("postsmith.toml")).unwrap();
    let large = format!("{{\"info\": {{\"name\": \"{}\"}}, \"item\": []}}", " ".repeat(64 << 20));
    fs::create_dir(folder.join("large")).unwrap();
    fs::write(folder.join("large/a.json"), large).unwrap();
    let (_, _, said) = run(&["scan", "."], folder);
    assert!(said.contains("note: known values were searched for within each folder only"), "{said}");
    assert_eq!(paths(&["."]), ["environments/dev.json"]);
}
