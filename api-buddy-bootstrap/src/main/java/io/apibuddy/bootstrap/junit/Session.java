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

/** The proxy of one test class and its fixtures. */
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
      } else { // so that fixtures have the names, not what they stand for
        builder.set("domain_mappings." + alias + ".upstream", upstream);
      }
    }
    proxy = builder.build();
    boolean started = false;
    try {
      proxy.start();
      FixtureTurns.at(fixtures, () -> proxy.importFixtures(fixtures));
      recorded = new NewEntries(storage.responses());
      started = true;
    } finally {
      if (!started) {
        release(); // nothing was read, so nothing is written
      }
    }
  }

  boolean isOwnedBy(Class<?> testClass) {
    return owner.equals(testClass);
  }

  CachingProxy proxy() {
    return proxy;
  }

  /** Takes note of the beginning of a test, by its unique name. */
  void begin(String test) {
    misses.begin(test);
  }

  /**
   * Takes note of the end of a test.
   *
   * @throws AssertionError if a request of its own found no fixture; it says which, and what comes
   *     nearest
   */
  void end(String test) {
    check(misses.end(test), "");
  }

  /**
   * Fails if a request found no fixture of which no test was told.
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
   * Writes down what was recorded and ends the proxy. Files of what was there before are left as
   * they are, whoever wrote them; an archive is one file and written anew if it gets longer.
   */
  @Override
  public void close() {
    try {
      if (mode.equals(TestMode.RECORD) && proxy.isRunning() && recorded.exist()) {
        recorded.removeOthers();
        FixtureTurns.at(fixtures, this::write);
      }
    } finally {
      release();
    }
  }

  private void write() {
    if (FixtureStore.isArchive(fixtures)) {
      proxy.importFixtures(fixtures); // with what other classes have added since
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
