package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.ports.memory.HeapShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Finds settings of which this JVM's heap has room for less. */
final class HeapBoundSettings {
  private static final long MIB = 1L << 20;

  private HeapBoundSettings() {}

  /** Returns a problem for each such setting. Defaults are meant for any heap and never named. */
  static List<Problem> of(Configuration configuration) {
    List<Problem> found = new ArrayList<>();
    add(found, configuration, ServerKeys.MAX_WORKERS, configuration.server().maxWorkers());
    Configuration.Store store = configuration.storage();
    boolean inMemory = "memory".equals(store.backend()) || ":memory:".equals(store.path());
    Key<Long> stored = inMemory ? CacheKeys.MAX_SIZE_MB : CacheKeys.MEMORY_MAX_MB;
    add(found, configuration, stored, HeapShare.maxStored() / MIB);
    return found;
  }

  private static void add(
      List<Problem> found, Configuration configuration, Key<Long> key, long inForce) {
    String path = Setting.of(key).path();
    if (configuration.document().find(path) instanceof Number configured
        && configured.longValue() > inForce
        && !Objects.equals(configured.longValue(), key.fallback())) {
      found.add(
          new Problem(
              "",
              path,
              inForce
                  + " in this heap of "
                  + Runtime.getRuntime().maxMemory() / MIB
                  + " MB, not "
                  + configured
                  + "; a larger one (-Xmx) allows more"));
    }
  }
}
