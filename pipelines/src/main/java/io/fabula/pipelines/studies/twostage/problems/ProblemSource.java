package io.fabula.pipelines.studies.twostage.problems;

import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a problem comes from, with all that decides it: a built-in one by its name, a user's by the
 * text of its file, so that an edited file is another problem and every machine has it.
 *
 * @param name of a built-in problem, or {@code table}
 * @param table the text of the user's file, empty for a built-in problem
 */
public record ProblemSource(String name, String table) implements Serializable {
  private static final String TABLE = "table";
  private static final List<String> BUILT_IN = List.of("twostage-flat", "twostage-walk");
  private static final long LARGEST_FILE = 8 << 20;

  /**
   * What a setting names: a built-in problem, or {@code table:FILE}.
   *
   * @throws UsageProblem if there is no such problem or file
   * @throws DataProblem if the file is not a table
   */
  public static ProblemSource of(String env) {
    if (env.startsWith(TABLE + ":")) {
      ProblemSource source = new ProblemSource(TABLE, text(env.substring(TABLE.length() + 1)));
      TableFile.parse(env.substring(TABLE.length() + 1), source.table);
      return source;
    }
    if (!BUILT_IN.contains(env)) {
      throw new UsageProblem(
          "env must be one of %s or table:FILE, got %s%s"
              .formatted(
                  String.join(", ", BUILT_IN), Shown.value(env), NearestName.hint(env, BUILT_IN)));
    }
    return new ProblemSource(env, "");
  }

  private static String text(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > LARGEST_FILE) {
        throw new UsageProblem(
            "%s is larger than %d MB, the most for a table"
                .formatted(Shown.escaped(file), LARGEST_FILE >> 20));
      }
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException e) {
      throw new UsageProblem("env: %s cannot be read".formatted(Shown.escaped(file)), e);
    }
  }

  /** Makes the problem. */
  public TabularProblem problem() {
    return switch (name) {
      case "twostage-flat" -> TwoStageProblems.flat();
      case "twostage-walk" -> TwoStageProblems.walk();
      default -> TableFile.parse(TABLE, table);
    };
  }
}
