/** Networks, agents and simulators; the rooms below hold one thing each. */
@NullMarked
package io.fabula.model;

import org.jspecify.annotations.NullMarked;
