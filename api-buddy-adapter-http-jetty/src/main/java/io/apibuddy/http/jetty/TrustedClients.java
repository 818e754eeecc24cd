package io.apibuddy.http.jetty;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;

/**
 * Jetty's clients, one for each file of trusted authorities: a connection that one mapping trusts
 * is never used by another that would not. Safe for concurrent use.
 */
final class TrustedClients {

  private final HttpClient usual;
  private final Map<String, String> files;
  private final Map<String, HttpClient> byFile;

  private TrustedClients(
      HttpClient usual, Map<String, String> files, Map<String, HttpClient> byFile) {
    this.usual = usual;
    this.files = files;
    this.byFile = byFile;
  }

  /**
   * Starts them.
   *
   * @param blocking threads for the resolver, which may block
   * @throws IllegalArgumentException if a file cannot be used; nothing was started
   */
  static TrustedClients start(ClientSettings settings, Executor blocking) {
    SSLContext usual = TrustedAuthorities.sslContext(ClientSettings.CA_FILE, settings.caFile());
    Map<String, SSLContext> contexts = new HashMap<>();
    settings
        .caFiles()
        .forEach(
            (alias, file) ->
                contexts.computeIfAbsent(
                    file,
                    any -> TrustedAuthorities.sslContext(ClientSettings.caFileOf(alias), file)));
    Map<String, HttpClient> byFile = new HashMap<>();
    contexts.forEach(
        (file, context) -> byFile.put(file, UpstreamHttpClient.start(settings, context, blocking)));
    return new TrustedClients(
        UpstreamHttpClient.start(settings, usual, blocking), settings.caFiles(), byFile);
  }

  /** Returns the client for the requests of a mapping. */
  HttpClient of(String alias) {
    String file = files.get(alias);
    return file == null ? usual : byFile.getOrDefault(file, usual);
  }

  /** Ends all of them. */
  void stop() {
    stop(usual);
    byFile.values().forEach(TrustedClients::stop);
  }

  private static void stop(HttpClient client) {
    try {
      client.stop();
    } catch (Exception e) {
      // Whatever did not stop in time are daemon threads with nothing left to do.
    }
  }
}
