"""Several senders side by side, each a process, and what they did together."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import CommandError

_SENDER = Path(__file__).with_name("sender.py")


@dataclass(frozen=True)
class Sent:
    """``seconds`` is the longest that any sender took, ``processor`` what they cost together in seconds of it;
    ``latencies`` are those of all batches, sorted, in ms."""

    events: int
    batches: int
    seconds: float
    processor: float
    latencies: list[float]

    def percentile(self, percent: int) -> float:
        return round(self.latencies[min(len(self.latencies) * percent // 100, len(self.latencies) - 1)], 1)


def send_for(seconds: int, *, senders: int, port: int, write_key: str) -> Sent:
    """Let so many senders send for so long. CommandError when one of them was refused."""
    command = [sys.executable, str(_SENDER), str(port), write_key, str(seconds)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(senders)]
    outputs = [process.communicate(timeout=seconds + 60)[0] for process in running]
    if any(process.returncode for process in running):
        raise CommandError("A sender of the benchmark was refused; its error stands above.")
    reports = [json.loads(output) for output in outputs]
    return Sent(
        events=sum(report["events"] for report in reports),
        batches=sum(len(report["latencies"]) for report in reports),
        seconds=max(report["seconds"] for report in reports),
        processor=sum(report["processor"] for report in reports),
        latencies=sorted(latency for report in reports for latency in report["latencies"]),
    )
