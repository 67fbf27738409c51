//! Mistakes in the manifest.

use super::{changed, mistakes, report, whole};

const MANIFEST: &str = "postsmith.toml";

#[test]
fn mistakes_in_the_types_of_the_manifest() {
    let found = mistakes(
        MANIFEST,
        &[
            ("[collection]", "[collection"),
            ("id = \"5e1", "idd = \"5e1"),
            ("[api]", "[apis]"),
            ("name = \"Demo API\"", "name = 5"),
            ("name = \"Demo API\"\n", ""),
            ("unless_present", "unless_presnt"),
            ("X-Client = \"{{DEMO_ORG_ID}}\"", "X-Client = 5"),
            ("grant = \"password\"", "grant = \"implicit\""),
            ("seconds = 120", "seconds = -1"),
            ("seconds = 120", "seconds = 90000"),
            ("seconds = 120", "seconds = \"120\""),
            ("DEMO_USERNAME]", "DEMO_USERNAME]\nsecrt = true"),
            ("DEMO_CLIENT_SECRET]\nsecret = true", "DEMO_CLIENT_SECRET]\nsecret = \"hunter2\""),
            ("[environments.production]", "[environments.production]\nvalue = 1"),
            ("when = \"after_response\"", "when = \"afterResponse\""),
            ("[[scripts]]\nwhen", "[[scripts]]\non_ = 1\nwhen"),
            ("on = \"Things\"\n", ""),
        ],
    );
    insta::assert_snapshot!(found);
}

#[test]
fn mistakes_in_the_values_of_the_manifest() {
    let found = mistakes(
        MANIFEST,
        &[
            ("5e1f8d5c-", "5e1f8d5c"),
            ("name = \"Demo API\"", "name = \" \""),
            ("file_name = \"demo\"", "file_name = \"out/demo\""),
            ("file_name = \"demo\"", "file_name = \"\""),
            ("name = \"Demo API\"\ndescription = \"collection.md.hbs\"\nfile_name = \"demo\"", "name = \"!\""),
            ("description = \"collection.md.hbs\"", "description = \"colection.md.hbs\""),
            ("[api]", "[source]\ntemplates = \"../templates\"\n\n[api]"),
            ("[api]", "[source]\noutput = \"requests/out\"\n\n[api]"),
            ("[api]", "[source]\nrequests = \"reqs\"\n\n[api]"),
            ("prefix = \"DEMO\"", "prefix = \"demo\""),
            ("https://api.example.com/v1\"", "api.example.com/v1\""),
            ("https://api.example.com/v1\"", "https:///v1\""),
            ("https://api.example.com/v1\"", "https://api.example.com/v 1\""),
            ("https://api.example.com/v1\"", "https://user:hunter2@api.example.com/v1\""),
            ("https://api.example.com/v1\"", "https://{{DEMO_ORGID}}.example.com/v1\""),
            ("X-Client =", "\"X Client\" ="),
            ("X-Client =", "accept ="),
            ("X-Client =", "authorization ="),
            ("{{DEMO_ORG_ID}}", "{{DEMO_ORGID}}"),
            ("{{DEMO_ORG_ID}}", "a\\nb"),
            ("{{DEMO_BASE_URL}}/oauth/token", "{{OTHER}}/oauth/token"),
            ("{{DEMO_BASE_URL}}/oauth/token", "{{DEMO_BASE_URL}}/oauth token"),
            ("{{DEMO_BASE_URL}}/oauth/token", "oauth/token"),
            ("[SETUP] Access/Get a token", "[SETUP] Access/Get token"),
            ("[SETUP] Access/Get a token", "[SETUP] Access"),
            ("on = \"Things/List\"", "on = \"Thing/List\""),
            ("on = \"Things/List\"", "on = \"Nowhere\""),
            ("file = \"log.js\"", "file = \"lgo.js\""),
            ("file = \"log.js\"", "file = \"../../secret\""),
            ("on = \"Things\"", "on = \"\""),
            ("on = \"Things\"", "on = \"Things/List\""),
            ("file = \"things.md.hbs\"", "file = \"x\""),
        ],
    );
    insta::assert_snapshot!(found);
}

