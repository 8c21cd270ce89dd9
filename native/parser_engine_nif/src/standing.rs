//! `explain` and `hidden`: what some paths are to a codebase, and by which rule.

use std::path::Path;

use code_watch::{Exclusion, FileKind, RuleOrigin, Rules, Skip, Standing};
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
    let look = move |rules: Rules| {
        let standings = paths.iter().map(|path| rules.explain(path));
        standings.collect::<Vec<_>>()
    };
    consult(env, reference, root, filter, look, |env, standings| {
        let terms = standings.into_iter().map(|standing| term(env, standing));
        terms.collect::<Vec<_>>().encode(env)
    })
}

/// Sends `{reference, {:ok, hidden}}`: for each path, in their order, the reason for which the rules
/// leave it out, or `nil`; what the disk alone tells is no reason. Or `{reference, {:error, reason}}`.
#[rustler::nif]
fn hidden<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    root: String,
    filter: FilterMap,
    paths: Vec<String>,
) -> Term<'a> {
    let look = move |rules: Rules| rules.classify_all(paths.iter().map(String::as_str));
    consult(env, reference, root, filter, look, |env, verdicts| {
        verdicts
            .into_iter()
            .map(by_rule)
            .collect::<Vec<_>>()
            .encode(env)
    })
}

fn by_rule(verdict: Result<(), Skip>) -> Option<&'static str> {
    match verdict {
        Ok(()) | Err(Skip::Unreadable | Skip::Symlink | Skip::SpecialFile) => None,
        Err(skip) => Some(skip.as_str()),
    }
}

/// Loads the rules and asks them.
fn consult<'a, T>(
    env: Env<'a>,
    reference: Term<'a>,
    root: String,
    filter: FilterMap,
    look: impl FnOnce(Rules) -> T + Send + 'static,
    encode: impl for<'b> FnOnce(Env<'b>, T) -> Term<'b> + Send + 'static,
) -> Term<'a> {
    own_thread::answer_about_files(
        env,
        reference,
        filter,
        "code_rules",
        move |filter, reply| {
            let found = job_pool::guard(|| look(Rules::load(Path::new(&root), filter)));
            reply.send(|env| match found {
                Ok(found) => (atoms::ok(), encode(env, found)).encode(env),
                Err(words) => (atoms::error(), (atoms::panic(), words)).encode(env),
            });
        },
    )
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
