/**
 * Learned detectors of events: what fires on the states of an episode is trained so that the event
 * "fired at least once" mediates the effect of a policy.
 */
@NullMarked
package io.fabula.model.detectors;

import org.jspecify.annotations.NullMarked;
