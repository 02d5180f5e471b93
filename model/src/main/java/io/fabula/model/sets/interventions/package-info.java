/**
 * Interventions on a set of available actions or items: one is removed, added or exchanged in a
 * given state, and what an agent makes of all others is compared.
 */
@NullMarked
package io.fabula.model.sets.interventions;

import org.jspecify.annotations.NullMarked;
