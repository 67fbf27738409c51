//! A terminal: what a program shows at one, and what a person types.

use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// A pseudo-terminal. A thread collects what is shown until the last end is closed.
pub struct Terminal {
    keys: File,
    screen: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
    /// The end that a program has.
    pub line: File,
}

impl Terminal {
    /// Opens a terminal that controls no process.
    pub fn open() -> Self {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&keys).unwrap();
        unlockpt(&keys).unwrap();
        let name = ptsname(&keys, Vec::new()).unwrap().into_string().unwrap();
        let line = File::from(rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, 0.into()).unwrap());
        let keys = File::from(keys);
        let screen = Arc::new(Mutex::new(Vec::new()));
        let (mut from, to) = (keys.try_clone().unwrap(), Arc::clone(&screen));
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(many @ 1..) = from.read(&mut bytes) {
                to.lock().unwrap().extend_from_slice(&bytes[..many]);
            }
        });
        Self { keys, screen, reader, line }
    }

    /// An end for a standard stream of a program.
    pub fn end(&self) -> Stdio {
        Stdio::from(self.line.try_clone().unwrap())
    }

    /// What has been shown.
    pub fn shown(&self) -> String {
        String::from_utf8_lossy(&self.screen.lock().unwrap()).into_owned()
    }

    /// Types `keys`.
    pub fn type_in(&mut self, keys: &[u8]) {
        self.keys.write_all(keys).unwrap();
    }

    /// Closes the terminal, whose programs have ended, and returns everything that was shown.
    pub fn close(self) -> String {
        let Self { keys: _keys, screen, reader, line } = self;
        drop(line);
        reader.join().unwrap();
        String::from_utf8_lossy(&screen.lock().unwrap()).into_owned()
    }
}
