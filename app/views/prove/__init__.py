"""The tab Prove: four studies, a page each, and what the pages share."""
