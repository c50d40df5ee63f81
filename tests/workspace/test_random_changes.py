"""Random adds, removals, undos and kills: the facts are always what the log says, and whole.

Twenty-five runs of up to forty changes each, every second of them cut off at some step; as many runs
as LUNARGRAPH_RANDOM_RUNS says if it is set, other ones each time.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pyoxigraph import Quad

from lunargraph.errors import UsageError
from lunargraph.formats import parse_document
from lunargraph.workspace.change_log import Log, state_of
from lunargraph.workspace.transactions import Plan, Transactions
from small_workspaces import KilledError, begun, ignore, killed_at, small_workspace

NAMES = st.sampled_from(["a", "b", "c"])
STATEMENTS = st.lists(
    st.sampled_from(
        [
            "ex:tom a ex:Cat .",
            "ex:tom ex:likes ex:milk .",
            "ex:tim a ex:Cat .",
            'ex:tim ex:name "Tim" , "Tïm\\u0001"@en .',
            "ex:tim ex:likes [ ex:name 'milk' ] .",
            "ex:tom ex:likes [ ex:name 'milk' ; ex:of [ ex:name 'cow' ] ] .",
            "ex:g { ex:tom ex:likes ex:tim }",
        ]
    ),
    min_size=1,
    max_size=4,
)
STEPS = st.integers(-9, 9)  # below 1: nothing is cut off
Model = dict[str, frozenset[Quad]]


class Changes(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.workspace = small_workspace(Path(self._folder.name))
        self.model: Model = {}
        self.past: list[Model] = []  # what undo goes back to
        self.entries = 1

    def teardown(self) -> None:
        self._folder.cleanup()

    @rule(
        name=NAMES,
        statements=STATEMENTS,
        replace=st.sampled_from([True, True, True, False]),
        step=STEPS,
    )
    def add(self, name: str, statements: list[str], replace: bool, step: int) -> None:
        text = "@prefix ex: <http://example.org/> .\n" + "\n".join(statements)
        document = parse_document(text.encode(), "trig", name=name)

        def plan(transactions: Transactions) -> Plan:
            return transactions.plan_add([(Path(f"{name}.trig"), document)], replace=replace)

        self._change(plan, step, refused=name in self.model and not replace)

    @rule(name=NAMES, step=STEPS)
    def remove(self, name: str, step: int) -> None:
        if name in self.model:
            self._change(lambda transactions: transactions.plan_remove([name]), step)

    @rule(data=st.data(), step=STEPS)
    def retract(self, data: Any, step: int) -> None:
        known = {quad for quads in self.model.values() for quad in quads}
        named = sorted(
            (quad for quad in known if "_:" not in f"{quad.subject} {quad.object}"), key=str
        )
        if named:
            quad = data.draw(st.sampled_from(named))
            self._change(lambda each: each.plan_retract([quad], name="-"), step)

    @rule(step=STEPS)
    def undo(self, step: int) -> None:
        self._change(Transactions.plan_undo, step, refused=not self.past, undoing=True)

    def _change(
        self, plan_of: Any, step: int, *, refused: bool = False, undoing: bool = False
    ) -> None:
        planned: Plan | None = None
        try:
            with killed_at(step), begun(self.workspace) as transactions:
                planned = plan_of(transactions)
                transactions.carry_out(planned, who="tester")
        except KilledError:
            with begun(self.workspace):  # whoever comes next repairs
                pass
        except UsageError:
            assert refused
            return
        assert not refused
        assert planned is not None
        log = Log(self.workspace)
        if len(log.entries) == self.entries:  # cut off before it was decided
            return
        self.entries += 1
        assert len(log.entries) == self.entries
        self._note(planned, undoing=undoing)

    def _note(self, plan: Plan, *, undoing: bool) -> None:
        if undoing:
            before = self.past.pop()
            changed = {Path(each.path).stem for each in plan.changes}
            assert {
                name for name in {*before, *self.model} if before.get(name) != self.model.get(name)
            } <= changed
            self.model = before
            return
        self.past.append(self.model)
        self.model = dict(self.model)
        for each in plan.changes:
            name = Path(each.path).stem
            if each.after.quads:
                self.model[name] = each.after.quads
            else:
                self.model.pop(name, None)

    @invariant()
    def the_files_are_what_was_done(self) -> None:
        files = self.workspace.fact_files()
        assert {
            path.stem: state_of(path.read_bytes(), path.name).quads for path in files
        } == self.model

    @invariant()
    def the_files_are_what_the_log_says(self) -> None:
        log = Log(self.workspace)
        for path in self.workspace.fact_files():
            assert log.state(f"facts/{path.name}").write() == path.read_bytes()
        assert {name for name, known in log.digests().items() if known} == {
            f"facts/{name}.trig" for name in self.model
        }
        assert Transactions(self.workspace).strays() == []

    @invariant()
    def nothing_is_left_half_done(self) -> None:
        private = {path.name for path in self.workspace.private.iterdir()}
        assert private <= {"lock", ".gitignore", "staged"}
        with begun(self.workspace, lambda sentence: ignore(sentence)):
            pass


TestChanges = Changes.TestCase
TestChanges.settings = settings(
    max_examples=int(os.environ.get("LUNARGRAPH_RANDOM_RUNS", "25")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="LUNARGRAPH_RANDOM_RUNS" not in os.environ,
)
