"""The tab Moments: two pinned moments, compared unit by unit."""
