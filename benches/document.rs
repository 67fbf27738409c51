//! Reading, walking and printing one large collection, in bytes per second.
//!
//! `POSTSMITH_BENCH_FILE` names the collection (see `benches/join.py`); without it one is made up.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench that cannot go on should stop")]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use postsmith::document::{Document, Kind, print};
use std::sync::LazyLock;

/// About as large as the joined file that the goals are set for.
const SIZE: usize = 10_000_000;

static TEXT: LazyLock<Vec<u8>> = LazyLock::new(|| match std::env::var("POSTSMITH_BENCH_FILE") {
    Ok(path) => std::fs::read(&path).unwrap_or_else(|error| panic!("cannot read {path}: {error}")),
    Err(_) => made_up(SIZE),
});

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| Document::json("bench.json", TEXT.clone()).unwrap());

/// A collection of about `size` bytes: the mix of short strings, indentation, scripts and escaped bodies of real ones.
fn made_up(size: usize) -> Vec<u8> {
    let mut text = String::from("{\n\t\"info\": {\n\t\t\"name\": \"Bench\"\n\t},\n\t\"item\": [");
    let mut number = 0;
    while text.len() < size {
        text.push_str(if number == 0 { "\n" } else { ",\n" });
        text.push_str(&ITEM.replace("NUMBER", &number.to_string()));
        number += 1;
    }
    text.push_str("\n\t]\n}\n");
    text.into_bytes()
}

const ITEM: &str = r#"		{
			"name": "Order NUMBER – get",
			"event": [
				{
					"listen": "test",
					"script": {
						"exec": [
							"pm.test(\"Status is 200\", function () {\r",
							"    pm.expect(pm.response.code).to.equal(200);\r",
							"});\r",
							""
						],
						"type": "text/javascript"
					}
				}
			],
			"request": {
				"method": "POST",
				"header": [
					{
						"key": "Accept",
						"value": "application/json"
					}
				],
				"body": {
					"mode": "raw",
					"raw": "{\n    \"order\": NUMBER,\n    \"lines\": [\n        {\n            \"article\": \"A-17\"\n        }\n    ]\n}"
				},
				"url": {
					"raw": "{{BASE_URL}}/orders/NUMBER?page=1",
					"host": [
						"{{BASE_URL}}"
					],
					"path": [
						"orders",
						"NUMBER"
					],
					"query": [
						{
							"key": "page",
							"value": "1",
							"disabled": true
						}
					]
				}
			},
			"response": []
		}"#;

fn bytes() -> BytesCount {
    BytesCount::new(TEXT.len())
}

/// The whole way: UTF-8 check and arena. The copy of the input that each round needs is not counted.
#[divan::bench]
fn read(bencher: Bencher) {
    bencher
        .counter(bytes())
        .with_inputs(|| TEXT.clone())
        .bench_local_values(|text| Document::json("bench.json", text).unwrap());
}

/// What `serde_json` takes for the same text, as a measure of the machine.
#[divan::bench(sample_count = 10)]
fn read_with_serde_json(bencher: Bencher) {
    bencher.counter(bytes()).bench_local(|| serde_json::from_slice::<serde_json::Value>(&TEXT).unwrap());
}

/// Every value once, in reading order.
#[divan::bench]
fn descendants(bencher: Bencher) {
    bencher
        .counter(bytes())
        .bench_local(|| DOCUMENT.root().descendants().filter(|node| node.kind() == Kind::String).count());
}

/// Four keys of every object, there or not.
#[divan::bench]
fn lookups(bencher: Bencher) {
    let objects: Vec<_> = DOCUMENT.root().descendants().filter(|node| node.kind() == Kind::Object).collect();
    bencher.counter(divan::counter::ItemsCount::new(objects.len() * 4)).bench_local(|| {
        let mut found = 0;
        for object in &objects {
            for key in ["name", "request", "key", "disabled"] {
                found += usize::from(black_box(object.get(key)).is_some());
            }
        }
        found
    });
}

#[divan::bench]
fn print_canonical(bencher: Bencher) {
    bencher.counter(bytes()).bench_local(|| print(DOCUMENT.root()));
}

fn main() {
    divan::main();
}
