/**
 * The three phases on any world whose objects can be seen: train a policy, learn the variable that
 * mediates its effect, train a policy that makes the variable happen.
 */
@NullMarked
package io.fabula.pipelines.mediation.phases;

import org.jspecify.annotations.NullMarked;
