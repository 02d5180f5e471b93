package io.fabula.pipelines;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** envs <- model <- analysis <- pipelines, and who may know which library. */
class ModuleArrowsTest {
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fabula");
  }

  @Test
  void worldsKnowNothingButTheJdk() {
    noClasses()
        .that()
        .resideInAPackage("io.fabula.envs..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.fabula.envs..", "java..", "javax..", "org.jspecify..")
        .check(classes);
  }

  @Test
  void modelDoesNotKnowAnalysisOrPipelines() {
    noClasses()
        .that()
        .resideInAPackage("io.fabula.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabula.analysis..", "io.fabula.pipelines..")
        .check(classes);
  }

  @Test
  void analysisDoesNotKnowPipelines() {
    noClasses()
        .that()
        .resideInAPackage("io.fabula.analysis..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabula.pipelines..")
        .check(classes);
  }

  @Test
  void onlyPipelinesKnowsBeam() {
    noClasses()
        .that()
        .resideInAnyPackage("io.fabula.envs..", "io.fabula.model..", "io.fabula.analysis..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.beam..", "org.apache.flink..", "org.apache.parquet..")
        .check(classes);
  }

  @Test
  void onlyTheNetworkEngineKnowsNd4j() {
    noClasses()
        .that()
        .resideInAPackage("io.fabula..")
        .and()
        .resideOutsideOfPackage("io.fabula.model.graph..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
        .check(classes);
  }
}
