"""Splink alone: entity resolution on what people wrote down at sign-up, with no look at what they do.

Splink 5 fits a Fellegi-Sunter model to pairs of accounts that agree on one column at least, with no labels; pairs
above a match probability of .95 make clusters, and whoever is in a cluster of three accounts and more is accused.
"""

import logging

import duckdb
import pyarrow as pa

_THRESHOLD = 0.95
_AT_LEAST = 3
_EXACT = ("payment_fingerprint", "device_id", "id_document_hash", "phone", "signup_ip")


def linkage(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Accounts that entity resolution takes for one person with two others or more: account_id, group_id.

    Raises:
        ImportError: splink is not installed (`pip install 'portcullis[evaluation]'`).
    """
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    signups = con.sql(
        f"""select account_id as unique_id, {", ".join(_EXACT)}, split_part(lower(email), '@', 1) as mailbox
            from landed_accounts order by account_id"""
    ).to_arrow_table()
    # One thread: the fit is then the same each time. A database of its own: it makes many tables.
    api = DuckDBAPI(duckdb.connect(config={"threads": 1, "memory_limit": "2GB"}))
    filled = [name for name in _EXACT if signups[name].null_count < len(signups)]
    comparisons = [compare.ExactMatch(name).configure(term_frequency_adjustments=True) for name in filled]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[*comparisons, compare.JaroWinklerAtThresholds("mailbox", [0.95, 0.88])],
        blocking_rules_to_generate_predictions=[block_on(name) for name in (*filled, "mailbox")],
    )
    linker = Linker(api.register(signups), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on(filled[0])], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for name in filled[:2]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(name))
    pairs = linker.inference.predict(threshold_match_probability=_THRESHOLD)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, _THRESHOLD)
    con.register("clusters", clusters.as_duckdbpyrelation().to_arrow_table())
    return con.sql(
        f"""select unique_id as account_id, cluster_id as group_id from clusters
            qualify count(*) over (partition by cluster_id) >= {_AT_LEAST} order by 1"""
    ).to_arrow_table()
