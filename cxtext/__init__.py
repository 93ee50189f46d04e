"""cxtext: which topics in customers' comments drive the scores."""
