"""The closure by Nemo, with the rules of ``owl2rl.rls``."""

from pathlib import Path

from nmo_python import NemoEngine, NemoOutputManager, load_string

from phases import run

RULES = Path(__file__).parent / "owl2rl.rls"


def load(source: Path) -> NemoEngine:
    """Prepare the rules; Nemo reads the file when it reasons."""
    program = (
        f'@import in :- ntriples{{resource="{source.absolute()}"}} .\n{RULES.read_text("utf-8")}'
    )
    return NemoEngine(load_string(program + '@export out :- ntriples{resource="out.nt"} .\n'))


def reason(engine: NemoEngine) -> NemoEngine:
    """Derive what follows, and make sure that nothing contradicts."""
    engine.reason()
    assert not list(engine.result("clash"))
    return engine


def write(engine: NemoEngine, target: Path) -> None:
    """Write the closure."""
    folder = target.with_suffix(".nemo")
    engine.write_result("out", NemoOutputManager(str(folder), overwrite=True, gzip=False))
    (folder / "out.nt").replace(target)
    folder.rmdir()


run(load, reason, write)
