"""Each method on a graph where its answer is known."""

import string

import duckdb
import pyarrow as pa
import pytest

from tasks.evaluation.methods import rules
from tasks.evaluation.methods.evilcohort import evilcohort
from tasks.evaluation.methods.families import family_alone
from tasks.evaluation.methods.fraudar import fraudar
from tasks.evaluation.methods.linkage import linkage
from tasks.graph import connected
from tests.evaluation.graphs import block, found, graph


def test_components_join_chains_and_leave_small_ones_out() -> None:
    ties = "select unnest(['a', 'b', 'b', 'c', 'x', 'y']) as account_id, unnest([1, 1, 2, 2, 3, 3]) as value"
    assert found(connected(duckdb.connect(), ties, 3)) == {"a": {"a", "b", "c"}}
    assert connected(duckdb.connect(), f"from ({ties}) where value > 9", 2).num_rows == 0


def test_rules_accuse_three_on_one_value_and_take_the_larger() -> None:
    """Two on a card are let be; c is on a device of three and an address of four; telephones are no rule."""
    con = graph(
        [*block("ab", 1, "card"), *block("cde", 1, "device"), *block("cfgh", 1, "address"), *block("xyz", 1, "phone")]
    )
    assert found(rules(con)) == {"address cfgh-address-0": set("cfgh"), "device cde-device-0": set("de")}


def test_evilcohort_finds_communities_of_ten_under_addresses() -> None:
    one, other, few = string.ascii_lowercase[:12], string.ascii_uppercase[:11], "0123"
    bridge = [("a", "address", "bridge"), ("A", "address", "bridge")]
    con = graph([*block(one, 3, "address"), *block(other, 3, "address"), *block(few, 3, "address"), *bridge])
    assert sorted(map(sorted, found(evilcohort(con)).values())) == [sorted(other), sorted(one)]


def test_fraudar_finds_the_dense_block() -> None:
    crowd = [(account, "address", f"own-{account}-{n}") for account in string.ascii_uppercase for n in range(2)]
    pairs = [(account, "card", f"pair-{ord(account) // 2}") for account in string.ascii_uppercase]
    assert found(fraudar(graph([*block("abcdef", 5), *crowd, *pairs]))) == {"block 0": set("abcdef")}


def test_fraudar_is_not_led_away_by_camouflage() -> None:
    """The block also uses what everybody uses; it is found all the same, and nobody else with it."""
    everybody = string.ascii_uppercase + string.digits
    popular = [(account, "address", f"popular-{n}") for account in everybody for n in range(2)]
    camouflage = [(account, "address", f"popular-{n}") for account in "abcdef" for n in range(2)]
    blocks = found(fraudar(graph([*block("abcdef", 6), *popular, *camouflage])))
    assert blocks["block 0"] == set("abcdef")


def test_fraudar_finds_one_block_after_the_other() -> None:
    blocks = found(fraudar(graph([*block("abcdef", 6), *block("uvwxyz", 5)])))
    assert blocks == {"block 0": set("abcdef"), "block 1": set("uvwxyz")}


def test_a_family_alone_takes_only_its_own_ties() -> None:
    """Hubs and one customer's seats are left out, as is every other family."""
    con = duckdb.connect()
    rows: list[tuple[str, str, str, bool, str | None]] = [
        (account, "payment", "1", False, None) for account in "abcdef"
    ]
    rows += [(account, "payment", "2", True, None) for account in "ghijklm"]
    rows += [(account, "payment", "3", False, "one_organisation") for account in "nopqrst"]
    rows += [(account, "network", "4", False, None) for account in "abcdefuvwxyz"]
    names = ("account_id", "family", "value", "capped", "explained")
    con.register("drawn", pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows]))
    con.execute("create table links as select *, 'shared' as signal from drawn")
    assert found(family_alone("payment", con)) == {"a": set("abcdef")}


def test_splink_resolves_one_person_with_three_accounts() -> None:
    pytest.importorskip("splink")
    con = duckdb.connect()
    con.execute(
        """create table landed_accounts as
           select 'a' || n as account_id, person || '@mail.example' as email,
                  case when n < 300 then 'card-' || person end as payment_fingerprint,
                  'device-' || person as device_id,
                  null::varchar as id_document_hash, '+49' || hash(person) as phone,
                  '10.0.0.' || (n % 200) as signup_ip
           from (select n, sha256(if(n < 3, 0, if(n < 60, n // 2 + 10, n))::varchar) as person from range(400) t(n))"""
    )
    assert found(linkage(con)) == {"a0": {"a0", "a1", "a2"}}
