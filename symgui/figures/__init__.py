"""What a run looks like, without a window: colours, scales, and pictures as SVG."""
