#!/usr/bin/env python3
"""The engine's workloads in PyTorch: eager mode, one thread.

Alone (``python reference.py [WORKLOAD...]``) it times the workloads and prints JSON. With
``--serve`` it answers one JSON request per line, which is how ``fabula bench engine`` lets the two
sides alternate:

    {"workload": NAME}   builds it, runs it twice, answers what both runs computed
    {"seconds": S}       repeats it for S seconds of processor time, answers the times
"""

import argparse
import gc
import json
import platform
import sys
import time

try:
    import torch
except ImportError as problem:
    print(json.dumps({"problem": f"{sys.executable} cannot import torch ({problem})"}))
    sys.exit(0)

import actor_critic
import agent
import mpdqn
import policies
import scinet
import simulator
import slates
import small

LAYOUTS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}
TRIAL_SECONDS = 0.5

WORKLOADS = {
    "agent-forward-1": lambda layout: agent.Forward(layout, 1),
    "agent-forward-64": lambda layout: agent.Forward(layout, 64),
    "agent-ppo": lambda layout: agent.PpoStep(layout, agent.paper(), 1),
    "mini-agent-ppo": lambda layout: agent.PpoStep(layout, agent.mini(), 4),
    "simulator": lambda layout: simulator.SimulatorStep(layout, simulator.PAPER, agent.paper()),
    "mini-simulator": lambda layout: simulator.SimulatorStep(
        layout, simulator.MINI, agent.mini()
    ),
    "multi-pass-q": mpdqn.MultiPassLearning,
    "multi-pass-training": mpdqn.MultiPassTraining,
    "graph-attention": small.AttentionBlock,
    "selection-round": scinet.SelectionRound,
    "policy-round": scinet.PolicyRound,
    "slates-agile-epoch": lambda layout: slates.SlateEpoch(True),
    "slates-utility-epoch": lambda layout: slates.SlateEpoch(False),
    "agile-grid-update": lambda layout: policies.Update(layout, True, False),
    "utility-grid-update": lambda layout: policies.Update(layout, False, False),
    "agile-create-update": lambda layout: policies.Update(layout, True, True),
    "actor-critic-update": lambda layout: actor_critic.ActorCriticUpdate(),
    "tiny-policy": small.TinyPolicy,
}

WITHOUT_PICTURES = {
    "multi-pass-q",
    "multi-pass-training",
    "graph-attention",
    "selection-round",
    "policy-round",
    "slates-agile-epoch",
    "slates-utility-epoch",
    "agile-grid-update",
    "utility-grid-update",
    "actor-critic-update",
    "tiny-policy",
}


def timed(work, seconds):
    """Repeats the work for a span of processor time; at least once."""
    runs = 0
    wall, cpu = time.perf_counter(), time.process_time()
    while True:
        work.run()
        runs += 1
        spent = time.process_time() - cpu
        if spent >= seconds:
            wall = time.perf_counter() - wall
            return {"runs": runs, "cpu_seconds": spent / runs, "wall_seconds": wall / runs}


def built(name, seconds):
    """The workload in the faster memory layout, warm, with what its first two runs computed."""
    best = None
    for layout, memory_format in LAYOUTS.items():
        if name in WITHOUT_PICTURES and best:
            continue
        gc.collect()
        work = WORKLOADS[name](memory_format)
        work.run()
        first = work.evidence()
        work.run()
        second = work.evidence()
        timed(work, seconds)
        cost = timed(work, seconds)["cpu_seconds"]
        if best is None or cost < best[0]:
            best = (cost, layout, work, first, second)
        del work
    return best[1:]


def about():
    return {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "threads": torch.get_num_threads(),
    }


def serve():
    print(json.dumps(about()), flush=True)
    work = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "workload" in request:
                work = None
                layout, work, first, second = built(request["workload"], request["seconds"])
                answer = {"layout": layout, "first": first, "second": second}
            else:
                answer = timed(work, request["seconds"])
        except Exception as problem:  # the asker prints it and goes on
            answer = {"problem": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workloads", nargs="*", help="default: all")
    parser.add_argument("--serve", action="store_true", help="answer requests, one per line")
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="of one repetition")
    options = parser.parse_args()
    unknown = set(options.workloads) - set(WORKLOADS)
    if unknown:
        parser.error(f"no workload {sorted(unknown)}; there are {', '.join(WORKLOADS)}")
    torch.set_num_threads(1)
    if options.serve:
        serve()
        return
    results = {}
    for name in options.workloads or WORKLOADS:
        layout, work, _, _ = built(name, TRIAL_SECONDS)
        times = [timed(work, options.seconds) for _ in range(options.repetitions)]
        results[name] = {"layout": layout, "repetitions": times}
    print(json.dumps({"about": about(), "workloads": results}, indent=2))


if __name__ == "__main__":
    main()
