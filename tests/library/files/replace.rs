//! Replacing the content of a file that others may change at the same time.

use postsmith::files::{WriteError, is_same_file, other_links, replace_file};
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use support::folder::{utf8_scratch, write};

#[test]
fn a_file_that_changed_is_left_as_it_is() {
    let (_keep, root) = utf8_scratch();
    let path = root.join("a.json");
    write(&path, "edited");
    let refused = replace_file(&path, b"read", b"new").unwrap_err();
    assert!(matches!(refused, WriteError::Changed(_)), "{refused}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "edited");
    replace_file(&path, b"edited", b"new").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(fs::read_dir(&root).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn no_save_of_an_editor_is_lost() {
    let (_keep, root) = utf8_scratch();
    let path = root.join("a.json");
    write(&path, "0");
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // An editor saves ever greater numbers, each under the name of the file in one step.
        scope.spawn(|| {
            for number in 1..=300 {
                let new = root.join("saved");
                write(&new, number.to_string());
                fs::rename(&new, &path).unwrap();
                std::thread::yield_now();
            }
            is_done.store(true, Ordering::SeqCst);
        });
        // This side marks what it read.
        while !is_done.load(Ordering::SeqCst) {
            let read = fs::read(&path).unwrap();
            let marked = [read.as_slice(), b"!"].concat();
            match replace_file(&path, &read, &marked) {
                Ok(()) | Err(WriteError::Changed(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
    });
    let last = fs::read_to_string(&path).unwrap();
    assert_eq!(last.trim_end_matches('!'), "300");
}

#[test]
#[cfg(unix)]
fn a_replaced_file_keeps_what_it_was() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let (_keep, root) = utf8_scratch();
    let path = root.join("a.json");
    write(&path, "old");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    // Only root may give a file away; others keep their own.
    let is_given = std::os::unix::fs::chown(&path, Some(12_345), Some(54_321)).is_ok();
    #[cfg(target_os = "linux")]
    let has_attribute = {
        use rustix::fs::{XattrFlags, setxattr};
        // Some file systems have no attributes.
        setxattr(path.as_std_path(), "user.note", b"kept", XattrFlags::empty()).is_ok()
    };
    fs::hard_link(&path, root.join("other")).unwrap();
    std::os::unix::fs::symlink("a.json", root.join("link")).unwrap();
    assert!(is_same_file(&root.join("link"), &root.join("other")) && !is_same_file(&path, &root));
    assert_eq!(other_links(&path), 1);
    replace_file(&root.join("link"), b"old", b"new").unwrap();
    let kind = path.metadata().unwrap();
    assert_eq!(kind.permissions().mode() & 0o7777, 0o640);
    if is_given {
        assert_eq!((kind.uid(), kind.gid()), (12_345, 54_321));
    }
    #[cfg(target_os = "linux")]
    if has_attribute {
        let mut value = [0; 16];
        let length = rustix::fs::getxattr(path.as_std_path(), "user.note", &mut value[..]).unwrap();
        assert_eq!(&value[..length], b"kept");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(fs::read_to_string(root.join("other")).unwrap(), "old");
    assert!(root.join("link").is_symlink());
}
