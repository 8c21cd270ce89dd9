from datasets import load_dataset
from transformers import AutoModel

load_dataset("org/data")  # finding: python-unpinned-download
AutoModel.from_pretrained("org/model")  # finding: python-unpinned-download
AutoModel.from_pretrained("org/model", revision="main")  # finding: python-unpinned-download
load_dataset("org/data", revision="5d0f2e8a7f1b1c4a")  # fine
AutoModel.from_pretrained("./model")  # fine
model.from_pretrained("org/model")  # fine
