use std::time::{Duration, SystemTime};

use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error};

use crate::answer::{Expected, answered_vectors};
use crate::failure::Failure;
use crate::retry_after;
use crate::words::{error_message, presentable};

/// Unit length; `None` where there is no direction.
pub type Vector = Option<Vec<f32>>;

/// Of an answer, for each text: 8,192 numbers of 32 digits, more than any model has.
const MAX_ANSWER_BYTES: u64 = 256 * 1024;

/// What is sent. It has no `Debug`: the headers hold the key.
pub struct Request {
    /// `http` or `https`.
    pub url: String,
    /// Names and values, beside `Content-Type`.
    pub headers: Vec<(String, String)>,
    /// JSON text.
    pub body: Vec<u8>,
    /// What the answer has to hold.
    pub expected: Expected,
}

/// Connections and root certificates, kept for the next request. A clone shares them.
#[derive(Clone)]
pub struct Client(Agent);

impl Client {
    /// `timeout` is for all of a request: name, connection, and the last byte of the answer.
    ///
    /// Certificates are checked against those of the operating system. Redirects are not followed.
    /// The variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the environment hold.
    #[must_use]
    pub fn new(timeout: Duration) -> Self {
        let certificates = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("parser_engine/", env!("CARGO_PKG_VERSION")))
            .tls_config(certificates.build());
        Self(config.build().new_agent())
    }

    /// One vector for each text that the request has, in their order.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn vectors(&self, request: &Request) -> Result<Vec<Vector>, Failure> {
        let answer = self.answer(request);
        answer.map_err(|failure| failure.presentable(&request.headers))
    }

    fn answer(&self, request: &Request) -> Result<Vec<Vector>, Failure> {
        let mut post = self.0.post(&request.url).content_type("application/json");
        for (name, value) in &request.headers {
            post = post.header(name, value);
        }
        let mut response = post.send(&request.body).map_err(unreachable)?;
        let limit = MAX_ANSWER_BYTES * request.expected.inputs as u64;
        let body = response.body_mut().with_config().limit(limit).read_to_vec();
        match response.status().as_u16() {
            200 => answered_vectors(&body.map_err(unreachable)?, request.expected)
                .map_err(Failure::Answer),
            status => Err(unsuccessful(status, &response, &body.unwrap_or_default())),
        }
    }
}

fn unsuccessful(status: u16, response: &Response<Body>, body: &[u8]) -> Failure {
    let header = |name| response.headers().get(name)?.to_str().ok();
    let wait =
        header("retry-after").and_then(|value| retry_after::milliseconds(value, SystemTime::now()));
    let said = error_message(body).or_else(|| redirect(status, header("location")?));
    let reason = || response.status().canonical_reason().unwrap_or("");
    Failure::of_status(status, wait, said.unwrap_or_else(|| reason().into()))
}

fn redirect(status: u16, location: &str) -> Option<String> {
    (300..400)
        .contains(&status)
        .then(|| format!("it redirects to {location}, which is not followed"))
}

fn unreachable(error: Error) -> Failure {
    match error {
        Error::BodyExceedsLimit(bytes) => {
            Failure::Answer(format!("the answer has more than {bytes} bytes"))
        }
        // It may have a key in its query.
        Error::BadUri(_) => Failure::Unreachable("the URL is not valid".into()),
        Error::Timeout(_) => Failure::Unreachable("it did not answer in time".into()),
        error => Failure::Unreachable(error.to_string()),
    }
}

impl Failure {
    fn presentable(self, headers: &[(String, String)]) -> Self {
        let words = |text: String| presentable(&text, headers.iter().map(|(_, value)| &**value));
        match self {
            Self::Busy(wait) => Self::Busy(wait),
            Self::Unreachable(text) => Self::Unreachable(words(text)),
            Self::Denied(status, text) => Self::Denied(status, words(text)),
            Self::Refused(status, text) => Self::Refused(status, words(text)),
            Self::Answer(text) => Self::Answer(words(text)),
        }
    }
}
