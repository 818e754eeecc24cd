package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.store.StorageProvider;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads and checks configurations and completes them with defaults. Safe for concurrent use. */
public final class ConfigurationLoader {
  private final Schema schema;
  private final Supplier<String> generatedKey;

  /** Creates a loader that also knows the settings of these engines. */
  public ConfigurationLoader(Collection<StorageProvider> engines) {
    this(engines, AccessKeyGenerator::next);
  }

  /**
   * Creates a loader that also knows the settings of these engines.
   *
   * @param generatedKey supplies the access key if one is required and none is set; called at most
   *     once
   */
  public ConfigurationLoader(Collection<StorageProvider> engines, Supplier<String> generatedKey) {
    this.schema = new Schema(engines);
    this.generatedKey = new MemoizedKey(generatedKey);
  }

  /** Creates a loader that knows no engine's own settings. */
  public ConfigurationLoader() {
    this(List.of());
  }

  /**
   * Returns the configuration that results from all sources.
   *
   * @throws ConfigurationException if there are problems; it holds every problem of every source
   */
  public Configuration load(Sources sources) {
    return load(sources, PartsValidator.NONE);
  }

  /**
   * Returns the configuration that results from all sources.
   *
   * @param parts looks for missing parts; called only if there is another problem
   * @throws ConfigurationException if there are problems; it holds every problem of every source
   *     and every missing part
   */
  public Configuration load(Sources sources, PartsValidator parts) {
    return read(sources, parts).configuration();
  }

  /**
   * A configuration with the values of its file.
   *
   * @param file the file's values, so that the file need not be read again
   */
  record Read(Layer file, Configuration configuration) {}

  /**
   * Loads a configuration like {@link #load(Sources, PartsValidator)} and also returns the file's
   * values.
   */
  Read read(Sources sources, PartsValidator parts) {
    EnvironmentReferences references = new EnvironmentReferences(sources.environment());
    Path file = sources.file();
    return load(
        sources,
        problems -> file == null ? new Layer() : FileLayer.read(file, schema, references, problems),
        generatedKey,
        parts);
  }

  /**
   * Returns the configuration that would result if the file had another text. A generated access
   * key is not kept. References to variables are problems, so that the sender of the text does not
   * learn a variable's value.
   *
   * @throws ConfigurationException if there are problems; it holds all of them
   */
  public Configuration load(Sources sources, String document) {
    return load(
            sources,
            problems ->
                FileLayer.read(
                    "document", document, schema, EnvironmentReferences.REFUSED, problems),
            AccessKeyGenerator::next,
            PartsValidator.NONE)
        .configuration();
  }

  /** Loads a configuration with earlier values of the file, without reading the file again. */
  Read read(Sources sources, Layer file) {
    return load(sources, problems -> file, generatedKey, PartsValidator.NONE);
  }

  private Read load(
      Sources sources,
      Function<Problems, Layer> document,
      Supplier<String> key,
      PartsValidator parts) {
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
   * Returns the path of a setting in the {@link ConfigurationDocument}, for which {@code path} may
   * be another name; {@code path} itself if there is no such key.
   */
  public String canonicalPath(String path) {
    Setting setting = schema.resolve(path);
    return setting == null ? path : setting.path();
  }
}
