package io.apibuddy.bootstrap.junit;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.bootstrap.config.ExpandedText;
import io.apibuddy.bootstrap.fixture.FixtureStore;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The proxy and the fixtures of one test class. */
final class Session implements AutoCloseable {
  private final Class<?> owner;
  private final Path fixtures;
  private final String mode;
  private final MissLog storage =
      new MissLog(new InMemoryStorage(AdapterContext.of(Settings.NONE)));
  private final MissOwners misses = new MissOwners(storage);
  private final CachingProxy proxy;
  private final NewEntries recorded;

  Session(Class<?> owner, ApiBuddyTest wanted, String mode) {
    this.owner = owner;
    this.mode = mode;
    this.fixtures =
        wanted.fixtures().isEmpty()
            ? Path.of("src", "test", "fixtures", owner.getName())
            : Path.of(expanded(wanted.fixtures()).text());
    CachingProxyBuilder builder =
        CachingProxy.builder()
            .storage(storage)
            .port(0)
            .set("cache.mode", mode)
            .set("throttling.default_requests_per_hour", 0);
    if (!wanted.config().isEmpty()) {
      builder.config(Path.of(expanded(wanted.config()).text()));
    }
    for (String mapping : wanted.map()) {
      int equals = mapping.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "@ApiBuddyTest(map): expected alias=https://api.example.com, found " + mapping);
      }
      String alias = mapping.substring(0, equals);
      ExpandedText upstream = expanded(mapping.substring(equals + 1));
      if (upstream.parts().isEmpty()) {
        builder.map(alias, upstream.text());
      } else { // so that fixtures hold the variables' names, not their values
        builder.set("domain_mappings." + alias + ".upstream", upstream);
      }
    }
    proxy = builder.build();
    boolean started = false;
    try {
      proxy.start();
      FixtureLocks.withLock(fixtures, () -> proxy.importFixtures(fixtures));
      recorded = new NewEntries(storage.responses());
      started = true;
    } finally {
      if (!started) {
        release(); // fixtures that were not read must not be written
      }
    }
  }

  boolean isOwnedBy(Class<?> testClass) {
    return owner.equals(testClass);
  }

  CachingProxy proxy() {
    return proxy;
  }

  /** Records that the test with this unique ID has begun. */
  void begin(String test) {
    misses.begin(test);
  }

  /**
   * Records that a test has ended.
   *
   * @throws AssertionError in mode {@code replay}, if a request of this test found no fixture; the
   *     message names the request and the nearest fixtures
   */
  void end(String test) {
    check(misses.end(test), "");
  }

  /**
   * Checks the requests that belong to no single test.
   *
   * @throws AssertionError as {@link #end} does
   */
  void endAll() {
    check(
        misses.rest(),
        "\nOf no single test: sent before the first test, after the last, or while several ran"
            + " at once");
  }

  private void check(List<String> missed, String remark) {
    if (mode.equals(TestMode.REPLAY) && !missed.isEmpty()) {
      throw new AssertionError(
          "no fixture in "
              + fixtures
              + " answers\n  "
              + String.join("\n  ", missed)
              + remark
              + "\nRecord it where the API can be reached: -D"
              + TestMode.PARAMETER
              + "="
              + TestMode.RECORD);
    }
  }

  /**
   * Writes new recordings as fixtures and closes the proxy. Files of existing fixtures stay as they
   * are, even if another class wrote them meanwhile. An archive is a single file, which is
   * rewritten with its existing fixtures if there are new recordings.
   */
  @Override
  public void close() {
    try {
      if (mode.equals(TestMode.RECORD) && proxy.isRunning() && recorded.exist()) {
        recorded.removeExisting();
        FixtureLocks.withLock(fixtures, this::write);
      }
    } finally {
      release();
    }
  }

  private void write() {
    if (FixtureStore.isArchive(fixtures)) {
      proxy.importFixtures(fixtures); // including what other classes have added since
    }
    proxy.exportFixtures(fixtures);
  }

  private void release() {
    proxy.close();
    storage.close();
  }

  private static ExpandedText expanded(String text) {
    Map<String, String> environment = System.getenv();
    return ExpandedText.of(
        text,
        name -> {
          String value = name.isEmpty() ? null : System.getProperty(name, environment.get(name));
          if (value == null) {
            throw new IllegalArgumentException(
                "@ApiBuddyTest: no system property or variable " + name);
          }
          return value;
        });
  }
}
