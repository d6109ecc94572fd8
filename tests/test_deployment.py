"""What can be told of the image and the service without an engine that runs them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.console.running import WRONG_USAGE
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "footnote.service"
PROGRAM = "/opt/footnote/.venv/bin/footnote"
ANALYZE = shutil.which("systemd-analyze")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.fixture
def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments, each in one line."""
    lines = [line for line in _text(ROOT / "Dockerfile").splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined if line)]


@pytest.fixture
def service() -> dict[str, Any]:
    """The one service of compose.yaml."""
    (service,) = yaml.safe_load(_text(ROOT / "compose.yaml"))["services"].values()
    return dict(service)


@pytest.fixture
def unit() -> dict[str, list[str]]:
    """The keys of the unit, each with all that it is set to."""
    keys: dict[str, list[str]] = {}
    for line in _text(UNIT).splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            keys.setdefault(key, []).append(value)
    return keys


def test_the_image_runs_as_a_user_of_its_own(steps: list[tuple[str, str]]) -> None:
    """The last user is neither root nor its number, and /data is theirs before it is a volume."""
    users = [rest for word, rest in steps if word == "USER"]
    assert users[-1].split(":")[0] not in ("root", "0")
    made = next(place for place, step in enumerate(steps) if " /data" in step[1])
    assert made < steps.index(("VOLUME", "/data"))


def test_the_image_starts_the_bot_and_asks_after_it(steps: list[tuple[str, str]]) -> None:
    """Without further words it is the bot with its data in the volume, and its health is asked."""
    last = dict(steps)
    assert last["ENTRYPOINT"] == '["footnote"]'
    assert last["CMD"] == '["run"]'
    assert last["HEALTHCHECK"].endswith('CMD ["footnote", "healthy"]')
    assert "FOOTNOTE_DATA_DIR=/data" in last["ENV"].split()


def test_the_image_installs_what_is_locked(steps: list[tuple[str, str]]) -> None:
    """Every library comes by its hash, and the package itself brings none."""
    installed = [rest for word, rest in steps if word == "RUN" and "pip install" in rest]
    assert len(installed) == 2
    assert "--require-hashes -r requirements.lock" in installed[0]
    assert "--no-deps --no-build-isolation" in installed[1]


def test_the_image_holds_no_secret(steps: list[tuple[str, str]]) -> None:
    """No setting but the place of the data is in it, and nothing can be passed to its making."""
    words = {word for word, _ in steps}
    assert not words & {"ARG", "ADD"}
    settings = {name.upper() for name in Settings.model_fields} - {"FOOTNOTE_DATA_DIR"}
    told = " ".join(rest for _, rest in steps)
    assert not [name for name in settings if f"{name}=" in told]


def test_what_the_image_is_made_of_is_sent(steps: list[tuple[str, str]]) -> None:
    """Each file that is copied from the repository is there and not left out."""
    copied = [rest.split()[:-1] for word, rest in steps if word == "COPY" and "--from" not in rest]
    sources = [source for sources in copied for source in sources]
    assert {"requirements.lock", "pyproject.toml", "bot", "index", "prompts"} <= set(sources)
    for source in sources:
        assert (ROOT / source).exists()
        assert _is_sent(source)
    assert _is_sent("index/models/minilm/model.onnx")


@pytest.mark.parametrize(
    "path",
    [
        *(".env", ".env.local", "bot/.env", ".git/config", ".venv/bin/python"),
        *(".venv-training/bin/python", "footnote-data/catalogue.sqlite3", ".cache/reader/mined"),
        *("tests/conftest.py", "bot/__pycache__/settings.pyc", "notes.txt"),
    ],
)
def test_everything_else_stays_out_of_the_image(path: str) -> None:
    """The token, the history, the environments and the data are not even sent to the engine."""
    assert not _is_sent(path)


def test_the_service_is_confined(service: dict[str, Any]) -> None:
    """It can write its volume and /tmp, has no capability and gets none."""
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.keys() & {"privileged", "cap_add", "ports", "network_mode", "user"}


def test_the_service_keeps_its_data_and_ends_in_peace(service: dict[str, Any]) -> None:
    """The volume is where the data is, whatever .env says, and there is time to finish."""
    (volume,) = service["volumes"]
    name, place = volume.split(":")
    assert name in yaml.safe_load(_text(ROOT / "compose.yaml"))["volumes"]
    assert service["environment"] == {"FOOTNOTE_DATA_DIR": place}
    assert service["env_file"] == ".env"
    assert service["restart"] == "unless-stopped"
    assert service["stop_grace_period"] == "30s"


def test_the_example_means_the_same_to_every_program_that_reads_it() -> None:
    """Compose takes ``$`` for a variable and ends at one alone; quotes and ``#`` differ as well."""
    lines = _text(ROOT / ".env.example").splitlines()
    values = [line.partition("=")[2] for line in lines if line and not line.startswith("#")]
    assert values
    assert not [value for value in values if re.search(r"[$#'\"\\`]|^\s|\s$", value)]


def test_the_unit_runs_the_bot_as_nobody_in_particular(unit: dict[str, list[str]]) -> None:
    """It has a user and a folder of its own, and its token from a file."""
    assert unit["DynamicUser"] == ["yes"]
    assert unit["StateDirectory"] == ["footnote"]
    assert unit["ExecStart"] == [f"{PROGRAM} run --data %S/footnote"]
    assert len(unit["EnvironmentFile"]) == 1
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["CapabilityBoundingSet"] == [""]


def test_the_unit_starts_again_what_can_be_helped(unit: dict[str, list[str]]) -> None:
    """A failure is tried again, a wrong setting is not, and an end takes the time it needs."""
    assert unit["Restart"] == ["on-failure"]
    assert unit["RestartPreventExitStatus"] == [str(WRONG_USAGE)]
    assert unit["KillSignal"] == ["SIGTERM"]
    assert unit["TimeoutStopSec"] == ["30"]


def test_nothing_is_reported_to_a_maker(
    steps: list[tuple[str, str]], unit: dict[str, list[str]]
) -> None:
    """The runtime of the models is told to keep its use to itself."""
    assert "ORT_DISABLE_TELEMETRY=1" in dict(steps)["ENV"].split()
    assert "ORT_DISABLE_TELEMETRY=1" in unit["Environment"]


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """Its own check finds nothing wrong, not even a key that it would ignore."""
    assert ANALYZE is not None
    # Whether the program is installed is the only thing that may differ on this machine.
    program = shutil.which("true")
    assert program is not None
    copy = tmp_path / UNIT.name
    copy.write_text(_text(UNIT).replace(PROGRAM, program), encoding="utf-8")
    command = [ANALYZE, "verify", "--man=no", str(copy)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert UNIT.name not in ran.stderr


def _is_sent(path: str) -> bool:
    """Whether .dockerignore lets a path through: the last line that matches it or a parent."""
    sent = True
    for line in _text(ROOT / ".dockerignore").splitlines():
        if line and not line.startswith("#"):
            pattern = _pattern(line.removeprefix("!"))
            if any(pattern.fullmatch(part) for part in _with_parents(path)):
                sent = line.startswith("!")
    return sent


def _pattern(glob: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*)", glob)
    meaning = {"**/": "(?:.*/)?", "*": "[^/]*"}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts))


def _with_parents(path: str) -> Iterator[str]:
    yield path
    yield from (str(parent) for parent in Path(path).parents if parent != Path())
