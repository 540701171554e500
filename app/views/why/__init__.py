"""Why a weight moves, or does not: its gradient taken apart."""
