package io.apibuddy.domain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.store.CacheKey;
import java.net.InetAddress;
import java.net.URI;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** DESIGN section 1: what the domain may depend on; packages form no cycle. */
@Tag("any-jvm")
class DependencyRuleTest {

  /** Time, randomness, sleeping, threads and the environment come in as parameters. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "java.time.Instant.now",
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.Thread.sleep",
          "java.lang.Thread.<init>",
          "java.util.UUID.randomUUID");

  private static final JavaClasses DOMAIN = besides(ProxyCore.class);
  private static final JavaClasses PORTS = besides(CacheKey.class);

  /** Returns all classes of the directory or jar that contains the given one. */
  private static JavaClasses besides(Class<?> one) {
    String place = one.getProtectionDomain().getCodeSource().getLocation().toString();
    URI location = URI.create(place.endsWith(".jar") ? "jar:" + place + "!/" : place);
    return new ClassFileImporter().importLocations(Set.of(Location.of(location)));
  }

  @Test
  void importedClassesAreThoseOfDomainAndPortsWithoutTheirTests() {
    assertThat(DOMAIN.contain(ProxyCore.class)).isTrue();
    assertThat(DOMAIN.contain(CoreFixture.class)).isFalse();
    assertThat(PORTS.contain(CacheKey.class)).isTrue();
    assertThat(PORTS.contain(Entries.class)).isFalse();
  }

  @Test
  void domainDependsOnlyOnThePortsAndAFewPackagesOfTheJdk() {
    DescribedPredicate<JavaClass> streams =
        resideInAPackage("java.io")
            .and(
                describe(
                    "streams and their exceptions",
                    type ->
                        type.getSimpleName().endsWith("Stream")
                            || type.getSimpleName().endsWith("IOException")
                            || type.getSimpleName().equals("Serializable")));
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "io.apibuddy.domain..",
                    "io.apibuddy.ports..",
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.util",
                    "java.util.concurrent..",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "java.util.zip",
                    "java.time..",
                    "java.nio.charset",
                    "java.security",
                    "javax.crypto..",
                    "org.jspecify.annotations")
                .or(belongToAnyOf(URI.class, InetAddress.class, ByteBuffer.class, Buffer.class))
                .or(streams)
                .or(describe("primitive types", JavaClass::isPrimitive)))
        .check(DOMAIN);
  }

  @Test
  void domainTakesTimeRandomnessAndThreadsFromOutside() {
    noClasses()
        .should()
        .accessTargetWhere(
            describe("the target is one of " + FORBIDDEN, DependencyRuleTest::isForbidden))
        .check(DOMAIN);
  }

  private static boolean isForbidden(JavaAccess<?> access) {
    return FORBIDDEN.contains(
        access.getTargetOwner().getFullName() + '.' + access.getTarget().getName());
  }

  @Test
  void thePackagesFormNoCycle() {
    slices().matching("io.apibuddy.domain.(*)..").should().beFreeOfCycles().check(DOMAIN);
    slices().matching("io.apibuddy.ports.(*)..").should().beFreeOfCycles().check(PORTS);
  }

  @Test
  void policiesDoNotDependOnThePackagesThatRunThem() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.apibuddy.domain.cache..",
            "io.apibuddy.domain.cachestatus..",
            "io.apibuddy.domain.replay..",
            "io.apibuddy.domain.routing..",
            "io.apibuddy.domain.security..",
            "io.apibuddy.domain.config..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.apibuddy.domain.content..",
            "io.apibuddy.domain.exchange..",
            "io.apibuddy.domain.fields..",
            "io.apibuddy.domain.fill..",
            "io.apibuddy.domain.intake..",
            "io.apibuddy.domain.memory..",
            "io.apibuddy.domain.problem..",
            "io.apibuddy.domain.store..",
            "java.util.concurrent.locks")
        .because("policies take values and return values")
        .check(DOMAIN);
  }

  @Test
  void packagesOfAnExchangeDependOnlyOnThoseOfLowerLayers() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("problem")
        .definedBy("io.apibuddy.domain.problem..")
        .layer("fields")
        .definedBy("io.apibuddy.domain.fields..")
        .layer("content")
        .definedBy("io.apibuddy.domain.content..")
        .layer("store")
        .definedBy("io.apibuddy.domain.store..")
        .layer("intake")
        .definedBy("io.apibuddy.domain.intake..")
        .layer("fill")
        .definedBy("io.apibuddy.domain.fill..")
        .layer("exchange")
        .definedBy("io.apibuddy.domain.exchange..")
        .whereLayer("problem")
        .mayNotAccessAnyLayer()
        .whereLayer("fields")
        .mayNotAccessAnyLayer()
        .whereLayer("content")
        .mayOnlyAccessLayers("fields")
        .whereLayer("store")
        .mayOnlyAccessLayers("content")
        .whereLayer("intake")
        .mayOnlyAccessLayers("problem", "fields", "content")
        .whereLayer("fill")
        .mayOnlyAccessLayers("fields", "content", "store")
        .check(DOMAIN);
  }

  @Test
  void classNamesContainNoManagerHelperUtilOrImpl() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl)(\\$.*)?")
        .check(DOMAIN);
  }
}
