"""Words for people: what a program does, and where a rule or a number comes from."""
