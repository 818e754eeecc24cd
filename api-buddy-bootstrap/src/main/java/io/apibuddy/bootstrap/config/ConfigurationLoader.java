package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.store.StorageProvider;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
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
    return load(sources, PartsLook.NONE);
  }

  /**
   * Returns the configuration that the sources make together.
   *
   * @param parts asked what is missing if there is another problem, and only then
   * @throws ConfigurationException with every problem of every source, and what is missing
   */
  public Configuration load(Sources sources, PartsLook parts) {
    return read(sources, parts).configuration();
  }

  /**
   * What was read.
   *
   * @param file what the file says, so that it need not be read again
   */
  record Read(Layer file, Configuration configuration) {}

  /** Does what {@link #load(Sources)} does, and reports missing parts beside other problems. */
  Read read(Sources sources, PartsLook parts) {
    EnvironmentReferences references = new EnvironmentReferences(sources.environment());
    Path file = sources.file();
    return load(
        sources,
        problems -> file == null ? new Layer() : FileLayer.read(file, schema, references, problems),
        generatedKey,
        parts);
  }

  /**
   * Returns the configuration that the sources would make with another text in their file. No key
   * is kept and no variable looked up: whoever sent the text must not learn what one holds.
   *
   * @throws ConfigurationException with every problem
   */
  public Configuration load(Sources sources, String document) {
    return load(
            sources,
            problems ->
                FileLayer.read(
                    "document", document, schema, EnvironmentReferences.REFUSED, problems),
            GeneratedKey::next,
            PartsLook.NONE)
        .configuration();
  }

  /** Does the same with what the file said before, whatever it says now. */
  Read read(Sources sources, Layer file) {
    return load(sources, problems -> file, generatedKey, PartsLook.NONE);
  }

  private Read load(
      Sources sources, Function<Problems, Layer> document, Supplier<String> key, PartsLook parts) {
    Problems problems = new Problems();
    Layer file = document.apply(problems);
    Problems ofVariables = new Problems();
    Layer variables = EnvironmentLayer.read(sources.overrides(), schema, ofVariables);
    List<Layer> layers =
        List.of(
            AssignmentLayer.read(sources.assignments(), List.of(variables, file), schema, problems),
            variables,
            file,
            AssignmentLayer.read(sources.defaults(), List.of(), schema, problems));
    problems.addAll(ofVariables);
    return new Read(
        file,
        new ConfigurationAssembler(new Values(layers), schema, key, parts, problems).assemble());
  }

  /** Returns the keys that may change over HTTP. */
  public RemoteKeys remoteKeys() {
    return new RemoteKeys(schema);
  }

  /**
   * Returns the path at which the whole document has the setting that {@code path} means, which may
   * be another way to name it; {@code path} itself if there is no such key.
   */
  public String canonicalPath(String path) {
    Setting setting = schema.resolve(path);
    return setting == null ? path : setting.path();
  }
}
