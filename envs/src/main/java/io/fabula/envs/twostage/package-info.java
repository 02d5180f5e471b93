/**
 * The TwoStage worlds: two small decision problems of our own in which every quantity of mediation
 * analysis has a closed form.
 */
@NullMarked
package io.fabula.envs.twostage;

import org.jspecify.annotations.NullMarked;
