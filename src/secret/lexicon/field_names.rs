//! Words of field and variable names: which of them name a secret, and which only describe one. Detection, masks and the keyword search read them.

use super::words::set;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that name a password, in the languages of real files.
pub(in crate::secret) static PASSWORD_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    password passwd pwd passphrase passcode pass passw pswd psw securitycode passwort kennwort senha contrasena contraseña clave motdepasse \
    mdp wachtwoord haslo hasło heslo jelszo jelszó salasana parola sifre şifre lozinka šifra matkhau katasandi sandi пароль лозинка 密码 密碼 口令 パスワード \
    비밀번호 암호 parolă mậtkhẩu")
});

/// Words that name a value which a machine made.
pub(in crate::secret) static TOKEN_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    secret token jwt bearer credential credentials apikey authorization accesskey authkey secretkey appkey mnemonic seedphrase recoveryphrase backupphrase pvkey privkey prvkey userkey \
    basicauth authheader segreto segredo secreto geheimnis geheim токен секрет jeton ficha żeton 令牌 密钥 密鑰 トークン 토큰 시크릿")
});

/// Pairs of words that name such a value.
pub(in crate::secret) const TOKEN_PAIRS: &[(&str, &str)] = &[
    ("api", "key"),
    ("auth", "ticket"),
    ("api", "value"),
    ("clave", "api"),
    ("clé", "api"),
    ("cle", "api"),
    ("app", "key"),
    ("application", "key"),
    ("honeycomb", "team"),
    ("access", "key"),
    ("account", "key"),
    ("admin", "key"),
    ("auth", "key"),
    ("encryption", "key"),
    ("aes", "key"),
    ("hmac", "key"),
    ("master", "key"),
    ("private", "key"),
    ("secret", "key"),
    ("security", "key"),
    ("service", "key"),
    ("shared", "key"),
    ("signing", "key"),
    ("subscription", "key"),
    ("x", "auth"),
    ("github", "pat"),
    ("gitlab", "pat"),
    ("azure", "pat"),
    ("merchant", "key"),
    ("server", "key"),
    ("license", "key"),
    ("integration", "key"),
    ("functions", "key"),
    ("webhook", "key"),
    ("sign", "key"),
];

/// Endings of a name without separators that name such a value.
pub(in crate::secret) const TOKEN_ENDINGS: &[&str] = &[
    "password",
    "passwd",
    "token",
    "secret",
    "apikey",
    "masterkey",
    "userkey",
    "pvkey",
    "privkey",
    "prvkey",
    "accesskey",
    "accountkey",
    "authkey",
    "privatekey",
    "secretkey",
    "appkey",
];

/// Words that name a value of one session.
pub(in crate::secret) static SESSION_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    session sessions sessionid sessionkey sid sessid jsessionid phpsessid csrf xsrf csrftoken xsrftoken signature sig nonce csrfmiddlewaretoken remember rememberme")
});

/// Last words of a name that describes a secret and does not hold one: `token_type`.
pub(in crate::secret) static ABOUT_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    type expiry expires expire expiration exp in at url uri endpoint name id ids count length lifetime ttl header prefix \
    path host issuer field param params response request time timestamp date hint policy limit status valid validity age \
    user username email version algorithm alg method symbol address contract enabled required var variable service server \
    placement format scope scopes info details message error description label title link page rule rules usage cost price \
    risk reset secs seconds mode source used flow to for tests test is verification ts updated created changed location timeout button btn minutes hours days question questions tooltip caption heading icon attempts retries strength regex \
    pattern chars charset alphabet percentage rate rates salt")
});

/// First words of such a name: `is_token_valid`.
pub(in crate::secret) static QUESTION_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    is has public invalid wrong expired csrf xsrf use no max min publishable valid bad incorrect bypass count num total \
    should expire msg message lbl label err error date boarding season ski day test")
});

