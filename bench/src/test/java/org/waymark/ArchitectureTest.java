package org.waymark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom. It lives here because this module alone sees all others. */
class ArchitectureTest {

  /** Root package of each module, and the modules that it may import. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "core", Set.of(),
          "transport", Set.of("core"),
          "descriptors", Set.of("core"),
          "testbed", Set.of("core"),
          "bridge", Set.of("core", "transport"),
          "indexer", Set.of("core", "transport", "descriptors"),
          "trainer", Set.of("core", "descriptors", "indexer"),
          "streams", Set.of("core", "transport", "descriptors", "indexer"),
          "cli",
              Set.of(
                  "core",
                  "transport",
                  "descriptors",
                  "testbed",
                  "bridge",
                  "indexer",
                  "trainer",
                  "streams"),
          "bench",
              Set.of(
                  "core",
                  "transport",
                  "descriptors",
                  "testbed",
                  "bridge",
                  "indexer",
                  "trainer",
                  "streams",
                  "cli"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.waymark");

  @TestFactory
  Stream<DynamicTest> shouldImportOnlyWhatTheDesignAllows() {
    return MAY_IMPORT.keySet().stream()
        .sorted()
        .map(module -> DynamicTest.dynamicTest(module, () -> check(module)));
  }

  private static void check(String module) {
    Set<String> forbidden = new TreeSet<>(MAY_IMPORT.keySet());
    forbidden.removeAll(MAY_IMPORT.get(module));
    forbidden.remove(module);
    noClasses()
        .that()
        .resideInAPackage(packages(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            forbidden.stream().map(ArchitectureTest::packages).toArray(String[]::new))
        .because("the design says so: see docs/architecture.md")
        .check(CLASSES);
  }

  @Test
  void shouldKeepTheDomainPure() {
    noClasses()
        .that()
        .resideInAPackage(packages("core"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "org.apache.lucene..",
            "ai.djl..",
            "com.fasterxml.jackson.databind..")
        .check(CLASSES);
  }

  @Test
  void shouldUseKafkasInternalsInOneFileOnly() {
    noClasses()
        .that(
            DescribedPredicate.not(
                DescribedPredicate.describe(
                    "the embedded broker",
                    (JavaClass c) ->
                        c.getName().startsWith("org.waymark.testbed.broker.Embedded"))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("kafka..", "org.apache.kafka.metadata..", "org.apache.kafka.server..")
        .check(CLASSES);
  }

  @Test
  void shouldHaveSeenEveryModule() {
    for (String module : MAY_IMPORT.keySet()) {
      assertThat(
              CLASSES.stream()
                  .anyMatch(c -> c.getPackageName().startsWith("org.waymark." + module)))
          .as(module)
          .isTrue();
    }
    assertThat(
            CLASSES.stream()
                .map(c -> c.getPackageName().split("\\.", -1))
                .filter(parts -> parts.length > 2)
                .map(parts -> parts[2])
                .filter(part -> !part.equals("avro")))
        .isSubsetOf(List.copyOf(MAY_IMPORT.keySet()));
  }

  private static String packages(String module) {
    return "org.waymark." + module + "..";
  }
}
