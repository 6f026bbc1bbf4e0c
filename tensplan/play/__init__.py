"""A plan played live on a virtual stimulator: the port, the person's hand, the loop, and the log."""
