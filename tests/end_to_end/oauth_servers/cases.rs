//! What must hold against every server, by grant.

use super::newman::Run;
use super::scene::{Grant, Scene};
use anyhow::{Context, Result, ensure};

/// What one trial plays, and its name.
pub(crate) type Case = (&'static str, fn(&Scene<'_>) -> Result<()>);

/// The cases of a grant.
pub(crate) fn cases(grant: Grant) -> &'static [Case] {
    match grant {
        Grant::Password => &[
            ("logs_in_and_calls_the_api", logs_in_and_calls_the_api),
            ("an_ended_token_is_refreshed_and_the_rotated_pair_stored", ended_token_is_refreshed),
            ("a_refresh_by_hand_stores_the_rotated_pair", refresh_by_hand),
            ("a_spent_refresh_token_is_one_failed_test_and_forgotten", spent_refresh_token),
            ("a_wrong_password_is_one_failed_test", wrong_password),
            ("a_wrong_client_secret_is_one_failed_test", wrong_client_secret_at_login),
            ("a_client_without_this_grant_is_told_so", client_without_this_grant),
            ("the_doctor_finds_it_healthy", doctor_finds_it_healthy),
            ("the_doctor_names_a_wrong_password", doctor_names_a_wrong_password),
            ("the_doctor_names_a_wrong_client_secret", doctor_names_a_wrong_client_secret),
            ("the_doctor_names_a_missing_grant", doctor_names_a_missing_grant),
            ("the_doctor_names_a_dead_token", doctor_names_a_dead_token),
        ],
        Grant::ClientCredentials => &[
            ("the_first_request_fetches_its_token", first_request_fetches_its_token),
            ("an_ended_token_is_replaced", ended_token_is_replaced),
            ("a_token_request_by_hand_stores_the_token", token_request_by_hand),
            ("a_wrong_client_secret_is_one_failed_test", wrong_client_secret),
            ("a_client_without_this_grant_is_told_so", application_without_this_grant),
            ("the_doctor_finds_it_healthy", doctor_finds_it_healthy),
            ("the_doctor_names_a_wrong_client_secret", doctor_names_a_wrong_client_secret),
            ("the_doctor_names_a_missing_grant", doctor_names_a_missing_grant),
        ],
    }
}

const LOGIN: &str = "POST - Get Access Token";
const VERIFY: &str = "GET - Verify Access Token";
const REFRESH: &str = "POST - Refresh Access Token";
const LIST: &str = "GET - List Items";

/// The tests that the scripts make of a token request, and of a refresh that fails.
const TOKEN_TEST: &str = "Status is 200 and access_token is present";
const REFRESH_TEST: &str = "The access token is refreshed";

fn logs_in_and_calls_the_api(scene: &Scene<'_>) -> Result<()> {
    let run = scene.send(&[LOGIN, VERIFY, LIST])?;
    run.is_fine()?;
    let tests: Vec<_> = run.sent[0].tests.iter().map(|(name, _)| name.as_str()).collect();
    ensure!(tests == [TOKEN_TEST, "expires_in is present"], "{tests:?}");
    says(&run.sent[1].body, "username", &scene.credentials.username)?;
    ensure!(!scene.value("REFRESH_TOKEN")?.is_empty(), "no refresh token is stored");
    ensure!(scene.value("TOKEN_TYPE")? == "Bearer", "the type of the token is stored");
    lives(scene)
}

fn ended_token_is_refreshed(scene: &Scene<'_>) -> Result<()> {
    scene.send(&[LOGIN])?.is_fine()?;
    let first = pair(scene)?;
    scene.let_token_end()?;
    let run = scene.send(&[VERIFY, LIST])?;
    run.is_fine()?;
    ensure!(run.calls() == [1, 0], "one refresh, before the first request: {:?}", run.calls());
    let second = pair(scene)?;
    ensure!(second.0 != first.0, "the access token is the old one");
    ensure!(second.1 != first.1, "the refresh token is the old one, and the server rotates");
    lives(scene)?;
    // Only if the right refresh token was stored it can be traded once more.
    scene.let_token_end()?;
    scene.send(&[VERIFY])?.is_fine()?;
    let third = pair(scene)?;
    ensure!(third.0 != second.0 && third.1 != second.1, "the second refresh brought nothing new");
    Ok(())
}

