# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
"""Logits of one window of 30 s: oneDNN, channels last, batch norm folded, one thread."""

import sys
import time

import network
import torch
import turns

RUNS = 10
FRAMES = 387

torch.set_num_threads(1)
net = network.load(sys.argv[1])
net.fold()
net = net.to(memory_format=torch.channels_last)
frames = torch.randn(1, 128, FRAMES) * 12 - 30


def work():
    with torch.inference_mode():
        for _ in range(RUNS):
            net(frames)
    return RUNS


turns.serve(work, time.process_time)
