//! Random numbers and texts: the same in each run from a seed, or new in each run.

use uuid::Uuid;

/// The lower-case letters.
pub const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
/// The upper-case letters.
pub const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// The digits.
pub const DIGITS: &str = "0123456789";

/// A generator (xorshift) that gives the same sequence in each run.
pub struct Random(u64);

impl Random {
    /// A generator whose sequence depends on `seed`.
    pub fn new(seed: &str) -> Self {
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(seed.bytes().fold(0xcbf2_9ce4_8422_2325, hash) | 1)
    }

    /// A number below `limit`; 0 if `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    /// One of `texts`.
    pub fn choose<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    /// `length` bytes of any value.
    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.below(256).to_le_bytes()[0]).collect()
    }

    /// `length` characters of `alphabet`, which is ASCII.
    pub fn letters(&mut self, alphabet: &str, length: usize) -> String {
        (0..length).map(|_| char::from(alphabet.as_bytes()[self.below(alphabet.len())])).collect()
    }

    /// A token of a pattern such as `ghp_<a36>`: `<a36>` is 36 characters of the class `a`, see `postsmith::secret::vendor::VendorPattern::examples`.
    pub fn token(&mut self, pattern: &str) -> String {
        let mut token = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('<') {
            let (class, after) = after.split_once('>').expect("a class ends with `>`");
            let alphabet = match &class[..1] {
                "a" => [LOWER, UPPER, DIGITS].concat(),
                "b" => [LOWER, UPPER, DIGITS, "_-"].concat(),
                "d" => DIGITS.to_owned(),
                "h" => [DIGITS, "abcdef"].concat(),
                "l" => LOWER.to_owned(),
                "n" => [LOWER, DIGITS].concat(),
                "s" => [LOWER, UPPER, DIGITS, "+/"].concat(),
                "u" => [UPPER, DIGITS].concat(),
                other => panic!("unknown class {other} in {pattern}"),
            };
            token.push_str(before);
            token.push_str(&self.letters(&alphabet, class[1..].parse().expect("a class has a length")));
            rest = after;
        }
        token + rest
    }
}

/// A text of 32 hexadecimal digits that is new in each run, so that the repository holds no secret.
pub fn unique() -> String {
    Uuid::new_v4().simple().to_string()
}
