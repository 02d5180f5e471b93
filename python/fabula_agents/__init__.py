"""Fabula's agents as PyTorch modules, built from the safetensors files that runs leave."""

from safetensors import safe_open

from .convolutional import ImpalaGru
from .decision import Decision
from .memory import GruAgent
from .perceptron import Perceptron
from .valued import ParameterisedAgent, Preferences, parameterised_agent

__all__ = ["Decision", "GruAgent", "ImpalaGru", "ParameterisedAgent", "Perceptron", "Preferences", "load_agent"]


def load_agent(path, learned_start=False, scale=1.0):
    """The agent of a safetensors file.

    learned_start: whether episodes begin in the hidden state that the agent learned, not in zeros.
    scale: what the numbers of observations are multiplied with before a perceptron sees them.
    """
    with safe_open(str(path), "pt") as file:
        sizes = file.metadata() or {}
        weights = {name: file.get_tensor(name) for name in file.keys()}
    if "agent.frame" in sizes:
        size = {name: int(sizes[f"agent.{name}"]) for name in ("frame", "pool", "stride", "embedding", "hidden", "actions")}
        channels = [int(each) for each in sizes["agent.channels"].split(",")]
        recurrent = sizes["agent.recurrent"] == "true"
        agent = ImpalaGru(channels=channels, recurrent=recurrent, learned_start=learned_start, **size)
    elif "mlp.hidden" in sizes:
        agent = Perceptron(weights, scale)
        if "observations.moments" in weights:
            agent.standardise(weights.pop("observations.moments"), float(sizes["observations.limit"]))
        scored = ("action.", "score.", "parameters.")
        weights = {n.replace(".", "_layer.", 1) if n.startswith(scored) else n: w for n, w in weights.items()}
    elif "gru.units" in sizes:
        agent = GruAgent(weights)
    elif "mpdqn.form" in sizes:
        agent = parameterised_agent(weights, sizes)
    elif "preferences" in weights and "hidden.0.weight" in weights:
        agent = Preferences(weights, weights.pop("preferences").shape[1])
    elif "preferences" in weights:
        raise ValueError(f"{path} holds a table of preferences and no network; run.weights has it")
    else:
        kinds = "convolutional agents have agent.frame in their metadata, perceptrons mlp.hidden, agents "
        kinds += "with memory over numbers gru.units, with parameterised actions mpdqn.form; preference networks have a tensor preferences"
        raise ValueError(f"{path} is no agent that can be read here: {kinds}")
    agent.load_state_dict(weights)
    return agent.eval()
