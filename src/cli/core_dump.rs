//! Keeps secrets in memory out of core dumps.

/// Forbids core dumps of this process. `env` and `doctor` hold passwords and tokens, which a dump would write to the disk.
pub(super) fn forbid() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // A limit that cannot be lowered is no reason to refuse the work.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
}
