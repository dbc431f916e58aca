# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
"""Training steps on batches of 32 crops of 128 frames, two threads, without augmentation."""

import sys
import time

import network
import torch
import turns

STEPS = 3
BATCH = 32
FRAMES = 128

torch.set_num_threads(2)
net = network.load(sys.argv[1]).train().to(memory_format=torch.channels_last)
optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-3)
loss = torch.nn.CrossEntropyLoss(label_smoothing=0.1)
crops = torch.randn(BATCH, 128, FRAMES) * 12 - 30
labels = torch.randint(0, 10, (BATCH,))


def work():
    for _ in range(STEPS):
        optimiser.zero_grad(set_to_none=True)
        loss(net(crops), labels).backward()
        optimiser.step()
    return STEPS


turns.serve(work, time.perf_counter)
