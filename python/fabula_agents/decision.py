"""What agents compute."""

from typing import NamedTuple, Optional

import torch


class Decision(NamedTuple):
    """What an agent computes of steps: logits [..., outputs], value [...], hidden [..., hidden].

    logits: of value-based agents the value, score or preference of each action.
    value: None of agents that have preferences alone.
    hidden: the state after each step; the embedding of agents without memory; else None.
    parameters: of agents that propose parameters for every action: all of them, on the scale of
        -1..1 but not clipped to it.
    """

    logits: torch.Tensor
    value: Optional[torch.Tensor]
    hidden: Optional[torch.Tensor] = None
    parameters: Optional[torch.Tensor] = None
