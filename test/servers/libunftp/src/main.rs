//! libunftp as its documentation sets it up, on local files: two accounts, one tree, TLS on offer.

use std::{env, sync::Arc};

use async_trait::async_trait;
use libunftp::{options::ActivePassiveMode, ServerBuilder};
use unftp_core::auth::{AuthenticationError, Authenticator, Credentials, Principal};
use unftp_sbe_fs::Filesystem;

fn var(name: &str) -> String {
    env::var(name).expect(name)
}

#[derive(Debug)]
struct Accounts;

#[async_trait]
impl Authenticator for Accounts {
    async fn authenticate(
        &self,
        username: &str,
        credentials: &Credentials,
    ) -> Result<Principal, AuthenticationError> {
        let wanted = if username == var("FTP_USER") {
            var("FTP_PASSWORD")
        } else if username == var("FTP_SECOND_USER") {
            var("FTP_SECOND_PASSWORD")
        } else {
            return Err(AuthenticationError::BadUser);
        };
        if credentials.password.as_deref() != Some(wanted.as_str()) {
            return Err(AuthenticationError::BadPassword);
        }
        let username = username.to_string();
        Ok(Principal { username })
    }
}

#[tokio::main]
async fn main() {
    let home = format!("{}/{}", var("FTP_ROOT"), var("FTP_USER"));
    let files = Box::new(move || Filesystem::new(home.clone()).expect("the home"));
    let server = ServerBuilder::with_authenticator(files, Arc::new(Accounts))
        .active_passive_mode(ActivePassiveMode::ActiveAndPassive)
        .ftps(var("FTP_CERTIFICATE"), var("FTP_KEY"))
        .build()
        .expect("the settings");
    let host = var("FTP_HOST");
    let host = if host.contains(':') { format!("[{host}]") } else { host };
    server
        .listen(format!("{host}:{}", var("FTP_PORT")))
        .await
        .expect("to listen");
}
