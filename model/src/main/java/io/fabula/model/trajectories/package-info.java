/**
 * Numbers that describe a thing, learned from what is seen when something happens to it: a
 * hierarchical variational autoencoder of trajectories (Jain et al. 2020, "Generalization to New
 * Actions in Reinforcement Learning").
 */
@NullMarked
package io.fabula.model.trajectories;

import org.jspecify.annotations.NullMarked;
