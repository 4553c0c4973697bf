"""Times one iteration of MAML in PyTorch: the workloads of workloads.json, beside this file, as `meta-step` times them in Metamorph.

An iteration adapts to every task, judges the adapted models on their query sets, differentiates the mean of these losses with respect to
the start, through the inner steps (second order), and takes a step of Adam. Three ways to write it:
  loop     task after task, autograd.grad(create_graph=True);
  vmap     all tasks at once, functorch's vmap over grad; left out where there is no functorch;
  batched  all tasks at once by hand, weights [tasks, inputs, outputs] and baddbmm; the perceptron only.

Needs PyTorch 1.13 or later: on Debian python3-torch, which is fast with libopenblas0-pthread.
usage: meta_step.py [--threads N] [--seconds S] [--only WORKLOAD ...] [--ways WAY ...]
Prints {"torch": version, "threads": N, "seconds": {workload: {way: median}}, "peakBytes": greatest resident memory of this process or null}.
"""
import argparse
import json
import os
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

try:
    from torch.func import functional_call, grad, vmap  # PyTorch 2
except ImportError:
    functional_call = None
    try:
        from functorch import grad, make_functional, vmap
    except ImportError:
        grad = vmap = make_functional = None


def perceptron(width):
    return nn.Sequential(nn.Linear(1, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 1))


class MeanOverSpace(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


def conv4(width, ways, pool):
    """Four blocks of a 3 x 3 convolution, batch norm by the batch's own statistics, ReLU and half the size; the mean over space; a linear head."""
    layers = []
    for block in range(4):
        layers.append(nn.Conv2d(width if block else 1, width, 3, stride=1 if pool else 2, padding=1))
        layers.append(nn.BatchNorm2d(width, track_running_stats=False))
        layers.append(nn.ReLU())
        if pool:
            layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, MeanOverSpace(), nn.Linear(width, ways))


def functional(model):
    """The model as a function of its parameters, and the parameters."""
    if functional_call is None and make_functional is not None:
        f, parameters = make_functional(model)
        return f, tuple(p.detach().requires_grad_() for p in parameters)
    names = [name for name, _ in model.named_parameters()]
    call = functional_call
    if call is None:
        from torch.nn.utils.stateless import functional_call as call
    return (lambda p, x: call(model, dict(zip(names, p)), (x,))), tuple(p.detach().requires_grad_() for p in model.parameters())


class Iteration:
    def __init__(self, workload):
        torch.manual_seed(1)
        self.steps, self.rate, self.tasks = workload["steps"], workload["rate"], workload["tasks"]
        self.regression = workload["network"] == "Mlp"
        ways, width = workload["ways"], workload["width"]
        model = perceptron(width) if self.regression else conv4(width, ways, workload["network"] == "Pool")
        self.model, self.start = functional(model)
        self.adam = torch.optim.Adam(self.start, 1e-3)
        self.loss = F.mse_loss if self.regression else F.cross_entropy
        self.support = self.examples(ways, workload["shots"])
        self.query = self.examples(ways, workload["queries"])

    def examples(self, ways, per_class):
        """x and y of all tasks."""
        n = ways * per_class
        if self.regression:
            x = torch.rand(self.tasks, n, 1) * 10 - 5
            return x, x.sin()
        labels = torch.arange(n) % ways
        return torch.rand(self.tasks, n, 1, 28, 28), labels.repeat(self.tasks, 1)

    def ways(self):
        return {"loop": self.loop} | ({"vmap": self.vmapped} if vmap else {}) | ({"batched": self.batched} if self.regression else {})

    def loop(self):
        self.adam.zero_grad()
        for t in range(self.tasks):
            (sx, qx), (sy, qy) = ((self.support[i][t], self.query[i][t]) for i in (0, 1))
            adapted = self.start
            for _ in range(self.steps):
                gradient = torch.autograd.grad(self.loss(self.model(adapted, sx), sy), adapted, create_graph=True)
                adapted = tuple(p - self.rate * g for p, g in zip(adapted, gradient))
            # Backward task by task: one task's graph is alive at a time.
            (self.loss(self.model(adapted, qx), qy) / self.tasks).backward()
        self.adam.step()

    def vmapped(self):
        def meta_loss(start, sx, sy, qx, qy):
            adapted = start
            for _ in range(self.steps):
                gradient = grad(lambda p: self.loss(self.model(p, sx), sy))(adapted)
                adapted = tuple(p - self.rate * g for p, g in zip(adapted, gradient))
            return self.loss(self.model(adapted, qx), qy)

        self.adam.zero_grad()
        vmap(meta_loss, in_dims=(None, 0, 0, 0, 0))(self.start, *self.support, *self.query).mean().backward()
        self.adam.step()

    def batched(self):
        def predict(p, x):
            for layer in range(0, len(p), 2):
                x = torch.baddbmm(p[layer + 1].unsqueeze(1), x, p[layer].transpose(1, 2))
                if layer + 2 < len(p):
                    x = x.relu()
            return x

        def losses(p, batch):
            return (predict(p, batch[0]) - batch[1]).square().mean((1, 2))

        self.adam.zero_grad()
        adapted = [p.expand(self.tasks, *p.shape) for p in self.start]
        for _ in range(self.steps):
            gradient = torch.autograd.grad(losses(adapted, self.support).sum(), adapted, create_graph=True)
            adapted = [p - self.rate * g for p, g in zip(adapted, gradient)]
        losses(adapted, self.query).mean().backward()
        self.adam.step()


def median(run, seconds):
    """Of at least 3 runs after 2 that do not count, and as many as begin within the time."""
    for _ in range(2):
        run()
    times, begin = [], time.perf_counter()
    while len(times) < 3 or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak_bytes():
    # Not ru_maxrss: a process begins with that of the one that started it.
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return None


def main():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "workloads.json")) as file:
        workloads = {w["name"]: w for w in json.load(file)}
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--threads", type=int, default=torch.get_num_threads())
    arguments.add_argument("--seconds", type=float, default=2)
    arguments.add_argument("--only", nargs="+", choices=list(workloads), default=list(workloads))
    arguments.add_argument("--ways", nargs="+", choices=["loop", "vmap", "batched"])
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    seconds = {}
    for name in options.only:
        for way, run in Iteration(workloads[name]).ways().items():
            if options.ways and way not in options.ways:
                continue
            print(f"{name}, {way}, {options.threads} thread(s)", file=sys.stderr)
            seconds.setdefault(name, {})[way] = median(run, options.seconds)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), "seconds": seconds, "peakBytes": peak_bytes()}))


if __name__ == "__main__":
    main()
