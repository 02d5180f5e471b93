/** The study of DoorKey: which event on the way to the goal mediates the effect of a policy. */
@NullMarked
package io.fabula.pipelines.studies.doorkey;

import org.jspecify.annotations.NullMarked;
