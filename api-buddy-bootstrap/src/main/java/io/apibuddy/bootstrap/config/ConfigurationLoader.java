package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.store.StorageProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Reads, checks and completes a configuration; immutable, safe for concurrent use. */
public final class ConfigurationLoader {
  private final Schema schema;
  private final Supplier<String> generatedKey;

  /** Makes a loader that knows the settings of these engines too. */
  public ConfigurationLoader(Collection<StorageProvider> engines) {
    this(engines, GeneratedKey::next);
  }

  /**
   * Makes a loader that knows the settings of these engines too.
   *
   * @param generatedKey where the access key comes from if one is required and none is set; asked
   *     once
   */
  public ConfigurationLoader(Collection<StorageProvider> engines, Supplier<String> generatedKey) {
    this.schema = new Schema(engines);
    this.generatedKey = new KeptKey(generatedKey);
  }

  /** Makes a loader that knows no engine's own settings. */
  public ConfigurationLoader() {
    this(List.of());
  }

  /**
   * Returns the configuration that the sources make together.
   *
   * @throws ConfigurationException with every problem of every source
   */
  public Configuration load(Sources sources) {
    Problems problems = new Problems();
    List<Layer> layers = new ArrayList<>();
    layers.add(AssignmentLayer.read(sources.assignments(), schema, problems));
    layers.add(EnvironmentLayer.read(sources.overrides(), schema, problems));
    Path file = sources.file();
    if (file != null) {
      EnvironmentReferences references = new EnvironmentReferences(sources.environment());
      layers.add(FileLayer.read(file, schema, references, problems));
    }
    layers.add(AssignmentLayer.read(sources.defaults(), schema, problems));
    return new ConfigurationAssembler(new Values(layers), schema, generatedKey, problems)
        .assemble();
  }
}
