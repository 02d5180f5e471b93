/**
 * Agents that show slates: they value each candidate beside those already in the slate and, where
 * they look at it, the whole set of candidates (Jain et al. 2022, the part that learns values).
 */
@NullMarked
package io.fabula.model.slates;

import org.jspecify.annotations.NullMarked;
