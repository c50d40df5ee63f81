"""The dataset: asserted graphs, the inferred graph, and SPARQL over them.

``Dataset`` answers in this process (Oxigraph). ``lunargraph.store.endpoint`` asks a SPARQL server
by URL; it is imported by whoever needs it, as most runs never do.

A store holds every asserted statement once in its default graph, the same statements again in the
named graphs that carry their provenance, and in the graph ``namespaces.INFERRED`` what follows from
them and is not asserted.
"""

from __future__ import annotations

__all__ = ["Answer", "Counts", "Dataset", "Layer", "write_store"]

from lunargraph.store.dataset import Answer, Counts, Dataset, Layer
from lunargraph.store.writing import write_store
