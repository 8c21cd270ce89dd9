//! `explain`: what some paths are to a codebase, and by which rule.

use std::path::Path;

use code_watch::{Exclusion, FileKind, RuleOrigin, Rules, Standing};
use rustler::{Encoder, Env, NifMap, Term};

use crate::atoms;
use crate::filter::FilterMap;
use crate::own_thread;

/// Names and kinds are text, for a person to read.
#[derive(NifMap)]
#[rustler(encode)]
struct ExclusionMap {
    skip: &'static str,
    at: String,
    kind: Option<&'static str>,
    rule: Option<RuleMap>,
}

#[derive(NifMap)]
#[rustler(encode)]
struct RuleMap {
    pattern: String,
    file: Option<String>,
    line: Option<usize>,
}

/// Sends `{reference, {:ok, standings}}` in the order of the paths, each `:file`, `:directory`,
/// `:enoent`, `{:excluded, exclusion}` or `{:io, words}`; or `{reference, {:error, reason}}`.
#[rustler::nif]
fn explain<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    root: String,
    filter: FilterMap,
    paths: Vec<String>,
) -> Term<'a> {
    own_thread::answer_about_files(
        env,
        reference,
        filter,
        "code_rules",
        move |filter, reply| {
            let explain = || {
                let rules = Rules::load(Path::new(&root), filter);
                let standings = paths.iter().map(|path| rules.explain(path));
                standings.collect::<Vec<_>>()
            };
            let found = job_pool::guard(explain);
            reply.send(|env| match found {
                Ok(found) => (atoms::ok(), each_term(env, found)).encode(env),
                Err(words) => (atoms::error(), (atoms::panic(), words)).encode(env),
            });
        },
    )
}

fn each_term(env: Env, standings: Vec<Standing>) -> Vec<Term> {
    let terms = standings.into_iter().map(|standing| term(env, standing));
    terms.collect()
}

fn term(env: Env, standing: Standing) -> Term {
    match standing {
        Standing::File => atoms::file().encode(env),
        Standing::Directory => atoms::directory().encode(env),
        Standing::Missing => atoms::enoent().encode(env),
        Standing::Excluded(exclusion) => (atoms::excluded(), exclusion_map(exclusion)).encode(env),
        Standing::Unreadable(words) => (atoms::io(), words).encode(env),
    }
}

fn exclusion_map(exclusion: Exclusion) -> ExclusionMap {
    ExclusionMap {
        skip: exclusion.skip.as_str(),
        at: exclusion.at,
        kind: exclusion.kind.map(FileKind::as_str),
        rule: exclusion.rule.map(rule_map),
    }
}

fn rule_map(rule: RuleOrigin) -> RuleMap {
    RuleMap {
        pattern: rule.pattern,
        file: rule.file.map(|file| file.to_string_lossy().into_owned()),
        line: rule.line,
    }
}
