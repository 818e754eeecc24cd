package io.apibuddy.bootstrap.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.system.Client;
import io.apibuddy.bootstrap.system.LoopbackApi;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs annotated test classes on the JUnit Platform, as a build does. */
@Timeout(120)
class ApiBuddyTestTest {
  private static final String API = "api-buddy.test.api";
  private static final String FIXTURES = "api-buddy.test.fixtures";
  private static final String CONFIG = "api-buddy.test.config";

  @TempDir Path directory;
  private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws Exception {
    api =
        LoopbackApi.http()
            .on("/weather", LoopbackApi.content("text/plain", bytes("sunny")))
            .on("/tides", LoopbackApi.content("text/plain", bytes("high")));
    System.setProperty(API, api.url());
    System.setProperty(FIXTURES, directory.resolve("fixtures").toString());
  }

  @AfterEach
  void stopTheApi() {
    api.close();
    System.clearProperty(API);
    System.clearProperty(FIXTURES);
    System.clearProperty(CONFIG);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  static class Weather {
    private final Client client = new Client();

    @Test
    void isSunny(@BaseUrl("api") URI api) throws Exception {
      assertThat(client.get(api + "/weather").body()).isEqualTo(bytes("sunny"));
    }

    @Nested
    class AtSea {
      @Test
      void isHigh(@BaseUrl("api") String api, CachingProxy proxy) throws Exception {
        assertThat(api).isEqualTo(proxy.baseUrl("api"));
        assertThat(client.get(api + "/tides").body()).isEqualTo(bytes("high"));
      }
    }
  }

  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  static class Tomorrow {
    @Test
    void isNotRecorded(@BaseUrl("api") String api) throws Exception {
      assertThat(new Client().get(api + "/weather?day=1").statusCode()).isPositive();
    }
  }

  @ApiBuddyTest(map = "api=${" + API + "}")
  static class Unrecorded extends Tomorrow {}

  @ApiBuddyTest(config = "${" + CONFIG + "}", fixtures = "${" + FIXTURES + "}")
  static class Configured extends Tomorrow {}

  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  @Execution(ExecutionMode.CONCURRENT)
  static class AtOnce {
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @Test
    void asks(@BaseUrl("api") String api) throws Exception {
      int started = BOTH.await(60, TimeUnit.SECONDS);
      assertThat(new Client().get(api + "/weather").statusCode()).isPositive();
      int asked = BOTH.await(60, TimeUnit.SECONDS);
      assertThat(started + asked).isNotNegative();
    }

    @Test
    void asksForNothing() throws Exception {
      int started = BOTH.await(60, TimeUnit.SECONDS);
      int asked = BOTH.await(60, TimeUnit.SECONDS);
      assertThat(started + asked).isNotNegative();
    }
  }

  /** All three classes have begun before the first ends. */
  @Execution(ExecutionMode.CONCURRENT)
  abstract static class SideBySide {
    private static final CyclicBarrier ALL = new CyclicBarrier(3);

    @Test
    void records(@BaseUrl("api") String api) throws Exception {
      Client client = new Client();
      ALL.await(60, TimeUnit.SECONDS);
      String own = "/weather?class=" + getClass().getSimpleName();
      assertThat(client.get(api + own).body()).isEqualTo(bytes("sunny"));
      assertThat(client.get(api + "/tides").body()).isEqualTo(bytes("high"));
      ALL.await(60, TimeUnit.SECONDS);
    }
  }

  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  static class Red extends SideBySide {}

  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  static class Green extends SideBySide {}

  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  static class Blue extends SideBySide {}

  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    private final String url;

    OneInstance(@BaseUrl("api") String url) {
      this.url = url;
    }

    @Test
    void isSunny() throws Exception {
      assertThat(new Client().get(url + "/weather").body()).isEqualTo(bytes("sunny"));
    }
  }

  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  static class Outer {
    @Nested
    @ApiBuddyTest(map = "other=${" + API + "}")
    class Inner {
      @Test
      void runs() {}
    }
  }

