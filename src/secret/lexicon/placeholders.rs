//! Words of placeholders, in the languages of real files: what people write where a value belongs.

use super::words::set;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that ask for a value or say that it is made up.
static ASKING: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    your yours changeme replaceme placeholder todo tbd example beispiel ejemplo exemple exemplo esempio dummy redacted hidden masked \
    sample fake mock mocked invalid expired nonexistent insert enter replace paste fixme votre deine dein ihr ihre tu tus su sua seu \
    tuo tua jouw uw twoj twój sizin fill here hier aqui aquí ici somewhere xxx xxxx")
});
/// Words that say nothing about a value: a value of only these words is the name of one.
static UNINFORMATIVE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    a an the my mein some any this that is of for to from with and or not no access account admin api apikey app application \
    auth authorization bad basic bar baz bearer bit bot broken card client clientid code consumer correct credential credentials \
    customer data default demo dev developer device empty env fcm fob foo foobar format generated github google guest guid \
    hashed encrypted omitted removed optional nullable required none id integration invitation jwt key live local login long \
    malformed bogus garbage incorrect nope manager missing name new null oauth old one original other partner pass passwd password passwords passwort please \
    postman private prod production psk public put pwd qux random real refresh refreshed role root sandbox secret secrete secure \
    server service session short signature signing sk something staging stage string strong super temp temporary test tests testing \
    text tok token tokens unauthorized undefined unknown updated use user userid username uuid valid value var variable very webhook \
    wrong weak xoxb contraseña contrasena clave senha motdepasse mot de passe jeton wachtwoord geheim kennwort schlüssel secreto ficha \
    hasło haslo şifre sifre пароль токен секрет 密码 令牌 密钥 パスワード トークン 비밀번호 토큰 nil true false abc abcd abcdef xyz abcxyz x sha md users char \
    alphanumeric plaintext pflichtfeld field")
});
/// Filler text: lorem ipsum and the passage of Cicero that it comes from, as generators of samples (Faker, Scribe) write it.
static FILLER: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    lorem ipsum dolor sit amet consectetur adipisicing adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna \
    aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo consequat duis aute irure in \
    reprehenderit voluptate velit esse cillum eu fugiat nulla pariatur excepteur sint occaecat cupidatat non proident sunt culpa qui \
    officia deserunt mollit anim id est laborum gero quae divum incedo sonoras imperio \
    alias consequatur aut perferendis voluptatem accusantium doloremque aperiam eaque ipsa ab illo inventore veritatis quasi architecto \
    beatae vitae dicta explicabo aspernatur odit fugit quia consequuntur magni dolores eos ratione sequi nesciunt neque dolorem adipisci \
    numquam eius modi tempora magnam aliquam quaerat minima nostrum exercitationem ullam corporis nemo ipsam voluptas suscipit \
    laboriosam aliquid commodi autem vel eum iure quam nihil molestiae iusto odio dignissimos ducimus blanditiis praesentium laudantium \
    totam rem voluptatum deleniti atque corrupti quos quas molestias excepturi occaecati cupiditate provident perspiciatis unde omnis \
    iste natus similique mollitia animi dolorum fuga harum quidem rerum facilis expedita distinctio nam libero tempore cum soluta nobis \
    eligendi optio cumque impedit quo porro quisquam quod maxime placeat facere possimus assumenda repellendus temporibus quibusdam \
    illum at vero accusamus officiis debitis necessitatibus saepe eveniet voluptates repudiandae recusandae itaque earum hic tenetur \
    sapiente delectus reiciendis voluptatibus maiores doloribus asperiores repellat")
});
/// Words of sentences about passwords.
static MESSAGE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    required incorrect invalid wrong must should too match matches field forgot forgotten reset change changed enter current confirm \
    confirmation weak short long least minimum optional please incorrecta incorrecto inválida invalida inválido incorreta senha falsch \
    ungültig falsche hatalı yeni yanlış nueva nuevo nouveau actuel неверный новый повторите")
});
/// Parts of such words in scripts that put no spaces between words or change their endings.
const ASKING_IN_OTHER_SCRIPTS: &[&str] = &["ваш", "你的", "您的", "あなたの", "请输入", "入力", "입력"];
/// Words that are a default password when they stand alone, though they say nothing beside others.
const DEFAULTS: &[&str] = &["admin", "root", "guest", "demo", "test", "postman", "foobar", "user", "qwerty", "sandbox"];
/// Endings of the names of files, in lower case: what a field for a key often holds in place of the key.
pub(in crate::secret) const FILE_ENDINGS: &[&str] = &[
    "asc",
    "cer",
    "conf",
    "crt",
    "csv",
    "der",
    "env",
    "html",
    "jks",
    "jpg",
    "js",
    "json",
    "key",
    "log",
    "p12",
    "p8",
    "pdf",
    "pem",
    "pfx",
    "png",
    "ppk",
    "properties",
    "pub",
    "toml",
    "ts",
    "txt",
    "xml",
    "yaml",
    "yml",
    "zip",
];
/// Length of the longest compound that is taken apart.
const LONGEST_COMPOUND: usize = 40;