/// Words beside `token` that name no credential: positions in a list, Postman's request number, money.
pub(in crate::secret) static HARMLESS_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    page paging next continuation pagination marker bookmark sync cursor postman previous prev design completion prompt input output erc nft scroll \
    resume skip delta skiptoken nexttoken deltatoken mint contract base quote")
});

/// Words beside `token` that name a token for a single use or for one device: it expires without being revoked.
pub(in crate::secret) const SINGLE_USE_WORDS: &[&str] = &[
    "payment",
    "card",
    "cart",
    "checkout",
    "order",
    "invite",
    "invitation",
    "verify",
    "verification",
    "confirmation",
    "confirm",
    "reset",
    "activation",
    "activate",
    "unsubscribe",
    "device",
    "fcm",
    "push",
    "registration",
    "otp",
    "captcha",
    "recaptcha",
    "setup",
    "temporary",
];

/// Words directly before `token` that say what it is, before all other words of the name: `PaymentTestBearerToken`.
pub(in crate::secret) const ACCESS_WORDS: &[&str] = &["bearer", "access", "api", "auth", "jwt", "refresh"];

/// The last words of the name of a recovery phrase, which has 12 to 24 words.
pub(in crate::secret) const PHRASE_NAMES: &[&str] = &[
    "mnemonic",
    "seed",
    "seedphrase",
    "recoveryphrase",
    "backupphrase",
    "secretphrase",
    "mnemonicphrase",
    "recoverywords",
];

/// Words beside `key` that name a key which everybody may know, or no key of that kind.
pub(in crate::secret) const PUBLIC_KEY_WORDS: &[&str] = &[
    "public",
    "consumer",
    "publishable",
    "primary",
    "foreign",
    "sort",
    "partition",
    "cache",
    "idempotency",
    "object",
    "bucket",
    "file",
    "upload",
    "issue",
    "language",
    "site",
    "websocket",
    "routing",
    "project",
    "message",
    "translation",
    "i18n",
    "unique",
    "row",
    "hash",
    "range",
    "shared",
];

/// Parts of a key or variable name whose value a mask always hides: more than detection reports, because a mask may hide too much.
pub(in crate::secret) const MASKED_PARTS: &[&str] = &[
    "secret",
    "password",
    "passwd",
    "pwd",
    "token",
    "authorization",
    "api-key",
    "apikey",
    "api_key",
    "credential",
    "cookie",
    "bearer",
    "jwt",
    "signature",
    "private",
    "access-key",
    "accesskey",
    "access_key",
];

/// Keys whose string describes a value and is not one: a mask keeps it.
pub(in crate::secret) const DESCRIBING_KEYS: &[&str] = &[
    "key",
    "name",
    "type",
    "description",
    "where",
    "example",
    "url",
    "token_url",
    "login",
    "id",
    "_postman_id",
    "listen",
];

/// Parts of a text at which a text is read closely: each name of a credential has one of them.
pub(in crate::secret) const NAME_PARTS: &[&str] = &[
    "token",
    "secret",
    "pass",
    "pwd",
    "_key",
    "-key",
    "apikey",
    "masterkey",
    "accountkey",
    "accesskey",
    "authkey",
    "privatekey",
    "secretkey",
    "subscriptionkey",
    "encryptionkey",
    "signingkey",
    "api key",
    "authorization",
    "bearer",
    "credential",
    "jwt",
    "signature",
    "session",
    "sessid",
    "csrf",
    "senha",
    "contrase",
    "wachtwoord",
    "sig=",
    "mdp",
    "kennwort",
    "parola",
    "sifre",
    "haslo",
    "heslo",
    "pvkey",
    "privkey",
    "prvkey",
    "userkey",
    "mnemonic",
    "phrase",
    "basicauth",
    "authheader",
    "api_value",
    "securitycode",
    "security_code",
    "clave",
    "hasło",
    "jelsz",
    "lozink",
    "parolă",
    "şifre",
    "matkhau",
    "khẩu",
    "sandi",
    "арол",
    "токен",
    "密码",
    "密碼",
    "密钥",
    "令牌",
    "パスワード",
    "비밀번호",
];
