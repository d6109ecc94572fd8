"""What the import contracts of ``make check`` do not hold: measurements, training, environment."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRODUCT = ("bot", "index", "prompts")

IMPORT_ALL = """
import importlib, os, pkgutil, sys

class Poisoned(type(os.environ)):
    def __getitem__(self, key):
        frame = sys._getframe(1)
        while frame.f_globals.get("__name__") in ("os", "_collections_abc", __name__):
            frame = frame.f_back
            if frame is None:
                return super().__getitem__(key)
        name = frame.f_globals.get("__name__", "")
        if name.partition(".")[0] in ("bot", "index", "prompts"):
            raise SystemExit(f"{name} reads {key} at import")
        return super().__getitem__(key)

os.environ.__class__ = Poisoned
for name in ("bot", "index", "prompts"):
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, f"{name}."):
        if not module.name.endswith((".__main__", ".migrations.env")):
            importlib.import_module(module.name)
try:
    exec("import os; os.environ['HOME']", {"__name__": "index.proof"})
except SystemExit:
    print("poisoned")
print(sorted({module.partition(".")[0] for module in sys.modules} & {"evals", "training", "torch"}))
"""


def test_importing_reads_no_setting_and_nothing_beside_the_product() -> None:
    """Every module can be imported with an environment that it may not touch."""
    command = [sys.executable, "-c", IMPORT_ALL]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == ["poisoned", "[]"]


def test_the_product_never_imports_measurements_or_training() -> None:
    """Not even a function's own import names ``evals``, ``training`` or the tests."""
    for package in PRODUCT:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                roots = {name.partition(".")[0] for name in names}
                assert not roots & {"evals", "training", "tests", "torch"}, path
