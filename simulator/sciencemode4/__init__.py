"""The wire protocol ScienceMode4, device side and host side, and the ports that it runs over.

Compatible with what the maker of the P24 stimulator has published; not his, and never a real
output: the device side moves numbers in a simulated stimulator, whose id begins with SIM.
"""
