package io.fabula.pipelines.studies;

import io.fabula.envs.coinrun.CoinRun;

/** What a class that all studies share must not be: it knows one world. */
public record KnowsAWorld(CoinRun world) {}
