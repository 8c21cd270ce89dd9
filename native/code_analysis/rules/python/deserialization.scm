; Rules for Python; what holds for all of them stands in imports.scm.

; rule: python-pickle
; codes: B301
; cwe: 502
; severity: medium
; message: pickle and what is built on it run code from the data that they read.
; needs: pickle dill shelve jsonpickle read_pickle
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "pickle.loads" "pickle.load" "pickle.Unpickler" "cPickle.loads" "cPickle.load" "cPickle.Unpickler" "dill.loads" "dill.load" "dill.Unpickler" "shelve.open" "shelve.DbfilenameShelf" "jsonpickle.decode" "jsonpickle.unpickler.decode" "jsonpickle.unpickler.Unpickler" "pandas.read_pickle"))

; rule: python-marshal
; codes: B302
; cwe: 502
; severity: medium
; message: marshal is not safe against data that someone else made.
; needs: marshal
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "marshal.load" "marshal.loads"))

; rule: python-yaml-load
; codes: B506
; cwe: 502
; severity: medium
; message: yaml.load makes any Python object; yaml.safe_load does not.
; needs: yaml
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "yaml.load")
  (#not-match? @args "SafeLoader"))

; rule: python-torch-load
; codes: B614
; cwe: 502
; severity: medium
; message: torch.load unpickles what it reads unless weights_only is True.
; needs: torch
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "torch.load")
  (#not-match? @args "weights_only\\s*=\\s*True"))

; rule: python-unpinned-download
; codes: B615
; cwe: 494
; severity: medium
; message: A model or data set is downloaded without a revision; whoever can change it changes what runs here.
; needs: from_pretrained load_dataset hf_hub_download snapshot_download
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "transformers.*" "datasets.load_dataset" "huggingface_hub.hf_hub_download" "huggingface_hub.snapshot_download")
  (#match? @name "(from_pretrained|load_dataset|hf_hub_download|snapshot_download)$")
  (#not-match? @args "(revision|commit_id)\\s*=\\s*([^\"']|[\"'][0-9a-fA-F]{7,}[\"'])")
  (#not-match? @args "^\\(\\s*[\"'][./]"))

; rule: python-xml-etree
; codes: B313 B314
; cwe: 20
; severity: medium
; message: A parser of the standard library follows entities; defusedxml does not.
; needs: ElementTree cElementTree
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "xml.etree.ElementTree.parse" "xml.etree.ElementTree.iterparse" "xml.etree.ElementTree.fromstring" "xml.etree.ElementTree.XMLParser" "xml.etree.cElementTree.parse" "xml.etree.cElementTree.iterparse" "xml.etree.cElementTree.fromstring" "xml.etree.cElementTree.XMLParser"))

; rule: python-xml-sax
; codes: B315 B317
; cwe: 20
; severity: medium
; message: A parser of the standard library follows entities; defusedxml does not.
; needs: sax
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "xml.sax.parse" "xml.sax.parseString" "xml.sax.make_parser" "xml.sax.expatreader.create_parser"))

; rule: python-xml-dom
; codes: B316 B318 B319
; cwe: 20
; severity: medium
; message: A parser of the standard library follows entities; defusedxml does not.
; needs: minidom pulldom expatbuilder
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "xml.dom.minidom.parse" "xml.dom.minidom.parseString" "xml.dom.pulldom.parse" "xml.dom.pulldom.parseString" "xml.dom.expatbuilder.parse" "xml.dom.expatbuilder.parseString"))
