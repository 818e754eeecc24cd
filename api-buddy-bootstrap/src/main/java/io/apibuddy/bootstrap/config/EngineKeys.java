package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Scalar;
import io.apibuddy.ports.store.StorageProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The keys of the section {@code cache} that storage engines on the class path declare. */
final class EngineKeys {
  private static final String SECTION = "cache.";
  private static final ValueType<String> ANY =
      ValueType.of(
              "text, a number, true or false",
              node ->
                  node instanceof Scalar scalar && scalar.kind() != Kind.NULL
                      ? scalar.text()
                      : null)
          .withJsonSchema(JsonSchemas.SCALAR);

  private EngineKeys() {}

  /** Returns a key for each setting of the engines, masked if an engine calls it sensitive. */
  static List<Key<String>> of(Collection<StorageProvider> engines) {
    TreeSet<String> names = new TreeSet<>();
    TreeSet<String> sensitive = new TreeSet<>();
    for (StorageProvider engine : engines) {
      names.addAll(engine.settingNames());
      sensitive.addAll(engine.sensitiveSettingNames());
    }
    List<Key<String>> keys = new ArrayList<>();
    for (String name : names) {
      Key<String> key = Key.optional(SECTION + name, ANY, "a setting of a storage engine");
      keys.add(sensitive.contains(name) ? key.masked() : key);
    }
    return keys;
  }
}
