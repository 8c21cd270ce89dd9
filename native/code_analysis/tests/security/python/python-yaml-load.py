import yaml

yaml.load(text)  # finding: python-yaml-load
yaml.load(text, Loader=yaml.Loader)  # finding: python-yaml-load
yaml.safe_load(text)  # fine
yaml.load(text, Loader=yaml.SafeLoader)  # fine
toml.load(text)  # fine
