"""What a program puts out: pulses in time, exposure by two routes, and the device into its loads."""
