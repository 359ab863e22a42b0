"""What the ledger adds up, from day to day."""
