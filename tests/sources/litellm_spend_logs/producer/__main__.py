"""Makes the exports: ``python -m tests.sources.litellm_spend_logs.producer --litellm-python PYTHON --out FOLDER``."""

import argparse
from pathlib import Path

from tests.sources.litellm_spend_logs.producer.produce import produce

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--litellm-python", type=Path, required=True, help="see README.md for what it needs")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    options = parser.parse_args()
    produce(options.litellm_python, options.out)
