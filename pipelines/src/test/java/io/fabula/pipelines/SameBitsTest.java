package io.fabula.pipelines;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Results have the same bits in every version of Java: of {@link Math} our code calls only what has
 * one correct result. The others may differ in the last place from release to release and from the
 * interpreter to the compiler; {@link StrictMath}, {@code ElementaryFunctions} and {@code
 * FloatMath} stand in for them.
 */
class SameBitsTest {
  /** Exact by their specification: IEEE 754 operations, and arithmetic of whole numbers. */
  private static final Set<String> EXACT =
      Set.of(
          "abs",
          "absExact",
          "addExact",
          "ceil",
          "ceilDiv",
          "ceilMod",
          "clamp",
          "copySign",
          "decrementExact",
          "divideExact",
          "fma",
          "floor",
          "floorDiv",
          "floorMod",
          "getExponent",
          "incrementExact",
          "max",
          "min",
          "multiplyExact",
          "multiplyFull",
          "multiplyHigh",
          "negateExact",
          "nextAfter",
          "nextDown",
          "nextUp",
          "rint",
          "round",
          "scalb",
          "signum",
          "sqrt",
          "subtractExact",
          "toIntExact",
          "toRadians",
          "toDegrees",
          "ulp",
          "unsignedMultiplyHigh");

  /** What {@link Math} may compute a last place off; random would have no seed. */
  private static final Set<String> FREE =
      Set.of(
          "acos",
          "asin",
          "atan",
          "atan2",
          "cbrt",
          "cos",
          "cosh",
          "exp",
          "expm1",
          "hypot",
          "IEEEremainder",
          "log",
          "log10",
          "log1p",
          "pow",
          "random",
          "sin",
          "sinh",
          "tan",
          "tanh");

  @Test
  void resultsCallOnlyFunctionsOfOneResult() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fabula");
    noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "a function of Math that Java's versions compute differently",
                (JavaAccess<?> access) ->
                    access.getTargetOwner().isEquivalentTo(Math.class)
                        && !EXACT.contains(access.getName())
                        && !access.getName().equals("PI")
                        && !access.getName().equals("E")))
        .check(classes);
  }

  @Test
  void everyFunctionOfThisJavaIsKnown() {
    Set<String> unknown = new TreeSet<>();
    for (Method method : Math.class.getDeclaredMethods()) {
      if (!Modifier.isPublic(method.getModifiers())) continue;
      if (!EXACT.contains(method.getName()) && !FREE.contains(method.getName())) {
        unknown.add(method.getName());
      }
    }
    // a later Java may have more: they are refused above until somebody has looked at them
    if (Runtime.version().feature() == 17) assertThat(unknown).isEmpty();
    assertThat(EXACT).doesNotContainAnyElementsOf(FREE);
  }
}
