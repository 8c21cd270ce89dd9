"""Finds functions by the first sentence of their documentation, in the manner of CodeSearchNet.

    python3 evaluate.py FOLDER WEIGHTS EXAMPLES [dev|test]

Prints MRR@10 and recall at 10 for each language: words alone, vectors alone, both in one order, and
the best of that compared word by word; for all queries, and for the hard ones, none of whose words
are in the name of the function. EXAMPLES is where `embed` and `rerank` of `code_embedding` are, so
that what is measured is what the library does. `file` is the same with the file of the function to
be found.
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
import ranking
from split import DEV, TEST

POOL, QUERIES = 10_000, 500


def main(folder, weights, examples, what):
    data, parts = corpus.read(folder), np.load(Path(folder) / "parts.npy")
    pools = measure.pools(data, parts == (DEV if what == "dev" else TEST), POOL, QUERIES)
    lines = lines_of(Path(folder) / "pairs.jsonl", pools)
    print(f"evaluate: {what}; MRR@10, recall at 10; hard: MRR@10 of queries without a word of the name")
    sums = {}
    for language, pool in pools.items():
        told = [json.loads(lines[row]) for row in pool.functions]
        library = Library(told, pool, weights, examples)
        words, vectors = ranking.bm25f(data, pool), library.scores()
        fused = ranking.fused(words, vectors)
        scores = {
            "BM25, one bag": ranking.bm25(data.queries(pool.queries()), ranking.bag(data, pool.functions)),
            "words, BM25F": words,
            "vectors": vectors,
            "vectors, rest of documentation": library.scores(with_documentation=True),
            "reciprocal ranks, vectors thrice": ranking.reciprocal_ranks(words, vectors, 3),
            "fusion": fused,
            "reranked": library.reranked(fused, vectors),
        }
        hard = hard_queries(data, pool)
        print(f"{language}: {len(pool.functions)} functions, {len(pool.asked)} queries, {hard.sum()} hard")
        rows = {name: cells(of, pool.asked, hard) for name, of in scores.items()}
        rows |= file_rows(library, scores["BM25, one bag"])
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


class Library:
    """What the library makes of the texts of a pool."""

    def __init__(self, told, pool, weights, examples):
        self.told, self.asked, self.weights, self.examples = told, pool.asked, weights, Path(examples)
        self.queries = self.embedded("queries", [told[place] for place in pool.asked])
        self.functions = self.embedded("functions", without(told, "documentation"))

    def scores(self, with_documentation=False):
        functions = self.embedded("functions", self.told) if with_documentation else self.functions
        return self.queries @ functions.T

    def embedded(self, what, told):
        return self.numbers("embed", [what], told).reshape(len(told), -1)

    def reranked(self, fused, vectors):
        """The best of `fused` in another order; what was not among them is after them."""
        best = ranking.candidates_of(fused)
        scores = self.relevance(best, vectors)[:, :, 0]
        after = fused - fused.max(axis=1, keepdims=True) + scores.min(axis=1, keepdims=True) - 1
        np.put_along_axis(after, best, scores, axis=1)
        return after

    def relevance(self, best, vectors):
        """Score, cosine, words and besides of each query's candidates."""
        questions = [
            {"query": self.told[asked]["query"], "candidates": self.candidates(vectors[row], best[row])}
            for row, asked in enumerate(self.asked)
        ]
        return self.numbers("rerank", [], questions).reshape(*best.shape, 4)

    def candidates(self, cosines, places):
        return [{**self.told[place], "cosine": float(cosines[place])} for place in places]

    def numbers(self, example, arguments, told):
        """What an example of `code_embedding` answers to JSON lines."""
        command = [self.examples / example, self.weights, *arguments]
        with tempfile.TemporaryFile("w+") as texts:
            texts.writelines(json.dumps(one) + "\n" for one in told)
            texts.seek(0)
            out = subprocess.run(command, stdin=texts, capture_output=True, check=True)
        return np.frombuffer(out.stdout, "<f4")


def without(told, field):
    return [{**one, field: None} for one in told]


def file_rows(library, function_scores):
    """Ways to one vector a file, and the best function of a file, which is what they stand for."""
    told = library.told
    names = [f"{one['project']} {one['path']}" for one in told]
    distinct, file_of = np.unique(names, return_inverse=True)
    asked = file_of[library.asked]
    ones = np.ones(len(names), np.float32)
    members = csr_matrix((ones, (file_of, np.arange(len(names)))), (len(distinct), len(names)))
    whole = [joined(told, members[file].indices) for file in range(len(distinct))]
    files = {
        "file: mean of functions": measure.unit(members @ library.functions),
        "file: as one text": library.embedded("functions", whole),
    }
    scores = {name: library.queries @ of.T for name, of in files.items()}
    scores["file: its best function"] = best(library.scores(), file_of, len(distinct))
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
