"""The four studies of the Prove tab: a page each, and what the pages share."""