  /** A composed annotation, as a team may define it for all its tests. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  @interface WeatherApi {}

  @WeatherApi
  static class Composed extends Asking {}

  @ApiBuddyTest(map = "api=${" + API + "}", fixtures = "${" + FIXTURES + "}")
  interface UsesTheApi {}

  static class ByInterface extends Asking implements UsesTheApi {}

  abstract static class Asking {
    @Test
    void isSunny(@BaseUrl("api") String api) throws Exception {
      assertThat(new Client().get(api + "/weather").body()).isEqualTo(bytes("sunny"));
    }
  }

  @WeatherApi
  static class AsksFirst {
    @BeforeAll
    static void ask(@BaseUrl("api") String api) throws Exception {
      assertThat(new Client().get(api + "/weather").statusCode()).isPositive();
    }

    @Test
    void asksForNothing() {}

    @Test
    void asksForNothingToo() {}
  }

  @ParameterizedTest
  @ValueSource(classes = {Composed.class, ByInterface.class})
  void annotationIsFoundOnComposedAnnotationsAndInterfaces(Class<?> tests) {
    assertThat(run(tests, "record").getFailures()).isEmpty();
    api.close();
    assertThat(run(tests, "replay").getTestsSucceededCount()).isEqualTo(1);
  }

  @Test
  void missBeforeTheFirstTestFailsTheClass() {
    TestExecutionSummary summary = run(AsksFirst.class, "replay");

    assertThat(summary.getTestsSucceededCount()).isEqualTo(2);
    assertThat(summary.getFailures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.getTestIdentifier().isContainer()).isTrue();
              assertThat(failure.getException())
                  .hasMessageContaining("GET api /weather: nothing is recorded")
                  .hasMessageContaining("before the first test");
            });
  }

  @Test
  void recordedAnswersAreReplayedWithoutTheApi() throws Exception {
    assertThat(run(Weather.class, "record").getTestsSucceededCount()).isEqualTo(2);
    try (Stream<Path> files = Files.walk(directory.resolve("fixtures"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2);
    }
    api.close();

    TestExecutionSummary replayed = run(Weather.class, "replay");
    assertThat(replayed.getFailures()).isEmpty();
    assertThat(replayed.getTestsSucceededCount()).isEqualTo(2);
    // Recorded answers are not fetched again.
    assertThat(run(Weather.class, "record").getTestsSucceededCount()).isEqualTo(2);
  }

  @Test
  void secretInAnApisPathIsNeitherRecordedNorShownAndMayChange() throws Exception {
    api.on("/s3cret/weather", LoopbackApi.content("text/plain", bytes("sunny")))
        .on("/s3cret/tides", LoopbackApi.content("text/plain", bytes("high")));
    System.setProperty(API, api.url() + "/s3cret");
    assertThat(run(Weather.class, "record").getFailures()).isEmpty();
    try (Stream<Path> files = Files.walk(directory.resolve("fixtures"))) {
      assertThat(files.filter(Files::isRegularFile))
          .hasSize(2)
          .allSatisfy(file -> assertThat(file.toString()).doesNotContain("s3cret"))
          .allSatisfy(file -> assertThat(file).content().doesNotContain("s3cret"));
    }

    System.setProperty(API, api.url() + "/0ther");
    assertThat(run(Weather.class, "replay").getFailures()).isEmpty();
    assertThat(run(Tomorrow.class, "replay").getFailures())
        .singleElement()
        .extracting(failure -> failure.getException().getMessage())
        .asString()
        .contains("GET api /weather?day=1; nearest:\n    GET /weather (differs in")
        .doesNotContain("0ther");
  }

  @Test
  void archiveIsCreatedByTheFirstRecordingAndReplayed() {
    Path archive = directory.resolve("weather.har");
    System.setProperty(FIXTURES, archive.toString());
    assertThat(run(Weather.class, "record").getFailures()).isEmpty();
    assertThat(archive).isRegularFile();
    api.close();

    assertThat(run(Weather.class, "replay").getTestsSucceededCount()).isEqualTo(2);
  }

  @Test
  void unreadableFixturesAreLeftUnchanged() throws Exception {
    Path archive = Files.writeString(directory.resolve("weather.har"), "<<<<<<< HEAD\n");
    System.setProperty(FIXTURES, archive.toString());

    assertThat(run(Weather.class, "record").getFailures())
        .singleElement()
        .extracting(TestExecutionSummary.Failure::getException)
        .asString()
        .contains(archive + " cannot be imported");
    assertThat(archive).hasContent("<<<<<<< HEAD\n");
  }

  @Test
  void recordingLeavesExistingFilesUnchanged() throws Exception {
    run(Weather.class, "record");
    Path recorded;
    try (Stream<Path> files = Files.walk(directory.resolve("fixtures"))) {
      recorded =
          files.filter(file -> file.toString().contains("get-weather")).findFirst().orElseThrow();
    }
    Path edited = recorded.resolveSibling("today.yaml");
    String text = "# by hand\n" + Files.readString(recorded);
    Files.writeString(edited, text);
    Files.delete(recorded);

    assertThat(run(Weather.class, "record").getTestsSucceededCount()).isEqualTo(2);
    assertThat(recorded).doesNotExist();
    assertThat(run(Tomorrow.class, "record").getTestsSucceededCount()).isEqualTo(1);
    assertThat(recorded).doesNotExist();
    assertThat(edited).hasContent(text);
    try (Stream<Path> files = Files.walk(directory.resolve("fixtures"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(3);
    }
  }

  @Test
  void recordingMoreKeepsTheEntriesOfAnArchive() {
    System.setProperty(FIXTURES, directory.resolve("weather.har").toString());
    run(Weather.class, "record");
    run(Tomorrow.class, "record");
    api.close();

    assertThat(run(Weather.class, "replay").getTestsSucceededCount()).isEqualTo(2);
    assertThat(run(Tomorrow.class, "replay").getTestsSucceededCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "shared.har"})
  void classesThatRecordInParallelKeepEachOthersRecordings(String fixtures) throws Exception {
    System.setProperty(FIXTURES, directory.resolve(fixtures).toString());
    List<Class<?>> classes = List.of(Red.class, Green.class, Blue.class);
    Map<String, String> parallel = parallel(classes.size());

    assertThat(run(classes, "record", parallel).getFailures()).isEmpty();
    api.close();

    TestExecutionSummary replayed = run(classes, "replay", parallel);
    assertThat(replayed.getFailures()).isEmpty();
    assertThat(replayed.getTestsSucceededCount()).isEqualTo(3);
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void defaultFixtureDirectoryHasTheFullClassName() {
    assertThat(run(Unrecorded.class, "replay").getFailures())
        .singleElement()
        .extracting(TestExecutionSummary.Failure::getException)
        .asString()
        .contains(
            "no fixture in " + Path.of("src", "test", "fixtures", Unrecorded.class.getName()));
  }

  @Test
  void portOfTheConfigurationIsIgnored() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("buddy.yaml"),
            "server: {port: %s}\ndomain_mappings: {api: \"%s\"}\n"
                .formatted(URI.create(api.url()).getPort(), api.url()));
    System.setProperty(CONFIG, file.toString());

    assertThat(run(Configured.class, "record").getFailures()).isEmpty();
  }

  @Test
  void missFailsTheTestAndNamesTheNearestRecording() {
    run(Weather.class, "record");

    List<TestExecutionSummary.Failure> failures = run(Tomorrow.class, "replay").getFailures();

    assertThat(failures).hasSize(1);
    assertThat(failures.get(0).getException())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no fixture in " + directory.resolve("fixtures"))
        .hasMessageContaining("GET api /weather?day=1; nearest:")
        .hasMessageContaining("GET /weather (differs in query parameter day (not stored))")
        .hasMessageContaining("-Dapi-buddy.mode=record");
  }

  @Test
  void missDuringParallelTestsFailsTheClass() {
    TestExecutionSummary summary = run(List.of(AtOnce.class), "replay", parallel(2));

    assertThat(summary.getTestsSucceededCount()).isEqualTo(2);
    TestExecutionSummary.Failure failure = summary.getFailures().get(0);
    assertThat(summary.getFailures()).hasSize(1);
    assertThat(failure.getTestIdentifier().isContainer()).isTrue();
    assertThat(failure.getException())
        .hasMessageContaining("GET api /weather: nothing is recorded for this alias")
        .hasMessageContaining("several ran at once");
  }

  @Test
  void constructorOfAPerClassInstanceGetsItsParameters() {
    assertThat(run(OneInstance.class, "record").getFailures()).isEmpty();
    api.close();
    assertThat(run(OneInstance.class, "replay").getTestsSucceededCount()).isEqualTo(1);
  }

  @Test
  void nestedClassCannotHaveAProxyOfItsOwn() {
    assertThat(run(Outer.class, "record").getFailures())
        .singleElement()
        .extracting(TestExecutionSummary.Failure::getException)
        .asString()
        .contains(Outer.Inner.class.getName() + " shares the proxy of the class");
  }

  @Test
  void modeDefaultsToReplayInCiAndToRecordElsewhere() {
    assertThat(TestMode.of(Optional.empty(), Map.of())).isEqualTo("record");
    assertThat(TestMode.of(Optional.empty(), Map.of("CI", "false"))).isEqualTo("record");
    assertThat(TestMode.of(Optional.empty(), Map.of("CI", "true"))).isEqualTo("replay");
    assertThat(TestMode.of(Optional.of("Record"), Map.of("CI", "true"))).isEqualTo("record");
    assertThat(TestMode.of(Optional.of("passthrough"), Map.of())).isEqualTo("passthrough");
  }

  private static Map<String, String> parallel(int threads) {
    return Map.of(
        "junit.jupiter.execution.parallel.enabled", "true",
        "junit.jupiter.execution.parallel.config.strategy", "fixed",
        "junit.jupiter.execution.parallel.config.fixed.parallelism", Integer.toString(threads));
  }

  private static TestExecutionSummary run(Class<?> tests, String mode) {
    return run(List.of(tests), mode, Map.of());
  }

  private static TestExecutionSummary run(
      List<Class<?>> tests, String mode, Map<String, String> parameters) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(tests.stream().map(DiscoverySelectors::selectClass).toList())
            .configurationParameters(parameters)
            .configurationParameter(TestMode.PARAMETER, mode)
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }
}
