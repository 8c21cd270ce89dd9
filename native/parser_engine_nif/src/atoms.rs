//! All atoms that cross. Strings from files never become atoms.

rustler::atoms! {
    ok,
    error,
    // outcomes of an analysis
    unchanged,
    // what became of a ticket
    answered,
    cancelled,
    // reasons
    binary,
    busy,
    changing,
    eacces,
    enoent,
    io,
    invalid_pattern,
    not_a_directory,
    not_regular,
    not_utf8,
    outside_root,
    panic,
    unsupported_language,
    directory,
    symlink,
    fifo,
    socket,
    device,
    other,
    // why an endpoint gave no vectors
    embedder_answer,
    embedder_busy,
    embedder_denied,
    embedder_refused,
    embedder_unreachable,
    // messages of a scan
    entries,
    done,
    // what a path is
    file,
    excluded,
    // messages of a watch
    code_files_changed,
    code_watch_rescan,
    code_watch_degraded,
    code_watch_restored,
    code_watch_down,
}
