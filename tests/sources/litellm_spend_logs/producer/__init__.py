"""Makes the exports that the tests read, with LiteLLM's own proxy, database code and migrations; see README.md."""
