//! One value on its way between a term and PostgreSQL's binary format.

use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};
use rustler::{Atom, Binary, Encoder, Env, NewBinary, Term};

use crate::atoms;

type SqlError = Box<dyn Error + Sync + Send>;

/// PostgreSQL counts microseconds from 2000-01-01, the BEAM from 1970-01-01.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;
/// The years that Elixir's ISO calendar converts from Unix time: 0000 to 9999, in microseconds.
const CALENDAR: std::ops::RangeInclusive<i64> = -62_167_219_200_000_000..=253_402_300_799_999_999;

/// A parameter or a field of a result.
#[derive(Debug)]
pub(crate) enum Cell<'a> {
    Null,
    Void,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Text, a name or bytea.
    Bytes(&'a [u8]),
    /// Microseconds since 1970-01-01, without a zone.
    Timestamp(i64),
    /// Microseconds since 1970-01-01 UTC.
    Timestamptz(i64),
    List(Vec<Cell<'a>>),
}

/// Whether values of this type can cross.
pub(crate) fn supports(ty: &Type) -> bool {
    match *ty {
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::BYTEA => true,
        Type::BOOL | Type::INT2 | Type::INT4 | Type::INT8 => true,
        Type::FLOAT4 | Type::FLOAT8 | Type::TIMESTAMP | Type::TIMESTAMPTZ | Type::VOID => true,
        _ => matches!(ty.kind(), Kind::Array(member) if supports(member)),
    }
}

impl<'a> Cell<'a> {
    /// `None` where the term is not a value of that type.
    pub(crate) fn from_term(term: Term<'a>, ty: &Type) -> Option<Self> {
        if term.is_atom() && atoms::nil() == term {
            return Some(Cell::Null);
        }
        match *ty {
            Type::BOOL => term.decode().ok().map(Cell::Bool),
            Type::INT2 => integer::<i16>(term).map(Cell::Int),
            Type::INT4 => integer::<i32>(term).map(Cell::Int),
            Type::INT8 => term.decode().ok().map(Cell::Int),
            Type::FLOAT4 | Type::FLOAT8 => float(term).map(Cell::Float),
            Type::TIMESTAMP => moment(term, atoms::timestamp()).map(Cell::Timestamp),
            Type::TIMESTAMPTZ => moment(term, atoms::timestamptz()).map(Cell::Timestamptz),
            _ => match ty.kind() {
                Kind::Array(member) => list(term, member).map(Cell::List),
                _ => Binary::from_term(term)
                    .ok()
                    .map(|b| Cell::Bytes(b.as_slice())),
            },
        }
    }
}

/// rustler's own decoder of small integers drops the bits that do not fit.
fn integer<T: TryFrom<i64>>(term: Term) -> Option<i64> {
    let value: i64 = term.decode().ok()?;
    T::try_from(value).is_ok().then_some(value)
}

fn float(term: Term) -> Option<f64> {
    let integer = || term.decode::<i64>().ok().map(|n| n as f64);
    term.decode().ok().or_else(integer)
}

fn moment(term: Term, kind: Atom) -> Option<i64> {
    let (tag, micros): (Atom, i64) = term.decode().ok()?;
    (tag == kind).then_some(micros)
}

fn list<'a>(term: Term<'a>, member: &Type) -> Option<Vec<Cell<'a>>> {
    let terms: Vec<Term> = term.decode().ok()?;
    terms
        .into_iter()
        .map(|term| Cell::from_term(term, member))
        .collect()
}

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, SqlError> {
        match *ty {
            Type::VOID => Ok(Cell::Void),
            Type::BOOL => FromSql::from_sql(ty, raw).map(Cell::Bool),
            Type::INT2 => i16::from_sql(ty, raw).map(|n| Cell::Int(n.into())),
            Type::INT4 => i32::from_sql(ty, raw).map(|n| Cell::Int(n.into())),
            Type::INT8 => i64::from_sql(ty, raw).map(Cell::Int),
            Type::FLOAT4 => f32::from_sql(ty, raw).map(|x| Cell::Float(x.into())),
            Type::FLOAT8 => f64::from_sql(ty, raw).map(Cell::Float),
            Type::TIMESTAMP => unix_micros(raw).map(Cell::Timestamp),
            Type::TIMESTAMPTZ => unix_micros(raw).map(Cell::Timestamptz),
            _ => match ty.kind() {
                Kind::Array(_) => Vec::from_sql(ty, raw).map(Cell::List),
                _ => Ok(Cell::Bytes(raw)),
            },
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, SqlError> {
        Ok(Cell::Null)
    }

    fn accepts(ty: &Type) -> bool {
        supports(ty)
    }
}

fn unix_micros(raw: &[u8]) -> Result<i64, SqlError> {
    i64::from_sql(&Type::INT8, raw)?
        .checked_add(POSTGRES_EPOCH)
        .filter(|micros| CALENDAR.contains(micros))
        .ok_or_else(|| "the timestamp is infinite or outside the years 0000 to 9999".into())
}

impl ToSql for Cell<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, SqlError> {
        match self {
            Cell::Null | Cell::Void => return Ok(IsNull::Yes),
            Cell::Bool(value) => return value.to_sql(ty, out),
            Cell::Int(value) => return integer_to_sql(*value, ty, out),
            Cell::Float(value) if *ty == Type::FLOAT4 => return (*value as f32).to_sql(ty, out),
            Cell::Float(value) => return value.to_sql(ty, out),
            Cell::Bytes(bytes) => out.extend_from_slice(bytes),
            Cell::Timestamp(micros) | Cell::Timestamptz(micros) => {
                return micros
                    .saturating_sub(POSTGRES_EPOCH)
                    .to_sql(&Type::INT8, out);
            }
            Cell::List(cells) => return cells.to_sql(ty, out),
        }
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        supports(ty)
    }

    to_sql_checked!();
}

fn integer_to_sql(value: i64, ty: &Type, out: &mut BytesMut) -> Result<IsNull, SqlError> {
    match *ty {
        Type::INT2 => i16::try_from(value)?.to_sql(ty, out),
        Type::INT4 => i32::try_from(value)?.to_sql(ty, out),
        _ => value.to_sql(ty, out),
    }
}

impl Encoder for Cell<'_> {
    fn encode<'b>(&self, env: Env<'b>) -> Term<'b> {
        match self {
            Cell::Null => atoms::nil().encode(env),
            Cell::Void => atoms::void().encode(env),
            Cell::Bool(value) => value.encode(env),
            Cell::Int(value) => value.encode(env),
            Cell::Float(value) => encode_float(*value, env),
            Cell::Bytes(bytes) => binary(bytes, env),
            Cell::Timestamp(micros) => (atoms::timestamp(), micros).encode(env),
            Cell::Timestamptz(micros) => (atoms::timestamptz(), micros).encode(env),
            Cell::List(cells) => cells.encode(env),
        }
    }
}

/// The BEAM has no float for infinity and for not a number.
fn encode_float(value: f64, env: Env) -> Term {
    if value.is_finite() {
        return value.encode(env);
    }
    let name = match value {
        f64::INFINITY => atoms::inf(),
        f64::NEG_INFINITY => atoms::neg_inf(),
        _ => atoms::nan(),
    };
    name.encode(env)
}

fn binary<'b>(bytes: &[u8], env: Env<'b>) -> Term<'b> {
    let mut binary = NewBinary::new(env, bytes.len());
    binary.as_mut_slice().copy_from_slice(bytes);
    binary.into()
}
