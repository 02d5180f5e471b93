package io.fabula.pipelines.store;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/**
 * What a store needs of a file system. Names are relative, with {@code /} between their parts. Big
 * files are written to a local scratch file first and published whole, so that a name either does
 * not exist or is complete.
 */
interface StoreFiles extends Serializable {
  /** Where this is, for people. */
  String describe(String name);

  boolean exists(String name);

  /** Size in bytes, or -1 if there is no such file, or something else of that name. */
  long size(String name);

  /** The whole of a small file. */
  byte[] read(String name);

  /** Names of the direct children of a directory, sorted; none if it does not exist. */
  List<String> list(String directory);

  /** Names of those children that are directories, sorted. */
  List<String> directories(String directory);

  /** A new local file to write to; whoever asks for it publishes or deletes it. */
  Path scratch(String name);

  /** Moves a scratch file to its name in one step, replacing what was there. */
  void publish(Path scratch, String name);

  /** Writes a small file in one step unless it exists; says whether it was written. */
  boolean createIfAbsent(String name, byte[] content);

  /** Renames a file or directory. */
  void move(String from, String to);

  /** Deletes a file, or a directory with all in it; nothing happens if it does not exist. */
  void delete(String name);

  /** Deletes a directory that has nothing in it. */
  void deleteIfEmpty(String directory);

  /** A local file with the content of {@code name}. */
  Path local(String name);
}