fn refresh_by_hand(scene: &Scene<'_>) -> Result<()> {
    let run = scene.send(&[LOGIN, REFRESH])?;
    run.is_fine()?;
    let (first, second) = (answered(&run, 0)?, answered(&run, 1)?);
    ensure!(second.0 != first.0 && second.1 != first.1, "the server does not rotate");
    ensure!(pair(scene)? == second, "the new pair is not stored");
    scene.send(&[VERIFY])?.is_fine()
}

fn spent_refresh_token(scene: &Scene<'_>) -> Result<()> {
    let run = scene.send(&[LOGIN, REFRESH])?;
    run.is_fine()?;
    let (_, spent) = answered(&run, 0)?;
    scene.set(&[("REFRESH_TOKEN", &spent)])?;
    scene.let_token_end()?;
    let run = scene.send(&[VERIFY])?;
    let (test, message) = run.only_failure()?;
    ensure!(test == REFRESH_TEST, "{test}");
    ensure!(message.contains("invalid_grant") && message.contains(LOGIN), "{message}");
    ensure!(scene.value("REFRESH_TOKEN")?.is_empty(), "a refresh token that is refused must not be tried again");
    // And the way out that the message names is one.
    scene.send(&[LOGIN, VERIFY])?.is_fine()
}

fn wrong_password(scene: &Scene<'_>) -> Result<()> {
    scene.set(&[("PASSWORD", "not the password")])?;
    let run = scene.send(&[LOGIN])?;
    let (test, message) = run.only_failure()?;
    ensure!(test == TOKEN_TEST, "{test}");
    ensure!(message.contains("400 with invalid_grant") && message.contains("password"), "{message}");
    ensure!(scene.value("ACCESS_TOKEN")?.is_empty(), "something is stored as a token");
    Ok(())
}

fn wrong_client_secret_at_login(scene: &Scene<'_>) -> Result<()> {
    scene.set(&[("CLIENT_SECRET", "not the secret")])?;
    let run = scene.send(&[LOGIN])?;
    let (test, message) = run.only_failure()?;
    ensure!(test == TOKEN_TEST, "{test}");
    names_the_client(message)
}

fn client_without_this_grant(scene: &Scene<'_>) -> Result<()> {
    let other = &scene.credentials.application;
    scene.set(&[("CLIENT_ID", &other.id), ("CLIENT_SECRET", &other.secret)])?;
    let run = scene.send(&[LOGIN])?;
    let (test, message) = run.only_failure()?;
    ensure!(test == TOKEN_TEST, "{test}");
    names_the_missing_grant(message)
}

fn first_request_fetches_its_token(scene: &Scene<'_>) -> Result<()> {
    let run = scene.send(&[VERIFY, LIST])?;
    run.is_fine()?;
    ensure!(run.calls() == [1, 0], "one token request, before the first request: {:?}", run.calls());
    says(&run.sent[0].body, "application", &scene.client().id)?;
    lives(scene)
}

fn ended_token_is_replaced(scene: &Scene<'_>) -> Result<()> {
    scene.send(&[VERIFY])?.is_fine()?;
    let first = scene.value("ACCESS_TOKEN")?;
    scene.let_token_end()?;
    scene.send(&[VERIFY])?.is_fine()?;
    ensure!(scene.value("ACCESS_TOKEN")? != first, "the token is the old one");
    lives(scene)
}

fn token_request_by_hand(scene: &Scene<'_>) -> Result<()> {
    let run = scene.send(&[LOGIN, VERIFY])?;
    run.is_fine()?;
    let answer: serde_json::Value = serde_json::from_str(&run.sent[0].body)?;
    ensure!(answer["access_token"] == scene.value("ACCESS_TOKEN")?, "another token is stored than the answer's");
    Ok(())
}

fn wrong_client_secret(scene: &Scene<'_>) -> Result<()> {
    scene.set(&[("CLIENT_SECRET", "not the secret")])?;
    let run = scene.send(&[VERIFY])?;
    let (test, message) = run.only_failure()?;
    ensure!(test == REFRESH_TEST, "{test}");
    ensure!(scene.value("ACCESS_TOKEN")?.is_empty(), "something is stored as a token");
    names_the_client(message)
}

fn application_without_this_grant(scene: &Scene<'_>) -> Result<()> {
    let other = &scene.credentials.login;
    scene.set(&[("CLIENT_ID", &other.id), ("CLIENT_SECRET", &other.secret)])?;
    let run = scene.send(&[VERIFY])?;
    let (test, message) = run.only_failure()?;
    ensure!(test == REFRESH_TEST, "{test}");
    names_the_missing_grant(message)
}

