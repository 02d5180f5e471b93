/** Recurrent proximal policy optimisation (Schulman et al. 2017) with exact resume. */
@NullMarked
package io.fabula.model.ppo;

import org.jspecify.annotations.NullMarked;
