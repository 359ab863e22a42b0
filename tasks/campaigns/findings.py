"""Findings in sentences, for and against, as the `evidence` table and the cards show them."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from tasks.campaigns.weights import SIGNALS

_FOR = {name: signal.finding for name, signal in SIGNALS.items()}
_AGAINST = {
    "one_organisation": "carry the name or the own mail domain of one organisation",
    "one_payer": "are paid for by one instrument, as a customer's many seats are",
    "own_instruments": "pay with an instrument that no other of the group uses",
    "own_addresses": "share no address with any other account",
    "verified_identities": "have shown an identity document",
    "long_standing_accounts": "were made more than half a year ago",
}


def table(tested: pd.DataFrame, showing: pd.DataFrame, against: pd.DataFrame) -> pa.Table:
    """Rows group_id, family, signal, supports, statistic, p_value, accounts, summary."""
    supporting = tested[tested["supports"].astype(bool)].merge(
        showing[["group_id", "signal", "accounts"]], on=["group_id", "signal"], how="left"
    )
    # Of what a group shows as a whole the statistic is no count.
    supporting["accounts"] = (
        supporting["accounts"]
        .fillna(supporting["cohort"].where(supporting["usual"].notna(), supporting["statistic"]))
        .fillna(0)
        .astype("int64")
    )
    supporting["statistic"] = supporting["statistic"].fillna(supporting["accounts"])
    opposing = against.rename(columns={"inside": "statistic", "accounts": "cohort"}).assign(supports=False)
    opposing["accounts"] = opposing["statistic"]
    rows = pd.concat([supporting, opposing], ignore_index=True)
    return pa.table(
        {
            "group_id": pa.array(rows["group_id"], pa.string()),
            "family": pa.array(rows["family"], pa.string()),
            "signal": pa.array(rows["signal"], pa.string()),
            "supports": pa.array(rows["supports"].astype(bool), pa.bool_()),
            "statistic": pa.array(rows["statistic"], pa.float64(), from_pandas=True),
            "p_value": pa.array(rows.get("p_value"), pa.float64(), from_pandas=True),
            "accounts": pa.array(rows["accounts"].astype("int64"), pa.int64()),
            "summary": pa.array([_sentence(row) for row in rows.to_dict("records")], pa.string()),
        }
    )


def _sentence(row: Mapping[Hashable, Any]) -> str:
    count, signal = row["accounts"], str(row["signal"])
    if not row["supports"]:
        return f"{count:.0f} of its accounts {_AGAINST[signal]}"
    finding = f"{count:.0f} of its accounts {_FOR[signal]}"
    chance = row.get("p_value")
    if chance is None or pd.isna(chance):
        return f"{finding}; this made the group, and the other families agree with it"
    words = f"about {chance:.0e}" if float(str(chance)) > 1e-12 else "below 1e-12"
    return f"{finding}; chance {words}, had whole accounts been dealt out anew"
