tar.extractall(path)  # finding: python-tarfile
tar.extractall(path, filter="fully_trusted")  # finding: python-tarfile
tar.extractall(path, filter="data")  # fine
archive_zip.extractall(path)  # fine
tar.extract(name)  # fine
