"""Signed approval of protocols and plans: keys, trusted reviewers, signatures, and what voids them."""
