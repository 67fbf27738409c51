//! Servers with random responses: there is always a report, in bounded time and memory, without a secret.

use super::patient::{Patient, shown};
use super::server::{Listener, request};
use postsmith::doctor::StepStatus;
use postsmith::http::Timeouts;
use postsmith::secret::decode::encode_base64;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::random::Random;

const SERVERS: u64 = 200;
/// More bytes than the limits of a response, with the buffers of the sockets.
const MOST: usize = 24 << 20;

/// Sends a random response, which often repeats the request.
fn say(random: &mut Random, request: &str, stream: &mut TcpStream, sent: &AtomicUsize) {
    let echo = request.replace(['\r', '\n'], " ");
    let body = request.split("\r\n\r\n").nth(1).unwrap_or_default();
    let status = random
        .choose(&[
            "200 OK",
            "400 Bad",
            "401 No",
            "302 Found",
            "404 None",
            "500 Oops",
            "429 Slow",
            "999 Odd",
            "100 Go",
            "204 None",
        ])
        .to_owned();
    let text = match random.below(8) {
        0 => format!(r#"{{"error":"invalid_grant","error_description":{}}}"#, serde_json::to_string(request).unwrap()),
        1 => format!(r#"{{"access_token":{},"expires_in":1e99}}"#, serde_json::to_string(body).unwrap()),
        2 => format!("<html><title>{echo}</title>{echo}"),
        3 => format!(r#"{{"message":"{}","code":"{body}"}}"#, encode_base64(request.as_bytes())),
        4 => format!(r#"{{"{body}":{{"{body}":["{body}"]}}}}"#),
        5 => "[".repeat(5000),
        6 => format!(r#"{{"access_token":"t","refresh_token":"r","token_type":"{body}","error":"{body}"}}"#),
        _ => String::from_utf8_lossy(&random.bytes(300)).into_owned(),
    };
    let length = match random.below(5) {
        0 => text.len() + 5,
        1 => text.len().saturating_sub(3),
        2 => usize::MAX,
        _ => text.len(),
    };
    let header = random.choose(&[
        "X: y",
        "Set-Cookie: ",
        "Location: ",
        "WWW-Authenticate: Bearer ",
        "Date: ",
        "Retry-After: ",
        "Server: ",
        "bad header",
        ": x",
        "Content-Type: text/html; ",
    ]);
    let whole = match random.below(12) {
        0 => Vec::new(),
        1 => random.bytes(2000),
        2 => b"SSH-2.0-OpenSSH_9.0\r\n".to_vec(),
        3 => format!(
            "HTTP/1.1 {status}\r\n{header}{echo}\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{text}\r\nzz\r\n",
            text.len()
        )
        .into_bytes(),
        4 => format!("HTTP/1.1 {status}\r\n{}\r\n", "A: b\r\n".repeat(400)).into_bytes(),
        5 => format!("HTTP/1.1 {status}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{text}").into_bytes(),
        _ => format!("HTTP/1.1 {status}\r\n{header}{echo}\r\nContent-Length: {length}\r\n\r\n{text}").into_bytes(),
    };
    match random.below(6) {
        0 => {
            // One byte after the other.
            for byte in whole.iter().take(200) {
                if stream.write_all(&[*byte]).is_err() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        1 => {
            // Without an end.
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            while stream.write_all(&[b'x'; 16_384]).is_ok() {
                sent.fetch_add(16_384, Ordering::SeqCst);
            }
        }
        2 => {
            let cut = random.below(whole.len() + 1);
            let _ = stream.write_all(&whole[..cut]);
        }
        3 => {
            let _ = stream.write_all(&whole);
            std::thread::sleep(Duration::from_millis(400));
        }
        _ => {
            let _ = stream.write_all(&whole);
        }
    }
}

#[test]
fn random_responses_of_two_hundred_servers_give_a_report() {
    let workers = 10_usize;
    std::thread::scope(|scope| {
        for worker in 0..workers {
            scope.spawn(move || (worker as u64..SERVERS).step_by(workers).for_each(one));
        }
    });
}

fn one(seed: u64) {
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sent);
    let turns = AtomicUsize::new(0);
    let server = Listener::start(move |mut stream, _| {
        let turn = turns.fetch_add(1, Ordering::SeqCst);
        stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        stream.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
        let request = request(&mut stream);
        let mut random = Random::new(&format!("{seed} {turn}"));
        say(&mut random, &request, &mut stream, &counted);
    });
    let mut patient = Patient::new();
    patient.settings.client.timeouts = Timeouts::all(Duration::from_millis(250));
    let is_tls = seed % 10 == 9;
    let url = if is_tls { server.url().replace("http:", "https:") } else { server.url() };
    let begun = Instant::now();
    let walked = patient.walk(&format!("{url}/api"));
    assert!(begun.elapsed() < Duration::from_secs(20), "{seed}: {:?}", begun.elapsed());
    assert!(sent.load(Ordering::SeqCst) < MOST * walked.report.exchanges.len().max(1), "{seed}: too much was read");
    let failed = walked.report.steps.iter().filter(|outcome| outcome.status == StepStatus::Failed);
    for outcome in failed {
        assert!(!outcome.causes.is_empty() && !outcome.facts.is_empty(), "{seed}: {}", shown(&walked));
    }
    assert!(!walked.report.steps.is_empty());
}
