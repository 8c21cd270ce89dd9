//! `scan`: the files of a tree in batches, then a report.

use std::path::Path;

use code_watch::{Entry, Filter, ScanReport};
use rustler::{Encoder, Env, NifMap, Term};

use crate::atoms;
use crate::filter::FilterMap;
use crate::outcome::stat_map;
use crate::own_thread;
use crate::reply::Reply;

const BATCH: usize = 1_000;

#[derive(NifMap)]
#[rustler(encode)]
struct ReportMap {
    accepted: u64,
    skipped: Vec<(&'static str, u64)>,
    errors: Vec<(String, String)>,
}

/// Sends `{reference, {:entries, [{path, stat}]}}` as often as needed, then
/// `{reference, {:done, report}}`.
#[rustler::nif]
fn scan<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    root: String,
    filter: FilterMap,
    scope: Option<String>,
) -> Term<'a> {
    own_thread::answer_about_files(env, reference, filter, "code_scan", move |filter, reply| {
        walk(reply, Path::new(&root), filter, scope.as_deref());
    })
}

fn walk(reply: &Reply, root: &Path, filter: &Filter, scope: Option<&str>) {
    let mut batch = Vec::with_capacity(BATCH);
    let report = job_pool::guard(|| {
        code_watch::scan(root, filter, scope, &mut |entry| {
            batch.push(entry);
            batch.len() < BATCH || send_entries(reply, &mut batch)
        })
    });
    send_entries(reply, &mut batch);
    reply.send(|env| match report {
        Ok(report) => (atoms::done(), report_map(report)).encode(env),
        Err(words) => (atoms::error(), (atoms::panic(), words)).encode(env),
    });
}

fn send_entries(reply: &Reply, batch: &mut Vec<Entry>) -> bool {
    let entries: Vec<_> = batch
        .drain(..)
        .map(|entry| (entry.path, stat_map(entry.stat)))
        .collect();
    reply.send(|env| (atoms::entries(), entries).encode(env))
}

fn report_map(report: ScanReport) -> ReportMap {
    ReportMap {
        accepted: report.accepted,
        skipped: report
            .skipped
            .into_iter()
            .map(|(skip, count)| (skip.as_str(), count))
            .collect(),
        errors: report
            .errors
            .into_iter()
            .map(|error| (error.path, error.reason))
            .collect(),
    }
}
