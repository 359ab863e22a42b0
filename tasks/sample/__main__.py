"""Makes the sample: ``python -m tasks.sample --out data/sample --litellm-python PYTHON``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import landing, proxy, upstream
from .player import Player, keys
from .stamp import Payload, stamp
from .world import World, build


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw the world, play it through LiteLLM, write the landing folder."""
    parser = argparse.ArgumentParser(prog="tasks.sample", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    parser.add_argument(
        "--litellm-python",
        type=Path,
        default=Path(sys.executable),
        help="the interpreter of an environment with litellm[proxy] (made with 1.106.2); else this one",
    )
    parser.add_argument("--seed", type=int, default=7, help="another seed is another world")
    options = parser.parse_args(arguments)
    world = build(options.seed)
    payloads = play(world, options.litellm_python)
    landing.write(options.out, payloads, world.accounts, world.actions)
    print(f"{len(payloads)} requests of {len(world.accounts)} accounts in {options.out}")  # noqa: T201


def play(world: World, python: Path) -> list[Payload]:
    """Send the world's requests through a real proxy; return its log on the world's clock."""
    with upstream.serving() as server, proxy.serving(python, server.port, keys(world)) as gate:
        sent = {s.call_id: s for s in Player(world, server, gate.port).play()}
        lines = gate.lines(len(sent))
        ports = (gate.port, server.port)
        return [stamp(line, sent[line["litellm_call_id"]], world.seed, ports) for line in lines]


if __name__ == "__main__":
    main()
