"""How well landing tells what prompts are after: `python -m tests.capability_shares --prompts FOLDER`.

FOLDER holds Parquet files of corpus and text. Corpora that are after one thing give the truth; each is landed as an
account of its own. Printed are the confusions by corpus, and how far the shares of campaigns mixed from these corpora
lie from the truth, corpora whose misses were looked at when the cues were chosen apart from those that were not.
"""

import argparse
import tempfile
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from tasks.contracts.requests import CAPABILITIES
from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.stage import Run

DAY = date(2026, 9, 7)
LOOKED_AT = {
    "gpteacher_codegen": "software_engineering",
    "gpteacher_toolformer": "agentic_tool_use",
    "gsm8k_test": "reasoning",
    "mixeval_ff": "other",
}
HELD = {
    "mbpp": "software_engineering",
    "math500": "reasoning",
    "t0_templates": "other",
    "gpteacher_roleplay": "other",
}
MIXED_CAMPAIGNS = 500
PROMPTS_OF_ONE = 1_000


def main() -> None:
    """Land the corpora and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=Path, required=True, help="folder of Parquet files with corpus and text")
    told = _told(parser.parse_args().prompts)
    print(_confusions(told).round(1).to_string())  # noqa: T201
    for name, corpora in (("looked at", LOOKED_AT), ("held", HELD)):
        errors = _errors(told, corpora)
        worst = np.abs(errors).max(axis=1)
        print(  # noqa: T201
            f"{name}: mean {100 * np.abs(errors).mean():.1f}, 95 % within {100 * np.quantile(worst, 0.95):.1f}, "
            f"worst {100 * worst.max():.1f} points in {MIXED_CAMPAIGNS} campaigns of {', '.join(corpora)}"
        )


def _told(prompts: Path) -> pd.DataFrame:
    """corpus and capability of each prompt, as landing keeps them."""
    with tempfile.TemporaryDirectory(prefix="portcullis-capabilities-") as folder:
        target = Path(folder) / f"landing/requests/dt={DAY}"
        target.mkdir(parents=True)
        query = f"""
            select corpus || ' ' || row_number() over () as request_id, timestamptz '{DAY} 10:00:00+00' as ts,
                   corpus as account_id, 'm' as model, [{{'role': 'user', 'content': text}}] as messages,
                   (length(text) // 4)::bigint as input_tokens, 1::bigint as output_tokens, 200::int as status
            from read_parquet('{prompts}/*.parquet')"""
        duckdb.execute(f"copy ({query}) to '{target}/rows.parquet'")
        run = Run(Lake(Path(folder)), load(None, {"lake": folder}), DAY)
        landing.run(run)
        staged = next(Path(folder).glob("_staging/**/requests/**/*.parquet"))
        found: pd.DataFrame = duckdb.execute(f"select account_id as corpus, capability from '{staged}'").df()
        return found


def _confusions(told: pd.DataFrame) -> pd.DataFrame:
    """Per cent of each corpus's prompts put to each capability."""
    table = pd.crosstab(told["corpus"], told["capability"], normalize="index") * 100
    return table.reindex(columns=list(CAPABILITIES), fill_value=0.0)


def _errors(told: pd.DataFrame, corpora: dict[str, str]) -> np.ndarray:
    """(campaigns, capabilities) differences of the share told from the true one, for shares drawn evenly at random."""
    random = np.random.default_rng(5)
    found = {name: told.loc[told["corpus"] == name, "capability"].to_numpy() for name in corpora}
    errors = np.zeros((MIXED_CAMPAIGNS, len(CAPABILITIES)))
    for campaign in range(MIXED_CAMPAIGNS):
        sizes = random.multinomial(PROMPTS_OF_ONE, random.dirichlet(np.ones(len(corpora))))
        for (name, truth), size in zip(corpora.items(), sizes, strict=True):
            drawn = random.choice(found[name], size)
            errors[campaign] += [(drawn == capability).sum() for capability in CAPABILITIES]
            errors[campaign, CAPABILITIES.index(truth)] -= size
    return errors / PROMPTS_OF_ONE


if __name__ == "__main__":
    main()
