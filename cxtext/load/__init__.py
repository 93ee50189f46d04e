"""The load stage: readers, column roles, scales, join, and an account of every row."""

from cxtext.load.accounting import counts_text
from cxtext.load.loading import Loaded, inspect, load
from cxtext.load.metric_tables import MetricTables, metric_tables
from cxtext.load.plan import ColumnPlan, Plan
from cxtext.load.sources import input_names

__all__ = [
    "ColumnPlan",
    "Loaded",
    "MetricTables",
    "Plan",
    "counts_text",
    "input_names",
    "inspect",
    "load",
    "metric_tables",
]
