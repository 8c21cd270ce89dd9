"""The pairs as arrays: which stems occur how often in each field, and what is known of each pair."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

QUERY, NAME, CONTAINER, PATH, CODE = range(5)
FIELDS = 5

# What a field of a function counts: the recipe of `code_embedding`, `recipe.rs`.
FIELD_COUNTS = {NAME: 32, CONTAINER: 16, PATH: 2, CODE: 1}


@dataclass
class Corpus:
    """One row of each matrix a pair, one column a stem; values are counts."""

    fields: list
    stems: list
    damping: np.ndarray
    project: np.ndarray
    language: np.ndarray

    def functions(self, rows):
        """Counts of the functions, without what is only in the query."""
        return sum(self.fields[field][rows] * count for field, count in FIELD_COUNTS.items())

    def queries(self, rows):
        return self.fields[QUERY][rows]

    def has_query(self):
        return np.diff(self.fields[QUERY].indptr) >= 2


def read(folder):
    """Reads what the examples `pairs` and `stems` wrote."""
    folder = Path(folder)
    lengths = np.fromfile(folder / "lengths", "<u4").reshape(-1, FIELDS)
    ids = np.fromfile(folder / "ids", "<u4").astype(np.int32)
    counts = np.fromfile(folder / "counts", "<u4").astype(np.float32)
    stems = (folder / "stems").read_text().split("\n")[:-1]
    ends = np.concatenate([[0], np.cumsum(lengths.ravel(), dtype=np.int64)])
    field_of = np.repeat(np.tile(np.arange(FIELDS), len(lengths)), lengths.ravel())
    fields = []
    for field in range(FIELDS):
        chosen = field_of == field
        starts = np.concatenate([[0], np.cumsum(lengths[:, field], dtype=np.int64)])
        shape = (len(lengths), len(stems))
        fields.append(csr_matrix((counts[chosen], ids[chosen], starts), shape))
    assert ends[-1] == len(ids)
    project, language = [], []
    with open(folder / "pairs.jsonl") as lines:
        for line in lines:
            # `project` and `language` are the first fields of each line.
            start = json.loads(line[: line.index(',"path"')] + "}")
            project.append(start["project"])
            language.append(start["language"])
    damping = np.fromfile(folder / "damping", "<u4").astype(np.float32) / 256
    return Corpus(fields, stems, damping, np.array(project), np.array(language))


def damped(matrix, damping):
    """Weights of stems in texts: how often they occur, damped as the model does."""
    weights = matrix.copy()
    counts = np.clip(weights.data, 0, len(damping) - 1).astype(np.int64)
    weights.data = damping[counts]
    return weights
