"""The fixtures of the flows' tests: see flow_runs and flow_hook."""

from flow_hook import webhook
from flow_runs import command, first_run, pages, prefect_server

__all__ = ["command", "first_run", "pages", "prefect_server", "webhook"]
