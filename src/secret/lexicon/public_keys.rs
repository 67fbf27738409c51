//! How keys begin that everybody may know.

/// Beginnings of keys that their owner publishes, each with its source.
pub(in crate::secret) const PUBLIC_KEY_BEGINNINGS: &[&str] = &[
    // SubjectPublicKeyInfo (RFC 5280) in base64, which DER gives the same first bytes: RSA of 1,024, 2,048 and 4,096 bits, P-256, P-384,
    // Ed25519.
    "MIGfMA0GCSqGSIb3DQEB",
    "MIIBIjANBgkqhkiG9w0B",
    "MIICIjANBgkqhkiG9w0B",
    "MFkwEwYHKoZIzj0CAQYI",
    "MHYwEAYHKoZIzj0CAQYF",
    "MCowBQYDK2Vw",
    // OpenSSH (RFC 4253).
    "ssh-rsa ",
    "ssh-ed25519 ",
    "ecdsa-sha2-",
    "AAAAB3NzaC1yc2",
    "AAAAC3NzaC1lZDI1NTE5",
    // Keys for web pages: Stripe and those that copy its form, PostHog, Flutterwave.
    "pk_live_",
    "pk_test_",
    "pk.eyJ",
    "phc_",
    "FLWPUBK",
];
