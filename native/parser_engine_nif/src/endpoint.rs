//! `endpoint_vectors`: one request to somebody's embedding endpoint.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use embedding_endpoint::{Client, Expected, Failure, Request, Vector};
use rustler::{Binary, Encoder, Env, NewBinary, NifMap, OwnedEnv, Term};

use crate::atoms;
use crate::own_thread;

/// A request; its body comes beside it.
#[derive(NifMap)]
#[rustler(decode)]
struct RequestMap {
    url: String,
    headers: Vec<(String, String)>,
    /// Texts in the body.
    inputs: usize,
    dimensions: Option<usize>,
    /// Milliseconds.
    timeout: u64,
}

/// Connections are kept by clients, and a client has one timeout.
static CLIENTS: LazyLock<Mutex<HashMap<u64, Client>>> = LazyLock::new(Mutex::default);

fn client(timeout: u64) -> Client {
    let mut clients = CLIENTS.lock().unwrap_or_else(PoisonError::into_inner);
    let new = || Client::new(Duration::from_millis(timeout));
    clients.entry(timeout).or_insert_with(new).clone()
}

/// Sends `{reference, {:ok, vectors}}`: for each text float32 in little-endian order, or `nil` where
/// its vector has no direction. Otherwise `{reference, {:error, reason}}`.
#[rustler::nif]
fn endpoint_vectors<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    request: RequestMap,
    body: Term<'a>,
) -> Term<'a> {
    // It is shared with the thread, and copied there.
    let own = OwnedEnv::new();
    let body = own.save(body);
    own_thread::answer(env, reference, "code_endpoint", move |reply| {
        let outcome = job_pool::guard(|| {
            let body = own.run(|env| Some(body.load(env).decode::<Binary>().ok()?.to_vec()));
            vectors(request, body.unwrap_or_default())
        });
        reply.send(|env| match outcome {
            Ok(Ok(vectors)) => (atoms::ok(), binaries(env, &vectors)).encode(env),
            Ok(Err(failure)) => (atoms::error(), reason(env, failure)).encode(env),
            Err(words) => (atoms::error(), (atoms::panic(), words)).encode(env),
        });
    })
}

fn vectors(request: RequestMap, body: Vec<u8>) -> Result<Vec<Vector>, Failure> {
    client(request.timeout).vectors(&Request {
        url: request.url,
        headers: request.headers,
        body,
        expected: Expected {
            inputs: request.inputs,
            dimensions: request.dimensions,
        },
    })
}

fn binaries<'a>(env: Env<'a>, vectors: &[Vector]) -> Vec<Option<Term<'a>>> {
    let binary = |numbers: &Vec<f32>| {
        let bytes: Vec<u8> = numbers
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        let mut binary = NewBinary::new(env, bytes.len());
        binary.as_mut_slice().copy_from_slice(&bytes);
        binary.into()
    };
    vectors
        .iter()
        .map(|vector| vector.as_ref().map(binary))
        .collect()
}

fn reason(env: Env, failure: Failure) -> Term {
    match failure {
        Failure::Busy(milliseconds) => (atoms::embedder_busy(), milliseconds).encode(env),
        Failure::Unreachable(words) => (atoms::embedder_unreachable(), words).encode(env),
        Failure::Denied(status, words) => (atoms::embedder_denied(), status, words).encode(env),
        Failure::Refused(status, words) => (atoms::embedder_refused(), status, words).encode(env),
        Failure::Answer(words) => (atoms::embedder_answer(), words).encode(env),
    }
}
