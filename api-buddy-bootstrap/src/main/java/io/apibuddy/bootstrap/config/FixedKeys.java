package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys that cannot change while a proxy runs. */
public final class FixedKeys {
  private static final List<Key<?>> KEYS =
      List.of(
          ServerKeys.HOST,
          ServerKeys.PORT,
          ServerKeys.MAX_WORKERS,
          ServerKeys.START_TIMEOUT,
          CacheKeys.BACKEND,
          CacheKeys.DATABASE_PATH,
          OtherKeys.LOGGING_LOG_TO_PARENT,
          OtherKeys.LOGGING_PARENT_LOGGER);

  private FixedKeys() {}

  /**
   * Requires that no fixed key changes.
   *
   * @throws ConfigurationException if one does; it names each such key with both values
   */
  public static void requireUnchanged(Configuration inForce, Configuration changed) {
    List<Problem> changes = changes(inForce, changed);
    if (!changes.isEmpty()) {
      throw new ConfigurationException(changes);
    }
  }

  /** Returns a problem, with both values, for each fixed key that would change. */
  public static List<Problem> changes(Configuration inForce, Configuration changed) {
    List<Problem> changes = new ArrayList<>();
    for (Key<?> key : KEYS) {
      String path = Setting.of(key).path();
      Object before = inForce.document().find(path);
      Object after = changed.document().find(path);
      if (!Objects.equals(before, after)) {
        changes.add(
            new Problem(
                "",
                path,
                "needs a restart: it is " + shown(before) + ", the change says " + shown(after)));
      }
    }
    return changes;
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "not set" : value.toString();
  }
}
