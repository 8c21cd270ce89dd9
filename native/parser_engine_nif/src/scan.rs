//! `scan`: the files of a tree in batches, then a report.

use std::path::PathBuf;
use std::thread;

use code_watch::{Entry, Filter, ScanReport};
use rustler::{Encoder, Env, NifMap, Term};

use crate::atoms;
use crate::filter::FilterMap;
use crate::outcome::stat_map;
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
    let filter = match filter.compile() {
        Ok(filter) => filter,
        Err(reason) => return (atoms::error(), reason).encode(env),
    };
    let reply = Reply::to_caller(env, reference);
    let walk = move || walk(&reply, &PathBuf::from(root), &filter, scope.as_deref());
    match thread::Builder::new().name("code_scan".into()).spawn(walk) {
        Ok(_) => atoms::ok().encode(env),
        Err(error) => (atoms::error(), (atoms::io(), error.to_string())).encode(env),
    }
}

fn walk(reply: &Reply, root: &std::path::Path, filter: &Filter, scope: Option<&str>) {
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
