package io.fabula.envs.coinrun;

/**
 * A cell of a level.
 *
 * @param column from the left, 0 to 63
 * @param row from the bottom, 0 to 63
 */
public record CoinRunCell(int column, int row) {}
