package io.fabula.pipelines;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.fabula.model.graph.memory.Shape;
import io.fabula.pipelines.studies.KnowsAWorld;
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
  void onlyTheNetworkEngineKnowsNativeLibraries() {
    noClasses()
        .that()
        .resideInAPackage("io.fabula..")
        .and()
        .resideOutsideOfPackage("io.fabula.model.graph..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("io.fabula..")
        .and()
        .resideOutsideOfPackages("io.fabula.model.graph..", "io.fabula.model.dl4j..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
        .check(classes);
  }

  /** So that it is loaded only where such an agent plays. */
  @Test
  void onlyItsAgentsKnowDeeplearning4j() {
    noClasses()
        .that()
        .resideInAPackage("io.fabula..")
        .and()
        .resideOutsideOfPackage("io.fabula.model.dl4j..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.deeplearning4j..")
        .check(classes);
  }

  /** Rooms of the engine that others may use; of its memory, shapes alone. */
  @Test
  void onlyTheEngineKnowsItsMemoryAndItsKernels() {
    noClasses()
        .that()
        .resideInAPackage("io.fabula..")
        .and()
        .resideOutsideOfPackage("io.fabula.model.graph..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.fabula.model.graph..")
                .and(
                    resideOutsideOfPackages(
                        "io.fabula.model.graph",
                        "io.fabula.model.graph.ops",
                        "io.fabula.model.graph.optimisers"))
                .and(not(equivalentTo(Shape.class))))
        .check(classes);
  }

  @Test
  void theEngineStandsOnItsMemoryAndItsKernels() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.fabula.model.graph..")
        .layer("memory")
        .definedBy("io.fabula.model.graph.memory..")
        .layer("onednn")
        .definedBy("io.fabula.model.graph.onednn..")
        .layer("graph")
        .definedBy("io.fabula.model.graph")
        .layer("above")
        .definedBy("io.fabula.model.graph.ops..", "io.fabula.model.graph.optimisers..")
        .whereLayer("above")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("graph")
        .mayOnlyBeAccessedByLayers("above")
        .whereLayer("onednn")
        .mayOnlyBeAccessedByLayers("graph")
        .check(classes);
  }

  /** What serves every study knows worlds by their interface alone. */
  private static final ArchRule SHARED_KNOWS_NO_WORLD =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.fabula.model.agents..",
              "io.fabula.model.training..",
              "io.fabula.model.ppo..",
              "io.fabula.analysis..",
              "io.fabula.pipelines.stages..",
              "io.fabula.model.twins..",
              "io.fabula.pipelines.datasets..",
              "io.fabula.pipelines.stories..",
              "io.fabula.pipelines.panel..",
              "io.fabula.pipelines.analyses..",
              "io.fabula.pipelines.mediation..",
              "io.fabula.pipelines.studies",
              "io.fabula.pipelines.studies.actionsets..",
              "io.fabula.pipelines.studies.agents..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.fabula.envs..")
                  .and(
                      resideOutsideOfPackages(
                          "io.fabula.envs",
                          "io.fabula.envs.catalogue",
                          "io.fabula.envs.drawing",
                          "io.fabula.envs.edits",
                          "io.fabula.envs.random",
                          "io.fabula.envs.coordinates",
                          "io.fabula.envs.objects",
                          "io.fabula.envs.tabular")));

  @Test
  void whatStudiesShareKnowsNoWorld() {
    SHARED_KNOWS_NO_WORLD.check(classes);
  }

  @Test
  void aSharedClassThatKnowsAWorldIsNoticed() {
    JavaClasses one = new ClassFileImporter().importClasses(KnowsAWorld.class);
    assertThatThrownBy(() -> SHARED_KNOWS_NO_WORLD.check(one))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("io.fabula.envs.coinrun.CoinRun");
  }

  /** Trainings of one algorithm know nothing of another's, or of one network. */
  @Test
  void trainingKnowsNoAlgorithmAndNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage("io.fabula.model.training..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabula.model.agents..",
            "io.fabula.model.impala..",
            "io.fabula.model.ppo..",
            "io.fabula.model.simulator..",
            "io.fabula.model.workloads..")
        .check(classes);
  }
}
