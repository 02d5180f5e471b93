package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectTable;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.objects.ObjectWorld;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The worlds of a study: a record whose components, as part of the stages' options, decide what
 * worlds it makes.
 */
public interface ObjectWorlds extends Serializable {
  /** A new world; what it shows to be observed is what policies see. */
  ObjectWorld make();

  /** All states as a table, computed anew; empty where they are too many. */
  Optional<ObjectTable> table();

  /**
   * Whether there is a table and policies see {@link ObjectView#PLANES}, so that what one without
   * memory does is exact.
   */
  boolean exact();

  /**
   * The views in which visits of states are counted, {@link ObjectView#OBJECTS} first; the other
   * one where its states are few enough.
   */
  List<ObjectView> counted();

  /** The event that is followed while policies are trained. */
  String milestone();

  /** Names of the events, in order. */
  default List<String> events() {
    return make().events();
  }

  /** Names of the events for people. */
  default List<String> eventWords() {
    return events().stream().map(ObjectWorlds::words).toList();
  }

  /** The name of an event for people. */
  static String words(String event) {
    return event.replace('_', ' ');
  }
}
