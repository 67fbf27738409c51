//! Keys of hosts of blockchain nodes, which stand in the paths of their URLs.

use super::pattern::VendorPattern;

pub(super) const PATTERNS: &[VendorPattern] = &[
    VendorPattern {
        id: "alchemy-api-key",
        name: "Alchemy API key",
        keywords: &[".g.alchemy.com"],
        pattern: r"[a-z0-9-]{3,40}\.g\.alchemy\.com/(?:nft/)?v[23]/([A-Za-z0-9_-]{32})",
        entropy: 3.5,
        variable: "ALCHEMY_API_KEY",
        examples: &["https://eth-mainnet.g.alchemy.com/v2/<b32>", "https://eth-mainnet.g.alchemy.com/nft/v3/<b32>"],
        counterexamples: &["https://eth-mainnet.g.alchemy.com/v2/demo", "https://eth-mainnet.g.alchemy.com/v2/<b12>"],
        reference: "https://www.alchemy.com/docs/how-to-create-access-tokens",
        revocation: Some("https://dashboard.alchemy.com/apps"),
    },
    VendorPattern {
        id: "ankr-token",
        name: "Ankr token",
        keywords: &["rpc.ankr.com/"],
        pattern: r"rpc\.ankr\.com/[a-z_0-9]{2,30}/([0-9a-f]{64})",
        entropy: 3.0,
        variable: "ANKR_TOKEN",
        examples: &["https://rpc.ankr.com/eth/<h64>", "https://rpc.ankr.com/multichain/<h64>"],
        counterexamples: &["https://rpc.ankr.com/eth", "https://rpc.ankr.com/eth/<h40>"],
        reference: "https://www.ankr.com/docs/rpc-service/getting-started/basics-premium/",
        revocation: Some("https://www.ankr.com/rpc/projects"),
    },
    VendorPattern {
        id: "infura-api-key",
        name: "Infura API key",
        keywords: &[".infura.io"],
        pattern: r"[a-z0-9-]{3,40}\.infura\.io/(?:ws/)?v3/([0-9a-f]{32})",
        entropy: 3.0,
        variable: "INFURA_API_KEY",
        examples: &["https://mainnet.infura.io/v3/<h32>", "wss://mainnet.infura.io/ws/v3/<h32>"],
        counterexamples: &["https://mainnet.infura.io/v3/YOUR-PROJECT-ID", "https://mainnet.infura.io/v3/<h20>"],
        reference: "https://docs.metamask.io/services/get-started/infura/",
        revocation: Some("https://developer.metamask.io/"),
    },
    VendorPattern {
        id: "quicknode-token",
        name: "QuickNode endpoint token",
        keywords: &[".quiknode.pro"],
        pattern: r"[a-z0-9.-]{3,80}\.quiknode\.pro/([0-9a-f]{40})",
        entropy: 3.0,
        variable: "QUICKNODE_TOKEN",
        examples: &[
            "https://cool-old-sun.quiknode.pro/<h40>/",
            "https://cool-old-sun.ethereum-sepolia.quiknode.pro/<h40>",
        ],
        counterexamples: &["https://cool-old-sun.quiknode.pro/<h20>/"],
        reference: "https://www.quicknode.com/docs/quicknode-security",
        revocation: Some("https://dashboard.quicknode.com/endpoints"),
    },
];
