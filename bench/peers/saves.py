#!/usr/bin/env python3
"""Saves files for two systems in turn, and measures when what was saved is told as committed.

Each system watches a copy of the same folder of its own and writes to the same PostgreSQL. This
process is neither: it saves, and listens to what triggers on the tables tell at each commit. Prints
lines of tab-separated values: `save`, system, file, save, milliseconds; `cpu`, system, file, save,
milliseconds of CPU a save of the system, of PostgreSQL; `idle`, system, the same for a second.
"""

import argparse
import functools
import itertools
import os
import subprocess
import sys
import tempfile
import time

import psutil
import psycopg

OURS = "parser_engine"
THEIRS = "CocoIndex"
HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 10
# Between two saves, between two turns, and while it is seen what is spent on nothing: in seconds.
PAUSE = 0.05
REST = 1
IDLE = 5
# A system that spends less than this share of a core has nothing to do.
IDLE_SHARE = 0.02
WARM_UP = 5

# Of a text only the end is told: all that a save changes.
REVISION = "substring(right(NEW.{column}, 60) from 'revision ([0-9]+)')"
TOLD = {
    "code_files": "NEW.hash || ' ' || " + REVISION.format(column="content"),
    "codebase_metadata": "NEW.content_hash",
    "cocoindex_chunks": REVISION.format(column="text"),
}
TRIGGER = """
CREATE FUNCTION tell_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('{table}', coalesce({told}, ''));
  RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION tell_{table}();
LISTEN {table};
"""


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as state:
        chunks = start_cocoindex(options, state)
        try:
            with psycopg.connect(options.database, autocommit=True) as connection:
                roots = {OURS: options.ours, THEIRS: options.theirs}
                processes = {OURS: psutil.Process(options.pid), THEIRS: psutil.Process(chunks.pid)}
                measure(options, connection, roots, Costs(processes, options.postmaster))
        finally:
            # It ends with its standard input.
            chunks.communicate()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", help="URL of the PostgreSQL database")
    parser.add_argument("--ours", required=True, help="the folder that parser_engine watches")
    parser.add_argument("--theirs", required=True, help="the folder that CocoIndex will watch")
    parser.add_argument("--pid", required=True, type=int, help="the process of parser_engine")
    parser.add_argument("--postmaster", required=True, type=int, help="PostgreSQL's process")
    parser.add_argument("--extensions", required=True, nargs="+", help="of the files that count")
    parser.add_argument("--saves", type=int, default=200, help="of each kind")
    parser.add_argument("--turn", type=int, default=50, help="saves until it is the other's turn")
    parser.add_argument(
        "--file",
        dest="files",
        required=True,
        action="append",
        nargs=3,
        metavar=("NAME", "PATH", "COMMENT"),
        help="a file that is saved, and how a comment begins in it",
    )
    return parser.parse_args()


def start_cocoindex(options, state):
    program = os.path.join(HERE, "cocoindex_live.py")
    process = subprocess.Popen(
        [sys.executable, program, options.theirs, options.database, state, *options.extensions],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdout.readline() != "ready\n":
        sys.exit("CocoIndex has not started")
    return process


def measure(options, connection, roots, costs):
    for table, told in TOLD.items():
        connection.execute(TRIGGER.format(table=table, told=told))
    connection.execute("ANALYZE")
    client = Client(connection)
    files = {
        name: {system: SavedFile(root, path, comment) for system, root in roots.items()}
        for name, path, comment in options.files
    }
    for name, system, save in itertools.product(files, roots, SAVES):
        turn(client, system, files[name][system], save, WARM_UP)
    costs.await_idle()
    for system in roots:
        _, *spent = costs.of(system, lambda: time.sleep(IDLE), IDLE)
        tell("idle", system, *spent)
    turns = range(0, options.saves, options.turn)
    for name, save, first, system in itertools.product(files, SAVES, turns, roots):
        count = min(options.turn, options.saves - first)
        work = functools.partial(turn, client, system, files[name][system], save, count)
        waits, *spent = costs.of(system, work, count)
        for milliseconds in waits:
            tell("save", system, name, save, milliseconds)
        tell("cpu", system, name, save, *spent)


def turn(client, system, file, save, count):
    """What a save leads to after its rows is over before the other one's turn."""
    waits = [client.save(system, file, SAVES[save]) for _ in range(count)]
    time.sleep(REST)
    return waits


def tell(*values):
    texts = (f"{it:.3f}" if isinstance(it, float) else it for it in values)
    print(*texts, sep="\t", flush=True)


class SavedFile:
    def __init__(self, root, path, comment):
        self.path = os.path.join(root, path)
        self.comment = comment
        with open(self.path, "rb") as file:
            self.content = file.read()

    def revision(self, number):
        return self.content + f"\n{self.comment} revision {number}\n".encode()


def in_place(path, content):
    with open(path, "wb", buffering=0) as file:
        file.write(content)


def by_rename(path, content):
    in_place(path + ".new", content)
    os.rename(path + ".new", path)


SAVES = {"in place": in_place, "by rename": by_rename}


class Client:
    """Saves a file, and waits until it is notified of the rows with the new content."""

    def __init__(self, connection):
        self.connection = connection
        self.revisions = itertools.count(1)

    def save(self, system, file, save):
        time.sleep(PAUSE)
        revision = str(next(self.revisions))
        content = file.revision(revision)
        committed = COMMITTED[system](revision)
        started = time.monotonic()
        save(file.path, content)
        for notification in self.connection.notifies(timeout=PATIENCE):
            told = time.monotonic()
            if committed(notification.channel, notification.payload):
                return 1000 * (told - started)
        sys.exit(f"{system}: {file.path} was not written in {PATIENCE} s")


def both_rows(revision):
    """Its row in `code_files`, and that of the same hash in `codebase_metadata`."""
    hashes = {"code_files": "", "codebase_metadata": set()}

    def committed(table, told):
        if table == "codebase_metadata":
            hashes[table].add(told)
        elif table == "code_files" and told.endswith(" " + revision):
            hashes[table] = told.split()[0]
        return hashes["code_files"] in hashes["codebase_metadata"]

    return committed


def last_chunk(revision):
    return lambda table, told: table == "cocoindex_chunks" and told == revision


COMMITTED = {OURS: both_rows, THEIRS: last_chunk}


class Costs:
    """CPU time of the systems and of PostgreSQL, whose processes that have ended count too."""

    def __init__(self, processes, postmaster):
        self.processes = processes
        self.postmaster = psutil.Process(postmaster)

    def of(self, system, work, count):
        """What the work answers, and milliseconds of the system's and PostgreSQL's CPU for each."""
        before = self._seconds(system)
        answer = work()
        after = self._seconds(system)
        return [answer, *(1000 * (b - a) / count for a, b in zip(before, after))]

    def await_idle(self):
        while any(self._is_busy(system) for system in self.processes):
            pass

    def _is_busy(self, system):
        _, *spent = self.of(system, lambda: time.sleep(REST), REST)
        return max(spent) > 1000 * IDLE_SHARE

    def _seconds(self, system):
        server = self.postmaster.cpu_times()
        children = [self._own(it) for it in self.postmaster.children()]
        ended = server.children_user + server.children_system
        return self._own(self.processes[system]), self._own(self.postmaster) + ended + sum(children)

    @staticmethod
    def _own(process):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            return 0
        return times.user + times.system


if __name__ == "__main__":
    main()
