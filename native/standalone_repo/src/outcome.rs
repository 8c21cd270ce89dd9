//! What a request came to, and its form as a term.

use std::error::Error;

use postgres::Row;
use postgres::error::{DbError, ErrorPosition};
use rustler::{Encoder, Env, NifMap, NifTaggedEnum, Term};

use crate::cell::Cell;

/// The result of a statement; `columns` is `None` where it returns no rows by its nature.
pub(crate) struct Table {
    pub(crate) columns: Option<Vec<String>>,
    pub(crate) rows: Vec<Row>,
    /// Rows returned or affected.
    pub(crate) count: u64,
    /// Whether a column holds timestamps, which Elixir makes structs of.
    pub(crate) timestamps: bool,
}

/// Why a request failed.
#[derive(NifTaggedEnum)]
#[rustler(encode)]
pub(crate) enum Failure {
    /// The server's answer.
    Postgres(Box<ServerError>),
    /// No connection, or it broke.
    Connection(String),
    /// The statement has so many parameters, and so many were given.
    ParameterCount(usize, usize),
    /// The position (from 1) of a parameter whose term is not of this type.
    Parameter(usize, String),
    /// The position of a parameter of a type outside the contract.
    ParameterType(usize, String),
    /// The name of a column of a type outside the contract.
    ColumnType(String, String),
    /// A value that the server's type has and Elixir's has not.
    Value(String),
    /// The request could not be put into a message.
    Request(String),
    /// The text of a panic.
    Panic(String),
}

/// The fields of PostgreSQL's error message.
#[derive(NifMap)]
#[rustler(encode)]
pub(crate) struct ServerError {
    pg_code: String,
    severity: String,
    message: String,
    detail: Option<String>,
    hint: Option<String>,
    position: Option<u32>,
    r#where: Option<String>,
    schema: Option<String>,
    table: Option<String>,
    column: Option<String>,
    data_type: Option<String>,
    constraint: Option<String>,
}

impl From<&DbError> for ServerError {
    fn from(error: &DbError) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let severity = error.parsed_severity().map(|severity| severity.to_string());
        Self {
            pg_code: error.code().code().to_owned(),
            severity: severity.unwrap_or_else(|| error.severity().to_owned()),
            message: error.message().to_owned(),
            detail: owned(error.detail()),
            hint: owned(error.hint()),
            position: position(error.position()),
            r#where: owned(error.where_()),
            schema: owned(error.schema()),
            table: owned(error.table()),
            column: owned(error.column()),
            data_type: owned(error.datatype()),
            constraint: owned(error.constraint()),
        }
    }
}

fn position(position: Option<&ErrorPosition>) -> Option<u32> {
    match position? {
        ErrorPosition::Original(position) => Some(*position),
        ErrorPosition::Internal { .. } => None,
    }
}

impl Failure {
    /// `broken` tells an error of the connection from one of the request.
    pub(crate) fn new(error: &postgres::Error, broken: bool) -> Self {
        match error.as_db_error() {
            Some(error) => Failure::Postgres(Box::new(error.into())),
            None if broken => Failure::Connection(sentence(error)),
            None => Failure::Request(sentence(error)),
        }
    }
}

fn sentence(error: &postgres::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// `{:ok, {columns, rows, count, timestamps}}` or `{:error, failure}`.
pub(crate) fn encode<'a>(outcome: &Result<Table, Failure>, env: Env<'a>) -> Term<'a> {
    match outcome {
        Ok(table) => table.encode(env),
        Err(failure) => Err::<(), _>(failure).encode(env),
    }
}

impl Table {
    fn encode<'a>(&self, env: Env<'a>) -> Term<'a> {
        let table = self.cells().map(|cells| {
            let rows = self.columns.is_some().then_some(cells);
            (&self.columns, rows, self.count, self.timestamps)
        });
        table
            .map_err(|error| Failure::Value(sentence(&error)))
            .encode(env)
    }

    fn cells(&self) -> Result<Vec<Vec<Cell<'_>>>, postgres::Error> {
        self.rows
            .iter()
            .map(|row| (0..row.len()).map(|at| row.try_get(at)).collect())
            .collect()
    }
}