fn doctor_finds_it_healthy(scene: &Scene<'_>) -> Result<()> {
    let examined = scene.doctor(&["--save"])?;
    ensure!(examined.is_healthy, "{}", examined.printed);
    let walked: &[&str] = match scene.scenario.grant {
        Grant::Password => &["values", "resolve", "connect", "token", "response", "verify", "refresh", "new-token"],
        Grant::ClientCredentials => &["values", "resolve", "connect", "token", "response", "verify"],
    };
    for step in walked {
        let is_fine =
            examined.steps.iter().any(|(name, status)| name == step && (status == "passed" || status == "noted"));
        ensure!(is_fine, "the step `{step}`: {}", examined.printed);
    }
    // What it stored is good for the collection's scripts.
    let run = scene.send(&[VERIFY, LIST])?;
    run.is_fine()?;
    ensure!(run.calls() == [0, 0], "the stored token is not used");
    lives(scene)
}

fn doctor_names_a_wrong_password(scene: &Scene<'_>) -> Result<()> {
    scene.set(&[("PASSWORD", "n0t-the-pass-w0rd")])?;
    scene.doctor(&[])?.names(&["oauth/wrong-password"])
}

fn doctor_names_a_wrong_client_secret(scene: &Scene<'_>) -> Result<()> {
    scene.set(&[("CLIENT_SECRET", "n0t-the-s3cret-0f-it")])?;
    // No answer tells whether they belong elsewhere.
    scene.doctor(&[])?.names(&["oauth/invalid-client", "oauth/wrong-environment"])
}

fn doctor_names_a_missing_grant(scene: &Scene<'_>) -> Result<()> {
    let other = match scene.scenario.grant {
        Grant::Password => &scene.credentials.application,
        Grant::ClientCredentials => &scene.credentials.login,
    };
    scene.set(&[("CLIENT_ID", &other.id), ("CLIENT_SECRET", &other.secret)])?;
    scene.doctor(&[])?.names(&["oauth/grant-not-allowed"])
}

fn doctor_names_a_dead_token(scene: &Scene<'_>) -> Result<()> {
    scene.set(&[("ACCESS_TOKEN", "n0-t0ken-0f-this-server"), ("REFRESH_TOKEN", "n0r-this")])?;
    let examined = scene.doctor(&["--only", "verify"])?;
    ensure!(
        !examined.is_healthy && examined.causes.iter().any(|cause| cause == "oauth/token-unknown"),
        "{}",
        examined.printed
    );
    // Whether it was replaced or has ended no server tells of a token that it does not know.
    scene.doctor(&["--only", "refresh", "--save"])?.names(&["oauth/refresh-token-dead", "oauth/refresh-token-rotated"])
}

/// The access and the refresh token in the answer to the request at this place of the run.
fn answered(run: &Run, index: usize) -> Result<(String, String)> {
    let answer: serde_json::Value = serde_json::from_str(&run.sent[index].body)?;
    let token = |key: &str| answer[key].as_str().map(str::to_owned).with_context(|| format!("there is no {key}"));
    Ok((token("access_token")?, token("refresh_token")?))
}

/// The access and the refresh token in the environment.
fn pair(scene: &Scene<'_>) -> Result<(String, String)> {
    Ok((scene.value("ACCESS_TOKEN")?, scene.value("REFRESH_TOKEN")?))
}

/// The stored token ends in the future.
fn lives(scene: &Scene<'_>) -> Result<()> {
    let expiry: u128 = scene.value("TOKEN_EXPIRY")?.parse()?;
    let now = std::time::UNIX_EPOCH.elapsed()?.as_millis();
    let lifetime: u128 = scene.value("TOKEN_LIFETIME")?.parse()?;
    ensure!((now..=now + lifetime * 1000).contains(&expiry), "the token ends at {expiry}, and now is {now}");
    Ok(())
}

fn says(body: &str, key: &str, value: &str) -> Result<()> {
    let body: serde_json::Value = serde_json::from_str(body)?;
    ensure!(body[key] == value, "the API takes the caller for {body}");
    Ok(())
}

fn names_the_client(message: &str) -> Result<()> {
    let named = ["CLIENT_ID", "CLIENT_SECRET"].iter().all(|name| message.contains(&Scene::variable(name)));
    ensure!(named && message.contains("invalid_client"), "{message}");
    Ok(())
}

fn names_the_missing_grant(message: &str) -> Result<()> {
    let is_named = message.contains(&Scene::variable("CLIENT_ID")) && message.contains("grant");
    ensure!(is_named && message.contains("unauthorized_client"), "{message}");
    Ok(())
}
