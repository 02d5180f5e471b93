/**
 * Q-learning with parameterised actions: P-DQN (Xiong et al. 2018), its split form and the
 * multi-pass form (Bester, James and Konidaris 2019), for any world with such actions.
 */
@NullMarked
package io.fabula.model.mpdqn;

import org.jspecify.annotations.NullMarked;
