package io.apibuddy.bootstrap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jvm")
class PackageRuleTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.apibuddy.bootstrap");

  @Test
  void onlyTheWiringDependsOnGuice() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..bootstrap.wiring..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineDependsOnLogbackAndPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..bootstrap.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ch.qos.logback..", "picocli..")
        .check(CLASSES);
  }

  @Test
  void noClassDependsOnAnAdapter() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.apibuddy.http..", "io.apibuddy.store..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCyclicDependencies() {
    slices().matching("io.apibuddy.bootstrap.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** Digits of the default locale would confuse readers and programs. */
  @Test
  void nothingIsFormattedWithTheDefaultLocale() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "format", String.class, Object[].class)
        .check(CLASSES);
  }
}
