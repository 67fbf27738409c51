//! Files are written whole or not at all: with kills at any time, errors of the system, and any umask.

#![cfg(unix)]

use camino::Utf8Path;
use postsmith::files::{WriteError, write};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::folder::{mode, utf8_scratch};

/// Names the folder in which this program, started again, writes without end; see [`writer`].
const FOLDER: &str = "POSTSMITH_TEST_WRITE_FOLDER";
/// The number of the first content that it writes.
const ROUND: &str = "POSTSMITH_TEST_WRITE_ROUND";
const NAMES: [&str; 3] = ["a.json", "b.json", "c.json"];
/// Large enough that many kills happen during a write.
const SIZE: usize = 1 << 18;
/// How long a started process may take to begin writing.
const PATIENCE: Duration = Duration::from_mins(1);

/// A content of one repeated character, so that a mix of two contents shows.
fn content(round: usize) -> Vec<u8> {
    vec![b"abcdefghijklmnopqrstuvwxyz"[round % 26]; SIZE + round % 26]
}

/// Not a test: the process that [`killed_at_any_moment_every_file_is_whole`] starts and kills.
#[test]
fn writer() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let first = std::env::var(ROUND).unwrap().parse().unwrap();
    for round in first.. {
        let content = content(round);
        write(Utf8Path::new(&folder), NAMES.map(|name| (name, content.as_slice()))).unwrap();
    }
}

#[test]
fn killed_at_any_moment_every_file_is_whole() {
    let kills = std::env::var("POSTSMITH_TEST_KILLS").map_or(50, |text| text.parse().unwrap());
    let (_keep, path) = utf8_scratch();
    write(&path, NAMES.map(|name| (name, content(0))).each_ref().map(|(name, content)| (*name, content.as_slice())))
        .unwrap();
    let mut seen = BTreeSet::new();
    let mut interrupted = 0;
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "files::write::writer", "--quiet"])
            .env(FOLDER, &path)
            .env(ROUND, (kill + 1).to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From the first sign of a write on, spread over some writes; what exactly is hit, the system's timing decides.
        let start = Instant::now();
        while path.read_dir_utf8().unwrap().count() == NAMES.len() && start.elapsed() < PATIENCE {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(kill * 7_919 % 50_000));
        child.kill().unwrap();
        child.wait().unwrap();
        for name in NAMES {
            let found = fs::read(path.join(name)).unwrap();
            let round = usize::from(found[0] - b'a');
            assert!(found == content(round), "{name} is mixed or cut off after {kill} kills");
            seen.insert(round);
        }
        let left: Vec<_> = path.read_dir_utf8().unwrap().map(|entry| entry.unwrap().path().to_owned()).collect();
        interrupted += usize::from(left.len() > NAMES.len());
        for file in left.iter().filter(|file| !NAMES.contains(&file.file_name().unwrap())) {
            assert!(file.file_name().unwrap().ends_with(".postsmith-tmp"), "{file}");
            fs::remove_file(file).unwrap();
        }
    }
    assert!(seen.len() > 1, "no write came through");
    assert!(interrupted > 0, "no kill fell into a write");
}

#[test]
fn old_temporary_files_of_a_killed_run_are_removed() {
    let (_keep, path) = utf8_scratch();
    let (old, new) = (path.join(".x.postsmith-tmp"), path.join(".y.postsmith-tmp"));
    fs::write(&old, "").unwrap();
    fs::write(&new, "").unwrap();
    let yesterday = std::time::SystemTime::now() - Duration::from_hours(24);
    fs::File::options().write(true).open(&old).unwrap().set_modified(yesterday).unwrap();
    write(&path, [("a.json", &b"1"[..])]).unwrap();
    assert!(!old.exists());
    assert!(new.exists(), "it may belong to a run that is still going on");
}

