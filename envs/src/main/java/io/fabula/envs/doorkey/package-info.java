/**
 * DoorKey: find the key, unlock the door, reach the goal; with the tables that make every
 * expectation in its smaller sizes exact.
 */
@NullMarked
package io.fabula.envs.doorkey;

import org.jspecify.annotations.NullMarked;
