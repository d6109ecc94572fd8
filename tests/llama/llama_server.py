"""A real llama.cpp server in a process of its own, on a free port of the loopback interface."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-llama" / "bin" / "python"
MODEL = ROOT / ".cache" / "llama" / "tiny.gguf"
NAME = "babble"
KEY = "sk-of-the-tests"
STARTING_SECONDS = 60.0
ENDING_SECONDS = 10.0


@dataclass(frozen=True)
class LlamaServer:
    """A server that runs; ``process`` may be ended in the middle of what it says."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def llm(self, name: str = NAME) -> str:
        """What the setting ``LLM`` says to have it asked for a model of this name."""
        return f"openai-like:{name}@http://127.0.0.1:{self.port}/v1"


@contextmanager
def llama_server(folder: Path, *arguments: str) -> Iterator[LlamaServer]:
    """A server with the tiny model, ended by its process id; what it prints is kept in a folder."""
    assert MODEL.is_file(), "Run `make test-llama`, which makes the server and its model."
    port, log = _free_port(), folder / "server.log"
    told = [
        *("--model", str(MODEL), "--model_alias", NAME, "--host", "127.0.0.1", "--port", str(port)),
        *(
            "--api_key",
            KEY,
            "--n_ctx",
            "0",
            "--flash_attn",
            "true",
            "--n_threads",
            "1",
            "--logits_all",
            "false",
        ),
    ]
    command = [str(PYTHON), "-m", "llama_cpp.server", *told, *arguments]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=folder) as process,
    ):
        try:
            server = LlamaServer(process, port, log)
            _wait(server)
            yield server
        finally:
            _end(process)


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(server: LlamaServer) -> None:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/v1/models", headers={"Authorization": f"Bearer {KEY}"}
    )
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(asked, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"The server does not run: {server.log.read_text('utf-8', 'replace')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
