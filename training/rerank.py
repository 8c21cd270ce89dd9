"""Learns what the numbers of `Relevance` count in its score (`late_interaction.rs`).

    python3 rerank.py FOLDER EXAMPLES

The weights must not know the queries that this is learned from, so some projects of training are
held out and tables are trained without them (in FOLDER/held_out). The best 50 by words and vectors
are then candidates for each held-out query, and what makes the one that was meant the likeliest
(softmax over the candidates) is told: what cosine, logarithm of words, and besides count. Elixir has
no project to hold out.
"""

import json
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

import corpus
import measure
import ranking
import train
from evaluate import Library, lines_of
from split import DEV_PERCENT, LEFT_OUT, TEST_PERCENT, TRAIN, family, minhashes, near_held_out

HELD_OUT = 4
HELD_OUT_PERCENT = 12
POOL, QUERIES = 10_000, 800
LEAST_CHANCE = 0.05
PENALTY = 1e-3


def main(folder, examples):
    folder = Path(folder)
    held = folder / "held_out"
    prepare(folder, held)
    settings = train.Settings()
    train.main(held, settings)
    weights = held / "code.weights"
    pack = [Path(examples) / "pack", "held-out", "1", str(settings.dimensions)]
    subprocess.run([*pack, held / "stems.txt", held / "rows.f32", weights], check=True)
    learned = fit([questions(*one, weights, examples) for one in pools(held)])
    for name, value in zip(("cosine", "ln words", "besides"), learned):
        print(f"rerank: {name} {value:.2f}")


def prepare(folder, held):
    """A folder like the one of training, with projects less to train with."""
    held.mkdir(exist_ok=True)
    for name in ("lengths", "ids", "counts", "stems", "damping", "pairs.jsonl"):
        if not (held / name).exists():
            (held / name).symlink_to((folder / name).resolve())
    data, parts = corpus.read(folder), np.load(folder / "parts.npy")
    parts[(parts == TRAIN) & held_out(data.project)] = HELD_OUT
    signatures = minhashes(data.functions(slice(None)))
    # To `near_held_out` dev and test are held out as well; they were so before.
    parts[near_held_out(signatures, parts)] = LEFT_OUT
    np.save(held / "parts.npy", parts)


def held_out(projects):
    names, inverse = np.unique(projects, return_inverse=True)
    return np.array([is_held_out(*name.split(":", 1)) for name in names])[inverse]


def is_held_out(registry, name):
    percent = zlib.crc32(family(registry, name).encode()) % 100 - TEST_PERCENT - DEV_PERCENT
    return registry != "checkout" and name != "elixir-lang" and 0 <= percent < HELD_OUT_PERCENT


def pools(held):
    data = corpus.read(held)
    found = measure.pools(data, np.load(held / "parts.npy") == HELD_OUT, POOL, QUERIES)
    lines = lines_of(held / "pairs.jsonl", found)
    for pool in found.values():
        yield data, pool, [json.loads(lines[row]) for row in pool.functions]


def questions(data, pool, told, weights, examples):
    """Three numbers for each candidate of each query, and which candidate was meant; queries
    without it are left out."""
    library = Library(told, pool, weights, examples)
    vectors = library.scores()
    fused = ranking.fused(ranking.bm25f(data, pool), vectors)
    best = ranking.candidates_of(fused)
    _, cosines, words, besides = np.moveaxis(library.relevance(best, vectors), 2, 0)
    numbers = np.stack([cosines, np.log(words + LEAST_CHANCE), besides], axis=2)
    meant = best == pool.asked[:, None]
    there = meant.any(axis=1)
    return numbers[there], meant[there].argmax(axis=1)


def fit(languages):
    """Each language counts the same."""
    every = np.concatenate([numbers.reshape(-1, 3) for numbers, _ in languages])
    spread = every.std(axis=0)

    def loss(weights):
        value, gradient = PENALTY * weights @ weights, 2 * PENALTY * weights
        for numbers, meant in languages:
            scores = numbers / spread @ weights
            chances = train.softmax(scores)
            rows = np.arange(len(meant))
            value -= np.log(chances[rows, meant] + 1e-12).mean() / len(languages)
            chances[rows, meant] -= 1
            gradient += np.einsum("qcn,qc->n", numbers / spread, chances) / len(meant) / len(languages)
        return value, gradient

    return minimize(loss, np.zeros(3), jac=True, method="L-BFGS-B").x / spread


if __name__ == "__main__":
    main(*sys.argv[1:])