#[test]
fn mistakes_in_variables_and_environments() {
    let found = mistakes(
        MANIFEST,
        &[
            ("[variables.DEMO_BASE_URL]", "[variables.DEMO_BASE]"),
            ("[variables.DEMO_PASSWORD]\nsecret = true\n", ""),
            ("[variables.DEMO_TOKEN_EXPIRY]\n", ""),
            ("DEMO_PASSWORD]\nsecret = true", "DEMO_PASSWORD]"),
            ("DEMO_PASSWORD]\nsecret = true", "DEMO_PASSWORD]\nsecret = true\nvalue = \"hunter2\""),
            ("Where the API lies\"", "Where the API lies\"\nsecret = true"),
            ("Where the API lies\"", "Where the API lies\"\nvalue = \"https://x.example\""),
            ("value = \"acme\"", "value = \"{{DEMO_ORG}}\""),
            ("[variables.DEMO_ORG_ID]\n", "[variables.\"DEMO ORG\"]\n[variables.DEMO_ORG_ID]\n"),
            ("DEMO_ORG_ID = \"acme-test\"", "DEMO_OGR_ID = \"acme-test\""),
            ("DEMO_ORG_ID = \"acme-test\"", "UNKNOWN = \"acme-test\""),
            ("DEMO_ORG_ID = \"acme-test\"", "DEMO_PASSWORD = \"hunter2\""),
            ("DEMO_ORG_ID = \"acme-test\"", "DEMO_ORG_ID = \"{{$guid}} {{vault:x}} {{NOPE}}\""),
            ("Where the API lies\"", "Where the API lies\"\nformat = \"address\""),
            ("DEMO_ORG_ID]\n", "DEMO_ORG_ID]\nformat = \"number\"\n"),
            ("https://staging.example.com/v1", "staging"),
            ("name = \"Demo - Staging\"", "name = \"\""),
            ("name = \"Demo - Staging\"", "name = \"Demo - Production\""),
            ("file_name = \"demo-test\"", "file_name = \"Demo-Production\""),
            ("file_name = \"demo-test\"", "file_name = \"a:b\""),
        ],
    );
    insta::assert_snapshot!(found);
}

#[test]
fn a_secret_never_shows_in_a_finding() {
    for (old, new) in [
        ("DEMO_PASSWORD]\nsecret = true", "DEMO_PASSWORD]\nsecret = \"hunter2\""),
        ("DEMO_PASSWORD]\nsecret = true", "DEMO_PASSWORD]\nsecret = true\nvalue = \"hunter2\""),
        ("DEMO_ORG_ID = \"acme-test\"", "DEMO_PASSWORD = \"hunter2\""),
        ("https://staging.example.com/v1", "hunter2"),
        ("https://staging.example.com/v1", "https://user:hunter2@staging.example.com/v1"),
        ("grant = \"password\"", "grant = \"hunter2\""),
    ] {
        let found = changed(MANIFEST, old, new);
        assert!(!found.is_empty() && !found.join("").contains("hunter2"), "{found:?}");
    }
}

#[test]
fn all_mistakes_of_all_files_are_reported_together() {
    let mut folder = whole();
    folder.insert("postsmith.toml", "[collection]\nid = \"x\"\nnme = \"y\"\n");
    folder.insert("requests/Things/List.request.yaml", "$kind: http-request\nurl: x\nmetod: GET\n");
    folder.insert("requests/Things/Search.request.yaml", "a: [\n");
    let found = report(&folder).join("\n");
    insta::assert_snapshot!(found);
}

#[test]
fn a_key_that_is_written_twice_is_refused() {
    let found = mistakes(
        MANIFEST,
        &[
            ("[variables.DEMO_PASSWORD]", "[variables.DEMO_USERNAME]"),
            ("[environments.staging]", "[environments.production]"),
            ("X-Client =", "Accept ="),
            ("DEMO_ORG_ID = \"acme-test\"", "DEMO_BASE_URL = \"https://api.example.com\""),
        ],
    );
    insta::assert_snapshot!(found);
}
