//! What the thread of a connection does: statements, one after the other.

use std::collections::HashMap;
use std::time::Duration;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{Kind, ToSql, Type};
use postgres::{CancelToken, Client, Column, Config, NoTls, Row, Statement};
use rustler::Term;

use crate::Options;
use crate::cell::{self, Cell};
use crate::outcome::{Failure, Table};

/// Statements that stay prepared on one connection. The library runs fewer.
const PREPARED: usize = 100;

/// A connection with its prepared statements.
pub(crate) struct Session {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl Session {
    pub(crate) fn open(options: &Options) -> Result<Self, Failure> {
        let client = config(options)
            .connect(NoTls)
            .map_err(|error| Failure::new(&error, true))?;
        Ok(Self {
            client,
            prepared: HashMap::new(),
        })
    }

    pub(crate) fn cancel_token(&self) -> CancelToken {
        self.client.cancel_token()
    }

    /// Runs one statement. One that failed is prepared anew next time: the tables may have changed.
    pub(crate) fn query(&mut self, sql: &str, params: &[Term]) -> Result<Table, Failure> {
        let outcome = self.try_query(sql, params);
        if outcome.is_err() {
            self.prepared.remove(sql);
        }
        outcome
    }

    fn try_query(&mut self, sql: &str, params: &[Term]) -> Result<Table, Failure> {
        let statement = self.prepare(sql)?;
        let cells = cells(params, statement.params())?;
        supported(statement.columns())?;
        let (rows, count) = self
            .run(&statement, &cells)
            .map_err(|error| self.failure(&error))?;
        Ok(Table {
            columns: names(statement.columns()),
            timestamps: statement
                .columns()
                .iter()
                .any(|column| is_timestamp(column.type_())),
            rows,
            count,
        })
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, Failure> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self
            .client
            .prepare(sql)
            .map_err(|error| self.failure(&error))?;
        if self.prepared.len() >= PREPARED {
            self.prepared.clear();
        }
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn run(
        &mut self,
        statement: &Statement,
        cells: &[Cell],
    ) -> Result<(Vec<Row>, u64), postgres::Error> {
        let params = cells.iter().map(|cell| cell as &(dyn ToSql + Sync));
        let mut stream = self.client.query_raw(statement, params)?;
        let mut rows = Vec::new();
        while let Some(row) = stream.next()? {
            rows.push(row);
        }
        Ok((rows, stream.rows_affected().unwrap_or(0)))
    }

    fn failure(&self, error: &postgres::Error) -> Failure {
        Failure::new(error, self.client.is_closed())
    }
}

fn config(options: &Options) -> Config {
    let mut config = Config::new();
    config
        .host(&options.host)
        .port(options.port)
        .user(&options.username)
        .dbname(&options.database)
        .options(&options.parameters)
        .connect_timeout(Duration::from_millis(options.connect_timeout));
    if let Some(password) = &options.password {
        config.password(password);
    }
    config
}

fn cells<'a>(params: &[Term<'a>], types: &[Type]) -> Result<Vec<Cell<'a>>, Failure> {
    if params.len() != types.len() {
        return Err(Failure::ParameterCount(types.len(), params.len()));
    }
    params
        .iter()
        .zip(types)
        .enumerate()
        .map(|(at, (term, ty))| cell(at + 1, *term, ty))
        .collect()
}

fn cell<'a>(position: usize, term: Term<'a>, ty: &Type) -> Result<Cell<'a>, Failure> {
    if !cell::supports(ty) {
        return Err(Failure::ParameterType(position, ty.to_string()));
    }
    Cell::from_term(term, ty).ok_or_else(|| Failure::Parameter(position, ty.to_string()))
}

fn supported(columns: &[Column]) -> Result<(), Failure> {
    match columns
        .iter()
        .find(|column| !cell::supports(column.type_()))
    {
        Some(column) => Err(Failure::ColumnType(
            column.name().to_owned(),
            column.type_().to_string(),
        )),
        None => Ok(()),
    }
}

fn names(columns: &[Column]) -> Option<Vec<String>> {
    let names = || {
        columns
            .iter()
            .map(|column| column.name().to_owned())
            .collect()
    };
    (!columns.is_empty()).then(names)
}

fn is_timestamp(ty: &Type) -> bool {
    match ty.kind() {
        Kind::Array(member) => is_timestamp(member),
        _ => matches!(*ty, Type::TIMESTAMP | Type::TIMESTAMPTZ),
    }
}
