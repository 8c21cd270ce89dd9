import torch

torch.load(path)  # finding: python-torch-load
torch.load(path, weights_only=False)  # finding: python-torch-load
torch.load(path, weights_only=True)  # fine
torch.save(model, path)  # fine
