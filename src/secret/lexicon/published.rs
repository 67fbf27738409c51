//! Credentials that documentation publishes so that people can try an API, and the hosts that take them: no secrets.

use crate::text::url::SplitUrl;

/// Published values, each group with its source.
const VALUES: &[&str] = &[
    // Postman Echo: OAuth 1.0, Hawk and Basic of its documentation.
    "RKCGzna7bv9YD57c",
    "D+EdQ-gs$-%@2Nu7",
    "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn",
    "cG9zdG1hbjpwYXNzd29yZA==",
    // AWS: keys of its documentation.
    "AKIAIOSFODNN7EXAMPLE",
    "AKIAI44QH8DHBEXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
    // RFC 7617, RFC 2617 and their many copies: `Aladdin:open sesame`, also with other capitals.
    "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    "QWxhZGRpbjpPcGVuU2VzYW1l",
    // RFC 6749, RFC 6750.
    "2YotnFZFEjr1zCsicMWpAA",
    "tGzv3JOkF0XG5Qx2TlKWIA",
    "mF_9.B5f-4.1JqM",
    "czZCaGRSa3F0MzpnWDFmQmF0M2JW",
    "gX1fBat3bV",
    // UUIDs of RFCs, Wikipedia and sample generators.
    "123e4567-e89b-12d3-a456-426614174000",
    "550e8400-e29b-41d4-a716-446655440000",
    "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "497f6eca-6276-4993-bfeb-53cbbbba6f08",
    "f47ac10b-58cc-4372-a567-0e02b2c3d479",
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "d290f1ee-6c54-4b01-90e6-d701748f0851",
    "38400000-8cf0-11bd-b23e-10b96e4ef00d",
    // The documentation of Django REST framework.
    "9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b",
    "401f7ac837da42b97f613d789819ff93537bee6a",
    // The petstore of Swagger.
    "special-key",
    // NASA and others that give one key to everybody.
    "DEMO_KEY",
    // Stripe: the key that its documentation shows before log-in.
    "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    "sk_test_BQokikJOvBiI2HlWgH4olfQ2",
    "sk_test_tR3PYbcVNZZ796tH88S4VQ2u",
];
/// Hosts whose documentation publishes the credentials.
const HOSTS: &[&str] = &[
    "postman-echo.com",
    "echo.getpostman.com",
    "httpbin.org",
    "httpbingo.org",
    "petstore.swagger.io",
    "petstore3.swagger.io",
    "reqres.in",
    "restful-booker.herokuapp.com",
    "jsonplaceholder.typicode.com",
    "dummyjson.com",
    "fakestoreapi.com",
    "the-internet.herokuapp.com",
    "api.escuelajs.co",
    "demoqa.com",
    "simple-books-api.glitch.me",
];

/// Whether `value` is a published sample.
pub(in crate::secret) fn is_published(value: &str) -> bool {
    VALUES.contains(&value)
        || value.starts_with("urn:uuid:")
        || value.ends_with("EXAMPLE")
        || value.ends_with("EXAMPLEKEY")
}

/// Whether `url` leads to a practice host, whose credentials everybody has.
pub(in crate::secret) fn is_practice_host(url: &str) -> bool {
    let host = SplitUrl::new(url).host;
    HOSTS.iter().any(|known| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::{is_practice_host, is_published};

    #[test]
    fn only_the_host_decides_about_practice_hosts() {
        for url in [
            "https://postman-echo.com/basic-auth",
            "httpbin.org",
            "http://u:p@www.httpbin.org:80/x",
            "eu.postman-echo.com",
        ] {
            assert!(is_practice_host(url), "{url}");
        }
        for url in
            ["https://api.example.com/?u=postman-echo.com", "https://notpostman-echo.com", "{{url}}/httpbin.org", ""]
        {
            assert!(!is_practice_host(url), "{url}");
        }
        assert!(is_published("AKIAIOSFODNN7EXAMPLE") && !is_published("other"));
    }
}
