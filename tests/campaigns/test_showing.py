"""What a group shows: which kinds of ties made it."""

import duckdb
import pytest

import tasks.campaigns
from tasks.graph import connected
from tasks.stage import sql

SIZE = 12


@pytest.mark.parametrize(("of_one", "forming"), [(2, False), (4, False), (6, True), (12, True)])
def test_pairs_behind_one_address_did_not_make_a_group(of_one: int, forming: bool) -> None:
    """Accounts of which so many each share a mailbox."""
    with duckdb.connect() as con:
        con.execute(f"create table groups as select 'g' as group_id, 'a' || n as account_id from range({SIZE}) as t(n)")
        con.execute("create table everybody as select account_id, null::varchar as payment from groups")
        con.execute(
            f"""create table ties as
                select 'a' || n as account_id, 'identity' as family, 'shared_email' as signal,
                       'box ' || n // {of_one} as value, true as forming
                from range({SIZE}) as t(n)
                union all
                select account_id, 'network', 'shared_address', 'exit', false from everybody"""
        )
        folder = tasks.campaigns.__file__
        con.register("formed", connected(con, sql(folder, "forming_ties"), 2, "group_id, signal, value"))
        found = dict(con.sql(f"select signal, forming from ({sql(folder, 'showing')})").fetchall())
    assert found == {"shared_email": forming, "shared_address": False}
