"""Orders of a pool's functions for each query: by words, by vectors, by both, as the library has them.

Scores are matrices, a row each query, a column each function; the larger the better.
"""

import numpy as np

import corpus

# BM25F as in `Store.Statement.Search`: what a word counts in name, container, path and code,
# saturation, and how much length matters.
FIELD_WEIGHTS = {corpus.NAME: 8, corpus.CONTAINER: 2, corpus.PATH: 2, corpus.CODE: 1}
K1, B = 1.2, 0.75

# How many each of both orders tells of, what words count beside vectors, and how many of these
# are compared word by word.
CANDIDATES, WORDS_SHARE, RERANKED = 200, 0.2, 50


def bag(data, rows):
    """Counts of the words of functions as one text, where names count twice."""
    name, container = data.fields[corpus.NAME][rows], data.fields[corpus.CONTAINER][rows]
    return name * 2 + container + data.fields[corpus.PATH][rows] + data.fields[corpus.CODE][rows]


def bm25(queries, documents):
    """Okapi BM25; the lengths of documents are the numbers of their words."""
    return saturated(queries, documents, np.asarray(documents.sum(axis=1)).ravel())


def bm25f(data, pool):
    """Words count by where they stand; lengths are the numbers of words wherever they are."""
    fields = {field: data.fields[field][pool.functions] for field in FIELD_WEIGHTS}
    counts = sum(fields[field] * weight for field, weight in FIELD_WEIGHTS.items())
    lengths = np.asarray(sum(fields.values()).sum(axis=1)).ravel()
    return saturated(data.queries(pool.queries()), counts, lengths)


def saturated(queries, counts, lengths):
    weighted = counts.tocsr().astype(np.float32)
    documents = counts.shape[0]
    texts = np.bincount(weighted.indices, minlength=counts.shape[1])
    idf = np.log(1 + (documents - texts + 0.5) / (texts + 0.5)).astype(np.float32)
    norms = K1 * (1 - B + B * lengths / lengths.mean())
    per_value = np.repeat(norms, np.diff(weighted.indptr))
    weighted.data = weighted.data * (K1 + 1) / (weighted.data + per_value) * idf[weighted.indices]
    once = queries.copy()
    once.data[:] = 1
    return (once @ weighted.T).toarray()


def reciprocal_ranks(words, vectors, votes, constant=10):
    """Reciprocal rank fusion: 1 / (10 + rank) of both, summed; that of the vectors so many times.
    What has the same ranks the other way round would be as good: there the vectors decide."""
    by_words, by_vectors = 1 / (constant + places(words)), 1 / (constant + places(vectors))
    return by_words + votes * by_vectors + 1e-6 * vectors


def places(scores):
    order = np.argsort(-scores, axis=1, kind="stable")
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    return found


def fused(words, vectors, words_share=WORDS_SHARE):
    """Both on one scale. Of what neither found the vectors decide."""
    return scaled(vectors) + words_share * scaled(words) + 1e-6 * vectors


def scaled(scores, candidates=CANDIDATES):
    """1 for the best, 0 for the last candidate and all after it.

    >>> scaled(np.array([[2.0, 6.0, 4.0, 1.0]]), candidates=3)
    array([[0. , 1. , 0.5, 0. ]])
    """
    most = min(candidates, scores.shape[1])
    best = -np.partition(-scores, (0, most - 1), axis=1)[:, [0, most - 1]]
    first, last = best[:, :1], best[:, 1:]
    return np.maximum((scores - last) / np.maximum(first - last, 1e-9), 0)


def candidates_of(scores, count=RERANKED):
    """Columns of the best of each row, the best first."""
    return np.argsort(-scores, axis=1, kind="stable")[:, :count]