#[test]
fn new_file_follows_the_umask_and_old_file_keeps_its_mode() {
    let (_keep, path) = utf8_scratch();
    for (umask, expected) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] {
        let name = format!("{umask}.json");
        write_once(&path.join(&name), umask);
        assert_eq!(mode(path.join(&name)), expected, "{umask}");
    }
    let kept = path.join("022.json");
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o640)).unwrap();
    write(&path, [("022.json", &b"2"[..])]).unwrap();
    assert_eq!(mode(&kept), 0o640);
    // More than the umask would allow a new file.
    let wide = path.join("077.json");
    fs::set_permissions(&wide, fs::Permissions::from_mode(0o666)).unwrap();
    write_once(&wide, "077");
    assert_eq!(mode(&wide), 0o666);
}

/// Writes `file` in a process under `umask`.
fn write_once(file: &Utf8Path, umask: &str) {
    let program = std::env::current_exe().unwrap();
    let status = Command::new("sh")
        .args(["-c", "umask $1; exec $0 --exact files::write::writer_once --quiet", program.to_str().unwrap(), umask])
        .env("POSTSMITH_TEST_WRITE_FILE", file)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}

/// Not a test: writes one file, started by [`new_file_follows_the_umask_and_old_file_keeps_its_mode`].
#[test]
fn writer_once() {
    let Ok(file) = std::env::var("POSTSMITH_TEST_WRITE_FILE") else { return };
    let file = Utf8Path::new(&file);
    write(file.parent().unwrap(), [(file.file_name().unwrap(), &b"1"[..])]).unwrap();
}

#[test]
fn system_errors_name_the_path() {
    let (_keep, path) = utf8_scratch();
    fs::write(path.join("file"), "").unwrap();
    let error = write(&path.join("file/below"), [("a.json", &b"1"[..])]).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot write {path}/file/below"));
    // Not even the superuser may write here.
    if Utf8Path::new("/proc/self").exists() {
        let error = write(Utf8Path::new("/proc/self"), [("a.json", &b"1"[..])]).unwrap_err();
        assert!(matches!(error, WriteError::Io { .. }), "{error}");
        assert!(error.to_string().ends_with("/a.json"), "{error}");
    }
    let long = "x".repeat(300);
    write(&path, [(long.as_str(), &b"1"[..])]).unwrap_err();
    assert_eq!(path.read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn full_disk_leaves_the_old_file() {
    let (_keep, path) = utf8_scratch();
    fs::write(path.join("a.json"), "old").unwrap();
    // A limit on the size of a file acts like a full disk; the signal that comes with it is ignored.
    let status = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 8; exec $0 --exact files::write::large_writer --quiet",
            std::env::current_exe().unwrap().to_str().unwrap(),
        ])
        .env("POSTSMITH_TEST_LARGE_FOLDER", &path)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(fs::read(path.join("a.json")).unwrap(), b"old");
    assert_eq!(path.read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
}

/// Not a test: writes more than it may, started by [`full_disk_leaves_the_old_file`].
#[test]
fn large_writer() {
    let Ok(folder) = std::env::var("POSTSMITH_TEST_LARGE_FOLDER") else { return };
    let large = content(1);
    let error = write(Utf8Path::new(&folder), [("b.json", &b"small"[..]), ("a.json", large.as_slice())]).unwrap_err();
    assert!(error.to_string().ends_with("/a.json"), "{error}");
}

#[test]
#[cfg(unix)]
fn two_runs_at_once_leave_one_set_of_files() {
    let (_keep, root) = utf8_scratch();
    let names: Vec<String> = (0..20).map(|number| format!("{number}.json")).collect();
    for _ in 0..20 {
        std::thread::scope(|scope| {
            for content in ["one", "two"] {
                let (root, names) = (&root, &names);
                scope.spawn(move || {
                    write(root, names.iter().map(|name| (name.as_str(), content.as_bytes()))).unwrap();
                });
            }
        });
        let first = fs::read_to_string(root.join("0.json")).unwrap();
        for name in &names {
            assert_eq!(fs::read_to_string(root.join(name)).unwrap(), first, "{name}");
        }
    }
}
