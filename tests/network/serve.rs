//! The mock on a thread.

use postsmith::mock::MockServer;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;
use tokio::runtime::Builder;

/// Serves the mock that `make` gives on a free port of the loopback interface, until the test program ends. Returns its address.
pub(crate) fn serve(make: impl FnOnce() -> MockServer + Send + 'static) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mock = make();
            let server = mock.bind(([127, 0, 0, 1], 0).into()).await.unwrap();
            sender.send(server.address()).unwrap();
            server.serve().await.unwrap();
        });
    });
    receiver.recv().unwrap()
}
