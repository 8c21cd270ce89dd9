"""Finds functions by the first sentence of their documentation, in the manner of CodeSearchNet.

    python3 evaluate.py FOLDER WEIGHTS EMBED [dev|test]

Prints MRR@10 and recall at 10 for each language: words alone (BM25), vectors alone, and both by
reciprocal rank fusion; for all queries, and for the hard ones, none of whose words are in the name
of the function. EMBED is the example `embed` of `code_embedding`, so that what is measured is what
the library does. `files` is the same with the file of the function to be found.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

import corpus
import measure
from split import DEV, TEST

K1, B = 1.2, 0.75
FUSION = 10
POOL, QUERIES = 10_000, 500


def main(folder, weights, embed, what):
    data, parts = corpus.read(folder), np.load(Path(folder) / "parts.npy")
    pools = measure.pools(data, parts == (DEV if what == "dev" else TEST), POOL, QUERIES)
    lines = lines_of(Path(folder) / "pairs.jsonl", pools)
    print(f"evaluate: {what}; MRR@10, recall at 10; hard: MRR@10 of queries without a word of the name")
    sums = {}
    for language, pool in pools.items():
        told = [json.loads(lines[row]) for row in pool.functions]
        vectors = Vectors(told, pool, weights, embed)
        scores = {
            "BM25": bm25(data.queries(pool.queries()), words_of(data, pool.functions)),
            "vectors": vectors.scores(),
            "vectors, rest of documentation": vectors.scores(with_documentation=True),
        }
        scores["fusion"] = fused(scores["BM25"], scores["vectors"])
        scores["fusion, vectors thrice"] = fused(scores["BM25"], scores["vectors"], 3)
        hard = hard_queries(data, pool)
        print(f"{language}: {len(pool.functions)} functions, {len(pool.asked)} queries, {hard.sum()} hard")
        rows = {name: cells(of, pool.asked, hard) for name, of in scores.items()}
        rows |= file_rows(told, pool, vectors, scores["BM25"])
        for name, row in rows.items():
            print(f"  {name:<32}" + "  ".join(f"{cell:.3f}" for cell in row))
            sums.setdefault(name, []).append(row)
    print("mean")
    for name, rows in sums.items():
        print(f"  {name:<32}" + "  ".join(f"{cell:.3f}" for cell in mean_of(rows)))


def mean_of(rows):
    return [np.nanmean(column) if np.isfinite(column).any() else np.nan for column in np.transpose(rows)]


def lines_of(path, pools):
    wanted = {row for pool in pools.values() for row in pool.functions}
    with open(path) as lines:
        return {number: line for number, line in enumerate(lines) if number in wanted}


def cells(scores, asked, hard):
    found = measure.ranks(scores, asked)
    mrr = measure.mean_reciprocal_rank
    return mrr(found), measure.recall(found), mrr(found[hard]) if hard.any() else np.nan


def hard_queries(data, pool):
    asked = pool.queries()
    names = data.fields[corpus.NAME][asked]
    shared = data.queries(asked).multiply(names)
    return np.asarray(shared.sum(axis=1)).ravel() == 0


def words_of(data, rows):
    """Names count twice, which suits BM25: more often changes little there."""
    name, container = data.fields[corpus.NAME][rows], data.fields[corpus.CONTAINER][rows]
    return name * 2 + container + data.fields[corpus.PATH][rows] + data.fields[corpus.CODE][rows]


def bm25(queries, documents):
    """Okapi BM25; the lengths of documents are the numbers of their words."""
    count = documents.shape[0]
    texts = np.bincount(documents.indices, minlength=documents.shape[1])
    idf = np.log(1 + (count - texts + 0.5) / (texts + 0.5)).astype(np.float32)
    lengths = np.asarray(documents.sum(axis=1)).ravel()
    norms = K1 * (1 - B + B * lengths / lengths.mean())
    weighted = documents.astype(np.float32)
    per_value = np.repeat(norms, np.diff(documents.indptr))
    weighted.data = weighted.data * (K1 + 1) / (weighted.data + per_value) * idf[weighted.indices]
    once = queries.copy()
    once.data[:] = 1
    return (once @ weighted.T).toarray()


def fused(words, vectors, votes=1):
    """Reciprocal rank fusion: 1 / (10 + rank) of both, summed; that of the vectors so many times.
    What has the same ranks the other way round would be as good: there the vectors decide."""
    return 1 / (FUSION + places(words)) + votes / (FUSION + places(vectors)) + 1e-6 * vectors


def places(scores):
    order = np.argsort(-scores, axis=1, kind="stable")
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    return found


class Vectors:
    """What the library makes of the texts of a pool."""

    def __init__(self, told, pool, weights, embed):
        self.told, self.command = told, [embed, weights]
        self.queries = self.embedded("queries", [told[place] for place in pool.asked])
        self.functions = self.embedded("functions", without(told, "documentation"))

    def scores(self, with_documentation=False):
        functions = self.embedded("functions", self.told) if with_documentation else self.functions
        return self.queries @ functions.T

    def embedded(self, what, told):
        with tempfile.TemporaryFile("w+") as texts:
            texts.write("".join(json.dumps(one) + "\n" for one in told))
            texts.seek(0)
            out = subprocess.run([*self.command, what], stdin=texts, capture_output=True, check=True)
        return np.frombuffer(out.stdout, "<f4").reshape(len(told), -1)


def without(told, field):
    return [{**one, field: None} for one in told]


def file_rows(told, pool, vectors, function_scores):
    """Ways to one vector a file, and the best function of a file, which is what they stand for."""
    names = [f"{one['project']} {one['path']}" for one in told]
    distinct, file_of = np.unique(names, return_inverse=True)
    asked = file_of[pool.asked]
    ones = np.ones(len(names), np.float32)
    members = csr_matrix((ones, (file_of, np.arange(len(names)))), (len(distinct), len(names)))
    whole = [joined(told, members[file].indices) for file in range(len(distinct))]
    files = {
        "file: mean of functions": measure.unit(members @ vectors.functions),
        "file: as one text": vectors.embedded("functions", whole),
    }
    scores = {name: vectors.queries @ of.T for name, of in files.items()}
    scores["file: its best function"] = best(vectors.scores(), file_of, len(distinct))
    scores["file: BM25 of its best function"] = best(function_scores, file_of, len(distinct))
    everything = np.zeros(len(asked), bool)
    return {name: cells(of, asked, everything) for name, of in scores.items()}


def joined(told, places):
    code = "\n".join(f"{told[at]['name']} {told[at]['code']}" for at in places)
    return {**told[places[0]], "name": "", "container": None, "documentation": None, "code": code}


def best(scores, file_of, files):
    order = np.argsort(file_of, kind="stable")
    starts = np.searchsorted(file_of[order], np.arange(files))
    return np.maximum.reduceat(scores[:, order], starts, axis=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
