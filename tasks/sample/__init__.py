"""Makes the sample lake that the project ships: a made-up world served by a real LiteLLM proxy.

The world (accounts, what they ask and when) is drawn from a seed; every request is
then sent over loopback through a real ``litellm`` proxy to a stand-in upstream, so
that the log lines have the shape a gateway writes and not the shape we imagine.
"""
