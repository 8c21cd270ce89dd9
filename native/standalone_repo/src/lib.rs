//! `query/3` of a repo over the `postgres` crate, for hosts without Ecto.
//!
//! A connection is a thread of its own ([`connection`]), so that no NIF call waits for the server:
//! `connect` and `query` return at once, and the outcome arrives at the calling process as
//! `{ref, outcome}` ([`outcome`]). Parameters and results cross as [`cell::Cell`]s.

mod cell;
mod connection;
mod outcome;
mod session;

use connection::{Connection, Job};
use outcome::Failure;
use rustler::{Atom, Env, Error, NifMap, NifResult, ResourceArc, Term};

mod atoms {
    rustler::atoms! {
        ok,
        error,
        nil,
        void,
        timestamp,
        timestamptz,
        inf,
        neg_inf = "-inf",
        nan = "NaN",
    }
}

/// Where and as whom to connect.
#[derive(NifMap)]
#[rustler(decode)]
pub struct Options {
    /// A host name, or the absolute path of the folder that holds the server's Unix socket.
    host: String,
    port: u16,
    username: String,
    password: Option<String>,
    database: String,
    /// Run-time parameters in the form of libpq's `options`, such as `-c search_path=a`.
    parameters: String,
    /// How long to wait for the server to accept, in milliseconds.
    connect_timeout: u64,
}

#[rustler::nif]
fn connect(env: Env, reference: Term, options: Options) -> NifResult<ResourceArc<Connection>> {
    Connection::open(options, Job::new(env.pid(), reference, ()))
        .map(ResourceArc::new)
        .map_err(|error| Error::Term(Box::new(Failure::Connection(error.to_string()))))
}

/// False where the connection has ended, and no message will come.
#[rustler::nif]
fn query(
    env: Env,
    connection: ResourceArc<Connection>,
    reference: Term,
    sql: Term,
    params: Term,
) -> bool {
    connection.submit(Job::new(env.pid(), reference, (sql, params)))
}

/// Ends the connection; a statement that runs is cancelled. No message is sent afterwards.
#[rustler::nif]
fn close(connection: ResourceArc<Connection>) -> Atom {
    connection.close();
    atoms::ok()
}

rustler::init!("Elixir.ParserEngine.StandaloneRepo.Native");
