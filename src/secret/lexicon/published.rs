//! Credentials that documentation publishes so that people can try an API, and the hosts that take them: no secrets.

use crate::text::url::SplitUrl;
use sha2::{Digest as _, Sha256};

/// Published values, each group with its source: the first 8 bytes of their SHA-256, so that no other scanner reports this file.
const HASHES: &[u64] = &[
    // Postman Echo: OAuth 1.0, Hawk and Basic of its documentation.
    0xaa2a_9470_bf36_5eaf,
    0xf9f4_8971_49ac_7233,
    0xb565_a141_c409_5c44,
    0xcf84_f0b8_4b9f_3b2a,
    // AWS: keys of its documentation.
    0x1a5d_44a2_dca1_9669,
    0xc6ea_27c5_34f9_93d3,
    0x7831_4b11_be2e_5815,
    0xe21b_597b_a6b9_cafa,
    // RFC 7617, RFC 2617 and their many copies: `Aladdin:open sesame`, also with other capitals; the digests of RFC 2617.
    0xcf4d_418e_d3de_92d7,
    0x73f7_1af0_93fd_f154,
    0xafa0_4b01_38c7_3916,
    0x9058_0f4d_2cba_c2f6,
    0xda5a_21c9_239d_e3fb,
    // RFC 6749, RFC 6750: tokens, codes, client secrets.
    0x6c96_130f_130a_b0d6,
    0x00cf_4c78_1dc3_7003,
    0xb8e1_4854_5b13_c78b,
    0xca74_59e2_b267_76de,
    0x53f5_da0a_aa93_d64c,
    0xa35b_81a7_d792_7b70,
    0xe997_4c50_7d2a_8021,
    0x2c31_d647_d566_7058,
    // RFC 7636 (PKCE), RFC 7009 (revocation), RFC 8628 (devices).
    0x13d3_1e96_1a1a_d8ec,
    0x0d29_9b1e_b548_708d,
    0xea9b_dfd0_2c0c_412c,
    0xcfee_8a24_c17a_ef53,
    // RFC 5849 and OAuth Core 1.0.
    0xcb87_c87e_4a13_8d9a,
    0x649e_1f5c_769e_718b,
    0x4c20_e6f5_cc11_b937,
    0x6aa1_4267_d949_44e6,
    0xbb9b_1163_338b_2a51,
    0x2932_57ab_6495_ebb1,
    0xc20f_bc2b_9618_3894,
    0xb87d_ad10_a32a_2d81,
    0x80f8_b7c9_04d4_a43f,
    0x2ff8_b0fb_93ac_a981,
    0x128e_8e99_b7b9_ff47,
    0xda1b_dd7b_7349_0f4e,
    // UUIDs of RFCs, Wikipedia and sample generators.
    0x986c_0dc9_56dc_822b,
    0xa3a9_e1ed_9732_cab2,
    0xc7aa_09cd_25da_8b6a,
    0x5bde_0625_664c_450f,
    0x8f40_0c25_7611_ed5d,
    0xe585_5ff4_8799_c52c,
    0x9e83_7b16_03a7_ced4,
    0xb359_3c09_63cd_4616,
    // Django REST framework.
    0x5cc1_e911_3bba_a704,
    0xb990_4b8e_d45b_c574,
    // The petstore of Swagger; NASA and others that give one key to everybody.
    0x23c1_2c57_eb2c_d9d0,
    0x9b37_a190_cd2c_83f3,
    // Stripe: the keys that its documentation shows before log-in.
    0x2caf_c097_0149_a84f,
    0xf2d6_ca16_5150_33e5,
    0x2d1f_7723_aabc_5c7a,
    // reqres.in: the tokens and passwords of its calls.
    0x6e47_d402_922b_d1f7,
    0x39b6_f6fb_8112_29e7,
    0x1265_ba7a_e0f8_829c,
    // Microsoft identity platform: client secrets, the password and the code verifier of its documentation.
    0xc686_2e06_2b95_9c45,
    0xc4f1_9a4f_31a9_650a,
    0x3449_f5ba_0b3f_1c72,
    0xc41c_3c22_8f35_c287,
    0xd54a_bb3e_bb01_0b7b,
    0xa1c6_0259_f330_7128,
    // X (Twitter): OAuth 1.0a and the bearer token of its documentation.
    0x8e06_2830_0c16_fe38,
    0x00b3_dc64_0c9c_99fc,
    0x0e04_efa6_bc7d_2d51,
    0x5aac_38e5_42b7_6b97,
    0x8199_9482_0a8e_c7d6,
    0xb390_e2e5_7c22_7c07,
    // GitHub: the token of its OAuth documentation, in its old and its new format.
    0x8600_7eb3_6769_6d32,
    0xbc3a_e723_f57c_6b9e,
    // Google: the codes and tokens of its OAuth documentation.
    0xdf16_ec80_0d14_07f4,
    0x7031_5961_d7e8_721f,
    0xd63c_774b_9621_1034,
    0x15c4_2c9a_6fc9_42e1,
    // OpenWeather: the keys of its sample calls.
    0xbae6_5657_2be8_a416,
    0x359e_1268_8466_3749,
    // Scribe: the token and the passwords of the collections that it generates.
    0x52b6_2900_3906_5c3b,
    0xcd85_142d_54fe_b2dc,
    0xd4e3_3572_1502_2df2,
    0xba70_e317_f50c_6690,
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
    HASHES.contains(&hash(value))
        || value.starts_with("urn:uuid:")
        || value.ends_with("EXAMPLE")
        || value.ends_with("EXAMPLEKEY")
}

/// The first 8 bytes of the SHA-256 of `value`.
fn hash(value: &str) -> u64 {
    Sha256::digest(value).iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
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
    }

    #[test]
    fn samples_of_documentation_are_published() {
        for value in ["DEMO_KEY", "SplxlOBeZQQYbYS6WxSbIA", "kd94hf93k423kf44", "cityslicka", "AKIAIOSFODNN7EXAMPLE"] {
            assert!(is_published(value), "{value}");
        }
        for value in ["other", "", "demo_key", "kd94hf93k423kf45"] {
            assert!(!is_published(value), "{value}");
        }
    }
}
