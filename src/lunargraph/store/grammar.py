"""Asking the engine's own grammar which keywords a SPARQL text uses.

Oxigraph accepts spellings that no simple scanner expects (``SERVICESILENT<...>``), so a scanner
would have to be as clever as its parser to say whether a query calls another server. Instead: a
keyword is in use exactly if the text no longer parses once that word is misspelt wherever it
stands. Inside strings, comments, names and variables the misspelling does no harm.
"""

from __future__ import annotations

__all__ = ["misspell", "uses_keyword"]

import re

from pyoxigraph import Store

from lunargraph.namespaces import PREFIXES


def misspell(keyword: str, text: str) -> str:
    r"""Return *text*, as long as it was, without the word *keyword* in any case.

    >>> misspell("service", "# a service\nASK { SERVICE ?service { } }")
    '# a sxrvice\nASK { SxRVICE ?sxrvice { } }'
    """
    return re.sub(
        keyword,
        lambda match: match[0][0] + "x" + match[0][2:],
        text,
        flags=re.IGNORECASE | re.ASCII,
    )


def uses_keyword(keyword: str, text: str) -> bool:
    """Tell whether *text* uses *keyword*; a text that contains it and does not parse counts too.

    Nothing is asked but an empty store, and never with the keyword.

    >>> uses_keyword("service", "SELECT ?service { ?service ?p 'SERVICE' }")
    False
    >>> uses_keyword("service", "ASK { SERVICE <http://example.org/> { } }")
    True
    """
    if keyword not in text.lower():
        return False
    try:
        Store().query(misspell(keyword, text), prefixes=PREFIXES)
    except SyntaxError:
        return True
    except (RuntimeError, UnicodeEncodeError):
        pass  # what else is wrong with it comes out when it is run
    return False