/// Whether `word` asks for a value.
pub(in crate::secret) fn asks(word: &str) -> bool {
    ASKING.contains(word)
}

/// Whether a text in another script asks for a value.
pub(in crate::secret) fn asks_in_other_scripts(compact: &str) -> bool {
    ASKING_IN_OTHER_SCRIPTS.iter().any(|word| compact.contains(word))
}

/// Whether `word` says nothing about a value.
pub(in crate::secret) fn is_uninformative(word: &str) -> bool {
    UNINFORMATIVE.contains(word) || ASKING.contains(word)
}

/// Whether `word` is filler text.
pub(in crate::secret) fn is_filler(word: &str) -> bool {
    FILLER.contains(word)
}

/// Whether `word` belongs to a sentence about a value.
pub(in crate::secret) fn is_of_message(word: &str) -> bool {
    MESSAGE.contains(word) || UNINFORMATIVE.contains(word)
}

/// Whether `word` alone is a default password.
pub(in crate::secret) fn is_default(word: &str) -> bool {
    DEFAULTS.contains(&word)
}

/// Whether `word` is several uninformative words without a separator: `mysecretkey`.
pub(in crate::secret) fn is_compound(word: &str) -> bool {
    if !word.is_ascii() || !(6..=LONGEST_COMPOUND).contains(&word.len()) {
        return false;
    }
    let mut reached = [false; LONGEST_COMPOUND + 1];
    reached[0] = true;
    for end in 1..=word.len() {
        reached[end] = (0..end).any(|start| {
            let part = &word[start..end];
            reached[start] && (part.len() > 1 || part == "a") && is_uninformative(part)
        });
    }
    reached[word.len()]
}

/// Whether `word` is a number as people count: `1`, `2024`, `123`, `67890`, `4321`, `000`.
pub(in crate::secret) fn is_count(word: &str) -> bool {
    let bytes = word.as_bytes();
    let steps = |up: bool| {
        let follows = |one: u8, next: u8| (one - b'0' + 1) % 10 == next - b'0';
        bytes.windows(2).all(|pair| if up { follows(pair[0], pair[1]) } else { follows(pair[1], pair[0]) })
    };
    !bytes.is_empty()
        && bytes.iter().all(u8::is_ascii_digit)
        && (bytes.len() <= 4 || steps(true) || steps(false) || bytes.iter().all(|digit| *digit == bytes[0]))
}

#[cfg(test)]
mod tests {
    use super::{is_compound, is_count};

    #[test]
    fn compounds_and_counts_are_recognised() {
        for word in ["mysecretkey", "yourpassword", "thisisasecretkey", "replaceme"] {
            assert!(is_compound(word) || super::asks(word), "{word}");
        }
        for word in ["hunter", "granite", "token", "mysecretkeyq"] {
            assert!(!is_compound(word), "{word}");
        }
        for count in ["1", "2024", "1234567890", "987654321", "0000000"] {
            assert!(is_count(count), "{count}");
        }
        assert!(!is_count("48151623") && !is_count(""));
    }
}
