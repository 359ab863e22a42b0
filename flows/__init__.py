"""When things happen and in what order; what a stage does is in `tasks`.

Importing this package first sets what Prefect reads when it is imported itself.
"""

import atexit
import os

# DuckDB's binding counts references that are alive at the very end and prints a page about them, in each run of a
# worker too; nothing after this is for people.
atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))

_DEFAULTS = {
    # No phoning home.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # With no server running, Prefect starts one of its own; in a fresh home that takes longer than its 20 s.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # SQLite answers 503 under bursts with the default of 10 s.
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    # Dask tells of every connection of its workers.
    "DASK_LOGGING__DISTRIBUTED": "warning",
}
for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)
