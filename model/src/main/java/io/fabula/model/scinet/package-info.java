/**
 * Several agents of one world and the few numbers that each of them needs (Poulsen Nautrup et al.
 * 2022, "Operationally meaningful representations of physical systems in neural networks"): agents
 * that learn by deep energy-based projective simulation, data about their first decisions, and an
 * encoder with decoders whose learned noise shows what is not needed.
 */
@NullMarked
package io.fabula.model.scinet;

import org.jspecify.annotations.NullMarked;
