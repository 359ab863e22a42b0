"""A fit as a file that a person reads and may change, in the form of the shipped one."""

import json
from pathlib import Path

from tasks.campaigns.weights import SHIPPED
from tasks.errors import CallError
from tasks.fitting.examples import Examples
from tasks.fitting.model import Fit


def write_weights(folder: Path, fit: Fit, examples: Examples) -> Path:
    """Write `weights-DAY.toml`, DAY being that of the newest data, in place of one of the same day; gives its path.

    Raises:
        CallError: the folder cannot be written to.
    """
    target = folder / f"weights-{examples.newest}.toml"
    hidden = target.with_name(f".{target.name}.writing")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        hidden.write_text(_text(fit, examples))
        hidden.replace(target)
    except OSError as error:
        raise CallError(f"the weights {target} cannot be written ({error.strerror}); name another folder") from None
    return target


def _text(fit: Fit, examples: Examples) -> str:
    weights = fit.weights
    wide = max(map(len, weights.likelihood))
    signals = (
        f"{name:{wide}} = {{ likelihood = {worth:.2f}, membership = {weights.membership[name]:.2f} }}"
        for name, worth in weights.likelihood.items()
    )
    about = {
        "worlds": list(examples.worlds),
        "seeds": list(examples.seeds),
        "groups": len(examples.one_hand),
        "under_one_hand": int(examples.one_hand.sum()),
        "newest_data": str(examples.newest),
        "brier_before": round(fit.brier_before, 4),
        "brier_after": round(fit.brier_after, 4),
    }
    return "\n".join(
        [
            f"# Fitted by flows.fit; what each number means is said in {SHIPPED.name} of tasks/campaigns.",
            f"prior = {weights.prior:.2f}",
            f"ceiling = {weights.ceiling}",
            "",
            "[signals]",
            *signals,
            "",
            "[calibration]",
            f"slope = {weights.slope:.3f}",
            f"intercept = {weights.intercept:.3f}",
            "",
            "# Brier: mean squared error of the likelihoods, by the shipped weights before; after, in each world by",
            "# weights that were fitted on the others.",
            "[fitted_on]",
            # A list or a string of JSON is one of TOML.
            *(f"{name} = {json.dumps(value)}" for name, value in about.items()),
            "",
        ]
    )
