"""Real lines to the device: a pseudo-terminal, TCP on loopback; and both as their host sees them.

The only files of the simulator that touch the operating system. A clock is still passed in.
"""
