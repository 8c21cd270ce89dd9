"""Which licences allow weights that were trained on a source to be shipped under Apache-2.0.

    >>> is_permissive("MIT OR Apache-2.0"), is_permissive("GPL-3.0-or-later"), is_permissive("")
    (True, False, False)
"""

import re

PERMISSIVE = {
    "0bsd", "apache-2.0", "apache-2.0 with llvm-exception", "bsl-1.0", "bsd", "bsd-2-clause",
    "bsd-3-clause", "bsd-1-clause", "cc0-1.0", "expat", "hpnd", "isc", "mit", "mit-0", "ncsa",
    "postgresql", "psf-2.0", "python-2.0", "unicode-3.0", "unicode", "unicode-dfs-2016", "unlicense", "wtfpl",
    "zlib", "zpl-2.1", "public-domain", "blueoak-1.0.0",
}

ALIASES = {
    "apache": "apache-2.0", "apache 2": "apache-2.0", "apache 2.0": "apache-2.0",
    "apache-2": "apache-2.0", "apache license 2.0": "apache-2.0", "apache2": "apache-2.0",
    "apache license, version 2.0": "apache-2.0", "apache license version 2.0": "apache-2.0",
    "apache software license": "apache-2.0", "apache software license 2.0": "apache-2.0",
    "apache-2.0 license": "apache-2.0", "the apache license, version 2.0": "apache-2.0",
    "mit license": "mit", "the mit license": "mit", "the mit license (mit)": "mit", "mit/x11": "mit",
    "bsd license": "bsd", "bsd 3-clause": "bsd-3-clause", "bsd-3": "bsd-3-clause",
    "3-clause bsd": "bsd-3-clause", "new bsd license": "bsd-3-clause", "new bsd": "bsd-3-clause",
    "bsd 3-clause license": "bsd-3-clause", "bsd-2": "bsd-2-clause", "bsd 2-clause": "bsd-2-clause",
    "bsd-3-clauses": "bsd-3-clause", "bsd-3-clause-google": "bsd-3-clause", "bsd-2-clauses": "bsd-2-clause",
    "isc license": "isc", "isc license (iscl)": "isc", "python software foundation license": "psf-2.0",
    "psf": "psf-2.0", "zope public license": "zpl-2.1", "the unlicense (unlicense)": "unlicense",
    "go": "bsd-3-clause", "bsd-3-clause-go": "bsd-3-clause", "simplified bsd": "bsd-2-clause", "bsd-3-clause license": "bsd-3-clause",
}


def is_permissive(expression):
    """Whether an SPDX expression, or what people write for one, can be met by permissive terms:
    one of the alternatives joined by OR, each of the parts joined by AND."""
    text = expression.lower().replace("(", " ").replace(")", " ") if " or " in expression.lower() \
        or " and " in expression.lower() else expression.lower()
    alternatives = re.split(r"\s+or\s+|\s*\|\|?\s*", text.strip())
    return any(
        all(is_permissive_name(part) for part in re.split(r"\s+and\s+|;", alternative))
        for alternative in alternatives
    )


def is_permissive_name(name):
    name = " ".join(name.strip().rstrip("*+").split())
    return ALIASES.get(name, name) in PERMISSIVE


def python_licence(metadata):
    """The licence that a wheel's METADATA tells: the expression, the classifiers, or the text if
    it is a name."""
    expression = metadata.get("License-Expression")
    if expression:
        return one_line(expression)
    classifiers = [
        value.split(" :: ")[-1]
        for value in metadata.get_all("Classifier", [])
        if value.startswith("License ::") and value != "License :: OSI Approved"
    ]
    if classifiers:
        return one_line(" AND ".join(classifiers))
    return one_line(metadata.get("License") or "")


def npm_licence(manifest):
    """The licence in a package.json: an expression, or what was written before there were any."""
    told = manifest.get("license") or manifest.get("licenses") or ""
    told = told if isinstance(told, list) else [told]
    names = [str(one.get("type", "") if isinstance(one, dict) else one) for one in told]
    return one_line(" OR ".join(names))


def debian_licence(copyright_text):
    """All licences that a machine-readable copyright file names for files outside `debian/`,
    joined by AND; nothing where the file is not machine-readable."""
    names, files = [], ""
    for line in copyright_text.splitlines():
        if line.startswith("Files:"):
            files = line[6:].strip()
        elif line.startswith("License:") and files and files != "debian/*":
            names += re.split(r"\s+and/or\s+|\s+and\s+|,\s*", line[8:].strip().lower())
            files = ""
    return one_line(" AND ".join(sorted({name for name in names if name})))


def one_line(text):
    return " ".join(text.split())[:120]
