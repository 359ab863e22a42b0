"""Writes LiteLLM's tables as Parquet. Runs in LiteLLM's environment, with ADBC and PyArrow."""

import sys
from importlib.metadata import version
from pathlib import Path

import adbc_driver_postgresql.dbapi  # type: ignore[import-not-found]
import pyarrow.parquet as pq

QUERIES = {
    "spend_logs": 'select * from "LiteLLM_SpendLogs"',
    "users": 'select user_id, user_email, user_role, created_at, organization_id, teams from "LiteLLM_UserTable"',
    "keys": 'select token, key_alias, user_id, created_at, team_id, blocked from "LiteLLM_VerificationToken"',
}
PACKAGES = ("litellm", "litellm-proxy-extras", "prisma", "adbc-driver-postgresql", "pyarrow")


def main(database: str, out: Path) -> None:
    """Write the tables, and what made them."""
    with adbc_driver_postgresql.dbapi.connect(database) as connection, connection.cursor() as cursor:
        for name, query in QUERIES.items():
            cursor.execute(query)
            pq.write_table(
                cursor.fetch_arrow_table(), out / f"{name}.parquet", compression="zstd", compression_level=19
            )
        cursor.execute("select current_setting('server_version')")
        lines = [f"{package} {version(package)}" for package in PACKAGES]
        lines.append(f"postgres {cursor.fetchall()[0][0].split()[0]}")
    (out / "versions.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
