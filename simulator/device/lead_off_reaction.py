"""Noticing that an electrode is off, and doing what the policy of the device says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.device.channel import Channel, Trip
from simulator.device.level import Level

if TYPE_CHECKING:
    from simulator.device.machine import Machine


class LeadOffReaction:
    """The lead-off policy of one device at work.

    Parameters
    ----------
    stimulator : Machine
        Whose channels it watches.
    """

    def __init__(self, stimulator: Machine) -> None:
        self._device = stimulator

    def examine(self, channel: Channel, start_us: int, stop_us: int) -> Trip | None:
        """Return when the policy first notices an open circuit in a window, if it does."""
        policy = self._device.lead_off
        if not channel.contact.is_open or channel.held or policy.act == "nothing":
            return None
        for passage in channel.passages(start_us, stop_us, channel, 1.0):
            strong = passage.sent >= policy.detects_from.value
            if strong.any():
                pulses = passage.block.pulses
                first = int(strong.argmax())
                return Trip(int(pulses.onset_us[first] + pulses.width_us[first]), "lead-off")
        return None

    def act(self, name: str, channel: Channel) -> None:
        """Do what the policy says."""
        device, policy = self._device, self._device.lead_off
        device.note(f"lead-off: {policy.act}", name)
        channel.error = "lead-off"
        if policy.act == "latch":
            device.latch("lead-off", name)
        elif policy.act == "zero":
            channel.wanted, channel.level = 0.0, Level(device.now_us)
        elif policy.act == "stop-channel":
            channel.sending = False
            channel.wanted, channel.level = 0.0, Level(device.now_us)
        elif policy.act == "reduce" and policy.reduced_to is not None:
            self._reduce(channel, policy.reduced_to.value)

    def _reduce(self, channel: Channel, share: float) -> None:
        """Go down to a share of the largest amplitude, and hold the timer."""
        device = self._device
        most = device.profile.max_amplitude
        left = share * (channel.program.amplitude if most is None and channel.program else 0.0)
        left = share * most.value if most is not None else left
        now = channel.level.present(device.now_us)
        channel.level = Level(device.now_us, target=min(now, left))
        channel.held = True
        device.timer.hold()

    def returned(self, channel: Channel) -> None:
        """Go on when the contact is back, as some devices do."""
        device, policy = self._device, self._device.lead_off
        if policy.act == "zero":
            channel.error = ""
        if not channel.held or not policy.resumes:
            return
        rise = device.rise_us if policy.rises_again else 0
        channel.level = Level(
            device.now_us,
            rise,
            channel.level.present(device.now_us),
            device.stepped(channel.wanted),
        )
        channel.held, channel.error = False, ""
        device.timer.release()
