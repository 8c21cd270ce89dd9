"""Mean reciprocal rank of queries among pools of functions, a language each.

A pool has functions of the projects that are measured with, among them the documented ones that
are asked for. Functions with equal texts are one.
"""

from dataclasses import dataclass

import numpy as np

import corpus

LANGUAGES = {
    "python": ("python",),
    "rust": ("rust",),
    "javascript": ("javascript", "jsx", "typescript", "tsx"),
    "go": ("go",),
    "elixir": ("elixir",),
}
DEPTH = 10


@dataclass
class Pool:
    """Numbers of functions, and at which places of the pool those are whose query is asked."""

    functions: np.ndarray
    asked: np.ndarray

    def queries(self):
        return self.functions[self.asked]


def pools(data, chosen, most, queries, seed=1):
    """A pool for each language with at least 50 queries: what is asked for, and others by chance."""
    random = np.random.default_rng(seed)
    found = {}
    for language, names in LANGUAGES.items():
        rows = np.flatnonzero(chosen & np.isin(data.language, names))
        documented = rows[data.has_query()[rows]]
        if len(documented) < 50:
            continue
        asked = random.permutation(documented)[:queries]
        others = random.permutation(np.setdiff1d(rows, asked))[: max(most - len(asked), 0)]
        found[language] = Pool(np.concatenate([asked, others]), np.arange(len(asked)))
    return found


def text_keys(matrix):
    """A number for each row; equal rows have the same."""
    random = np.random.default_rng(5)
    weights = random.standard_normal(matrix.shape[1])
    return np.round(matrix @ weights, 6)


def ranks(scores, asked):
    """The rank from 1 of each query's own function; one that scores the same is before it."""
    own = scores[np.arange(len(asked)), asked]
    return (scores >= own[:, None]).sum(axis=1)


def mean_reciprocal_rank(found):
    return float(np.where(found <= DEPTH, 1 / found, 0).mean())


def recall(found):
    return float((found <= DEPTH).mean())


def inputs(data, to_rows, some_pools):
    """Damped rows of the pools' texts."""
    def weights(counts):
        return corpus.damped(counts @ to_rows, data.damping)

    return {
        language: (weights(data.queries(pool.queries())), weights(data.functions(pool.functions)), pool)
        for language, pool in some_pools.items()
    }


def table(rows, weighted):
    """MRR@10 of each language with a table of rows, and their mean, on one line."""
    told = {}
    for language, (queries, functions, pool) in weighted.items():
        scores = unit(queries @ rows) @ unit(functions @ rows).T
        told[language] = mean_reciprocal_rank(ranks(scores, pool.asked))
    cells = [f"{language[:2]} {value:.3f}" for language, value in told.items()]
    return " ".join([*cells, f"mean {np.mean(list(told.values())):.4f}"])


def unit(vectors):
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
