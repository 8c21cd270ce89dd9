import marshal
import marshal as m

marshal.loads(data)  # finding: python-marshal
m.load(file)  # finding: python-marshal
marshal.dumps(data)  # fine
schema.load(file)  # fine
