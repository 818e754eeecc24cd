package io.apibuddy.http.jetty;

import io.apibuddy.ports.spi.Settings;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The upstream client's settings.
 *
 * @param caFile a PEM file with certificate authorities to trust beside the JDK's, null for none
 * @param caFiles the files of mappings that have one of their own, by alias
 * @param maxConnections the most connections to one upstream
 * @param proxy the forward proxy through which upstreams are reached, null for none
 */
record ClientSettings(
    @Nullable String caFile,
    Map<String, String> caFiles,
    int maxConnections,
    @Nullable ForwardProxy proxy) {

  static final String CA_FILE = "upstream_ca_file";
  static final String MAX_CONNECTIONS = "max_connections_per_upstream";

  ClientSettings {
    caFiles = Map.copyOf(caFiles);
  }

  /** Returns the name of the setting that, for one mapping, overrides {@link #CA_FILE}. */
  static String caFileOf(String alias) {
    return CA_FILE + "." + alias;
  }

  /**
   * Returns each file that is used, with the name of the setting that names it.
   *
   * @param none stands for no file, where mappings without one of their own have none
   */
  Map<String, String> settingsByFile(String none) {
    Map<String, String> byFile = new HashMap<>();
    caFiles.forEach((alias, file) -> byFile.put(file, caFileOf(alias)));
    byFile.put(caFile == null ? none : caFile, CA_FILE);
    return byFile;
  }

  static ClientSettings from(Settings settings) {
    long connections = settings.number(MAX_CONNECTIONS, 1024);
    if (connections < 1 || connections > 1_000_000) {
      throw new IllegalArgumentException(
          MAX_CONNECTIONS + ": must be 1 to 1000000, is " + connections);
    }
    return new ClientSettings(
        settings.text(CA_FILE), caFiles(settings), (int) connections, ForwardProxy.from(settings));
  }

  private static Map<String, String> caFiles(Settings settings) {
    Map<String, String> files = new HashMap<>();
    String beginning = caFileOf("");
    for (String name : settings.names()) {
      if (name.startsWith(beginning)) {
        files.put(name.substring(beginning.length()), settings.text(name, ""));
      }
    }
    return files;
  }
}
