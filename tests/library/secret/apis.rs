//! Names, header formats and sample values of public APIs: the credentials are found, what only looks like one is not.

use super::document;
use postsmith::secret::{Risk, scan};
use serde_json::{Value, json};
use support::random::Random;
use support::sample::{collection, environment};

/// Where a value is.
#[derive(Clone, Copy)]
enum Place {
    Header,
    Query,
    Variable,
    Body,
}
use Place::{Body, Header, Query, Variable};

/// API, place, name and template of a credential, from the documentation of the API or of its SDK.
const CREDENTIALS: &[(&str, Place, &str, &str)] = &[
    ("Adyen", Header, "X-API-Key", "AQE<a120>"),
    ("Airtable", Header, "Authorization", "Bearer pat<a14>.<h64>"),
    ("Algolia", Header, "X-Algolia-API-Key", "<h32>"),
    ("Amplitude", Variable, "AMPLITUDE_SECRET_KEY", "<h32>"),
    ("Anthropic", Header, "x-api-key", "sk-ant-api03-<b93>AA"),
    ("Asana", Header, "Authorization", "Bearer 2/<d16>/<d16>:<h32>"),
    ("Auth0", Body, "client_secret", "<b64>"),
    ("AWS", Variable, "AWS_SECRET_ACCESS_KEY", "<s40>"),
    ("Azure", Header, "Ocp-Apim-Subscription-Key", "<h32>"),
    ("Azure AD", Body, "client_secret", "<a3>8Q~<b34>"),
    ("Azure DevOps", Variable, "azurePat", "<n52>"),
    ("BambooHR", Variable, "bambooApiKey", "<h40>"),
    ("Bitbucket", Variable, "BITBUCKET_APP_PASSWORD", "ATBB<a32>"),
    ("Brevo", Header, "api-key", "xkeysib-<h64>-<a16>"),
    ("Calendly", Header, "Authorization", "Bearer <b43>"),
    ("Circle", Header, "Circle-Token", "<h40>"),
    ("ClickUp", Header, "Authorization", "pk_<d8>_<u32>"),
    ("Cloudflare", Header, "X-Auth-Key", "<h37>"),
    ("CoinAPI", Header, "X-CoinAPI-Key", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Coinbase", Header, "CB-ACCESS-PASSPHRASE", "<n11>"),
    ("Contentful", Query, "access_token", "<b43>"),
    ("Datadog", Header, "DD-API-KEY", "<h32>"),
    ("Datadog", Header, "DD-APPLICATION-KEY", "<h40>"),
    ("Deepgram", Header, "Authorization", "Token <h40>"),
    ("DigitalOcean", Variable, "DO_TOKEN", "dop_v1_<h64>"),
    ("Discord", Header, "Authorization", "Bot <a24>.<a6>.<b38>"),
    ("Django", Header, "Authorization", "Token <h40>"),
    ("Docusign", Variable, "integrationSecret", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Elastic", Header, "Authorization", "ApiKey <s60>"),
    ("Etsy", Header, "x-api-key", "<n24>"),
    ("Eventbrite", Query, "token", "<u20>"),
    ("Facebook", Query, "access_token", "EAA<a180>"),
    ("Fastly", Header, "Fastly-Key", "<b32>"),
    ("Figma", Header, "X-Figma-Token", "figd_<b40>"),
    ("Firebase", Header, "Authorization", "key=AAAA<b7>:APA91b<b134>"),
    ("Flickr", Query, "api_sig", "<h32>"),
    ("Freshdesk", Variable, "freshdesk_api_key", "<a20>"),
    ("Giphy", Query, "api_key", "<a32>"),
    ("GitHub", Header, "Authorization", "token ghp_<a36>"),
    ("GitLab", Header, "PRIVATE-TOKEN", "glpat-<b20>"),
    ("Google", Query, "key", "AIza<b35>"),
    ("Google", Body, "refresh_token", "1//0<b60>"),
    ("Grafana", Header, "Authorization", "Bearer glsa_<a32>_<h8>"),
    ("Heroku", Header, "Authorization", "Bearer HRKU-<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("HubSpot", Header, "Authorization", "Bearer pat-na1-<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("IBM", Variable, "ibmCloudApiKey", "<b44>"),
    ("Intercom", Variable, "intercom_access_token", "dG9r<s56>"),
    ("Jira", Variable, "jira_api_token", "ATATT3xFfGF0<b180>"),
    ("Keycloak", Body, "client_secret", "<a32>"),
    ("Klaviyo", Header, "Authorization", "Klaviyo-API-Key pk_<h34>"),
    ("Linear", Header, "Authorization", "lin_api_<a40>"),
    ("LinkedIn", Body, "client_secret", "<a16>"),
    ("Mailchimp", Variable, "mailchimpApiKey", "<h32>-us14"),
    ("Mailgun", Variable, "mailgun_api_key", "key-<h32>"),
    ("Mapbox", Query, "access_token", "sk.eyJ1<b60>.<b22>"),
    ("Mixpanel", Variable, "mixpanel_api_secret", "<h32>"),
    ("Monday", Variable, "mondayApiToken", "<a60>"),
    ("NASA", Query, "api_key", "<a40>"),
    ("Netlify", Variable, "NETLIFY_AUTH_TOKEN", "nfp_<a36>"),
    ("New Relic", Header, "Api-Key", "NRAK-<u27>"),
    ("Notion", Header, "Authorization", "Bearer secret_<a43>"),
    ("npm", Variable, "NPM_TOKEN", "npm_<a36>"),
    ("Okta", Header, "Authorization", "SSWS 00<b40>"),
    ("OpenAI", Header, "Authorization", "Bearer sk-proj-<b60>"),
    ("OpenWeather", Query, "appid", "<h32>"),
    ("PagerDuty", Header, "Authorization", "Token token=<a20>"),
    ("PayPal", Variable, "paypal_client_secret", "E<b79>"),
    ("Pinecone", Header, "Api-Key", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Pipedrive", Query, "api_token", "<h40>"),
    ("Plaid", Body, "secret", "<h30>"),
    ("Postmark", Header, "X-Postmark-Server-Token", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Pusher", Variable, "PUSHER_APP_SECRET", "<h20>"),
    ("RapidAPI", Header, "X-RapidAPI-Key", "<h10>msh<h15>p1<h6>jsn<h12>"),
    ("Razorpay", Variable, "razorpay_key_secret", "<a24>"),
    ("Redmine", Header, "X-Redmine-API-Key", "<h40>"),
    ("Salesforce", Body, "client_secret", "<u64>"),
    ("SAP", Header, "APIKey", "<a32>"),
    ("SendGrid", Header, "Authorization", "Bearer SG.<b22>.<b43>"),
    ("Sentry", Header, "Authorization", "Bearer sntryu_<h64>"),
    ("Shopify", Header, "X-Shopify-Access-Token", "shpat_<h32>"),
    ("Slack", Header, "Authorization", "Bearer xoxb-<d12>-<d12>-<a24>"),
    ("Snyk", Header, "Authorization", "token <h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Spotify", Body, "client_secret", "<h32>"),
    ("Square", Header, "Authorization", "Bearer EAAA<b60>"),
    ("Stripe", Variable, "stripeSecretKey", "sk_test_<a24>"),
    ("Supabase", Variable, "supabaseSecret", "sb_secret_<b31>"),
    ("Telegram", Variable, "botToken", "<d10>:AA<b33>"),
    ("Tempo", Header, "Authorization", "Bearer <a30>"),
    ("Todoist", Header, "Authorization", "Bearer <h40>"),
    ("Trello", Query, "token", "ATTA<h64>"),
    ("Twilio", Variable, "TWILIO_AUTH_TOKEN", "<h32>"),
    ("Twitch", Body, "client_secret", "<n30>"),
    ("Typeform", Header, "Authorization", "Bearer tfp_<a44>_<a14>"),
    ("Unsplash", Header, "Authorization", "Client-Secret <b43>"),
    ("Vault", Header, "X-Vault-Token", "hvs.<b95>"),
    ("Vonage", Body, "api_secret", "<a16>"),
    ("Wasabi", Variable, "wasabi_secret_key", "<a40>"),
    ("WooCommerce", Query, "consumer_secret", "cs_<h40>"),
    ("Zendesk", Variable, "zendeskApiToken", "<a40>"),
    ("Zoom", Variable, "zoomClientSecret", "<a32>"),
];

/// API, place, name and template of a value that is no credential.
const LOOKALIKES: &[(&str, Place, &str, &str)] = &[
    ("Adyen", Body, "merchantReference", "<u16>"),
    ("Airtable", Variable, "baseId", "app<a14>"),
    ("Algolia", Header, "X-Algolia-Application-Id", "<u10>"),
    ("Amplitude", Body, "device_id", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Anthropic", Header, "anthropic-version", "2023-06-01"),
    ("Asana", Variable, "workspaceGid", "<d16>"),
    ("Auth0", Body, "client_id", "<a32>"),
    ("Auth0", Body, "audience", "https://api.example.com/<n8>"),
    ("AWS", Header, "X-Amz-Request-Id", "<u16>"),
    ("AWS", Header, "x-amz-content-sha256", "<h64>"),
    ("Azure", Variable, "tenantId", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Azure", Variable, "subscriptionId", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Bitbucket", Variable, "workspaceUuid", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Braintree", Body, "paymentMethodNonceType", "CreditCard"),
    ("Calendly", Body, "event_type", "https://api.calendly.com/event_types/<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Cloudflare", Variable, "zoneId", "<h32>"),
    ("Cloudflare", Header, "X-Auth-Email", "<n8>@example.com"),
    ("Coinbase", Header, "CB-VERSION", "2022-01-06"),
    ("Contentful", Variable, "spaceId", "<n12>"),
    ("Datadog", Variable, "monitorId", "<d9>"),
    ("DigitalOcean", Body, "ssh_key_fingerprint", "<h2>:<h2>:<h2>:<h2>:<h2>:<h2>"),
    ("Discord", Variable, "guildId", "<d18>"),
    ("Docusign", Variable, "envelopeId", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Elastic", Header, "X-Elastic-Product", "Elasticsearch"),
    ("Etsy", Variable, "listingId", "<d10>"),
    ("Facebook", Variable, "pageId", "<d15>"),
    ("Figma", Variable, "fileId", "<a22>"),
    ("Firebase", Variable, "projectId", "my-project-<n5>"),
    ("Freshdesk", Body, "ticket_id", "<d7>"),
    ("GitHub", Header, "X-GitHub-Api-Version", "2022-11-28"),
    ("GitHub", Body, "sha", "<h40>"),
    ("GitHub", Body, "node_id", "MDQ6VXNlc<d5>"),
    ("GitLab", Body, "commit_id", "<h40>"),
    ("Google", Variable, "calendarId", "<n26>@group.calendar.google.com"),
    ("Google", Query, "pageToken", "<d3>"),
    ("Google", Variable, "clientId", "<d12>-<n32>.apps.googleusercontent.com"),
    ("Google", Body, "etag", "<b27>"),
    ("Heroku", Variable, "appId", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("HubSpot", Variable, "portalId", "<d8>"),
    ("IBM", Variable, "instanceCrn", "crn:v1:bluemix:public:service:us-south:a/<h32>"),
    ("Intercom", Variable, "conversationId", "<d15>"),
    ("Jira", Variable, "projectKey", "ABC"),
    ("Jira", Variable, "issueKey", "ABC-<d3>"),
    ("Keycloak", Variable, "realm", "my-realm-<d2>"),
    ("Keycloak", Body, "grant_type", "client_credentials"),
    ("Klaviyo", Header, "revision", "2024-10-15"),
    ("Linear", Variable, "issueId", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("LinkedIn", Body, "urn", "urn:li:person:<a10>"),
    ("Mailchimp", Variable, "listId", "<h10>"),
    ("Mailchimp", Variable, "subscriberHash", "<h32>"),
    ("Mapbox", Query, "access_token", "pk.eyJ1<b60>.<b22>"),
    ("Mixpanel", Body, "distinct_id", "<h32>"),
    ("Monday", Variable, "boardId", "<d10>"),
    ("New Relic", Variable, "accountId", "<d7>"),
    ("Notion", Variable, "databaseId", "<h32>"),
    ("Notion", Header, "Notion-Version", "2022-06-28"),
    ("Okta", Variable, "userId", "00u<a17>"),
    ("Okta", Variable, "oktaDomain", "dev-<d8>.okta.com"),
    ("OpenAI", Header, "OpenAI-Organization", "org-<a24>"),
    ("OpenAI", Variable, "assistantId", "asst_<a24>"),
    ("OpenWeather", Query, "units", "metric"),
    ("PagerDuty", Body, "dedup_key", "incident/<n6>"),
    ("PayPal", Variable, "orderId", "<u17>"),
    ("PayPal", Header, "PayPal-Request-Id", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Pipedrive", Variable, "dealId", "<d5>"),
    ("Plaid", Body, "public_key", "<h30>"),
    ("PostHog", Variable, "posthogKey", "phc_<a43>"),
    ("Postmark", Body, "MessageID", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Pusher", Variable, "PUSHER_APP_ID", "<d7>"),
    ("RapidAPI", Header, "X-RapidAPI-Host", "<n10>.p.rapidapi.com"),
    ("Razorpay", Variable, "orderId", "order_<a14>"),
    ("reCAPTCHA", Variable, "recaptchaSiteKey", "6L<b6>AAAAA<b27>"),
    ("Salesforce", Variable, "accountId", "001<a15>"),
    ("Salesforce", Variable, "instanceUrl", "https://<n8>.my.salesforce.com"),
    ("SendGrid", Body, "template_id", "d-<h32>"),
    ("Sentry", Variable, "dsn", "https://<h32>@o<d6>.ingest.sentry.io/<d7>"),
    ("Shopify", Variable, "productGid", "gid://shopify/Product/<d13>"),
    ("Shopify", Variable, "shop", "<n8>.myshopify.com"),
    ("Slack", Variable, "channelId", "C<u10>"),
    ("Slack", Body, "ts", "<d10>.<d6>"),
    ("Snyk", Variable, "orgId", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Spotify", Variable, "trackUri", "spotify:track:<a22>"),
    ("Square", Variable, "locationId", "L<u12>"),
    ("Stripe", Variable, "stripePublishableKey", "pk_test_<a24>"),
    ("Stripe", Variable, "customerId", "cus_<a14>"),
    ("Stripe", Header, "Stripe-Version", "2024-06-20"),
    ("Stripe", Header, "Idempotency-Key", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Supabase", Variable, "supabaseUrl", "https://<n20>.supabase.co"),
    ("Telegram", Variable, "chatId", "-100<d10>"),
    ("Todoist", Variable, "projectId", "<d10>"),
    ("Trello", Variable, "cardId", "<h24>"),
    ("Twilio", Variable, "accountSid", "AC<h32>"),
    ("Twitch", Header, "Client-Id", "<n30>"),
    ("Typeform", Variable, "formId", "<a8>"),
    ("Vault", Header, "X-Vault-Namespace", "admin/team-<n4>"),
    ("Vonage", Variable, "applicationId", "<h8>-<h4>-<h4>-<h4>-<h12>"),
    ("Web", Header, "If-None-Match", "<h32>"),
    ("Web", Header, "traceparent", "00-<h32>-<h16>-01"),
    ("Zendesk", Variable, "ticketId", "<d6>"),
    ("Zoom", Variable, "meetingId", "<d11>"),
];

fn file(place: Place, name: &str, value: &str) -> Value {
    let request = match place {
        Variable => return environment("prod", &[(name, value, false)]),
        Header => json!({"method": "GET", "url": "{{url}}", "header": [{"key": name, "value": value}]}),
        Query => {
            json!({"method": "GET", "header": [], "url": {"raw": "{{url}}", "query": [{"key": name, "value": value}]}})
        }
        Body => {
            let raw = json!({name: value, "page": 1}).to_string();
            json!({"method": "POST", "header": [], "url": "{{url}}", "body": {"mode": "raw", "raw": raw}})
        }
    };
    collection(&json!({"name": "Call", "request": request, "response": []}))
}

/// A file with each of the credentials, and its name.
pub(super) fn credential_files() -> Vec<(String, Value)> {
    let file_of = |(api, place, name, template): &(&str, Place, &str, &str)| {
        (format!("{api} {name}"), file(*place, name, &Random::new(api).token(template)))
    };
    CREDENTIALS.iter().map(file_of).collect()
}

/// The names of the cases in which nothing, or something, is found.
fn cases(table: &[(&str, Place, &str, &str)], is_wrong: fn(usize) -> bool) -> (usize, Vec<String>) {
    let mut wrong = Vec::new();
    for (api, place, name, template) in table {
        for round in 0..2 {
            let value = Random::new(&format!("{api} {name} {round}")).token(template);
            let document = document(&file(*place, name, &value));
            let found = scan(&document).into_iter().filter(|secret| secret.risk >= Risk::Medium).count();
            if is_wrong(found) {
                wrong.push(format!("{api} {name} {template} {round}"));
            }
        }
    }
    (2 * table.len(), wrong)
}

#[test]
fn credentials_of_public_apis_are_found_and_their_ids_are_not() {
    let (all, missed) = cases(CREDENTIALS, |found| found == 0);
    assert!(all >= 200 && missed.len() * 100 <= all, "{} of {all} missed: {missed:#?}", missed.len());
    let (all, reported) = cases(LOOKALIKES, |found| found > 0);
    assert!(all >= 200 && reported.len() * 100 <= all, "{} of {all} reported: {reported:#?}", reported.len());
}
